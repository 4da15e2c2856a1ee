"""The three sentences of what the charts show and do not show, for the page and the end of a run."""

from __future__ import annotations

from pipelines.contract.cldr import clauses
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.wording import (
    Labels,
    day,
    number,
    sentence,
    sum_of,
    totals_of,
    victims,
    what_changed,
)


def three_sentences(evidence: Evidence, labels: Labels) -> tuple[str, str, str]:
    """What the figures are, how sure they are, and what must not be read from them."""
    return _what_there_is(evidence, labels), _how_sure(evidence), _what_not(evidence)


def _what_there_is(evidence: Evidence, labels: Labels) -> str:
    newest = evidence.versions[-1]
    figures = evidence.areas_of(newest)
    words = {
        "offence": labels("offence", evidence.offence),
        "source": labels("source", evidence.source),
        "version": day(newest),
        "n": number(evidence.change(newest).area_years),
        "zeros": number(sum(f.low == 0 and f.high == 0 for f in figures)),
        "victims": victims(*sum_of(evidence.years_of(newest))),
    }
    positive = len({f.ref_area for f in figures if f.low > 0})
    shown = ngettext(
        "%(offence)s, %(source)s, version of %(version)s: %(n)s figures (one area in one year),"
        " %(zeros)s of them zero; the others are %(victims)s detected in %(areas)s area.",
        "%(offence)s, %(source)s, version of %(version)s: %(n)s figures (one area in one year),"
        " %(zeros)s of them zero; the others are %(victims)s detected in %(areas)s areas.",
        positive,
    )
    return shown % {**words, "areas": number(positive)}


def _how_sure(evidence: Evidence) -> str:
    change = evidence.change(evidence.versions[-1])
    return sentence(clauses([what_changed(change), totals_of(change), _doubts(evidence)]))


def _doubts(evidence: Evidence) -> str:
    count = sum(not f.is_sound for f in evidence.areas_of(evidence.versions[-1]))
    doubts = ngettext(
        "%(n)s figure is incomplete or contradicts itself",
        "%(n)s figures are incomplete or contradict themselves",
        count,
    )
    return doubts % {"n": number(count)}


def _what_not(evidence: Evidence) -> str:
    counts = [f.area_count for f in evidence.years_of(evidence.versions[-1])] or [0]
    words = {"least": min(counts), "most": max(counts)}
    return (
        _(
            "The charts show neither the size of the crime nor a trend: %(least)s to %(most)s areas report"
            " in a year, not always the same ones, and the last years are still incomplete."
        )
        % words
    )
