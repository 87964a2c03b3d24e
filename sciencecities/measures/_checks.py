"""Guards for the measures: they turn input into arrays, or say in one sentence what is wrong and where."""

import math
import operator
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]


def _as_numbers(values: ArrayLike, name: str) -> Vector:
    """Copy `values` into an array of floats; text, dates and ragged lists are refused."""
    try:
        raw = np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{name} has rows of different length: every row needs the same number of values."
        ) from None
    if raw.dtype.kind in "biuf":
        return raw.astype(np.float64)
    if raw.dtype.kind == "O":
        return _from_objects(raw, name)
    kind = "text" if raw.dtype.kind in "US" else raw.dtype.name
    raise ValueError(f"{name} holds {kind}, not numbers: convert it to numbers first.")


def _from_objects(raw: NDArray[np.object_], name: str) -> Vector:
    out = np.empty(raw.shape, dtype=np.float64)
    for position, item in np.ndenumerate(raw):
        text = isinstance(item, str | bytes)
        if text:
            raise ValueError(f"{_place(name, position)} is the text {item!r}, not a number.")
        try:
            out[position] = float(item)
        except (TypeError, ValueError):
            # None, pandas.NA and the like: a gap, reported as such by the caller.
            out[position] = math.nan
    return out


def _place(name: str, position: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(str(step) for step in position)}]"


def _first(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(step) for step in np.argwhere(mask)[0])


def _finite(array: Vector, name: str) -> None:
    missing = np.isnan(array)
    if missing.any():
        raise ValueError(
            f"{_place(name, _first(missing))} is missing (NaN): drop that row or fill the gap first."
        )
    infinite = np.isinf(array)
    if infinite.any():
        raise ValueError(f"{_place(name, _first(infinite))} is infinite: every value must be finite.")


def _at_least(array: Vector, name: str, low: float | None, above: float | None) -> None:
    if low is not None and (array < low).any():
        place = _first(array < low)
        must = "must not be negative" if low == 0 else f"must be at least {low:g}"
        raise ValueError(f"{_place(name, place)} is {array[place]:g}: {name} {must}.")
    if above is not None and (array <= above).any():
        place = _first(array <= above)
        raise ValueError(f"{_place(name, place)} is {array[place]:g}: {name} must be greater than {above:g}.")


def _at_most(array: Vector, name: str, high: float | None) -> None:
    if high is not None and (array > high).any():
        place = _first(array > high)
        raise ValueError(f"{_place(name, place)} is {array[place]:g}: {name} must be at most {high:g}.")


def several(count: int, what: str) -> str:
    """'1 value', '2 values'."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def vector(
    values: ArrayLike,
    name: str,
    *,
    low: float | None = None,
    above: float | None = None,
    high: float | None = None,
    at_least: int = 1,
) -> Vector:
    """A one-dimensional array of finite floats within bounds.

    `low` and `high` are allowed values, `above` is not; `at_least` is the smallest length.
    Raises ValueError that names the argument and, for a bad value, its position counted from 0.
    """
    array = _as_numbers(values, name)
    if array.ndim != 1:
        raise ValueError(
            f"{name} has {several(array.ndim, 'dimension')}, not 1: give a plain list of numbers."
        )
    _long_enough(array, name, at_least, "value")
    _finite(array, name)
    _at_least(array, name, low, above)
    _at_most(array, name, high)
    return array


def matrix(
    values: ArrayLike,
    name: str,
    *,
    low: float | None = None,
    above: float | None = None,
    rows: int = 1,
    columns: int = 1,
) -> Vector:
    """A two-dimensional array of finite floats with at least so many rows and columns."""
    array = _as_numbers(values, name)
    if array.ndim != 2:
        raise ValueError(
            f"{name} has {several(array.ndim, 'dimension')}, not 2: give a table with rows and columns."
        )
    _long_enough(array, name, rows, "row")
    if array.shape[1] < columns:
        raise ValueError(f"{name} has {several(array.shape[1], 'column')}: at least {columns} needed.")
    _finite(array, name)
    _at_least(array, name, low, above)
    return array


def _long_enough(array: Vector, name: str, at_least: int, what: str) -> None:
    if len(array) == 0:
        raise ValueError(f"{name} is empty: at least {several(at_least, what)} needed.")
    if len(array) < at_least:
        raise ValueError(f"{name} has {several(len(array), what)}: at least {at_least} needed.")


def positive_sum(array: Vector, name: str) -> float:
    """The sum of a non-negative array; ValueError when there is nothing to share out."""
    total = float(array.sum())
    if total <= 0:
        raise ValueError(f"{name} sum to zero: there is nothing to share out.")
    return total


def same_length(array: Vector, name: str, other: int, other_name: str) -> None:
    """ValueError unless `array` has `other` entries."""
    if len(array) != other:
        raise ValueError(
            f"{name} has {several(len(array), 'value')} but {other_name} has {other}: they must match one to one."
        )


def number(
    value: float,
    name: str,
    *,
    low: float | None = None,
    above: float | None = None,
    high: float | None = None,
) -> float:
    """One finite float within bounds."""
    array = _as_numbers(value, name)
    if array.ndim != 0:
        raise ValueError(f"{name} must be one number, not a list.")
    result = float(array)
    if not math.isfinite(result):
        raise ValueError(f"{name} is {result}: it must be a finite number.")
    if low is not None and result < low:
        raise ValueError(f"{name} is {result:g}: it must be at least {low:g}.")
    if above is not None and result <= above:
        raise ValueError(f"{name} is {result:g}: it must be greater than {above:g}.")
    if high is not None and result > high:
        raise ValueError(f"{name} is {result:g}: it must be at most {high:g}.")
    return result


def whole(value: SupportsIndex, name: str, low: int, high: int) -> int:
    """One whole number from `low` to `high`."""
    try:
        result = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} is {value!r}: it must be a whole number.") from None
    if not low <= result <= high:
        raise ValueError(f"{name} is {result}: it must be between {low} and {high}.")
    return result
