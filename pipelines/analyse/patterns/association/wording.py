"""What is said about an association: refusals with their permanent codes, and notes.

What does not belong here: when they are said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.analyse.plain_numbers import MOST_COUNTED, Fault, unclear_mark
from pipelines.analyse.results import Refusal
from pipelines.contract.cldr import listed, number, probability, significant
from pipelines.contract.text import _, ngettext


def no_data() -> Refusal:
    """Nothing was given."""
    return Refusal("NO_DATA", _("There are no rows: there is nothing to compare."))


def all_zero() -> Refusal:
    """Every count is zero."""
    return Refusal("NO_DATA", _("Every count is 0: there is nothing to compare."))


def no_table() -> Refusal:
    """One column only."""
    text = _("That is no two-way table. Give labels in the first column and counts in the others.")
    return Refusal("NOT_A_TABLE", text)


def labels_missing() -> Refusal:
    """A label is empty or stands twice."""
    text = _("Each row and each column needs a label of its own.")
    return Refusal("NOT_A_TABLE", text)


def no_label(line: int) -> Refusal:
    """In the long form a label is empty."""
    return Refusal("NOT_A_TABLE", _("Line %(line)d has a count without both of its labels.") % {"line": line})


def no_count(fault: Fault, line: int) -> Refusal:
    """A cell that does not count."""
    missing = _("Line %(line)d: a count is missing, suppressed or not a number.")
    code, text = {
        Fault.NEGATIVE: ("NEGATIVE_COUNT", _("Line %(line)d: a count is below 0.")),
        Fault.FRACTIONAL: (
            "FRACTIONAL_COUNT",
            _("Line %(line)d: a count has a fraction. Rates, shares and weighted figures cannot be used."),
        ),
        Fault.UNCLEAR: ("NOT_A_COUNT", unclear_mark(line)),
        Fault.TOO_LARGE: (
            "NOT_A_COUNT",
            _("Line %(line)d: the figure exceeds %(most)s, the largest that is read as a count."),
        ),
    }.get(fault, ("NOT_A_COUNT", missing))
    return Refusal(code, text % {"line": line, "most": number(MOST_COUNTED, 0)})


def many_classifications(names: Sequence[str]) -> Refusal:
    """More than two columns of labels: adding up over one can turn an association round."""
    text = _(
        "There are more than two classifications: %(names)s. Leave two in the file, or give a file for each "
        "category of the others: an association can turn round when they are added up."
    )
    return Refusal("MANY_CLASSIFICATIONS", text % {"names": listed(list(names))})


def which_counts(name: str) -> Refusal:
    """A column of figures that may number the persons."""
    text = _(
        "It is not clear whether column %(name)s counts or numbers the lines. Name it n, or leave it out."
    )
    return Refusal("NOT_A_TABLE", text % {"name": name})


def labels_unclear(name: str) -> Refusal:
    """A first column of figures that may be labels or counts."""
    text = _(
        "It is not clear whether column %(name)s has labels or counts. Write labels with letters in them."
    )
    return Refusal("NOT_A_TABLE", text % {"name": name})


def no_counts_in(names: Sequence[str]) -> Refusal:
    """Columns of words beside the labels."""
    text = _("These columns have no counts: %(names)s. Leave them out.")
    return Refusal("NOT_A_TABLE", text % {"names": listed([name or _("(without a name)") for name in names])})


def rates() -> Refusal:
    """A column says that it holds rates."""
    text = _("A column is named a rate or a share. Give counts: what they rest on cannot be told from rates.")
    return Refusal("RATES_GIVEN", text)


def too_large() -> Refusal:
    """More is counted than there can be."""
    text = _("The counts add up to more than %(most)s, the largest sum that is read.")
    return Refusal("NOT_A_COUNT", text % {"most": number(MOST_COUNTED, 0)})


def many_cells(count: int, most: int) -> Refusal:
    """The table is too large to be a table of categories."""
    text = _("The table has %(count)d cells; at most %(most)d can be handled. Join categories.")
    return Refusal("MANY_CELLS", text % {"count": count, "most": most})


def total_differs(label: str) -> Refusal:
    """A row or column named a total is not the sum of the others."""
    text = _("%(label)s is named a total and is not the sum of the others. Correct it, or leave it out.")
    return Refusal("TOTAL_DIFFERS", text % {"label": label})


def maybe_a_total(label: str, *, is_row: bool) -> Refusal:
    """A sum of the others that small counts may have made by chance."""
    text = (
        _(
            "Row %(label)s is the sum of the others, which may be chance. If it is their total, leave it out"
            " or name it Total; if it is a category of its own, put it between the others."
        )
        if is_row
        else _(
            "Column %(label)s is the sum of the others, which may be chance. If it is their total, leave it"
            " out or name it Total; if it is a category of its own, put it between the others."
        )
    )
    return Refusal("MAYBE_A_TOTAL", text % {"label": label})


def one_category(is_row: bool) -> Refusal:
    """Only one row or one column counts anybody."""
    if is_row:
        return Refusal("ONE_ROW", _("Only one row counts anybody: there is nothing to compare it with."))
    return Refusal("ONE_COLUMN", _("Only one column counts anybody: there is nothing to compare it with."))


def no_association(p: float, level: float) -> Refusal:
    """No map without an association."""
    text = _(
        "No map is drawn: the association may be due to chance (permutation p = %(p)s, limit %(level)s)."
    )
    return Refusal("NO_ASSOCIATION", text % {"p": probability(p), "level": significant(level, 3)})


def few_for_map(count: int, fewest: int) -> Refusal:
    """No map on few counts."""
    text = _("No map is drawn: %(count)d are counted, and a map needs at least %(fewest)d.")
    return Refusal("FEW_COUNTED", text % {"count": count, "fewest": fewest})


def ecological() -> Refusal:
    """Rates or nested counts of areas: nothing may be said of persons."""
    text = _(
        "The rows are areas, and the columns are totals and parts, or rates. What goes together among areas "
        "need not go together among persons, and may even have the opposite sign: nothing is said about "
        "persons. What is shown compares areas."
    )
    return Refusal("ECOLOGICAL", text)


def nested() -> Refusal:
    """A column contains another one."""
    text = _("Some columns contain others (a total and its parts). Give categories that exclude each other.")
    return Refusal("NESTED_COLUMNS", text)


def open_interval() -> str:
    """One end of an exact interval is open."""
    return _(
        "A cell is 0: the estimate is Firth's (half a count added to each cell); the interval is exact and "
        "bounded on one side only."
    )


def wald() -> str:
    """The exact interval would need too long a sum."""
    return _("The counts are large: the interval is that of the normal approximation.")


def small_expected(share: float) -> str:
    """The asymptotic p is not reliable."""
    text = _("%(share)s of the cells expect fewer than 5: read the permutation p, not the asymptotic one.")
    return text % {"share": f"{share:.0%}"}


def permuted(draws: int, seed: int) -> str:
    """How the permutation p came about."""
    text = ngettext(
        "%(count)d random table with the same margins, seed %(seed)d; "
        "the interval is that of the simulation.",
        "%(count)d random tables with the same margins, seed %(seed)d; "
        "the interval is that of the simulation.",
        draws,
    )
    return text % {"count": draws, "seed": seed}


def association_only() -> str:
    """What an association is not."""
    return _("Categories that are counted together; this does not say that one brings about the other.")


def among_areas() -> str:
    """The rows or columns are areas."""
    return _(
        "The rows are areas: the table compares areas. It does not say what goes together among persons, and "
        "may not be worded so."
    )


def signs_differ() -> str:
    """Among persons the association goes the other way."""
    return _("Among persons, counted directly, it goes the other way than among areas.")


def counted_directly() -> str:
    """Where an association among persons comes from."""
    return _("From counts of persons in both categories at once, not from the rates of areas.")


def rates_of_areas() -> str:
    """What the correlation of areas is."""
    return _("Each area counts once. It describes areas and may not be worded as a statement about persons.")


def as_description() -> str:
    """What an inertia is where no map may be drawn."""
    return _("A description of this table; it is no evidence of an association.")


def combinations_added() -> str:
    """Lines of the same combination."""
    return _("Lines with the same two labels were added up.")


def total_left_out(label: str, *, is_row: bool) -> str:
    """A total was found and left out."""
    text = (
        _("Row %(label)s is the total of the others and was left out.")
        if is_row
        else _("Column %(label)s is the total of the others and was left out.")
    )
    return text % {"label": label}


def sum_left_out(label: str, *, is_row: bool) -> str:
    """A total by its figures, not by its name."""
    text = (
        _("Row %(label)s is the sum of the others in every column: it was read as their total and left out.")
        if is_row
        else _(
            "Column %(label)s is the sum of the others in every row: it was read as their total and left out."
        )
    )
    return text % {"label": label}


def each_line_a_person() -> str:
    """Records."""
    return _("The file has no column of counts: each line was read as one person.")


def not_read(names: Sequence[str]) -> str:
    """Columns that number the lines, or say the same in all."""
    text = _("Not read, as they number the lines or say the same on each: %(names)s.")
    return text % {"names": listed([name or _("(without a name)") for name in names])}


def empty_left_out(labels: Sequence[str]) -> str:
    """Categories that count nobody."""
    return _("Left out, as they count nobody: %(labels)s.") % {"labels": listed(list(labels))}
