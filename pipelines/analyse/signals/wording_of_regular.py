"""What is said about figures that follow a rule. What does not belong here: when it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.analyse.signals.wording import number, places, sentence, years
from pipelines.contract.cldr import filled, listed
from pipelines.contract.text import _, ngettext

Runs = Sequence[Mapping[str, Any]]


def repeated(runs: Runs) -> str:
    """Years whose figures are those of other years."""
    said = [
        _("all figures of %(years)s stand again in %(again)s")
        % {"years": years(them), "again": years({year + run["key"] for year in them})}
        for run, them in ((run, set(range(run["first"], run["last"] + 1))) for run in runs)
    ]
    return sentence(_where(runs), *dict.fromkeys(said))


def straight(runs: Runs) -> str:
    """Years whose figures lie in the middle of those beside them."""
    what = _("all figures of %(years)s lie on a straight line between the year before and the year after")
    return sentence(_where(runs), what % {"years": _years(runs)})


def multiples(runs: Runs) -> str:
    """Years of nothing but multiples of a number."""
    said: dict[int, set[int]] = defaultdict(set)
    for run in runs:
        said[run["key"]] |= set(run["years"])
    what = [
        _("all figures of %(years)s are multiples of %(number)s")
        % {"years": years(them), "number": number(key)}
        for key, them in said.items()
    ]
    return sentence(_where(runs), *what)


def twins(runs: Runs) -> str:
    """Two categories, or offences, with the same figures."""
    said: dict[str, set[int]] = defaultdict(set)
    for run in runs:
        said[run["key"]] |= set(run["years"])
    what = [
        _("all figures of %(one)s and %(two)s are the same (%(years)s)")
        % dict(zip(("one", "two"), key.split(), strict=True), years=years(them))
        for key, them in said.items()
    ]
    return sentence(_where(runs), *what)


def cumulated(runs: Runs) -> str:
    """Years in which no figure falls."""
    what = _("from year to year no figure falls and the sum rises (%(years)s)") % {"years": _years(runs)}
    return sentence(_where(runs), what)


def heaped(row: Mapping[str, Any]) -> str:
    """One figure in many cells."""
    text = ngettext(
        "%(figure)s stands in %(times)s of %(count)d cell (%(years)s)",
        "%(figure)s stands in %(times)s of %(count)d cells (%(years)s)",
        row["cells"],
    )
    what = filled(
        text,
        {
            "figure": number(row["low"]),
            "times": number(row["times"]),
            "count": row["cells"],
            "years": years(set(row["years"])),
        },
    )
    return sentence(places(row, [row["ref_area"]]), what)


def mix(row: Mapping[str, Any]) -> str:
    """A year, or three, shared out over the categories unlike the others."""
    what = _(
        "in %(years)s the persons are shared out over %(ways)s unlike in the other years of the area"
    ) % {
        "years": years(set(row["years"])),
        "ways": listed(row["way"].split()),
    }
    return sentence(places(row, [row["ref_area"]]), what)


def _where(runs: Runs) -> str:
    return places(runs[0], sorted({run["ref_area"] for run in runs}))


def _years(runs: Runs) -> str:
    return years({year for run in runs for year in run["years"]})
