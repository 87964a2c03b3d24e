"""What chapter 2 says of choices that it does not show: how many provinces to drop, and where else to begin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from sciencecities import data, measures, vintages

CHAPTER = (ROOT / "chapters" / "02-science-growth-hack.ipynb").read_text(encoding="utf-8")


def provinces(last: int, first: int = 2010) -> pd.DataFrame:
    """(31,): intensity and log income of the first year, and real growth a year from then to the last year."""
    panel = data.load("province_year")
    start = panel[panel["year"] == first].set_index("province")
    later = panel[(panel["year"] > first) & (panel["year"] <= last)]
    factor = (later["gdp_real_index"] / 100).groupby(later["province"]).prod()
    growth = 100 * (factor ** (1 / (last - first)) - 1)
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
    assert promise in CHAPTER


def test_each_start_from_2013_to_2016_leaves_zero_out_and_none_without_tianjin() -> None:
    def high(frame: pd.DataFrame) -> float:
        return float(measures.ols(frame["growth"], frame[["research", "income"]]).intervals[1, 1])

    below = [first for first in range(2010, 2018) if high(provinces(2024, first)) < 0]
    assert below == [2013, 2014, 2015, 2016]
    assert all(high(provinces(2024, first).drop("Tianjin")) > 0 for first in range(2010, 2018))
    assert "as with each start from 2013 to 2016" in CHAPTER and "as with each of these starts" in CHAPTER


def test_per_head_the_slope_with_nothing_held_fixed_is_below_zero() -> None:
    """On the count before the census of 2020, which the chapter takes to 2019."""
    people = vintages.series("population", vintages.PEOPLE[0]).pivot(
        index="province", columns="year", values="population"
    )
    frame = provinces(2019)
    growth = 100 * ((1 + frame["growth"] / 100) * (people[2010] / people[2019]) ** (1 / 9) - 1)
    assert measures.ols(growth[frame.index], frame["research"]).intervals[1, 1] < 0
    assert "With nothing held fixed, that too is negative, and its interval leaves zero out" in CHAPTER
