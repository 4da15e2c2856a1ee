"""Results as a person reads them on a terminal: a line a row, its note beneath, the refusal last.

Not a command. What does not belong here: any method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.analyse.results import Analysis, Result
from pipelines.commands._result_names import name_of, strength_of
from pipelines.contract.cldr import (
    between,
    clauses,
    decimal,
    listed,
    number,
    one_way,
    probability,
    significant,
)
from pipelines.contract.text import _

WIDTH = 30
PLACES = (
    "source", "offence", "version", "ref_area", "time_period", "area", "first", "second", "row", "column",
    "label", "group", "axis", "series",
)  # fmt: skip
"""Details that say where a row stands; they follow its name."""
SHOWN_LINES = 20
ARE_YEARS = ("change point",)
"""Rows whose numbers are years, which are written without marks between thousands."""
NOTE_ONCE = ("model",)
"""Rows that share one note, which the row of the headline says."""


def as_text(found: Analysis) -> str:
    """Every row on a line, the refusal last; numbers rounded for reading."""
    lines = [_("Input sha256 %(hash)s") % {"hash": found.input_sha256}] if found.input_sha256 else []
    lines += [found.about] if found.about else []
    for result in found.results:
        lines.append(_row(result))
        lines += [f"  {line}" for line in _beneath(result)]
    if found.refusal:
        names = {"code": found.refusal.code, "text": found.refusal.text}
        lines.append(_("Refused (%(code)s): %(text)s") % names)
    return "\n".join(lines)


def _row(result: Result) -> str:
    from wcwidth import ljust

    has_limits = result.low is not None or result.high is not None
    limits = between(_figure(result, result.low), _figure(result, result.high)) if has_limits else ""
    if result.estimate is None:
        numbers = "" if result.refusal else limits + _counts(result)
    else:
        numbers = f"{_figure(result, result.estimate):>10}  {limits}{_counts(result)}"
    return f"{ljust(_name(result), WIDTH)} {numbers}{_model(result)}".rstrip()


def _name(result: Result) -> str:
    places = [str(result.details[name]) for name in PLACES if result.details.get(name)]
    name = name_of(result.what)
    return f"{name} ({listed(places)})" if places else name


def _counts(result: Result) -> str:
    """What the row rests on: n, reporting areas, years."""
    parts = []
    if result.n is not None:
        parts.append(_("n = %(size)s") % {"size": number(result.n)})
    if result.areas is not None:
        parts.append(_("areas: %(count)d") % {"count": result.areas})
    if result.years is not None:
        parts.append(one_way("–".join(str(year) for year in dict.fromkeys(result.years))))
    return "  " + clauses(parts) if parts else ""


def _model(result: Result) -> str:
    terms, criterion = result.details.get("terms"), result.details.get("criterion")
    model = "" if terms is None else "  " + (listed(terms) or _("independent lists"))
    return ("" if criterion is None else f"  BIC {decimal(criterion, 2)}") + model


def _beneath(result: Result) -> Iterator[str]:
    if "percentile_low" in result.details:
        ends = between(*(_number(result.details[f"percentile_{end}"]) for end in ("low", "high")))
        yield _("percentile limits %(limits)s") % {"limits": ends}
        spread = [_number(end) for name in ("low", "high") for end in result.details[f"{name}_over_seeds"]]
        text = _("over the seeds the lower limit is %(a)s to %(b)s, the upper %(c)s to %(d)s")
        yield text % dict(zip("abcd", spread, strict=True))
    if "x" in result.details:
        yield clauses([one_way(f"{axis} = {significant(result.details[axis], 3)}") for axis in ("x", "y")])
    if "id" in result.details and "severity" in result.details:
        yield from _signal(result)
    if "p_value" in result.details and result.details["p_value"] is not None:
        p = probability(result.details["p_value"])
        yield one_way(f"p {p}" if p.startswith("<") else f"p = {p}")
    if result.note and result.what not in NOTE_ONCE:
        yield result.note
    if result.refusal:
        names = {"code": result.refusal.code, "text": result.refusal.text}
        yield _("Refused (%(code)s): %(text)s") % names


def _signal(result: Result) -> Iterator[str]:
    """The id, severity, strength and chance of a signal, and the lines it rests on."""
    from pipelines.analyse.signals.wording import by_accident
    from pipelines.disseminate.signal_list import SEVERITIES

    said = result.details
    severity, strength = SEVERITIES[said["severity"]], strength_of(said["strength_means"])
    parts = [said["id"], _(severity), f"{strength} = {significant(said['strength'], 3)}"]
    if said["chance"] is not None:
        parts.append(by_accident(said["chance"]))
    yield "  ".join(parts)
    for submission, lines in said["lines"].items():
        yield _("%(id)s, lines %(lines)s") % {"id": submission, "lines": first_lines(lines)}


def first_lines(lines: Sequence[int]) -> str:
    """The first of some numbers of lines, in a list; whether there are more."""
    return listed([str(line) for line in lines[:SHOWN_LINES]]) + (" …" if len(lines) > SHOWN_LINES else "")


def _figure(result: Result, value: float | None) -> str:
    is_year = value is not None and result.what in ARE_YEARS
    return f"{value:.0f}" if is_year else _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return decimal(value, 0) if abs(value) >= 100 else significant(value, 4)
