"""Pieces of a page in Markdown: anchors, rows of a table, the direction of the whole page.

What does not belong here: any word.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.contract.direction import RIGHT_TO_LEFT


def anchor(name: str) -> tuple[str, ...]:
    """The lines of a place that links lead to, before a heading."""
    return "", f'<a id="{name}"></a>', ""


def row(cells: Iterable[str]) -> str:
    """One row of a table; the cells are safe already."""
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """Text that stays within its cell of a table: on one line, without a bar or a tag of its own."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def directed(lines: Iterable[str], language: str) -> str:
    """The page as text, from right to left where its language is written so."""
    text = "\n".join(lines) + "\n"
    return f'<div dir="rtl" lang="{language}">\n\n{text}\n</div>\n' if language in RIGHT_TO_LEFT else text
