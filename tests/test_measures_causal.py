"""Synthetic control: cases with a known answer, a certificate of optimality, and a second solver."""

import itertools
import statistics
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from sciencecities import measures


def paths(seed, periods, units):
    """Index-like series, 100 at the start, from the book's own random numbers."""
    z = measures.deterministic_normals(periods * units, seed).reshape(periods, units)
    return 100 * np.cumprod(1.1 + 0.03 * z, axis=0)


def objective(weights, treated, donors, penalty):
    gap = treated - donors @ weights
    apart = np.sum((donors - treated[:, None]) ** 2, axis=0)
    return gap @ gap + penalty * (apart @ weights)


def test_a_twin_among_the_donors_takes_all_the_weight():
    table = paths(1, 8, 6)
    fit = measures.synthetic_control(table[:, 2], table, pre=5)
    assert fit.weights == pytest.approx([0, 0, 1, 0, 0, 0], abs=1e-12)
    assert fit.gap == pytest.approx(np.zeros(8), abs=1e-9)
    assert fit.ratio == 1


def test_a_known_mix_is_found():
    donors = paths(2, 9, 4)
    treated = donors @ [0.5, 0, 0.2, 0.3]
    treated[6:] += [1.0, 2.0, 3.0]
    fit = measures.synthetic_control(treated, donors, pre=6)
    assert fit.weights == pytest.approx([0.5, 0, 0.2, 0.3], abs=1e-10)
    assert fit.gap == pytest.approx([0] * 6 + [1, 2, 3], abs=1e-9)
    assert fit.synthetic + fit.gap == pytest.approx(treated)
    assert fit.rmspe_post == pytest.approx(np.sqrt(14 / 3))
    assert fit.ratio == np.inf


def test_outside_the_hull_the_nearest_corner_or_edge():
    # One period: 5 lies beyond 1, 2 and 3. Two periods: (2, 2) is nearest to the middle of (1, 0) and (0, 1).
    assert measures.synthetic_control([5, 7], [[1, 2, 3], [0, 0, 1]], 1).weights == pytest.approx([0, 0, 1])
    fit = measures.synthetic_control([2, 2, 9], [[1, 0, 0], [0, 1, 0], [4, 6, 0]], 2)
    assert fit.weights == pytest.approx([0.5, 0.5, 0])
    assert fit.rmspe_pre == pytest.approx(1.5)
    assert fit.rmspe_post == pytest.approx(4)
    assert fit.ratio == pytest.approx(8 / 3)


@pytest.mark.parametrize("penalty", [0.0, 0.5, 1.0, 1.9])
def test_penalised_fit_by_hand(penalty):
    # Donors at -1 and 2, treated at 0: minimise (2 - 3w)^2 + penalty (4 - 3w), so w = 2/3 + penalty / 6.
    fit = measures.synthetic_control([0, 0], [[-1, 2], [0, 0]], 1, penalty)
    assert fit.weights == pytest.approx([2 / 3 + penalty / 6, 1 / 3 - penalty / 6])
    assert fit.penalty == penalty


def test_a_heavy_penalty_picks_the_nearest_neighbour():
    table = paths(3, 8, 12)
    treated, donors = table[:, 0], table[:, 1:]
    nearest = np.argmin(np.sum((donors[:6] - treated[:6, None]) ** 2, axis=0))
    fit = measures.synthetic_control(treated, donors, 6, penalty=1e6)
    assert fit.weights == pytest.approx(np.eye(11)[nearest])


SIZES = {"periods": st.integers(2, 14), "units": st.integers(1, 38), "seed": st.integers(0, 10**6)}


@given(**SIZES, penalty=st.sampled_from([0.0, 0.01, 0.1, 1.0]), lead=st.floats(0.9, 1.6))
def test_no_other_weights_fit_better(periods, units, seed, penalty, lead):
    table = paths(seed, periods, units + 1)
    treated, donors, pre = table[:, 0] * lead, table[:, 1:], periods - 1
    weights = measures.synthetic_control(treated, donors, pre, penalty).weights
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    # The objective is convex: moving all weight to donor j gains at most (gradient . w - gradient_j).
    points = (donors[:pre] - treated[:pre, None]) / np.abs(donors[:pre] - treated[:pre, None]).max()
    gradient = 2 * points.T @ (points @ weights) + penalty * np.sum(points**2, axis=0)
    assert gradient @ weights - gradient.min() < 1e-12


@pytest.mark.parametrize("seed", range(12))
def test_a_second_solver_agrees(seed):
    table = paths(seed, 9, 7)
    treated, donors = table[:, 0] * (1 + 0.05 * (seed % 3)), table[:, 1:]
    penalty = (0.05, 0.5)[seed % 2]
    weights = measures.synthetic_control(treated, donors, 8, penalty).weights
    scale = np.abs(donors[:8] - treated[:8, None]).max()
    other = minimize(
        lambda w: objective(w, treated[:8] / scale, donors[:8] / scale, penalty),
        np.full(6, 1 / 6),
        method="SLSQP",
        bounds=[(0, 1)] * 6,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-15, "maxiter": 500},
    )
    assert weights == pytest.approx(other.x, abs=1e-5)


def test_brute_force_over_three_donors_finds_nothing_better():
    table = paths(5, 7, 4)
    treated, donors, pre = table[:, 0], table[:, 1:], 6
    fit = measures.synthetic_control(treated, donors, pre, 0.1)
    best = objective(fit.weights, treated[:pre], donors[:pre], 0.1)
    steps = np.arange(101) / 100
    grid = [(a, b, 1 - a - b) for a, b in itertools.product(steps, steps) if a + b <= 1 + 1e-9]
    found = [objective(np.array(w), treated[:pre], donors[:pre], 0.1) for w in grid]
    assert best <= min(found) + 1e-9
    assert np.abs(np.array(grid[int(np.argmin(found))]) - fit.weights).max() < 0.02


@given(seed=st.integers(0, 10**6), factor=st.floats(0.01, 100), shuffle=st.permutations(range(6)))
def test_scale_and_order_of_donors_do_not_matter(seed, factor, shuffle):
    table = paths(seed, 8, 7)
    treated, donors = table[:, 0], table[:, 1:]
    plain = measures.synthetic_control(treated, donors, 6, 0.1)
    scaled = measures.synthetic_control(treated * factor, donors * factor, 6, 0.1)
    mixed = measures.synthetic_control(treated, donors[:, shuffle], 6, 0.1)
    assert scaled.weights == pytest.approx(plain.weights, abs=1e-8)
    assert scaled.ratio == pytest.approx(plain.ratio, rel=1e-6)
    assert mixed.weights == pytest.approx(plain.weights[list(shuffle)], abs=1e-8)


def test_the_years_after_do_not_shape_the_weights():
    table = paths(6, 10, 8)
    changed = table.copy()
    changed[7:] *= np.linspace(1, 3, 8)
    one = measures.synthetic_control(table[:, 0], table[:, 1:], 7)
    other = measures.synthetic_control(changed[:, 0], changed[:, 1:], 7)
    assert one.weights.tolist() == other.weights.tolist()


def test_placebos_rank_the_unit_that_jumped_first():
    table = paths(7, 12, 15)
    table[8:, 4] *= [1.1, 1.2, 1.3, 1.4]
    found = measures.placebo_ranks(table, pre=8)
    assert found.rank[4] == 1
    assert found.p_value[4] == pytest.approx(1 / 15)
    assert sorted(found.rank.tolist()) == list(range(1, 16))
    alone = measures.synthetic_control(table[:, 4], np.delete(table, 4, axis=1), 8)
    assert found.ratio[4] == pytest.approx(alone.ratio)
    assert found.gaps[:, 4] == pytest.approx(alone.gap)
    assert found.gaps.shape == (12, 15)


def test_units_that_tie_share_rank_and_chance():
    # Four copies of one path fit each other exactly, before and after.
    table = np.tile([[1.0], [2.0], [4.0]], (1, 4))
    found = measures.placebo_ranks(table, 2)
    assert found.ratio.tolist() == [1, 1, 1, 1]
    assert found.rank.tolist() == [1, 1, 1, 1]
    assert found.p_value.tolist() == [1, 1, 1, 1]


def test_gap_range_of_a_hand_example():
    # Before: donors at 0, 1/2, 1 and treated at 1/2, so the middle alone and both ends together fit alike.
    # After: the middle stands at 10, the ends at 0.
    low, high = measures.gap_range([0.5, 3], [[0, 0.5, 1], [0, 10, 0]], 1)
    assert low == pytest.approx([0, -7], abs=1e-8)
    assert high == pytest.approx([0, 3], abs=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_gap_range_holds_the_gap_and_closes_when_the_fit_is_unique(seed):
    table = paths(seed, 9, 12)
    inside = table[:, 1:] @ np.full(11, 1 / 11)
    low, high = measures.gap_range(inside, table[:, 1:], 3)
    gap = measures.synthetic_control(inside, table[:, 1:], 3).gap
    assert np.all((low - 1e-6 <= gap) & (gap <= high + 1e-6))
    assert high[-1] - low[-1] > 1
    low, high = measures.gap_range(table[:, 0] * 2, table[:, 1:], 8)
    assert high == pytest.approx(low, abs=1e-5)
    assert measures.synthetic_control(table[:, 0] * 2, table[:, 1:], 8).gap == pytest.approx(low, abs=1e-5)


def test_fast_enough_for_a_page():
    table = paths(8, 11, 39)
    seconds = []
    for _ in range(10):
        started = time.perf_counter()
        measures.synthetic_control(table[:, 0], table[:, 1:], 10, 0.1)
        seconds.append(time.perf_counter() - started)
    assert statistics.median(seconds) < 0.1
