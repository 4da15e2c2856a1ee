"""Code lists: one CSV each in `schemas/code_lists/`, with labels in the six UN languages."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pipelines.contract.base import Frozen
from pipelines.contract.cldr import listed
from pipelines.contract.text import LANGUAGES as LANGUAGES
from pipelines.contract.text import _

FIXED_COLUMNS = ("code", "parent", "part", *(f"label_{lang}" for lang in LANGUAGES), "description", "origin")
TOTAL, NOT_ASKED = "_T", "_X"


class Code(Frozen):
    """One code; `part` is its role in the partition of its parent: total, part, rest or none."""

    code: str
    parent: str
    part: str
    labels: dict[str, str]
    description: str
    origin: str
    attributes: dict[str, str]

    def label(self, language: str = "en") -> str:
        """The label in the language, in English where that one is empty, else the code itself."""
        return self.labels.get(language) or self.labels["en"] or self.code


class CodeList(Frozen):
    """The codes of one list by code, in the order of the file."""

    name: str
    codes: dict[str, Code]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def children(self, parent: str, part: str) -> list[str]:
        """The codes that stand in the partition of `parent` in the role `part` ('part' or 'rest')."""
        return [c.code for c in self.codes.values() if c.parent == parent and c.part == part]

    @cached_property
    def by_word(self) -> dict[str, str]:
        """Every code, label and attribute by `word_key` -> the code, where that is the only one it names."""
        found: dict[str, set[str]] = {}
        for code in self.codes.values():
            for word in (code.code, *code.labels.values(), *code.attributes.values()):
                if word:
                    found.setdefault(word_key(word), set()).add(code.code)
        return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


def word_key(text: str) -> str:
    """What two spellings of one word share: case, and how many blanks stand where, do not matter."""
    return " ".join(text.casefold().split())


def as_listed(written: str, known: Iterable[str]) -> str:
    """The one of `known` that is `written` but for case and blanks at the ends; else as it was written."""
    key = written.strip().casefold()
    found = [name for name in known if name.casefold() == key]
    return written if written in found or len(found) != 1 else found[0]


def read_code_list(path: Path) -> CodeList:
    """Read one code list. Raises ValueError, naming the line or the codes, where its form is not right."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(FIXED_COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise ValueError(_("columns are missing: %(names)s") % {"names": listed(sorted(missing))})
        codes: dict[str, Code] = {}
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(
                    _("line %(line)d: not as many cells as the header has") % {"line": reader.line_num}
                )
            code = _code_of(row)
            if code.code in codes:
                said = {"line": reader.line_num, "code": code.code}
                raise ValueError(_("line %(line)d: the code %(code)s stands twice") % said)
            codes[code.code] = code
    _refuse_wrong_parents(codes)
    return CodeList(name=path.stem, codes=codes)


def _refuse_wrong_parents(codes: dict[str, Code]) -> None:
    """Raise ValueError where a parent is not in the list, or a code is above itself."""
    orphans = sorted(c.parent for c in codes.values() if c.parent and c.parent not in codes)
    if orphans:
        raise ValueError(_("parents that are not in the list: %(codes)s") % {"codes": listed(orphans)})
    for code in codes:
        above = [code]
        while parent := codes[above[-1]].parent:
            if parent in above:
                circle = listed(above[above.index(parent) :])
                raise ValueError(_("these codes are each above the other: %(codes)s") % {"codes": circle})
            above.append(parent)


def _code_of(row: dict[str, str]) -> Code:
    return Code(
        code=row["code"],
        parent=row["parent"],
        part=row["part"],
        labels={lang: row[f"label_{lang}"] for lang in LANGUAGES},
        description=row["description"],
        origin=row["origin"],
        attributes={key: value for key, value in row.items() if key not in FIXED_COLUMNS},
    )
