"""The two figures of chapter 2: the scripts of the page against Python, in Chromium, on generated settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from sciencecities import measures
from sciencecities.explorables import Drop, Yuan, words

CASES = 220
TOLERANCE = 1e-9


@pytest.fixture
def page(open_figures: Any) -> Page:
    return open_figures()


def run(page: Page, module: str, value: str, sentence: str, data: dict[str, Any], settings: list[Any]) -> Any:
    return page.evaluate(
        """async ([module, value, sentence, data, all]) => {
          const m = await import(`/explorables/${module}.js`);
          const { plain } = await import("/explorables/base.js");
          return all.map((one) => [m[value](data, one), plain(m[sentence](data, one))]);
        }""",
        [module, value, sentence, data, settings],
    )


def agree(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, float):
        return abs(found - wanted) <= TOLERANCE * max(1.0, abs(wanted))
    return bool(found == wanted)


def test_drop_on_settings_of_every_kind(page: Page) -> None:
    rng = np.random.default_rng(10)
    drop = Drop()
    ids = np.array(drop.data["ids"])
    settings = []
    for number in range(CASES):
        count = 25 if number % 5 == 0 else int(rng.integers(0, 26))
        out = set(rng.choice(ids, count, replace=False).tolist())
        settings.append(
            {
                "out": [unit for unit in drop.data["ids"] if unit in out],
                "control": str(rng.choice(["no", "yes"])),
                "window": str(rng.choice(drop.limits["window"]["options"])),
            }
        )
    settings += [preset["set"] for preset in drop.data["presets"]]
    results = run(page, "drop", "dropValue", "dropSentence", drop.data, settings)
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = Drop(**chosen)
        for name, wanted in here.value.items():
            assert agree(value[name], wanted), (chosen, name, value[name], wanted)
        points = np.column_stack([value["x"], value["y"]])
        assert np.allclose(points, here.points(), rtol=TOLERANCE, atol=TOLERANCE), chosen
        assert sentence == here.sentence()


def test_yuan_on_settings_of_every_kind(page: Page) -> None:
    rng = np.random.default_rng(11)
    yuan = Yuan()
    corners = [(d, e, w, r) for d in (0, 30) for e in (0.0, 0.2) for w in (0, 10) for r in (0, 10)]
    drawn = [
        (int(d), float(e), int(w), int(r))
        for d, e, w, r in zip(
            rng.integers(0, 31, CASES),
            np.where(rng.random(CASES) < 0.5, rng.integers(0, 21, CASES) / 100, rng.uniform(0, 0.2, CASES)),
            rng.integers(0, 11, CASES),
            rng.integers(0, 11, CASES),
            strict=True,
        )
    ]
    names = list(yuan.limits)
    settings = [dict(zip(names, one, strict=True)) for one in [*corners, *drawn]]
    results = run(page, "yuan", "yuanValue", "yuanSentence", yuan.data, settings)
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = Yuan(**chosen)
        for name, wanted in here.value.items():
            assert agree(value[name], wanted), (chosen, name, value[name], wanted)
        assert np.allclose(value["worth"], here.path(), rtol=TOLERANCE, atol=TOLERANCE), chosen
        assert np.allclose(value["stocks"], here.stock(), rtol=TOLERANCE), chosen
        assert sentence == here.sentence()


def test_numbers_with_a_sign_are_said_alike(page: Page) -> None:
    numbers = [*np.random.default_rng(12).normal(0, 3, 200).tolist(), 0.0, -0.001, -0.005, 1234.5, -1234.5]
    found = page.evaluate(
        """async (numbers) => {
          const w = await import("/explorables/words.js");
          return numbers.map((x) => [w.signed(x), w.signed(x, 0)]);
        }""",
        numbers,
    )
    assert found == [[words.signed(x), words.signed(x, 0)] for x in numbers]


def test_made_up_dots_correlate_as_guessed(page: Page) -> None:
    """The dots under the guess are no decoration: their correlation is the guess, to the last digit."""
    window = Drop().data["windows"][0]
    made = page.evaluate(
        """async ([x, y]) => {
          const { imagined } = await import("/explorables/plot.js");
          return [-1, -0.44, 0, 0.3, 1].map((r) => [r, imagined(x, y, r)[0]]);
        }""",
        [window["x"], window["y"]],
    )
    for wanted, heights in made:
        assert measures.correlation(window["x"], heights) == pytest.approx(wanted, abs=1e-9)
        assert np.mean(heights) == pytest.approx(np.mean(window["y"]))
        assert np.std(heights) == pytest.approx(np.std(window["y"]))
