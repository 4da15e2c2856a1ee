"""What is said about signals: one sentence for what was compared, what all of these share, and the refusals.

What does not belong here: when it is said, and what has a file of its own beside this one (`wording_of_*`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipelines.analyse.results import Refusal
from pipelines.analyse.signals.signal import Series
from pipelines.contract.cldr import clauses, decimal, filled, listed, significant
from pipelines.contract.text import _, ngettext

SHOWN_AREAS, SHOWN_RUNS = 8, 4
USUAL_MEASURE = "DETECTED"
FEW_FINDS = 0.001
"""Finer than this no chance is said."""


def nothing_made() -> Refusal:
    """No run has made tables yet."""
    return Refusal("NOT_MADE", _("Nothing has been curated yet: run `tipor run` first."))


def no_figures() -> Refusal:
    """The tables hold no figure."""
    return Refusal("NO_DATA", _("The store holds no figure: there is nothing to compare."))


def searched(found: int, *, figures: int, areas: int, first: int, last: int, versions: int) -> str:
    """How many signals there are, and in what they were searched for."""
    some = ngettext("%(n)s signal was found", "%(n)s signals were found", found) % {"n": decimal(found, 0)}
    counts = (
        (figures, ngettext("%(n)s figure", "%(n)s figures", figures)),
        (areas, ngettext("%(n)s reporting area", "%(n)s reporting areas", areas)),
        (versions, ngettext("%(n)s version", "%(n)s versions", versions)),
    )
    where = [text % {"n": decimal(count, 0)} for count, text in counts]
    return sentence(
        some if found else _("No signal was found"), listed([*where, years(range(first, last + 1))])
    )


def places(row: Mapping[str, Any], areas: Sequence[str]) -> str:
    """Where a signal stands, in codes: source, offence, measure where it is not detections, areas."""
    named = listed(areas[:SHOWN_AREAS])
    if len(areas) > SHOWN_AREAS:
        more = len(areas) - SHOWN_AREAS
        text = ngettext("%(areas)s and %(count)d more area", "%(areas)s and %(count)d more areas", more)
        named = filled(text, {"areas": named, "count": more})
    measure = str(row.get("measure") or "")
    counted = f" {measure}" if measure and measure != USUAL_MEASURE else ""
    return f"{row['source']} {row['offence']}{counted} {named}"


def sentence(where: str, *parts: str) -> str:
    """'Where: what; why.'"""
    return _("%(where)s: %(what)s.") % {"where": where, "what": clauses([part for part in parts if part])}


def number(value: float) -> str:
    """A number of persons without needless decimals."""
    return decimal(value, 0 if value == round(value) or abs(value) >= 100 else 1)


def power_of_ten(power: int) -> str:
    """Ten to the power, such as 1,000 or 0.01."""
    return decimal(10.0**power, max(-power, 0))


def by_accident(chance: float) -> str:
    """How many such finds chance alone would make."""
    few = _("By accident, fewer than %(number)s such finds would be expected over all that was searched.")
    some = _("By accident, %(number)s such finds would be expected over all that was searched.")
    is_few = chance < FEW_FINDS
    return (few if is_few else some) % {"number": decimal(FEW_FINDS, 3) if is_few else significant(chance, 2)}


def exchanged(
    rows: Sequence[Mapping[str, Any]],
    area_years: Collection[tuple[str, int]],
    persons: float,
    *,
    is_whole: bool,
) -> str:
    """Two categories whose figures fit far better if their labels are exchanged."""
    row = rows[0]
    texts = {
        "version": _("against the version before"),
        "source": _("against the source %(source)s"),
        "history": _("against the other years of the same area"),
    }
    what = _("the figures of %(one)s and %(two)s fit far better exchanged, %(against)s (%(years)s)") % {
        "one": f"{row['dimension']}={row['one']}",
        "two": f"{row['dimension']}={row['two']}",
        "against": texts[row["against"]] % {"source": row["other_source"]},
        "years": years({year for _area, year in area_years}),
    }
    moved = _("%(persons)s persons stand in the other category") % {"persons": number(persons)}
    why = _("it is so in most areas of the source") if is_whole else ""
    return sentence(places(row, sorted({area for area, _year in area_years})), what, moved, why)


def years(them: Collection[int]) -> str:
    """Years in words: 2014, 2014–2018, or 2014, 2016–2018; only the first and last where they are many."""
    ordered = sorted(them)
    starts = [year for year in ordered if year - 1 not in them]
    ends = [year for year in ordered if year + 1 not in them]
    if len(starts) > SHOWN_RUNS:
        starts, ends = ordered[:1], ordered[-1:]
    runs = zip(starts, ends, strict=True)
    return listed([str(first) if first == last else f"{first}–{last}" for first, last in runs])


def copied(runs: Sequence[Mapping[str, Any]], area_years: Collection[tuple[str, int]]) -> str:
    """Figures of one area that stand under others."""
    areas = sorted({area for area, _year in area_years})
    values = sum(row["values"] for row in runs)
    what = filled(
        ngettext(
            "%(count)d figure of %(area)s stands under %(areas)s (%(years)s), in the same cells or in others",
            "%(count)d figures of %(area)s stand under %(areas)s (%(years)s), in the same cells or in others",
            values,
        ),
        {
            "count": values,
            "area": runs[0]["source_area"],
            "areas": listed(areas),
            "years": years({year for _area, year in area_years}),
        },
    )
    return sentence(places(runs[0], areas), what)


def factor(rows: Sequence[Mapping[str, Any]], power: int) -> str:
    """Figures a power of ten away from what they were."""
    what = filled(
        ngettext(
            "%(count)d figure is %(factor)s times what it was in the version before (%(years)s)",
            "%(count)d figures are %(factor)s times what they were in the version before (%(years)s)",
            len(rows),
        ),
        {
            "count": len(rows),
            "factor": power_of_ten(power),
            "years": years({row["year"] for row in rows}),
        },
    )
    return sentence(places(rows[0], sorted({row["ref_area"] for row in rows})), what)


def percent(rows: Sequence[Mapping[str, Any]]) -> str:
    """Counts that look like shares."""
    found = len({row["year"] for row in rows})
    what = filled(
        ngettext(
            "the parts add up to 100 in %(count)d year (%(years)s), as percentages do",
            "the parts add up to 100 in %(count)d years (%(years)s), as percentages do",
            found,
        ),
        {"count": found, "years": years({row["year"] for row in rows})},
    )
    return sentence(places(rows[0], [rows[0]["ref_area"]]), what)


def scale(rows: Sequence[Mapping[str, Any]], power: int) -> str:
    """One source a power of ten away from another, or its rates from its own counts."""
    found = len({(row["ref_area"], row["year"]) for row in rows})
    other = ngettext(
        "in %(count)d area-year (%(years)s) the figure is about %(factor)s times that of %(source)s",
        "in %(count)d area-years (%(years)s) the figures are about %(factor)s times those of %(source)s",
        found,
    )
    itself = ngettext(
        "in %(count)d area-year (%(years)s) the rate is about %(factor)s times what its own count makes",
        "in %(count)d area-years (%(years)s) the rates are about %(factor)s times what its own counts make",
        found,
    )
    what = filled(
        itself if rows[0]["source"] == rows[0]["other_source"] else other,
        {
            "count": found,
            "years": years({row["year"] for row in rows}),
            "factor": power_of_ten(power),
            "source": rows[0]["other_source"],
        },
    )
    return sentence(places(rows[0], sorted({row["ref_area"] for row in rows})), what)


def outlier(rows: Sequence[Mapping[str, Any]], usual: float) -> str:
    """A year far outside the others."""
    said = listed([f"{row['year']}: {number(row['low'])}" for row in rows])
    what = _("%(years)s stands far outside the other years, of which half are at most %(usual)s") % {
        "years": said,
        "usual": number(usual),
    }
    return sentence(places(rows[0], [rows[0]["ref_area"]]), what)


def above(rows: Sequence[Mapping[str, Any]], suspect: Series, *, is_total: bool) -> str:
    """Figures above the whole of another source; `is_total`: the whole is the odd one."""
    said = listed(
        [
            f"{row['year']}: {row['source']} {row['offence']} {number(row['low'])} > "
            f"{row['other_source']} {row['whole']} {number(row['whole_high'])}"
            for row in rows[:SHOWN_AREAS]
        ]
    )
    count = len(rows)
    total = ngettext(
        "its total is below %(count)d figure of another source that should be part of it (%(figures)s)",
        "its totals are below %(count)d figures of another source that should be part of them (%(figures)s)",
        count,
    )
    part = ngettext(
        "%(count)d figure is above the largest total of any other source (%(figures)s)",
        "%(count)d figures are above the largest total of any other source (%(figures)s)",
        count,
    )
    where = {"source": suspect.source, "offence": suspect.offence}
    what = filled(total if is_total else part, {"count": count, "figures": said})
    return sentence(places(where, [rows[0]["ref_area"]]), what)


def disagreeing(
    row: Mapping[str, Any], against: str, area_years: Collection[tuple[str, int]], persons: float
) -> str:
    """Two sources that usually agree, and do not here."""
    what = _(
        "differs from %(source)s by %(persons)s persons (%(years)s), though the two usually tell the same"
    ) % {
        "source": against,
        "persons": number(persons),
        "years": years({year for _area, year in area_years}),
    }
    return sentence(places(row, sorted({area for area, _year in area_years})), what)
