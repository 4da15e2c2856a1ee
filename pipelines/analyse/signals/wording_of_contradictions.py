"""What is said about figures that contradict each other, dominate, are one figure twice, or are given away.

What does not belong here: when it is said, and the sentences of other families (`wording`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipelines.analyse.signals.wording import USUAL_MEASURE, number, places, sentence, years
from pipelines.contract.cldr import filled, listed
from pipelines.contract.text import _, ngettext

Row = Mapping[str, Any]
SHOWN_SENDERS = 5


def contained(rows: Sequence[Row], persons: float, *, is_offence: bool) -> str:
    """Wholes that are smaller than what they contain."""
    text = (
        ngettext(
            "%(count)d figure of this offence is above that of the offence which contains it, "
            "by %(persons)s persons in all",
            "%(count)d figures of this offence are above those of the offence which contains it, "
            "by %(persons)s persons in all",
            len(rows),
        )
        if is_offence
        else ngettext(
            "%(count)d total is smaller than its parts, by %(persons)s persons in all",
            "%(count)d totals are smaller than their parts, by %(persons)s persons in all",
            len(rows),
        )
    )
    where = places(rows[0], sorted({row["ref_area"] for row in rows}))
    return sentence(where, filled(text, {"count": len(rows), "persons": number(persons)}))


def dominance(rows: Sequence[Row], area_years: Sequence[Collection[int]]) -> str:
    """One area that makes up most of some totals of a source; the years of each in which it has persons."""
    text = _(
        "%(share)s per cent of all %(total)s persons of %(offence)s are this area's (%(years)s); without it "
        "there are %(rest)s"
    )
    said = [
        text
        % {
            "share": number(round(100 * row["persons"] / row["total"])),
            "total": number(row["total"]),
            "offence": _counted(row),
            "years": years(found),
            "rest": number(row["total"] - row["persons"]),
        }
        for row, found in zip(rows, area_years, strict=True)
    ]
    return sentence(f"{rows[0]['source']} {rows[0]['ref_area']}", *said)


def _counted(row: Row) -> str:
    """The offence, and the measure where it is not detections."""
    measure = row["measure"]
    return row["offence"] if measure in ("", USUAL_MEASURE) else f"{row['offence']} {measure}"


def mirror(row: Row) -> str:
    """A State returned persons from another that found none."""
    text = _("%(citizens)s brought %(persons)s of its nationals home from here, where none was found")
    where = f"{row['source']} {row['offence']} {row['found_in']}"
    return sentence(where, text % {"citizens": row["citizens"], "persons": number(row["persons"])})


def stages(row: Row) -> str:
    """More persons at a later stage than at the one before."""
    text = _("over %(years)s years %(after)s at the stage %(later)s, but %(before)s at the stage %(earlier)s")
    said = {"years": number(row["years"]), "after": number(row["after"]), "before": number(row["before"])}
    return sentence(_area(row), text % (said | {"later": row["later"], "earlier": row["earlier"]}))


def recoverable(row: Row, cells: int, ways: Mapping[str, int]) -> str:
    """Suppressed figures that can be found; never which value they have."""
    text = ngettext(
        "%(count)d suppressed figure can be found: %(total)s from totals, %(rate)s from rates, "
        "%(older_version)s from older versions",
        "%(count)d suppressed figures can be found: %(total)s from totals, %(rate)s from rates, "
        "%(older_version)s from older versions",
        cells,
    )
    return sentence(
        f"{row['source']} {row['offence']}",
        filled(text, {"count": cells} | {way: number(count) for way, count in ways.items()}),
    )


def leak(row: Row, matches: int) -> str:
    """A category that is another category of another source."""
    text = ngettext(
        "%(count)d figure is the one that %(other_source)s gives for %(other_offence)s, not for this offence",
        "%(count)d figures are those that %(other_source)s gives for %(other_offence)s, not for this offence",
        matches,
    )
    said = {"other_source": row["other_source"], "other_offence": row["other_offence"]}
    return sentence(_area(row), filled(text, {"count": matches} | said))


def borrowed(row: Row, matches: int, share: float) -> str:
    """A source that has another one's figures for one area only."""
    text = ngettext(
        "%(count)d figure is the one of %(other_source)s, though elsewhere only %(share)s per cent agree",
        "%(count)d figures are those of %(other_source)s, though elsewhere only %(share)s per cent agree",
        matches,
    )
    said = {"other_source": row["other_source"], "share": number(round(100 * share))}
    return sentence(_area(row), filled(text, {"count": matches} | said))


def republished(row: Row, matches: int, share: float) -> str:
    """Two senders that give one and the same figures: one may never be added to the other."""
    text = _(
        "the senders (%(reporters)s) give the same figure for %(share)s per cent of the area-years that both "
        "report (%(count)s); it is one figure, never two to be added or compared as two"
    )
    said = {
        "reporters": _senders(row["reporters"]),
        "share": number(round(100 * share)),
        "count": number(matches),
    }
    return sentence(f"{row['source']} {row['other_source']} {row['offence']}", text % said)


def rates_as_counts(row: Row) -> str:
    """Rates that are the number of persons."""
    text = ngettext(
        "in %(count)d year the rate per 100,000 is the number of persons itself",
        "in %(count)d years the rate per 100,000 is the number of persons itself",
        row["years"],
    )
    return sentence(_area(row), filled(text, {"count": row["years"]}))


def _senders(reporters: Sequence[str]) -> str:
    shown = listed(reporters[:SHOWN_SENDERS])
    return shown if len(reporters) <= SHOWN_SENDERS else f"{shown} …"


def _area(row: Row) -> str:
    return places(row, [row["ref_area"]])
