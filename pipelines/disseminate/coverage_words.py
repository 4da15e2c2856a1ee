"""The words of the chart `coverage`, all made from its data: title, subtitle, notes, alt text, table."""

from __future__ import annotations

from pipelines.contract.cldr import clauses, number
from pipelines.contract.text import _, ngettext
from pipelines.disseminate.chart import DataTable
from pipelines.disseminate.coverage_grid import LOST, QUESTIONED, Grid
from pipelines.disseminate.evidence import REPORTED_STATES, Evidence
from pipelines.disseminate.wording import Labels, area_years, areas, caution, day, held_out_sentence, listed


def state(name: str) -> str:
    """What a state means, for the key and the table."""
    meanings = {
        "value": _("a figure above 0"),
        "zero": _("0: none detected"),
        "nil": _("nil return: searched, none"),
        "below": _("below a threshold, such as <5"),
        "suppressed": _("withheld, so that nobody is recognised"),
        LOST: _("lost: the version before had it"),
        QUESTIONED: _("questioned by an open signal: in no total"),
        "missing": _("no figure: unknown, not zero"),
        "not_applicable": _("not applicable"),
        "not_collected": _("not collected"),
        "not_cleared": _("not cleared for publication"),
    }
    return meanings[name]


def title(grid: Grid) -> str:
    """The main point: how many figures there are, how many of them are zero, lost, or questioned."""
    counts = grid.counts()
    words = {"n": grid.reported(), "zeros": counts["zero"] + counts["nil"]}
    point = ngettext(
        "%(n)s figure, %(zeros)s of them zero", "%(n)s figures, %(zeros)s of them zero", words["n"]
    )
    point %= words
    if counts[QUESTIONED]:
        point = ngettext(
            "%(point)s; %(n)s more is questioned by an open signal",
            "%(point)s; %(n)s more are questioned by open signals",
            counts[QUESTIONED],
        ) % {"n": counts[QUESTIONED], "point": point}
    if counts[LOST]:
        point = ngettext(
            "%(point)s; %(n)s that the version before had is lost",
            "%(point)s; %(n)s that the version before had are lost",
            counts[LOST],
        ) % {"n": counts[LOST], "point": point}
    return point


def subtitle(evidence: Evidence, grid: Grid, labels: Labels) -> str:
    """Of what, which version, where and when."""
    return _(
        "%(offence)s: what was reported, %(first)s–%(last)s; %(source)s, version known since %(version)s"
    ) % {
        "offence": labels("offence", evidence.offence),
        "source": labels("source", evidence.source),
        "version": day(grid.version),
        "first": grid.years[0],
        "last": grid.years[-1],
    }


def notes(evidence: Evidence, grid: Grid, labels: Labels) -> tuple[str, ...]:
    """What is printed under the picture: the caution, what is compared, the source with its n."""
    rows = _("Rows are the areas with a figure in any version; no other area has one.")
    size = listed([area_years(grid.reported()), areas(len(_reporting(grid)))])
    words = {"source": labels("source", evidence.source), "version": day(grid.version), "size": size}
    source = _("Source: %(source)s, version known since %(version)s; n = %(size)s.") % words
    return tuple(filter(None, (f"{caution()} {rows}", held_out_sentence(evidence, labels), source)))


def _reporting(grid: Grid) -> list[str]:
    """The areas with anything that counts."""
    return [area for area in grid.areas if any(_counts(grid, area, year) for year in grid.years)]


def _counts(grid: Grid, area: str, year: int) -> bool:
    return grid.state(area, year) in REPORTED_STATES and not grid.is_questioned(area, year)


def alt_text(evidence: Evidence, grid: Grid, labels: Labels) -> str:
    """Kind of chart, the data, and the reason to look at it."""
    kind = _("Grid of %(areas)s by year, %(first)s–%(last)s, one cell an area-year (%(offence)s).") % {
        "areas": areas(len(grid.areas)),
        "first": grid.years[0],
        "last": grid.years[-1],
        "offence": labels("offence", evidence.offence),
    }
    found = grid.counts()
    counts = _("Cells: %(counts)s.") % {
        "counts": clauses([f"{state(n)} ({number(found[n])})" for n in _present(grid)])
    }
    return " ".join([kind, counts, *_losers(grid, labels), title(grid) + ".", caution()])


def _present(grid: Grid) -> list[str]:
    found = grid.counts()
    return sorted(found, key=lambda name: (-found[name], name))


def _losers(grid: Grid, labels: Labels) -> list[str]:
    """A sentence that names the areas with lost cells, if there are any."""
    names = [labels("area", a) for a in grid.areas if any(grid.is_lost(a, year) for year in grid.years)]
    return [_("Lost in: %(areas)s.") % {"areas": listed(names)}] if names else []


def data_table(grid: Grid, labels: Labels) -> DataTable:
    """Areas down, years across, a word for each state."""
    short = {
        "value": _("figure"),
        "zero": "0",
        "nil": _("nil"),
        "below": "<",
        "suppressed": _("withheld"),
        LOST: _("lost"),
        "missing": "",
        "not_applicable": _("n/a"),
        "not_collected": _("not collected"),
        "not_cleared": _("not cleared"),
        QUESTIONED: _("questioned"),
    }
    rows = [
        (labels("area", a), *(short[grid.counted_as(a, year)] for year in grid.years)) for a in grid.areas
    ]
    return DataTable((_("Reporting area"), *map(str, grid.years)), tuple(rows))
