"""Small charts in letters, for the metadata of an analysis: Dagster shows short Markdown (1,000) at once.

A picture shows only behind a click (`previews`). What does not belong here: which rows may be shown
(`metadata`), and the charts of the page.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.contract.cldr import significant
from pipelines.disseminate.support import ESTIMATES, MIDDLES

LINES, LABEL, WIDTH, HEADING = 12, 14, 24, 90
"""The most lines, and the letters of a label, of the plot and of what stands above it."""
ALONG: Mapping[str, str] = {
    "trends": "source",
    "trend_indices": "year",
    "change_points": "source",
    "alerts": "ref_area",
    "conditions": "series",
    "combined_sources": "year",
    "profiles": "category",
    "routes": "to_area",
    "co_occurrence": "second",
    "money": "year",
    "justice_funnel": "stage",
    "assistance_gap": "service",
    "typology": "with_trait",
    "hidden_persons": "what",
}
"""Of each table of estimates, the column along which some of them are drawn; all other names are the same."""
SUMS: Mapping[str, tuple[str, str]] = {
    "detected_victims_by_year": ("year", "value_low"),
    "coverage_summary": ("year", "area_count"),
    "version_changes": ("version", "area_years"),
    "linked_lists": ("ref_area", "persons"),
    "condition_points": ("ref_area", "victims_low"),
    "column_completeness": ("column_name", "filled_count"),
}
"""Of other tables, the column along which another one is drawn, in one series and version."""
KINDS: Mapping[str, str] = {
    "coverage": "state",
    "detected_victims": "basis",
    "reliability": "basis",
    "new_zeros": "ref_area",
    "signals": "family",
    "signal_area_years": "severity",
    "source_pairs": "relation",
    "sources_side_by_side": "relation",
    "mirror_differences": "finding",
    "measures_matrix": "status",
    "practices_list": "theme",
}
"""Of the rest, the column by whose values rows are counted."""
PREFERRED = ("headline", "TIP_OR")
"""Of several that could be drawn, what is stated, and organ removal."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Mark:
    """One line: a label, a number or none, and its limits where it has any."""

    label: str
    number: float | None
    low: float | None = None
    high: float | None = None

    @property
    def numbers(self) -> list[float]:
        """All its numbers."""
        return [float(one) for one in (self.number, self.low, self.high) if one is not None]


def sketch(name: str, rows: Rows) -> str:
    """The chart of an analysis as Markdown, under 1,000 characters; empty where nothing can be drawn."""
    heading, marks = _marks(name, rows)
    drawn = [mark for mark in marks if mark.numbers][:LINES]
    if not drawn:
        return ""
    return "\n".join(["```", heading[:HEADING].replace("`", "'"), *_lines(drawn), "```"])


def _marks(name: str, rows: Rows) -> tuple[str, list[Mark]]:
    if name in ALONG:
        return _estimates(name, rows)
    if name in SUMS:
        return _sums(name, rows)
    counts = Counter(str(row[KINDS[name]]) for row in rows if row[KINDS[name]] is not None)
    return f"rows by {KINDS[name]}", [Mark(kind, count) for kind, count in counts.most_common()]


def _estimates(name: str, rows: Rows) -> tuple[str, list[Mark]]:
    """Of the estimates of the newest version, the most that differ in one name only, and what is stated."""
    middle, along = MIDDLES.get(name, "estimate"), ALONG[name]
    names = [column for column in (*ESTIMATES[name], "version") if column != along]
    groups: dict[tuple[Any, ...], list[Mark]] = {}
    for row in rows:
        mark = Mark(str(row[along]), row[middle], row["low"], row["high"])
        if mark.numbers:
            groups.setdefault(tuple(row.get(column) for column in names), []).append(mark)
    if not groups:
        return "", []
    newest = max(str(group[-1]) for group in groups)
    group = max(groups, key=lambda one: (str(one[-1]) == newest, _preferred(one), len(groups[one])))
    said = ", ".join(str(part) for part in group if part is not None)
    return f"{along}: {said}", groups[group]


def _preferred(names: Sequence[Any]) -> int:
    return sum(name in names for name in PREFERRED)


def _sums(name: str, rows: Rows) -> tuple[str, list[Mark]]:
    """The newest version of a series, a line for each value of the column."""
    along, drawn = SUMS[name]
    series = [column for column in ("source", "offence", "version", "series") if column != along]
    if not rows:
        return "", []
    chosen = max(rows, key=lambda row: (_preferred(list(row.values())), str(row.get("version"))))
    same = {column: chosen[column] for column in series if column in chosen}
    sums: Counter[str] = Counter()
    for row in rows:
        if all(row[column] == value for column, value in same.items()):
            sums[str(row[along])] += row[drawn] or 0
    said = ", ".join(map(str, same.values()))
    return f"{drawn} by {along}: {said}", [Mark(label, number) for label, number in sums.items()]


def _lines(marks: Sequence[Mark]) -> list[str]:
    """Bars from zero where no mark has limits, else points with their limits, all on one scale."""
    numbers = [number for mark in marks for number in mark.numbers]
    has_limits = any(mark.low is not None for mark in marks)
    least, most = (min(numbers) if has_limits else 0.0), max(numbers)
    return [
        f"{mark.label[:LABEL]:<{LABEL}} {_plot(mark, least, most, has_limits):<{WIDTH}} {_said(mark)}"
        for mark in marks
    ]


def _said(mark: Mark) -> str:
    return " to ".join(
        significant(one, 3) for one in (mark.numbers if mark.number is None else [mark.number])
    )


def _plot(mark: Mark, least: float, most: float, has_limits: bool) -> str:
    def place(number: float, width: int = WIDTH - 1) -> int:
        return round((number - least) / (most - least) * width) if most > least else 0

    if not has_limits:
        return "█" * max(place(mark.numbers[0], WIDTH), int(mark.numbers[0] > 0))
    letters = [" "] * WIDTH
    if mark.low is not None and mark.high is not None:
        letters[place(mark.low) : place(mark.high) + 1] = "─" * (place(mark.high) - place(mark.low) + 1)
    if mark.number is not None:
        letters[place(mark.number)] = "●"
    return "".join(letters).rstrip()
