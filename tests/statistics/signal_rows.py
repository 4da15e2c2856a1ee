"""Clean rows of victims in versions and sources, as the curated tables hold them, and faults planted in them.

Made without files, so that many worlds can be searched in a test.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from pipelines.analyse.signals.signal import Signal
from pipelines.analyse.signals.signals import make_signals
from pipelines.collect.database import open_memory
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill
from pipelines.process.typed import typed_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST, SECOND = datetime(2020, 1, 1), datetime(2021, 1, 1)
LEAVES = (("F", "Y0T17"), ("F", "Y_GE18"), ("M", "Y0T17"), ("M", "Y_GE18"))


@dataclass(frozen=True)
class Given:
    """One figure of a submission."""

    area: str
    year: int
    sex: str
    age: str
    value: int
    source: str = "SDG_16_2_2"
    offence: str = "TIP"
    known_from: datetime = FIRST
    known_to: datetime | None = None
    is_public: bool = True


Rows = list[Given]


def areas_of(contract: Contract, count: int) -> list[str]:
    """So many States, in the order of the code list."""
    codes = contract.code_list("area").codes.values()
    return [code.code for code in codes if code.attributes["kind"] == "STATE"][:count]


def clean_rows(
    contract: Contract,
    seed: int,
    *,
    area_count: int = 60,
    years: Sequence[int] = range(2008, 2020),
    sources: Sequence[str] = ("SDG_16_2_2", "GLOTIP"),
    offence: str = "TIP",
    revised_share: float = 0.2,
    revision: float = 0.03,
) -> Rows:
    """Overdispersed counts by sex and age of areas that join late, with many zeros; the first source has
    two versions (the second revised by a few per cent, with a year more), the second source sees other
    persons."""
    draw = np.random.default_rng(seed)
    rows: Rows = []
    for area in areas_of(contract, area_count):
        shares = draw.dirichlet((1.0, 4.0, 1.0, 2.0))
        level = np.exp(draw.normal(2.5, 1.6))
        growth = draw.normal(0, 0.06)
        size = draw.uniform(1.5, 8)
        first = years[0] if draw.random() < 0.6 else int(draw.integers(years[0], years[-2]))
        is_quiet = draw.random() < 0.25
        for year in (y for y in years if y >= first):
            mean = 0.05 if is_quiet else level * np.exp(growth * (year - years[0]))
            total = draw.negative_binomial(size, size / (size + mean))
            counts = draw.multinomial(total, draw.dirichlet(shares * 60 + 0.01))
            for (sex, age), count in zip(LEAVES, counts, strict=True):
                value = int(count)
                if year != years[-1]:
                    rows.append(Given(area, year, sex, age, value, sources[0], offence, FIRST, SECOND))
                if draw.random() < revised_share:
                    value = max(0, round(value * (1 + draw.normal(0, revision))))
                rows.append(Given(area, year, sex, age, value, sources[0], offence, SECOND))
                for other in sources[1:]:
                    seen = int(draw.poisson(count * np.exp(draw.normal(0, 0.05))))
                    rows.append(Given(area, year, sex, age, seen, other, offence, FIRST))
    return rows


def area_year_count(rows: Rows) -> int:
    """How many area-years (in a source, in a version) there are."""
    return len({(r.source, r.offence, r.area, r.year, r.known_from) for r in rows})


def changed(rows: Rows, values: dict[tuple[str, int, str, str], int], version: datetime, source: str) -> Rows:
    """The rows with other values by (area, year, sex, age) in one version of one source."""
    return [
        replace(r, value=values.get((r.area, r.year, r.sex, r.age), r.value))
        if r.source == source and r.known_from == version
        else r
        for r in rows
    ]


@contextmanager
def loaded(contract: Contract, rows: Rows, withdrawn: Collection[str] = ()) -> Iterator[DuckDBPyConnection]:
    """The curated tables with these rows of victims; all other tables are empty."""
    with open_memory() as connection:
        for name in contract.names("tables"):
            kinds = typed_columns(contract.table(name)) | {
                "reporter": "VARCHAR",
                "source": "VARCHAR",
                "is_already_public": "BOOLEAN",
                "received_at": "TIMESTAMP",
                "known_from": "TIMESTAMP",
                "known_to": "TIMESTAMP",
            }
            is_filled = name == "victims"
            fill(connection, name, kinds, [_as_row(kinds, n, r) for n, r in enumerate(rows, 2) if is_filled])
        kinds = {"submission": "VARCHAR", "withdrawn_at": "TIMESTAMP"}
        fill(connection, "submissions", kinds, [(name, SECOND) for name in withdrawn])
        yield connection


def signals_in(contract: Contract, rows: Rows, withdrawn: Collection[str] = ()) -> list[Signal]:
    """The signals over rows of victims."""
    with loaded(contract, rows, withdrawn) as connection:
        return make_signals(connection, contract)


def submission_of(row: Given) -> str:
    """The submission that holds the row."""
    return f"UNODC-victims-{row.source}-{row.known_from:%Y}-1"


def _as_row(kinds: dict[str, str], line: int, row: Given) -> list[object]:
    said = {
        "submission": submission_of(row),
        "line": line,
        "ref_area": row.area,
        "time_period": str(row.year),
        "year": row.year,
        "frequency": "A",
        "offence": row.offence,
        "measure": "DETECTED",
        "sex": row.sex,
        "age": row.age,
        "unit": "NUMBER",
        "value_kind": "COUNT" if row.value else "ZERO",
        "value_low": float(row.value),
        "value_high": float(row.value),
        "component": 1,
        "reporter": "UNODC",
        "source": row.source,
        "is_already_public": row.is_public,
        "received_at": row.known_from,
        "known_from": row.known_from,
        "known_to": row.known_to,
    }
    totals = ("counterpart_area", "organ", "means", "recruitment_area", "removal_area", "flow")
    said |= dict.fromkeys(totals, "_T")
    return [said.get(name) for name in kinds]


# Faults: each gives the new values of one area's cells by (area, year, sex, age)

Values = dict[tuple[str, int, str, str], int]


def values_of(rows: Rows, area: str, source: str, version: datetime) -> Values:
    """The cells of one area in a version."""
    return {
        (r.area, r.year, r.sex, r.age): r.value
        for r in rows
        if r.area == area and r.source == source and r.known_from == version
    }


def with_sexes_exchanged(values: Values, years: Collection[int]) -> Values:
    """F for M in these years."""
    other = {"F": "M", "M": "F"}
    return {
        (area, year, sex, age): values[area, year, other[sex], age]
        for area, year, sex, age in values
        if year in years
    }


def with_ages_exchanged(values: Values, years: Collection[int]) -> Values:
    """Children for adults in these years."""
    other = {"Y0T17": "Y_GE18", "Y_GE18": "Y0T17"}
    return {
        (area, year, sex, age): values[area, year, sex, other[age]]
        for area, year, sex, age in values
        if year in years
    }


def with_years_shifted(values: Values, years: Collection[int]) -> Values:
    """Each year has the figures of the year before: a fault that no family names."""
    return {
        (area, year, sex, age): values[area, year - 1, sex, age]
        for area, year, sex, age in values
        if year in years and (area, year - 1, sex, age) in values
    }


def with_scale(values: Values, years: Collection[int], factor: int = 10) -> Values:
    """Ten times the persons."""
    return {key: value * factor for key, value in values.items() if key[1] in years}


def with_zeros(values: Values, years: Collection[int]) -> Values:
    """Nothing but zeros."""
    return {key: 0 for key in values if key[1] in years}


def of_another(values: Values, others: Values, years: Collection[int]) -> Values:
    """The figures of another area, of women under men: labels have moved too."""
    moved = {(year, "M" if sex == "F" else "F", age): value for (_a, year, sex, age), value in others.items()}
    return {key: moved[key[1:]] for key in values if key[1] in years and key[1:] in moved}


def size_of(values: Values, faulty: Values) -> tuple[int, int]:
    """How many non-zero cells a fault changes, and by how many persons."""
    moved = [(key, value) for key, value in faulty.items() if value != values[key]]
    return sum(bool(value or values[key]) for key, value in moved), sum(abs(v - values[k]) for k, v in moved)
