"""How far two figures of the same thing lie apart, in units of what is ordinary. SQL expressions, chances.

Between versions of one cell ordinary means: a small share of the persons is added or taken away, each cell on
its own (a binomial part), and some figures are revised as a whole (a part that grows with the figure).
Between sources each also counts other persons (a Poisson part). What does not belong here: what is compared.
"""

from __future__ import annotations

from math import exp, lgamma, log

HEIGHT = 0.4
"""Of a bell of spread 1: a spread s gives the likeliest figure a chance of .4 / s."""
SIZE_OF_SERIES = 5
"""Of the negative binomial that the years of a series vary by."""
HALF_PERSON = 0.5
"""The variance that no count goes below: rounding, and one person more or less."""


def gap(low: str, high: str, low_before: str, high_before: str) -> str:
    """The SQL of the distance between two intervals, with its sign: 0 where they overlap or have no
    figure."""
    top, top_before = f"coalesce({high}, 'infinity'::DOUBLE)", f"coalesce({high_before}, 'infinity'::DOUBLE)"
    return f"""coalesce(CASE
        WHEN {low} > {top_before} THEN {low} - {top_before}
        WHEN {top} < {low_before} THEN {top} - {low_before}
        ELSE 0
    END, 0)"""


def middle(low: str, high: str) -> str:
    """The SQL of the middle of an interval; its lower end where the top is open."""
    return f"(({low} + coalesce({high}, {low})) / 2)"


def revision_variance(level: str, share: str, least: float = HALF_PERSON) -> str:
    """The SQL of the variance of an ordinary revision of a figure of size `level` where `share` is
    revised."""
    return f"({least} + 2 * {share} * {level} + power(2 * {share} * {level}, 2))"


def source_variance(one: str, other: str, spread: str, poisson: str = "1") -> str:
    """The SQL of the variance of the difference of two sources' counts, and a common spread (a CV).

    `poisson` is the part of the persons that each counts for itself: 1 where they share none.
    """
    return f"({HALF_PERSON} + {poisson} * ({one} + {other}) + power({spread} * ({one} + {other}) / 2, 2))"


def chance_of_figure(level: str, size: int | None = SIZE_OF_SERIES) -> str:
    """The SQL of the chance that a count about `level` (above zero) is one very figure: a bell's height.

    Of a negative binomial of this size; of a Poisson count where the size is None.
    """
    beyond = "" if size is None else f" + {level} * {level} / {size}"
    return f"least(1, {HEIGHT} / sqrt({level}{beyond}))"


def chance_of_sum(squares: float, count: int) -> float:
    """The chance that the sum of `count` squared standard normal deviates is at least `squares`
    (chi-squared)."""
    from scipy.special import gammaincc

    return float(gammaincc(max(count, 1) / 2, squares / 2))


def chance_of_hits(hits: int, expected: float) -> float:
    """The chance of at least so many hits where `expected` are (Poisson)."""
    if hits <= 0:
        return 1.0
    from scipy.special import gammainc

    return float(gammainc(hits, expected)) if expected > 0 else 0.0


def log_chance_of_product(log_product: float, count: int) -> float:
    """The logarithm of the chance that a product of `count` chances is as small as this (Fisher's method)."""
    size = -log_product
    terms = [1.0]
    for place in range(1, count):
        terms.append(terms[-1] * size / place)
    return log_product + log(sum(terms))


def log_choices(count: int, chosen: int) -> float:
    """The logarithm of the number of ways to choose so many of so many."""
    return lgamma(count + 1) - lgamma(chosen + 1) - lgamma(count - chosen + 1)


def from_log(value: float) -> float:
    """e to the value, without overflow."""
    return exp(min(value, log(1e12)))
