"""What one more unit of knowledge brings: by hand, against other measures, and for anything within bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import measures

RATE = st.floats(0, 0.2)
LOST = st.floats(0, 1)
FIRST = st.floats(0, 5)
LAG = st.integers(0, 12)
YEARS = st.integers(1, 60)


def test_marginal_return_by_hand():
    # One per cent of a stock of 200 is 2. At elasticity 0.1 it goes with 0.1 per cent of 1000, that is 1: one for two.
    assert measures.marginal_return(0.1, 1000, 200) == pytest.approx(0.5)
    assert measures.marginal_return(0, 1000, 200) == 0


def test_return_path_by_hand():
    # Waits one year after the spending of year 0; in use from year 2 on; half goes stale each year.
    assert measures.return_path(0.8, 0.5, 1, 4).tolist() == pytest.approx([0, 0, 0.8, 0.4, 0.2])
    assert measures.return_path(0.8, 0, 0, 3).tolist() == pytest.approx([0, 0.8, 0.8, 0.8])
    assert measures.return_path(0.8, 1, 0, 3).tolist() == pytest.approx([0, 0.8, 0, 0])
    assert measures.return_path(0.8, 0.5, 9, 3).tolist() == [0, 0, 0, 0]


def test_payback_by_hand():
    # Pay 100, get 60 a year: after two years 120 is back. At 10 per cent: 54.5 + 49.6 = 104.1, still two years.
    assert measures.payback_years(0, [-100, 60, 60]) == 2
    assert measures.payback_years(0.1, [-100, 60, 60]) == 2
    # At 14 per cent 52.6 + 46.2 = 98.8: never within the list.
    assert measures.payback_years(0.14, [-100, 60, 60]) is None
    assert measures.payback_years(0.05, [10, -1]) == 0


@given(FIRST, st.floats(1, 1e6), st.floats(1, 1e6))
def test_marginal_return_is_the_slope_of_a_power(elasticity, output, stock):
    step = 1e-6 * stock
    numeric = (output * ((stock + step) / stock) ** elasticity - output) / step
    assert measures.marginal_return(elasticity, output, stock) == pytest.approx(numeric, rel=1e-4, abs=1e-9)


@given(FIRST, LOST, LAG, YEARS)
def test_a_path_falls_after_its_start_and_is_linear_in_the_return(first, lost, lag, years):
    path = measures.return_path(first, lost, lag, years)
    assert len(path) == years + 1 and not path[: lag + 1].any()
    assert (np.diff(path[lag + 1 :]) <= 1e-12).all()
    assert 2 * path == pytest.approx(measures.return_path(2 * first, lost, lag, years))


@given(st.floats(0.01, 0.4), st.floats(0, 0.1), st.integers(3, 25))
def test_a_path_is_what_one_more_unit_adds_to_the_stock(lost, growth, years):
    """Twins: the path of one unit is the difference between two knowledge stocks."""
    rd = 10 * (1 + growth) ** np.arange(years + 1.0)
    more = rd.copy()
    more[1] += 1
    stocks = [measures.knowledge_stock(one, lost, initial_growth=growth) for one in (rd, more)]
    assert stocks[1] - stocks[0] == pytest.approx(measures.return_path(1, lost, 0, years), abs=1e-6)


@given(FIRST, LOST, LAG, YEARS, RATE)
def test_payback_and_present_value_tell_one_story(first, lost, lag, years, rate):
    flows = measures.return_path(first, lost, lag, years)
    flows[0] -= 1
    paid = measures.payback_years(rate, flows)
    value = measures.npv(rate, flows)
    if paid is None:
        assert value < 1e-9
    else:
        assert value > -1e-9 and paid > lag
        assert measures.npv(rate, flows[: paid + 1]) > -1e-9
        assert measures.npv(rate, flows[:paid]) < 1e-9


def test_a_stock_that_forgets_nothing_is_the_sum_of_all_spending():
    stock = measures.knowledge_stock([10, 11, 12], 0, initial_growth=0.1)
    assert stock.tolist() == pytest.approx([110, 121, 133])
