"""The template as a workbook: a sheet to fill in, one that explains each column, and one with the codes.

Every cell is text, so that a spreadsheet turns no 1-2 into a date and no 007 into 7. What does not belong
here: what is said of a column (see `explaining`).
"""

from __future__ import annotations

from pipelines.collect.spreadsheets import Book, Sheet, column_range, sheet_name, workbook_bytes
from pipelines.collect.templates.explaining import explain, first_lines, head
from pipelines.contract.cldr import comma
from pipelines.contract.codes import Code, CodeList
from pipelines.contract.direction import RIGHT_TO_LEFT, isolate
from pipelines.contract.labels import Say, column_labels, current_language, words_in
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Column, Table
from pipelines.contract.text import N_

ROWS_WITH_LISTS = 20_000
"""So many rows have drop-downs; more can be filled, without them."""
TEXT = {"num_format": "@"}
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E7E6E6", **TEXT}
MUST = HEAD | {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}
EXAMPLE = {"italic": True, "font_color": "#7F7F7F", **TEXT}
WRAPPED = {"text_wrap": True, "valign": "top", **TEXT}
EVERYWHERE = "A1:XFD1048576"
NARROWEST, WIDEST = 10, 28
EXPLAINED_WIDTHS = (24, 22, 60, 46, 20, 24)
LONGEST_PROMPT, LONGEST_PROMPT_TITLE = 255, 32


def xlsx_template(contract: Contract, table: Table, language: str = "") -> bytes:
    """The workbook of a table in the language; the header in the contract's own names without one."""
    maker = _Template(contract, table, language)
    return workbook_bytes(maker.fill)


class _Template:
    """Writes one template."""

    def __init__(self, contract: Contract, table: Table, language: str) -> None:
        self.contract, self.table = contract, table
        self.language = language or current_language()
        self.labels = column_labels(table, language)
        self.say: Say = words_in(self.language)

    def fill(self, book: Book) -> None:
        """The three sheets, the one to fill in first."""
        _ = self.say
        data = self._sheet(book, _(self.table.title))
        explained = self._sheet(book, _("Explanations"))
        codes = self._sheet(book, _("Codes"))
        lists = self._write_codes(book, codes)
        self._write_data(book, data, lists)
        self._write_explanations(book, explained)
        data.activate()

    def _sheet(self, book: Book, title: str) -> Sheet:
        sheet = book.add_worksheet(sheet_name(title))
        sheet.ignore_errors({"number_stored_as_text": EVERYWHERE})
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        return sheet

    def _write_data(self, book: Book, sheet: Sheet, lists: dict[str, str]) -> None:
        text, plain, must = (book.add_format(form) for form in (TEXT, HEAD, MUST))
        example = book.add_format(EXAMPLE)
        for position, column in enumerate(self.table.columns):
            label = self.labels[column.name]
            sheet.set_column(position, position, self._width(column), text)
            sheet.write_string(0, position, label, must if column.required or column.is_needed else plain)
            if column.example:
                sheet.write_string(1, position, column.example, example)
            sheet.data_validation(1, position, ROWS_WITH_LISTS, position, self._validation(column, lists))
        sheet.freeze_panes(1, 0)

    def _width(self, column: Column) -> int:
        """The width of a column, in digits; a Chinese character is as wide as two of them."""
        from wcwidth import width

        return min(max(width(self.labels[column.name]), len(column.example), NARROWEST) + 2, WIDEST)

    def _validation(self, column: Column, lists: dict[str, str]) -> dict[str, object]:
        """What appears beside a cell, and for one code what may be chosen."""
        title = _cut(self.labels[column.name], LONGEST_PROMPT_TITLE)
        prompt: dict[str, object] = {
            "validate": "any",
            "input_title": title,
            "input_message": self._prompt(column),
        }
        if column.type != "code":
            return prompt
        wrong = self.say(N_("This is not a code of the list. The codes stand on the sheet of codes."))
        return prompt | {
            "validate": "list", "source": lists[column.code_list], "error_title": title,
            "error_message": _cut(wrong, LONGEST_PROMPT),
        }  # fmt: skip

    def _prompt(self, column: Column) -> str:
        """What stands in the column and its codes in words, if there is room; else what there is room for."""
        said = " ".join(self.say(column.description).split())
        codes = self.contract.code_list(column.code_list).codes.values() if column.type == "code" else ()
        chosen = comma(self.language).join(map(self._labelled, codes))
        fitting = (
            text for text in (f"{said} {chosen}".strip(), chosen) if text and len(text) <= LONGEST_PROMPT
        )
        return next(fitting, _cut(said, LONGEST_PROMPT))

    def _labelled(self, code: Code) -> str:
        written = isolate(code.code) if self.language in RIGHT_TO_LEFT else code.code
        return f"{written} {code.label(self.language)}"

    def _write_explanations(self, book: Book, sheet: Sheet) -> None:
        _ = self.say
        wrapped, bold = book.add_format(WRAPPED), book.add_format(HEAD)
        for position, width in enumerate(EXPLAINED_WIDTHS):
            sheet.set_column(position, position, width, wrapped)
        lines = (" ".join(_(self.table.description).split()), *first_lines(_))
        for row, line in enumerate(lines):
            sheet.merge_range(row, 0, row, len(EXPLAINED_WIDTHS) - 1, line, wrapped)
            sheet.set_row(row, 32)
        top = len(lines) + 1
        for position, title in enumerate(head(_)):
            sheet.write_string(top, position, title, bold)
        for row, column in enumerate(self.table.columns, top + 1):
            for position, cell in enumerate(explain(column, self.labels[column.name], _)):
                sheet.write_string(row, position, cell, wrapped)
        sheet.freeze_panes(top + 1, 1)

    def _write_codes(self, book: Book, sheet: Sheet) -> dict[str, str]:
        """Write each list in two columns, code and label; list name -> where its codes stand."""
        text, bold = book.add_format(TEXT), book.add_format(HEAD)
        names = dict.fromkeys(c.code_list for c in self.table.columns if c.code_list)
        places = {}
        for number, name in enumerate(names):
            codes = self.contract.code_list(name)
            sheet.set_column(2 * number, 2 * number, 16, text)
            sheet.set_column(2 * number + 1, 2 * number + 1, 40, text)
            # not the bare name: the reader must never take this sheet for the one with the data
            sheet.write_string(0, 2 * number, self.say(N_("Codes of %(name)s")) % {"name": name}, bold)
            sheet.write_string(0, 2 * number + 1, self.say(N_("What they mean")), bold)
            places[name] = self._write_list(sheet, 2 * number, codes)
        sheet.freeze_panes(1, 0)
        return places

    def _write_list(self, sheet: Sheet, position: int, codes: CodeList) -> str:
        for row, code in enumerate(codes.codes.values(), 1):
            sheet.write_string(row, position, code.code)
            sheet.write_string(row, position + 1, code.label(self.language))
        return column_range(sheet, position, 1, len(codes.codes))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
