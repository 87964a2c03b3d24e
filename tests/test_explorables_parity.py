"""One model, two languages, one truth: the scripts of the page against Python, in Chromium, on generated inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from browser_kit import KINDS
from playwright.sync_api import Page

from sciencecities import measures
from sciencecities.explorables import Club, FirmRank, words

CASES = 240
TOLERANCE = 1e-9

RUN = """async (cases) => {
  const m = await import("/explorables/measures.js");
  return cases.map((c) => ({
    topShare: m.topShare(c.values, c.k), herfindahl: m.herfindahl(c.values),
    effectiveNumber: m.effectiveNumber(c.values), plainLorenz: m.lorenz(c.values),
    lorenz: m.lorenz(c.values, c.weights),
    gini: m.gini(c.values, c.weights), plainGini: m.gini(c.values), ranks: m.ranks(c.values),
    correlation: m.correlation(c.values, c.other), normals: [...m.deterministicNormals(c.k * 3 + 1, c.seed)],
    noisyValues: m.noisyValues(c.values, c.noise, c.draws, c.seed),
    noisyRanks: m.noisyRanks(c.values, c.noise, c.draws, c.seed),
    rankRange: m.rankRange(c.values, c.noise, c.draws, c.seed, c.coverage),
  }));
}"""


def cases() -> list[dict[str, Any]]:
    """Lists of 1 to 60 amounts: small and huge, with ties, with zeros, equal, and one that has nearly all."""
    rng = np.random.default_rng(20241124)
    out = []
    for number in range(CASES):
        n = int(rng.integers(1, 61))
        kinds = [
            rng.lognormal(3, 1.5, n),
            rng.integers(0, 6, n) + np.eye(1, n, 0)[0],
            rng.uniform(1, 2, n) * 10.0 ** rng.integers(-6, 9),
            np.full(n, 7.25),
            np.where(rng.random(n) < 0.3, 0.0, rng.pareto(1, n)) + np.eye(1, n, n - 1)[0] * 1e6,
        ]
        out.append(
            {
                "values": kinds[number % 5].astype(float).tolist(),
                "weights": (rng.integers(0, 50, n) + np.eye(1, n, 0)[0] + 1e-3).tolist(),
                "other": rng.normal(size=n).tolist(),
                "k": int(rng.integers(1, n + 1)),
                "noise": float(rng.choice([0.0, 0.01, 0.05, 0.2, 1.0])),
                "draws": int(rng.choice([1, 2, 7, 10, 40])),
                "seed": int(rng.integers(0, 2**32)),
                "coverage": float(rng.choice([0.5, 0.9, 1.0])),
            }
        )
    return out


def expected(case: dict[str, Any]) -> dict[str, Any]:
    values, weights = case["values"], case["weights"]
    noisy = (values, case["noise"], case["draws"], case["seed"])
    spread = measures.rank_range(*noisy, case["coverage"])
    return {
        "topShare": measures.top_share(values, case["k"]),
        "herfindahl": measures.herfindahl(values),
        "effectiveNumber": measures.effective_number(values),
        "lorenz": measures.lorenz(values, weights),
        "plainLorenz": measures.lorenz(values),
        "gini": measures.gini(values, weights),
        "plainGini": measures.gini(values),
        "ranks": measures.ranks(values),
        "normals": measures.deterministic_normals(case["k"] * 3 + 1, case["seed"]),
        "noisyValues": measures.noisy_values(*noisy),
        "noisyRanks": measures.noisy_ranks(*noisy),
        "rankRange": [spread.low, spread.median, spread.high],
    }


def agree(found: Any, wanted: Any) -> bool:
    return bool(
        np.allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=TOLERANCE, atol=TOLERANCE)
    )


@pytest.fixture
def page(open_figures: Any) -> Page:
    return open_figures()


def test_measures_on_generated_inputs(page: Page) -> None:
    inputs = cases()
    results = page.evaluate(RUN, inputs)
    assert len(results) == CASES
    for case, found in zip(inputs, results, strict=True):
        found["rankRange"] = [found["rankRange"][key] for key in ("low", "median", "high")]
        for name, wanted in expected(case).items():
            assert agree(found[name], wanted), (name, case)
        if len(case["values"]) >= 3 and len(set(case["values"])) > 1:
            assert agree(found["correlation"], measures.correlation(case["values"], case["other"])), case


def test_club_on_settings_of_every_kind(page: Page) -> None:
    rng = np.random.default_rng(7)
    club = Club()
    settings = []
    for _ in range(220):
        kind = club.data["measures"][rng.integers(5)]
        chosen = {
            "measure": kind["id"],
            "year": int(rng.choice(kind["years"])),
            "k": int(rng.integers(1, 21)),
            "follow": str(rng.choice(club.data["ids"])),
        }
        settings.append(chosen)
    results = page.evaluate(
        """async ([data, all]) => {
          const { clubValue, clubSentence } = await import("/explorables/club.js");
          const { plain } = await import("/explorables/base.js");
          return all.map((one) => [clubValue(data, one), plain(clubSentence(data, one))]);
        }""",
        [club.data, settings],
    )
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = Club(**chosen)
        for name, wanted in here.value.items():
            same = agree(value[name], wanted) if isinstance(wanted, float) else value[name] == wanted
            assert same, (chosen, name, value[name], wanted)
        assert sentence == here.sentence()


def test_firm_rank_on_settings_of_every_kind(page: Page) -> None:
    rng = np.random.default_rng(8)
    firm = FirmRank()
    settings = [
        {
            "noise": int(rng.integers(0, 21)),
            "draws": int(rng.choice([1, 10, 100, 1000])),
            "seed": int(rng.integers(1, 10_000)),
            **dict(
                zip(
                    ("city", "rival"),
                    map(str, rng.choice(firm.data["cities"], 2, replace=False)),
                    strict=True,
                )
            ),
        }
        for _ in range(100)
    ]
    results = page.evaluate(
        """async ([data, all]) => {
          const { rankValue, rankSentence } = await import("/explorables/rank.js");
          const { plain } = await import("/explorables/base.js");
          return all.map((one) => rankValue(data, one)).map((value) => [value, plain(rankSentence(value))]);
        }""",
        [firm.data, settings],
    )
    for chosen, (value, sentence) in zip(settings, results, strict=True):
        here = FirmRank(**chosen)
        assert value == here.value, chosen
        assert sentence == here.sentence()


def test_numbers_are_said_alike(page: Page) -> None:
    rng = np.random.default_rng(9)
    numbers = [
        *(rng.normal(0, 10.0 ** rng.integers(-3, 7)) for _ in range(300)),
        0.125,
        2.5,
        -0.5,
        0.05,
        1e6,
        999.95,
    ]
    found = page.evaluate(
        """async (numbers) => {
          const w = await import("/explorables/words.js");
          return numbers.map((x) => [w.fixed(x), w.fixed(x, 1), w.fixed(x, 2), w.percent(x)]);
        }""",
        numbers,
    )
    for number, said in zip(numbers, found, strict=True):
        here = [words.fixed(number), words.fixed(number, 1), words.fixed(number, 2), words.percent(number)]
        assert said == here, number
    ordinals = page.evaluate(
        "async () => { const w = await import('/explorables/words.js'); return [...Array(130).keys()].map(w.ordinal); }"
    )
    assert ordinals == [words.ordinal(n) for n in range(130)]


@pytest.mark.parametrize(("module", "kind"), [(kind.module, kind) for kind in KINDS])
def test_the_joined_module_of_a_notebook_says_the_same(page: Page, module: str, kind: type) -> None:
    """What Jupyter gets as one text draws the same figure, with no address and no link button."""
    figure = kind()
    sentence, buttons, left = page.evaluate(
        """async ([module, state]) => {
          const { default: view } = await import(`/explorables/joined_${module}.js`);
          const { createModel } = await import("/explorables/host.js");
          const model = createModel({ ...state, guess: null, revealed: true });
          const el = document.createElement("div");
          document.body.append(el);
          const remove = view.render({ model, el });
          const buttons = [...el.querySelectorAll("button")].map((b) => b.textContent);
          const found = [el.querySelector(".sc-x-sentence").textContent, buttons];
          remove();
          return [...found, el.childElementCount];
        }""",
        [module, figure.state()],
    )
    assert left == 0
    assert sentence == figure.sentence()
    assert {"Reset the settings", "Start again with the guess"} <= set(buttons)
    assert "Copy link to this setting" not in buttons
