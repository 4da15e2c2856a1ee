"""Whether the two readings found the same: for each submission, rule and column, as many rows.

What does not belong here: values. A difference is an error of ours, whatever the data are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipelines.contract.text import _
from pipelines.process.expectations.faults import fault_of_ours
from pipelines.process.rows import Judgement

Place = tuple[str, str, str]
"""Submission, rule, column (empty where a rule is about the whole row)."""


def found_first(judgements: Iterable[Judgement], comparable: set[str]) -> Counter[Place]:
    """How many rows the findings of the comparable rules count."""
    counts: Counter[Place] = Counter()
    for judgement in judgements:
        for finding in judgement.findings:
            if finding["rule"] in comparable:
                counts[judgement.submission, finding["rule"], finding["column"]] += finding["count"]
    return counts


def agree(first: Counter[Place], second: Counter[Place]) -> None:
    """Raises TiporError (exit code 70) at the first place where the two readings count differently."""
    for place in sorted(first.keys() | second.keys()):
        if first[place] != second[place]:
            raise fault_of_ours(_disagreement(place, first[place], second[place]))


def _disagreement(place: Place, first: int, second: int) -> str:
    submission, rule, column = place
    message = _(
        "The two readings disagree on rule %(rule)s, column %(column)s, in submission %(id)s: "
        "rows by the findings: %(first)d, by Great Expectations: %(second)d."
    )
    said = {"rule": rule, "column": column or "-", "id": submission, "first": first, "second": second}
    return message % said
