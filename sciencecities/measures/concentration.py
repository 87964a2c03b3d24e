"""Concentration: how much of a total sits in few hands.

Values are amounts of one kind (Share, yuan, patents), one per unit, in any unit of measurement: every
function here first turns them into shares of their sum, so scale does not matter.
"""

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, matrix, positive_sum, vector, whole


def shares(values: ArrayLike) -> Vector:
    """Each value as a part of the sum.

    values: (n,) amounts, none negative, not all zero. Returns (n,) parts of 1, in the same order.
    Raises ValueError for an empty list, a negative or missing value, or a sum of zero.
    """
    amounts = vector(values, "values", low=0)
    return amounts / positive_sum(amounts, "values")


def top_share(values: ArrayLike, k: SupportsIndex) -> float:
    """The part of the total that the k largest units hold, from 0 to 1.

    values: (n,) amounts, none negative. k: whole number from 1 to n. With k = 4 this is the
    concentration ratio CR4 of industrial economics (Bain 1951).
    Raises ValueError for bad values or a k outside 1..n.
    """
    parts = shares(values)
    count = whole(k, "k", 1, len(parts))
    return float(np.sort(parts)[::-1][:count].sum())


def herfindahl(values: ArrayLike) -> float:
    """The Herfindahl index: the sum of squared shares, from 1/n (all equal) to 1 (one unit has all).

    values: (n,) amounts, none negative, in any unit; they are turned into shares first. Competition
    authorities quote it times 10,000. Source: Hirschman (1945), Herfindahl (1950).
    Raises ValueError for bad values.
    """
    parts = shares(values)
    return float(np.sum(parts * parts))


def effective_number(values: ArrayLike) -> float:
    """How many equal units would be as concentrated as these: 1 / Herfindahl, from 1 to n.

    values: (n,) amounts, none negative. Source: Adelman (1969), the 'numbers equivalent'.
    Raises ValueError for bad values.
    """
    return 1.0 / herfindahl(values)


def balassa_index(values: ArrayLike) -> Vector:
    """Revealed comparative advantage: a unit's part in a field over the field's part in everything.

    values: (units, fields) amounts, none negative. Returns (units, fields); 1 means 'as usual', 2 means
    twice as specialised as the whole table. Source: Balassa (1965).
    Raises ValueError for bad values, or for a row or column that sums to zero.
    """
    table = matrix(values, "values", low=0)
    by_unit, by_field = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    for totals, what in ((by_unit.ravel(), "row"), (by_field.ravel(), "column")):
        if (totals == 0).any():
            raise ValueError(f"values: {what} {int(np.argmin(totals))} sums to zero: leave it out first.")
    return (table / by_unit) / (by_field / table.sum())
