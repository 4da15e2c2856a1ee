"""When a translation is faulty: missing, stale, doubtful, with other placeholders, or with lost code words.

What does not belong here: reading and writing catalogues (`catalogues`), and whether a sentence is good.
"""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterator

from babel import Locale
from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+(?:![rs])?\}")
KEPT = re.compile(r"`[^`]+`|(?<![\w-])--[a-z][a-z-]*|\x08")
"""Code in backticks, options and the mark of lines that are not filled stand in every language."""
SAMPLE = range(1200)
HEADERS = ("Language", "Plural-Forms", "X-Reviewed-By-Native")


def faults_of(catalogue: Catalog, template: Catalog, language: str) -> list[str]:
    """Every fault of a catalogue against the messages there are, a line each."""
    faults = list(_header_faults(catalogue, language))
    for message in _messages(template):
        if not _same_form(catalogue.get(message.id), message):
            faults.append(f"not there: {_name(message)}")
    for message in _messages(catalogue):
        if not _same_form(template.get(message.id), message):
            faults.append(f"no longer said: {_name(message)}")
        faults += [f"{fault}: {_name(message)}" for fault in _message_faults(message, catalogue)]
    return faults


def categories_of(language: str, plural_expression: str, plurals: int) -> dict[int, set[str]]:
    """Index of a plural form -> the CLDR categories of the numbers that it serves, by trying numbers."""
    index_of = gettext.c2py(plural_expression)
    rule = Locale.parse(language).plural_form
    found: dict[int, set[str]] = {index: set() for index in range(plurals)}
    for number in (*SAMPLE, 1_000_000, 2_000_000):
        found[index_of(number)].add(rule(number))
    return found


def _header_faults(catalogue: Catalog, language: str) -> Iterator[str]:
    header = dict(catalogue.mime_headers)
    for name in HEADERS:
        if name not in header:
            yield f"the header has no {name}"
    if header.get("Language") != language:
        yield "the header names another language"
    if header.get("X-Reviewed-By-Native") not in ("yes", "no"):
        yield "X-Reviewed-By-Native is neither yes nor no"


def _message_faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        yield "not translated"
        return
    is_plural = isinstance(message.id, tuple)
    if is_plural and len(forms) != catalogue.num_plurals:
        yield "not as many plural forms as the language has"
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    for index, form in enumerate(forms):
        yield from _form_faults(english, form, is_plural and _serves_one_number(catalogue, index))


def _form_faults(originals: tuple[str, ...], form: str, may_spell_number: bool) -> Iterator[str]:
    """The faults of one form; `originals` are the English forms, of which the last stands for all numbers."""
    english = originals[-1]
    asked, given = Counter(PLACEHOLDER.findall(english)), Counter(PLACEHOLDER.findall(form))
    said = [set(PLACEHOLDER.findall(original)) for original in originals]
    missing, added = set.intersection(*said) - set(given), set(given) - set.union(*said)
    if added or len(missing) > (1 if may_spell_number else 0) or asked["%%"] != given["%%"]:
        yield f"other placeholders than {' '.join(sorted(asked)) or 'none'}"
    if "%" in PLACEHOLDER.sub("", form) and "%" not in PLACEHOLDER.sub("", english):
        yield "a % that is no placeholder"
    if Counter(KEPT.findall(english)) != Counter(KEPT.findall(form)):
        yield "other code words"
    if _edges(english) != _edges(form):
        yield "other spaces at the ends"


def _serves_one_number(catalogue: Catalog, index: int) -> bool:
    """Whether a plural form is for one number only, which may then be a word (Arabic `two rows`)."""
    index_of = gettext.c2py(catalogue.plural_expr)
    return sum(index_of(number) == index for number in SAMPLE) == 1


def _edges(text: str) -> tuple[str, str]:
    body = text.strip(" \n")
    return text[: text.index(body)] if body else "", text[text.rindex(body) + len(body) :] if body else text


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _same_form(there: Message | None, message: Message) -> bool:
    return there is not None and there.id == message.id


def _name(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return repr(text if len(text) <= 70 else text[:69] + "…")
