"""The figures of chapter 4: the scripts of the page against Python, in Chromium, on generated inputs."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from sciencecities import measures
from sciencecities.explorables import Closing, Coast, Vintage

CASES = 220
TOLERANCE = 1e-9

VALUES = """async ([module, data, all]) => {
  const figure = await import(`/explorables/${module}.js`);
  const { plain } = await import("/explorables/base.js");
  return all.map((one) => [figure[`${module}Value`](data, one), plain(figure[`${module}Sentence`](data, one))]);
}"""

MEASURES = """async (cases) => {
  const m = await import("/explorables/measures.js");
  return cases.map((c) => ({
    theil: m.theil(c.values, c.weights), cv: m.coefficientOfVariation(c.values, c.weights),
    ...m.theilDecomposition(c.values, c.weights, c.groups),
  }));
}"""


@pytest.fixture
def page(open_figures: Any) -> Page:
    return open_figures()


def agree(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, float):
        return bool(np.isclose(found, wanted, rtol=TOLERANCE, atol=TOLERANCE))
    return bool(found == wanted)


def compare(page: Page, kind: Any, settings: list[dict[str, Any]]) -> None:
    """Value by value and word for word."""
    results = page.evaluate(VALUES, [kind.module, kind().data, settings])
    assert len(results) == len(settings)
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = kind(**chosen)
        for name, wanted in here.value.items():
            assert agree(value[name], wanted), (chosen, name, value[name], wanted)
        assert sentence == here.sentence(), chosen


def test_inequality_measures(page: Page) -> None:
    rng = np.random.default_rng(41)
    cases = []
    for number in range(CASES):
        n = int(rng.integers(2, 40))
        values = [rng.lognormal(3, 1, n), rng.integers(0, 5, n) + np.eye(1, n, 0)[0], np.full(n, 3.5)]
        cases.append(
            {
                "values": values[number % 3].astype(float).tolist(),
                "weights": (rng.uniform(0, 50, n) + 1e-3).tolist(),
                "groups": [str(group) for group in rng.integers(0, rng.integers(1, 5), n)],
            }
        )
    for case, found in zip(cases, page.evaluate(MEASURES, cases), strict=True):
        given = (case["values"], case["weights"])
        split = measures.theil_decomposition(*given, case["groups"])
        wanted = {
            "theil": measures.theil(*given),
            "cv": measures.coefficient_of_variation(*given),
            "total": split.total,
            "between": split.between,
            "within": split.within,
        }
        for name, number in wanted.items():
            assert agree(found[name], number), (name, case)


def test_coast(page: Page) -> None:
    rng = np.random.default_rng(42)
    ids = Coast().data["ids"]
    settings = [
        {"coast": [], "year": 2010},
        {"coast": ids[:30], "year": 2024},
        {"coast": ids[1:], "year": 2000},
    ]
    for _ in range(CASES):
        chosen = set(rng.choice(ids, int(rng.integers(0, 31)), replace=False))
        settings.append(
            {"coast": [unit for unit in ids if unit in chosen], "year": int(rng.integers(2000, 2025))}
        )
    compare(page, Coast, settings)


def test_closing(page: Page) -> None:
    rng = np.random.default_rng(43)
    leads = [-2.0, 4.0, 0.0, 0.1, 0.005, -0.004, *rng.uniform(-2, 4, CASES).round(int(rng.integers(1, 6)))]
    compare(
        page,
        Closing,
        [
            {
                "lead": float(lead),
                "start": int(rng.integers(2000, 2025)),
                "horizon": int(rng.choice([25, 50, 100])),
            }
            for lead in leads
        ],
    )


def test_vintage_in_every_setting(page: Page) -> None:
    limits = Vintage().limits
    every = product(*(limits[name]["options"] for name in ("gdp", "people", "follow")))
    settings = [dict(zip(("gdp", "people", "follow"), one, strict=True)) for one in every]
    assert len(settings) == 3 * 2 * 31
    compare(page, Vintage, settings)
