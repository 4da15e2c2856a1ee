"""`tipor dagster`: Dagster's UI over the same steps as `tipor run`."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

HOST = "127.0.0.1"
QUIET = ("-W", "ignore:Function `dev_command` is superseded")
"""`dg dev`, which is to take its place, is a package more and starts the same."""


@click.command("dagster")
@click.option(
    "--port",
    default=3000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Where the UI listens, on this machine only.",
)
def command(port: int) -> None:
    """Open Dagster's UI with its daemon; Ctrl+C ends both.

    \b
    What to do there:
      Lineage        the way of the data from what is sealed to the page; a click shows tables and charts
      judgements     a partition for each submission; green is judged, whatever was found
      Automation     a sensor takes up new submissions within a minute; a schedule makes the
                     edition again every day at 04:00 UTC
      Jobs           same_edition does what `tipor run` does; for an edition as of a day, write
                     in the launchpad
                     resources: {workshop: {config: {as_of: "2020-06-30"}}}

    It keeps its records in .dagster/ beside dagster.yaml. A submission that is faulty is left out: the
    rest is published, then the run fails and names it.

    \b
    Examples:
      tipor dagster
      tipor dagster --port 3001
    """
    from pipelines.settings import ROOT

    refuse_taken(port)
    prepare(ROOT)
    dev = [*QUIET, "-m", "dagster", "dev", "-m", "pipelines.definitions", "--host", HOST, "--port", str(port)]
    os.execv(sys.executable, [sys.executable, *dev])


def refuse_taken(port: int) -> None:
    """Raise TiporError where something else listens on the port."""
    from pipelines.contract.errors import TiporError
    from pipelines.contract.text import _

    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise TiporError(
                _("Port %(port)d is taken.") % {"port": port},
                _("Is Dagster open already? Else choose another with --port."),
            )


def prepare(root: Path) -> None:
    """Go to the root, where dagster.yaml is; what the environment says of data still holds."""
    from pipelines.settings import DATA, SCHEMAS

    for name in (DATA, SCHEMAS):
        if os.environ.get(name):
            os.environ[name] = str(Path(os.environ[name]).absolute())
    os.chdir(root)
    os.environ["DAGSTER_HOME"] = str(root)
