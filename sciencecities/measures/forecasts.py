"""How good was a forecast? Probabilities from 0 to 1 against outcomes, 1 (it happened) or 0 (it did not)."""

from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, same_length, vector, whole


@dataclass(frozen=True)
class BrierDecomposition:
    """score = reliability - resolution + uncertainty. Small reliability is good, large resolution is good."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True)
class CalibrationRow:
    """Forecasts from low up to high (the last row includes 1): number, mean, and how often it happened."""

    low: float
    high: float
    count: int
    mean_forecast: float
    observed: float


def _outcomes(outcomes: ArrayLike) -> Vector:
    happened = vector(outcomes, "outcomes")
    odd = (happened != 0) & (happened != 1)
    if odd.any():
        place = int(np.argmax(odd))
        raise ValueError(
            f"outcomes[{place}] is {happened[place]:g}: an outcome is 1 (happened) or 0 (did not)."
        )
    return happened


def _pairs(forecasts: ArrayLike, outcomes: ArrayLike) -> tuple[Vector, Vector]:
    said, happened = vector(forecasts, "forecasts", low=0, high=1), _outcomes(outcomes)
    same_length(happened, "outcomes", len(said), "forecasts")
    return said, happened


def base_rate(outcomes: ArrayLike) -> float:
    """How often it happened, from 0 to 1: the forecast of someone who knows only that.

    outcomes: (n,) of 0 and 1. Raises ValueError for anything else.
    """
    return float(_outcomes(outcomes).mean())


def brier_score(forecasts: ArrayLike, outcomes: ArrayLike) -> float:
    """The mean squared distance between forecast and outcome: 0 is perfect, always 'fifty-fifty' gets 0.25.

    forecasts: (n,) probabilities. outcomes: (n,) of 0 and 1. Source: Brier (1950), whose own score adds the
    square for 'it will not happen' and is twice this one. Raises ValueError for bad values or unequal
    lengths.
    """
    said, happened = _pairs(forecasts, outcomes)
    return float(np.mean((said - happened) ** 2))


def brier_decomposition(forecasts: ArrayLike, outcomes: ArrayLike) -> BrierDecomposition:
    """The Brier score taken apart: honest numbers, power to tell cases apart, difficulty of the question.

    forecasts: (n,) probabilities; equal ones form a group. outcomes: (n,) of 0 and 1. reliability is the
    mean squared distance of forecast and frequency by group, resolution that of group frequency and base
    rate, uncertainty is base rate * (1 - base rate). Source: Murphy (1973). Raises ValueError for bad
    values or unequal lengths.
    """
    said, happened = _pairs(forecasts, outcomes)
    base = float(happened.mean())
    groups, member = np.unique(said, return_inverse=True)
    count = np.bincount(member)
    observed = np.bincount(member, weights=happened) / count
    reliability = float(np.sum(count * (groups - observed) ** 2) / len(said))
    resolution = float(np.sum(count * (observed - base) ** 2) / len(said))
    return BrierDecomposition(brier_score(said, happened), reliability, resolution, base * (1 - base))


def calibration_table(
    forecasts: ArrayLike, outcomes: ArrayLike, bins: SupportsIndex = 10
) -> tuple[CalibrationRow, ...]:
    """Of the times someone said about 70 %, how often did it happen?

    forecasts: (n,) probabilities. outcomes: (n,) of 0 and 1. bins: number of equally wide steps from 0 to
    1; a forecast on an edge belongs to the step above. Returns one row for each step that was used, from
    low to high. Source: Murphy and Winkler (1977). Raises ValueError for bad values or unequal lengths.
    """
    said, happened = _pairs(forecasts, outcomes)
    steps = whole(bins, "bins", 1, 1000)
    # The 1e-9 keeps 0.29 in step 29 of 100, where plain multiplication gives 28.999...
    step = np.minimum(np.floor(said * steps + 1e-9).astype(int), steps - 1)
    return tuple(
        CalibrationRow(
            float(which / steps),
            float((which + 1) / steps),
            int(np.sum(step == which)),
            float(said[step == which].mean()),
            float(happened[step == which].mean()),
        )
        for which in np.unique(step)
    )
