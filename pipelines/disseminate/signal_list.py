"""The open integrity signals as the page lists them. What does not belong here: finding or closing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pipelines.analyse.signals.meanings import name_of
from pipelines.contract.text import N_, _, ngettext
from pipelines.disseminate.evidence import Row
from pipelines.disseminate.wording import Labels, listed, number

SEVERITIES = {
    "high": N_("high: in no total"),
    "medium": N_("medium: in no total"),
    "low": N_("low: to be read"),
}
"""What a severity means for the figures, the gravest first."""
MOST_NAMES = 8


@dataclass(frozen=True)
class SignalFacts:
    """One open signal in words."""

    id: str
    severity: str
    kind: str
    source: str
    areas: str
    years: str
    said: str


@dataclass(frozen=True)
class SignalList:
    """The open signals on the offences of the page, the gravest first; sentences on them and the others."""

    signals: tuple[SignalFacts, ...] = ()
    sentences: tuple[str, ...] = ()


def signal_list(rows: Iterable[Row], offences: Collection[str], labels: Labels) -> SignalList:
    """From the rows of `signals`; only signals on what is already public enter, in any number too."""
    public = [row for row in rows if row["is_public"]]
    mine = [row for row in public if row["offence"] in offences]
    asked = sorted((row for row in mine if row["is_open"]), key=_gravity)
    others = sum(row["is_open"] for row in public) - len(asked)
    if not public:
        return SignalList()
    said = [_open(len(asked)), _closed(len(mine) - len(asked)), _elsewhere(others)]
    return SignalList(tuple(_facts(row, labels) for row in asked), tuple(filter(None, said)))


def _gravity(row: Row) -> tuple[int, int, str]:
    return list(SEVERITIES).index(row["severity"]), -row["person_count"], row["signal"]


def _facts(row: Row, labels: Labels) -> SignalFacts:
    first, last = row["first_year"], row["last_year"]
    return SignalFacts(
        id=row["signal"],
        severity=_(SEVERITIES[row["severity"]]),
        kind=name_of(row["family"]),
        source=labels("source", row["source"]),
        areas=_names([labels("area", area) for area in row["ref_areas"]]),
        years=str(first) if first == last else f"{first}–{last}",
        said=_("%(kind)s. %(said)s") % {"kind": name_of(row["family"]), "said": row["compared"]},
    )


def _names(areas: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(areas) - MOST_NAMES
    if more <= 0:
        return listed(areas)
    text = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return text % {"names": listed(areas[:MOST_NAMES]), "count": number(more)}


def _open(count: int) -> str:
    if not count:
        return _("No signal on these figures is open.")
    words = ngettext(
        "%(n)s signal is open: something in these figures does not fit, and nobody has explained it yet.",
        "%(n)s signals are open: something in these figures does not fit, and nobody has explained it yet.",
        count,
    )
    return words % {"n": number(count)}


def _closed(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(n)s signal was closed by a person with a reason.",
        "%(n)s signals were closed by a person with a reason.",
        count,
    )
    return words % {"n": number(count)}


def _elsewhere(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(n)s open signal is about other forms of trafficking and stands in tipor signal list --open.",
        "%(n)s open signals are about other forms of trafficking and stand in tipor signal list --open.",
        count,
    )
    return words % {"n": number(count)}
