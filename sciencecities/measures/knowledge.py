"""What one more unit of research spending brings, if the assumptions hold: its return, and when it is paid back."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, number, vector, whole

LONGEST = 10_000  # years; nobody's assumption reaches so far


def marginal_return(elasticity: float, output: float, stock: float) -> float:
    """What one more unit of knowledge adds to output in a year, when output follows a power of the stock.

    elasticity: per cent of output that go with one per cent of the stock, not negative. output: a year, above 0.
    stock: above 0, in the same money. Returns elasticity * output / stock, in units of output for one unit of stock.
    Source: Griliches (1979). Raises ValueError for bad values.
    """
    share = number(elasticity, "elasticity", low=0)
    return share * number(output, "output", above=0) / number(stock, "stock", above=0)


def return_path(first_return: float, depreciation: float, lag: int, years: int) -> Vector:
    """What one unit spent in year 0 brings in each year after, when it waits first and then goes stale.

    first_return: in its first year of use, not negative. depreciation: part of it that goes stale in each further year,
    0 to 1. lag: whole years of waiting; with 0 it is in use from year 1 on. years: the last year, whole, at least 1.
    Returns (years + 1,): zero up to year lag, then first_return, then (1 - depreciation) times the year before.
    Source: the perpetual inventory method seen from one year's spending; Griliches (1979). Raises ValueError for bad
    values.
    """
    begin = number(first_return, "first_return", low=0)
    kept = 1.0 - number(depreciation, "depreciation", low=0, high=1)
    last = whole(years, "years", 1, LONGEST)
    wait = whole(lag, "lag", 0, LONGEST)
    path = np.zeros(last + 1)
    used = np.arange(max(0, last - wait))
    path[wait + 1 :] = begin * kept**used
    return path


def payback_years(rate: float, cash_flows: ArrayLike) -> int | None:
    """After how many periods an investment has paid for itself, later payments discounted; None if it never does.

    rate: a period, 0.08 is 8 %, above -1. cash_flows: (n,) in money, the first now (t = 0), spending negative. Returns
    the first t at which the flows so far, discounted, sum to zero or more; None if that does not come within the list.
    Source: the practice of capital budgeting, discounted payback. Raises ValueError for bad values.
    """
    flows = vector(cash_flows, "cash_flows")
    factor = 1.0 / (1.0 + number(rate, "rate", above=-1))
    paid = np.flatnonzero(np.cumsum(flows * factor ** np.arange(len(flows))) >= 0)
    return int(paid[0]) if len(paid) else None
