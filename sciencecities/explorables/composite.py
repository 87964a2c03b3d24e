"""*Build your own index*: weights that nobody can check decide who comes first, though not for every city."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import cityscape, measures

from .base import Explorable
from .composite_still import draw
from .words import fixed, names

LARGEST = 10
EQUAL = 5  # every weight at the start
DECIMALS = 9  # of a score, so that ties are ties in any language

# For each weight that can be set: the indicator of `cityscape`, a short name, and its colour.
_WEIGHTS: dict[str, dict[str, str]] = {
    "place": {"key": "rank_2025", "label": "World rank, Nature Index", "color": "blue"},
    "science": {"key": "university_share", "label": "University Share per resident", "color": "sky"},
    "research": {"key": "rd_intensity", "label": "R&D spending over GDP", "color": "orange"},
    "output": {"key": "gdp_per_head", "label": "GDP per head", "color": "sand"},
    "growth": {"key": "growth", "label": "Real growth of GDP", "color": "green"},
}
_METHODS: list[dict[str, str]] = [
    {
        "id": "min-max",
        "label": "Worst 0, best 100",
        "how": "Each indicator runs from 0 for the worst of these cities to 100 for the best.",
    },
    {
        "id": "z-score",
        "label": "Standard deviations",
        "how": "Each indicator counts the standard deviations of a city above or below the mean of these cities.",
    },
    {
        "id": "rank",
        "label": "Ranks",
        "how": "Each indicator gives 0 to 100 for the part of the other cities that a city beats.",
    },
]
_PRESETS: list[tuple[str, dict[str, int], str]] = [
    ("Science per resident", {"science": 10}, "min-max"),
    ("Mostly growth", {"place": 2, "growth": 10}, "min-max"),
    ("R&D and growth", {"research": 8, "growth": 10}, "min-max"),
    ("Only by ranks", {"output": 2, "growth": 3}, "rank"),
]


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the cities, the indicators, and for each scale the weights that put a city first."""
    table = cityscape.complete([weight["key"] for weight in _WEIGHTS.values()])
    indicators = []
    for name, weight in _WEIGHTS.items():
        about = cityscape.indicator(weight["key"])
        indicators.append(
            {
                "id": name,
                "label": weight["label"],
                "color": weight["color"],
                "unit": about.unit,
                "year": about.year,
                "better": about.higher_is_better,
                "values": [float(value) for value in table[weight["key"]]],
            }
        )
    model = {"cities": list(table.index), "indicators": indicators, "methods": _METHODS}
    presets = [
        {"label": label, "set": {**dict.fromkeys(_WEIGHTS, 0), **weights, "method": method}}
        for label, weights, method in _PRESETS
    ]
    firsts = {method["id"]: _firsts(model, method["id"]) for method in _METHODS}
    return {**model, "firsts": firsts, "presets": presets, "note": _note(model)}


def _note(model: dict[str, Any]) -> str:
    """What stands below the figure: what is counted, of when, and whose figures they are."""
    lines = "; ".join(f"{one['label']}, {one['year']}" for one in model["indicators"])
    return (
        f"The {len(model['cities'])} mainland cities with all five figures: {lines}. Residents and GDP: administrative "
        "city. Which area the Nature Index calls a city could not be seen. Its figures © Springer Nature, quoted."
    )


def _matrix(model: dict[str, Any]) -> tuple[np.ndarray[Any, Any], list[bool]]:
    indicators = model["indicators"]
    return np.column_stack([one["values"] for one in indicators]), [one["better"] for one in indicators]


def _firsts(model: dict[str, Any], method: str) -> dict[str, list[int]]:
    """For each city that some weights put first: whole weights from 0 to 10 that do it.

    They are the weights of its largest lead, scaled up and rounded in ten ways; the way that keeps most of the lead is
    taken.
    """
    values, better = _matrix(model)
    found = {}
    for unit, weights in enumerate(measures.possible_firsts(values, method, better).weights):
        if weights is None:
            continue
        rounded = [np.rint(weights * scale / weights.max()).astype(int) for scale in range(1, LARGEST + 1)]
        leads = [_lead(measures.composite(values, whole, method, better), unit) for whole in rounded]
        if max(leads) > 0:
            found[str(model["cities"][unit])] = [int(weight) for weight in rounded[int(np.argmax(leads))]]
    return found


def _lead(scores: np.ndarray[Any, Any], unit: int) -> float:
    return float(scores[unit] - np.delete(scores, unit).max())


def _snap(number: float) -> float:
    """A score to nine decimals, halves up as a browser rounds."""
    return math.floor(number * 10**DECIMALS + 0.5) / 10**DECIMALS


class Composite(Explorable):
    """Build your own index: cities ranked by a weighted mean of five indicators.

    Settings: place, science, research, output, growth (the weight of each indicator, 0 to 10), method (how the
    indicators are brought to one scale: 'min-max', 'z-score', 'rank'). `value` gives the ranking and what it owes to
    the weights, `table()` how each score is made. The cities are those that have all five indicators. The measures are
    `measures.composite` and `measures.possible_firsts`. With every weight at zero there is no ranking.
    Raises TraitError for a weight out of range or an unknown method.
    """

    module = "composite"
    title = "Build your own index"

    place = t.Int(EQUAL).tag(sync=True)
    science = t.Int(EQUAL).tag(sync=True)
    research = t.Int(EQUAL).tag(sync=True)
    output = t.Int(EQUAL).tag(sync=True)
    growth = t.Int(EQUAL).tag(sync=True)
    method = t.Unicode("min-max").tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        limits: dict[str, Any] = {weight: {"kind": "int", "min": 0, "max": LARGEST} for weight in _WEIGHTS}
        limits["method"] = {"kind": "choice", "options": list(measures.NORMALISATIONS)}
        super().__init__(name, _model(), limits, settings)

    @t.validate(*_WEIGHTS, "method")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def weights(self) -> list[int]:
        """The weights, in the order of the indicators."""
        return [getattr(self, name) for name in _WEIGHTS]

    def parts(self) -> np.ndarray[Any, Any]:
        """What each indicator adds to each city's score: (cities, indicators); zeros when every weight is zero."""
        values, better = _matrix(self.data)
        columns = [
            measures.normalise(column, self.method, more)
            for column, more in zip(values.T, better, strict=True)
        ]
        weights = np.array(self.weights(), dtype=float)
        out: np.ndarray[Any, Any] = np.column_stack(columns) * weights / max(weights.sum(), 1)
        return out

    def table(self) -> pd.DataFrame:
        """Cities from the first down: city, rank, score, the part of each indicator in it, the rank with equal weights,
        and whether some weights put it first. Rank and score are gaps when every weight is zero."""
        v, scale = self.value, _scale(self.method)
        out = pd.DataFrame({"city": self.data["cities"], "rank": v["ranks"], "score": v["scores"]})
        out["score"] = (out["score"].astype(float) * scale).round(4)
        for indicator, part in zip(self.data["indicators"], self.parts().T, strict=True):
            out[indicator["id"]] = (part * scale).round(4)
        out["rank_with_equal_weights"] = v["equal_ranks"]
        out["can_be_first"] = ["yes" if city in v["can"] else "no" for city in self.data["cities"]]
        order = v["ranks"] or v["equal_ranks"]
        return out.iloc[sorted(range(v["n"]), key=lambda place: order[place])].reset_index(drop=True)

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: scores and ranks by city (None with no weights), leaders, runners_up, margin, changed
        (cities whose rank differs from that with equal weights), moved (who moves most) and by how many places up, and
        can (the cities that some weights put first)."""
        cities = self.data["cities"]
        equal = self._ranks([1] * len(_WEIGHTS))[1]
        v: dict[str, Any] = {"method": self.method, "weights": self.weights(), "n": len(cities)}
        v |= {"equal_ranks": equal, "can": list(self.data["firsts"][self.method])}
        v |= {"scores": None, "ranks": None, "leaders": [], "runners_up": [], "margin": None}
        if not any(self.weights()):
            return {**v, "changed": 0, "moved": None, "up": 0}
        scores, ranks = self._ranks(self.weights())
        behind = sorted(set(ranks))[1:2]
        best = scores[ranks.index(1)]
        steps = [before - now for before, now in zip(equal, ranks, strict=True)]
        farthest = max(range(len(cities)), key=lambda i: abs(steps[i]))
        v |= {
            "scores": scores,
            "ranks": ranks,
            "leaders": [city for city, rank in zip(cities, ranks, strict=True) if rank == 1],
            "runners_up": [city for city, rank in zip(cities, ranks, strict=True) if rank in behind],
            "margin": best - scores[ranks.index(behind[0])] if behind else None,
            "changed": sum(step != 0 for step in steps),
            "moved": cities[farthest] if steps[farthest] else None,
            "up": steps[farthest],
        }
        return v

    def _ranks(self, weights: list[int]) -> tuple[list[float], list[int]]:
        values, better = _matrix(self.data)
        scores = [_snap(float(score)) for score in measures.composite(values, weights, self.method, better)]
        return scores, measures.ranks(scores).tolist()

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: who leads; by how much; what the weights have moved, and who can be first."""
        v = self.value
        can, rest = len(v["can"]), v["n"] - len(v["can"])
        possible = (
            f"Some weights or other put {can} of the {v['n']} first; no weights do it for the other {rest}."
        )
        if not v["leaders"]:
            first = "With every weight at zero there is nothing to add up: give at least one indicator some weight."
            return {"headline": "No weights, no ranking.", "first": first, "more": possible}
        return {
            "headline": _headline(v["leaders"]),
            "first": _first(v),
            "more": f"{_moves(v)} {possible}",
        }

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Bars of {len(self.data['cities'])} cities, each made of five parts in five colours. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _scale(method: str) -> int:
    """Scores between 0 and 1 are shown as points of 100; standard deviations as they are."""
    return 1 if method == "z-score" else 100


def _headline(leaders: list[str]) -> str:
    return f"{names(leaders)} {'comes first' if len(leaders) == 1 else 'share the first place'}."


def _first(v: dict[str, Any]) -> str:
    scale, digits = _scale(v["method"]), 2 if v["method"] == "z-score" else 1
    best = fixed(scale * max(v["scores"]), digits)
    alone = len(v["leaders"]) == 1
    has = "It has" if alone else "Each has"
    score = f"{has} {best} points of 100" if scale > 1 else f"{has} a weighted z-score of {best}"
    if v["margin"] is None:
        return f"{score}."
    lead = fixed(scale * v["margin"], digits)
    more = "hardly more" if float(lead) == 0 else f"{lead} more"
    return f"{score}, {more} than {names(v['runners_up'])}."


def _moves(v: dict[str, Any]) -> str:
    if len(set(v["weights"])) == 1:
        return "These are equal weights: move one, and watch the places."
    if v["changed"] == 0:
        return "Against equal weights, no city changes its place."
    way = f"{'up' if v['up'] > 0 else 'down'} {abs(v['up'])}"
    return f"Against equal weights, {v['changed']} of {v['n']} cities change places; {v['moved']} moves most, {way}."
