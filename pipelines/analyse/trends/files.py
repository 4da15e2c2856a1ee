"""The trends of a plain file: what `tipor analyse trend`, `changepoint` and `alerts` call.

What does not belong here: any method.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.analyse.coverage_panels import COMPLETE_SHARE, by_year, incomplete_years
from pipelines.analyse.plain_files import PlainTable
from pipelines.analyse.results import Analysis, Refusal, refused
from pipelines.analyse.trends import alerts, change_point_rows, wording
from pipelines.analyse.trends.change_points import PERMUTATIONS
from pipelines.analyse.trends.estimate import ANALYSIS, Settings, estimate_trend
from pipelines.analyse.trends.input import read_cells, unread_columns
from pipelines.analyse.trends.panel import Cell, Panel, panel_of
from pipelines.analyse.trends.randomisation import DRAWS, SEED


def trend_of_file(
    plain: PlainTable,
    *,
    complete_share: float = COMPLETE_SHARE,
    draws: int = DRAWS,
    seed: int = SEED,
    has_zeros: bool = False,
) -> Analysis:
    """The trend of a file with the columns reporter, year, count (or low and high)."""
    cells = read_cells(plain, has_zeros=has_zeros)
    if isinstance(cells, Refusal):
        return refused(ANALYSIS, cells, plain.sha256)
    panel = panel_of(cells)
    if isinstance(panel, Refusal):
        return refused(ANALYSIS, panel, plain.sha256)
    incomplete = incomplete_years(by_year((cell.year, cell.area) for cell in cells), complete_share)
    settings = Settings(complete_share, draws, seed)
    found = estimate_trend(panel, settings, incomplete=incomplete, input_sha256=plain.sha256)
    return _noted(found, unread_columns(plain))


def _panel(cells: list[Cell] | Refusal) -> Panel | Refusal:
    return cells if isinstance(cells, Refusal) else panel_of(cells)


def change_points_of_file(
    plain: PlainTable, *, permutations: int = PERMUTATIONS, seed: int = SEED, has_zeros: bool = False
) -> Analysis:
    """The change points of a file with the columns year, count."""
    cells = read_cells(plain, has_areas=False, has_zeros=has_zeros)
    series = _panel(cells)
    if isinstance(series, Refusal):
        return refused(change_point_rows.ANALYSIS, series, plain.sha256)
    settings = change_point_rows.Settings(permutations, seed)
    found = change_point_rows.estimate_change_points(series, settings, input_sha256=plain.sha256)
    return _noted(found, unread_columns(plain, has_areas=False))


def alerts_of_file(
    plain: PlainTable, *, fewest_years: int = alerts.FEWEST_YEARS, has_zeros: bool = False
) -> Analysis:
    """What is new in the newest year of a file with the columns reporter, year, count."""
    panel = _panel(read_cells(plain, has_zeros=has_zeros))
    if isinstance(panel, Refusal):
        return refused(alerts.ANALYSIS, panel, plain.sha256)
    found = alerts.find_alerts(panel, alerts.Settings(fewest_years), input_sha256=plain.sha256)
    return _noted(found, unread_columns(plain))


def _noted(found: Analysis, unread: tuple[str, ...]) -> Analysis:
    """The analysis whose first row says which columns were not read."""
    if not unread or not found.results:
        return found
    first, *others = found.results
    note = " ".join(filter(None, [first.note, wording.columns_not_read(unread)]))
    return replace(found, results=(replace(first, note=note), *others))
