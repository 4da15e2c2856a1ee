"""What the sender of a file answers to its warnings: on the command line, or when asked. Not a command."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from pipelines.contract.codes import as_listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _

if TYPE_CHECKING:
    from pipelines.contract.loading import Contract
    from pipelines.contract.tables import Table
    from pipelines.process.verdicts import Check


@dataclass(frozen=True)
class Answers:
    """The answers given with `--because`; on a terminal, those that must be given are asked for."""

    given: Mapping[str, str]
    contract: Contract
    table: Table
    is_quiet: bool

    @classmethod
    def read(cls, written: Sequence[str], contract: Contract, table: Table, is_quiet: bool) -> Answers:
        """From RULE=TEXT each. Raises TiporError (wrong usage) where one is written otherwise."""
        pairs = [text.partition("=") for text in written]
        if not all(rule and equals and because.strip() for rule, equals, because in pairs):
            raise TiporError(
                _("--because needs a rule and an answer."),
                _('Write it as --because HIS-002="corrected after the audit".'),
                exit_code=WRONG_USAGE,
            )
        ids = [*contract.rules_by_id]
        given = {as_listed(rule.strip(), ids): because for rule, _e, because in pairs}
        return cls(given, contract, table, is_quiet)

    def give(self, check: Check) -> Mapping[str, str]:
        """Show the findings unless quiet, and ask on a terminal for what must be answered and is not yet.

        The verdict is not said: nothing is stored yet.
        """
        from pipelines.commands._files import show_findings
        from pipelines.process.submitting import warnings_of

        if self.is_quiet:
            return self.given
        show_findings(check, self.contract, self.table)
        must = [] if not check.is_accepted else self.contract.must_be_answered(warnings_of(check))
        asked = [rule for rule in must if rule not in self.given] if _is_terminal() else []
        if asked:
            click.echo(_("Figures would be gone. Say why; leave it empty to answer later."))
        return {**self.given, **{rule: click.prompt(rule, default="", show_default=False) for rule in asked}}


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
