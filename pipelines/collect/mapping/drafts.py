"""The draft of a profile for an unknown file, as YAML that a person reads, mends and confirms.

Lines that are near but not sure begin with `#?`; a person takes the mark away where they are right. What the
profile asserts stands open, so that nothing loads before somebody has said it. What does not belong here:
the guesses (`profile_guesses`).
"""

from __future__ import annotations

import json
import re

from pipelines.collect.mapping.guesses import ColumnGuess, Foreign, Guess, Guesser
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.read import Reading, read
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Assertions
from pipelines.contract.tables import Table
from pipelines.contract.text import _, ngettext

OPEN = "#? "
MOST_WORDS = 300
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_AMBIGUOUS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def read_any(content: bytes, contract: Contract) -> Reading:
    """Read a file whatever its header; its faults are findings of the reading."""
    return read(content, Layout.of_any(), contract)


def draft(reading: Reading, contract: Contract, table: Table, name: str, file_name: str) -> str:
    """The YAML of a draft for the file that was read. The rows of `reading` are used up."""
    guesser = Guesser(contract, table)
    guesses = [guesser.column(column) for column in _columns(reading)]
    values = [g for g in guesses if g.best and g.best.to in table.value_columns()]
    others = [g for g in guesses if g not in values]
    lines = [
        *_head(name, table, file_name),
        "columns:",
        *(line for guess in others for line in _column(guess, others, table)),
        "values:",
        *(_value(guess) for guess in values),
        *_rest(table, others),
    ]
    return "\n".join(lines) + "\n"


def _columns(reading: Reading) -> list[Foreign]:
    columns = [Foreign(name) for name in reading.columns]
    for _line, cells in reading.rows():
        for column, cell in zip(columns, cells, strict=False):
            column.cells[cell] = None
    return columns


def _head(name: str, table: Table, file_name: str) -> list[str]:
    return [
        "# yaml-language-server: $schema=../json-schema/profile.schema.json",
        "# " + _("A draft for the file %(file)s. Nothing is decided before a person has confirmed it.")
        % {"file": json.dumps(file_name, ensure_ascii=False)},
        "# " + _('Lines with "sure" are words of the contract itself. Lines that begin with "#?" are only'),
        "# " + _("near: take the mark away where they are right, else mend them. Then fill in `asserts`."),
        f"name: {name}",
        f"title: {_yaml(file_name)}",
        "description: " + _yaml(_("What the file is, who publishes it, and what must be known about it.")),
        f"table: {table.name}",
        "asserts: # " + _("what the figures are, as the publisher says; all five are needed"),
        *(f"  {field}:" for field in Assertions.model_fields),
    ]  # fmt: skip


def _column(guess: ColumnGuess, others: list[ColumnGuess], table: Table) -> list[str]:
    """The lines of one column; a second column for the same target stays open, however sure it is."""
    best = guess.best
    if best is None:
        return _unknown(guess)
    rival = next((g for g in others if g is not guess and g.best and g.best.to == best.to), None)
    is_open = not best.is_sure or (rival is not None and others.index(rival) < others.index(guess))
    mark = OPEN if is_open else ""
    lines = [
        f"  {mark}{_yaml(guess.name)}: # {_why(best)}{_or(guess.guesses[1:3])}",
        f"  {mark}  to: {best.to}",
    ]
    if guess.pattern:
        return [*lines, f"  {mark}  codes: {{patterns: {{'{guess.pattern}': '\\1'}}}}"]
    if not table.column(best.to).code_list:
        return lines
    words = list(guess.words.items())
    shown = [_word(word, meanings, is_open) for word, meanings in words[:MOST_WORDS]]
    if rest := len(words) - MOST_WORDS:
        shown += (
            [f"        # {ngettext('%(count)d more word', '%(count)d more words', rest) % {'count': rest}}"]
            if rest > 0
            else []
        )
    return [*lines, f"  {mark}  codes:", f"  {mark}    map:", *shown]


def _unknown(guess: ColumnGuess) -> list[str]:
    """A column that is near none of ours; where its words are, each fills a column of its own."""
    name, words = _yaml(guess.name), list(guess.several.items())[:MOST_WORDS]
    if 2 * sum(meaning is not None for _word, meaning in words) < len(words):
        return [
            f"  {OPEN}{name}: {{to: }} # "
            + _("nothing is near; map it, or move it to `ignored` with a reason")
        ]
    lines = [
        f"  {OPEN}{name}: # " + _("no column is near, but its words are"),
        f"  {OPEN}  codes:",
        f"  {OPEN}    map:",
    ]
    for word, meaning in words:
        if meaning is None:
            lines.append(_word(word, [], is_open=True))
        else:
            to, (best, *others) = meaning
            why = f"{_why(best)}{_or(others)}"
            lines.append(f"  {OPEN}      {_yaml(word)}: {{{to}: {_yaml(best.to)}}} # {why}")
    return lines


def _word(word: str, meanings: list[Guess], is_open: bool) -> str:
    """The line of a word: its surest meaning, and beside it the others."""
    if not meanings:
        return f"        # {_yaml(word)}: ? # " + _("nothing is near")
    best = meanings[0]
    mark = "" if best.is_sure and not is_open else OPEN
    return f"  {mark}      {_yaml(word)}: {_yaml(best.to)} # {_why(best)}{_or(meanings[1:])}"


def _or(others: list[Guess]) -> str:
    """The meanings besides the surest, each with how sure it is and why."""
    return "".join(f"; {_('or')} {other.to} ({other.sureness:g}, {other.because})" for other in others)


def _value(guess: ColumnGuess) -> str:
    best = guess.best
    if best is None:
        return ""
    mark = "" if best.is_sure else OPEN
    to = "" if best.to == "value" else f"to: {best.to}"
    return f"  {mark}{_yaml(guess.name)}: {{{to}}} # {_why(best)}"


def _rest(table: Table, others: list[ColumnGuess]) -> list[str]:
    """What no column of the file fills and every row needs."""
    filled = {guess.best.to for guess in others if guess.best}
    missing = [c for c in table.columns if c.required and c.name not in filled]
    return [
        "constants:" + (" {}" if not missing else " # " + _("no column fills these; say what every row has")),
        *(f"  {column.name}: # {_('such as')} {column.example}" for column in missing),
        "ignored: {} # " + _("column: why it is left out"),
    ]


def _why(guess: Guess) -> str:
    return f"{_('sure')}: {guess.because}" if guess.is_sure else f"{guess.sureness:g}: {guess.because}"


def _yaml(text: str) -> str:
    """A text as one YAML scalar; quoted wherever it might be read as anything else."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _AMBIGUOUS:
        return text
    return json.dumps(text, ensure_ascii=False)
