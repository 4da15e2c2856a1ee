"""What was done to read a file, said to the sender. What does not belong here: faults (see `faults`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.contract.cldr import clauses, filled, listed
from pipelines.contract.direction import isolate
from pipelines.contract.findings import first_lines
from pipelines.contract.text import Counted, _, ngettext

LONGEST_QUOTE = 80
Quote = tuple[str, str]
"""A place in the file, and what stands there; empty where it must not be shown."""


@dataclass(frozen=True)
class Note:
    """Something that was done to read the file: a gettext key with its parameters, its kind and its lines.

    A key in two forms is said by the plural of its parameter `count`. `quotes` are words of the file, which
    are shown to its sender and kept nowhere; `more` are not quoted.
    """

    message: str | Counted
    parameters: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    lines: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()
    more: int = 0

    def text(self) -> str:
        """The note in the reader's language, without the words of the file: it may be kept."""
        return filled(self._said(), self.parameters)

    def shown(self) -> str:
        """The note with the words of the file, for its sender."""
        quoted = [
            _("%(where)s: %(text)s") % {"where": place, "text": _quoted(text)} for place, text in self.quotes
        ]
        return " ".join(part for part in (self.text(), clauses(quoted + _more(self.more))) if part)

    def _said(self) -> str:
        if isinstance(self.message, str):
            return _(self.message)
        return ngettext(*self.message, int(str(self.parameters["count"])))


def note_lines(
    kind: str,
    message: str | Counted,
    lines: Iterable[int],
    count: int,
    *,
    of_lines: int = 0,
    **parameters: str | int,
) -> Note:
    """A note about `count` things; the message may use %(count)d and %(lines)s.

    These are the first twenty, and how many more. `of_lines` says on how many lines the things stand, where
    several can stand on one.
    """
    first = first_lines(lines)
    shown = " ".join([listed([str(line) for line in first]), *_more((of_lines or count) - len(first))])
    return Note(message, {"count": count, "lines": shown, **parameters}, kind, first)


def _more(count: int) -> list[str]:
    """That there are so many more; nothing where there are none."""
    if count <= 0:
        return []
    return [filled(ngettext("and %(count)d more", "and %(count)d more", count), {"count": count})]


def _quoted(text: str) -> str:
    """Words of the file as they may stand on a screen: escaped, short, isolated."""
    if not text:
        return _("not shown, as it may be about a person")
    printable = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: LONGEST_QUOTE + 1])
    return isolate(f'"{printable if len(text) <= LONGEST_QUOTE else printable[: LONGEST_QUOTE - 1] + "…"}"')
