"""*Drop a province, change the story* against statsmodels and the tables, and what it says in every case."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import traitlets
from browser_kit import sentence, skip
from playwright.sync_api import expect

from sciencecities import data, measures
from sciencecities.explorables import Drop

MUNICIPALITIES = ["CN-BJ", "CN-SH", "CN-TJ"]


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return data.load("province_year")


def frame(panel: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """R&D intensity, log income and growth by province, worked out another way than the figure does."""
    first = panel[panel["year"] == start].set_index("id")
    later = panel[(panel["year"] > start) & (panel["year"] <= end)]
    logs = np.log(later["gdp_real_index"] / 100).groupby(later["id"]).mean()
    assert (later.groupby("id").size() == end - start).all() and len(first) == 31
    return pd.DataFrame(
        {
            "x": first["rd_intensity"],
            "z": np.log(first["gdp_per_capita"].astype(float)),
            "y": 100 * (np.exp(logs) - 1),
        }
    )


@pytest.mark.parametrize(
    "out", [[], MUNICIPALITIES, ["CN-XZ"], ["CN-LN", "CN-JL", "CN-HL", "CN-FJ", "CN-GS"]]
)
@pytest.mark.parametrize("control", ["no", "yes"])
@pytest.mark.parametrize(("start", "end"), [(2010, 2024), (2010, 2019), (2015, 2024)])
def test_value_is_that_of_statsmodels(
    panel: pd.DataFrame, out: list[str], control: str, start: int, end: int
) -> None:
    table = frame(panel, start, end).drop(index=out)
    columns = ["x", "z"] if control == "yes" else ["x"]
    fit = sm.OLS(table["y"], sm.add_constant(table[columns])).fit()
    value = Drop(out=out, control=control, window=f"{start}-{end}").value
    assert value["slope"] == pytest.approx(fit.params["x"], abs=1e-9)
    assert [value["low"], value["high"]] == pytest.approx(fit.conf_int().loc["x"].tolist(), abs=1e-9)
    # The (partial) correlation follows from t and the degrees of freedom.
    t = fit.tvalues["x"]
    assert value["r"] == pytest.approx(t / np.sqrt(t**2 + fit.df_resid), abs=1e-9)
    assert value["zero_inside"] == (fit.pvalues["x"] > 0.05)
    assert value["n"] == 31 - len(out)


def test_the_story_of_the_figure(panel: pd.DataFrame) -> None:
    """What the reader is shown: the line falls; without three cities, or at equal income, it could be flat."""
    assert Drop().value["high"] < 0 and Drop().lines()["headline"] == "The line falls."
    for change in ({"out": MUNICIPALITIES}, {"control": "yes"}):
        assert Drop(**change).value["zero_inside"]
        assert Drop(**change).lines()["headline"] == "The line could be flat."
    northeast = Drop(out=["CN-LN", "CN-JL", "CN-HL"], control="no")
    assert northeast.value["slope"] < Drop().value["high"]


def test_the_points_are_what_income_leaves() -> None:
    """Frisch, Waugh and Lovell: the slope through the points that are drawn is the slope with the control."""
    for out in ([], MUNICIPALITIES):
        drop = Drop(out=out, control="yes")
        kept = [unit not in out for unit in drop.data["ids"]]
        x, y = drop.points()[kept].T
        assert measures.ols(y, x).coefficients == pytest.approx([0, drop.value["slope"]], abs=1e-9)
        z = np.array(drop.data["windows"][0]["z"])[kept]
        assert abs(measures.correlation(x, z)) < 1e-9
    table = Drop(control="yes").table().set_index("province")
    assert table.loc["Beijing", ["rd_left", "growth_left"]].tolist() == pytest.approx([1.95, 0.11], abs=1.2)
    assert list(Drop().table().columns) == ["province", "rd_intensity", "growth", "gdp_per_head", "in_line"]


def test_the_table_is_that_of_the_panel(panel: pd.DataFrame) -> None:
    table = Drop(out=["CN-XZ"], window="2015-2024").table()
    first = panel[panel["year"] == 2015].set_index("province")
    assert table["province"][0] == "Beijing" and table["rd_intensity"].is_monotonic_decreasing
    assert table.set_index("province")["gdp_per_head"].to_dict() == first["gdp_per_capita"].to_dict()
    assert table.loc[table["in_line"] == "no", "province"].tolist() == ["Xizang (Tibet)"]


def test_the_search_is_as_flattering_as_it_says(panel: pd.DataFrame) -> None:
    """Run again with statsmodels: 876 different lines, the best t is the one that the preset shows."""
    best, tried = (-np.inf, {}), 0
    for (start, end), control in itertools.product([(2010, 2024), (2010, 2019), (2015, 2024)], ["no", "yes"]):
        table, out = frame(panel, start, end), []
        columns = ["x", "z"] if control == "yes" else ["x"]

        def score(without: list[str], table: pd.DataFrame = table, columns: list[str] = columns) -> float:
            kept = table.drop(index=without)
            return float(sm.OLS(kept["y"], sm.add_constant(kept[columns])).fit().tvalues["x"])

        steps = [(score([]), [])]
        tried += 1
        while len(out) < 5:
            scores = {unit: score([*out, unit]) for unit in table.index.difference(out)}
            tried += len(scores)
            out = [*out, max(scores, key=lambda unit: scores[unit])]
            steps.append((max(scores.values()), out))
        top = max(steps, key=lambda pair: pair[0])
        if top[0] > best[0]:
            best = (top[0], {"out": set(top[1]), "control": control, "window": f"{start}-{end}"})
    search = Drop().data["search"]
    assert {**best[1]} == {**{key: search[key] for key in ("control", "window")}, "out": set(search["out"])}
    assert search["tried"] == tried == 876
    shown = Drop(**Drop().data["presets"][-1]["set"])
    assert "5 at most, tried 876 lines for the essay's side" in shown.sentence()
    assert shown.sentence().endswith("Do not believe a line picked so.") and shown.value["zero_inside"]
    assert "search" not in Drop().sentence()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"out": ["CN-HK"]}, "'CN-HK' is not among them"),
        ({"out": ["CN-BJ", "CN-BJ"]}, "one stands twice"),
        ({"control": "maybe"}, "no control 'maybe': choose one of no, yes"),
        ({"window": "2000-2010"}, "no window '2000-2010': choose one of 2010-2024, 2010-2019, 2015-2024"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Drop(**change)


def test_six_provinces_must_stay() -> None:
    ids = Drop().data["ids"]
    for control in ("no", "yes"):
        assert Drop(out=ids[6:], control=control).value["n"] == 6
    with pytest.raises(traitlets.TraitError, match="out names 26: choose 25 at most"):
        Drop(out=ids[5:])


def test_the_sentence_in_each_case() -> None:
    assert Drop().sentence() == (
        "The line falls. Among 31 provinces, one more percentage point of GDP spent on R&D in 2010 went with 0.42 "
        "points less growth a year until 2024. The 95\u00a0% interval runs from \u22120.77 to \u22120.08: zero is "
        "outside. The correlation is \u22120.42. No province is left out. Provinces that spend more differ in much "
        "else: the line describes, it does not explain."
    )
    assert (
        "provinces, at equal GDP per head in 2015, one" in Drop(control="yes", window="2015-2024").sentence()
    )
    assert "Left out: Beijing, Tianjin and Shanghai." in Drop(out=MUNICIPALITIES).sentence()
    assert "and 1 more." in Drop(out=[*MUNICIPALITIES, "CN-XZ"]).sentence()
    # A line that climbs for sure takes 18 provinces out; the sentence says so.
    out = [
        "CN-BJ",
        "CN-TJ",
        "CN-LN",
        "CN-JL",
        "CN-HL",
        "CN-SH",
        "CN-JS",
        "CN-ZJ",
        "CN-JX",
        "CN-SD",
        "CN-GD",
        "CN-HI",
        "CN-CQ",
        "CN-GZ",
        "CN-YN",
        "CN-XZ",
        "CN-SN",
        "CN-XJ",
    ]
    drop = Drop(out=out)
    assert drop.lines()["headline"] == "The line climbs." and drop.value["low"] > 0
    assert "points more growth" in drop.sentence() and "and 15 more." in drop.sentence()


def test_a_tap_takes_a_province_out_and_puts_it_back(open_figures) -> None:
    page = open_figures("/drop-light.html")
    found = skip(page, "drop")
    dot = found.locator(".sc-x-cloud circle").nth(Drop().data["ids"].index("CN-BJ"))
    before = sentence(found)
    for wanted in (Drop(out=["CN-BJ"]).sentence(), before):
        box = dot.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert sentence(found) == wanted


def test_the_list_keeps_six_by_keyboard(open_figures) -> None:
    ids = Drop().data["ids"]
    page = open_figures(f"/drop-light.html?drop=out:{'.'.join(ids[7:])}")
    found = skip(page, "drop")
    found.get_by_text("Pick provinces from a list").press("Enter")
    chips = found.get_by_role("group", name="In the line").get_by_role("checkbox")
    expect(chips).to_have_count(31)
    chips.nth(0).press("Space")
    assert sentence(found) == Drop(out=[ids[0], *ids[7:]]).sentence()
    expect(chips.nth(1)).to_be_disabled()
    expect(chips.nth(0)).to_be_enabled()
    assert found.locator(".sc-x-chip:visible").evaluate_all(
        "all => all.every((one) => one.offsetHeight >= 44 && one.offsetWidth >= 44)"
    )
