"""The one form of every result: estimate, interval, what it rests on, and a refusal where there is none.

A refusal is a result: it has a permanent code and a sentence, and it never carries a number it withholds.
What does not belong here: any method, and any drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why there is no estimate: a permanent code, and a sentence for a person."""

    code: str
    text: str


class NotUsable(Exception):
    """Ends the reading of what an analysis is given at the first thing that cannot be used."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True)
class Result:
    """One row. `what` says which quantity, `method` the id of a page in docs/methods/.

    `n` counts what was observed (persons, events), `areas` the reporting areas, `years` the first and last
    year; None where it does not apply. `details` holds what only this analysis has. Raises ValueError on a
    number that is not finite, or on an estimate beside a refusal: both would be errors of ours.
    """

    what: str
    method: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    areas: int | None = None
    years: tuple[int, int] | None = None
    note: str = ""
    refusal: Refusal | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = [self.estimate, self.low, self.high, *self.details.values()]
        if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
            raise ValueError(f"a number of {self.what!r} is not finite")
        if self.refusal and (self.estimate, self.low, self.high) != (None, None, None):
            raise ValueError(f"{self.what!r} is refused and still has a number")

    def as_row(self) -> dict[str, Any]:
        """The columns of the row for machines; the refusal as its code."""
        row = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "details"}
        row["refusal"] = self.refusal.code if self.refusal else None
        return row | dict(self.details)


@dataclass(frozen=True)
class Analysis:
    """What an analysis found: its rows, and the refusal of its headline where that was withheld.

    `about` tells a person of all rows together: what was looked through, or what language they are in.
    """

    analysis: str
    results: tuple[Result, ...] = ()
    refusal: Refusal | None = None
    input_sha256: str = ""
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form for machines: analysis, input_sha256, results, refusal."""
        refusal = {"code": self.refusal.code, "text": self.refusal.text} if self.refusal else None
        return {
            "analysis": self.analysis,
            "input_sha256": self.input_sha256,
            "results": [result.as_row() for result in self.results],
            "refusal": refusal,
        }


def refused(analysis: str, refusal: Refusal, input_sha256: str = "") -> Analysis:
    """An analysis that found nothing it may say."""
    return Analysis(analysis, (), refusal, input_sha256)
