"""`tipor submit-examples`: the real figures that come with tipor."""

from __future__ import annotations

import click


@click.command("submit-examples")
def command() -> None:
    """Submit the published SDG 16.2.2 figures of `examples/`, three vintages. Again: nothing is added.

    Use it to see what tipor does with real figures before you have your own.

    \b
    Examples:
      tipor submit-examples
      TIPOR_DATA=/tmp/examples tipor submit-examples
    """
    import yaml

    from pipelines.contract.text import _
    from pipelines.process.submitting import submit
    from pipelines.settings import ROOT, open_contract, open_store

    folder = ROOT / "examples"
    said = {"table": "victims", "reporter": "UNODC", "is_complete": True, "is_already_public": True}
    store, contract = open_store(), open_contract()
    for example in yaml.safe_load((folder / "examples.yaml").read_text(encoding="utf-8")):
        name = example.pop("file")
        submitted = submit(store, contract, (folder / name).read_bytes(), said | example, name)
        words = _("sealed") if submitted.is_new else _("sealed before")
        click.echo(f"{name}: {submitted.submission.id} ({words})")
