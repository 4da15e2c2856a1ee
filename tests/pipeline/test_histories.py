"""Does the store, asked as of any day, say what a slow and obvious model says?

Random sequences of submissions, repetitions, withdrawals and backfills, sealed, judged and curated.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.collect.database import literal, open_memory
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.process import submitting
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions
from tests.files import ROOT, send, victims

CONTRACT = Contract(ROOT / "schemas")
START = datetime(2021, 1, 1, tzinfo=UTC)
CELLS = [("EGY", "2018"), ("EGY", "2019"), ("SDN", "2018")]

sending = st.tuples(
    st.sets(st.sampled_from(CELLS), min_size=1),
    st.integers(0, 1),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 20)),
)
steps = st.lists(st.one_of(sending, st.integers(0, 4)), min_size=2, max_size=6)


class Model:
    """A list of what was sent; every question is answered by walking it from the end."""

    def __init__(self) -> None:
        self.sent: list[dict[str, object]] = []

    def covers(self, one, cell) -> bool:
        return cell in one["cells"] or bool(one["is_complete"])

    def stands(self, one, day: float) -> bool:
        if one["withdrawn"] is None:
            return one["known"] <= day
        return max(one["known"], one["received"]) <= day < one["withdrawn"]

    def order(self, one) -> tuple[float, float]:
        return one["known"], one["received"]

    def send(self, cells, value, is_complete, backfill, day: float) -> bool:
        """Whether it is new: the same is not, while none that speaks for its cells stands in between."""
        words = (frozenset(cells), value, is_complete, backfill)
        same = [one for one in self.sent if one["words"] == words]
        place = day if backfill is None else backfill
        if same and same[-1]["withdrawn"] is None:
            old = same[-1]
            between = [
                other for other in self.sent
                if other is not old and other["withdrawn"] is None
                and self.order(old) < self.order(other) and other["known"] <= place
            ]  # fmt: skip
            all_cells = set(cells).union(*(other["cells"] for other in between))
            if not any(self.covers(other, c) and self.covers(old, c) for other in between for c in all_cells):
                return False
        self.sent.append({
            "words": words, "cells": set(cells), "value": value, "is_complete": is_complete, "known": place,
            "received": day, "withdrawn": None,
        })  # fmt: skip
        return True

    def as_of(self, day: float) -> set[tuple[str, str, float]]:
        found = set()
        for cell in CELLS:
            for one in sorted((s for s in self.sent if self.stands(s, day)), key=self.order, reverse=True):
                if self.covers(one, cell):
                    if cell in one["cells"]:
                        found.add((*cell, float(one["value"])))
                    break
        return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_date_is_what_the_model_says(sequence):
    model, ids = Model(), []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for number, step in enumerate(sequence):
            day = 30 + number * 2
            with mock.patch.object(submitting, "datetime") as clock:
                clock.now.return_value = START + timedelta(days=day)
                if isinstance(step, int):
                    _withdraw(store, model, ids, step, day)
                else:
                    _send(store, model, ids, step, day)
        judged = judge_submissions(store, CONTRACT)
        assert not judged.faults
        for day in (3, 15, 30, 33, 36, 41):
            edition = Edition(store, (START + timedelta(days=day)).date())
            curate(edition, CONTRACT, judged)
            assert _standing(edition) == model.as_of(day + 0.99)
        curate(Edition(store), CONTRACT, judged)
        assert _standing(Edition(store)) == model.as_of(10_000)


def _send(store, model, ids, step, day) -> None:
    cells, value, is_complete, backfill = step
    content = victims(*(f"{area} {year} _T _T {value}" for area, year in sorted(cells)))
    known = {} if backfill is None else {"known_since": (START + timedelta(days=backfill)).date().isoformat()}
    sent = send(store, CONTRACT, content, is_complete=is_complete, **known)
    assert sent.is_new == model.send(cells, value, is_complete, backfill, day)
    if sent.is_new:
        ids.append(sent.submission.id)


def _withdraw(store, model, ids, which, day) -> None:
    standing = [i for i, one in enumerate(model.sent) if one["withdrawn"] is None]
    if standing:
        chosen = standing[which % len(standing)]
        submitting.withdraw(store, ids[chosen], "a mistake")
        model.sent[chosen]["withdrawn"] = day


def _standing(edition) -> set[tuple[str, str, float]]:
    with open_memory() as connection:
        rows = connection.execute(
            "SELECT ref_area, time_period, value_low "
            f"FROM read_parquet({literal(str(edition.table('victims')))}) "
            "WHERE known_to IS NULL"
        ).fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)
