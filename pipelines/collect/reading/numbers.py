"""How a column's numbers are written, by the evidence of the column: thousands marks, decimal marks, words.

What does not belong here: what a number counts; changing it (numbers stay as written).
"""

from __future__ import annotations

import re

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.problems import Problem, problem_of
from pipelines.collect.reading.spoiled import spoiled_numbers
from pipelines.contract.text import N_, _

COMMA = N_("Is the comma in this number between thousands or before decimals?")
POINT = N_("Is the point in this number between thousands or before decimals?")
SPACES = " \xa0\u2009\u202f"
_PLAIN = re.compile(r"[+\-−]?\d+(?:\.\d+)?(?:[eE][+\-]?\d+)?")
_WHOLE = re.compile(r"[+\-−]?\d+")
_COMMA_DECIMAL = re.compile(rf"[+\-−]?(?:\d+|\d{{1,3}}(?:[.{SPACES}'’]\d{{3}})+),(?:\d{{1,2}}|\d{{4,}})")
_POINT_DECIMAL = re.compile(rf"[+\-−]?\d{{1,3}}(?:[,{SPACES}'’]\d{{3}})+\.\d+")
_COMMA_THOUSANDS = re.compile(r"[+\-−]?(?:[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d?(?:,\d{2})+,\d{3})")
"""The second as in India: 12,34,567."""
_POINT_THOUSANDS = re.compile(r"[+\-−]?[1-9]\d{0,2}(?:\.\d{3}){2,}")
_EITHER_COMMA = re.compile(r"[+\-−]?[1-9]\d{0,2},\d{3}")
_EITHER_POINT = re.compile(r"[+\-−]?[1-9]\d{0,2}\.\d{3}")
EITHER = r"[+\-−]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+"
"""What may be a number with marks between thousands; also as a pattern of RE2."""
_SPACED = re.compile(rf"[+\-−]?\d{{1,3}}(?:[{SPACES}'’]\d{{3}})+")
_PADDED = re.compile(r"0\d+[.,]\d+")
_COUNTS = re.compile(
    r"\b(?:number|count|nombre|n[uú]mero|cantidad|nb|victims|persons|victimes|personnes|v[ií]ctimas|personas|vítimas"
    r"|effectifs?|headcount)\b|число|количество|жертв|пострадавши|عدد|ضحايا|人数|人數|数量|數量|件数|件數|受害人|संख्या",
    re.IGNORECASE,
)
"""Names of columns that count: there are no halves of a person."""


_SHAPES = (
    ("padded", _PADDED),
    ("whole", _WHOLE),
    ("either_point", _EITHER_POINT),
    ("plain", _PLAIN),
    ("comma_decimal", _COMMA_DECIMAL),
    ("point_decimal", _POINT_DECIMAL),
    ("comma_thousands", _COMMA_THOUSANDS),
    ("point_thousands", _POINT_THOUSANDS),
    ("either_comma", _EITHER_COMMA),
    ("spaced", _SPACED),
)
_ANY_SHAPE = re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in _SHAPES))


def judge_numbers(column: Column, cells: list[str], delimiter: str) -> tuple[list[Problem], list[Note]]:
    """Faults and questions about the numbers of a column; a note where they have marks that are certain."""
    shapes = {cell: _shape(cell) for cell in cells}
    by: dict[str, list[str]] = {}
    for cell, shape in shapes.items():
        by.setdefault(shape, []).append(cell)
    numeric = sum(column.counts[c] for c, shape in shapes.items() if shape != "words")
    filled = sum(column.counts[c] for c in cells)
    if not numeric or numeric < 0.5 * filled:
        return [], []
    is_count = _is_count(column, by)
    problems = spoiled_numbers(column, by, numeric, filled, is_count=is_count)
    problems += _padded(column, by) + _not_whole(column, by)
    marked, notes = _marks(column, by, delimiter)
    return problems + marked, notes


def _is_count(column: Column, by: dict[str, list[str]]) -> bool:
    """Whether the column counts something: by its name, or because nearly all of it is whole."""
    return bool(_COUNTS.search(column.name)) and bool(by.get("whole"))


def _not_whole(column: Column, by: dict[str, list[str]]) -> list[Problem]:
    decimals = [cell for cell in by.get("plain", []) if "." in cell and "E" not in cell.upper()]
    if not decimals or not _is_count(column, by):
        return []
    if column.count_of(decimals) > 0.2 * column.count_of(by["whole"]):
        return []
    message = _("This column counts, and a count has no decimals. Write a whole number.")
    return [problem_of(column, "not_whole", decimals, message)]


def _shape(cell: str) -> str:
    """The first of the shapes that fits the cell; `words` where none does."""
    if cell.isdecimal():
        return "whole"
    if not (cell[0] in "+-−" or cell[0].isdecimal()):
        return "words"
    found = _ANY_SHAPE.fullmatch(cell)
    return found.lastgroup or "words" if found else "words"


def _padded(column: Column, by: dict[str, list[str]]) -> list[Problem]:
    if "padded" not in by:
        return []
    message = _("A number with zeros before it and decimals: is it a number or a code?")
    return [problem_of(column, "leading_zeros", by["padded"], message, asks=True)]


def _marks(column: Column, by: dict[str, list[str]], delimiter: str) -> tuple[list[Problem], list[Note]]:
    comma = by.get("comma_decimal", []) + by.get("point_thousands", [])
    point = by.get("point_decimal", []) + by.get("comma_thousands", [])
    has_points = any("." in cell for cell in by.get("plain", []))
    if comma and (point or has_points):
        message = _("This column writes decimals with a comma and with a point. Write them with a point.")
        fewer = (
            comma
            if column.count_of(comma) <= column.count_of(point + by.get("plain", []))
            else point or comma
        )
        return [problem_of(column, "decimal_mark", fewer, message)], []
    written = by.get("comma_decimal", [])
    if any(all(part in column.counts for part in cell.split(",")) for cell in written):
        message = _("Is the comma in this cell a decimal mark, or are these several values?")
        return [problem_of(column, "number_mark", written, message, asks=True)], []
    if comma and not written:
        message = _("Are these whole numbers with points between thousands? Write them without.")
        return [problem_of(column, "number_mark", comma, message, asks=True)], []
    if comma and (delimiter == "," or _is_count(column, by)):
        return [_refuse_comma(column, comma)], []
    return _either(column, by, bool(comma), bool(point or has_points), delimiter)


def _refuse_comma(column: Column, cells: list[str]) -> Problem:
    written = cells[0]
    plain = re.sub(rf"[.{SPACES}'’]", "", written).replace(",", ".")
    message = _("A comma stands for the decimal mark, or points between thousands. Write %(wanted)s.")
    return problem_of(column, "decimal_mark", cells, message % {"wanted": plain})


def _either(
    column: Column, by: dict[str, list[str]], is_comma: bool, is_point: bool, delimiter: str
) -> tuple[list[Problem], list[Note]]:
    """Cells such as 1,234, thousands or decimals: decided by the rest of the column, or asked."""
    with_comma, with_point = by.get("either_comma", []), by.get("either_point", [])
    notes: list[Note] = []
    if with_comma and with_point and not is_comma and not is_point:
        message = _(
            "Which mark stands between thousands here, the comma or the point? Write the numbers without it."
        )
        return [problem_of(column, "number_mark", with_comma + with_point, message, asks=True)], []
    if with_comma and not is_comma and _are_thousands(column, by, with_comma):
        is_point = True
    if with_comma and not is_comma and not is_point:
        return [problem_of(column, "number_mark", with_comma, _(COMMA), asks=True)], []
    may_be_thousands = bool(by.get("whole") or _COUNTS.search(column.name) or delimiter == ";")
    if with_point and not is_comma and not is_point and not by.get("plain") and may_be_thousands:
        return [problem_of(column, "number_mark", with_point, _(POINT), asks=True)], []
    if is_comma:
        notes.append(_note(column, "The numbers of column %(name)s have a decimal comma."))
    elif is_point and (by.get("point_decimal") or by.get("comma_thousands") or with_comma):
        notes.append(
            _note(column, "The numbers of column %(name)s have marks between thousands and a decimal point.")
        )
    elif by.get("spaced"):
        notes.append(_note(column, "The numbers of column %(name)s have blanks between thousands."))
    return [], notes


def _are_thousands(column: Column, by: dict[str, list[str]], marked: list[str]) -> bool:
    """Whether the column has small numbers without a mark, none above 999, and several with one."""
    whole = [abs(int(cell.replace("−", "-"))) for cell in by.get("whole", [])]
    return len(marked) >= 3 and len(whole) >= 3 and max(whole) < 1000


def _note(column: Column, message: str) -> Note:
    return Note(message, {"name": column.name or column.letter}, "number_marks")
