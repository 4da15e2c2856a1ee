"""Which separator a text has: the one under which the header matches, or the records agree.

What does not belong here: the header's meaning, the cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.records import find_records

DELIMITERS = (",", ";", "\t", "|")
UNUSUAL = (":", "^", "~", "#", " ")
FEWEST_CUT = 2
"""What cuts one line of many only is a mark in a cell."""
SAMPLE_BYTES, SAMPLE_RECORDS, HEADER_AMONG = 1 << 18, 1_000, 40
_DECLARED = re.compile(rb'"?sep=([,;|\t:^~])"?[,;|\t]*\n', re.IGNORECASE)


@dataclass(frozen=True)
class Fit:
    """How well a separator fits: names matched, share of records as wide as the header, that width."""

    delimiter: str
    matched: int
    share: float
    width: int

    @property
    def makes_a_table(self) -> bool:
        """Whether at least half of the records have the width, which is two or more."""
        return self.width > 1 and self.share >= 0.5

    @property
    def rank(self) -> tuple[int, bool, float, int]:
        """What the best separator has most of."""
        return self.matched, self.makes_a_table, round(self.share, 1) if self.width > 1 else 0.0, self.width


def declared_delimiter(text: bytes) -> tuple[str, int]:
    """The separator that a first line `sep=;` names, and the length of that line; empty and 0 without one."""
    found = _DECLARED.match(text)
    return (found[1].decode(), found.end()) if found else ("", 0)


def sample_of(text: bytes) -> bytes:
    """The beginning of a text, cut at the end of a line."""
    if len(text) <= SAMPLE_BYTES:
        return text
    return text[: text.rfind(b"\n", 0, SAMPLE_BYTES) + 1] or text[: text.index(b"\n") + 1]


def fits(text: bytes, layout: Layout, candidates: tuple[str, ...] = DELIMITERS) -> list[Fit]:
    """The candidates with how well they fit the beginning of `text`, best first."""
    sample = sample_of(text)
    return sorted(
        (_fit(sample, delimiter, layout) for delimiter in candidates), key=lambda f: f.rank, reverse=True
    )


def cells_of(record: bytes, delimiter: str) -> list[str]:
    """The cells of one record; bytes that are no text become the replacement character."""
    csv.field_size_limit(1 << 30)
    return next(csv.reader(io.StringIO(record.decode("utf-8", "replace")), delimiter=delimiter), [])


def _fit(sample: bytes, delimiter: str, layout: Layout) -> Fit:
    records = find_records(sample, delimiter)
    wide = records.cells[records.end > records.start][:SAMPLE_RECORDS].tolist()
    widths = Counter(wide)
    if not widths:
        return Fit(delimiter, 0, 0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    if len(wide) - widths[1] < FEWEST_CUT and widths[1] * 3 >= len(wide) * 2:
        width, count = 1, widths[1]
    if wide[0] > 1 and widths[wide[0]] * 2 >= count:
        width, count = wide[0], widths[wide[0]]
    heads = zip(records.start[:HEADER_AMONG], records.end[:HEADER_AMONG], strict=True)
    known = not layout.takes_any
    matched = (
        max((layout.matches(cells_of(sample[a:b], delimiter)) for a, b in heads), default=0) if known else 0
    )
    return Fit(delimiter, matched, count / len(wide), width)
