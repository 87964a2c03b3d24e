"""Bets of equals: cases with a known answer, the rule round by round, and luck that goes as far as it should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import measures

GAMES = {
    "cities": st.integers(1, 40),
    "rounds": st.integers(1, 12),
    "bets": st.integers(1, 10),
    "chance": st.floats(0, 1),
    "multiple": st.floats(0, 10),
    "seed": st.integers(0, 2**32 - 1),
    "stake": st.floats(0.01, 1),
}


def test_sure_bets_and_hopeless_ones():
    won = measures.play_bets(3, 4, 2, chance=1, multiple=3, seed=1)
    assert won.wealth[:, 0].tolist() == [1, 2, 4, 8, 16] and won.paid.tolist() == [8, 8, 8]
    lost = measures.play_bets(3, 4, 2, chance=0, multiple=3, seed=1)
    assert lost.wealth[-1].tolist() == [1 / 16] * 3 and lost.paid.tolist() == [0, 0, 0]
    assert measures.play_bets(3, 1, 1, chance=0, multiple=3, seed=1, stake=1).wealth[-1].tolist() == [0, 0, 0]


def test_a_round_by_hand():
    # Two bets of a quarter of the wealth each; one pays four times its stake: 1/2 + 4 * 1/4 = 1.5.
    game = measures.play_bets(200, 1, 2, chance=0.5, multiple=4, seed=7)
    assert set(game.wealth[-1]) == {0.5, 1.5, 2.5}
    assert np.array_equal(game.wealth[-1], 0.5 + game.paid)


@given(**GAMES)
def test_a_game_follows_its_draws_one_by_one(cities, rounds, bets, chance, multiple, seed, stake):
    game = measures.play_bets(cities, rounds, bets, chance, multiple, seed, stake)
    draws = iter(measures.deterministic_uniforms(cities * rounds * bets, seed))
    wealth, paid = [1.0] * cities, [0] * cities
    for played in range(rounds):
        for city in range(cities):
            hits = sum(next(draws) < chance for _ in range(bets))
            wealth[city] *= 1 - stake + stake * multiple * hits / bets
            paid[city] += hits
        assert game.wealth[played + 1] == pytest.approx(wealth, rel=1e-12)
    assert game.paid.tolist() == paid
    assert game.wealth.shape == (rounds + 1, cities) and (game.wealth[0] == 1).all()


@given(**{**GAMES, "stake": st.floats(0.01, 0.99)})
def test_what_is_kept_is_never_lost(cities, rounds, bets, chance, multiple, seed, stake):
    wealth = measures.play_bets(cities, rounds, bets, chance, multiple, seed, stake).wealth
    assert (wealth[1:] >= wealth[:-1] * (1 - stake) * (1 - 1e-12)).all()
    most = 1 - stake + stake * multiple
    assert (wealth[1:] <= wealth[:-1] * most * (1 + 1e-12) + 1e-300).all()


def test_the_average_grows_as_a_bet_promises_and_the_middle_does_not():
    game = measures.play_bets(20_000, 5, 1, chance=0.3, multiple=4, seed=1)
    assert game.paid.mean() / 5 == pytest.approx(0.3, abs=0.005)
    assert game.wealth[-1].mean() == pytest.approx(1.1**5, rel=0.05)
    assert np.median(game.wealth[-1]) < 1
    spread = measures.play_bets(20_000, 5, 10, chance=0.3, multiple=4, seed=1)
    assert spread.wealth[-1].mean() == pytest.approx(1.1**5, rel=0.05)
    assert np.median(spread.wealth[-1]) > 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cities": 0}, "cities is 0"),
        ({"rounds": 0}, "rounds is 0"),
        ({"bets": 1.5}, "bets is 1.5: it must be a whole number"),
        ({"chance": 1.01}, "chance is 1.01: it must be at most 1"),
        ({"multiple": -1}, "multiple is -1: it must be at least 0"),
        ({"stake": 0}, "stake is 0: it must be greater than 0"),
        ({"seed": -1}, "seed is -1"),
        (
            {"cities": 10**6, "rounds": 10},
            r"cities \* rounds \* bets is 10000000: it must be at most 5000000",
        ),
    ],
)
def test_bad_input_is_named(change, message):
    good = {"cities": 10, "rounds": 2, "bets": 1, "chance": 0.5, "multiple": 2, "seed": 1}
    with pytest.raises(ValueError, match=message):
        measures.play_bets(**{**good, **change})
