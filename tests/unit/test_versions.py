"""Which submission speaks for a cell at a time? Random histories against a slow, obvious model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.database import open_memory
from pipelines.collect.submissions import WITHDRAWN, Event, Submission, write_time
from pipelines.contract.loading import Contract
from pipelines.process.versions import make_history, make_speakers
from tests.files import ROOT

VICTIMS = Contract(ROOT / "schemas").table("victims")
START = datetime(2020, 1, 1, tzinfo=UTC)
AREAS, YEARS, OFFENCES = ("EGY", "SDN"), ("2018", "2019"), ("TIP_OR", "TIP_SX")


@dataclass(frozen=True)
class Sent:
    """A submission in the model: days count from START."""

    number: int
    reporter: str
    cells: frozenset[tuple[str, str, str]]
    received: int
    known: int
    is_complete: bool
    withdrawn: int | None


@st.composite
def histories(draw):
    count = draw(st.integers(1, 5))
    sent = []
    for number in range(count):
        received = number * 3 + 1
        known = draw(st.one_of(st.just(received), st.integers(0, received)))
        cells = st.tuples(st.sampled_from(AREAS), st.sampled_from(YEARS), st.sampled_from(OFFENCES))
        withdrawn = draw(st.one_of(st.none(), st.integers(received, received + 8)))
        sent.append(Sent(
            number, draw(st.sampled_from(("UNODC", "IOM"))),
            frozenset(draw(st.sets(cells, min_size=1, max_size=4))),
            received, known, draw(st.booleans()), withdrawn,
        ))  # fmt: skip
    return sent


def believed(sent: list[Sent], day: float) -> set[tuple[str, tuple[str, str, str], int]]:
    """The model: what stands at that moment, cell by cell, by asking each submission in turn."""
    standing = set()
    for reporter in ("UNODC", "IOM"):
        active = [s for s in sent if s.reporter == reporter and _is_active(s, day)]
        active.sort(key=lambda s: (s.known, s.received), reverse=True)
        for cell in {cell for s in sent for cell in s.cells}:
            for submission in active:
                if cell in submission.cells:
                    standing.add((reporter, cell, submission.number))
                    break
                if submission.is_complete and cell[2] in {offence for _, _, offence in submission.cells}:
                    break
    return standing


def _is_active(sent: Sent, day: float) -> bool:
    if sent.withdrawn is None:
        return sent.known <= day
    return max(sent.known, sent.received) <= day < sent.withdrawn


def _submission(sent: Sent) -> Submission:
    name = f"{sent.number:02d}"
    receipt = {
        "submission": name,
        "reporter": sent.reporter,
        "source": "SDG_16_2_2",
        "is_complete": sent.is_complete,
        "is_already_public": True,
        "received_at": write_time(_day(sent.received)),
        "known_since": write_time(_day(sent.known)),
    }
    events = (Event(name, WITHDRAWN, _day(sent.withdrawn)),) if sent.withdrawn is not None else ()
    return Submission(receipt, events, Path(name))


def _day(number: float) -> datetime:
    return START + timedelta(days=number)


@settings(max_examples=120, deadline=None)
@given(histories())
def test_the_history_says_what_the_obvious_model_says_at_every_moment(sent):
    with open_memory() as connection:
        rows = [
            (f"{s.number:02d}", area, year, offence) for s in sent for area, year, offence in sorted(s.cells)
        ]
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(
            """
            CREATE TABLE rows AS
            SELECT
                unnest(?::VARCHAR[]) AS submission, unnest(?::VARCHAR[]) AS ref_area,
                unnest(?::VARCHAR[]) AS time_period, unnest(?::VARCHAR[]) AS offence,
                'DETECTED' AS measure, 'NUMBER' AS unit
            """,
            columns,
        )
        make_speakers(connection, [_submission(s) for s in sent])
        make_history(connection, VICTIMS)
        for day in [d + half for d in range(0, 26) for half in (0.0, 0.5)]:
            found = connection.execute(
                "SELECT reporter, ref_area, time_period, offence, submission FROM history "
                "WHERE known_from <= ? AND (known_to IS NULL OR ? < known_to)",
                [_day(day).replace(tzinfo=None)] * 2,
            ).fetchall()
            assert len(found) == len(set(found))
            assert {(r, (a, y, o), int(s)) for r, a, y, o, s in found} == believed(sent, day)
        kept = connection.execute(
            "SELECT count(DISTINCT (submission, ref_area, time_period, offence)) FROM history"
        ).fetchone()
        assert kept == (len(rows),)  # no accepted row is lost, not even one that never stood
