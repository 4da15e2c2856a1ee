"""The workshop of a run: its store, its contract, its edition, and the lock that keeps out a second run.

Where things lie is said by the environment (`pipelines.settings`), the date by the run's configuration. What
does not belong here: what is done in the workshop.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import dagster as dg
from pydantic import Field, PrivateAttr

from pipelines.collect.submissions import Submission
from pipelines.contract.loading import Contract
from pipelines.process.editions import Edition, read_day
from pipelines.process.judgements import judge_submissions
from pipelines.process.rows import FOLDER
from pipelines.running import Outcome, sole_run
from pipelines.settings import open_contract, open_store

NAME = "workshop"


class Workshop(dg.ConfigurableResource["Workshop"]):
    """What the steps of one run share, made when a step first asks for it, given up when the run ends."""

    as_of: str = Field(
        default="",
        description="A day such as 2020-06-30: the edition as it was known at the end of it, in a folder "
        "of its own. Empty for the current state.",
    )
    _held: ExitStack = PrivateAttr(default_factory=ExitStack)
    _outcome: Outcome | None = PrivateAttr(default=None)
    _contract: Contract | None = PrivateAttr(default=None)
    _turn: set[str] | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Workshop", None, None]:
        """Open for one run; the lock is let go at the end, whatever happened."""
        self._held, self._outcome, self._contract, self._turn = ExitStack(), None, None, None
        with self._held:
            yield self

    @property
    def contract(self) -> Contract:
        """The contract, read once a run. Raises TiporError where there is none."""
        self._contract = self._contract or open_contract()
        return self._contract

    @property
    def outcome(self) -> Outcome:
        """What this run makes, beginning with every sealed submission judged.

        Takes the lock of `tipor run`. Raises TiporError where another run holds it, or `as_of` is no day.
        """
        if self._outcome is None:
            as_of = read_day(self.as_of) if self.as_of else None
            store = open_store()
            self._held.enter_context(sole_run(store))
            judged = judge_submissions(store, self.contract, lambda them: filter(self._has_its_turn, them))
            self._outcome = Outcome(Edition(store, as_of), judged)
        return self._outcome

    def judge_first(self, ids: set[str]) -> None:
        """Leave what is sealed, not among `ids` and never judged to a later run: no run grows long."""
        self._turn = ids

    def _has_its_turn(self, submission: Submission) -> bool:
        if self._turn is None or submission.id in self._turn:
            return True
        return (open_store().curated / FOLDER / submission.id).is_dir()

    @property
    def edition(self) -> Edition:
        """The edition of this run. Raises TiporError as `outcome`."""
        return self.outcome.edition
