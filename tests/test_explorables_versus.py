"""City against city: who is ahead, worked out again from the tables, with gaps as gaps."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pandas as pd
import pytest
import traitlets

from sciencecities import cityscape, data
from sciencecities.explorables import Versus
from sciencecities.palette import LIGHT

ROWS = ("place", "cluster", "science", "physics", "research", "output", "growth")


def frame(count: str) -> pd.DataFrame:
    """The seven indicators from the tables themselves, the ranks as they are printed."""
    people = (
        data.load("city_population")
        .query("year == 2020 and basis != 'census'")
        .set_index("city")["population"]
    )
    subjects = data.load("science_city_subjects").query("edition == 2021 and subject == 'physical sciences'")
    cities = data.load("city_year")
    last = cities.query("year == 2023").set_index("city")
    years = (
        cities.query("2018 <= year <= 2023")
        .pivot(index="city", columns="year", values="real_growth")
        .dropna()
    )
    science = data.load("institutions").groupby("city")["share_2020"].sum()
    physics = subjects.set_index("city")["share"]
    per = people / 100 if count == "resident" else 1
    table = {
        "place": data.load("science_cities")
        .query("edition == 2025")
        .dropna(subset=["city"])
        .set_index("city")["rank"],
        "cluster": data.load("wipo_clusters")
        .query("edition == 2023")
        .dropna(subset=["city"])
        .set_index("city")["rank"],
        "science": science / per,
        "physics": physics / per,
        "research": cityscape.indicators()["rd_intensity"],
        "output": last["gdp_per_capita"] / 1000 if count == "resident" else last["gdp"] / 10,
        "growth": 100 * ((1 + years / 100).prod(axis=1) ** (1 / 6) - 1),
    }
    return pd.DataFrame({name: column.reindex(last.index).astype(float) for name, column in table.items()})


@pytest.mark.parametrize("count", ["total", "resident"])
def test_the_figures_are_those_of_the_tables(count: str) -> None:
    wanted = frame(count)
    for row in Versus().data["rows"]:
        found = pd.Series(row[count]["values"], index=Versus().data["cities"], dtype=float)
        pd.testing.assert_series_equal(
            found.sort_index(), wanted[row["id"]].sort_index(), check_names=False, check_index_type=False
        )


@pytest.mark.parametrize("count", ["total", "resident"])
@pytest.mark.parametrize(
    ("city", "rival"),
    [
        ("Hangzhou", "Guangzhou"),
        ("Hefei", "Shanghai"),
        ("Kunming", "Wuhan"),
        ("Lhasa", "Shenzhen"),
        ("Xi'an", "Beijing"),
    ],
)
def test_who_is_ahead_is_what_the_tables_say(city: str, rival: str, count: str) -> None:
    versus = Versus(city=city, rival=rival, count=count)
    v, table = versus.value, versus.table().set_index("indicator")
    up = frame(count).assign(place=lambda t: -t["place"], cluster=lambda t: -t["cluster"])
    first, second = up.loc[city], up.loc[rival]
    assert v["ahead"] == list(up.columns[first > second])
    assert v["behind"] == list(up.columns[first < second])
    assert v["gaps"] == list(up.columns[first.isna() | second.isna()])
    assert len(v["ahead"]) + len(v["behind"]) + len(v["equal"]) + len(v["gaps"]) == v["n"] == 7
    other = frame("resident" if count == "total" else "total")
    other[["place", "cluster"]] *= -1
    assert v["other"] == [
        int((other.loc[city] > other.loc[rival]).sum()),
        int((other.loc[city] < other.loc[rival]).sum()),
    ]
    printed = frame(count).loc[[city, rival]]
    assert table[city].tolist() == pytest.approx(printed.loc[city].tolist(), abs=0.005, nan_ok=True)
    assert table[rival].tolist() == pytest.approx(printed.loc[rival].tolist(), abs=0.005, nan_ok=True)
    assert table["cities"].tolist() == frame(count).notna().sum().tolist()
    back = Versus(city=rival, rival=city, count=count).value
    assert (back["ahead"], back["behind"], back["gaps"]) == (v["behind"], v["ahead"], v["gaps"])


def test_a_smaller_rank_is_the_better_one() -> None:
    v = Versus(city="Beijing", rival="Jinan").value
    assert "place" in v["ahead"]
    row = next(row for row in Versus().data["rows"] if row["id"] == "place")
    assert not row["better"] and Versus(city="Beijing", rival="Jinan").pair(row, "total") == [1, 27]


def test_only_shares_and_gdp_can_be_counted_in_two_ways() -> None:
    two = [row["id"] for row in Versus().data["rows"] if row["total"] != row["resident"]]
    assert two == ["science", "physics", "output"]
    for row in Versus().data["rows"]:
        gaps = [[value is None for value in row[count]["values"]] for count in ("total", "resident")]
        assert gaps[0] == gaps[1]


def test_sentences_say_what_is_seen() -> None:
    assert Versus().sentence() == (
        "Guangzhou leads, 4 to 2. Counted in total, Hangzhou is ahead of Guangzhou on 2 of 7 indicators and behind "
        "on 4; for 1 a figure is not published in the sources used. Counted per resident, Hangzhou leads, 4 to 2: "
        "the lead changes hands. Residents: Hangzhou 12.5 million, Guangzhou 18.8 million."
    )
    draw = Versus(city="Hefei", rival="Shanghai", count="resident").lines()
    assert draw["headline"] == "A draw, 3 to 3."
    assert draw["more"].startswith("Counted in total, Shanghai leads, 5 to 1.")
    assert "Beijing still leads" in Versus(city="Beijing", rival="Jinan").sentence()
    assert (
        "Residents: Shenyang not published, Lhasa 0.9 million."
        in Versus(city="Shenyang", rival="Lhasa").sentence()
    )


def test_the_sentence_is_true_of_every_pair_of_the_profile_cities() -> None:
    seen = set()
    for city in cityscape.PROFILE_CITIES:
        for rival in cityscape.PROFILE_CITIES:
            if city == rival:
                continue
            versus = Versus(city=city, rival=rival)
            v, lines = versus.value, versus.lines()
            now = len(v["ahead"]) - len(v["behind"])
            then = v["other"][0] - v["other"][1]
            assert lines["headline"].startswith("A draw" if now == 0 else city if now > 0 else rival)
            assert ("changes hands" in lines["more"]) == (now * then < 0)
            assert ("still" in lines["more"]) == ((now > 0) == (then > 0) and (now < 0) == (then < 0))
            seen.add((now > 0) - (now < 0))
    assert seen == {-1, 0, 1}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"city": "Atlantis"}, "no city 'Atlantis'"),
        ({"rival": "Hangzhou"}, "rival and city are both Hangzhou: choose two that differ."),
        ({"count": "people"}, "no count 'people': choose one of total, resident"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Versus(**change)


def test_each_preset_is_worth_seeing() -> None:
    presets = {preset["label"]: Versus(**preset["set"]).lines() for preset in Versus().data["presets"]}
    assert "changes hands" in presets["Hangzhou and Guangzhou"]["more"]
    assert presets["Hefei and Shanghai"]["headline"].startswith("A draw")
    assert "changes hands" in presets["Wuhan and Chengdu"]["more"]


def test_the_still_names_a_gap_and_puts_the_better_on_the_right() -> None:
    versus = Versus()
    root = ElementTree.fromstring(versus.still())
    assert versus.sentence() in root.attrib["aria-label"]
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("not published") == 1 and words.count("better") == 7
    discs = [float(circle.attrib["cx"]) for circle in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(discs) == 8 and all(0 < x < 400 for x in discs)
    best = ElementTree.fromstring(Versus(city="Beijing").still())
    assert float(list(best.iter("{http://www.w3.org/2000/svg}circle"))[1].attrib["cx"]) == 393
    assert set(re.findall(r"#[0-9a-f]{6}", versus.still())) <= set(LIGHT.values())


def test_the_two_can_change_places_and_the_state_is_plain() -> None:
    versus = Versus()
    versus.set_state({"city": "Guangzhou", "rival": "Hangzhou"})
    assert (versus.city, versus.rival) == ("Guangzhou", "Hangzhou")
    assert len(json.dumps(versus.state(), allow_nan=False)) < 12_000
    json.dumps(versus.value, allow_nan=False)
    versus.reset()
    assert versus.settings() == {"city": "Hangzhou", "rival": "Guangzhou", "count": "total"}
