"""Synthetic control: what would have happened here otherwise, read off a weighted mix of places elsewhere."""

from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._checks import Vector, matrix, number, several, vector, whole
from .simplex import nearest_mix


@dataclass(frozen=True)
class SyntheticControl:
    """A unit and its synthetic twin.

    weights: (donors,), >= 0, sum 1. synthetic, gap: (periods,), in the unit of the outcome; gap = treated -
    synthetic. rmspe_pre, rmspe_post: root of the mean squared gap before and after. ratio: post over pre.
    """

    weights: Vector
    synthetic: Vector
    gap: Vector
    rmspe_pre: float
    rmspe_post: float
    ratio: float
    pre: int
    penalty: float


@dataclass(frozen=True)
class PlaceboRanks:
    """Every unit treated as if it had been the one.

    ratio: (units,) RMSPE after over before. rank: 1 = largest ratio. p_value: part of all units whose ratio
    is at least as large, the unit itself included; never below 1 / units. gaps: (periods, units).
    """

    ratio: Vector
    rank: NDArray[np.int64]
    p_value: Vector
    gaps: Vector


def synthetic_control(
    treated: ArrayLike, donors: ArrayLike, pre: SupportsIndex, penalty: float = 0.0
) -> SyntheticControl:
    """The mix of donors that follows the treated unit most closely before the event, and the gap after it.

    treated: (periods,). donors: (periods, units), same unit of measurement. pre: how many periods lie
    before the event; at least one must lie after. penalty: weight on donors that differ from the treated
    unit one by one; 0 is the plain method, in which a unit inside its donors' hull has many equally good
    weight sets (see `gap_range`); any penalty above 0 makes the choice definite in all but freak cases.
    Minimises |a - Xw|^2 + penalty * sum w_j |a - x_j|^2 over the pre-periods. Source: Abadie, Diamond and
    Hainmueller (2010); Abadie and L'Hour (2021). Solver: `simplex.py`. Raises ValueError for bad values,
    unequal numbers of periods, a pre outside 1..periods - 1, a negative penalty.
    """
    own, others, before = _panel(treated, donors, pre)
    weight = number(penalty, "penalty", low=0)
    weights = nearest_mix(others[:before] - own[:before, None], weight)
    synthetic = others @ weights
    return _result(own, synthetic, weights, before, weight)


def _panel(treated: ArrayLike, donors: ArrayLike, pre: SupportsIndex) -> tuple[Vector, Vector, int]:
    own = vector(treated, "treated", at_least=2)
    others = matrix(donors, "donors")
    if len(others) != len(own):
        raise ValueError(
            f"donors has {several(len(others), 'period')} but treated has {len(own)}: give the same periods to both."
        )
    return own, others, whole(pre, "pre", 1, len(own) - 1)


def _result(own: Vector, synthetic: Vector, weights: Vector, pre: int, penalty: float) -> SyntheticControl:
    gap = own - synthetic
    before, after = _rms(gap[:pre]), _rms(gap[pre:])
    return SyntheticControl(weights, synthetic, gap, before, after, _ratio(before, after, own), pre, penalty)


def _rms(gap: Vector) -> float:
    return float(np.sqrt(np.mean(gap * gap)))


def _ratio(before: float, after: float, own: Vector) -> float:
    """RMSPE ratio; a fit perfect but for rounding counts as perfect, and 0 / 0 as 'nothing changed'."""
    rounding = 1e-12 * float(np.max(np.abs(own)))
    if before > rounding:
        return after / before
    return np.inf if after > rounding else 1.0


def placebo_ranks(outcomes: ArrayLike, pre: SupportsIndex, penalty: float = 0.0) -> PlaceboRanks:
    """The placebo test in space: fit a synthetic control for every unit from all others, and rank the ratios.

    outcomes: (periods, units), at least 3 units, the treated one among them. pre, penalty: as in
    `synthetic_control`. The treated unit stays in the others' pool of donors, as in Abadie, Diamond and
    Hainmueller (2010). Raises ValueError for bad input.
    """
    table = matrix(outcomes, "outcomes", rows=2, columns=3)
    fits = [
        synthetic_control(table[:, unit], np.delete(table, unit, axis=1), pre, penalty)
        for unit in range(table.shape[1])
    ]
    ratio = np.array([fit.ratio for fit in fits])
    larger = np.sum(ratio[None, :] > ratio[:, None], axis=1)
    at_least = np.sum(ratio[None, :] >= ratio[:, None], axis=1)
    return PlaceboRanks(ratio, larger + 1, at_least / len(fits), np.column_stack([fit.gap for fit in fits]))


def gap_range(treated: ArrayLike, donors: ArrayLike, pre: SupportsIndex) -> tuple[Vector, Vector]:
    """The smallest and the largest gap in each period among all weight sets that fit best without penalty.

    Arguments and errors as in `synthetic_control`. Returns (low, high), each (periods,). Where the two
    differ, the plain method does not determine the gap. Method: a linear programme a period over the
    weights that give the best fit.
    """
    own, others, before = _panel(treated, donors, pre)
    best = nearest_mix(others[:before] - own[:before, None], 0.0)
    size = float(np.max(np.abs(others))) or 1.0
    fitted = others[:before] / size
    equal = np.vstack((fitted, np.ones(len(best))))
    target = np.append(fitted @ best, 1.0)
    low, high = np.empty(len(own)), np.empty(len(own))
    for period, row in enumerate(others / size):
        least, most = (_extreme(sign * row, equal, target) for sign in (1.0, -1.0))
        low[period], high[period] = own[period] + most * size, own[period] - least * size
    return low, high


def _extreme(objective: Vector, equal: Vector, target: Vector) -> float:
    """The smallest value of objective . w over all w >= 0 with equal w = target."""
    from scipy.optimize import linprog  # here, because it loads slowly and most measures need none

    answer = linprog(
        objective,
        A_eq=equal,
        b_eq=target,
        bounds=(0, 1),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if not answer.success:
        raise ValueError(f"treated and donors leave no weights to compare ({answer.message}).")
    return float(answer.fun)
