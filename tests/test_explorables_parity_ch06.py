"""The two figures of chapter 6 in Chromium: the same numbers and words as in Python, on settings of every kind."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from sciencecities import measures
from sciencecities.explorables import Forecast, Rewrite

CASES = 300
TOLERANCE = 1e-9
RUN = """async ([module, data, all]) => {
  const found = await import(`/explorables/${module}.js`);
  const { plain } = await import("/explorables/base.js");
  return all.map((one) => [found[`${module}Value`](data, one), plain(found[`${module}Sentence`](data, one))]);
}"""


@pytest.fixture
def page(open_figures: Any) -> Page:
    return open_figures()


def same(found: Any, wanted: Any) -> bool:
    """Equal, and for numbers with a point equal to nine places."""
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, float) and found is not None:
        return bool(np.isclose(found, wanted, rtol=TOLERANCE, atol=TOLERANCE))
    return bool(found == wanted)


def compare(
    page: Page, kind: type, settings: list[dict[str, Any]], state: dict[str, Any] | None = None
) -> None:
    results = page.evaluate(RUN, [kind.module, state or kind().data, settings])
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = kind(**chosen)
        if state:
            here.data = state
        assert set(value) == set(here.value)
        for name, wanted in here.value.items():
            assert same(value[name], wanted), (chosen, name, value[name], wanted)
        assert sentence == here.sentence(), chosen


def test_rewrite_says_the_same_of_every_claim_and_choice(page: Page) -> None:
    limits = Rewrite().limits
    pairs = itertools.product(limits["claim"]["options"], limits["option"]["options"])
    compare(page, Rewrite, [{"claim": claim, "option": option} for claim, option in pairs])


def numbers(rng: np.random.Generator) -> dict[str, int]:
    """Sixteen forecasts: any, only round ones, or only the ends and the middle."""
    values = [range(101), range(0, 101, 10), (0, 50, 100), (25, 35, 45, 55, 65)][int(rng.integers(4))]
    keys = [f"{kind}{number}" for kind in "qp" for number in range(1, 9)]
    return {key: int(rng.choice(list(values))) for key in keys}


def settings_of(seed: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    steps = Forecast().limits["step"]["options"]
    return [{"step": str(rng.choice(steps)), **numbers(rng)} for _ in range(CASES)]


def test_forecast_says_the_same_on_forecasts_of_every_kind(page: Page) -> None:
    compare(page, Forecast, settings_of(6))


def test_forecast_scores_the_next_edition_once_its_outcomes_are_there(page: Page) -> None:
    state = Forecast().data
    told = [{**one, "truth": number % 3 == 0} for number, one in enumerate(state["next"]["statements"])]
    later = {**state, "next": {**state["next"], "statements": told}}
    compare(page, Forecast, [{**one, "step": "next"} for one in settings_of(7)[:80]], later)


def test_scores_and_calibration_are_those_of_the_measures(page: Page) -> None:
    rng = np.random.default_rng(20261)
    cases = []
    for number in range(CASES):
        n = int(rng.integers(1, 30))
        said = rng.random(n) if number % 2 else rng.integers(0, 101, n) / 100
        cases.append([said.tolist(), rng.integers(0, 2, n).astype(bool).tolist(), int(rng.integers(1, 12))])
    results = page.evaluate(
        """async (cases) => {
          const f = await import("/explorables/forecast.js");
          return cases.map(([said, truth, bins]) => [f.brier(said, truth), f.calibration(said, truth, bins)]);
        }""",
        cases,
    )
    for (said, truth, bins), (brier, rows) in zip(cases, results, strict=True):
        assert np.isclose(brier, measures.brier_score(said, np.asarray(truth, float)), atol=TOLERANCE)
        wanted = measures.calibration_table(said, np.asarray(truth, float), bins)
        assert same(rows, [[row.count, row.mean_forecast, row.observed] for row in wanted]), (said, bins)
