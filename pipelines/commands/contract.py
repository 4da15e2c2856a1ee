"""`tipor contract`: is the contract in `schemas/` sound, and does every rule do what its examples say?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipelines.contract.loading import Contract
    from pipelines.contract.rules import Rule

FAULTY = 1


@click.command("contract")
@click.option("--rule", "ids", multiple=True, help="Try this rule only; may be given more than once.")
def command(ids: tuple[str, ...]) -> None:
    """Check the contract in schemas/: its files, their consistency, and the examples of every rule.

    Run it after a change to a table, column, rule, code list or profile. Each fault has one sentence.

    \b
    Examples:
      tipor contract
      tipor contract --rule VIC-014 --rule COL-002
    """
    from pipelines.contract.cldr import filled
    from pipelines.contract.text import _, ngettext
    from pipelines.process.rule_trials import misbehaving
    from pipelines.settings import open_contract

    contract = open_contract()
    contract.check()
    rules = _rules(contract, ids)
    with click.progressbar(rules, label=_("Trying the rules"), file=sys.stderr) as bar:
        faults = misbehaving(contract, bar)
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(_("Mend the rule, or its example, in schemas/."))
        click.get_current_context().exit(FAULTY)
    tables = len(contract.names("tables"))
    sound = ngettext(
        "The contract is sound: %(count)d table,", "The contract is sound: %(count)d tables,", tables
    )
    behave = ngettext(
        "%(count)d rule does what its examples say.",
        "%(count)d rules do what their examples say.",
        len(rules),
    )
    click.echo(f"{filled(sound, {'count': tables})} {filled(behave, {'count': len(rules)})}")


def _rules(contract: Contract, ids: tuple[str, ...]) -> list[Rule]:
    """The rules of these ids, all where none is named. Raises TiporError (wrong usage)."""
    from pipelines.contract.errors import WRONG_USAGE, TiporError
    from pipelines.contract.text import _

    if unknown := [name for name in ids if name not in contract.rules_by_id]:
        title = _("There is no rule %(name)s.") % {"name": unknown[0]}
        raise TiporError(title, _("All rules are listed in docs/rules/."), exit_code=WRONG_USAGE)
    return [contract.rule(name) for name in ids] or [*contract.rules_by_id.values()]
