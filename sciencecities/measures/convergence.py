"""Convergence: are the poor catching up, and how long would it take?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, matrix, number, same_length, vector
from .regression import ols


@dataclass(frozen=True)
class BetaConvergence:
    """Growth a year (log points) = intercept + beta * ln(initial value).

    beta below 0: the poorer grew faster. se and interval (95 %) belong to beta. speed: part of the gap to
    the common path that closes in a year. half_life: years until half of it is closed; infinite when beta
    is not below 0. Both are NaN when the fit has the units overtake the common path within the period.
    """

    beta: float
    se: float
    interval: tuple[float, float]
    n: int
    speed: float
    half_life: float
    intercept: float


def sigma_convergence(values: ArrayLike) -> Vector:
    """The spread across units in each year: the standard deviation of the logarithms. Falling: converging.

    values: (years, units) amounts per head, all positive. Returns (years,), unit: log points; the standard
    deviation divides by the number of units. Source: Barro and Sala-i-Martin (1992). Raises ValueError for
    bad values.
    """
    spread: Vector = np.std(np.log(matrix(values, "values", above=0, columns=2)), axis=1)
    return spread


def beta_convergence(initial: ArrayLike, final: ArrayLike, years: float) -> BetaConvergence:
    """Does a low start go with fast growth? Least squares of growth a year on the log of the initial value.

    initial, final: (n,) amounts per head, all positive, at least 3. years: between the two, above 0. Growth
    a year is ln(final / initial) / years; speed is -ln(1 + beta * years) / years; half-life ln(2) / speed.
    Source: Barro and Sala-i-Martin (1992), who fit the speed directly. Raises ValueError for bad values.
    """
    start = vector(initial, "initial", above=0, at_least=3)
    end = vector(final, "final", above=0)
    same_length(end, "final", len(start), "initial")
    span = number(years, "years", above=0)
    if np.ptp(start) == 0:
        raise ValueError("initial values are all equal: nobody is behind.")
    growth = np.log(end / start) / span
    if np.ptp(growth) == 0:
        raise ValueError(
            "final is the same multiple of initial everywhere: all grew alike, so nothing to explain."
        )
    fit = ols(growth, np.log(start))
    beta, (low, high) = float(fit.coefficients[1]), fit.intervals[1]
    speed = _speed(beta, span)
    return BetaConvergence(
        beta,
        float(fit.se[1]),
        (float(low), float(high)),
        len(start),
        speed,
        _half_life(speed),
        float(fit.coefficients[0]),
    )


def _speed(beta: float, years: float) -> float:
    remaining = 1.0 + beta * years
    return -math.log(remaining) / years if remaining > 0 else math.nan


def _half_life(speed: float) -> float:
    if math.isnan(speed):
        return math.nan
    return math.log(2) / speed if speed > 0 else math.inf
