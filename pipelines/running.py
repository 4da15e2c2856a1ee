"""The whole job as plain functions, in the order in which data passes: judge, curate, analyse, draw.

`tipor run` calls `run`; the Dagster assets call the same steps one by one. What does not belong here: any
step's own work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.analyse.analyses import analyse, rows_of
from pipelines.collect.store import Fault, Store
from pipelines.contract.cldr import listed
from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.labels import current_language
from pipelines.contract.loading import Contract
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.chart import Chart
from pipelines.disseminate.headlines import losses
from pipelines.disseminate.support import keep_support
from pipelines.process.curated import curate
from pipelines.process.editions import Edition, write_json
from pipelines.process.fingerprints import code_sha256
from pipelines.process.judgements import Judged, Progress, judge_submissions
from pipelines.process.warehouse import assemble

if TYPE_CHECKING:
    from pipelines.process.expectations.results import CheckResult

EVIDENCE = (
    "detected_victims_by_year",
    "detected_victims",
    "version_changes",
    "coverage",
    "trends",
    "trend_indices",
)
"""The analyses that the charts are drawn from."""


@dataclass
class Outcome:
    """What a run made."""

    edition: Edition
    judged: Judged
    row_counts: dict[str, int] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    invariants: list[CheckResult] = field(default_factory=list)
    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()
    page: Path = Path()

    @property
    def broken(self) -> list[CheckResult]:
        """The invariants of curated tables that do not hold; a rule that submissions break is none."""
        return [check for check in self.invariants if not check.passed]

    @property
    def faults(self) -> list[Fault]:
        """The submissions that could not be used."""
        return self.judged.faults


@contextmanager
def sole_run(store: Store) -> Iterator[None]:
    """Hold the run lock of the store. Raises TiporError where another run is at work."""
    with store.locked("run", wait=0, busy=_("Another run is at work on this store.")):
        yield


def run(
    store: Store, contract: Contract, as_of: date | None = None, progress: Progress = lambda them: them
) -> Outcome:
    """Bring one edition up to date. Raises TiporError where it cannot; the outcome names what is faulty."""
    with sole_run(store):
        outcome = Outcome(Edition(store, as_of), judge_submissions(store, contract, progress))
        check_submissions(outcome, contract)
        make_tables(outcome, contract)
        outcome.row_counts |= analyse_edition(outcome.edition, contract)
        publish(outcome, contract)
        return outcome


def check_submissions(outcome: Outcome, contract: Contract) -> list[CheckResult]:
    """The second reading of what was not read twice; its results also join the checks of the outcome.

    Raises TiporError (an error of ours) where the two readings disagree.
    """
    from pipelines.process.expectations.reading import not_read_twice, second_reading

    store, judged = outcome.edition.store, outcome.judged
    results = second_reading(store, contract, judged, not_read_twice(store, judged))
    outcome.checks += results
    return results


def make_tables(outcome: Outcome, contract: Contract) -> list[CheckResult]:
    """Curate, and hold the result to its invariants; their results also join the checks of the outcome."""
    from pipelines.process.expectations.areas import keep_areas, known_areas
    from pipelines.process.expectations.invariants import AREAS, invariants

    edition = outcome.edition
    areas_before = known_areas(edition)
    outcome.row_counts |= curate(edition, contract, outcome.judged)
    outcome.invariants = invariants(edition, contract, outcome.judged, areas_before)
    lost = {check.table for check in outcome.invariants if check.rule == AREAS and not check.passed}
    keep_areas(edition, [name for name in contract.names("tables") if name not in lost], areas_before)
    outcome.checks += outcome.invariants
    return outcome.invariants


def analyse_edition(edition: Edition, contract: Contract) -> dict[str, int]:
    """Make the analyses and keep what they estimate, so that a later edition notices what it loses."""
    row_counts = analyse(edition, contract)
    keep_support(edition)
    return row_counts


def publish(outcome: Outcome, contract: Contract) -> None:
    """Charts, page, warehouse and the record of the edition."""
    draw(outcome, contract)
    assemble(outcome.edition)
    keep_record(outcome, contract)


def keep_record(outcome: Outcome, contract: Contract) -> None:
    """Write what the edition was made from beside it."""
    write_json(outcome.edition.record, record_of(outcome.edition, contract, outcome.judged))


def draw(outcome: Outcome, contract: Contract) -> None:
    """Draw the charts and write the page."""
    from pipelines.disseminate.drawing import draw_all, drawable
    from pipelines.disseminate.evidence import gather
    from pipelines.disseminate.page import BESIDE, facts_of, write_page

    edition = outcome.edition

    def labels(code_list: str, code: str) -> str:
        return contract.code_list(code_list)[code].label(current_language())

    evidence = drawable(
        gather({name: rows_of(edition, name) for name in EVIDENCE}, contract.code_list("area"))
    )
    outcome.charts = draw_all(evidence, edition.charts, labels)
    not_cleared = sum(
        not s.receipt["is_already_public"] and not s.withdrawn_at for s in outcome.judged.accepted()
    )
    beside = {name: rows_of(edition, name) for name in BESIDE}
    facts = facts_of(evidence, labels, not_cleared, edition.as_of, beside, losses(edition))
    outcome.sentences = facts.sentences
    outcome.page = write_page(outcome.charts, facts, edition.folder)


def record_of(edition: Edition, contract: Contract, judged: Judged) -> dict[str, object]:
    """What the edition was made from: submissions, contract, code, and the language that its sentences have.

    No time, so the same gives the same.
    """
    known = [s for s in judged.submissions.values() if edition.knows(s.known_from)]
    return {
        "as_of": edition.as_of.isoformat() if edition.as_of else None,
        "contract_sha256": contract.sha256,
        "code_sha256": code_sha256(),
        "language": current_language(),
        "submissions": {s.id: s.receipt["sha256"] for s in sorted(known, key=lambda s: s.id)},
        "faulty": sorted(fault.submission for fault in judged.faults),
    }


def fail_on_faults(outcome: Outcome) -> None:
    """Raise TiporError where submissions had to be left out, areas were lost, or an invariant is broken.

    The rest is published by then.
    """
    from pipelines.process.expectations.invariants import AREAS

    if outcome.faults:
        raise TiporError(
            ngettext(
                "%(count)d submission is faulty and was left out.",
                "%(count)d submissions are faulty and were left out.",
                len(outcome.faults),
            )
            % {"count": len(outcome.faults)},
            " ".join(f"{fault.submission}: {fault.reason}" for fault in outcome.faults),
        )
    broken = [check for check in outcome.broken if check.rule != AREAS]
    if broken:
        names = listed([f"{check.table}: {check.rule} ({check.failed})" for check in broken])
        raise TiporError(
            _("The curated tables do not hold what they must: %(checks)s.") % {"checks": names},
            _("This is an error of tipor: nothing sealed is lost. Keep data/ as it is and report it."),
            exit_code=OUR_ERROR,
        )
    if outcome.broken:
        lost = sum(check.failed for check in outcome.broken)
        raise TiporError(
            ngettext(
                "%(count)d area that the last edition had is gone, and nobody withdrew it.",
                "%(count)d areas that the last edition had are gone, and nobody withdrew them.",
                lost,
            )
            % {"count": lost},
            _("A submission is held now that counted before: see `tipor status`."),
        )
