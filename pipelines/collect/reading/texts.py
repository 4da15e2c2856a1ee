"""A text file: encoding, line ends, separator, then its records as a table.

What does not belong here: header and rows (see `tables`), workbooks (see `workbooks`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pipelines.collect.reading.delimiters import UNUSUAL, Fit, declared_delimiter, fits
from pipelines.collect.reading.encodings import Decoded, decode, decode_as
from pipelines.collect.reading.faults import BYTES_IN_A_LINE, LINES, Faults
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.mojibake import judge_letters
from pipelines.collect.reading.notes import Note
from pipelines.collect.reading.prose import is_prose
from pipelines.collect.reading.records import BLOCK, find_records
from pipelines.collect.reading.rows import LONGEST_LINE
from pipelines.collect.reading.tables import Form, read_table
from pipelines.collect.reading.unwrapping import unwrap
from pipelines.collect.reading.vocabulary import words_of
from pipelines.contract.cldr import listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_, _

if TYPE_CHECKING:
    from pipelines.collect.reading.read import Reading, Wishes

SPOKEN = {"\t": N_("tab"), " ": N_("blank")}
MOST_LINES = 5_000_000
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


def read_text(
    content: bytes, layout: Layout, contract: Contract, reading: Reading, faults: Faults, wishes: Wishes
) -> None:
    """Read a text file into `reading`; faults become findings."""
    decoded = _decode(content, layout, contract, wishes)
    reading.encoding = decoded.encoding
    text, line_end = _with_plain_line_ends(_without_end_mark(decoded.text, reading), reading)
    lines, has_controls = survey(text)
    if not text or text.isspace():
        faults.add("STR-001")
    elif _is_too_large(text, lines, faults):
        return
    elif has_controls:
        faults.add_lines(
            "STR-010", [n for n, line in enumerate(text.split(b"\n"), 1) if _CONTROL.search(line)]
        )
    elif decoded.fault_at >= 0 and not _say_broken(text, decoded, faults):
        return
    else:
        _say_encoding(decoded, reading, faults, is_asked=bool(wishes.encoding))
        judge_letters(text, faults, is_unicode=decoded.encoding.startswith("utf"))
        _read_records(text, line_end, layout, reading, faults, wishes)
        if decoded.others:  # in the right encoding the names of the columns may be known
            faults.findings[:] = [f for f in faults.findings if f.rule not in layout.column_rules]


def _decode(content: bytes, layout: Layout, contract: Contract, wishes: Wishes) -> Decoded:
    if not wishes.encoding:
        return decode(content, wishes.language, lambda: words_of(contract, tuple(layout.by_key)))
    try:
        return decode_as(content, wishes.encoding)
    except LookupError:
        title = _("There is no encoding %(name)s.") % {"name": repr(wishes.encoding)}
        raise TiporError(
            title, _("Write one such as utf-8, cp1252, cp1256 or koi8_r."), exit_code=WRONG_USAGE
        ) from None


def _say_encoding(decoded: Decoded, reading: Reading, faults: Faults, *, is_asked: bool) -> None:
    if decoded.others:
        names = [name for name in (decoded.encoding, *decoded.others) if name]
        what = _("In which encoding is the file (%(names)s)? Say which, or save the file as CSV (UTF-8).")
        faults.ask("encoding", what % {"names": listed(names)})
    elif decoded.encoding not in ("utf-8", "utf-8-sig"):
        message = "The file is not UTF-8; it was read as %(encoding)s."
        if is_asked:
            message = "The file was read as %(encoding)s, as you said."
        reading.notes.append(Note(message, {"encoding": decoded.encoding}, "encoding"))


def _say_broken(text: bytes, decoded: Decoded, faults: Faults) -> bool:
    """The lines with bytes that are no text; True where they are few, so that the rest can be judged."""
    lines = text.split(b"\n")
    broken = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
    if not broken:
        broken = (
            [decoded.text.count(b"\n", 0, decoded.fault_at) + 1]
            if decoded.encoding.startswith("utf-8")
            else [len(lines) - 1]
        )
    first = next((line for line in lines if not _is_utf8(line)), b"")
    bytes_ = re.sub(rb"[\x00-\x7f]", b"", first)[:8].hex(" ")
    faults.add_lines("STR-003", broken, bytes=bytes_)
    is_little = len(broken) <= 20 and len(broken) * 5 < len(lines)
    return is_little and decoded.encoding.startswith("utf-8")


def _read_records(
    text: bytes, line_end: str, layout: Layout, reading: Reading, faults: Faults, wishes: Wishes
) -> None:
    declared, skipped = declared_delimiter(text)
    if declared:
        reading.notes.append(
            Note("The separator was taken from the first line (sep=).", {}, "declared_separator")
        )
        text = text[skipped:]
        if not text or text.isspace():
            faults.add("STR-001", lines=(1,))
            return
    ranked = fits(text, layout)
    best = ranked[0]
    if (
        not declared
        and not wishes.delimiter
        and (best.width < 2 or best.share < 0.8)
        and (inner := unwrap(text, layout))
    ):
        text, ranked = inner, fits(inner, layout)
        best = ranked[0]
        reading.notes.append(
            Note("Every line stood in quotation marks as a whole; they were taken off.", {}, "unwrapped")
        )
    reading.delimiter = wishes.delimiter or declared or best.delimiter
    if not wishes.delimiter:
        if (
            layout.takes_any
            and not declared
            and (best.share < 0.9 or best.width < 2)
            and is_prose(text, best)
        ):
            _take_prose(text, reading)
            return
        if declared:
            _question_declared(declared, ranked, faults)
        elif not _say_delimiter(text, ranked, layout, reading, faults):
            return
    reading.csv_delimiter = reading.delimiter
    records = find_records(text, reading.delimiter)
    if skipped:
        records = records.moved(1)
    read_table(text, records, Form(reading.delimiter, line_end), layout, reading, faults)


def _question_declared(declared: str, ranked: list[Fit], faults: Faults) -> None:
    """Ask where the separator that the first line names cuts nothing and another one does."""
    width = next((fit.width for fit in ranked if fit.delimiter == declared), 2)
    if width < 2 and ranked[0].makes_a_table:
        names = {"first": _spoken(declared), "second": _spoken(ranked[0].delimiter)}
        faults.ask("separator", _("Is the separator %(first)s or %(second)s?") % names, lines=(1,))


def _say_delimiter(text: bytes, ranked: list[Fit], layout: Layout, reading: Reading, faults: Faults) -> bool:
    """Say which separator was taken, or ask; False where nothing can be read before the answer."""
    best, second = ranked[0], ranked[1]
    if best.matched == second.matched and second.makes_a_table and best.share == second.share == 1.0:
        names = {"first": _spoken(best.delimiter), "second": _spoken(second.delimiter)}
        faults.ask("separator", _("Is the separator %(first)s or %(second)s?") % names)
        return True
    if best.width < 2 and (
        unusual := [f for f in fits(text, layout, UNUSUAL) if f.makes_a_table and f.share > 0.9]
    ):
        reading.delimiter = unusual[0].delimiter
        if unusual[0].matched < 2:
            faults.ask("separator", _("Is the separator %(name)s?") % {"name": _spoken(reading.delimiter)})
            return layout.takes_any
    if reading.delimiter != "," and (best.width > 1 or reading.delimiter != best.delimiter):
        name = {"name": _spoken(reading.delimiter)}
        reading.notes.append(Note("The separator is %(name)s.", name, "separator"))
    return True


def _spoken(delimiter: str) -> str:
    return _(SPOKEN.get(delimiter, delimiter))


def _take_prose(text: bytes, reading: Reading) -> None:
    reading.is_prose = True
    reading.delimiter = ""
    reading.notes.append(Note("This is running text, not a table; it was read line by line.", {}, "prose"))
    lines = text.count(b"\n")
    reading.row_count = lines
    reading.csv_delimiter = "\x1f"
    quoted = b"".join(b'"' + line.replace(b'"', b'""') + b'"\n' for line in text.split(b"\n")[:-1])
    reading.keep(quoted, [], np.arange(1, lines + 1))


def _with_plain_line_ends(text: bytes, reading: Reading) -> tuple[bytes, str]:
    """The text with `\\n` at the end of every line, and what the line ends were; a mixture is noted."""
    line_end = "\n"
    if b"\r" in text:
        returns, windows, newlines = text.count(b"\r"), text.count(b"\r\n"), text.count(b"\n")
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if returns == windows == newlines:
            line_end = "\r\n"
        elif newlines == 0:
            line_end = "\r"
            reading.notes.append(Note("The lines end as on old Macintosh computers (CR).", {}, "line_ends"))
        else:
            message = N_("The line ends were not all of one kind; each was read as the end of a line.")
            reading.notes.append(Note(message, {}, "line_ends"))
    return (text if text.endswith(b"\n") else text + b"\n"), line_end


def _without_end_mark(text: bytes, reading: Reading) -> bytes:
    """The text without the Ctrl-Z that old systems put at the end of a file."""
    if not text.endswith(b"\x1a"):
        return text
    reading.notes.append(
        Note("The mark of an old system at the end of the file was left out.", {}, "end_mark")
    )
    return text.rstrip(b"\x1a")


def _is_too_large(text: bytes, count: int, faults: Faults) -> bool:
    """Say lines that are too long, or too many; looked at before anything is cut into records."""
    if count > MOST_LINES:
        faults.too_large(LINES, count, MOST_LINES)
        return True
    if not _has_long_line(text):
        return False
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    lengths = np.diff(ends, prepend=-1)
    long = np.flatnonzero(lengths > LONGEST_LINE) + 1
    if len(long):
        faults.too_large(BYTES_IN_A_LINE, int(lengths.max()), LONGEST_LINE, long)
    return bool(len(long))


def _has_long_line(text: bytes) -> bool:
    begin = 0
    while begin < len(text):
        end = text.rfind(b"\n", begin, begin + LONGEST_LINE + 1)
        if end < 0:
            return True
        begin = end + 1
    return False


def survey(text: bytes) -> tuple[int, bool]:
    """The number of lines, and whether a control character other than tab and line end stands in the text."""
    lines, has_controls = 0, False
    for begin in range(0, len(text), BLOCK):
        block = np.frombuffer(text, np.uint8, min(BLOCK, len(text) - begin), begin)
        low = block[block < ord(" ")]
        ends = int(np.count_nonzero(low == ord("\n")))
        lines += ends
        has_controls = has_controls or ends + int(np.count_nonzero(low == ord("\t"))) < len(low)
    return lines, has_controls or b"\x7f" in text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
