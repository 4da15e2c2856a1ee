"""What each family of signals is called, and what it means, in plain words: the one place for both.

The codes are permanent and stand in tables and events; what a person reads is the name. What does not belong
here: what was found in a case (`wording`), and when it is (each family's own file).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.text import N_, _


@dataclass(frozen=True)
class Meaning:
    """The name of a family and what its signals ask, as message ids."""

    name: str
    asks: str


MEANINGS = {
    "copied": Meaning(
        N_("Figures of another area"),
        N_("The same figures stand under another area, in more places than chance repeats. Was a block "
           "copied, or a name mistaken?"),
    ),
    "labels_exchanged": Meaning(
        N_("Labels exchanged"),
        N_("The figures of two categories fit far better if their labels are exchanged. Do they stand in the "
           "wrong columns?"),
    ),
    "factor": Meaning(
        N_("Other scale than before"),
        N_("Figures are 10, 100 or 1,000 times what they were, or a part of it. Has the unit changed?"),
    ),
    "scale_of_source": Meaning(
        N_("Other scale than elsewhere"),
        N_("Two sources, or counts and rates, lie a power of ten apart year after year. Is one of them in "
           "another unit?"),
    ),
    "per_cent": Meaning(
        N_("Looks like per cent"),
        N_("The parts add up to 100 year after year. Are they shares, and not persons?"),
    ),
    "category_vanished": Meaning(
        N_("A category is gone"),
        N_("A category that the version before had is gone, while other figures stayed. Was it left out?"),
    ),
    "area_years_vanished": Meaning(
        N_("Area-years are gone"),
        N_("Years that the version before had are gone, and nobody took them back. Were they left out?"),
    ),
    "zeros_vanished": Meaning(
        N_("Zeros are gone"),
        N_("The zeros of an area are gone while its other figures stayed. Does an empty cell now mean none?"),
    ),
    "zeros_new": Meaning(
        N_("New zeros"),
        N_("Years never reported before come all at once as nothing but zeros. Was anybody looked for?"),
    ),
    "repeated": Meaning(
        N_("A year's figures again"),
        N_("All figures of a year are those of another year of the area. Was it copied, or filled down?"),
    ),
    "straight": Meaning(
        N_("On a straight line"),
        N_("All figures of a year are the middle of those before and after. Were they counted, or put "
           "between them?"),
    ),
    "twins": Meaning(
        N_("One figure under two names"),
        N_("Two categories, or two forms of trafficking, have the same figures in all cells. Were they "
           "written under both?"),
    ),
    "multiples": Meaning(
        N_("All multiples of one number"),
        N_("All figures are multiples of one number. Were they rounded, or was everybody counted twice?"),
    ),
    "heaped": Meaning(
        N_("One figure too often"),
        N_("One figure stands in more cells than counts have it. Is it a limit, or a filler?"),
    ),
    "cumulated": Meaning(
        N_("Figures that never fall"),
        N_("Year after year no figure falls. Is each the sum of all years up to it?"),
    ),
    "mix": Meaning(
        N_("Shared out unlike other years"),
        N_("In one year, or three, the persons are shared out over the categories unlike in all others. Did "
           "figures slip into other cells?"),
    ),
    "outlier": Meaning(
        N_("A year unlike the others"),
        N_("One year lies far outside what the other years of the area allow. Is it a case, or a slip?"),
    ),
    "parts_above_total": Meaning(
        N_("Parts above their total"),
        N_("A total is smaller than what it contains. Which of them is wrong?"),
    ),
    "offence_above_parent": Meaning(
        N_("An offence above the whole"),
        N_("An offence counts more persons than the one that contains it. Which of them is wrong?"),
    ),
    "category_leak": Meaning(
        N_("Another offence's figures"),
        N_("The figures are those that another source gives for another offence. Was a column mistaken?"),
    ),
    "mirror": Meaning(
        N_("Brought home from where none was found"),
        N_("A State brought nationals home from an area that found none. Did one of the two not count them?"),
    ),
    "stages_out_of_order": Meaning(
        N_("Stages out of order"),
        N_("Over the years a later stage has more persons than the one before. Are other things counted?"),
    ),
    "rates_as_counts": Meaning(
        N_("Rates that are counts"),
        N_("Under 'per 100,000' stands the number of persons itself. Was a column mistaken?"),
    ),
    "recoverable": Meaning(
        N_("Suppressed figures can be found"),
        N_("Suppressed figures follow from others that are published. Is that known to those who suppressed "
           "them?"),
    ),
    "republished": Meaning(
        N_("One figure, two senders"),
        N_("Two senders give one and the same figures. Does one of them republish the other?"),
    ),
    "borrowed": Meaning(
        N_("Figures of another source"),
        N_("In one area a source has another one's figures, though elsewhere it counts for itself. Were they "
           "taken over?"),
    ),
    "dominance": Meaning(
        N_("One area is most of a total"),
        N_("Half or more of all persons are one area's. Nothing is wrong with that, but the total tells of "
           "one area."),
    ),
    "revised": Meaning(
        N_("Revised beyond the ordinary"),
        N_("Figures differ from the version before by more than corrections do. What was changed?"),
    ),
    "redefined": Meaning(
        N_("Series redefined"),
        N_("Nearly all years of an area moved the same way. Is something else counted than before?"),
    ),
    "misfit": Meaning(
        N_("Figures do not fit together"),
        N_("Parts and totals, offences and the whole, or counts and rates do not fit, though in the other "
           "areas of the source they do. Which of them is wrong?"),
    ),
    "rest": Meaning(
        N_("The rest of a year is unlike the others"),
        N_("What the published forms of trafficking leave of the whole is far from that of the other years. "
           "Is one of them wrong, or the whole?"),
    ),
    "sources_disagree": Meaning(
        N_("Two sources disagree"),
        N_("Two sources that usually tell the same lie far apart here. Which of them is right?"),
    ),
    "above_other_sources": Meaning(
        N_("Above every other source"),
        N_("A part is larger than what any other source gives for the whole. Which of them is right?"),
    ),
}  # fmt: skip


def name_of(family: str) -> str:
    """The name of a family in the reader's language; the code where a family is no longer known."""
    return _(MEANINGS[family].name) if family in MEANINGS else family


def asked_by(family: str) -> str:
    """What the signals of a family ask, in the reader's language; empty where it is no longer known."""
    return _(MEANINGS[family].asks) if family in MEANINGS else ""
