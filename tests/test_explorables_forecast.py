"""*Place your forecast*: base rates from the table, scores from the measures, forecasts that stay one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import traitlets
from browser_kit import figure, keeps, query, sentence, skip, writes
from playwright.sync_api import Locator, Page, expect

from sciencecities import data, measures
from sciencecities.explorables import Forecast, editions

IDS = [statement.id for statement in editions.STATEMENTS]
PLACE = "sciencecities:explorable-forecast"
GOOD = {"format": "sciencecities-forecast", "version": 1, "edition": 2026}


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def ranks(edition: int) -> dict[str, int]:
    table = data.load("science_cities").query("edition == @edition")
    return dict(zip(table["city_as_printed"], table["rank"], strict=True))


def test_statements_are_read_from_the_table_and_a_gap_stays_a_gap() -> None:
    held = editions.held()
    for edition in held.columns:
        places = ranks(edition)
        for one, pair in {
            "hefei-chicago": ("Hefei", "Chicago"),
            "hefei-london": ("Hefei", "London"),
            "hangzhou-paris": ("Hangzhou", "Paris"),
            "wuhan-tokyo": ("Wuhan", "Tokyo"),
        }.items():
            first, second = (places.get(city) for city in pair)
            wanted = None if first is None or second is None else first < second
            assert held.loc[one, edition] is wanted, (one, edition)
        for one, city, last in (
            ("hefei-ten", "Hefei", 10),
            ("xian-fifteen", "Xi'an", 15),
            ("beijing-first", "Beijing", 1),
        ):
            if city in places:
                assert held.loc[one, edition] is (places[city] <= last)
            else:
                assert held.loc[one, edition] is None
    assert held.loc["six-chinese"].tolist() == [False, None, False, None, False, False, True]


def test_counts_of_chinese_cities_agree_with_the_counts_that_were_printed() -> None:
    counts = data.load("science_city_counts").query("indicator == 'chinese_cities_in_top_10'")
    for row in counts.itertuples():
        assert editions.held().loc["six-chinese", row.edition] is bool(row.value >= 6)


def test_a_place_that_is_not_read_is_no_proof() -> None:
    table = pd.DataFrame({"rank": [1, 2], "city_as_printed": ["A", "B"], "country": ["China", "Japan"]})
    within, above, chinese = editions._within, editions._above, editions._chinese
    assert within("C", 2)(table) is False and within("C", 3)(table) is None and within("B", 2)(table) is True
    assert above("A", "B")(table) is True and above("A", "C")(table) is None
    assert chinese(1)(table) is True and chinese(9)(table) is None and chinese(10)(table) is False


def test_base_rates_know_only_what_came_before() -> None:
    assert list(editions.pool(2025).columns) == [2018, 2020, 2021, 2022, 2023, 2024]
    assert list(editions.pool(2026).columns)[-1] == 2025
    for step, edition in (("practice", 2025), ("score", 2025), ("next", 2026)):
        value = Forecast(step=step).value
        for one, rate in zip(IDS, value["base_rates"], strict=True):
            past = editions.pool(edition).loc[one].dropna()
            assert rate == pytest.approx(measures.base_rate(past.astype(float))) and len(past) >= 2


def test_scores_are_those_of_the_measures() -> None:
    said = dict(zip([f"q{n}" for n in range(1, 9)], [90, 30, 75, 60, 10, 45, 70, 20], strict=True))
    value = Forecast(step="score", **said).value
    truth = np.array(editions.outcomes(2025), float)
    assert value["mine"] == pytest.approx(measures.brier_score(np.array(list(said.values())) / 100, truth))
    assert value["base"] == pytest.approx(measures.brier_score(value["base_rates"], truth))
    rate = np.array(value["base_rates"])
    assert value["base_expected"] == pytest.approx(np.mean(rate * (1 - rate)))
    assert value["true"] == truth.sum() and value["worst"] == 1
    rows = measures.calibration_table(np.array(list(said.values())) / 100, truth, 5)
    assert value["calibration"] == [[row.count, row.mean_forecast, row.observed] for row in rows]


def test_the_story_of_the_figure() -> None:
    """Always 50 % gets 0.25 whatever happens; the base rates promised far better and did worse."""
    assert Forecast(step="score").value["mine"] == Forecast(step="score").value["mine_expected"] == 0.25
    value = Forecast(step="score").value
    assert value["base_expected"] < 0.1 < 0.25 < value["base"]
    presets = {preset["label"]: Forecast(**preset["set"]) for preset in Forecast().data["presets"]}
    assert "as good as always" in presets["Always 50 %"].sentence()
    assert "worse than always" in presets["The base rates"].sentence()
    assert "better than" in Forecast(step="score", q1=100, q2=60, q3=90, q6=60).sentence()


def test_practice_keeps_its_answers_and_the_next_edition_has_none() -> None:
    for step in ("practice", "next"):
        value = Forecast(step=step).value
        assert all(value[name] is None for name in ("mine", "base", "true", "calibration", "worst"))
    assert set(Forecast().table()["outcome"]) == {"hidden"}
    assert "came true" not in Forecast().alt().replace("came true as often", "")
    assert editions.outcomes(2026) == [None] * 8
    assert set(Forecast(step="next").table()["outcome"]) == {"not in our tables"}
    assert Forecast(step="next").lines()["more"] == (
        "To be scored later: edition 2026 is not in this book's tables yet."
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"step": "cheat"}, "no step 'cheat': choose one of practice, score, next"),
        ({"q1": 101}, "q1 is 101: choose a value from 0 to 100"),
        ({"p8": -1}, "p8 is -1: choose a value from 0 to 100"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Forecast(**change)


def test_the_still_shows_outcomes_only_when_scored() -> None:
    svg = "{http://www.w3.org/2000/svg}"
    circles = {
        step: len(list(ElementTree.fromstring(Forecast(step=step).still()).iter(f"{svg}circle")))
        for step in ("practice", "score", "next")
    }
    assert circles == {"practice": 10, "score": 18, "next": 10}


def live(page: Page) -> Locator:
    """The figure with its answer shown, on the next edition."""
    found = skip(page, "forecast")
    found.get_by_role("radio", name="2026: forecast").check()
    return found


def stored(page: Page) -> dict[str, Any] | None:
    text = page.evaluate("place => localStorage.getItem(place)", PLACE)
    return None if text is None else json.loads(text)


def beijing(found: Locator) -> Locator:
    return found.get_by_role("slider", name="Beijing is first")


def test_practice_is_guessed_first_and_then_scored(visit: Any) -> None:
    page = visit("/forecast-light.html")
    found = figure(page, "forecast")
    expect(found.get_by_text("What does someone score who always says the base rate?")).to_be_visible()
    found.get_by_role("button", name="That is my guess").click()
    expect(found.locator(".sc-x-result")).to_contain_text("It is 0.34, 9 hundredths more than your 0.25.")
    beijing(found).fill("90")
    assert "came true," not in found.locator(".sc-x-live").inner_text()
    expect(found.get_by_role("img", name="Calibration")).to_be_hidden()
    found.get_by_role("button", name="Show me the answers").press("Enter")
    assert sentence(found) == Forecast(step="score", q1=90).sentence()
    expect(found.locator("[value=score]")).to_be_focused()
    expect(found.get_by_text("came true, costs 0.01")).to_be_visible()
    expect(
        found.get_by_role(
            "img", name="Calibration: 50 % on average, 7: 71 % came true; 90 % on average, 1: 100 %"
        )
    ).to_be_visible()
    expect(found.get_by_role("button", name="Show me the answers")).to_be_hidden()
    assert stored(page) is None
    writes(page, "step:score", "q1:90")


def test_a_forecast_stays_in_the_browser_and_out_of_the_address(visit: Any) -> None:
    page = visit("/forecast-light.html")
    found = live(page)
    expect(found.get_by_text("Nothing is kept yet.")).to_be_visible()
    beijing(found).fill("97")
    expect(found.get_by_text("Kept in this browser and nowhere else. Nothing is sent.")).to_be_visible()
    keeps(page, "forecast=step:next")
    page.wait_for_timeout(400)
    assert query(page) == "forecast=step:next"
    assert stored(page) == {**GOOD, "forecasts": {**dict.fromkeys(IDS, 50), "beijing-first": 97}}
    page.reload()
    found = skip(page, "forecast")
    assert sentence(found) == Forecast(step="next", p1=97).sentence()
    expect(found.get_by_text("Your numbers from last time")).to_be_visible()
    for name in ("Reset the settings", "Start again with the guess"):
        found.get_by_role("button", name=name).click()
        if name.startswith("Start"):
            skip(page, "forecast")
        found.get_by_role("radio", name="2026: forecast").check()
        expect(beijing(found)).to_have_value("97")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(beijing(found)).to_have_value("97")


def test_deleting_clears_what_is_kept(visit: Any) -> None:
    page = visit("/forecast-light.html")
    found = live(page)
    beijing(found).fill("97")
    assert stored(page)
    found.get_by_role("button", name="Delete my forecasts").click()
    expect(found.get_by_text("Deleted: nothing is kept here.")).to_be_visible()
    expect(beijing(found)).to_have_value("50")
    assert stored(page) is None and page.evaluate("localStorage.length") == 0
    page.reload()
    assert sentence(live(page)) == Forecast(step="next").sentence()


def test_a_browser_that_keeps_nothing_says_so_and_works(visit: Any) -> None:
    page = visit("/forecast-light.html", fresh=True)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    found = live(page)
    beijing(found).fill("97")
    assert sentence(found) == Forecast(step="next", p1=97).sentence()
    expect(found.get_by_text("This browser keeps nothing: your numbers last until you leave")).to_be_visible()
    found.get_by_role("button", name="Delete my forecasts").click()
    expect(beijing(found)).to_have_value("50")
    expect(found.get_by_text("there was nothing to delete")).to_be_visible()


def test_a_link_that_the_reader_copies_holds_the_forecast_and_leaves_ones_own_alone(visit: Any) -> None:
    page = visit("/forecast-light.html")
    found = live(page)
    beijing(found).fill("97")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    found.get_by_role("button", name="Copy link to this setting").click()
    link = found.get_by_role("textbox", name="Link to this setting").input_value()
    assert link.endswith("?forecast=p1:97,step:next#explorable-forecast")
    beijing(found).fill("12")
    page.goto(link)
    page.reload()
    found = skip(page, "forecast")
    assert sentence(found) == Forecast(step="next", p1=97).sentence()
    expect(found.get_by_text("These numbers came with the link.")).to_be_visible()
    beijing(found).fill("40")
    found.get_by_role("slider", name="Hefei stands above London").fill("60")
    writes(page, "p1:40", "p4:60")
    assert stored(page)["forecasts"]["beijing-first"] == 12


def test_export_and_import_come_round(visit: Any, tmp_path: Path) -> None:
    page = visit("/forecast-light.html")
    found = live(page)
    beijing(found).fill("97")
    found.get_by_role("slider", name="Wuhan stands above Tokyo").fill("0")
    with page.expect_download() as waiting:
        found.get_by_role("button", name="Export to a file").click()
    assert waiting.value.suggested_filename == "forecast-2026.json"
    kept = tmp_path / "forecast-2026.json"
    waiting.value.save_as(kept)
    wanted = {**dict.fromkeys(IDS, 50), "beijing-first": 97, "wuhan-tokyo": 0}
    assert json.loads(kept.read_text(encoding="utf-8")) == {**GOOD, "forecasts": wanted}
    found.get_by_role("button", name="Delete my forecasts").click()
    with page.expect_file_chooser() as asking:
        found.get_by_role("button", name="Import a file").click()
    asking.value.set_files(kept)
    expect(found.get_by_text("Taken from the file.")).to_be_visible()
    assert sentence(found) == Forecast(step="next", p1=97, p7=0).sentence()
    assert stored(page)["forecasts"] == wanted


FINE = dict.fromkeys(IDS, 70)
HOSTILE: list[Any] = [
    "",
    "not json",
    "null",
    "[]",
    "7",
    '"text"',
    {},
    {**GOOD},
    {**GOOD, "forecasts": None},
    {**GOOD, "forecasts": []},
    {**GOOD, "forecasts": [70] * 8},
    {**GOOD, "version": 2, "forecasts": FINE},
    {**GOOD, "edition": 2025, "forecasts": FINE},
    {**GOOD, "format": "other", "forecasts": FINE},
    {**GOOD, "forecasts": {**FINE, "beijing-first": 101}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": -1}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": 70.5}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": "70"}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": None}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": {"toString": "70"}}},
    {**GOOD, "forecasts": {**FINE, "beijing-first": "<img src=x onerror=alert(1)>"}},
    {**GOOD, "forecasts": {**FINE, "<img src=x onerror=alert(1)>": 70}},
    {**GOOD, "forecasts": dict.fromkeys(IDS[1:], 70)},
    json.dumps({**GOOD, "forecasts": dict.fromkeys(IDS[1:], 70)})[:-2]
    + ', "__proto__": {"beijing-first": 70}}}',
    json.dumps({**GOOD, "forecasts": FINE}).replace("70", "1e400"),
    json.dumps({**GOOD, "forecasts": FINE}) + " " * 20_000,
    b"\xff\xfe\x00\x01" * 40,
]


def test_a_hostile_file_changes_nothing(visit: Any) -> None:
    page = visit("/forecast-light.html")
    found = live(page)
    beijing(found).fill("97")
    before = stored(page)
    field = found.locator("input[type=file]")
    for number, content in enumerate(HOSTILE):
        raw = (
            content
            if isinstance(content, bytes)
            else (content if isinstance(content, str) else json.dumps(content)).encode()
        )
        beijing(found).fill("96" if number % 2 else "97")
        expect(found.get_by_text("Kept in this browser")).to_be_visible()
        before = stored(page)
        field.set_input_files({"name": "<b>x.json", "mimeType": "application/json", "buffer": raw})
        expect(
            found.get_by_text(
                "That file holds no forecast for edition 2026 from this figure: nothing was changed."
            )
        ).to_be_visible()
        assert stored(page) == before, content
        assert sentence(found) == Forecast(step="next", p1=96 if number % 2 else 97).sentence(), content
    assert page.locator("figure img, figure script:not([type='application/json'])").count() == 0
    assert page.evaluate("({})['beijing-first']") is None
    field.set_input_files(
        {
            "name": "x",
            "mimeType": "",
            "buffer": json.dumps({**GOOD, "extra": "<b>", "forecasts": FINE}).encode(),
        }
    )
    expect(found.get_by_text("Taken from the file.")).to_be_visible()
    assert sentence(found) == Forecast(step="next", **{f"p{n}": 70 for n in range(1, 9)}).sentence()


@pytest.mark.parametrize(
    "text", ["", "{", '{"format":"sciencecities-forecast"}', "<img src=x onerror=alert(1)>"]
)
def test_what_lies_in_the_storage_is_checked_too(visit: Any, text: str) -> None:
    page = visit("/forecast-light.html")
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE, text])
    page.reload()
    assert sentence(live(page)) == Forecast(step="next").sentence()


def test_nothing_is_sent_and_nothing_else_is_kept(visit: Any) -> None:
    page = visit("/forecast-light.html", fresh=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = live(page)
    for number in (10, 20, 30):
        beijing(found).fill(str(number))
    page.wait_for_timeout(500)
    assert asked == [] and page.evaluate("Object.keys(localStorage)") == [PLACE]
    assert page.context.cookies() == []


def test_in_a_notebook_the_numbers_are_settings(visit: Any) -> None:
    page = visit("/forecast-light.html")
    page.evaluate(
        """async (state) => {
          const { default: view } = await import("/explorables/joined_forecast.js");
          const { createModel } = await import("/explorables/host.js");
          window.model = createModel({ ...state, guess: null, revealed: true });
          const el = document.createElement("div");
          el.id = "tried";
          document.querySelector("main").prepend(el);
          view.render({ model, el });
        }""",
        Forecast(step="next").state(),
    )
    found = page.locator("#tried")
    expect(found.get_by_text("In a notebook your numbers are settings: p1 to p8.")).to_be_visible()
    beijing(found).fill("88")
    assert page.evaluate("model.get('p1')") == 88 and page.evaluate("localStorage.length") == 0
    forecast = Forecast(step="next")
    forecast.set_state({"p1": 88})
    assert forecast.value["forecasts"][0] == 0.88
