"""The trends of a plain file: what `tipor analyse trend`, `changepoint` and `alerts` call.

What does not belong here: any method.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.analyse.coverage_panels import COMPLETE_SHARE, by_year, incomplete_years
from pipelines.analyse.plain_columns import is_named_total
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.plain_headers import Meant, nothing_meant
from pipelines.analyse.results import Analysis, Refusal, refused
from pipelines.analyse.trends import alerts, change_point_rows, change_point_tried, wording
from pipelines.analyse.trends.change_points import PERMUTATIONS
from pipelines.analyse.trends.estimate import ANALYSIS, Settings, estimate_trend
from pipelines.analyse.trends.input import read_cells, unread_columns
from pipelines.analyse.trends.panel import Cell, Panel, panel_of
from pipelines.analyse.trends.randomisation import DRAWS, SEED
from pipelines.contract.known_names import spelling_key


def trend_of_file(
    plain: PlainTable,
    *,
    complete_share: float = COMPLETE_SHARE,
    draws: int = DRAWS,
    seed: int = SEED,
    has_zeros: bool = False,
    meant: Meant = nothing_meant,
) -> Analysis:
    """The trend of a file with the columns reporter, year, count (or low and high)."""
    read = _read(plain, has_zeros=has_zeros, meant=meant)
    if isinstance(read, Refusal):
        return refused(ANALYSIS, read, plain.sha256)
    incomplete = incomplete_years(by_year((cell.year, cell.area) for cell in read.cells), complete_share)
    settings = Settings(complete_share, draws, seed)
    found = estimate_trend(read.panel, settings, incomplete=incomplete, input_sha256=plain.sha256)
    return _noted(found, read)


def change_points_of_file(
    plain: PlainTable,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    has_zeros: bool = False,
    meant: Meant = nothing_meant,
) -> Analysis:
    """The change points of a file with the columns year, count."""
    read = _read(plain, has_areas=False, has_zeros=has_zeros, meant=meant)
    if isinstance(read, Refusal):
        return refused(change_point_rows.ANALYSIS, read, plain.sha256)
    settings = change_point_tried.Settings(permutations, seed)
    found = change_point_rows.estimate_change_points(read.panel, settings, input_sha256=plain.sha256)
    return _noted(found, read)


def alerts_of_file(
    plain: PlainTable,
    *,
    fewest_years: int = alerts.FEWEST_YEARS,
    has_zeros: bool = False,
    meant: Meant = nothing_meant,
) -> Analysis:
    """What is new in the newest year of a file with the columns reporter, year, count."""
    read = _read(plain, has_zeros=has_zeros, meant=meant)
    if isinstance(read, Refusal):
        return refused(alerts.ANALYSIS, read, plain.sha256)
    found = alerts.find_alerts(read.panel, alerts.Settings(fewest_years), input_sha256=plain.sha256)
    return _noted(found, read)


@dataclass(frozen=True)
class _Read:
    """The cells of a file and their panel, areas that are named a total left out; and what is to be said."""

    cells: list[Cell]
    panel: Panel
    notes: tuple[str, ...]


def _read(plain: PlainTable, *, meant: Meant, has_zeros: bool, has_areas: bool = True) -> _Read | Refusal:
    every = read_cells(plain, has_areas=has_areas, has_zeros=has_zeros, meant=meant)
    if isinstance(every, Refusal):
        return every
    cells = [cell for cell in every if not is_named_total(cell.area)]
    panel = panel_of(cells)
    if isinstance(panel, Refusal):
        return panel
    if not panel.areas:
        return wording.only_lower_bounds()
    without = len(plain.rows) - len(every)
    unread = unread_columns(plain, has_areas=has_areas, meant=meant)
    totals, alike = sorted({cell.area for cell in every if is_named_total(cell.area)}), _alike(panel.areas)
    notes = (
        wording.lines_without_figure(without) if without else "",
        wording.totals_left_out(totals) if totals else "",
        wording.areas_alike(alike) if alike else "",
        wording.columns_not_read(unread) if unread else "",
    )
    return _Read(cells, panel, tuple(filter(None, notes)))


def _noted(found: Analysis, read: _Read) -> Analysis:
    """The analysis whose first row says how the file was read."""
    if not read.notes or not found.results:
        return found
    first, *others = found.results
    note = " ".join(filter(None, [first.note, *read.notes]))
    return replace(found, results=(replace(first, note=note), *others))


def _alike(areas: tuple[str, ...]) -> list[str]:
    """Names of areas that differ in case, accents or punctuation alone."""
    by_key: dict[str, list[str]] = {}
    for area in areas:
        by_key.setdefault(spelling_key(area), []).append(area)
    return [area for names in by_key.values() if len(names) > 1 for area in names]
