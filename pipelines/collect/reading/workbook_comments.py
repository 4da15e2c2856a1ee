"""The comments on the cells of an xlsx, and the words in its text boxes; used within the child process.

What does not belong here: what is said about them (see `beside_said`). Comments in other kinds of workbooks
(xls, xlsb, ods) are not read.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from typing import NamedTuple

MOST_CHARACTERS = 1 << 20
_TARGET = re.compile(r'\bTarget="([^"]*)"')
_PARTS = re.compile(r"(?:comments|threadedComment|drawing)", re.IGNORECASE)
_COMMENT = re.compile(
    r"<(?:\w+:)?(?:threadedComment|comment)\b([^>]*[^/]|)>(.*?)</(?:\w+:)?(?:threadedComment|comment)>",
    re.DOTALL,
)
_REFERENCE = re.compile(r'\bref="([A-Z]{1,3})(\d{1,7})"')
_AUTHOR_OF = re.compile(r'\bauthorId="(\d+)"')
_AUTHOR = re.compile(r"<(?:\w+:)?author>([^<]*)</")
_TEXT = re.compile(r"<(?:\w+:)?(?:t|text)(?: [^>]*)?>([^<]*)</")
_BOX = re.compile(r"<(?:\w+:)?txBody>(.*?)</(?:\w+:)?txBody>", re.DOTALL)


class Comment(NamedTuple):
    """One comment: the place of its sheet (from 0), the letter of its column, its row, its text.

    The words of a text box have no letter, and row 0.
    """

    sheet: int
    letter: str
    row: int
    text: str


def comments_of(archive: zipfile.ZipFile, sheets: list[str]) -> list[Comment]:
    """All comments of the sheets, whose parts are given in the order of the workbook."""
    names = set(archive.namelist())
    found: list[Comment] = []
    for place, sheet in enumerate(sheets):
        folder, _slash, name = sheet.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        for target in _TARGET.findall(_read(archive, relations)) if relations in names else ():
            part = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            if part in names and part.endswith(".xml") and _PARTS.search(part):
                found += _of_part(_read(archive, part), place)
    return found


def is_too_much(comments: list[Comment]) -> bool:
    """Whether there is more in the comments than can be looked at."""
    return sum(len(comment.text) for comment in comments) > MOST_CHARACTERS


def _read(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace")


def _of_part(xml: str, sheet: int) -> list[Comment]:
    authors = [html.unescape(author) for author in _AUTHOR.findall(xml)]
    found = []
    for attributes, inner in _COMMENT.findall(xml):
        place = _REFERENCE.search(attributes)
        text = _without_author(_words(inner), attributes, authors)
        if text.strip():
            found.append(Comment(sheet, place[1] if place else "", int(place[2]) if place else 0, text))
    found += [Comment(sheet, "", 0, text) for text in map(_words, _BOX.findall(xml)) if text.strip()]
    return found


def _words(xml: str) -> str:
    return html.unescape("".join(_TEXT.findall(xml)))


def _without_author(text: str, attributes: str, authors: list[str]) -> str:
    """The text without the name of the office's own writer, which spreadsheets write above it."""
    found = _AUTHOR_OF.search(attributes)
    author = authors[int(found[1])] if found and int(found[1]) < len(authors) else ""
    return text.removeprefix(f"{author}:") if author else text
