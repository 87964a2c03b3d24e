"""*Two truths*: its numbers against the tables, what it refuses, and what it says."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
import traitlets

from sciencecities import data, measures
from sciencecities.explorables import Vintage


def told(variable: str, vintage: str) -> pd.Series:
    """A variable of 2017 by province, straight from the tables."""
    kept = data.load("province_vintages").query(
        "year == 2017 and variable == @variable and vintage == @vintage"
    )
    if not kept.empty:
        return kept.set_index("province")["value"]
    panel = data.load("province_year").query("year == 2017").set_index("province")
    assert set(panel[f"{variable}_vintage"]) == {vintage}
    return panel[variable]


SETTINGS = [
    {"gdp": gdp, "people": people}
    for gdp in ("before census 4", "after census 4", "after census 5")
    for people in ("before census 7", "after census 7")
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_value_is_that_of_the_tables(settings: dict[str, str]) -> None:
    value = Vintage(**settings, follow="Anhui").value
    places = data.load("provinces").set_index("name")
    for prefix, gdp, people in (
        ("first_", told("gdp", "before census 4"), told("population", "before census 7")),
        ("", told("gdp", settings["gdp"]), told("population", settings["people"])),
    ):
        people = people[gdp.index]
        heads = gdp / people
        assert value[f"{prefix}theil"] == pytest.approx(measures.theil(heads, people), abs=1e-12)
        assert value[f"{prefix}gini"] == pytest.approx(measures.gini(heads, people), abs=1e-12)
        mean = gdp.sum() / people.sum()
        spread = (people * (heads - mean) ** 2).sum() / people.sum()
        assert value[f"{prefix}cv"] == pytest.approx(spread**0.5 / mean, abs=1e-12)
        coast = places.loc[gdp.index, "coast11"].astype(bool)
        ratio = gdp[coast].sum() / people[coast].sum() / (gdp[~coast].sum() / people[~coast].sum())
        assert value[f"{prefix}ratio"] == pytest.approx(ratio, abs=1e-12)
        assert value[f"{prefix}follow_gdp"] == gdp["Anhui"]
        assert value[f"{prefix}follow_rank"] == heads.rank(ascending=False)["Anhui"]


def test_the_revision_of_tianjin() -> None:
    value = Vintage().value
    change = told("gdp", "after census 4")["Tianjin"] / told("gdp", "before census 4")["Tianjin"] - 1
    assert value["gdp_change"] == pytest.approx(100 * change, abs=1e-9)
    assert -50 < value["gdp_change"] < -30


def test_table_goes_from_the_most_lowered_to_the_most_raised() -> None:
    table = Vintage().table()
    assert len(table) == 31 and table["change"].is_monotonic_increasing
    assert table["province"].iloc[0] == "Tianjin"
    assert sorted(table["rank"]) == list(range(1, 32))
    assert (table["rank"] != table["rank_first"]).sum() == Vintage().value["moved"]
    change = 100 * (told("gdp", "after census 4") / told("gdp", "before census 4") - 1)
    assert table.set_index("province")["gdp_change"].to_dict() == pytest.approx(change.to_dict(), abs=0.006)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gdp": "after census 6"}, "no gdp 'after census 6': choose one of before census 4"),
        ({"people": "after census 4"}, "no people 'after census 4'"),
        ({"follow": "Hong Kong"}, "no follow 'Hong Kong'"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Vintage(**change)


def test_sentences() -> None:
    first = Vintage(gdp="before census 4").lines()
    assert first["headline"] == "2017, as first told." and "Now choose another telling." in first["first"]
    once = Vintage().lines()
    assert once["headline"].startswith("Inequality rose by ") and once["headline"].endswith(", on paper.")
    assert "The GDP of Tianjin in 2017 changed by \u221232.9\u00a0%, from 18,549 to 12,451" in once["first"]
    assert "Per head it goes from 3rd to 7th of 31." in once["first"]
    assert "GDP after the census of 2018, people as first told:" in once["more"]
    people = Vintage(gdp="before census 4", people="after census 7").sentence()
    assert "The GDP of Tianjin in 2017 is still 18,549 (100 million yuan), its people are not." in people
    assert "Per head it stays 31st of 31." in Vintage(follow="Gansu").sentence()
    assert (
        Vintage(gdp="before census 4", people="after census 7").value["theil"]
        < Vintage().value["first_theil"]
    )
    assert people.startswith("Inequality fell by ")


def test_presets_are_what_they_say() -> None:
    presets = {preset["label"]: preset["set"] for preset in Vintage().data["presets"]}
    change = told("gdp", "after census 4") / told("gdp", "before census 4")
    assert f"Raised most: {change.idxmax()}" in presets
    assert Vintage(**presets["As first told"]).value["moved"] == 0
    assert presets["After one census"] == Vintage().settings()


def test_without_a_revision_every_dot_stands_on_its_ring() -> None:
    table = Vintage(gdp="before census 4").table()
    assert (table["change"] == 0).all() and (table["per_head"] == table["per_head_first"]).all()
    assert "GDP per head" in Vintage(gdp="before census 4").still()
