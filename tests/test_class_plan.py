"""What the class plan of chapter 2 promises of *Drop a province*: how many of 31 to drop for a slope above zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from sciencecities import data, measures

PLAN = (ROOT / "chapters" / "02-science-growth-hack.ipynb").read_text(encoding="utf-8")


def provinces(last: int) -> pd.DataFrame:
    """(31,): intensity and log income of 2010, and real growth a year from then to the last year."""
    panel = data.load("province_year")
    start = panel[panel["year"] == 2010].set_index("province")
    later = panel[(panel["year"] > 2010) & (panel["year"] <= last)]
    factor = (later["gdp_real_index"] / 100).groupby(later["province"]).prod()
    growth = 100 * (factor ** (1 / (last - 2010)) - 1)
    return pd.DataFrame(
        {"research": start["rd_intensity"], "income": np.log(start["gdp_per_capita"]), "growth": growth}
    )


def dropped_until_above_zero(frame: pd.DataFrame, held: bool, whole_interval: bool) -> int:
    """How many rows go, each time the one that lifts the slope, or the low end of its interval, the most."""
    columns = ["research", "income"] if held else ["research"]

    def value(kept: pd.DataFrame) -> float:
        fit = measures.ols(kept["growth"], kept[columns])
        return float(fit.intervals[1, 0] if whole_interval else fit.coefficients[1])

    kept = frame
    while value(kept) <= 0:
        kept = max((kept.drop(name) for name in kept.index), key=value)
    return len(frame) - len(kept)


@pytest.mark.parametrize(
    ("last", "held", "whole_interval", "count", "promise"),
    [
        (2024, False, False, 7, "Seven clicks raw"),
        (2024, True, False, 4, "four with the control do it"),
        (2024, True, True, 12, "we needed twelve to 2024"),
        (2019, True, True, 9, "nine to 2019"),
    ],
)
def test_as_many_are_dropped_as_the_plan_says(last, held, whole_interval, count, promise) -> None:
    assert dropped_until_above_zero(provinces(last), held, whole_interval) == count
    assert promise in PLAN
