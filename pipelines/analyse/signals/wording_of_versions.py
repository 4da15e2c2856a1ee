"""What is said about figures that differ from the version before: revised, gone, or there for the first time.

What does not belong here: when it is said, and figures that are of another scale or place (`wording`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipelines.analyse.signals.wording import number, places, sentence, years
from pipelines.contract.cldr import filled
from pipelines.contract.text import _, ngettext


def revised(
    rows: Sequence[Mapping[str, Any]],
    cells: int,
    persons: float,
    before: float,
    now: float,
    *,
    is_redefined: bool,
) -> str:
    """Cells that moved between two versions by more than a correction does."""
    where = places(rows[0], sorted({row["ref_area"] for row in rows}))
    moved = filled(
        ngettext(
            "%(count)d figure differs from the version before by %(persons)s persons in all "
            "(%(before)s, now %(now)s)",
            "%(count)d figures differ from the version before by %(persons)s persons in all "
            "(%(before)s, now %(now)s)",
            cells,
        ),
        {"count": cells, "persons": number(persons), "before": number(before), "now": number(now)},
    )
    why = (
        _("nearly every year moved the same way, as when something else is counted")
        if is_redefined
        else _("more than the revisions of the other figures explain")
    )
    return sentence(where, moved, why)


def vanished(
    family: str, rows: Sequence[Mapping[str, Any]], asked: Collection[tuple[str, int]], lost: float
) -> str:
    """What vanished between two versions, how many persons with it; `asked`: the area-years asked about."""
    gone = {(row["ref_area"], row["year"]) for row in rows}
    texts = {
        "category_vanished": ngettext(
            "%(cells)d figure of %(what)s is gone in the areas and years that are still reported",
            "%(cells)d figures of %(what)s are gone in the areas and years that are still reported",
            len(rows),
        ),
        "area_years_vanished": ngettext(
            "%(count)d area-year of the version before is gone (%(years)s)",
            "%(count)d area-years of the version before are gone (%(years)s)",
            len(gone),
        ),
        "zeros_vanished": ngettext(
            "%(cells)d zero is gone while the other figures stayed (%(years)s)",
            "%(cells)d zeros are gone while the other figures stayed (%(years)s)",
            len(rows),
        ),
    }
    what = filled(
        texts[family],
        {
            "cells": len(rows),
            "count": len(gone),
            "what": rows[0]["what"] or _("the totals"),
            "years": years({year for _area, year in gone}),
        },
    )
    persons = _("the totals that can be made are smaller by %(persons)s persons") % {"persons": number(lost)}
    where = places(rows[0], sorted({area for area, _year in asked}))
    return sentence(where, what, _asked_about(len(asked), len(gone)), persons if lost else "")


def _asked_about(asked: int, gone: int) -> str:
    """Of how many of the area-years that are gone it is asked, where it is not of all."""
    text = ngettext(
        "%(count)d of these area-years held persons, and it is about that one",
        "%(count)d of these area-years held persons, and it is about those",
        asked,
    )
    return filled(text, {"count": asked}) if asked < gone else ""


def new_zeros(rows: Sequence[Mapping[str, Any]]) -> str:
    """Area-years that come as nothing but zeros, years later."""
    named = {(row["ref_area"], row["year"]) for row in rows}
    what = filled(
        ngettext(
            "%(count)d area-year never reported before comes as nothing but zeros (%(years)s): unverified",
            "%(count)d area-years never reported before come as nothing but zeros (%(years)s): unverified",
            len(named),
        ),
        {"count": len(named), "years": years({year for _area, year in named})},
    )
    return sentence(places(rows[0], sorted({area for area, _year in named})), what)
