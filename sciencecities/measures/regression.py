"""Correlation and least squares: what moves together, with and without a control held fixed.

None of these functions knows about causes. The tests hold them to certified values and to statsmodels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, matrix, number, same_length, several, vector


@dataclass(frozen=True)
class Regression:
    """A least-squares fit. names starts with 'constant'; the arrays follow the order of names.

    coefficients, se, t, p: (k + 1,). intervals: (k + 1, 2) at the given level. residuals: (n,). r2: 0 to 1.
    n: observations; degrees: n minus the number of coefficients.
    """

    names: tuple[str, ...]
    coefficients: Vector
    se: Vector
    intervals: Vector
    t: Vector
    p: Vector
    r2: float
    n: int
    degrees: int
    level: float
    residuals: Vector


def _columns(x: ArrayLike, name: str, n: int) -> Vector:
    """x as (n, k), one column or several."""
    table = vector(x, name)[:, None] if np.ndim(x) == 1 else matrix(x, name)
    if len(table) != n:
        raise ValueError(
            f"{name} has {several(len(table), 'row')} but y has {n}: they must match one to one."
        )
    return table


def _names(names: Sequence[str] | None, count: int) -> tuple[str, ...]:
    if names is None:
        return ("constant", *(f"x{column + 1}" for column in range(count)))
    if isinstance(names, str):
        names = [names]
    if len(names) != count:
        raise ValueError(
            f"names has {several(len(names), 'name')} but x has {several(count, 'column')}: they must match one to one."
        )
    return ("constant", *names)


def ols(
    y: ArrayLike,
    x: ArrayLike,
    names: Sequence[str] | None = None,
    level: float = 0.95,
    *,
    weights: ArrayLike | None = None,
    robust: bool = False,
) -> Regression:
    """Least squares of y on x, with a constant, and intervals by Student's t.

    y: (n,). x: (n,) or (n, k), without a constant. names: the k columns (x1, x2, ... by default). level: of the
    intervals. weights: (n,), above zero, how much the squared error of each row counts (Aitken 1935); all alike by
    default. robust: standard errors for rows that do not all scatter alike, the HC3 of MacKinnon and White (1985);
    classical ones by default. Needs n > k + 1. Method: QR decomposition; checked against the certified Longley (1967)
    results. Raises ValueError for bad values, too few rows, a constant y, columns of which one repeats the others,
    or, with robust, a row through which the line must go.
    """
    target = vector(y, "y")
    table = _columns(x, "x", len(target))
    labels = _names(names, table.shape[1])
    n, k = len(target), table.shape[1] + 1
    if n <= k:
        raise ValueError(
            f"y has {several(n, 'value')} for {several(k, 'coefficient')} with the constant: at least {k + 1} needed."
        )
    if np.ptp(target) == 0:
        raise ValueError("y is constant: there is nothing to explain.")
    root = _root(weights, n)
    design = root[:, None] * np.column_stack((np.ones(n), table))
    coefficients, inverse = _solve(design, root * target)
    residuals = target - coefficients[0] - table @ coefficients[1:]
    errors = root * residuals
    squares = float(errors @ errors)
    se = _hc3(design, inverse, errors) if robust else np.sqrt(squares / (n - k) * np.sum(inverse**2, axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = coefficients / se
    from scipy.special import stdtr, stdtrit  # here, and not from scipy.stats, which takes a second to load

    half = stdtrit(n - k, (1 + number(level, "level", above=0, high=1)) / 2) * se
    centred = root * (target - np.average(target, weights=root**2))
    return Regression(
        labels,
        coefficients,
        se,
        np.column_stack((coefficients - half, coefficients + half)),
        t,
        2 * stdtr(n - k, -np.abs(t)),
        1 - squares / float(centred @ centred),
        n,
        n - k,
        float(level),
        residuals,
    )


def _root(weights: ArrayLike | None, n: int) -> Vector:
    """The square root of each row's weight, (n,); ones without weights."""
    if weights is None:
        return np.ones(n)
    each = vector(weights, "weights", above=0)
    same_length(each, "weights", n, "y")
    return np.sqrt(each / each.max())


def _hc3(design: Vector, inverse: Vector, errors: Vector) -> Vector:
    """Standard errors of the coefficients from each row's own error, made larger where the row pulls the line."""
    pull = np.sum((design @ inverse) ** 2, axis=1)
    if np.max(pull) > 1 - 1e-10:
        raise ValueError(
            f"row {np.argmax(pull)} of x alone decides a coefficient, so its error is not seen: leave robust out."
        )
    out: Vector = np.sqrt(np.sum((inverse @ (design @ inverse).T * (errors / (1 - pull))) ** 2, axis=1))
    return out


def _solve(design: Vector, target: Vector) -> tuple[Vector, Vector]:
    """Least-squares coefficients, and the matrix L with (X'X)^-1 = L L'."""
    size = np.sqrt(np.sum(design**2, axis=0))
    scaled = design / np.where(size > 0, size, 1.0)
    if np.linalg.matrix_rank(scaled, tol=1e-10) < design.shape[1]:
        raise ValueError("x has a column that is constant or repeats the others: leave it out.")
    q, r = np.linalg.qr(scaled)
    inverse = np.linalg.inv(r)
    return (inverse @ (q.T @ target)) / size, inverse / size[:, None]


def leave_one_out(y: ArrayLike, x: ArrayLike, names: Sequence[str] | None = None) -> tuple[Regression, ...]:
    """The regression n times over, each time without one observation; entry i leaves out observation i.

    Arguments and errors as in `ols`; needs one observation more.
    """
    target = vector(y, "y")
    table = _columns(x, "x", len(target))
    return tuple(
        ols(np.delete(target, row), np.delete(table, row, axis=0), names) for row in range(len(target))
    )


@dataclass(frozen=True)
class Prediction:
    """What a fitted line expects of one more unit, in the unit of y, and the interval in which it would lie."""

    value: float
    low: float
    high: float


def predict(y: ArrayLike, x: ArrayLike, at: ArrayLike, level: float = 0.95) -> Prediction:
    """What the least-squares line of y on x expects of a unit that was not among them, with a prediction interval.

    y: (n,). x: (n,) or (n, k). at: (k,), the unit's own x; a number when x is a list. level: of the interval. The
    interval holds the doubt about the line and the spread around it. Source: Working and Hotelling (1929). Raises
    ValueError as `ols` does, or when at has another number of values than x has columns.
    """
    table = _columns(x, "x", len(vector(y, "y")))
    point = vector(np.atleast_1d(np.asarray(at)), "at")
    same_length(point, "at", table.shape[1], "the columns of x")
    # Counted from the unit's own x, the constant is what the line expects there.
    fit = ols(y, table - point, level=level)
    value = float(fit.coefficients[0])
    spread = float(fit.residuals @ fit.residuals) / fit.degrees + fit.se[0] ** 2
    from scipy.special import stdtrit  # here, and not from scipy.stats, which takes a second to load

    half = float(stdtrit(fit.degrees, (1 + level) / 2) * np.sqrt(spread))
    return Prediction(value, value - half, value + half)


def correlation(x: ArrayLike, y: ArrayLike) -> float:
    """Pearson's correlation coefficient, from -1 to 1.

    x, y: (n,), at least 2 values. Source: Pearson (1896). Raises ValueError for bad values or a constant
    list.
    """
    a, b = vector(x, "x", at_least=2), vector(y, "y", at_least=2)
    same_length(a, "x", len(b), "y")
    for values, name in ((a, "x"), (b, "y")):
        if np.ptp(values) == 0:
            raise ValueError(f"{name} is constant: it cannot move together with anything.")
    return _correlation(a, b)


def _correlation(a: Vector, b: Vector) -> float:
    a, b = a - a.mean(), b - b.mean()
    r = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    return min(1.0, max(-1.0, r))


def partial_correlation(x: ArrayLike, y: ArrayLike, controls: ArrayLike) -> float:
    """The correlation of x and y with the controls held fixed, from -1 to 1.

    x, y: (n,). controls: (n,) or (n, k). The correlation of what is left of x and of y after each has been
    regressed on the controls. Source: Yule (1907). Raises ValueError as `ols` does, or when the controls
    leave nothing of x or y.
    """
    left = {}
    for values, name in ((x, "x"), (y, "y")):
        original = vector(values, name)
        same_length(original, name, len(np.asarray(controls)), "controls")
        left[name] = ols(original, controls).residuals
        if np.max(np.abs(left[name])) <= 1e-10 * np.ptp(original):
            raise ValueError(f"controls explain {name} completely: nothing is left to correlate.")
    return _correlation(left["x"], left["y"])
