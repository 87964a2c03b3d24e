"""*Draw the coast yourself*: its numbers against the tables, what it refuses, and what it says."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd
import pytest
import traitlets

from sciencecities import data
from sciencecities.explorables import Coast


def provinces(year: int) -> pd.DataFrame:
    """GDP, people and per head of a year straight from the table, for a year whose figures it holds."""
    panel = data.load("province_year")
    out = panel[panel["year"] == year].set_index("id")
    return out.assign(per_head=1e4 * out["gdp"] / out["population"])


def split(table: pd.DataFrame, coast: list[str]) -> tuple[float, float]:
    """Total and between of the Theil index, by its definition."""
    heads = table["population"] / table["population"].sum()
    mean = (heads * table["per_head"]).sum()
    total = sum(h * y / mean * math.log(y / mean) for h, y in zip(heads, table["per_head"], strict=True))
    between = 0.0
    for inside in (table.index.isin(coast), ~table.index.isin(coast)):
        part, group = heads[inside].sum(), table[inside]
        if part > 0:
            own = 1e4 * group["gdp"].sum() / group["population"].sum() / mean
            between += part * own * math.log(own)
    return total, between


@pytest.mark.parametrize("change", [{}, {"coast": ["CN-AH"]}, {"coast": ["CN-BJ", "CN-SH", "CN-XZ"]}])
def test_value_is_that_of_the_definition(change: dict[str, Any]) -> None:
    coast = Coast(**change)
    value, table = coast.value, provinces(2024)
    total, between = split(table, coast.coast)
    assert value["total"] == pytest.approx(total, abs=1e-12)
    assert value["between"] == pytest.approx(between, abs=1e-12)
    assert value["within"] == pytest.approx(total - between, abs=1e-12)
    assert value["share"] == pytest.approx(between / total, abs=1e-12)
    inside = table.index.isin(coast.coast)
    ratio = (table[inside]["gdp"].sum() / table[inside]["population"].sum()) / (
        table[~inside]["gdp"].sum() / table[~inside]["population"].sum()
    )
    assert value["ratio"] == pytest.approx(ratio, abs=1e-12)
    since_total, since_between = split(provinces(2015), coast.coast)
    assert value["since_share"] == pytest.approx(since_between / since_total, abs=1e-12)


def test_total_is_the_same_wherever_the_line_is_drawn() -> None:
    totals = [Coast(**preset["set"]).value["total"] for preset in Coast().data["presets"]]
    assert totals == pytest.approx([totals[0]] * len(totals), abs=1e-12)


@pytest.mark.parametrize(
    ("year", "since"), [(2000, 2000), (2004, 2000), (2009, 2005), (2014, 2010), (2015, 2015), (2024, 2015)]
)
def test_no_comparison_crosses_a_new_count_of_people(year: int, since: int) -> None:
    assert Coast(year=year).value["since"] == since
    assert ("points" in Coast(year=year).sentence()) == (year != since)


def test_years_to_2014_are_on_the_older_gdp_and_people() -> None:
    """province_year holds the revised GDP of 2014; the figure must not mix it with the older count of people."""
    kept = data.load("province_vintages").query("variable == 'gdp' and vintage == 'after census 4'")
    beijing = kept.query("year == 2014 and id == 'CN-BJ'")["value"].item()
    people = provinces(2014).loc["CN-BJ", "population"]
    row = Coast(year=2014).table().set_index("province").loc["Beijing"]
    assert row["population"] == people
    assert row["gdp_per_head"] == pytest.approx(1e4 * beijing / people, abs=0.5)


def test_presets_are_what_they_say() -> None:
    places = data.load("provinces").set_index("id")
    presets = {preset["label"]: preset["set"]["coast"] for preset in Coast().data["presets"]}
    usual = list(places.index[places["coast11"].astype("boolean").fillna(False)])
    assert sorted(presets["The usual eleven"]) == sorted(usual) and len(usual) == 11
    touching = set(presets["Touches the sea"])
    assert touching ^ set(usual) == {"CN-BJ", "CN-GX"}
    east = set(presets["East region"])
    assert east == set(places.index[places["region"] == "east"])
    table = provinces(2024)
    [moved] = [label for label in presets if label.startswith("Move one province")]
    start = split(table, usual)[1]
    effect = {
        unit: abs(split(table, [one for one in table.index if (one in usual) != (one == unit)])[1] - start)
        for unit in table.index
    }
    best = max(effect, key=lambda unit: effect[unit])
    assert moved == f"Move one province: {places.loc[best, 'name']}"
    assert set(presets[moved]) ^ set(usual) == {best}
    [largest] = [label for label in presets if "richest" in label]
    order = list(table.sort_values("per_head", ascending=False).index)
    count = max(range(1, 31), key=lambda k: split(table, order[:k])[1])
    assert largest.endswith(f"the richest {count}") and set(presets[largest]) == set(order[:count])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coast": ["CN-BJ", "Atlantis"]}, "'Atlantis' is not among them"),
        ({"coast": ["CN-BJ", "CN-BJ"]}, "one stands twice"),
        ({"coast": ["HK"]}, "'HK' is not among them"),
        ({"year": 1999}, "year is 1999: choose a value from 2000 to 2024"),
        ({"year": 2025}, "year is 2025"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Coast(**change)


def test_somebody_must_stay_in_the_interior_and_nobody_need_be_coast() -> None:
    with pytest.raises(traitlets.TraitError, match="coast names 31: choose 30 at most"):
        Coast(coast=Coast().data["ids"])
    none = Coast(coast=[])
    assert none.value["between"] == pytest.approx(0, abs=1e-12) and none.value["ratio"] is None
    assert none.sentence().startswith("No coast, no gap. With nobody on the coast there is nothing between")
    assert "<svg" in none.still() and set(none.table()["side"]) == {"interior"}


def test_table_has_all_provinces_from_the_richest() -> None:
    table = Coast().table()
    assert list(table.columns) == ["province", "side", "gdp_per_head", "population"]
    assert len(table) == 31 and table["gdp_per_head"].is_monotonic_decreasing
    assert (table["side"] == "coast").sum() == 11
    expected = provinces(2024).set_index("province")["per_head"]
    assert table.set_index("province")["gdp_per_head"].to_dict() == pytest.approx(expected.to_dict(), abs=0.5)


def test_sentence_says_how_the_list_differs() -> None:
    usual = Coast().data["usual"]
    assert "With these 11 provinces as the coast" in Coast().sentence()
    assert Coast().lines()["more"].startswith("These are the usual eleven. The Theil index")
    guangxi = Coast(coast=[*usual, "CN-GX"]).sentence()
    assert "These are the usual eleven with Guangxi." in guangxi
    both = Coast(coast=[unit for unit in usual if unit != "CN-BJ"] + ["CN-GX"]).sentence()
    assert "the usual eleven with Guangxi and without Beijing." in both
    assert "With this one province as the coast" in Coast(coast=["CN-SH"]).sentence()
    assert Coast(year=2003).sentence().startswith("Between coast and interior lies the larger part.")


def test_with_forced_colours_the_interior_has_an_outline_of_its_own(open_figures: Any) -> None:
    page = open_figures("/coast-light.html", fresh=True)
    page.emulate_media(forced_colors="active")
    stroke = "all => [...new Set(all.map((one) => getComputedStyle(one).strokeDasharray))]"
    assert page.locator(".sc-x-map path.sc-x-second").evaluate_all(stroke) == ["3px, 2px"]
    assert page.locator(".sc-x-map path.sc-x-unit:not(.sc-x-second)").evaluate_all(stroke) == ["none"]
