"""Composite indices: an example by hand, what must not change a score, and who can be put first by weights."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sciencecities import measures

METHODS = ("min-max", "z-score", "rank")
COLUMN = st.lists(st.integers(-1000, 1000), min_size=2, max_size=12).filter(lambda x: len(set(x)) > 1)


@st.composite
def tables(draw, most=7):
    """Tables of 2 to 7 units and 1 to 4 indicators, with ties, no column all equal."""
    n, k = draw(st.integers(2, most)), draw(st.integers(1, 4))
    table = draw(arrays(float, (n, k), elements=st.integers(0, 30)))
    assume(all(len(set(table[:, j])) > 1 for j in range(k)))
    return table


def test_a_hand_example_of_each_normalisation():
    assert measures.normalise([10, 20, 40], "min-max") == pytest.approx([0, 1 / 3, 1])
    assert measures.normalise([10, 20, 40], "rank").tolist() == [0, 0.5, 1]
    assert measures.normalise([1, 3], "z-score") == pytest.approx([-1, 1])
    assert measures.normalise([2, 4, 4, 4, 5, 5, 7, 9], "z-score") == pytest.approx(
        [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]
    )
    assert measures.normalise([1, 2, 2, 8], "rank").tolist() == [0, 0.5, 0.5, 1]
    assert measures.normalise([1, 20, 3], "min-max", higher_is_better=False)[1] == 0


def test_a_hand_example_of_a_composite_index():
    """Three cities; money (more is better) and a rank (less is better)."""
    table = [[10, 1], [20, 3], [40, 2]]
    assert measures.composite(table, [1, 1], "min-max", [True, False]) == pytest.approx([0.5, 1 / 6, 0.75])
    assert measures.composite(table, [3, 1], "min-max", [True, False]) == pytest.approx([0.25, 0.25, 0.875])
    assert measures.composite(table, [0, 5], "rank", [True, False]).tolist() == [1, 0, 0.5]


def test_a_hand_example_of_possible_firsts():
    """A is best at one thing, B at the other; C is second at both, far behind; D is a good all-rounder."""
    found = measures.possible_firsts([[100, 0], [0, 100], [20, 20], [70, 70]], "min-max")
    assert found.possible.tolist() == [True, True, False, True]
    # D against A: 0.7 - w1 with w1 the weight of the first; largest with equal weights, 0.7 - 0.5.
    assert found.margins == pytest.approx([0.3, 0.3, -0.5, 0.2])
    assert found.weights[3] == pytest.approx([0.5, 0.5]) and found.weights[2] is None
    assert found.weights[0] == pytest.approx([1, 0])


def test_a_tie_at_the_top_is_not_a_first():
    assert measures.possible_firsts([[1, 1], [1, 1], [0, 0]], "min-max").possible.tolist() == [False] * 3
    # The middle one can only draw level: it lies on the line between the two others.
    assert measures.possible_firsts([[2, 0], [1, 1], [0, 2]], "min-max").possible.tolist() == [
        True,
        False,
        True,
    ]


@given(COLUMN, st.sampled_from(METHODS), st.integers(1, 50), st.integers(-500, 500))
def test_units_of_measurement_do_not_matter(values, method, factor, shift):
    moved = [factor * value + shift for value in values]
    assert measures.normalise(moved, method) == pytest.approx(measures.normalise(values, method), abs=1e-9)


@given(COLUMN, st.sampled_from(METHODS))
def test_turning_the_direction_mirrors_the_scale(values, method):
    up, down = measures.normalise(values, method), measures.normalise(values, method, False)
    assert up + down == pytest.approx(np.full(len(values), 0 if method == "z-score" else 1), abs=1e-9)
    assert down == pytest.approx(measures.normalise([-value for value in values], method), abs=1e-12)


@given(COLUMN, st.sampled_from(METHODS))
def test_the_order_of_the_values_is_kept(values, method):
    scores = measures.normalise(values, method)
    for i, j in itertools.combinations(range(len(values)), 2):
        assert np.sign(round(scores[i] - scores[j], 12)) == np.sign(values[i] - values[j])


@given(COLUMN)
def test_each_scale_is_what_it_says(values):
    assert (measures.normalise(values, "min-max").min(), measures.normalise(values, "min-max").max()) == (
        0,
        1,
    )
    z = measures.normalise(values, "z-score")
    assert (z.mean(), z.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    beaten = [sum((a > b) + (a == b) / 2 for b in values) - 0.5 for a in values]
    assert measures.normalise(values, "rank") == pytest.approx(np.array(beaten) / (len(values) - 1))


@given(tables(), st.sampled_from(METHODS), st.randoms(use_true_random=False), st.integers(1, 9))
def test_order_of_rows_and_columns_and_size_of_weights_do_not_matter(table, method, random, factor):
    n, k = table.shape
    weights = np.array([random.randint(0, 5) for _ in range(k)]) + np.eye(1, k, 0)[0]
    better = [random.random() < 0.5 for _ in range(k)]
    rows, columns = random.sample(range(n), n), random.sample(range(k), k)
    scores = measures.composite(table, weights, method, better)
    again = measures.composite(
        table[rows][:, columns], factor * weights[columns], method, [better[j] for j in columns]
    )
    assert again == pytest.approx(scores[rows], abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(tables(), st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_the_weights_that_are_returned_put_the_unit_first_and_a_dominated_one_has_none(table, method, random):
    better = [random.random() < 0.5 for _ in range(table.shape[1])]
    found = measures.possible_firsts(table, method, better)
    signed = np.where(better, table, -table)
    for unit, weights in enumerate(found.weights):
        others = np.delete(signed, unit, axis=0)
        if (others >= signed[unit]).all(axis=1).any():  # someone is at least as good at everything
            assert weights is None and found.margins[unit] <= 1e-9
        if weights is None:
            continue
        assert weights.min() >= 0 and weights.sum() == pytest.approx(1)
        scores = measures.composite(table, weights, method, better)
        lead = scores[unit] - np.delete(scores, unit).max()
        assert lead == pytest.approx(found.margins[unit], abs=1e-9) and lead > 0


@settings(deadline=None, max_examples=10)
@given(tables(most=4), st.sampled_from(METHODS))
def test_no_weights_on_a_grid_do_better(table, method):
    found = measures.possible_firsts(table, method)
    k = table.shape[1]
    for weights in itertools.product(range(5), repeat=k):
        if not any(weights):
            continue
        scores = measures.composite(table, weights, method)
        leads = [scores[unit] - np.delete(scores, unit).max() for unit in range(len(table))]
        assert np.all(np.array(leads) <= found.margins + 1e-9)


@settings(deadline=None, max_examples=30)
@given(tables(), st.randoms(use_true_random=False))
def test_min_max_and_z_scores_allow_the_same_firsts(table, random):
    """Both are straight rescalings of each column, so weights of the one can be turned into weights of the other."""
    better = [random.random() < 0.5 for _ in range(table.shape[1])]
    one, other = (measures.possible_firsts(table, method, better) for method in ("min-max", "z-score"))
    assert one.possible.tolist() == other.possible.tolist()
