"""Chapter 4's helpers: vintages are never mixed, lines never joined over a break, headline numbers done another way."""

import numpy as np
import pandas as pd
import pytest

from sciencecities import charts, data, measures, vintages


@pytest.fixture(scope="module")
def older() -> pd.DataFrame:
    return vintages.per_head("after census 4", "before census 7")


@pytest.fixture(scope="module")
def newer() -> pd.DataFrame:
    return vintages.per_head("after census 5", "after census 7")


def theil(table: pd.DataFrame, year: int) -> float:
    """Theil (1967) in its share form: shares of GDP times the logarithm of their ratio to shares of people."""
    rows = table[table["year"] == year]
    gdp, people = rows["gdp"] / rows["gdp"].sum(), rows["population"] / rows["population"].sum()
    return float((gdp * np.log(gdp / people)).sum())


def test_a_vintage_is_whole_and_has_no_gap(older, newer):
    for table, first, last in ((older, 2000, 2019), (newer, 2015, 2024)):
        assert sorted(table["year"].unique()) == list(range(first, last + 1))
        assert (table.groupby("year")["province"].nunique() == 31).all()
        assert not table.isna().any().any()
        assert table.groupby("coast")["province"].nunique().to_dict() == {"coast": 11, "interior": 20}


def test_a_vintage_is_that_of_the_tables(older, newer):
    current = data.load("province_year").set_index(["province", "year"])
    kept = data.load("province_vintages").set_index(["province", "year", "variable", "vintage"])["value"]
    row = older.set_index(["province", "year"]).loc[("Anhui", 2017)]
    assert row["gdp"] == kept["Anhui", 2017, "gdp", "after census 4"]
    assert row["population"] == kept["Anhui", 2017, "population", "before census 7"]
    row = newer.set_index(["province", "year"]).loc[("Anhui", 2024)]
    assert (row["gdp"], row["population"]) == tuple(current.loc[("Anhui", 2024), ["gdp", "population"]])
    assert row["per_head"] == pytest.approx(1e8 * row["gdp"] / (1e4 * row["population"]))


@pytest.mark.parametrize("name", [("gdp", "before census 7"), ("gpd", "after census 4"), ("cpi", "x")])
def test_an_unknown_vintage_is_refused(name):
    with pytest.raises(ValueError, match="see the cards of province_year and province_vintages"):
        vintages.series(*name)


def test_the_answer_of_the_chapter_in_another_formula(older, newer):
    assert max(range(2000, 2015), key=lambda year: theil(older, year)) == 2003
    early, late = theil(older, 2014) / theil(older, 2005) - 1, theil(newer, 2024) / theil(newer, 2015) - 1
    assert early == pytest.approx(-0.44, abs=0.005)
    assert late == pytest.approx(-0.02, abs=0.005)
    rows = newer[newer["year"] == 2024]
    split = measures.theil_decomposition(rows["per_head"], rows["population"], rows["coast"])
    assert split.total == pytest.approx(theil(newer, 2024))
    assert split.within > split.between


def test_dates_as_points_of_time():
    assert charts.decimal_year("2016") == 2016.5
    assert charts.decimal_year("2016-01-01") == 2016
    assert 2016 < charts.decimal_year("2016-02") < charts.decimal_year("2016-02-28") < 2016.25


def test_no_line_crosses_a_break():
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6]}, index=range(2012, 2018))
    figure = charts.interrupted(frame, "unit", {2014.5: "new", 2016.5: ""}, {"a": "blue"})
    runs = [list(line.get_xdata()) for line in figure.axes[0].lines if len(set(line.get_xdata())) > 1]
    assert [2012, 2013, 2014] in runs
    assert [2015, 2016] in runs
    assert not [run for run in runs if min(run) < 2014.5 < max(run)]


def test_bars_show_every_place_with_its_sign():
    figure = charts.bars(
        pd.Series({"up": 12.6, "down": -32.9, "flat": 0.2}), "%", ("orange", "blue"), ["down"]
    )
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["down", "flat", "up"]
    assert {text.get_text() for text in figure.axes[0].texts} == {"−33", "0", "+13"}
