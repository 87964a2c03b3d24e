"""Ranks: who is first, and how firmly."""

import math
from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ._checks import Vector, number, vector, whole
from .noise import deterministic_normals

Ranks = NDArray[np.int64]


@dataclass(frozen=True)
class RankRange:
    """The ranks that noise leaves possible.

    low, median, high: (n,) whole numbers, low the better rank. The rest is how they were made.
    """

    low: Ranks
    median: Ranks
    high: Ranks
    noise: float
    draws: int
    seed: int
    coverage: float


@dataclass(frozen=True)
class RankSize:
    """ln(rank - 1/2) = intercept + slope * ln(size), over n units.

    exponent is -slope (1 is Zipf's law); se is the standard error of both.
    """

    slope: float
    intercept: float
    se: float
    n: int

    @property
    def exponent(self) -> float:
        """How fast size falls with rank, as a positive number."""
        return -self.slope


def ranks(values: ArrayLike) -> Ranks:
    """Rank of each value: 1 is the largest; equal values share the smallest rank (1, 2, 2, 4).

    values: (n,) numbers. Returns (n,) whole numbers. Raises ValueError for an empty list or a missing value.
    """
    return _ranks(vector(values, "values"))


def _ranks(values: Vector) -> Ranks:
    """Ranks along the last axis."""
    ordered = pd.DataFrame(np.atleast_2d(-values)).rank(axis="columns", method="min")
    out: Ranks = ordered.to_numpy(np.int64).reshape(values.shape)
    return out


def noisy_values(values: ArrayLike, noise: float, draws: SupportsIndex, seed: SupportsIndex) -> Vector:
    """Values as they might have been measured: each times a lognormal factor with mean 1 and sd `noise`.

    values: (n,) amounts, none negative. noise: relative error, 0.05 is 5 %. draws: how many times. seed:
    see `deterministic_normals`. Returns (draws, n). The factor is exp(s z - s*s/2) with s = sqrt(ln(1 +
    noise**2)); the normals z run through the units of the first draw, then of the second, and so on. Raises
    ValueError for bad values, a negative noise, or fewer than 1 draw.
    """
    amounts = vector(values, "values", low=0)
    spread = math.sqrt(math.log1p(number(noise, "noise", low=0) ** 2))
    count = whole(draws, "draws", 1, 1_000_000)
    z = deterministic_normals(count * len(amounts), seed).reshape(count, len(amounts))
    out: Vector = amounts * np.exp(spread * z - spread * spread / 2.0)
    return out


def noisy_ranks(values: ArrayLike, noise: float, draws: SupportsIndex, seed: SupportsIndex) -> Ranks:
    """The ranks in each of `draws` noisy re-measurements: (draws, n) whole numbers.

    Arguments, order of draws and errors as in `noisy_values`; ties as in `ranks`.
    """
    return _ranks(noisy_values(values, noise, draws, seed))


def rank_range(
    values: ArrayLike,
    noise: float,
    draws: SupportsIndex = 1000,
    seed: SupportsIndex = 1,
    coverage: float = 0.9,
) -> RankRange:
    """The range of ranks each unit takes in `coverage` of the noisy re-measurements, and the middle one.

    values, noise, draws, seed: as in `noisy_values`. coverage: part of the draws, above 0 and at most 1.
    Quantile rule (nearest rank, no interpolation): the quantile q of a unit's ranks, sorted upwards and
    counted from 1, is the one at place max(1, ceil(q * draws - 1e-9)); low has q = (1 - coverage) / 2,
    median 1/2, high (1 + coverage) / 2. Source of the idea: Goldstein and Spiegelhalter (1996). Raises
    ValueError for bad input.
    """
    part = number(coverage, "coverage", above=0, high=1)
    sample = np.sort(noisy_ranks(values, noise, draws, seed), axis=0)
    low, median, high = (_nearest_rank(sample, q) for q in ((1 - part) / 2, 0.5, (1 + part) / 2))
    return RankRange(low, median, high, float(noise), len(sample), int(seed), part)


def _nearest_rank(ordered: Ranks, q: float) -> Ranks:
    # The 1e-9 keeps 0.95 * 1000 at 950 in any language, whichever way its last bit falls.
    place = max(1, math.ceil(q * len(ordered) - 1e-9))
    return ordered[place - 1]


def probability_above(
    values: ArrayLike,
    i: SupportsIndex,
    j: SupportsIndex,
    noise: float,
    draws: SupportsIndex = 1000,
    seed: SupportsIndex = 1,
) -> float:
    """The part of the noisy re-measurements in which unit i has the larger value than unit j, 0 to 1.

    i, j: positions in values, counted from 0. The draws are those of `rank_range` with the same arguments.
    Raises ValueError for bad input or a position outside values.
    """
    sample = noisy_values(values, noise, draws, seed)
    last = sample.shape[1] - 1
    first, second = whole(i, "i", 0, last), whole(j, "j", 0, last)
    return float(np.mean(sample[:, first] > sample[:, second]))


def rank_size(values: ArrayLike) -> RankSize:
    """The rank-size line: how fast size falls as rank grows.

    values: (n,) sizes, all positive, at least 3, not all equal. Ordinary least squares of ln(rank - 1/2) on
    ln(size) with ranks 1, 2, ..., n (equal sizes get successive ranks); standard error |slope| * sqrt(2 /
    n). Source: Gabaix and Ibragimov (2011). Raises ValueError for bad values.
    """
    sizes = np.sort(vector(values, "values", above=0, at_least=3))[::-1]
    if sizes[0] == sizes[-1]:
        raise ValueError("values are all equal: a line through one point has no slope.")
    x, y = np.log(sizes), np.log(np.arange(1, len(sizes) + 1) - 0.5)
    centred = x - x.mean()
    slope = float(centred @ y / (centred @ centred))
    return RankSize(
        slope, float(y.mean() - slope * x.mean()), abs(slope) * math.sqrt(2 / len(sizes)), len(sizes)
    )
