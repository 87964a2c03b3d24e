"""Composite indices: several indicators made into one number, and how much the weights decide.

Source: OECD and Joint Research Centre (2008), Handbook on Constructing Composite Indicators, on normalisation, weights
and their tests. That each unit be judged by the weights that suit it best is the 'benefit of the doubt' of Cherchye,
Moesen, Rogge and Van Puyenbroeck (2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ._checks import Vector, matrix, positive_sum, same_length, several, vector

NORMALISATIONS = ("min-max", "z-score", "rank")
_LEAD = 1e-9  # a smaller lead is a tie


@dataclass(frozen=True)
class PossibleFirsts:
    """Which of n units some weights put first, alone.

    possible: (n,) true or false. margins: (n,) the largest lead that any weights give the unit over its strongest
    rival, in units of the normalised indicators; zero or below where no weights put it first. weights: for each
    unit the (k,) weights of that lead, not negative and with sum 1, or None where it can never be first.
    """

    possible: NDArray[np.bool_]
    margins: Vector
    weights: tuple[Vector | None, ...]


def normalise(values: ArrayLike, method: str, higher_is_better: bool = True) -> Vector:
    """Bring one indicator to a scale that others can share, with more always better.

    values: (n,) numbers in any unit, at least 2, not all equal. method: 'min-max' sets the worst to 0 and the best
    to 1; 'z-score' counts standard deviations (of these n) above the mean; 'rank' gives the part of the others that
    a unit beats, a tie counting half. higher_is_better: False turns the scale over, as for a rank or a rate of
    error. Returns (n,). Source: OECD and JRC (2008). Raises ValueError for an unknown method, a missing value, or
    values that are all equal.
    """
    return _normalise(vector(values, "values", at_least=2), _known(method), higher_is_better, "values")


def composite(
    table: ArrayLike, weights: ArrayLike, method: str, directions: Sequence[bool] | None = None
) -> Vector:
    """The composite index of each unit: the weighted mean of its normalised indicators.

    table: (n, k) numbers, a row a unit, a column an indicator. weights: (k,), none negative, not all zero; only
    their proportions count. method: as in `normalise`. directions: for each column whether more is better; without
    it, more always is. Returns (n,), larger is better. Source: OECD and JRC (2008), linear aggregation. Raises
    ValueError for bad input.
    """
    scores = _normalised(table, method, directions)
    parts = vector(weights, "weights", low=0)
    same_length(parts, "weights", scores.shape[1], "the columns of table")
    out: Vector = scores @ (parts / positive_sum(parts, "weights"))
    return out


def possible_firsts(
    table: ArrayLike, method: str, directions: Sequence[bool] | None = None
) -> PossibleFirsts:
    """For each unit: do any weights put it first, and which put it furthest ahead?

    table, method, directions: as in `composite`. A linear programme for each unit finds the non-negative weights with
    sum 1 that make its lead over the strongest of the others as large as can be; a lead of zero is a tie, not a first.
    Source: in the spirit of the 'benefit of the doubt', Cherchye et al. (2007). Raises ValueError for bad input.
    """
    scores = _normalised(table, method, directions)
    found = [_best_lead(scores, unit) for unit in range(len(scores))]
    margins = np.array([margin for _, margin in found])
    possible = margins > _LEAD
    weights = tuple(mix if first else None for (mix, _), first in zip(found, possible, strict=True))
    return PossibleFirsts(possible, margins, weights)


def _best_lead(scores: Vector, unit: int) -> tuple[Vector, float]:
    """The weights that put a unit furthest ahead, and by how much: maximise m with (row - other) . w >= m."""
    k = scores.shape[1]
    behind = np.delete(scores, unit, axis=0) - scores[unit]
    from scipy.optimize import linprog  # here, because it loads slowly and most measures need none

    solved = linprog(
        np.append(np.zeros(k), -1.0),
        A_ub=np.column_stack((behind, np.ones(len(behind)))),
        b_ub=np.zeros(len(behind)),
        A_eq=[np.append(np.ones(k), 0.0)],
        b_eq=[1.0],
        bounds=[*[(0, None)] * k, (None, None)],
        method="highs",
    )
    # Always solvable: weights are bounded, and a lead small enough is always met.
    weights = np.clip(solved.x[:k], 0.0, None)
    weights /= weights.sum()
    return weights, float(-(behind @ weights).max())


def _normalised(table: ArrayLike, method: str, directions: Sequence[bool] | None) -> Vector:
    """Each column of the table, normalised."""
    values = matrix(table, "table", rows=2)
    k = values.shape[1]
    better = [True] * k if directions is None else list(directions)
    if len(better) != k:
        needs = f"table has {several(k, 'column')}: they must match one to one."
        raise ValueError(f"directions has {several(len(better), 'value')} but {needs}")
    known = _known(method)
    columns = [_normalise(values[:, j], known, better[j], f"column {j} of table") for j in range(k)]
    return np.column_stack(columns)


def _known(method: str) -> str:
    if method not in NORMALISATIONS:
        raise ValueError(f"method is {method!r}: choose one of {', '.join(NORMALISATIONS)}.")
    return method


def _normalise(values: Vector, method: str, higher_is_better: bool, name: str) -> Vector:
    least, most = float(values.min()), float(values.max())
    if least == most:
        raise ValueError(
            f"{name} has {least:g} for every unit: an indicator without differences ranks nobody."
        )
    up = values if higher_is_better else -values
    if method == "rank":
        places: Vector = np.asarray(pd.Series(up).rank())
        return (places - 1.0) / (len(up) - 1.0)
    if method == "min-max":
        return (up - up.min()) / (up.max() - up.min())
    # Scaled first, so that huge or tiny units do not overflow on squaring.
    unit = up / max(abs(least), abs(most))
    out: Vector = (unit - unit.mean()) / unit.std()
    return out
