"""Series over time: growth rates chained into an index, spending piled up into a stock."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, number, vector


def chain_index(growth_pct: ArrayLike, base: float = 100.0) -> Vector:
    """Yearly growth rates chained into an index.

    growth_pct: (n,) growth in per cent a year, each above -100. base: the index in the year before the
    first rate. Returns (n + 1,), the base first. An index with the previous year as 100 goes in as `index -
    100`. Raises ValueError for bad values or a base that is not positive.
    """
    factors = 1.0 + vector(growth_pct, "growth_pct", above=-100) / 100.0
    return number(base, "base", above=0) * np.concatenate(([1.0], np.cumprod(factors)))


def knowledge_stock(rd: ArrayLike, depreciation: float, initial_growth: float | None = None) -> Vector:
    """What past research spending has piled up to, by the perpetual inventory method.

    rd: (n,) spending a year at constant prices, none negative, the first positive. depreciation: part of
    the stock that goes stale in a year, from 0 (nothing is forgotten) to 1. initial_growth: yearly growth of spending
    before the first year (0.1 is 10 %); by default the average growth over the series. Returns (n,), the
    stock at the end of each year, unit of rd. First year: rd[0] * (1 + g) / (g + depreciation); then (1 -
    depreciation) * stock + rd. Source: Griliches (1979). Raises ValueError for bad values, or when g +
    depreciation is not positive (a past without end would be infinite).
    """
    spending = vector(rd, "rd", low=0)
    if spending[0] == 0:
        raise ValueError(
            "rd[0] is 0: the first year needs spending, or the stock before it cannot be estimated."
        )
    rate = number(depreciation, "depreciation", low=0, high=1)
    growth = (
        _average_growth(spending)
        if initial_growth is None
        else number(initial_growth, "initial_growth", above=-1)
    )
    if growth + rate <= 0:
        raise ValueError(
            f"growth {growth:g} plus depreciation {rate:g} must be above 0: give another initial_growth."
        )
    stock = np.empty(len(spending))
    stock[0] = spending[0] * (1 + growth) / (growth + rate)
    for year in range(1, len(spending)):
        stock[year] = (1 - rate) * stock[year - 1] + spending[year]
    return stock


def _average_growth(spending: Vector) -> float:
    if len(spending) < 2 or spending[-1] == 0:
        raise ValueError("rd does not show its growth (one year, or zero at the end): give initial_growth.")
    return float((spending[-1] / spending[0]) ** (1 / (len(spending) - 1)) - 1)
