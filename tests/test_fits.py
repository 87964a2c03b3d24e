"""Charts of fitted lines: what is drawn is what a regression says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from sciencecities import fits, look


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    x = rng.normal(size=31)
    frame = pd.DataFrame({"x": x, "y": 2 - 0.5 * x + rng.normal(size=31), "z": x + rng.normal(size=31)})
    return frame.set_index(pd.Index([f"u{number}" for number in range(31)]))


def test_the_band_is_that_of_statsmodels(points: pd.DataFrame) -> None:
    chart = fits.cloud(points["x"], points["y"], "x", "y", {"u3": ("blue", (6, 0), "left")})
    band = chart.axes[0].collections[0].get_paths()[0].vertices
    line = chart.axes[0].lines[0]
    model = sm.OLS(points["y"], sm.add_constant(points["x"])).fit()
    ends = line.get_xdata()
    said = model.get_prediction(sm.add_constant(ends)).conf_int()
    for at, (low, high) in zip(ends, said, strict=True):
        drawn = band[np.isclose(band[:, 0], at)][:, 1]
        assert drawn.min() == pytest.approx(low) and drawn.max() == pytest.approx(high)


def test_a_control_taken_out_before_costs_a_degree_of_freedom(points: pd.DataFrame) -> None:
    """The added-variable plot has the slope of the full regression, and its standard error too."""
    full = sm.OLS(points["y"], sm.add_constant(points[["x", "z"]])).fit()
    z = sm.add_constant(points["z"])
    left = {name: sm.OLS(points[name], z).fit().resid for name in ("x", "y")}
    chart = fits.cloud(left["x"], left["y"], "x", "y", {}, held=1)
    ends, line = chart.axes[0].lines[0].get_data()
    assert (line[-1] - line[0]) / (ends[-1] - ends[0]) == pytest.approx(full.params["x"])
    band = chart.axes[0].collections[0].get_paths()[0].vertices
    right = band[np.isclose(band[:, 0], ends[-1])][:, 1]
    spread = np.sqrt((full.resid**2).sum() / 28 * (1 / 31 + ends[-1] ** 2 / (left["x"] ** 2).sum()))
    assert right.max() - right.min() == pytest.approx(2 * 2.048407 * spread, rel=1e-5)


def test_estimates_stand_in_rows_from_the_top() -> None:
    frame = pd.DataFrame({"estimate": [1.0, -2.0], "low": [0.0, -3.0], "high": [2.0, -1.0]}, index=["a", "b"])
    axes = fits.estimates(frame, "slope", ["blue", "orange"], whole=(0.5, "all")).axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert "all" in [text.get_text() for text in axes.texts]


def test_points_in_time_leave_a_gap_open() -> None:
    frame = pd.DataFrame({"a": [1.0, None, 3.0], "b": [2.0, 2.5, None]}, index=[2020, 2021, 2022])
    chart = fits.points_in_time(frame, "unit")
    first, second = chart.axes[0].lines
    assert np.isnan(first.get_ydata()[1]) and second.get_marker() == "o"
    assert chart.get_size_inches()[0] == look.WIDTH


def test_a_negative_number_in_a_caption_has_a_minus_sign():
    figure, _ = look.chart(2)
    alt = "A frame without a line, from -0.54 to (-1) and on to well-known 2010-2024."
    shown = look.show(figure, "empty", "From -0.54 to 3-4.", alt, "nobody")
    assert shown.caption == "From \u22120.54 to 3-4."
    assert shown.alt == "A frame without a line, from \u22120.54 to (\u22121) and on to well-known 2010-2024."
