"""`tipor analyse`: an analysis on a plain file of the analyst's own, in the one form of results."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipelines.analyse.results import Analysis
from pipelines.commands import _analyses
from pipelines.commands._speaking import spoken
from pipelines.contract.text import _

REFUSED = 1


class Analyses(click.Group):
    """The analyses, each a function of `_analyses.REGISTRY` that takes its own options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names."""
        return list(_analyses.REGISTRY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The analysis as a command: FILE and --json are the same for all, the other options its own."""
        entry = _analyses.REGISTRY.get(cmd_name)
        return spoken(_command(cmd_name, entry)) if entry else None


def _command(name: str, entry: _analyses.Entry) -> click.Command:
    def run(file: Path, is_json: bool, **options: object) -> None:
        from pipelines.analyse.plain_files import read_plain
        from pipelines.commands._files import read_file

        found = entry.run(read_plain(read_file(file)), **options)
        click.echo(_as_json(found) if is_json else _as_text(found))
        click.get_current_context().exit(REFUSED if found.refusal else 0)

    shared: list[click.Parameter] = [
        click.Argument(["file"], type=click.Path(path_type=Path)),
        click.Option(["--json", "is_json"], is_flag=True, help="For machines."),
    ]
    return click.Command(name, callback=run, params=[*shared, *entry.options()], help=entry.help)


def _as_json(found: Analysis) -> str:
    return json.dumps(found.as_json(), ensure_ascii=False, indent=1, allow_nan=False)


def _as_text(found: Analysis) -> str:
    """Every row on a line, the refusal last; numbers rounded for reading."""
    lines = [_("Input sha256 %(hash)s") % {"hash": found.input_sha256}]
    for result in found.results:
        terms = result.details.get("terms")
        model = "" if terms is None else "  " + (", ".join(terms) or _("independent lists"))
        criterion = result.details.get("criterion")
        bic = "" if criterion is None else f"  BIC {criterion:.2f}"
        lines.append(f"{result.what:18} {_number(result.estimate):>10}  "
                     f"[{_number(result.low)}, {_number(result.high)}]{bic}{model}")  # fmt: skip
        if "percentile_low" in result.details:
            low, high = (_number(result.details[f"percentile_{end}"]) for end in ("low", "high"))
            lines.append("  " + _("percentile limits [%(low)s, %(high)s]") % {"low": low, "high": high})
            spread = [
                _number(end) for name in ("low", "high") for end in result.details[f"{name}_over_seeds"]
            ]
            text = _("over the seeds the lower limit is %(a)s to %(b)s, the upper %(c)s to %(d)s")
            lines.append("  " + text % dict(zip("abcd", spread, strict=True)))
        if result.note and result.what != "model":
            lines.append(f"  {result.note}")
    if found.refusal:
        lines.append(
            _("Refused (%(code)s): %(text)s") % {"code": found.refusal.code, "text": found.refusal.text}
        )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


command = Analyses(
    "analyse", help="Run an analysis on FILE and print its results, or the reason for a refusal."
)
