"""Results as a person reads them on a terminal: a line a row, its note beneath, the refusal last.

Not a command. What does not belong here: any method.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.analyse.results import Analysis, Result
from pipelines.contract.text import _

WIDTH = 22
PLACES = ("source", "offence", "version", "ref_area", "area", "row", "column", "series")
"""Details that say where a row stands; they follow its name."""
SHOWN_LINES = 20
NOTE_ONCE = ("model",)
"""Rows that share one note, which the row of the headline says."""


def as_text(found: Analysis) -> str:
    """Every row on a line, the refusal last; numbers rounded for reading."""
    lines = [_("Input sha256 %(hash)s") % {"hash": found.input_sha256}]
    for result in found.results:
        lines.append(_row(result))
        lines += [f"  {line}" for line in _beneath(result)]
    if found.refusal:
        names = {"code": found.refusal.code, "text": found.refusal.text}
        lines.append(_("Refused (%(code)s): %(text)s") % names)
    return "\n".join(lines)


def _row(result: Result) -> str:
    if result.estimate is None:
        limits = "" if result.low is None and result.high is None else _limits(result.low, result.high)
        numbers = "" if result.refusal else limits + _counts(result)
    else:
        limits = "" if result.low is None and result.high is None else _limits(result.low, result.high)
        numbers = f"{_number(result.estimate):>10}  {limits}{_counts(result)}"
    return f"{_name(result):{WIDTH}} {numbers}{_model(result)}".rstrip()


def _name(result: Result) -> str:
    places = [str(result.details[name]) for name in PLACES if result.details.get(name)]
    return f"{result.what} ({', '.join(places)})" if places else result.what


def _counts(result: Result) -> str:
    """What the row rests on: n, reporting areas, years."""
    parts = []
    if result.n is not None:
        parts.append(f"n = {result.n:,}")
    if result.areas is not None:
        parts.append(_("areas: %(count)d") % {"count": result.areas})
    if result.years is not None:
        parts.append("–".join(str(year) for year in dict.fromkeys(result.years)))
    return "  " + "; ".join(parts) if parts else ""


def _model(result: Result) -> str:
    terms, criterion = result.details.get("terms"), result.details.get("criterion")
    model = "" if terms is None else "  " + (", ".join(terms) or _("independent lists"))
    return ("" if criterion is None else f"  BIC {criterion:.2f}") + model


def _beneath(result: Result) -> Iterator[str]:
    if "percentile_low" in result.details:
        ends = {end: _number(result.details[f"percentile_{end}"]) for end in ("low", "high")}
        yield _("percentile limits [%(low)s, %(high)s]") % ends
        spread = [_number(end) for name in ("low", "high") for end in result.details[f"{name}_over_seeds"]]
        text = _("over the seeds the lower limit is %(a)s to %(b)s, the upper %(c)s to %(d)s")
        yield text % dict(zip("abcd", spread, strict=True))
    if "id" in result.details and "severity" in result.details:
        yield from _signal(result)
    if "p_value" in result.details and result.details["p_value"] is not None:
        yield f"p = {result.details['p_value']:.3g}"
    if result.note and result.what not in NOTE_ONCE:
        yield result.note
    if result.refusal:
        names = {"code": result.refusal.code, "text": result.refusal.text}
        yield _("Refused (%(code)s): %(text)s") % names


def _signal(result: Result) -> Iterator[str]:
    """The id, severity, strength and chance of a signal, and the lines it rests on."""
    said = result.details
    parts = [said["id"], said["severity"], f"{said['strength_means']} = {said['strength']:.3g}"]
    if said["chance"] is not None:
        parts.append(_("By accident, %(number)s such finds would be expected over all that was searched.")
                     % {"number": f"{said['chance']:.2g}"})  # fmt: skip
    yield "  ".join(parts)
    for submission, lines in said["lines"].items():
        numbers = ", ".join(map(str, lines[:SHOWN_LINES])) + (" …" if len(lines) > SHOWN_LINES else "")
        yield _("%(id)s, lines %(lines)s") % {"id": submission, "lines": numbers}


def _limits(low: float | None, high: float | None) -> str:
    return f"[{_number(low)}, {_number(high)}]"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"
