"""Faults of rows that nobody described to the families: what an area's figures become.

A fault is given the figures of an area, those of another one, and a year; it returns what stands instead. It
may change the other area too (an exchange). What does not belong here: where they are planted
(`searched_rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tests.statistics.signal_rows import (
    LEAVES,
    Values,
    of_another,
    with_ages_exchanged,
    with_scale,
    with_sexes_exchanged,
    with_years_shifted,
    with_zeros,
)

Fault = Callable[[Values, Values, int], Values]


@dataclass(frozen=True)
class Kind:
    """A kind of fault; `is_seen_alone`: whether something in one version of one source can tell of it."""

    fault: Fault
    is_seen_alone: bool = True


def years_of(values: Values) -> list[int]:
    """The years of an area."""
    return sorted({year for _area, year, _sex, _age in values})


def _each(
    values: Values, change: Callable[[int], int], years: Iterator[int] | list[int] | None = None
) -> Values:
    kept = set(years_of(values) if years is None else years)
    return {key: change(value) for key, value in values.items() if key[1] in kept}


def _from_year(values: Values, source: dict[int, int]) -> Values:
    """Each year of `source` has the figures of the year it names."""
    return {
        (area, year, sex, age): values[area, source[year], sex, age]
        for area, year, sex, age in values
        if year in source and (area, source[year], sex, age) in values
    }


def _under(values: Values, area: str) -> Values:
    return {(area, *key[1:]): value for key, value in values.items()}


def _exchanged(own: Values, other: Values, years: list[int] | None = None) -> Values:
    """The figures of two areas, each under the other."""
    one, two = next(iter(own))[0], next(iter(other))[0]
    shared = set(years_of(own)) & set(years_of(other)) & set(years or years_of(own))
    both = _under(other, one) | _under(own, two)
    return {key: both[key] for key in (*own, *other) if key[1] in shared}


def _moved(values: Values, order: tuple[int, ...], years: list[int]) -> Values:
    """The leaves in another order in these years."""
    return {
        (area, year, *leaf): values[area, year, *LEAVES[order[place]]]
        for (area, year) in {key[:2] for key in values}
        if year in years
        for place, leaf in enumerate(LEAVES)
    }


def _cumulated(values: Values) -> Values:
    found: Values = {}
    for key in sorted(values, key=lambda key: key[1]):
        found[key] = values[key] + found.get((key[0], key[1] - 1, *key[2:]), 0)
    return found


def _interpolated(values: Values, first: int, last: int) -> Values:
    """The years between two follow from these."""
    found: Values = {}
    for area, year, sex, age in values:
        ends = [values.get((area, end, sex, age)) for end in (first, last)]
        if first < year < last and None not in ends:
            found[area, year, sex, age] = round(float(np.interp(year, [first, last], ends)))  # type: ignore[arg-type]
    return found


def _sorted(values: Values, year: int) -> Values:
    keys = [(area, year, *leaf) for area in {key[0] for key in values} for leaf in LEAVES]
    return (
        dict(zip(keys, sorted(values.get(key, 0) for key in keys), strict=True)) if keys[0] in values else {}
    )


def _with_total(values: Values, years: list[int]) -> Values:
    """Women have the persons of both sexes."""
    return {
        (area, year, sex, age): value + values[area, year, "M", age]
        for (area, year, sex, age), value in values.items()
        if year in years and sex == "F"
    }


def _with_women_as_men(values: Values, years: list[int]) -> Values:
    return {
        (area, year, "M", age): values[area, year, "F", age]
        for area, year, sex, age in values
        if year in years and sex == "M"
    }


def _shares(values: Values) -> Values:
    found: Values = {}
    for area, year, sex, age in values:
        total = sum(values[area, year, *leaf] for leaf in LEAVES)
        found[area, year, sex, age] = round(100 * values[area, year, sex, age] / total) if total else 0
    return found


def _steps(values: Values) -> Values:
    """What was added since the year before, without its sign."""
    return {
        key: abs(value - values[key[0], key[1] - 1, *key[2:]])
        for key, value in values.items()
        if (key[0], key[1] - 1, *key[2:]) in values
    }


def _reversed_digits(value: int) -> int:
    return int(str(value)[::-1])


def _three(year: int) -> list[int]:
    return [year - 1, year, year + 1]


KINDS: dict[str, Kind] = {
    "sexes exchanged in a year": Kind(lambda own, _o, year: with_sexes_exchanged(own, [year])),
    "ages exchanged in a year": Kind(lambda own, _o, year: with_ages_exchanged(own, [year])),
    "sexes exchanged in all years": Kind(lambda own, _o, _y: with_sexes_exchanged(own, years_of(own)), False),
    "ages exchanged in all years": Kind(lambda own, _o, _y: with_ages_exchanged(own, years_of(own)), False),
    "three categories rotated in a year": Kind(lambda own, _o, year: _moved(own, (1, 2, 0, 3), [year])),
    "three categories rotated in all years": Kind(
        lambda own, _o, _y: _moved(own, (1, 2, 0, 3), years_of(own)), False
    ),
    "categories sorted by size in a year": Kind(lambda own, _o, year: _sorted(own, year)),
    "women's figures under men, three years": Kind(
        lambda own, _o, year: _with_women_as_men(own, _three(year))
    ),
    "women with the persons of both sexes, three years": Kind(
        lambda own, _o, year: _with_total(own, _three(year))
    ),
    "women with the persons of both sexes, all years": Kind(
        lambda own, _o, _y: _with_total(own, years_of(own)), False
    ),
    "every year the figures of the year before": Kind(
        lambda own, _o, _y: with_years_shifted(own, years_of(own))
    ),
    "the years from one on moved, and it twice": Kind(
        lambda own, _o, year: with_years_shifted(own, [y for y in years_of(own) if y > year])
    ),
    "a year copied to the next": Kind(lambda own, _o, year: _from_year(own, {year + 1: year})),
    "two years exchanged": Kind(
        lambda own, _o, year: _from_year(own, {year: year - 2, year - 2: year}), False
    ),
    "years in reversed order": Kind(
        lambda own, _o, _y: _from_year(own, dict(zip(years_of(own), reversed(years_of(own)), strict=True))),
        False,
    ),
    "four years filled with the one before": Kind(
        lambda own, _o, year: _from_year(own, dict.fromkeys(range(year, year + 4), year - 1))
    ),
    "three years on a line between two": Kind(lambda own, _o, year: _interpolated(own, year - 2, year + 2)),
    "a year between its neighbours": Kind(lambda own, _o, year: _interpolated(own, year - 1, year + 1)),
    "cumulated over the years": Kind(lambda own, _o, _y: _cumulated(own)),
    "the change since the year before": Kind(lambda own, _o, _y: _steps(own), False),
    "two areas exchanged in a year": Kind(lambda own, other, year: _exchanged(own, other, [year])),
    "two areas exchanged in all years": Kind(lambda own, other, _y: _exchanged(own, other), False),
    "another area's figures in other cells, a year": Kind(
        lambda own, other, year: of_another(own, other, [year])
    ),
    "another area's figures in other cells, three years": Kind(
        lambda own, other, year: of_another(own, other, _three(year))
    ),
    "a year doubled": Kind(lambda own, _o, year: with_scale(own, [year], 2), False),
    "all years doubled": Kind(lambda own, _o, _y: with_scale(own, years_of(own), 2)),
    "a year three times itself": Kind(lambda own, _o, year: with_scale(own, [year], 3), False),
    "all years three times themselves": Kind(lambda own, _o, _y: with_scale(own, years_of(own), 3)),
    "a year ten times itself": Kind(lambda own, _o, year: with_scale(own, [year], 10)),
    "all years ten times themselves": Kind(lambda own, _o, _y: with_scale(own, years_of(own), 10)),
    "a month as a year": Kind(lambda own, _o, year: _each(own, lambda v: v // 12, [year])),
    "a third of the country, a year": Kind(lambda own, _o, year: _each(own, lambda v: v // 3, [year]), False),
    "a third of the country, all years": Kind(lambda own, _o, _y: _each(own, lambda v: v // 3), False),
    "digits in reversed order, a year": Kind(lambda own, _o, year: _each(own, _reversed_digits, [year])),
    "digits in reversed order, all years": Kind(lambda own, _o, _y: _each(own, _reversed_digits)),
    "the last digit lost, a year": Kind(lambda own, _o, year: _each(own, lambda v: v // 10, [year])),
    "a digit added, a year": Kind(lambda own, _o, year: _each(own, lambda v: 10 * v + 7 if v else 0, [year])),
    "nothing above 9": Kind(lambda own, _o, _y: _each(own, lambda v: min(v, 9))),
    "rounded to fives": Kind(lambda own, _o, _y: _each(own, lambda v: 5 * round(v / 5))),
    "rounded to tens": Kind(lambda own, _o, _y: _each(own, lambda v: 10 * round(v / 10))),
    "a year rounded to tens": Kind(lambda own, _o, year: _each(own, lambda v: 10 * round(v / 10), [year])),
    "three years of 99 in each cell": Kind(lambda own, _o, year: _each(own, lambda _v: 99, _three(year))),
    "a year of nothing but zeros": Kind(lambda own, _o, year: with_zeros(own, [year])),
    "shares in per cent": Kind(lambda own, _o, _y: _shares(own)),
}
