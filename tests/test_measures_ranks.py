"""Ranks and their noise: fixed numbers that a page must meet too, and the laws that noise obeys."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sciencecities import measures

AMOUNTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30)
WRAP = 2**32


def uniforms_in_plain_integers(n, seed):
    """The recipe of noise.py with Python's own whole numbers, one step at a time."""
    out, state = [], seed
    for _ in range(n):
        state = (state + 0x6D2B79F5) % WRAP
        t = (state ^ (state >> 15)) * (state | 1) % WRAP
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) % WRAP
        out.append(((t ^ (t >> 14)) + 0.5) / WRAP)
    return out


def test_ranks_of_a_hand_example():
    assert measures.ranks([30, 50, 50, 10, -4]).tolist() == [3, 1, 1, 4, 5]


@given(AMOUNTS)
def test_rank_is_one_more_than_the_number_that_is_larger(values):
    expected = [1 + sum(other > own for other in values) for own in values]
    assert measures.ranks(values).tolist() == expected


@given(st.integers(0, 60), st.integers(0, WRAP - 1))
def test_uniforms_follow_the_recipe(n, seed):
    assert measures.deterministic_uniforms(n, seed).tolist() == uniforms_in_plain_integers(n, seed)


def test_normals_are_the_numbers_that_a_browser_gets():
    # Made by the same recipe in JavaScript (node 20, Math.imul), seed 42.
    browser = [-0.9561622294378207, 0.3220702485608626, -0.27302610440398517, -0.4946727576648158]
    browser += [-1.8416271842047995, -0.310605741022902]
    assert measures.deterministic_normals(6, 42) == pytest.approx(browser, abs=1e-12)
    assert measures.deterministic_normals(5, 42) == pytest.approx(browser[:5], abs=1e-12)


def test_normals_are_normal():
    z = measures.deterministic_normals(100_000, 7)
    assert stats.kstest(z, "norm").pvalue > 0.01
    assert abs(np.corrcoef(z[:-1], z[1:])[0, 1]) < 0.01


def test_noise_has_mean_one_and_the_stated_spread():
    factors = measures.noisy_values([1.0, 10.0], 0.2, 50_000, 3) / np.array([1.0, 10.0])
    assert factors.mean(axis=0) == pytest.approx([1, 1], abs=0.004)
    assert factors.std(axis=0) == pytest.approx([0.2, 0.2], abs=0.004)
    assert factors.min() > 0


def test_noise_runs_draw_by_draw_through_the_units():
    values, noise, spread = np.array([5.0, 4.0, 3.0]), 0.1, math.sqrt(math.log(1.01))
    z = measures.deterministic_normals(6, 9)
    expected = [
        [values[unit] * math.exp(spread * z[3 * draw + unit] - spread**2 / 2) for unit in range(3)]
        for draw in range(2)
    ]
    assert measures.noisy_values(values, noise, 2, 9) == pytest.approx(np.array(expected), rel=1e-13)


@pytest.mark.parametrize(("draws", "places"), [(40, (4, 20, 36)), (45, (5, 23, 41)), (7, (1, 4, 7))])
def test_rank_range_takes_the_nearest_rank(draws, places):
    # The 10, 50 and 90 per cent points of 45 ranks in order: 4.5, 22.5 and 40.5, each rounded up.
    values = np.linspace(10, 9, 20)
    sample = np.sort(measures.noisy_ranks(values, 0.08, draws, 11), axis=0)
    found = measures.rank_range(values, 0.08, draws, 11, coverage=0.8)
    for quantile, place in zip((found.low, found.median, found.high), places, strict=True):
        assert quantile.tolist() == sample[place - 1].tolist()
        neighbours = [near for near in (place - 1, place + 1) if 1 <= near <= draws]
        assert all(quantile.tolist() != sample[near - 1].tolist() for near in neighbours)


def test_rank_range_of_all_draws_is_smallest_and_largest():
    sample = measures.noisy_ranks([3, 2.9, 2.8], 0.05, 25, 4)
    found = measures.rank_range([3, 2.9, 2.8], 0.05, 25, 4, coverage=1)
    assert found.low.tolist() == sample.min(axis=0).tolist()
    assert found.high.tolist() == sample.max(axis=0).tolist()


def test_the_quantile_does_not_hang_on_the_last_bit():
    # (1 + 0.1) / 2 * 100 is 55.00000000000001 in binary; without its guard the rule would take the 56th.
    values, told_apart = [9, 8.9, 8.8, 8.7], 0
    for seed in range(100):
        ordered = np.sort(measures.noisy_ranks(values, 0.1, 100, seed), axis=0)
        assert measures.rank_range(values, 0.1, 100, seed, 0.1).high.tolist() == ordered[54].tolist()
        told_apart += int((ordered[54] != ordered[55]).any())
    assert told_apart > 0


def test_probability_above_has_a_closed_form():
    # ln of the ratio of two noisy values is normal with standard deviation s * sqrt(2).
    values, noise = [60.0, 20.0, 57.0], 0.06
    spread = math.sqrt(math.log1p(noise**2))
    exact = stats.norm.cdf(math.log(60 / 57) / (spread * math.sqrt(2)))
    assert measures.probability_above(values, 0, 2, noise, draws=40_000) == pytest.approx(exact, abs=0.01)
    assert measures.probability_above(values, 0, 1, noise) == 1


@given(AMOUNTS, st.floats(0, 1), st.integers(0, 1000))
def test_ranges_are_in_order_and_in_bounds(values, noise, seed):
    found = measures.rank_range(values, noise, 50, seed)
    assert np.all((found.low >= 1) & (found.low <= found.median))
    assert np.all((found.median <= found.high) & (found.high <= len(values)))


@given(AMOUNTS, st.integers(0, 1000))
def test_without_noise_the_rank_is_the_rank(values, seed):
    found = measures.rank_range(values, 0, 10, seed)
    assert found.low.tolist() == found.high.tolist() == measures.ranks(values).tolist()


@given(AMOUNTS, st.floats(0.01, 0.5), st.integers(0, 1000))
def test_same_seed_same_answer_and_each_draw_is_a_ranking(values, noise, seed):
    first = measures.noisy_ranks(values, noise, 20, seed)
    assert first.shape == (20, len(values))
    assert np.array_equal(first, measures.noisy_ranks(values, noise, 20, seed))
    assert np.all(first.min(axis=1) == 1)


def test_another_seed_gives_another_answer():
    values = [1.0, 1.0, 1.0, 1.0]
    assert not np.array_equal(
        measures.noisy_ranks(values, 0.1, 20, 1), measures.noisy_ranks(values, 0.1, 20, 2)
    )


@given(st.integers(3, 60), st.floats(0.3, 3), st.floats(0.1, 1e4))
def test_rank_size_of_an_exact_power_law(n, exponent, largest):
    sizes = largest * (np.arange(1, n + 1) - 0.5) ** (-1 / exponent)
    line = measures.rank_size(sizes[::-1])
    assert line.exponent == pytest.approx(exponent)
    assert line.slope == pytest.approx(-exponent)
    assert line.intercept == pytest.approx(exponent * math.log(largest), abs=1e-6)
    assert line.se == pytest.approx(exponent * math.sqrt(2 / n))
    assert line.n == n


def test_rank_size_agrees_with_a_plain_regression():
    sizes = [120, 80, 41, 40, 40, 12, 5]
    fit = stats.linregress(np.log(sizes), np.log(np.arange(1, 8) - 0.5))
    line = measures.rank_size([40, 120, 5, 41, 80, 12, 40])
    assert (line.slope, line.intercept) == pytest.approx((fit.slope, fit.intercept))
