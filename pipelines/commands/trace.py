"""`tipor trace`: from a plotted number to the lines of the files it rests on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipelines.contract.text import N_

if TYPE_CHECKING:
    from pipelines.disseminate.trace import Origin


@click.command("trace")
@click.argument("chart")
@click.argument("place", metavar="REF_AREA/TIME_PERIOD")
@click.option("--as-of", default="", metavar=N_("DATE"), help="In the edition of that day.")
@click.option("--json", "is_json", is_flag=True, help="For machines.")
def command(chart: str, place: str, as_of: str, is_json: bool) -> None:
    """Show the submissions and lines behind a number of CHART, each version by itself.

    Use it where somebody asks where a number comes from. CHART is detected_victims, coverage or trends; _T
    stands for all areas together.

    \b
    Examples:
      tipor trace detected_victims EGY/2014
      tipor trace detected_victims _T/2017
      tipor trace trends EGY/2014 --as-of 2020-06-30
    """
    from pipelines.disseminate.trace import trace
    from pipelines.process.editions import Edition, read_day
    from pipelines.settings import open_store

    edition = Edition(open_store(), read_day(as_of) if as_of else None)
    origins = trace(edition, chart.lower(), place.upper())
    if is_json:
        content = [asdict(origin) | {"version": origin.version.isoformat()} for origin in origins]
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    for origin in origins:
        _show(origin)


def _show(origin: Origin) -> None:
    from pipelines.analyse.reliability import BASES
    from pipelines.contract.cldr import listed, one_way
    from pipelines.contract.text import _
    from pipelines.disseminate.coverage_words import state
    from pipelines.disseminate.wording import interval

    series = f"{origin.source}, {origin.offence}, {origin.version:%Y-%m-%d}"
    click.secho(one_way(f"{origin.ref_area} {origin.year}, {series}: "), bold=True, nl=False)
    number = "" if origin.value_low is None else f"{interval(origin.value_low, origin.value_high)} "
    rests_on = _(BASES[origin.basis]) if origin.basis in BASES else state(origin.basis)
    click.echo(f"{number}({rests_on})")
    for submission, lines in origin.lines.items():
        said = {"submission": submission, "lines": listed([str(line) for line in lines])}
        click.echo(_("  %(submission)s, lines %(lines)s") % said)
