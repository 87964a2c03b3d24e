"""Least squares: certified values, statsmodels as a second opinion, and what a control can do to a sign."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.datasets import longley

from sciencecities import measures

NUMBER = st.floats(-1000, 1000).map(lambda value: round(value, 3))
ROWS = st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=6, max_size=30)


def columns(rows):
    """y, x1, x2 of some spread, so that every regression among them is defined."""
    table = np.array(rows)
    # Three fixed rows keep a generated column from being constant or a copy of the other.
    table = np.vstack((table, [[5, 1, 0], [1, 0, 1], [-3, -1, -1], [2, 2, -3]]))
    return table[:, 0], table[:, 1], table[:, 2]


def test_longley_certified_by_nist():
    """Longley (1967), the test of least-squares programs; values certified by NIST (StRD, dataset Longley)."""
    data = longley.load_pandas()
    fit = measures.ols(data.endog, data.exog, list(data.exog.columns))
    certified = [
        -3482258.63459582,
        15.0618722713733,
        -0.0358191792925910,
        -2.02022980381683,
        -1.03322686717359,
        -0.0511041056535807,
        1829.15146461355,
    ]
    certified_se = [
        890420.383607373,
        84.9149257747669,
        0.0334910077722432,
        0.488399681651699,
        0.214274163161675,
        0.226073200069370,
        455.478499142212,
    ]
    assert fit.coefficients == pytest.approx(certified, rel=1e-8)
    assert fit.se == pytest.approx(certified_se, rel=1e-8)
    assert fit.r2 == pytest.approx(0.995479004577296, rel=1e-12)
    assert (fit.n, fit.degrees, fit.names[:2]) == (16, 9, ("constant", "GNPDEFL"))


def test_a_line_by_hand():
    # Through (1, 2), (2, 2), (3, 5): slope 1.5, constant 0, residuals 0.5, -1, 0.5.
    # Their squares sum to 1.5, one degree of freedom is left, x varies by 2: se of the slope sqrt(1.5 / 2).
    fit = measures.ols([2, 2, 5], [1, 2, 3], ["x"])
    assert fit.coefficients == pytest.approx([0, 1.5], abs=1e-12)
    assert fit.residuals == pytest.approx([0.5, -1, 0.5])
    assert fit.se[1] == pytest.approx(0.75**0.5)
    assert fit.r2 == pytest.approx(0.75)
    # Student's t with one degree of freedom: 12.706 at 95 per cent.
    assert fit.intervals[1] == pytest.approx([1.5 - 12.7062 * 0.75**0.5, 1.5 + 12.7062 * 0.75**0.5], rel=1e-5)


def test_robust_errors_by_hand():
    # The same points. Pull of each on the line: 5/6, 1/3, 5/6; so the errors count as 3, -1.5, 3.
    # The slope is (y3 - y1) / 2, the constant (4 y1 + y2 - 2 y3) / 3.
    fit = measures.ols([2, 2, 5], [1, 2, 3], robust=True)
    assert fit.coefficients == pytest.approx([0, 1.5], abs=1e-12)
    assert fit.se[1] == pytest.approx(np.hypot(3, 3) / 2)
    assert fit.se[0] == pytest.approx(np.sqrt((4 * 3) ** 2 + 1.5**2 + (2 * 3) ** 2) / 3)
    assert fit.t[1] == pytest.approx(1.5 / fit.se[1])


def test_weights_by_hand():
    # Weights 1 and 2 pull the mean of y to (2 * 1 + 5 * 2) / 3 where x allows no more than one level each.
    fit = measures.ols([0, 0, 2, 5], [0, 0, 1, 1], weights=[1, 1, 1, 2])
    assert fit.coefficients == pytest.approx([0, 4], abs=1e-12)
    assert fit.residuals == pytest.approx([0, 0, -2, 1], abs=1e-12)


def test_a_prediction_by_hand():
    # The line 1.5 x expects 6 at 4; the spread is sqrt(1.5), the root sqrt(1 + 1/3 + 4/2), Student's t 12.7062.
    line = measures.predict([2, 2, 5], [1, 2, 3], 4)
    half = 12.7062 * np.sqrt(1.5 * (1 + 1 / 3 + 2))
    assert (line.value, line.low, line.high) == pytest.approx((6, 6 - half, 6 + half), rel=1e-5)


def test_a_control_can_turn_the_sign():
    # y falls with x overall, yet rises with x among those that started alike (start 0 and start 10).
    start = np.array([0, 0, 0, 10, 10, 10.0])
    x = np.array([1, 2, 3, 5, 6, 7.0])
    y = np.array([8.0, 8.6, 9.0, 1.0, 1.4, 2.0])
    assert measures.ols(y, x).coefficients[1] < -1
    assert measures.ols(y, np.column_stack((x, start)), ["x", "start"]).coefficients[1] == pytest.approx(0.5)
    assert measures.correlation(x, y) < -0.8
    assert measures.partial_correlation(x, y, start) > 0.9


@given(ROWS, st.floats(0.5, 0.99))
def test_agrees_with_statsmodels(rows, level):
    y, first, second = columns(rows)
    x = np.column_stack((first, second))
    mine, theirs = measures.ols(y, x, level=level), sm.OLS(y, sm.add_constant(x)).fit()
    assert mine.coefficients == pytest.approx(theirs.params, rel=1e-6, abs=1e-6)
    assert mine.se == pytest.approx(theirs.bse, rel=1e-6, abs=1e-9)
    assert mine.p == pytest.approx(theirs.pvalues, abs=1e-6)
    assert mine.t == pytest.approx(theirs.tvalues, rel=1e-5, abs=1e-6)
    assert mine.intervals == pytest.approx(theirs.conf_int(1 - level), rel=1e-5, abs=1e-5)
    assert mine.r2 == pytest.approx(theirs.rsquared, abs=1e-9)


@given(ROWS, st.data(), st.booleans())
def test_weights_and_robust_errors_agree_with_statsmodels(rows, draw, robust):
    y, first, second = columns(rows)
    x = np.column_stack((first, second))
    many = st.lists(st.floats(0.01, 100), min_size=len(y), max_size=len(y))
    weights = draw.draw(st.one_of(st.none(), many))
    model = sm.WLS(y, sm.add_constant(x), weights=1.0 if weights is None else weights)
    # Where one row all but decides a coefficient, statsmodels keeps only a few digits of HC3.
    assume(not robust or np.max(np.sum(np.linalg.qr(model.wexog)[0] ** 2, axis=1)) < 1 - 1e-5)
    theirs = model.fit(cov_type="HC3", use_t=True) if robust else model.fit()
    mine = measures.ols(y, x, weights=weights, robust=robust)
    assert mine.coefficients == pytest.approx(theirs.params, rel=1e-6, abs=1e-6)
    assert mine.se == pytest.approx(theirs.bse, rel=1e-6, abs=1e-9)
    assert mine.intervals == pytest.approx(theirs.conf_int(), rel=1e-5, abs=1e-5)
    assert mine.residuals == pytest.approx(theirs.resid, rel=1e-6, abs=1e-6)
    assert mine.r2 == pytest.approx(theirs.rsquared, abs=1e-8)


@given(ROWS, st.integers(0, 10**4))
def test_robust_errors_are_those_of_lines_that_have_not_seen_the_row(rows, far):
    y, x, _ = columns([*rows, (7, far, 0)])
    lines = measures.leave_one_out(y, x)
    missed = [y[row] - line.coefficients @ [1, x[row]] for row, line in enumerate(lines)]
    apart = x - x.mean()
    expected = np.sqrt(np.sum((apart * missed) ** 2)) / np.sum(apart**2)
    assert measures.ols(y, x, robust=True).se[1] == pytest.approx(expected, rel=1e-5)


@given(ROWS, st.floats(-2000, 2000), st.floats(-2000, 2000), st.floats(0.5, 0.99))
def test_a_prediction_is_that_of_statsmodels(rows, one, two, level):
    y, first, second = columns(rows)
    x = np.column_stack((first, second))
    mine = measures.predict(y, x, [one, two], level)
    theirs = sm.OLS(y, sm.add_constant(x)).fit().get_prediction([[1, one, two]])
    low, high = theirs.conf_int(obs=True, alpha=1 - level)[0]
    assert (mine.value, mine.low, mine.high) == pytest.approx(
        (theirs.predicted_mean[0], low, high), rel=1e-6, abs=1e-5
    )


@given(ROWS, st.floats(0.1, 50))
def test_only_the_proportions_of_weights_count(rows, factor):
    y, x, _ = columns(rows)
    weights = np.linspace(1, 3, len(y))
    plain, same = measures.ols(y, x), measures.ols(y, x, weights=np.full(len(y), factor))
    once, again = (measures.ols(y, x, weights=scale * weights) for scale in (1, factor))
    for one, other in ((plain, same), (once, again)):
        assert one.coefficients == pytest.approx(other.coefficients, rel=1e-9, abs=1e-9)
        assert one.se == pytest.approx(other.se, rel=1e-9, abs=1e-9)


@given(ROWS, st.data())
def test_a_weight_of_two_is_a_row_that_comes_twice(rows, draw):
    y, x, _ = columns(rows)
    times = np.array(draw.draw(st.lists(st.integers(1, 4), min_size=len(y), max_size=len(y))))
    repeated = measures.ols(np.repeat(y, times), np.repeat(x, times))
    weighted = measures.ols(y, x, weights=times)
    assert weighted.coefficients == pytest.approx(repeated.coefficients, rel=1e-6, abs=1e-6)
    assert weighted.r2 == pytest.approx(repeated.r2, abs=1e-8)


@given(ROWS, st.floats(0.1, 50), st.floats(-100, 100))
def test_unit_of_x_changes_the_slope_and_nothing_else(rows, factor, shift):
    y, x, _ = columns(rows)
    before, after = measures.ols(y, x), measures.ols(y, factor * x + shift)
    assert after.coefficients[1] * factor == pytest.approx(before.coefficients[1], rel=1e-6, abs=1e-6)
    assert after.t[1] == pytest.approx(before.t[1], rel=1e-6, abs=1e-6)
    assert after.r2 == pytest.approx(before.r2, abs=1e-9)


@given(ROWS)
def test_correlation_and_regression_tell_one_story(rows):
    y, x, control = columns(rows)
    r = measures.correlation(x, y)
    assert -1 <= r <= 1
    assert r**2 == pytest.approx(measures.ols(y, x).r2, abs=1e-9)
    assert r == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-9)
    assert r == pytest.approx(measures.correlation(y, x), abs=1e-12)
    x_c, y_c = measures.correlation(x, control), measures.correlation(y, control)
    formula = (r - x_c * y_c) / np.sqrt((1 - x_c**2) * (1 - y_c**2))
    assert measures.partial_correlation(x, y, control) == pytest.approx(formula, abs=1e-6)


def test_leave_one_out_leaves_out_that_one():
    y, x = [1.0, 2.1, 2.9, 4.2, 40.0], [1, 2, 3, 4, 5]
    fits = measures.leave_one_out(y, x, ["x"])
    assert len(fits) == 5
    for row, fit in enumerate(fits):
        again = measures.ols(np.delete(y, row), np.delete(x, row))
        assert fit.coefficients == pytest.approx(again.coefficients)
        assert (fit.n, fit.names) == (4, ("constant", "x"))
    slopes = [fit.coefficients[1] for fit in fits]
    assert slopes[4] == min(slopes) and slopes[4] == pytest.approx(1.04)


def test_names_default_to_numbers():
    assert measures.ols([1, 2, 4, 3], [[1, 0], [2, 1], [3, 5], [4, 2]]).names == ("constant", "x1", "x2")
    assert measures.ols([1, 2, 4], [1, 2, 3], "income").names == ("constant", "income")
