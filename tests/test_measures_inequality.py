"""Inequality: hand examples, closed forms, and the invariants that define a measure of inequality."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import measures

PER_HEAD = st.floats(0.01, 1e5)
HEADS = st.floats(0.01, 1e4)
GROUPED = st.lists(st.tuples(PER_HEAD, HEADS, st.sampled_from("abc")), min_size=1, max_size=30)
BOTH = (measures.gini, measures.theil, measures.coefficient_of_variation)


def split(rows):
    values, weights, groups = zip(*rows, strict=True)
    return np.array(values), np.array(weights), groups


@pytest.mark.parametrize("n", [1, 2, 4, 5, 100])
def test_gini_of_the_first_whole_numbers(n):
    assert measures.gini(range(1, n + 1)) == pytest.approx((n - 1) / (3 * n))


def test_gini_by_mean_difference():
    # Gini's own definition: mean absolute difference of all pairs over twice the mean.
    values = np.array([3.0, 0, 11, 5, 5, 2])
    difference = np.mean(np.abs(values[:, None] - values[None, :]))
    assert measures.gini(values) == pytest.approx(difference / (2 * values.mean()))


def test_gini_when_one_has_all():
    assert measures.gini([0, 0, 0, 8]) == pytest.approx(3 / 4)


def test_lorenz_of_a_hand_example():
    population, total = measures.lorenz([6, 1, 3])
    assert population == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert total == pytest.approx([0, 0.1, 0.4, 1])


def test_lorenz_with_population():
    # 10 people with 4 each, 30 people with 2 each: the poorer 75 per cent hold 60 of 100.
    population, total = measures.lorenz([4, 2], [10, 30])
    assert population == pytest.approx([0, 0.75, 1])
    assert total == pytest.approx([0, 0.6, 1])
    assert measures.gini([4, 2], [10, 30]) == pytest.approx(0.15)


def test_theil_of_hand_examples():
    assert measures.theil([5, 5, 5]) == pytest.approx(0, abs=1e-15)
    assert measures.theil([0, 0, 7]) == pytest.approx(math.log(3))
    # Mean 2: half of 1/2 ln 1/2 and of 3/2 ln 3/2.
    assert measures.theil([1, 3]) == pytest.approx((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)


def test_theil_against_its_share_form():
    # Theil (1967): the sum of income share times ln(income share / population share).
    income, people = np.array([20.0, 30, 50]), np.array([40.0, 35, 25])
    shares, heads = income / 100, people / 100
    assert measures.theil(income / people, people) == pytest.approx(np.sum(shares * np.log(shares / heads)))


def test_decomposition_of_a_hand_example():
    # Coast 6 and 6, interior 2 and 2: all of the inequality lies between the two.
    flat = measures.theil_decomposition([6, 6, 2, 2], None, ["coast", "coast", "interior", "interior"])
    assert flat.within == pytest.approx(0, abs=1e-15)
    assert flat.between == pytest.approx((1.5 * math.log(1.5) + 0.5 * math.log(0.5)) / 2)
    coast, interior = flat.by_group
    assert (coast.group, coast.population_share, coast.value_share, coast.mean) == ("coast", 0.5, 0.75, 6)
    assert (interior.group, interior.value_share, interior.theil) == ("interior", 0.25, 0)
    # Both groups have 1 and 3: all of it lies within.
    same = measures.theil_decomposition([1, 3, 1, 3], None, list("xxyy"))
    assert same.between == pytest.approx(0, abs=1e-15)
    assert same.within == pytest.approx(measures.theil([1, 3]))


def test_a_group_that_has_nothing():
    parts = measures.theil_decomposition([0, 0, 4], [1, 1, 2], ["poor", "poor", "rich"])
    assert parts.total == pytest.approx(parts.between) == pytest.approx(math.log(2))
    assert parts.by_group[0].theil == 0


def test_coefficient_of_variation_by_hand():
    # Mean 4, deviations -2 and 2; with three times the people in the poorer: mean 3, variance 3.
    assert measures.coefficient_of_variation([2, 6]) == pytest.approx(0.5)
    assert measures.coefficient_of_variation([2, 6], [3, 1]) == pytest.approx(math.sqrt(3) / 3)


def test_a_pandas_column_is_welcome():
    table = pd.DataFrame({"y": [6, 6, 2, 2], "n": [1, 1, 1, 1], "g": list("aabb")}, index=[9, 8, 7, 6])
    assert measures.theil_decomposition(table["y"], table["n"], table["g"]).between > 0.1


@given(GROUPED)
def test_decomposition_adds_up(rows):
    parts = measures.theil_decomposition(*split(rows))
    assert parts.total == pytest.approx(parts.between + parts.within, abs=1e-9)
    assert parts.total == pytest.approx(measures.theil(*split(rows)[:2]), abs=1e-12)
    assert parts.between >= -1e-12
    assert parts.within >= -1e-12
    assert sum(group.population_share for group in parts.by_group) == pytest.approx(1)
    assert sum(group.value_share for group in parts.by_group) == pytest.approx(1)
    assert parts.within == pytest.approx(sum(g.value_share * g.theil for g in parts.by_group), abs=1e-12)


@given(GROUPED, st.floats(0.01, 100), st.floats(0.01, 100))
def test_scale_of_values_and_of_weights_does_not_matter(rows, times, heads):
    values, weights, _ = split(rows)
    for measure in BOTH:
        assert measure(values * times, weights * heads) == pytest.approx(measure(values, weights), abs=1e-7)


@given(GROUPED, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    for measure in BOTH:
        assert measure(*split(shuffled)[:2]) == pytest.approx(measure(*split(rows)[:2]), abs=1e-7)


@given(st.lists(st.tuples(PER_HEAD, st.integers(1, 5)), min_size=1, max_size=10))
def test_a_weight_of_three_is_three_people(rows):
    values, weights = (np.array(column) for column in zip(*rows, strict=True))
    for measure in BOTH:
        assert measure(values, weights) == pytest.approx(measure(np.repeat(values, weights)), abs=1e-7)


@given(st.lists(PER_HEAD, min_size=2, max_size=20), st.floats(0.01, 0.99))
def test_a_gift_from_rich_to_poor_lowers_inequality(values, part):
    rich, poor = int(np.argmax(values)), int(np.argmin(values))
    gap = values[rich] - values[poor]
    after = np.array(values)
    after[rich] -= part * gap / 2
    after[poor] += part * gap / 2
    for measure in BOTH:
        assert measure(after) <= measure(values) + 1e-9
        if gap > 0.1 * values[rich]:
            assert measure(after) < measure(values)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=30).filter(lambda v: sum(v) > 0.001))
def test_bounds_and_shape(values):
    n = len(values)
    assert -1e-12 <= measures.gini(values) <= 1 - 1 / n + 1e-12
    assert -1e-12 <= measures.theil(values) <= math.log(n) + 1e-12
    population, total = measures.lorenz(values)
    assert (population[0], total[0], population[-1], total[-1]) == (0, 0, 1, 1)
    assert len(population) == len(total) == n + 1
    assert np.all(total <= population + 1e-12)
    assert np.all(np.diff(total, 2) >= -1e-12), "the curve must bend upwards"


def test_percentile_ratio_of_hand_examples():
    assert measures.percentile_ratio([10, 20, 40], [5, 80, 15]) == 2
    assert measures.percentile_ratio([10, 20, 40]) == 4
    # Ten units: the first reaches a tenth and the ninth nine tenths, rounding errors or not.
    assert measures.percentile_ratio(range(1, 11)) == 9
    # Of 31 units the 4th and the 28th are the first to reach the marks.
    assert measures.percentile_ratio(range(1, 32)) == 28 / 4
    assert measures.percentile_ratio(range(1, 11), high=50, low=20) == 5 / 2
    assert measures.percentile_ratio([3, 7], high=100, low=1) == pytest.approx(7 / 3)


@given(st.lists(st.tuples(PER_HEAD, st.integers(1, 50)), min_size=1, max_size=20), st.floats(0.01, 100))
def test_percentile_ratio_follows_numpy_and_ignores_units(rows, times):
    values, weights = (np.array(column) for column in zip(*rows, strict=True))
    ratio = measures.percentile_ratio(values, weights)
    low, high = np.quantile(np.repeat(values, weights), [0.1, 0.9], method="inverted_cdf")
    assert ratio == pytest.approx(high / low)
    assert ratio >= 1
    assert measures.percentile_ratio(times * values, times * weights) == pytest.approx(ratio)
    assert measures.percentile_ratio(values[::-1], weights[::-1]) == pytest.approx(ratio)


@given(st.lists(PER_HEAD, min_size=1, max_size=20))
def test_a_wider_percentile_ratio_is_no_smaller(values):
    narrow, wide = measures.percentile_ratio(values, high=75, low=25), measures.percentile_ratio(values)
    assert narrow <= wide <= max(values) / min(values) + 1e-9
