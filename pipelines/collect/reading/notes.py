"""What was done to read a file, said to the sender. What does not belong here: faults (see `faults`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.contract.cldr import filled, listed
from pipelines.contract.findings import first_lines
from pipelines.contract.text import Counted, _, ngettext


@dataclass(frozen=True)
class Note:
    """Something that was done to read the file: a gettext key with its parameters, its kind and its lines.

    A key in two forms is said by the plural of its parameter `count`.
    """

    message: str | Counted
    parameters: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    lines: tuple[int, ...] = ()

    def text(self) -> str:
        """The note in the reader's language."""
        return filled(self._said(), self.parameters)

    def _said(self) -> str:
        if isinstance(self.message, str):
            return _(self.message)
        return ngettext(*self.message, int(str(self.parameters["count"])))


def note_lines(
    kind: str, message: str | Counted, lines: Iterable[int], count: int, **parameters: str | int
) -> Note:
    """A note about `count` lines; the message may use %(count)d and %(lines)s (the first twenty)."""
    first = first_lines(lines)
    shown = listed([str(line) for line in first]) + (" ..." if count > len(first) else "")
    return Note(message, {"count": count, "lines": shown, **parameters}, kind, first)
