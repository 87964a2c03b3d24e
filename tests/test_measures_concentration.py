"""Concentration: textbook values by hand, and what must hold for any list of amounts."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import measures

AMOUNTS = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=40)


def test_shares_of_a_hand_example():
    assert measures.shares([2, 6, 0, 12]).tolist() == [0.1, 0.3, 0.0, 0.6]


def test_herfindahl_of_the_competition_authorities_example():
    # Four firms with 30, 30, 20 and 20 per cent of a market: 2,600 points.
    assert measures.herfindahl([30, 30, 20, 20]) * 10_000 == pytest.approx(2600)
    assert measures.effective_number([30, 30, 20, 20]) == pytest.approx(1 / 0.26)


@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_equal_units_are_as_many_as_they_are(n):
    assert measures.effective_number([3.5] * n) == pytest.approx(n)
    assert measures.herfindahl([3.5] * n) == pytest.approx(1 / n)


def test_a_unit_that_has_all_counts_as_one():
    assert measures.effective_number([0, 9, 0]) == pytest.approx(1)


def test_top_share_of_a_hand_example():
    amounts = [10, 40, 20, 30]
    assert [measures.top_share(amounts, k) for k in (1, 2, 3, 4)] == pytest.approx([0.4, 0.7, 0.9, 1.0])


def test_balassa_of_a_hand_example():
    # Field 1 is 30 of 60 in all; the first unit has 10 of 40 there, half the usual part.
    index = measures.balassa_index([[10, 30], [20, 0]])
    assert index == pytest.approx(np.array([[0.5, 1.5], [2.0, 0.0]]))


@given(AMOUNTS, st.floats(0.01, 1000))
def test_scale_does_not_matter(amounts, factor):
    scaled = np.array(amounts) * factor
    assert measures.herfindahl(scaled) == pytest.approx(measures.herfindahl(amounts), rel=1e-9)
    assert measures.top_share(scaled, 1) == pytest.approx(measures.top_share(amounts, 1), rel=1e-9)


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(amounts, random):
    shuffled = random.sample(amounts, len(amounts))
    k = (len(amounts) + 1) // 2
    assert measures.herfindahl(shuffled) == pytest.approx(measures.herfindahl(amounts), rel=1e-12)
    assert measures.top_share(shuffled, k) == pytest.approx(measures.top_share(amounts, k), rel=1e-12)


@given(AMOUNTS)
def test_bounds(amounts):
    n = len(amounts)
    assert 1 / n - 1e-12 <= measures.herfindahl(amounts) <= 1 + 1e-12
    assert 1 - 1e-9 <= measures.effective_number(amounts) <= n + 1e-9
    parts = [measures.top_share(amounts, k) for k in range(1, n + 1)]
    assert parts[-1] == pytest.approx(1)
    assert all(k / n - 1e-9 <= part for k, part in enumerate(parts, start=1))
    assert all(later >= earlier for earlier, later in pairwise(parts))


@given(AMOUNTS)
def test_splitting_every_unit_in_two_doubles_the_effective_number(amounts):
    halves = np.repeat(np.array(amounts) / 2, 2)
    assert measures.effective_number(halves) == pytest.approx(
        2 * measures.effective_number(amounts), rel=1e-9
    )


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_balassa_averages_to_one_over_what_the_units_have(units, fields, data):
    cell = st.floats(0.1, 100)
    table = np.array(
        data.draw(st.lists(st.lists(cell, min_size=fields, max_size=fields), min_size=units, max_size=units))
    )
    index = measures.balassa_index(table)
    by_unit = table.sum(axis=1) / table.sum()
    assert by_unit @ index == pytest.approx(np.ones(fields))
