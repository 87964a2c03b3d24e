"""Inequality: how far people, provinces or cities are from having the same.

One convention throughout: `values` are amounts PER HEAD (GDP per person, income per person) and `weights`
are the heads (population). Without weights every unit counts once. To work from totals, divide first:
`gini(gdp / population, population)`. Weights may be in any unit; only their proportions matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, number, positive_sum, same_length, several, vector

# How NumPy and pandas spell a missing label.
MISSING = ("nan", "NaT", "<NA>")


@dataclass(frozen=True)
class TheilPart:
    """One group's place in a Theil decomposition.

    population_share and value_share: parts of 1. mean: per-head value. theil: inequality inside the group.
    between and within: what the group adds to the two parts of the total (`between` can be negative).
    """

    group: str
    population_share: float
    value_share: float
    mean: float
    theil: float
    between: float
    within: float


@dataclass(frozen=True)
class TheilDecomposition:
    """Theil index split in two: total = between + within. by_group is in order of first appearance."""

    total: float
    between: float
    within: float
    by_group: tuple[TheilPart, ...]


def _weighted(
    values: ArrayLike, weights: ArrayLike | None, *, above: float | None = None
) -> tuple[Vector, Vector]:
    """Per-head values and weights that sum to 1; their weighted mean is positive."""
    per_head = vector(values, "values", low=0 if above is None else None, above=above)
    if weights is None:
        heads = np.ones(len(per_head))
    else:
        heads = vector(weights, "weights", low=0)
        same_length(heads, "weights", len(per_head), "values")
    heads = heads / positive_sum(heads, "weights")
    if float(np.sum(heads * per_head)) <= 0:
        raise ValueError("values sum to zero: there is nothing to compare.")
    return per_head, heads


def lorenz(values: ArrayLike, weights: ArrayLike | None = None) -> tuple[Vector, Vector]:
    """The Lorenz curve: the part of the total that the poorest part of the population holds.

    values: (n,) amounts per head, none negative. weights: (n,) population, or None for one each. Returns
    (p, l), each (n + 1,) from exactly 0 to exactly 1: cumulative population and cumulative total, units
    sorted from the smallest value per head. Source: Lorenz (1905). Raises ValueError for bad values or
    weights.
    """
    per_head, heads = _weighted(values, weights)
    order = np.argsort(per_head, kind="stable")
    return _cumulative(heads[order]), _cumulative(heads[order] * per_head[order])


def _cumulative(parts: Vector) -> Vector:
    steps = np.concatenate(([0.0], np.cumsum(parts)))
    curve: Vector = steps / steps[-1]
    return curve


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The Gini coefficient: twice the area between the Lorenz curve and the diagonal, 0 (equal) to below 1.

    values: (n,) amounts per head, none negative. weights: (n,) population, or None for one each.
    The population form: n units of which one has all give (n - 1) / n, with no small-sample correction.
    Source: Gini (1914). Raises ValueError for bad values or weights.
    """
    population, total = lorenz(values, weights)
    return float(1.0 - np.sum(np.diff(population) * (total[1:] + total[:-1])))


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil's T: the population-weighted mean of (y/m) ln(y/m), m the mean; 0 (equal) to ln(n) unweighted.

    values: (n,) amounts per head, none negative; a zero adds nothing. weights: (n,) population, or None.
    Unit: nats, none. Source: Theil (1967). Raises ValueError for bad values or weights.
    """
    per_head, heads = _weighted(values, weights)
    return _theil(per_head, heads)


def _theil(per_head: Vector, heads: Vector) -> float:
    ratio = per_head / np.sum(heads * per_head)
    return float(np.sum(heads * _x_log_x(ratio)))


def _x_log_x(ratio: Vector) -> Vector:
    """x ln x with its limit 0 at x = 0."""
    out: Vector = ratio * np.log(np.where(ratio > 0, ratio, 1.0))
    return out


def theil_decomposition(
    values: ArrayLike, weights: ArrayLike | None, groups: Iterable[object]
) -> TheilDecomposition:
    """Theil's T split into inequality between groups and within them, which add up to the total.

    values: (n,) amounts per head. weights: (n,) population, or None for one each. groups: (n,) labels.
    Between is Theil's T with each head given its group's mean; within is the mean of the groups' own T,
    weighted by the group's part of the total amount. Source: Theil (1967), Shorrocks (1980).
    Raises ValueError for bad values, weights or groups, or for a group that weighs nothing.
    """
    per_head, heads = _weighted(values, weights)
    labels = _labels(groups)
    if len(labels) != len(per_head):
        raise ValueError(
            f"groups has {several(len(labels), 'label')} but values has {len(per_head)}: they must match one to one."
        )
    mean = float(np.sum(heads * per_head))
    parts = tuple(_part(label, labels, per_head, heads, mean) for label in dict.fromkeys(labels))
    between, within = sum(part.between for part in parts), sum(part.within for part in parts)
    return TheilDecomposition(_theil(per_head, heads), between, within, parts)


def _labels(groups: Iterable[object]) -> list[str]:
    given = list(groups)
    for position, group in enumerate(given):
        if group is None or str(group) in MISSING:
            raise ValueError(f"groups[{position}] is missing: every unit needs a group.")
    return [str(group) for group in given]


def _part(label: str, labels: list[str], per_head: Vector, heads: Vector, mean: float) -> TheilPart:
    inside = np.array([each == label for each in labels])
    population = float(heads[inside].sum())
    if population == 0:
        raise ValueError(f"groups: the group {label!r} has a weight of zero: leave its units out first.")
    own_heads = heads[inside] / population
    own_mean = float(np.sum(own_heads * per_head[inside]))
    own_theil = _theil(per_head[inside], own_heads) if own_mean > 0 else 0.0
    between = population * float(_x_log_x(np.array([own_mean / mean]))[0])
    value_share = population * own_mean / mean
    return TheilPart(label, population, value_share, own_mean, own_theil, between, value_share * own_theil)


def coefficient_of_variation(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The standard deviation over the mean, both weighted: 0 when all are equal.

    values: (n,) amounts per head, none negative. weights: (n,) population, or None for one each (the plain
    coefficient, dividing by n). With weights this is Williamson's (1965) measure of regional inequality.
    Raises ValueError for bad values or weights.
    """
    per_head, heads = _weighted(values, weights)
    mean = np.sum(heads * per_head)
    return float(np.sqrt(np.sum(heads * (per_head - mean) ** 2)) / mean)


def percentile_ratio(
    values: ArrayLike, weights: ArrayLike | None = None, high: float = 90, low: float = 10
) -> float:
    """How many times the value at the high percentile is that at the low one: 1 when both are equal.

    values: (n,) amounts per head, all positive. weights: (n,) population, or None for one each. high, low:
    percentiles, 0 < low < high <= 100. A percentile is the smallest value at which the units up to and with
    it hold at least that part of the weights: a value that occurs, nothing interpolated (the inverse of the
    distribution function; Hyndman and Fan, 1996, definition 1). Raises ValueError for bad values, weights or
    percentiles.
    """
    per_head, heads = _weighted(values, weights, above=0)
    bottom, top = number(low, "low", above=0, high=100), number(high, "high", above=0, high=100)
    if bottom >= top:
        raise ValueError(f"low is {bottom:g} and high is {top:g}: low must be the smaller one.")
    order = np.argsort(per_head, kind="stable")
    # Sums of weights carry rounding errors: ten tenths must reach a tenth, and nine of them nine tenths.
    reached = _cumulative(heads[order])[1:] + 1e-12
    lower, upper = per_head[order][np.searchsorted(reached, [bottom / 100, top / 100])]
    return float(upper / lower)
