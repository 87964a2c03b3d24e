"""What an investment earns: net present value and internal rate of return."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, number, vector


def npv(rate: float, cash_flows: ArrayLike) -> float:
    """The value today of payments to come: the sum of flow t divided by (1 + rate) ** t.

    rate: a period, 0.08 is 8 %, above -1. cash_flows: (n,) in money, the first now (t = 0), spending
    negative. Returns money of the same unit. Source: Fisher (1907). Raises ValueError for bad values.
    """
    discount = 1.0 / (1.0 + number(rate, "rate", above=-1))
    return _value(vector(cash_flows, "cash_flows"), discount)


def _value(flows: Vector, discount: float) -> float:
    return float(np.polynomial.polynomial.polyval(discount, flows))


def irr(cash_flows: ArrayLike) -> float:
    """The internal rate of return: the rate at which the net present value is zero.

    cash_flows: (n,) in money, the first now, spending negative; they must change sign exactly once, which
    makes the rate unique (Descartes' rule of signs). Returns the rate a period, above -1. Source: Boulding
    (1935). Raises ValueError for bad values, or for flows that never change sign or do so more than once.
    """
    flows = vector(cash_flows, "cash_flows", at_least=2)
    signs = np.sign(flows[flows != 0])
    changes = int(np.sum(signs[1:] != signs[:-1]))
    if changes == 0:
        raise ValueError(
            "cash_flows never change sign: without both spending and income there is no rate of return."
        )
    if changes > 1:
        raise ValueError(
            f"cash_flows change sign {changes} times, so several rates may fit: compare npv at a rate you can defend."
        )
    scaled = flows / np.max(np.abs(flows))
    return 1.0 / _root(scaled, float(signs[0])) - 1.0


def _root(flows: Vector, first_sign: float) -> float:
    """The discount factor that makes the value zero; below it the value has the sign of the first flow."""
    low = high = 1.0
    while _value(flows, low) * first_sign < 0:
        low /= 2.0
    while _value(flows, high) * first_sign > 0:
        high *= 2.0
    from scipy.optimize import brentq  # here, because it loads slowly and most measures need none

    return float(brentq(lambda factor: _value(flows, factor), low, high, xtol=1e-300, rtol=1e-14))
