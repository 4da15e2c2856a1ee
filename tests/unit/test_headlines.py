"""Is a trend noticed that was stated and is not any more, and a table that breaks what every result holds?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.collect.database import literal, open_memory
from pipelines.collect.store import Store
from pipelines.contract.errors import TiporError
from pipelines.disseminate.headlines import headlines, losses
from pipelines.disseminate.intervals import broken_intervals
from pipelines.disseminate.support import NAME, keep_support
from pipelines.process.editions import Edition, replacing
from pipelines.process.filling import fill

OLD, NEW = date(2019, 1, 1), date(2020, 1, 1)
TRENDS = {
    "source": "VARCHAR", "offence": "VARCHAR", "version": "DATE", "what": "VARCHAR", "estimate": "DOUBLE",
    "low": "DOUBLE", "high": "DOUBLE", "note": "VARCHAR", "refusal": "VARCHAR", "refusal_text": "VARCHAR",
}  # fmt: skip
STATED = (1.1, 1.0, 1.2, "It rose.", None, None)
REFUSED = (None, None, None, "", "FEW_AREAS", "Too few areas.")


def keep(
    edition: Edition, columns: dict[str, str], rows: list[tuple[Any, ...]], name: str = "trends"
) -> None:
    with open_memory() as connection, replacing(edition.analysis(name)) as beside:
        fill(connection, "made", columns, rows)
        connection.execute(f"COPY made TO {literal(str(beside))} (FORMAT parquet)")


def run(edition: Edition, *rows: tuple[Any, ...]) -> None:
    """A run that made these headlines: (offence, version, numbers ...)."""
    keep(edition, TRENDS, [("S", offence, version, "headline", *said) for offence, version, *said in rows])
    keep_support(edition)


@pytest.fixture
def edition(store: Store) -> Edition:
    return Edition(store)


def test_a_trend_that_was_stated_and_is_refused_now_is_lost(edition: Edition) -> None:
    run(edition, ("TIP", OLD, *STATED), ("TIP_OR", OLD, *REFUSED))
    assert losses(edition) == []
    run(edition, ("TIP", OLD, *STATED), ("TIP", NEW, *REFUSED), ("TIP_OR", NEW, *REFUSED))
    (loss,) = losses(edition)
    assert (loss.before.version, loss.before.text) == (OLD, "It rose.")
    assert (loss.now.version, loss.now.refusal, loss.now.text) == (NEW, "FEW_AREAS", "Too few areas.")


def test_a_loss_is_remembered_by_later_runs_until_the_trend_is_stated_again(edition: Edition) -> None:
    run(edition, ("TIP", OLD, *STATED))
    for _number in range(2):
        run(edition, ("TIP", NEW, *REFUSED))
        assert len(losses(edition)) == 1
    run(edition, ("TIP", NEW, *STATED))
    assert losses(edition) == []


def test_the_newest_version_of_each_series_speaks(edition: Edition) -> None:
    run(edition, ("TIP", NEW, *REFUSED), ("TIP", OLD, *STATED), ("TIP_OR", OLD, *STATED))
    assert [(one.offence, one.version, one.refusal) for one in headlines(edition)] == [
        ("TIP", NEW, "FEW_AREAS"),
        ("TIP_OR", OLD, ""),
    ]


def test_editions_of_different_days_remember_each_for_itself(store: Store) -> None:
    run(Edition(store, OLD), ("TIP", OLD, *STATED))
    run(Edition(store), ("TIP", NEW, *REFUSED))
    assert losses(Edition(store)) == []


def test_a_damaged_memory_is_said_in_one_sentence(edition: Edition) -> None:
    run(edition, ("TIP", OLD, *STATED))
    (edition.folder / NAME).write_text("no Parquet", encoding="utf-8")
    with pytest.raises(TiporError, match="damaged"):
        losses(edition)


NAN = float("nan")
BROKEN = {
    "numbers_are_finite": (NAN, 1.0, 1.2, "x", None, None),
    "low_is_not_above_high": (None, 1.3, 1.2, "x", None, None),
    "estimate_lies_within": (1.5, 1.0, 1.2, "x", None, None),
    "refused_has_no_number": (1.1, 1.0, 1.2, "x", "FEW_AREAS", "Too few."),
    "headline_is_stated_or_refused": (None, None, None, "x", None, None),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_row_that_breaks_a_rule_is_counted_under_it(edition: Edition, rule: str) -> None:
    sound = [("S", "TIP", NEW, "headline", *STATED), ("S", "TIP_OR", NEW, "headline", *REFUSED)]
    keep(edition, TRENDS, sound)
    assert set(broken_intervals(edition, "trends").values()) == {0}
    keep(edition, TRENDS, [*sound, ("S", "TIP_SX", NEW, "headline", *BROKEN[rule])])
    assert broken_intervals(edition, "trends")[rule] == 1


def test_every_pair_of_limits_is_looked_at_and_an_open_end_breaks_nothing(edition: Edition) -> None:
    columns = {"value_low": "DOUBLE", "value_high": "DOUBLE"}
    keep(edition, columns, [(3.0, None), (3.0, 2.0)], "detected_victims")
    assert broken_intervals(edition, "detected_victims") == {
        "numbers_are_finite": 0,
        "low_is_not_above_high": 1,
    }


def test_a_table_without_numbers_knows_no_rule(edition: Edition) -> None:
    keep(edition, {"ref_area": "VARCHAR"}, [("EGY",)], "new_zeros")
    assert broken_intervals(edition, "new_zeros") == {}
