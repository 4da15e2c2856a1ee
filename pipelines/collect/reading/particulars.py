"""Whether a line beside the table is about a person: a label, an address, a number of a document, a name.

The patterns are those of the contract's rules on free text (`free_of`), the labels its words for data about
persons. An office that says how it is reached is no such line, as official files have it above or below the
table: a line with a word for an office or for a contact, or with an official address of e-mail, and a line
"Tel. ..." beside one. Nothing excuses a document, a label such as "Name of the victim", or a line about one
victim, suspect or patient. What does not belong here: lists of words, which are data
(`schemas/code_lists/words_beside_tables.csv`), and what is done about such a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipelines.collect.database import literal, open_scratch
from pipelines.collect.reading.beside import SHEET, Beside
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.listed_words import ListedWords, listed_words
from pipelines.collect.reading.personal_words import Words, words_of
from pipelines.contract.loading import Contract
from pipelines.contract.rules import FreeOf, PersonalColumn

NAME, DOCUMENT, PHONE, EMAIL = "NAME", "DOCUMENT", "PHONE", "EMAIL"
OFFICE = "OFFICE"
"""An office's own particulars: they are stored, and shown nowhere."""
PATTERNS = {"PER-002": EMAIL, "PER-003": PHONE, "PER-004": DOCUMENT, "PER-005": NAME}
LONGEST_LABEL, LONGEST_NAME, WITHIN, FEWEST_DIGITS = 6, 4, 3, 5
_LABEL = re.compile(r"\s*([^:：]{1,80}?)[\s,]*[:：](.*)", re.DOTALL)
_ADDRESS = re.compile(r"[\w.%+-]+@([\w.-]+)")
_OFFICIAL_DOMAIN = re.compile(
    r"(?:^|\.)(?:gov|gob|gouv|gub|govt|gv|go|gc|mil|int|un|unodc|who|iom|europa|police|policia"
    r"|parquet)(?:\.|$)",
    re.IGNORECASE,
)
_OFFICIAL_NAME = re.compile(
    r"^(?:.*[._-])?(?:info\w*|contact\w*|office|oficina|bureau|stat\w*|estad\w*|data|datos|press\w*"
    r"|help|support|admin\w*|secret\w*"
    r"|enquir\w*|inquir\w*|web\w*|police|policia|minist\w*|service\w*|library|publications?)(?:[._-].*)?@",
    re.IGNORECASE,
)
_CARRIER = r"[\s,;|/]*(?:%s|[\w.%+-]+@[\w.-]+|\+?\(?\d)"


def meanings(lines: list[Beside], contract: Contract) -> list[str]:
    """For each line the code of what it says of a person (`personal_data_words`), `OFFICE`, or nothing."""
    rule = next((r for r in contract.general_rules if isinstance(r, PersonalColumn)), None)
    if not lines or rule is None:
        return [""] * len(lines)
    words, listed = words_of(contract, rule.words), listed_words(contract)
    shown = _shown(lines, words, contract)
    is_near = partial(_is_near_an_office, lines, listed)
    return [
        _meaning(line, found, words, listed, is_near(at))
        for at, (line, found) in enumerate(zip(lines, shown, strict=True))
    ]


def _meaning(line: Beside, shown: set[str], words: Words, listed: ListedWords, near_an_office: bool) -> str:
    text = line.text
    if code := _of_header(line, words) or _of_label(text, words, listed):
        return code
    if DOCUMENT in shown and (
        _has_word(text, words, DOCUMENT) or not (PHONE in shown or listed.has("REFERENCE", text))
    ):
        return DOCUMENT
    is_office = _is_of_an_office(text, listed)
    if NAME in shown and not is_office and line.where != SHEET:
        return NAME
    is_excused = is_office or (near_an_office and _is_a_contact(text, listed))
    if EMAIL in shown and not is_excused:
        return EMAIL
    if (
        PHONE in shown
        and not is_excused
        and (listed.has("CARRIER", text) or not listed.has("REFERENCE", text))
    ):
        return PHONE
    return OFFICE if shown & {EMAIL, PHONE, NAME} else ""


def _of_header(line: Beside, words: Words) -> str:
    """What a second header names: two cells of the words, or one in a row of three words and more.

    On another sheet, whose own header is looked at as one, a single word that can mean something else
    (French "nombre") makes no header of a line.
    """
    cells = line.filled
    if len(cells) < 2 or any(cell.startswith(" ") for cell in line.cells[1:]) or any(map(_has_digit, cells)):
        return ""
    codes = [
        code for cell in cells if (code := words.meaning_of(cell)) and len(cell.split()) <= LONGEST_LABEL
    ]
    is_plain = line.where != SHEET or any(code.attributes["cells"] != "words" for code in codes)
    return codes[0].code if len(codes) > 1 or (codes and len(cells) > 2 and is_plain) else ""


def _of_label(text: str, words: Words, listed: ListedWords) -> str:
    """What the label before a colon says: "Passport: ...", and "Name: ..." before what may be a name."""
    found = _LABEL.match(text)
    if not found or not found[2].strip(" ,.-") or len(found[1].split()) > LONGEST_LABEL:
        return ""
    label, value = found[1], found[2].strip(" ,")
    code = words.meaning_of(label)
    is_of_a_person = listed.has("ONE_PERSON", label)
    if code is None or (listed.has("CONTACT", label) and not is_of_a_person):
        return ""
    if code.code in (EMAIL, PHONE, "ADDRESS"):
        return code.code if is_of_a_person else ""
    if code.code in (DOCUMENT, "BIRTH") and not _has_digit(value):
        return ""
    if code.code == NAME and len(label.split()) == 1 and not is_of_a_person:
        return NAME if _may_be_a_name(value, listed) else ""
    return code.code


def _may_be_a_name(value: str, listed: ListedWords) -> bool:
    is_short = 1 < len(value.split()) <= LONGEST_NAME or (len(value) <= LONGEST_NAME and not value.isascii())
    return is_short and not (
        _has_digit(value) or listed.has("OFFICE", value) or listed.has("OF_A_TABLE", value)
    )


def _has_word(text: str, words: Words, code: str) -> bool:
    found = words.meaning_of(" ".join(text.split()[:30]))
    return found is not None and found.code == code


def _is_of_an_office(text: str, listed: ListedWords) -> bool:
    """Whether the line is an office's: by a word, or by every address of e-mail in it."""
    domains = _ADDRESS.findall(text)
    if domains and all(map(_OFFICIAL_DOMAIN.search, domains)):
        return True
    if listed.has("ONE_PERSON", text):
        return False
    official = domains and all(_OFFICIAL_NAME.search(found[0]) for found in _ADDRESS.finditer(text))
    return bool(official) or listed.has("CONTACT", text) or listed.has("OFFICE", text)


def _is_a_contact(text: str, listed: ListedWords) -> bool:
    """Whether the line begins with a number, an address, or a word such as "Tel."."""
    return bool(listed.pattern("CARRIER", _CARRIER).match(text))


def _is_near_an_office(lines: list[Beside], listed: ListedWords, at: int) -> bool:
    """Whether one of the lines just above it in the same place is an office's."""
    here = lines[at]
    near = lines[max(0, at - WITHIN) : at]
    return any(
        (line.where, line.sheet) == (here.where, here.sheet) and _is_of_an_office(line.text, listed)
        for line in near
    )


def _without_numbers(line: Beside) -> str:
    """The text without cells that are figures, which are long numbers, but no documents."""
    return ", ".join(cell for cell in line.filled if not is_number(cell))


def _without_label(text: str, words: Words) -> str:
    """What stands after a label such as "Name:", which alone makes no name of what follows it."""
    found = _LABEL.match(text)
    code = words.meaning_of(found[1]) if found and len(found[1].split()) == 1 else None
    return found[2] if found and code is not None and code.code == NAME else text


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _shown(lines: list[Beside], words: Words, contract: Contract) -> list[set[str]]:
    """For each line the codes whose patterns it shows, by RE2; only those are asked that it may show."""
    texts = {
        EMAIL: [line.text for line in lines],
        PHONE: [line.text for line in lines],
        DOCUMENT: [_without_numbers(line) for line in lines],
        NAME: [_without_label(line.text, words) for line in lines],
    }
    asked = {
        PATTERNS[rule.id]: rule
        for rule in contract.general_rules
        if isinstance(rule, FreeOf)
        and rule.id in PATTERNS
        and any(map(_MAY_SHOW[PATTERNS[rule.id]], texts[PATTERNS[rule.id]]))
    }
    if not asked:
        return [set() for _line in lines]
    columns = ", ".join(_condition(code, rule) for code, rule in asked.items())
    unnested = ", ".join(f"unnest(?) AS {code}" for code in asked)
    with open_scratch() as connection:
        rows = connection.execute(
            f"SELECT {columns} FROM (SELECT {unnested})", [texts[code] for code in asked]
        ).fetchall()
    return [{code for code, holds in zip(asked, row, strict=True) if holds} for row in rows]


def _has_digits(text: str) -> bool:
    return sum(map(str.isdecimal, text)) >= FEWEST_DIGITS


_MAY_SHOW: dict[str, Callable[[str], bool]] = {
    EMAIL: lambda text: "@" in text or "＠" in text or "at]" in text or "at)" in text,
    PHONE: _has_digits,
    DOCUMENT: _has_digits,
    NAME: bool,
}
"""What costs next to nothing to see; RE2 builds the classes of Unicode anew for each query."""


def _condition(column: str, rule: FreeOf) -> str:
    text = column
    for ignored in rule.ignores:
        text = f"regexp_replace({text}, {literal(ignored)}, ' ', 'g')"
    return "(" + " OR ".join(f"regexp_matches({text}, {literal(pattern)})" for pattern in rule.patterns) + ")"
