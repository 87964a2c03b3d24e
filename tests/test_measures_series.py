"""Convergence, growth, money, forecasts and distance: hand examples, published values, invariants."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import measures

BEIJING, SHANGHAI, HEFEI = (39.9075, 116.3972), (31.2222, 121.4581), (31.8639, 117.2808)
LATITUDE, LONGITUDE = st.floats(-89, 89), st.floats(-180, 180)
POINT = st.tuples(LATITUDE, LONGITUDE)
FORECASTS = st.lists(st.tuples(st.sampled_from(np.arange(21) / 20), st.booleans()), min_size=1, max_size=40)


def test_sigma_convergence_by_hand():
    # Logs of 1 and e lie 1 apart: standard deviation 1/2. A year later both have doubled, then they meet.
    assert measures.sigma_convergence([[1, math.e], [2, 2 * math.e], [3, 3]]) == pytest.approx([0.5, 0.5, 0])


@pytest.mark.parametrize("speed", [0.005, 0.02, 0.1])
def test_beta_convergence_finds_the_speed_that_was_put_in(speed):
    # Each gap to the mean shrinks by exp(-speed) a year. At 2 per cent half is gone in 34.7 years.
    start, years = np.array([1.0, 3, 8, 20]), 13
    logs = np.log(start)
    end = np.exp(logs.mean() + (logs - logs.mean()) * math.exp(-speed * years) + 0.4)
    found = measures.beta_convergence(start, end, years)
    assert found.speed == pytest.approx(speed)
    assert found.half_life == pytest.approx(math.log(2) / speed)
    assert found.beta == pytest.approx(-(1 - math.exp(-speed * years)) / years)
    growth = np.log(end / start) / years
    assert found.intercept + found.beta * logs == pytest.approx(growth)


def test_beta_convergence_reports_its_doubt():
    start, end = np.array([1.0, 2, 4, 8, 16]), np.array([3.0, 5, 8, 19, 30])
    found = measures.beta_convergence(start, end, 10)
    fit = measures.ols(np.log(end / start) / 10, np.log(start))
    assert (found.beta, found.se, found.n) == pytest.approx((fit.coefficients[1], fit.se[1], 5))
    assert found.interval == pytest.approx(tuple(fit.intervals[1]))
    assert found.interval[0] < found.beta < found.interval[1]


def test_the_rich_growing_faster_has_no_half_life():
    found = measures.beta_convergence([1, 2, 4], [1, 3, 9], 10)
    assert found.beta > 0 > found.speed
    assert found.half_life == math.inf


def test_changing_places_has_no_speed():
    found = measures.beta_convergence([1, 2, 4], [9, 3, 1], 1)
    assert math.isnan(found.speed) and math.isnan(found.half_life)


def test_chain_index_by_hand():
    assert measures.chain_index([10, -10, 0]) == pytest.approx([100, 110, 99, 99])


@given(st.lists(st.floats(-50, 100), min_size=1, max_size=30), st.floats(0.1, 1000))
def test_chain_index_can_be_undone(growth, base):
    index = measures.chain_index(growth, base)
    assert index[0] == base
    assert 100 * (index[1:] / index[:-1] - 1) == pytest.approx(growth, abs=1e-9)


def test_knowledge_stock_by_hand():
    # No growth, a tenth goes stale: spending of 10 keeps 100 going. Then 30 is spent: 0.9 * 100 + 30.
    assert measures.knowledge_stock([10, 10, 30], 0.1, initial_growth=0) == pytest.approx([100, 100, 120])


@given(st.floats(-0.04, 0.3), st.floats(0.05, 1), st.integers(2, 20), st.floats(0.1, 100))
def test_steady_spending_makes_a_stock_that_grows_alike(growth, depreciation, years, first):
    rd = first * (1 + growth) ** np.arange(years)
    stock = measures.knowledge_stock(rd, depreciation)
    assert stock[1:] / stock[:-1] == pytest.approx(np.full(years - 1, 1 + growth))
    assert stock[1:] == pytest.approx((1 - depreciation) * stock[:-1] + rd[1:])


def test_irr_of_textbook_examples():
    assert measures.irr([-123400, 36200, 54800, 48100]) == pytest.approx(0.0596, abs=5e-5)
    assert measures.irr([-4000, 1200, 1410, 1875, 1050]) == pytest.approx(0.143, abs=5e-4)
    # 100 becomes 121 in two years: 10 per cent a year.
    assert measures.irr([-100, 0, 121]) == pytest.approx(0.1)
    assert measures.irr([100, -110]) == pytest.approx(0.1)


def test_npv_by_hand():
    assert measures.npv(0.1, [-100, 110, 121]) == pytest.approx(100)
    assert measures.npv(0, [-5, 2, 1]) == pytest.approx(-2)


@given(
    st.lists(st.floats(0.1, 1000), min_size=1, max_size=5),
    st.lists(st.floats(0.1, 1000), min_size=1, max_size=8),
    st.floats(0.01, 100),
)
def test_value_at_the_rate_of_return_is_zero(spent, earned, factor):
    flows = np.array([-amount for amount in spent] + earned)
    rate = measures.irr(flows)
    assert rate > -1
    # Near a rate of -100 per cent the later flows are blown up: judge against what is added up.
    size = measures.npv(rate, np.abs(flows))
    assert abs(measures.npv(rate, flows)) <= 1e-9 * size
    assert measures.irr(flows * factor) == pytest.approx(rate, rel=1e-9, abs=1e-12)


def test_brier_score_of_its_first_publication():
    # Brier (1950), table 1: ten forecasts of rain; he counts rain and no rain and finds 0.19, twice the binary score.
    said = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1]
    rained = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert 2 * measures.brier_score(said, rained) == pytest.approx(0.19)
    assert measures.base_rate(rained) == pytest.approx(0.3)


def test_brier_decomposition_by_hand():
    # Said 0.8 four times, came true three times; said 0.2 six times, came true once: base rate 0.4.
    parts = measures.brier_decomposition([0.8] * 4 + [0.2] * 6, [1, 1, 1, 0, 1, 0, 0, 0, 0, 0])
    assert parts.reliability == pytest.approx((4 * 0.05**2 + 6 * (1 / 6 - 0.2) ** 2) / 10)
    assert parts.resolution == pytest.approx((4 * 0.35**2 + 6 * (1 / 6 - 0.4) ** 2) / 10)
    assert parts.uncertainty == pytest.approx(0.24)


@given(FORECASTS)
def test_brier_parts_add_up(pairs):
    said, happened = zip(*pairs, strict=True)
    parts = measures.brier_decomposition(said, happened)
    assert parts.score == pytest.approx(measures.brier_score(said, happened))
    assert parts.score == pytest.approx(parts.reliability - parts.resolution + parts.uncertainty, abs=1e-12)
    assert 0 <= parts.score <= 1
    base = measures.base_rate(happened)
    assert measures.brier_score([base] * len(said), happened) == pytest.approx(parts.uncertainty)


def test_calibration_table_by_hand():
    rows = measures.calibration_table([0.0, 0.05, 0.7, 0.75, 1.0], [0, 1, 1, 0, 1], bins=10)
    assert [(row.low, row.high, row.count) for row in rows] == [(0, 0.1, 2), (0.7, 0.8, 2), (0.9, 1, 1)]
    assert [row.mean_forecast for row in rows] == pytest.approx([0.025, 0.725, 1])
    assert [row.observed for row in rows] == pytest.approx([0.5, 0.5, 1])


def test_a_forecast_on_an_edge_belongs_to_the_step_above():
    rows = measures.calibration_table([0.29], [1], bins=100)
    assert (rows[0].low, rows[0].count) == (0.29, 1)


@given(FORECASTS, st.integers(1, 20))
def test_calibration_rows_count_everyone_once(pairs, bins):
    said, happened = zip(*pairs, strict=True)
    rows = measures.calibration_table(said, happened, bins)
    assert sum(row.count for row in rows) == len(said)
    assert sum(row.count * row.observed for row in rows) == pytest.approx(sum(happened))
    assert sum(row.count * row.mean_forecast for row in rows) == pytest.approx(sum(said))
    assert all(row.low - 1e-9 <= row.mean_forecast <= row.high + 1e-9 for row in rows)


def test_known_distances():
    assert measures.great_circle_km(51.5074, -0.1278, 48.8566, 2.3522) == pytest.approx(343.6, abs=0.1)
    assert measures.great_circle_km(*BEIJING, *SHANGHAI) == pytest.approx(1068.3, abs=0.1)
    # Pole to equator is a quarter of the way round, opposite points half of it.
    quarter = math.pi / 2 * 6371.0088
    assert measures.great_circle_km(90, 0, 0, 77) == pytest.approx(quarter)
    assert measures.great_circle_km(10, 20, -10, -160) == pytest.approx(2 * quarter)
    # One minute of latitude is close to a nautical mile (1.852 km).
    assert measures.great_circle_km(45, 9, 45 + 1 / 60, 9) == pytest.approx(1.853, abs=0.001)


def test_off_the_line():
    # Hefei lies 328 km to the right of someone flying from Beijing to Shanghai.
    assert measures.cross_track_km(*HEFEI, *BEIJING, *SHANGHAI) == pytest.approx(328.5, abs=0.1)
    # Ten degrees north of the equator, seen going east along it: to the left.
    ten = math.radians(10) * 6371.0088
    assert measures.cross_track_km(10, 50, 0, 0, 0, 90) == pytest.approx(-ten)
    assert measures.cross_track_km(-10, 50, 0, 0, 0, 90) == pytest.approx(ten)


def test_many_points_at_once():
    lat, lon = np.array([HEFEI[0], 30.0]), np.array([HEFEI[1], 100.0])
    far = measures.great_circle_km(*BEIJING, lat, lon)
    assert far.shape == (2,)
    assert far[0] == pytest.approx(measures.great_circle_km(*BEIJING, *HEFEI))
    off = measures.cross_track_km(lat, lon, *BEIJING, *SHANGHAI)
    assert off[0] == pytest.approx(measures.cross_track_km(*HEFEI, *BEIJING, *SHANGHAI))


@given(POINT, POINT, POINT)
def test_distance_is_a_distance(a, b, c):
    assert measures.great_circle_km(*a, *a) == pytest.approx(0, abs=1e-6)
    there, back = measures.great_circle_km(*a, *b), measures.great_circle_km(*b, *a)
    assert there == pytest.approx(back, abs=1e-9)
    assert there <= math.pi * 6371.0088 + 1e-6
    assert there <= measures.great_circle_km(*a, *c) + measures.great_circle_km(*c, *b) + 1e-6


@given(POINT, POINT)
def test_distance_agrees_with_the_haversine_formula(a, b):
    (lat1, lon1), (lat2, lon2) = np.radians(a), np.radians(b)
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    assert measures.great_circle_km(*a, *b) == pytest.approx(
        2 * 6371.0088 * math.asin(min(1, math.sqrt(h))), abs=1e-3
    )


@given(POINT)
def test_off_the_line_turns_with_the_direction_and_never_beats_the_ends(point):
    off = measures.cross_track_km(*point, *BEIJING, *SHANGHAI)
    assert off == pytest.approx(-measures.cross_track_km(*point, *SHANGHAI, *BEIJING), abs=1e-6)
    assert abs(off) <= measures.great_circle_km(*point, *BEIJING) + 1e-6
    assert abs(off) <= measures.great_circle_km(*point, *SHANGHAI) + 1e-6
    assert measures.cross_track_km(*BEIJING, *BEIJING, *SHANGHAI) == pytest.approx(0, abs=1e-6)
