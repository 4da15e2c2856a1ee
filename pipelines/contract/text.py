"""The door to the message catalogues: everything a person reads passes through `_` or `ngettext`.

The English text is the key (gettext's msgid); placeholders are `%(name)s` so that Babel can check them.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

_LOCALES = Path(__file__).parent.parent / "locales"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(code: str) -> None:
    """Read messages in the language `code` (en, fr, es, ar, ru, zh) from now on, or English."""
    global _catalogue
    _catalogue = _gettext.translation("tipor", _LOCALES, languages=[code], fallback=True)


def _(message: str) -> str:
    """The message in the reader's language."""
    return _catalogue.gettext(message)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name)
    """Marks a text that is translated later, where it is shown."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """The message for this count, in the reader's language and by its plural forms."""
    return _catalogue.ngettext(one, many, count)
