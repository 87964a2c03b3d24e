"""The two figures of chapter 3 in Chromium: the same numbers and words as in Python, and what a reader does to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from sciencecities import measures
from sciencecities.explorables import Composite, Versus

CASES = 240
TOLERANCE = 1e-9
WEIGHTS = ("place", "science", "research", "output", "growth")


@pytest.fixture
def page(open_figures: Any) -> Page:
    return open_figures()


def agree(found: Any, wanted: Any) -> bool:
    return bool(
        np.allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=TOLERANCE, atol=TOLERANCE)
    )


def same(found: Any, wanted: Any) -> bool:
    """Equal, and for numbers with a point equal to nine places."""
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    return agree(found, wanted) if isinstance(wanted, float) and found is not None else bool(found == wanted)


def cases() -> list[dict[str, Any]]:
    """Tables of 2 to 15 units and 1 to 6 indicators: amounts of any size, whole numbers with ties, negative ones."""
    rng = np.random.default_rng(20251101)
    out = []
    for number in range(CASES):
        n, k = int(rng.integers(2, 16)), int(rng.integers(1, 7))
        kinds = [
            rng.lognormal(3, 1.5, (n, k)),
            rng.integers(0, 4, (n, k)) + np.eye(n, k, 0) * 5.0 + np.eye(n, k, -1) * 7.0,
            rng.normal(size=(n, k)) * 10.0 ** rng.integers(-4, 7),
        ]
        table = kinds[number % 3].astype(float)
        table[0] += 1e-3 * (table.max(axis=0) == table.min(axis=0))  # no column all equal
        out.append(
            {
                "columns": table.T.tolist(),
                "weights": (rng.integers(0, 11, k) + np.eye(1, k, 0)[0]).tolist(),
                "method": str(rng.choice(measures.NORMALISATIONS)),
                "directions": [bool(flag) for flag in rng.integers(0, 2, k)],
            }
        )
    return out


def test_the_measures_on_generated_tables(page: Page) -> None:
    inputs = cases()
    results = page.evaluate(
        """async (cases) => {
          const m = await import("/explorables/composite.js");
          return cases.map((c) => [
            c.columns.map((values, j) => m.normalise(values, c.method, c.directions[j])),
            m.compositeParts(c.columns, c.weights, c.method, c.directions).map((row) => row.reduce((a, b) => a + b, 0)),
          ]);
        }""",
        inputs,
    )
    assert len(results) == CASES
    for case, (scaled, scores) in zip(inputs, results, strict=True):
        method, better = case["method"], case["directions"]
        for column, up, found in zip(case["columns"], better, scaled, strict=True):
            assert agree(found, measures.normalise(column, method, up)), case
        table = np.array(case["columns"]).T
        assert agree(scores, measures.composite(table, case["weights"], method, better)), case


def settings_of(kind: type, count: int, seed: int) -> list[dict[str, Any]]:
    """Settings of every kind that the limits allow."""
    rng, figure, out = np.random.default_rng(seed), kind(), []
    while len(out) < count:
        chosen: dict[str, Any] = {}
        for name, limit in figure.limits.items():
            if limit["kind"] == "choice":
                chosen[name] = str(rng.choice(limit["options"]))
            else:
                # Half of the weights are small, so that ties and zeros come up.
                most = limit["max"] if rng.random() < 0.5 else 2
                chosen[name] = int(rng.integers(limit["min"], most + 1))
        if chosen.get("city") is None or chosen["city"] != chosen["rival"]:
            out.append(chosen)
    return out


RUN = """async ([module, data, all]) => {
  const found = await import(`/explorables/${module}.js`);
  const { plain } = await import("/explorables/base.js");
  return all.map((one) => [found[`${module}Value`](data, one), plain(found[`${module}Sentence`](data, one))]);
}"""


@pytest.mark.parametrize(("kind", "count"), [(Composite, 400), (Versus, 300)])
def test_values_and_sentences_on_settings_of_every_kind(page: Page, kind: type, count: int) -> None:
    settings = settings_of(kind, count, 31)
    if kind is Composite:
        settings += [{**dict.fromkeys(WEIGHTS, 0), "method": method} for method in measures.NORMALISATIONS]
        settings += [{**dict.fromkeys(WEIGHTS, 7), "method": method} for method in measures.NORMALISATIONS]
    results = page.evaluate(RUN, [kind.module, kind().data, settings])
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = kind(**chosen)
        assert set(value) == set(here.value)
        for name, wanted in here.value.items():
            assert same(value[name], wanted), (chosen, name, value[name], wanted)
        assert sentence == here.sentence(), chosen
    if kind is Composite:
        assert any(len(value["leaders"]) > 1 for value, _ in results)


def awake(page: Page, kind: type, **settings: Any) -> Locator:
    """The figure alive on the page, with its question."""
    page.evaluate(
        """async ([module, state]) => {
          const { default: view } = await import(`/explorables/${module}.js`);
          const { createModel } = await import("/explorables/host.js");
          const place = document.createElement("div");
          place.id = "tried";
          document.querySelector("main").prepend(place);
          view.render({ model: createModel({ ...state, guess: null, revealed: false }), el: place });
        }""",
        [kind.module, kind(**settings).state()],
    )
    return page.locator("#tried")


def said(found: Locator) -> str:
    return found.locator(".sc-x-sentence").text_content() or ""


def test_the_index_asks_first_and_then_follows_the_weights(page: Page) -> None:
    found = awake(page, Composite)
    expect(found.get_by_text("how many of the 12 can you put first, alone?")).to_be_visible()
    for hidden in ("86.4", "Some weights or other"):
        assert hidden not in found.inner_text()
    found.get_by_role("slider", name="Cities that can be put first").fill("5")
    found.get_by_role("button", name="That is my guess").click()
    expect(found.locator(".sc-x-result")).to_contain_text("It is 4 of 12, 1 city less than your 5 of 12.")
    assert said(found) == Composite().sentence()
    growth = found.get_by_role("slider", name="Real growth of GDP")
    growth.focus()
    page.keyboard.press("ArrowRight")
    assert said(found) == Composite(growth=6).sentence()
    expect(growth).to_have_attribute("aria-valuetext", "weight 6")
    for name in ("World rank", "University Share", "R&D spending", "GDP per head", "Real growth"):
        found.get_by_role("slider", name=name).fill("0")
    assert said(found) == Composite(**dict.fromkeys(WEIGHTS, 0)).sentence()


def test_a_button_for_each_city_that_can_be_first(page: Page) -> None:
    found = awake(page, Composite)
    found.get_by_role("button", name="Skip the guess").click()
    for method, label in (("min-max", "Worst 0"), ("rank", "Ranks"), ("z-score", "Standard")):
        found.get_by_role("radio", name=label).check()
        firsts = Composite().data["firsts"][method]
        buttons = found.get_by_role("group", name="Weights that put a city first").get_by_role("button")
        expect(buttons).to_have_text(list(firsts))
        for city, weights in firsts.items():
            found.get_by_role("button", name=f"{city}: weights that put it first").click()
            wanted = Composite(**dict(zip(WEIGHTS, weights, strict=True)), method=method)
            assert said(found) == wanted.sentence() and said(found).startswith(f"{city} comes first.")
            pressed = found.get_by_role("button", name=f"{city}: weights that put it first")
            expect(pressed).to_have_attribute("aria-pressed", "true")
        never = found.locator(".sc-x-firsts .sc-x-remark").first
        assert not any(city in (never.text_content() or "") for city in firsts)


def test_a_tap_on_a_bar_puts_its_city_first_or_does_nothing(page: Page) -> None:
    found = awake(page, Composite)
    found.get_by_role("button", name="Skip the guess").click()
    rows = found.locator(".sc-x-lane")
    cities = Composite().data["cities"]
    rows.nth(cities.index("Hefei")).click(position={"x": 20, "y": 10})
    assert said(found).startswith("Hefei comes first.")
    page.wait_for_timeout(400)
    lanes = rows.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert lanes.index(min(lanes)) == cities.index("Hefei")
    before = said(found)
    rows.nth(cities.index("Shanghai")).click(position={"x": 20, "y": 10})
    assert said(found) == before


def test_city_against_city_asks_first_and_turns_over(page: Page) -> None:
    found = awake(page, Versus)
    expect(found.get_by_text("On how many is Hangzhou ahead of Guangzhou?")).to_be_visible()
    assert "4 to 2" not in found.inner_text()
    found.get_by_role("slider", name="My guess").fill("5")
    expect(found.locator(".sc-x-tally circle.sc-x-fill-blue")).to_have_count(5)
    found.get_by_role("button", name="That is my guess").click()
    expect(found.locator(".sc-x-result")).to_contain_text("It is 2 of 7, 3 indicators less than your 5 of 7.")
    assert said(found) == Versus().sentence()
    expect(found.locator(".sc-x-scales li")).to_have_count(7)
    cluster = found.locator(".sc-x-scales li").nth(1)
    expect(cluster).to_contain_text("Guangzhou: not published in the sources used")
    assert "ahead" not in (cluster.text_content() or "")
    found.get_by_role("radio", name="per resident").check()
    assert said(found) == Versus(count="resident").sentence()
    expect(found.locator(".sc-x-tally path.sc-x-fill-orange")).to_have_count(2)
    found.get_by_role("combobox", name="with").select_option("Shanghai")
    found.get_by_role("combobox", name="Compare").select_option("Hefei")
    assert said(found) == Versus(city="Hefei", rival="Shanghai", count="resident").sentence()
    expect(found.get_by_role("button", name="Hefei and Shanghai")).to_have_attribute("aria-pressed", "true")
    options = found.get_by_role("combobox", name="with").locator("option:disabled")
    expect(options).to_have_text(["Hefei"])


@pytest.mark.parametrize("kind", [Composite, Versus])
def test_the_numbers_are_those_of_python(page: Page, kind: type) -> None:
    found = awake(page, kind)
    found.get_by_role("button", name="Skip the guess").click()
    found.get_by_text("The numbers behind the picture").click()
    rows = found.locator("tbody tr")
    table = kind().table()
    expect(rows).to_have_count(len(table))
    expect(rows.locator("th")).to_have_text([str(first) for first in table.iloc[:, 0]])
    if kind is Versus:
        expect(rows.nth(1).locator("td").nth(3)).to_have_text("not published")
    else:
        expect(rows.first.locator("td").nth(1)).to_have_text("86.40")
