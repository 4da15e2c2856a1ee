"""The lines of a draft about the columns of a file: what each may fill, and what each of its words may mean.

What does not belong here: columns of values, and the rest of the draft (`drafts`).
"""

from __future__ import annotations

import json
import re

from pipelines.collect.mapping.guess import ColumnGuess, Guess
from pipelines.collect.mapping.written import FIGURE
from pipelines.contract.codes import TOTAL
from pipelines.contract.tables import Table
from pipelines.contract.text import _, ngettext

OPEN = "#? "
MOST_WORDS, FEW_WORDS = 300, 40
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029]")
_AMBIGUOUS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def column_lines(guess: ColumnGuess, others: list[ColumnGuess], table: Table) -> list[str]:
    """The lines of one column; a second column for the same target stays open, however sure it is."""
    best = guess.best
    if best is None:
        return _unknown(guess)
    rival = next((g for g in others if g is not guess and g.best and g.best.to == best.to), None)
    is_open = not best.is_sure or (rival is not None and others.index(rival) < others.index(guess))
    mark = OPEN if is_open else ""
    lines = [
        f"  {mark}{as_yaml(guess.name)}: # {reason(best)}{_or(guess.guesses[1:3])}",
        f"  {mark}  to: {best.to}",
    ]
    if guess.periods:
        return [*lines, *_periods(guess, mark)]
    if not table.column(best.to).code_list:
        return lines
    switches, words = _switches(guess.words)
    shown = [_word(word, meanings, is_open) for word, meanings in words[:MOST_WORDS]]
    if (rest := len(words) - MOST_WORDS) > 0:
        more = ngettext("%(count)d more word", "%(count)d more words", rest) % {"count": rest}
        shown.append(f"        # {more}")
    given = [f"  {mark}    {switch}: true" for switch in switches]
    return [*lines, f"  {mark}  codes:", *given, f"  {mark}    map:", *shown]


def _switches(words: dict[str, list[Guess]]) -> tuple[list[str], list[tuple[str, list[Guess]]]]:
    """Switches that read many words at once, and the words that are still to be listed."""
    by: dict[str, list[str]] = {}
    for word, meanings in words.items():
        if meanings and meanings[0].reads:
            by.setdefault(meanings[0].reads, []).append(word)
    many = {switch: read for switch, read in by.items() if len(read) > FEW_WORDS}
    read = {word for words_read in many.values() for word in words_read}
    return sorted(many), [(word, meanings) for word, meanings in words.items() if word not in read]


def _unknown(guess: ColumnGuess) -> list[str]:
    """A column that is near none of ours; where its words are, each fills a column of its own."""
    name, words = as_yaml(guess.name), list(guess.several.items())[:MOST_WORDS]
    if 2 * sum(meaning is not None for _word, meaning in words) < len(words):
        return _unknown_with_words(name, [word for word, _meaning in words])
    lines = [
        f"  {OPEN}{name}: # " + _("no column is near, but its words are"),
        f"  {OPEN}  codes:",
        f"  {OPEN}    map:",
    ]
    for word, meaning in words:
        if meaning is None:
            lines.append(_word(word, [], is_open=True))
        elif meaning[1][0].to == TOTAL or not word:
            lines.append(f"  {OPEN}      {as_yaml(word)}: {{}} # " + _("the total: it fills nothing"))
        else:
            to, (best, *others) = meaning
            why = f"{reason(best)}{_or(others)}"
            lines.append(f"  {OPEN}      {as_yaml(word)}: {{{to}: {as_yaml(best.to)}}} # {why}")
    return lines


def _unknown_with_words(name: str, words: list[str]) -> list[str]:
    """A column of which nothing is near: its words are listed where they can be codes."""
    why = _("nothing is near; map it, or move it to `ignored` with a reason")
    if len(words) > FEW_WORDS or all(FIGURE.fullmatch(word) for word in words if word):
        return [f"  {OPEN}{name}: {{to: }} # {why}"]
    lines = [f"  {OPEN}{name}: # {why}", f"  {OPEN}  to:", f"  {OPEN}  codes:", f"  {OPEN}    map:"]
    return lines + [_word(word, [], is_open=True) for word in words]


def _periods(guess: ColumnGuess, mark: str) -> list[str]:
    """How the periods are written; those of no known shape are left to a person, word by word."""
    lines = [f"  {mark}  codes:", f"  {mark}    patterns:"]
    for shape in guess.periods:
        why = ngettext(
            "%(count)d word, such as %(example)s", "%(count)d words, such as %(example)s", shape.count
        )
        why %= {"count": shape.count, "example": as_yaml(shape.example)}
        why += "; " + _("write the month in which the years begin") if shape.is_fiscal else ""
        lines.append(f"  {mark}      '{shape.pattern}': '{shape.to}' # {why}")
    if guess.words:
        how = _("six months from January are 2020-S1, nine months from April 2020-04/P9M")
        lines += [f"  {mark}    map: # {how}", *(_word(word, [], is_open=True) for word in guess.words)]
    return lines


def _word(word: str, meanings: list[Guess], is_open: bool) -> str:
    """The line of a word: its surest meaning, and beside it the others."""
    if not meanings:
        return f"  {OPEN}      {as_yaml(word)}: # " + _("nothing is near")
    best = meanings[0]
    mark = "" if best.is_sure and not is_open else OPEN
    return f"  {mark}      {as_yaml(word)}: {as_yaml(best.to)} # {reason(best)}{_or(meanings[1:])}"


def _or(others: list[Guess]) -> str:
    """The meanings besides the surest, each with how sure it is and why."""
    return "".join(f"; {_('or')} {other.to} ({other.sureness:g}, {other.because})" for other in others)


def reason(guess: Guess) -> str:
    """How sure a guess is, and the reason."""
    return f"{_('sure')}: {guess.because}" if guess.is_sure else f"{guess.sureness:g}: {guess.because}"


def as_yaml(text: str) -> str:
    """A text as one YAML scalar; quoted wherever it might be read as anything else."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _AMBIGUOUS:
        return text
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
