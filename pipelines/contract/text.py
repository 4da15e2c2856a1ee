"""The door to the message catalogues: everything a person reads passes through `_` or `ngettext`.

The English text is the key (gettext's msgid); placeholders are `%(name)s` so that Babel can check them. In
Arabic, what stands in Latin letters and every placeholder is isolated. What does not belong here: numbers
and dates (see `cldr`).
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipelines.contract.direction import RIGHT_TO_LEFT, isolated

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
_LOCALES = Path(__file__).parent.parent / "locales"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_is_right_to_left = False

LANGUAGE = "TIPOR_LANG"
Counted = tuple[str, str]
"""A message with a count before it is translated: its two English forms."""
ENVIRONMENT = (LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the language is looked for: the first that is set decides."""


def use_language(code: str) -> None:
    """Read messages in the language `code` (en, fr, es, ar, ru, zh) from now on, or English."""
    global _catalogue, _is_right_to_left
    _catalogue = _gettext.translation("tipor", _LOCALES, languages=[code], fallback=True)
    _is_right_to_left = bool(_catalogue.info()) and code in RIGHT_TO_LEFT


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while."""
    global _catalogue, _is_right_to_left
    before = _catalogue, _is_right_to_left
    use_language(code)
    try:
        yield
    finally:
        _catalogue, _is_right_to_left = before


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for, such as `ar` for ar_EG.UTF-8; English for C and none."""
    asked = next((environment[name] for name in ENVIRONMENT if environment.get(name)), "")
    code = asked.replace("-", "_").partition(".")[0].partition("_")[0].lower()
    return code if code.isalpha() and len(code) == 2 else "en"


def is_reviewed(catalogue: _gettext.NullTranslations) -> bool:
    """Whether a native reader has reviewed the texts; the English ones, without header, are the originals."""
    return not catalogue.info() or catalogue.info().get("x-reviewed-by-native") == "yes"


def review_notice() -> str:
    """That the translation has not been reviewed, as a sentence; empty where it was, and in English."""
    return "" if is_reviewed(_catalogue) else _(UNREVIEWED)


def _(message: str) -> str:
    """The message in the reader's language."""
    return _directed(_catalogue.gettext(message))


def N_(message: str) -> str:  # noqa: N802 (gettext's own name)
    """Marks a text that is translated later, where it is shown."""
    return message


def N_many(one: str, many: str) -> Counted:  # noqa: N802 (as `N_`)
    """Marks a text with a count (`%(count)d`) that is translated later, in its two English forms."""
    return one, many


def ngettext(one: str, many: str, count: int) -> str:
    """The message for this count, in the reader's language and by its plural forms."""
    return _directed(_catalogue.ngettext(one, many, count))


UNREVIEWED = N_("No native reader has reviewed this translation yet.")


def _directed(text: str) -> str:
    return isolated(text) if _is_right_to_left else text
