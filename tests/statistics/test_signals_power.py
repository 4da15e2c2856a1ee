"""Are faults of kinds that nobody described found, with two versions, two sources, or one of one?

Simulations: all are slow. The tables by kind and setting are made by `searched_rows`.
"""

from __future__ import annotations

import pytest

from tests.statistics.row_faults import KINDS
from tests.statistics.searched_rows import ALONE, SETTINGS, SOURCES, VERSIONS, searched

SEED = 50
LEAST_POWER = {VERSIONS: 0.9, SOURCES: 0.55, ALONE: 0.5}
"""With two versions nearly all; with one the share that stands in docs/methods/integrity.md, less what one
world varies by. Alone, only of kinds that leave a trace."""
MOST_ALARMS_PER_1000 = 5


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
def test_faults_nobody_described_are_found_and_clean_rows_raise_few_alarms(contract, setting):
    trials, clean, area_years = searched(contract, SEED, setting)
    assert len(clean) <= max(1, MOST_ALARMS_PER_1000 * area_years / 1000)
    kept = [trial for trial in trials if setting != ALONE or KINDS[trial.kind].is_seen_alone]
    assert sum(bool(trial.families) for trial in kept) >= LEAST_POWER[setting] * len(kept)
