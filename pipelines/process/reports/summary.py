"""What is said of a check as a whole: the verdict, how much was found, how the file was read."""

from __future__ import annotations

from collections import Counter

from pipelines.contract.cldr import filled, listed
from pipelines.contract.text import _, ngettext
from pipelines.process.verdicts import ACCEPTED, HELD, WITH_WARNINGS, Check


def verdict_words(check: Check) -> str:
    """The verdict as a person reads it."""
    if check.is_refused:
        return _("Refused: data about persons must not be sent. Nothing was stored.")
    if check.asks:
        return _("Held: answer first how the file is to be read.")
    if not check.is_readable:
        return _("Unreadable: it is no table that could be checked or stored.")
    return {
        ACCEPTED: _("Accepted."),
        WITH_WARNINGS: _("Accepted with warnings: look at them, and answer or correct."),
        HELD: _("Held: nothing of it counts until the errors are corrected."),
    }[check.verdict]


def counts(check: Check) -> str:
    """How many findings of each severity; empty where there are none."""
    found = Counter(finding.severity for finding in check.findings)
    parts = (
        (found["error"], ngettext("%(count)d error", "%(count)d errors", found["error"])),
        (found["warning"], ngettext("%(count)d warning", "%(count)d warnings", found["warning"])),
        (found["note"], ngettext("%(count)d note", "%(count)d notes", found["note"])),
    )
    return listed([filled(text, {"count": count}) for count, text in parts if count])


def read_words(check: Check) -> str:
    """Encoding, separator and rows in a sentence; empty where the file could not be read."""
    reading = check.reading
    if not check.is_readable:
        return ""
    said = {
        "encoding": reading.encoding,
        "delimiter": _("tab") if reading.delimiter == "\t" else reading.delimiter,
        "rows": filled(
            ngettext("%(count)d row", "%(count)d rows", reading.row_count), {"count": reading.row_count}
        ),
    }
    if not reading.delimiter:
        return _("Read as %(encoding)s: %(rows)s.") % said
    return _("Read as %(encoding)s, separator %(delimiter)s: %(rows)s.") % said
