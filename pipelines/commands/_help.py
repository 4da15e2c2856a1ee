"""How help stands on a terminal: lines as wide as they are seen, not as many characters as they have.

A Chinese character takes two columns and a mark of direction none; click counts both as one. Not a command.
What does not belong here: any word of the help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from pipelines.contract.direction import isolate, isolated
from pipelines.contract.text import _

AS_IT_STANDS = "\b"
"""click's mark of a paragraph whose lines are not filled."""
_HAN, _OPENING, _CLOSING = "\u3400-\u9fff", "（《“「", "，。；：、）》”」！？"
_UNBROKEN = re.compile(rf"[{_OPENING}]*(?:[{_HAN}]|[^\s{_HAN}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*")
"""What one line takes whole: a word, or a Chinese character, each with the punctuation that belongs to it."""
_WITHIN_CHINESE = re.compile(rf"(?<=[{_CLOSING}])\s*\n\s*|(?<=[{_HAN}])\s*\n\s*(?=[{_HAN}{_OPENING}])")
"""A new line of the source that is no space between words."""
_END_OF_SENTENCE = re.compile(r"[.؟!?](?=\s|$)|[。！？]")


def first_sentence(text: str) -> str:
    """The first sentence of a help, without its full stop: what stands beside the name in a list."""
    paragraph = _on_one_line(text.partition("\n\n")[0])
    end = _END_OF_SENTENCE.search(paragraph)
    return paragraph[: end.start()] if end else paragraph


def first_example(text: str) -> str:
    """The first command line of a help, whole; empty where it has none."""
    found = re.search(r"^ +(tipor .*)$", text, re.MULTILINE)
    return found[1] if found else ""


class Help(click.HelpFormatter):
    """click's help, filled by the columns that text takes."""

    def write_text(self, text: str) -> None:
        """Write paragraphs with a blank line between them."""
        indent = " " * self.current_indent
        lines = _filled(text, self.width - self.current_indent)
        self.write("".join(f"{indent}{line}".rstrip() + "\n" for line in lines))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called, in the direction in which it is typed."""
        name, _space, rest = _one_way(f"{prog} {args}".strip()).partition(" ")
        super().write_usage(name, rest, prefix)

    def write_heading(self, heading: str) -> None:
        """Write the title of a section, with the colon of the language."""
        self.write(" " * self.current_indent + _("%(title)s:") % {"title": heading} + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what is said of each, in two columns."""
        from wcwidth import ljust, width

        listed = list(rows)
        second = min(max(width(name) for name, _said in listed), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, said in listed:
            name = _one_way(name)
            lines = [*_filled(said, max(self.width - second - self.current_indent, 10))] or [""]
            if width(name) > second - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            for line in lines:
                self.write(f"{indent}{ljust(name, second)}{line}".rstrip() + "\n")
                name = ""


class Context(click.Context):
    """A context whose help is ours, and which tells every wrong usage inside it where it happened."""

    formatter_class = Help

    @contextmanager
    def scope(self, cleanup: bool = True) -> Iterator[click.Context]:
        """As click's, which raises some errors without their place."""
        with super().scope(cleanup) as context:
            try:
                yield context
            except click.UsageError as error:
                error.ctx = error.ctx or self
                raise


def _one_way(command: str) -> str:
    """A piece of a command line, from left to right also where a word in it is Arabic."""
    return isolate(command) if isolated(command) != command else command


def _filled(text: str, columns: int) -> Iterator[str]:
    """The lines of a text, of at most so many columns; paragraphs with click's mark as they stand."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        if number:
            yield ""
        if paragraph.startswith(AS_IT_STANDS):
            yield from paragraph.split("\n")[1:]
        else:
            yield from _lines(_on_one_line(paragraph), columns)


def _on_one_line(paragraph: str) -> str:
    return " ".join(_WITHIN_CHINESE.sub("", paragraph).split())


def _lines(paragraph: str, columns: int) -> Iterator[str]:
    from wcwidth import width

    line = ""
    for piece in _UNBROKEN.findall(paragraph):
        if line and width((line + piece).rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()
