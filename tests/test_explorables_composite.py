"""Build your own index: scores worked out again from the tables, and what no weights can do."""

from __future__ import annotations

import itertools
import json
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import traitlets

from sciencecities import cityscape, data
from sciencecities.explorables import Composite
from sciencecities.palette import LIGHT

WEIGHTS = ("place", "science", "research", "output", "growth")
NONE = dict.fromkeys(WEIGHTS, 0)


def frame() -> pd.DataFrame:
    """The indicators from the tables themselves, without the module that the figure uses."""
    ranks = (
        data.load("science_cities").query("edition == 2025").dropna(subset=["city"]).set_index("city")["rank"]
    )
    people = (
        data.load("city_population")
        .query("year == 2020 and basis != 'census'")
        .set_index("city")["population"]
    )
    science = data.load("institutions").groupby("city")["share_2020"].sum() / (people / 100)
    cities = data.load("city_year")
    output = cities.query("year == 2023").set_index("city")["gdp_per_capita"]
    years = (
        cities.query("2018 <= year <= 2023")
        .pivot(index="city", columns="year", values="real_growth")
        .dropna()
    )
    growth = 100 * ((1 + years / 100).prod(axis=1) ** (1 / 6) - 1)
    out = pd.DataFrame({"place": -ranks, "science": science, "output": output, "growth": growth})
    out["research"] = cityscape.indicators()["rd_intensity"]
    return out.dropna()[list(WEIGHTS)]


def scores(weights: dict[str, int], method: str) -> pd.Series:
    """The score of each city, in another way than the figure's: pandas, column by column."""
    up = frame()
    scaled = {
        "min-max": (up - up.min()) / (up.max() - up.min()),
        "z-score": (up - up.mean()) / up.std(ddof=0),
        "rank": (up.rank() - 1) / (len(up) - 1),
    }[method]
    return sum(scaled[name] * weight for name, weight in weights.items()) / sum(weights.values())


def test_the_weights_are_those_of_the_index_of_the_chapter() -> None:
    keys = [one["values"] for one in Composite().data["indicators"]]
    table = cityscape.complete()
    assert [list(table[key]) for key in cityscape.INDEX] == keys
    assert [one["better"] for one in Composite().data["indicators"]] == [
        cityscape.indicator(key).higher_is_better for key in cityscape.INDEX
    ]
    assert list(Composite().limits) == [*WEIGHTS, "method"]


@pytest.mark.parametrize("method", ["min-max", "z-score", "rank"])
@pytest.mark.parametrize(
    "weights",
    [dict.fromkeys(WEIGHTS, 5), {**NONE, "growth": 10, "place": 1}, {**NONE, "science": 3, "output": 7}],
)
def test_value_and_table_are_what_the_tables_give(method: str, weights: dict[str, int]) -> None:
    index = Composite(**weights, method=method)
    wanted = scores(weights, method)
    v, table = index.value, index.table().set_index("city")
    assert sorted(index.data["cities"]) == sorted(wanted.index) and v["n"] == len(wanted) == 12
    assert v["scores"] == pytest.approx(wanted[index.data["cities"]].tolist(), abs=1e-9)
    scale = 1 if method == "z-score" else 100
    assert table["score"].to_dict() == pytest.approx((wanted * scale).to_dict(), abs=1e-4)
    assert table[list(WEIGHTS)].sum(axis=1).to_dict() == pytest.approx(table["score"].to_dict(), abs=3e-4)
    rank, equal = (
        series.round(9).rank(ascending=False, method="min").astype(int)
        for series in (wanted, scores(dict.fromkeys(WEIGHTS, 1), method))
    )
    assert table["rank"].to_dict() == rank.to_dict() and list(table["rank"]) == sorted(table["rank"])
    assert table["rank_with_equal_weights"].to_dict() == equal.to_dict()
    assert v["leaders"] == [rank.idxmin()]
    ordered = wanted.sort_values(ascending=False)
    assert v["runners_up"] == [ordered.index[1]]
    assert v["margin"] == pytest.approx(ordered.iloc[0] - ordered.iloc[1], abs=1e-8)
    assert v["changed"] == (rank != equal).sum()
    if v["changed"]:
        assert abs(v["up"]) == (equal - rank).abs().max()
        assert v["up"] == equal[v["moved"]] - rank[v["moved"]]


def test_the_weights_in_the_data_put_each_city_first() -> None:
    """Whole weights from 0 to 10, and nobody else on a grid of all weights from 0 to 4."""
    index, cities_in_order = Composite(), frame().index
    assert {method: list(cities) for method, cities in index.data["firsts"].items()} == {
        "min-max": ["Beijing", "Nanjing", "Hefei", "Xi'an"],
        "z-score": ["Beijing", "Nanjing", "Hefei", "Xi'an"],
        "rank": ["Beijing", "Nanjing", "Hefei", "Xi'an", "Changsha"],
    }
    for method, cities in index.data["firsts"].items():
        for city, weights in cities.items():
            assert all(isinstance(weight, int) and 0 <= weight <= 10 for weight in weights)
            found = Composite(**dict(zip(WEIGHTS, weights, strict=True)), method=method)
            assert found.value["leaders"] == [city] and found.value["margin"] > 1e-6
            assert scores(dict(zip(WEIGHTS, weights, strict=True)), method).idxmax() == city
        grid = np.array([mix for mix in itertools.product(range(5), repeat=5) if any(mix)])
        parts = np.column_stack([scores({**NONE, name: 1}, method) for name in WEIGHTS])
        totals = (grid @ parts.T).round(9)
        alone = totals[(totals == totals.max(axis=1, keepdims=True)).sum(axis=1) == 1]
        firsts = {cities_in_order[place] for place in set(alone.argmax(axis=1))}
        assert firsts <= set(cities)


def test_a_city_that_is_third_with_equal_weights_can_never_be_first() -> None:
    """The lesson of the figure: it is not the best of all trades that some weights put first."""
    table = Composite().table().set_index("city")
    assert table.loc["Shanghai", ["rank", "can_be_first"]].tolist() == [3, "no"]
    assert table.loc["Xi'an", ["rank", "can_be_first"]].tolist() == [8, "yes"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": 11}, "place is 11: choose a value from 0 to 10"),
        ({"growth": -1}, "growth is -1: choose a value from 0 to 10"),
        ({"method": "max"}, "no method 'max': choose one of min-max, z-score, rank"),
        ({"science": 2.5}, "science"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Composite(**change)


def test_no_weights_make_no_ranking() -> None:
    index = Composite(**NONE)
    v = index.value
    assert (v["scores"], v["ranks"], v["leaders"], v["moved"], v["changed"]) == (None, None, [], None, 0)
    assert index.sentence().startswith("No weights, no ranking. With every weight at zero")
    assert index.table()["score"].isna().all() and index.table()[list(WEIGHTS)].to_numpy().sum() == 0
    ElementTree.fromstring(index.still())


def test_sentences_say_what_is_seen() -> None:
    possible = "Some weights or other put 4 of the 12 first; no weights do it for the other 8."
    assert Composite().sentence() == (
        "Beijing comes first. It has 86.4 points of 100, 10.6 more than Nanjing. "
        f"These are equal weights: move one, and watch the places. {possible}"
    )
    moved = Composite(**{**NONE, "place": 2, "growth": 10})
    assert moved.sentence() == (
        "Hefei comes first. It has 92.9 points of 100, 14.2 more than Changsha. "
        f"Against equal weights, 11 of 12 cities change places; Beijing moves most, down 9. {possible}"
    )
    assert (
        "It has a weighted z-score of 1.33, 0.39 more than Nanjing." in Composite(method="z-score").sentence()
    )
    assert "5 of the 12 first" in Composite(method="rank").sentence()
    assert "no city changes its place" in Composite(place=6).sentence()


def test_a_shared_first_place_is_said() -> None:
    """By ranks, whole weights make ties: two cities with the same points share the place."""
    ties = (
        Composite(**dict(zip(WEIGHTS, mix, strict=True)), method="rank")
        for mix in itertools.product(range(4), repeat=5)
        if any(mix)
    )
    tied = next(index for index in ties if len(index.value["leaders"]) > 1)
    first = " and ".join(tied.value["leaders"])
    assert tied.lines()["headline"] == f"{first} share the first place."
    assert tied.lines()["first"].startswith("Each has ")


def test_each_preset_keeps_its_promise() -> None:
    presets = {preset["label"]: preset["set"] for preset in Composite().data["presets"]}
    leaders = {label: Composite(**chosen).value["leaders"] for label, chosen in presets.items()}
    assert leaders == {
        "Science per resident": ["Nanjing"],
        "Mostly growth": ["Hefei"],
        "R&D and growth": ["Xi'an"],
        "Only by ranks": ["Changsha"],
    }
    chosen = {**presets["Only by ranks"], "method": "min-max"}
    assert "Changsha" not in Composite(**chosen).data["firsts"]["min-max"]
    assert Composite(**chosen).value["leaders"] != ["Changsha"]
    assert all(set(chosen) == {*WEIGHTS, "method"} for chosen in presets.values())


def test_the_still_shows_the_parts_and_marks_who_can_be_first() -> None:
    for settings in ({}, {"method": "z-score"}):
        index = Composite(**settings)
        root = ElementTree.fromstring(index.still())
        assert index.sentence() in root.attrib["aria-label"]
        used = set(re.findall(r"#[0-9a-f]{6}", index.still()))
        assert used <= set(LIGHT.values()) and LIGHT["sky"] in used
        words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert words.count("★") == 4 and words[5] == "Beijing"
        for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
            assert float(rect.attrib["x"]) >= 0 and float(rect.attrib["width"]) > 0
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= 357


def test_the_front_end_moves_python_and_the_state_is_plain() -> None:
    index = Composite()
    before = index.value
    index.set_state({"growth": 10, "method": "rank", "guess": 4.0, "revealed": True})
    assert index.settings() == {**dict.fromkeys(WEIGHTS, 5), "growth": 10, "method": "rank"}
    assert index.value != before
    index.reset()
    assert index.value == before and index.guess is None
    assert len(json.dumps(index.state(), allow_nan=False)) < 6_000
    json.dumps(before, allow_nan=False)
