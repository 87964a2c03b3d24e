"""Many cities play the same risky policy: what luck alone makes of equals."""

from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import NDArray

from ._checks import Vector, number, whole
from .noise import deterministic_uniforms

LARGEST_GAME = 5_000_000


@dataclass(frozen=True)
class PlayedBets:
    """Cities that bet by one rule.

    wealth: (rounds + 1, cities), as a multiple of what each began with; the first row is 1. paid: (cities,) how
    many of its rounds * bets bets have paid.
    """

    wealth: Vector
    paid: NDArray[np.int64]


def play_bets(
    cities: SupportsIndex,
    rounds: SupportsIndex,
    bets: SupportsIndex,
    chance: float,
    multiple: float,
    seed: SupportsIndex,
    stake: float = 0.5,
) -> PlayedBets:
    """Cities that begin as equals and bet by the same rule, round after round, with luck as the only difference.

    In every round each city puts the part `stake` of what it has on `bets` bets of equal size and keeps the
    rest. A bet pays `multiple` times what was put on it with probability `chance`, else nothing, whatever the
    others do. stake: above 0, at most 1. chance: from 0 to 1. multiple: from 0. seed: 0 to 2**32 - 1. With k of
    b bets paid, wealth is multiplied by (1 - stake) + stake * multiple * k / b. The bet number j of city i in
    round t pays when the uniform number (t * cities + i) * bets + j of `deterministic_uniforms`, all counted
    from 0, is below chance. Source: repeated bets as in Kelly (1956). Raises ValueError for bad values, or for
    more than 5,000,000 bets in all.
    """
    n = whole(cities, "cities", 1, LARGEST_GAME)
    periods = whole(rounds, "rounds", 1, LARGEST_GAME)
    each = whole(bets, "bets", 1, LARGEST_GAME)
    if n * periods * each > LARGEST_GAME:
        raise ValueError(
            f"cities * rounds * bets is {n * periods * each}: it must be at most {LARGEST_GAME}."
        )
    probability = number(chance, "chance", low=0, high=1)
    payoff = number(multiple, "multiple", low=0)
    part = number(stake, "stake", above=0, high=1)
    draws = deterministic_uniforms(n * periods * each, seed).reshape(periods, n, each)
    hits: NDArray[np.int64] = (draws < probability).sum(axis=2)
    wealth = np.ones((periods + 1, n))
    for period, count in enumerate(hits):
        wealth[period + 1] = wealth[period] * (1.0 - part + part * payoff * count / each)
    return PlayedBets(wealth, hits.sum(axis=0))
