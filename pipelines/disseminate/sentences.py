"""The three sentences of what the charts show and do not show, for the page and the end of a run."""

from __future__ import annotations

from pipelines.contract.cldr import clauses
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.wording import (
    Labels,
    areas,
    areas_between,
    day,
    figures_of,
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
    figures = evidence.counted(newest)
    words = {
        "offence": labels("offence", evidence.offence),
        "source": labels("source", evidence.source),
        "version": day(newest),
        "figures": figures_of(len(figures)),
        "zeros": number(sum(f.low == 0 and f.high == 0 for f in figures)),
        "victims": victims(*sum_of(evidence.years_of(newest))),
    }
    positive = len({f.ref_area for f in figures if f.low > 0})
    shown = _(
        "%(offence)s, %(source)s, version of %(version)s: %(figures)s, %(zeros)s of them zero;"
        " the others are %(victims)s detected in %(areas)s."
    )
    return shown % {**words, "areas": areas(positive)}


def _how_sure(evidence: Evidence) -> str:
    change = evidence.change(evidence.versions[-1])
    said = [what_changed(change), totals_of(change), _doubts(evidence), _questions(evidence)]
    return sentence(clauses([words for words in said if words]))


def _questions(evidence: Evidence) -> str:
    """How many figures are out of the totals, for open signals question them; empty where none is."""
    count = len(evidence.held_out(evidence.versions[-1]))
    if not count:
        return ""
    words = ngettext(
        "%(n)s figure is questioned by an open signal and in no total",
        "%(n)s figures are questioned by open signals and in no total",
        count,
    )
    return words % {"n": number(count)}


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
    return _(
        "The totals show neither the size of the crime nor a trend: a year has figures from %(areas)s,"
        " not always the same ones, and the last years are still incomplete."
    ) % {"areas": areas_between(min(counts), max(counts))}
