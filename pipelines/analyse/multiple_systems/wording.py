"""What is said about an estimate of the unseen: refusals with their permanent codes, and notes.

What does not belong here: when they are said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.analyse.multiple_systems.bootstrap import Interval
from pipelines.analyse.plain_numbers import Fault, unclear_mark
from pipelines.analyse.results import Refusal
from pipelines.contract.cldr import decimal, listed, probability
from pipelines.contract.text import _, ngettext

LARGEST_BIAS = 0.5
MOST_LINES = 10


def no_data() -> Refusal:
    """Nobody is on any list."""
    return Refusal("NO_DATA", _("Nobody is on any list: there is nothing to estimate from."))


def no_rows() -> Refusal:
    """A file without lines."""
    return Refusal("NO_DATA", _("The file has no rows: there is nothing to estimate from."))


def no_persons() -> Refusal:
    """Only lists, and no combination of them twice."""
    text = _("There is no column of persons. Name it n, and write how many are on exactly these lists.")
    return Refusal("NOT_A_CAPTURE_TABLE", text)


def which_counts(names: Sequence[str]) -> Refusal:
    """Several columns may be the one of persons, or one may number them."""
    text = _(
        "It is not clear whether %(names)s counts persons. Name the column that does n; leave others out."
    )
    return Refusal("NOT_A_CAPTURE_TABLE", text % {"names": listed(list(names))})


def no_list(name: str, line: int) -> Refusal:
    """A column that counts nobody holds something other than 0 and 1."""
    text = _(
        "Column %(name)s holds something other than 0 and 1 (line %(line)d). "
        "If it is a list, correct it; if not, leave the column out."
    )
    return Refusal("NOT_A_CAPTURE_TABLE", text % {"name": name, "line": line})


def lists_unnamed() -> Refusal:
    """A list without a name of its own."""
    return Refusal("NOT_A_CAPTURE_TABLE", _("Each list needs a column with a name of its own."))


def many_lists(count: int, most: int) -> Refusal:
    """More lists than can be handled."""
    text = ngettext(
        "There is %(count)d list; at most %(most)d can be handled. Join lists of one kind.",
        "There are %(count)d lists; at most %(most)d can be handled. Join lists of one kind.",
        count,
    )
    return Refusal("MANY_LISTS", text % {"count": count, "most": most})


def unseen_given(line: int) -> Refusal:
    """Persons on no list are counted."""
    text = _("Line %(line)d counts persons on no list; their number is what would be estimated.")
    return Refusal("UNSEEN_GIVEN", text % {"line": line})


def no_count(fault: Fault, line: int) -> Refusal:
    """A cell that does not count persons."""
    missing = _("Line %(line)d: the number of persons is missing, suppressed or not a number.")
    code, text = {
        Fault.NEGATIVE: ("NEGATIVE_COUNT", _("Line %(line)d counts fewer than no persons.")),
        Fault.FRACTIONAL: (
            "FRACTIONAL_COUNT",
            _("Line %(line)d counts parts of a person: rates and weighted figures cannot be used."),
        ),
        Fault.TOO_LARGE: ("NOT_A_COUNT", _("Line %(line)d: that is no number of persons.")),
        Fault.UNCLEAR: ("NOT_A_COUNT", unclear_mark(line)),
    }.get(fault, ("NOT_A_COUNT", missing))
    return Refusal(code, text % {"line": line})


def each_line_a_person() -> str:
    """The file has no column of persons."""
    return _("The file has no column of persons: each line was read as one person.")


def added_up(lines: Sequence[int]) -> str:
    """The same combination of lists stands in several lines."""
    text = ngettext(
        "Line %(lines)s repeats a combination of lists that stands before: the persons were added up.",
        "Lines %(lines)s repeat combinations of lists that stand before: the persons were added up.",
        len(lines),
    )
    shown = [*map(str, lines[:MOST_LINES]), *(["…"] if len(lines) > MOST_LINES else [])]
    return text % {"lines": listed(shown)}


def columns_left_out(names: Sequence[str]) -> str:
    """Columns that name or number the lines, or say the same on all."""
    names = [name or _("(without a name)") for name in names]
    return _("Not read, as they number the lines or say the same on each: %(names)s.") % {
        "names": listed(names)
    }


def few_lists(count: int) -> Refusal:
    """Fewer than three lists: dependence between two lists cannot be told from the size."""
    found = ngettext(
        "Only %(count)d list has persons on it; at least three are needed.",
        "Only %(count)d lists have persons on them; at least three are needed.",
        count,
    )
    why = _("With two, any number fits if the lists depend on each other.")
    return Refusal("FEW_LISTS", f"{found % {'count': count}} {why}")


def one_list(names: Sequence[str]) -> Refusal:
    """Two lists with the same persons."""
    text = _("The lists %(names)s hold the same persons: they are one list. Leave one of them out.")
    return Refusal("SAME_LIST", text % {"names": listed(list(names))})


def outside_its_interval() -> Refusal:
    """The model that was chosen is not what the resamples choose."""
    text = _(
        "The estimate lies outside its own interval: resamples choose other models. The models are shown."
    )
    return Refusal("UNSTABLE", text)


def few_persons(count: int, fewest: int) -> Refusal:
    """Too few persons for the models to be told apart."""
    text = ngettext(
        "%(count)d person is on the lists; no figure is given below %(fewest)d. The models are shown.",
        "%(count)d persons are on the lists; no figure is given below %(fewest)d. The models are shown.",
        count,
    )
    return Refusal("FEW_PERSONS", text % {"count": count, "fewest": fewest})


def no_estimate() -> Refusal:
    """No model has a maximum: too few overlaps."""
    text = _("The lists overlap in too few combinations: no model has an estimate.")
    return Refusal("NO_ESTIMATE", text)


def models_disagree(low: float, high: float) -> Refusal:
    """The best models by BIC disagree too much for one of them to be the headline."""
    text = _(
        "The best models say %(low)s to %(high)s persons, more than a factor of two apart. "
        "No single figure is given; the models are shown."
    )
    return Refusal("MODELS_DISAGREE", text % {"low": decimal(low, 0), "high": decimal(high, 0)})


def does_not_fit(chance: float) -> Refusal:
    """The chosen model does not describe the persons who are seen."""
    text = _(
        "The chosen model does not fit the table (chance of so poor a fit: %(p)s): what it says of the "
        "persons on no list cannot be relied on. The models are shown."
    )
    return Refusal("MODEL_DOES_NOT_FIT", text % {"p": probability(chance)})


def list_within(inner: str, outer: str) -> Refusal:
    """A list that is part of another, which no model with an estimate can describe."""
    text = _(
        "Everybody on %(inner)s is on %(outer)s as well, far beyond chance. Models with this pair have no "
        "estimate, and without it none fits. Leave %(inner)s out: joined with %(outer)s it adds nobody. "
        "The models are shown."
    )
    return Refusal("LIST_WITHIN", text % {"inner": inner, "outer": outer})


def within_by_chance(inner: str, outer: str) -> str:
    """A list that may be part of another, or may by chance hold nobody else."""
    text = _(
        "Everybody on %(inner)s is on %(outer)s as well, which may be chance; models with this pair have no "
        "estimate. If one list is taken from the other, leave %(inner)s out."
    )
    return text % {"inner": inner, "outer": outer}


def fits_poorly(chance: float) -> str:
    """The fit of the model would be rare if it held, and not so rare that nothing is said."""
    text = _(
        "The model fits the table poorly (chance of so poor a fit: %(p)s); "
        "the interval does not allow for that."
    )
    return text % {"p": probability(chance)}


def fit_unknown() -> str:
    """The model has no degrees of freedom."""
    return _("The model has as many terms as there are combinations: whether it fits cannot be seen.")


def unstable() -> Refusal:
    """Most resamples have no estimate."""
    text = _(
        "In most resamples of the persons no model has an estimate: the overlaps are too few for an interval."
    )
    return Refusal("UNSTABLE", text)


def given_the_model() -> str:
    """What the interval of one model leaves out."""
    return _("The interval takes this model as given; that another might be right is not in it.")


def of_interval(found: Interval) -> str:
    """What to know about a bootstrap interval."""
    notes = []
    if found.bca is None:
        notes.append(_("All resamples lie on one side of the estimate: the interval is the percentile one."))
    elif found.z0 is not None and abs(found.z0) > LARGEST_BIAS:
        text = _(
            "The resamples lie far from the estimate (z0 = %(z0)s): the BCa and percentile limits differ, "
            "and neither can be relied on."
        )
        notes.append(text % {"z0": decimal(found.z0, 2)})
    if found.failed:
        text = ngettext(
            "%(count)d resample without an estimate is left out.",
            "%(count)d resamples without an estimate are left out.",
            found.failed,
        )
        notes.append(text % {"count": found.failed})
    return " ".join(notes)


def of_input(linkage: str, empty_lists: Sequence[str], of_reading: Sequence[str] = ()) -> str:
    """What to know about the data: the quality of the linkage, lists nobody is on, how the file was read."""
    if linkage:
        notes = [_("Linkage as stated: %(linkage)s.") % {"linkage": linkage.rstrip(".")}]
    else:
        unknown = _("How well the lists were linked is not stated.")
        effect = _("In published data, missing one link in ten raised the estimate by 12 to 15 per cent.")
        notes = [unknown, effect]
    if empty_lists:
        text = _("Left out, as nobody is on them: %(lists)s.")
        notes.append(text % {"lists": listed(empty_lists)})
    return " ".join([*notes, *of_reading])
