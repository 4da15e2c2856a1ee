"""The kinds of doubtful cells, each with what to write instead or what to ask.

What does not belong here: going through the rows (see `evidence`), the form of the text (see `tables`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.collect.reading.columns import Column
from pipelines.collect.reading.counting import Counted
from pipelines.collect.reading.dates import judge_dates
from pipelines.collect.reading.lookalikes import foreign_letters, judge_letters, look_alike_message
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.numbers import judge_numbers
from pipelines.collect.reading.problems import Problem, problem_of
from pipelines.collect.reading.subtotals import judge_subtotals
from pipelines.collect.reading.totals import judge_rows
from pipelines.collect.reading.vocabulary import COLUMN_WORDS
from pipelines.contract.cldr import listed
from pipelines.contract.findings import column_letter
from pipelines.contract.text import _

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading

Found = tuple[list[Problem], list[Note]]
_FORMULA = re.compile(
    r"[=＝]\s*[^\s=].*|[@＠]\s*(?:[A-Za-z.]+\(.*|[A-Z]{1,3}\d+|[A-Za-z]+\|.*!.*)|[+\-＋－]\s*[A-Za-z@(].*[(!|].*"
    r"|[+\-＋－][\d.]+\s*[+*/^].*|[+\-＋－]\s*[A-Z]{1,3}\d+\s*[+\-*/^:].*",
    re.DOTALL,
)
_MARKUP = re.compile(r"<\s*/?\s*[A-Za-z!][^<>]*>")
_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|svg|img|link|meta|form)\b|javascript:|<[^<>]*\bon\w+\s*=",
    re.IGNORECASE,
)
_CODE_OF_A_PAGE = re.compile(r"\s*(?:javascript|vbscript|data:text/html)\s*[:,;]", re.IGNORECASE)
_ERROR = re.compile(r"#{3,}|#[¡¿]?[^\W_][^\s#]{0,14}[!?]|#(?:N/[AD]|Н/Д)|Err:\d{3}", re.IGNORECASE)
"""Of any language: #REF!, #VALEUR!, #¿NOMBRE?, #ЗНАЧ!, #Н/Д."""
CUT_LENGTHS = (255, 32_767)
CUT_NUMBERS = {"2147483647", "-2147483648", "4294967295", "9223372036854775807", "18446744073709551615"}


def judge_column(column: Column, delimiter: str) -> Found:
    """All that one column's cells say by themselves."""
    problems: list[Problem] = []
    notes: list[Note] = []
    cells = [cell for cell in column.counts if cell]
    longest = max(map(len, cells), default=0)
    odd: set[str] = set()
    said = [cell for cell in cells if not (cell.isdecimal() and cell.isascii())]  # the others are numbers
    for kind, chosen, message in (
        ("formula", [c for c in said if _FORMULA.fullmatch(c.strip())],
         _("This cell begins as a formula of a spreadsheet. Write the value itself.")),
        ("markup", [c for c in said if ("<" in c and _ACTIVE.search(c)) or _CODE_OF_A_PAGE.match(c)],
         _("This cell holds code of a web page. Write plain text.")),
        ("cut_value", [c for c in cells if c in CUT_NUMBERS or len(c) == longest == _limit(longest)],
         _("This value was probably cut: it has exactly the limit of another program. Write it whole.")),
        ("spreadsheet_error", [c for c in said if _ERROR.fullmatch(c)],
         _("A spreadsheet could not show or compute this cell. Write the value itself.")),
    ):  # fmt: skip
        if chosen:
            problems.append(problem_of(column, kind, chosen, message))
            odd.update(chosen)
    rest = [cell for cell in cells if cell not in odd] if odd else cells
    for judge in (judge_letters, judge_dates):
        found, done = judge(column, rest)
        problems += found
        notes += done
        named = {line for problem in found for line in problem.lines}
        rest = [cell for cell in rest if named.isdisjoint(column.cells[cell])] if named else rest
    found, done = judge_numbers(column, rest, delimiter)
    return problems + found, notes + done


def _limit(length: int) -> int:
    return length if length in CUT_LENGTHS else -1


def judge_names(reading: Reading) -> list[Problem]:
    """Names of columns that are code, and a table of one column."""
    line = reading.header_line
    problems = []
    for position, name in enumerate(reading.header):
        if _MARKUP.search(name) or _ACTIVE.search(name):
            message = _("The name of this column holds code of a web page. Write plain text.")
            problems.append(Problem(line, column_letter(position), "markup", message, [line]))
        elif _FORMULA.fullmatch(name):
            message = _("The name of this column begins as a formula. Write plain text.")
            problems.append(Problem(line, column_letter(position), "formula", message, [line]))
        elif letters := foreign_letters(name):
            message = look_alike_message(name, letters)
            problems.append(Problem(line, column_letter(position), "look_alike", message, [line]))
    problems += _mistyped(reading) if not reading.findings else []
    if (
        len(reading.header) == 1
        and reading.delimiter
        and not any(f.rule == "STR-014" for f in reading.findings)
    ):
        message = _("There is only one column; no separator cuts the lines into cells.")
        problems.append(Problem(line, "A", "one_column", message, [line]))
    return problems


def _mistyped(reading: Reading) -> list[Problem]:
    """Names that are a common word of this subject with two letters exchanged (`yaer`)."""
    line = reading.header_line
    problems = []
    for position, name in enumerate(reading.header):
        for word in re.findall(r"[^\W\d_]{4,}", name.casefold()):
            meant = next((w for w in COLUMN_WORDS if word != w and word in _exchanged(w)), "")
            if meant and word not in COLUMN_WORDS:
                message = _("There is no column %(value)s.") + " " + _("Did you mean %(name)s?")
                text = message % {"value": name, "name": name.casefold().replace(word, meant)}
                problems.append(Problem(line, column_letter(position), "unknown_column", text, [line]))
    return problems


def _exchanged(word: str) -> set[str]:
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)} - {word}


def judge_table(counted: Counted) -> Found:
    """What columns and rows say beside each other: repeated ids, equal columns, totals."""
    columns = counted.columns
    problems: list[Problem] = []
    notes: list[Note] = []
    if columns and columns[0].is_identifier:
        problems += _repeated_ids(columns[0])
    if len(columns) > 1 and (twins := _equal_columns(columns)):
        notes.append(
            Note("The columns %(names)s have the same cells.", {"names": listed(twins)}, "equal_columns")
        )
    totals = judge_rows(columns, counted.last)
    if not any(problem.kind == "total_row" for problem in totals):
        totals += judge_subtotals(columns, counted.few)
    problems += totals
    return problems, notes


def _repeated_ids(column: Column) -> list[Problem]:
    twice = [cell for cell, count in column.counts.items() if count > 1 and cell]
    if not twice or column.row_count < 4 or column.count_of(twice) > max(2, 0.3 * column.row_count):
        return []
    message = _("The same %(name)s stands on several lines.") % {"name": column.name}
    return [problem_of(column, "duplicate_id", twice, message)]


def _equal_columns(columns: list[Column]) -> list[str]:
    """The names of two columns with the same varied cells on the same lines."""
    seen: dict[tuple[tuple[str, tuple[int, ...]], ...], str] = {}
    for column in columns:
        if len(column.counts) < 3 or column.row_count < 3 or len(column.counts) > 10_000:
            continue
        content = tuple((cell, tuple(lines)) for cell, lines in column.cells.items())
        if content in seen:
            return [seen[content], column.name]
        seen[content] = column.name
    return []
