"""*When would it close?*: its numbers against the tables, what it refuses, and what it says."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import traitlets

from sciencecities import data
from sciencecities.explorables import Closing


def sums() -> pd.DataFrame:
    """GDP and people of coast and interior, 2015 on, straight from the table."""
    panel = data.load("province_year").query("year >= 2015")
    places = data.load("provinces").set_index("id")["coast11"]
    side = panel["id"].map(places).map({True: "coast", False: "interior"})
    return panel.assign(side=side).groupby(["side", "year"])[["gdp", "population"]].sum()


def ratio(year: int) -> float:
    both = sums()
    heads = both["gdp"] / both["population"]
    return float(heads["coast", year] / heads["interior", year])


def test_ratio_and_years_are_those_of_the_tables() -> None:
    value = Closing(lead=0.5).value
    assert value["ratio"] == pytest.approx(ratio(2024), abs=1e-12)
    assert value["years"] == pytest.approx(math.log(ratio(2024)) / 0.005, abs=1e-9)
    closing = Closing(lead=0.5)
    assert closing.path(value["years"]) == pytest.approx(1, abs=1e-12)
    assert closing.path(value["half_years"]) - 1 == pytest.approx((value["ratio"] - 1) / 2, abs=1e-12)
    assert value["at_horizon"] == pytest.approx(ratio(2024) * math.exp(-0.5), abs=1e-12)


def test_a_path_step_by_step_comes_to_the_same_year() -> None:
    """Growing each side year by year, with the lead in log points, reaches equality in the year that is said."""
    coast, interior, years = Closing(lead=2).value["ratio"], 1.0, 0
    while coast > interior:
        coast, interior, years = coast * math.exp(0.03), interior * math.exp(0.05), years + 1
    assert years == math.ceil(Closing(lead=2).value["years"])


def test_leads_of_the_past() -> None:
    seen = {one["label"]: one for one in Closing().data["seen"]}
    assert list(seen) == ["2000\u20132004", "2005\u20132009", "2010\u20132014", "2015\u20132024"]
    moved = 100 * math.log(ratio(2015) / ratio(2024)) / 9
    assert seen["2015\u20132024"]["nominal"] == round(moved, 2)
    panel = data.load("province_year").query("year >= 2015")
    places = data.load("provinces").set_index("id")["coast11"].astype("boolean")
    grown = {}
    for coast in (True, False):
        own = panel[panel["id"].map(places) == coast]
        real = 0.0
        for year in range(2016, 2025):
            before = own[own["year"] == year - 1].set_index("id")["gdp"]
            index = own[own["year"] == year].set_index("id")["gdp_real_index"] / 100
            real += math.log(np.average(index[before.index], weights=before))
        people = own.groupby("year")["population"].sum()
        grown[coast] = real - math.log(people[2024] / people[2015])
    assert seen["2015\u20132024"]["real"] == round(100 * (grown[False] - grown[True]) / 9, 2)


def test_the_check_stays_within_one_count_of_people() -> None:
    checks = {
        start: Closing(start=start).value["check"] for start in (2000, 2004, 2005, 2010, 2014, 2015, 2024)
    }
    assert checks == {2000: 2004, 2004: None, 2005: 2009, 2010: 2014, 2014: None, 2015: 2024, 2024: None}
    value = Closing(start=2015, lead=2).value
    assert value["check_seen"] == pytest.approx(ratio(2024), abs=1e-12)
    assert value["check_path"] == pytest.approx(ratio(2015) * math.exp(-0.18), abs=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lead": 4.1}, "lead is 4.1: choose a value from -2.0 to 4.0"),
        ({"lead": -3}, "lead is -3"),
        ({"start": 2025}, "start is 2025: choose a value from 2000 to 2024"),
        ({"horizon": 30}, "no horizon 30: choose one of 25, 50, 100"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Closing(**change)


def test_table_has_the_observed_years_and_the_path() -> None:
    table = Closing(lead=1, start=2015, horizon=25).table().set_index("year")
    assert list(table.index) == list(range(2000, 2041))
    assert table["observed"].notna().sum() == 25 and table["path"].notna().sum() == 26
    assert table.loc[2024, "observed"] == round(ratio(2024), 4)
    assert table.loc[2025, "path"] == round(ratio(2015) * math.exp(-0.1), 4)


def test_years_to_come_are_no_gap_in_what_was_published() -> None:
    table = Closing(horizon=25).bundle()["table_html"]
    assert '<th scope="row">2040</th><td>none</td>' in table and "not published" not in table


def test_sentences() -> None:
    assert Closing(lead=0).sentence().startswith("Never. In 2024 the coast made")
    assert "grew as fast as the coast, they would never be level" in Closing(lead=0).sentence()
    slower = Closing(lead=-0.5).sentence()
    assert slower.startswith("Never: further apart each year.")
    assert "grew 0.5 points a year slower than the coast" in slower
    level = Closing(lead=2).lines()
    years = math.log(ratio(2024)) / 0.02
    assert level["headline"] == f"Level after {years:.0f} years."
    assert f"all of it after {years:.0f} years, around {2024 + years:.0f}" in level["first"]
    assert "It was" not in level["more"] and "On this path" not in level["more"]
    assert (
        Closing(start=2015, lead=2)
        .lines()["more"]
        .startswith("On this path the ratio of 2024 would have been")
    )
    assert "half of the gap would be gone after 8 years" in Closing(start=2015, lead=2.79).sentence()
    assert "2124" in Closing().sentence() and "2,124" not in Closing().sentence()


def test_presets_carry_the_leads_that_were_seen() -> None:
    closing = Closing()
    leads = {preset["label"]: preset["set"]["lead"] for preset in closing.data["presets"]}
    seen = {one["label"]: one for one in closing.data["seen"]}
    assert leads["As in 2015\u20132024"] == seen["2015\u20132024"]["nominal"] == closing.lead
    assert leads["As in 2015\u20132024, real"] == seen["2015\u20132024"]["real"]
    assert leads["As in 2000\u20132004"] == seen["2000\u20132004"]["nominal"] < 0
    ahead = closing.data["ratio"]
    years = closing.data["years"]
    longer = 100 * math.log(ahead[years.index(2005)] / ahead[years.index(2014)]) / 9
    assert leads["As in 2005\u20132014"] == round(longer, 2)
