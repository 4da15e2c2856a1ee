"""Is a curated table that is not as it must be noticed, whatever made it so?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Set
from datetime import date
from pathlib import Path

import pytest

from pipelines.collect.database import literal, open_memory
from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.expectations.areas import Area, areas_of
from pipelines.process.expectations.invariants import invariants
from pipelines.process.expectations.results import CheckResult
from pipelines.process.judgements import Judged, judge_submissions
from pipelines.process.submitting import withdraw
from tests.files import ROOT, send, victims

CONTRACT = Contract(ROOT / "schemas")
EGYPT, BOTH = victims("EGY 2019 _T _T 3", "EGY 2019 F _T <5"), victims("EGY 2019 _T _T 4", "SDN 2019 _T _T 1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Judged]:
    """A current edition of two versions, the second of which restates a cell and adds an area."""
    edition = Edition(Store(tmp_path_factory.mktemp("invariants")))
    send(edition.store, CONTRACT, EGYPT, known_since="2020-01")
    send(edition.store, CONTRACT, BOTH, known_since="2021-01")
    return edition, curated(edition)


def curated(edition: Edition) -> Judged:
    judged = judge_submissions(edition.store, CONTRACT)
    curate(edition, CONTRACT, judged)
    return judged


def broken(edition: Edition, judged: Judged, before: Set[Area] = frozenset()) -> set[str]:
    results = invariants(edition, CONTRACT, judged, {"victims": before})
    return {result.rule for result in results if not result.passed}


def victims_areas(edition: Edition) -> set[Area]:
    return areas_of(edition.table("victims"))


@pytest.fixture
def doctored(made: tuple[Edition, Judged], tmp_path: Path) -> Callable[[str], tuple[Edition, Judged]]:
    """The edition with its table of victims replaced by what a query makes of it."""

    def doctor(query: str) -> tuple[Edition, Judged]:
        edition, judged = made
        shutil.copytree(edition.store.data, tmp_path / "data")
        copy = Edition(Store(tmp_path / "data"))
        path = copy.table("victims")
        with open_memory() as connection:
            connection.execute(f"CREATE TABLE victims AS FROM read_parquet({literal(str(path))})")
            connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet)")
        return copy, judged

    return doctor


def test_an_edition_as_it_is_made_breaks_no_invariant(made):
    edition, judged = made
    results = invariants(edition, CONTRACT, judged, {"victims": victims_areas(edition)})
    assert {result.table for result in results} == set(CONTRACT.names("tables"))
    assert [result for result in results if not result.passed] == []
    counted = {result.rule: result.evaluated for result in results if result.table == "victims"}
    assert all(counted.values())  # none of them passes because it looks at nothing
    assert all(isinstance(result, CheckResult) and result.name.isidentifier() for result in results)


@pytest.mark.parametrize(
    ("rule", "query"),
    [
        ("keys_are_unique", "FROM victims UNION ALL SELECT * REPLACE (line + 90 AS line) FROM victims"),
        ("codes_are_listed", "SELECT * REPLACE ('XX' AS sex) FROM victims"),
        ("codes_are_listed", "SELECT * REPLACE ('XX' AS value_kind) FROM victims"),
        ("numbers_are_in_range", "SELECT * REPLACE (0 AS component) FROM victims"),
        ("low_is_not_above_high", "SELECT * REPLACE (value_high + 1 AS value_low) FROM victims"),
        ("values_are_not_negative", "SELECT * REPLACE (-1 AS value_low) FROM victims"),
        ("times_run_forward", "SELECT * REPLACE (known_from - INTERVAL 1 DAY AS known_to) FROM victims"),
        ("submissions_are_known", "SELECT * REPLACE ('nobody' AS submission) FROM victims"),
        ("accepted_rows_are_there", "FROM victims WHERE sex <> 'F'"),
        ("no_area_is_lost", "FROM victims WHERE ref_area <> 'SDN'"),
    ],
)
def test_a_table_that_breaks_an_invariant_is_noticed(doctored, made, rule, query):
    before = victims_areas(made[0])
    edition, judged = doctored(query)
    assert rule in broken(edition, judged, before)


def test_an_area_may_go_with_a_withdrawal(store):
    edition = Edition(store)
    send(store, CONTRACT, EGYPT)
    mistaken = send(store, CONTRACT, BOTH).submission.id
    curated(edition)
    before = victims_areas(edition)
    withdraw(store, mistaken, "sent by mistake")
    judged = curated(edition)
    assert before - victims_areas(edition)
    assert broken(edition, judged, before) == set()


def test_an_area_may_go_with_a_complete_submission_that_has_it_no_longer(store):
    edition = Edition(store)
    send(store, CONTRACT, BOTH, known_since="2020-01")
    curated(edition)
    before = victims_areas(edition)
    send(store, CONTRACT, EGYPT, known_since="2021-01", is_complete=True)
    judged = curated(edition)
    assert before - victims_areas(edition)
    assert broken(edition, judged, before) == set()


def test_an_area_that_goes_because_its_submission_cannot_be_read_is_lost(store):
    edition = Edition(store)
    send(store, CONTRACT, EGYPT)
    sent = send(store, CONTRACT, victims("SDN 2019 _T _T 1")).submission
    curated(edition)
    before = victims_areas(edition)
    sent.content.chmod(0o644)
    sent.content.write_bytes(b"damaged")
    judged = curated(edition)
    assert [fault.submission for fault in judged.faults] == [sent.id]
    assert broken(edition, judged, before) == {"no_area_is_lost"}


def test_an_edition_of_the_past_breaks_no_invariant_after_withdrawals_since(store):
    edition = Edition(store, as_of=date(2020, 6, 30))
    first = send(store, CONTRACT, EGYPT, known_since="2020-01").submission.id
    send(store, CONTRACT, BOTH, known_since="2021-01")
    withdraw(store, first, "sent by mistake")
    assert broken(edition, curated(edition)) == set()


def test_a_table_that_is_cut_in_half_is_named_with_a_way_out(made, doctored):
    edition, judged = doctored("FROM victims")
    path = edition.table("victims")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(TiporError, match="remove it"):
        broken(edition, judged)
    with pytest.raises(TiporError, match="remove it"):
        areas_of(path)
