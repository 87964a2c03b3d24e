"""*Place your forecast*: a forecast is a number that can be scored, and so is the base rate."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import measures

from . import editions
from .base import Explorable
from .forecast_still import draw
from .words import SPACE, fixed

STEPS = ("practice", "score", "next")
PRACTICE, NEXT = 2025, 2026
COIN = 0.25  # the Brier score of whoever always says 50 %
BINS = 5
_NUMBERS = range(1, len(editions.STATEMENTS) + 1)
_PRACTICE = tuple(f"q{number}" for number in _NUMBERS)
_FORECAST = tuple(f"p{number}" for number in _NUMBERS)

_NOTE = (
    "Base rates: the editions of the Nature Index Science Cities from 2018 on in our table, none of 2019. An edition "
    "counts for a statement only where the places it needs could be read: hence so few. Editions to 2023 use a list of "
    "82 journals, later ones 145, so past and next are not quite one series. The statements are the essay's claims and "
    "what follows from them; we picked them knowing edition 2025, so the practice round is no fair trial of base "
    "rates. Several ranks were seen in one outlet only. Figures © Springer Nature, quoted."
)


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: two rounds of statements with their base rates and, where known, outcomes."""
    practice, following = _round(PRACTICE), _round(NEXT)
    rates = [round(100 * one["true"] / one["read"]) for one in practice["statements"]]
    last = [50 if one is None else 100 * one for one in editions.outcomes(PRACTICE - 1)]
    score = {"step": "score"}
    presets = [
        {"label": "Always 50 %", "set": {**score, **dict.fromkeys(_PRACTICE, 50)}},
        {"label": "The base rates", "set": {**score, **dict(zip(_PRACTICE, rates, strict=True))}},
        {"label": "As the edition before", "set": {**score, **dict(zip(_PRACTICE, last, strict=True))}},
        {"label": f"On to {NEXT}", "set": {"step": "next"}},
    ]
    return {"practice": practice, "next": following, "presets": presets, "note": _NOTE}


def _round(edition: int) -> dict[str, Any]:
    table, outcomes = editions.pool(edition), editions.outcomes(edition)
    statements = []
    for statement, outcome in zip(editions.STATEMENTS, outcomes, strict=True):
        past = table.loc[statement.id]
        statements.append(
            {
                "id": statement.id,
                "words": statement.words,
                "claim": statement.claim,
                "true": sum(one is True for one in past),
                "read": sum(one is not None for one in past),
                "truth": outcome,
            }
        )
    return {"edition": edition, "statements": statements}


class Forecast(Explorable):
    """Place your forecast: probabilities for eight statements on an edition, scored by Brier.

    Settings: step ('practice': edition 2025 with its answers hidden, 'score': the same with its answers, 'next':
    edition 2026), q1 to q8 (per cent, the practice round), p1 to p8 (per cent, edition 2026; private: see `admitted`).
    `value` scores what the step is about, `table()` gives each statement with its base rate.
    Raises TraitError for another step or a number outside 0 to 100.
    """

    module = "forecast"
    title = "Place your forecast"

    step = t.Unicode("practice").tag(sync=True)
    q1 = t.Int(50).tag(sync=True)
    q2 = t.Int(50).tag(sync=True)
    q3 = t.Int(50).tag(sync=True)
    q4 = t.Int(50).tag(sync=True)
    q5 = t.Int(50).tag(sync=True)
    q6 = t.Int(50).tag(sync=True)
    q7 = t.Int(50).tag(sync=True)
    q8 = t.Int(50).tag(sync=True)
    p1 = t.Int(50).tag(sync=True)
    p2 = t.Int(50).tag(sync=True)
    p3 = t.Int(50).tag(sync=True)
    p4 = t.Int(50).tag(sync=True)
    p5 = t.Int(50).tag(sync=True)
    p6 = t.Int(50).tag(sync=True)
    p7 = t.Int(50).tag(sync=True)
    p8 = t.Int(50).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        number = {"kind": "int", "min": 0, "max": 100}
        limits = {
            "step": {"kind": "choice", "options": list(STEPS)},
            **{key: dict(number) for key in _PRACTICE},
            **{key: {**number, "private": True} for key in _FORECAST},
        }
        super().__init__(name, _model(), limits, settings)

    @t.validate("step", *_PRACTICE, *_FORECAST)
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    @property
    def round(self) -> dict[str, Any]:
        """The round on show: its edition and statements."""
        return self.data["next" if self.step == "next" else "practice"]

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show.

        step, edition, forecasts and base_rates (0 to 1); the Brier scores to be expected of both if each statement came
        true as often as before (mine_expected, base_expected); and once scored the Brier scores (mine, base), how many
        of n came true, calibration ([count, mean forecast, part that came true] by fifths) and worst, the place of the
        statement that cost most. What is not scored is None.
        """
        statements = self.round["statements"]
        said = [getattr(self, key) / 100 for key in (_FORECAST if self.step == "next" else _PRACTICE)]
        rates = [one["true"] / one["read"] for one in statements]
        truth = [one["truth"] for one in statements]
        scored = self.step != "practice" and None not in truth
        value = {
            "step": self.step,
            "edition": self.round["edition"],
            "n": len(statements),
            "forecasts": said,
            "base_rates": rates,
            "mine_expected": _expected(said, rates),
            "base_expected": _expected(rates, rates),
            **dict.fromkeys(("mine", "base", "true", "calibration", "worst")),
        }
        if scored:
            rows = measures.calibration_table(said, truth, BINS)
            value |= {
                "mine": _brier(said, truth),
                "base": _brier(rates, truth),
                "true": sum(truth),
                "calibration": [[row.count, row.mean_forecast, row.observed] for row in rows],
                "worst": int(np.argmax([_brier([f], [came]) for f, came in zip(said, truth, strict=True)])),
            }
        return value

    def table(self) -> pd.DataFrame:
        """A statement a row: the claim it comes from, editions in which it was true and in which it could be read,
        the base rate and your number in per cent, and the outcome ('hidden', 'yes', 'no', 'not in our tables')."""
        v = self.value
        return pd.DataFrame(
            {
                "statement": [one["words"] for one in self.round["statements"]],
                "claim": [one["claim"] for one in self.round["statements"]],
                "true_before": [one["true"] for one in self.round["statements"]],
                "read_before": [one["read"] for one in self.round["statements"]],
                "base_rate": [round(100 * rate, 1) for rate in v["base_rates"]],
                "yours": [round(100 * said) for said in v["forecasts"]],
                "outcome": [
                    "hidden" if self.step == "practice" else _OUTCOMES[one["truth"]]
                    for one in self.round["statements"]
                ],
            }
        )

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: how you score, or could expect to, beside a coin and the base rates."""
        v = self.value
        if v["mine"] is not None:
            return _scored(v, self.round["statements"])
        mean = fixed(sum(round(100 * said) for said in v["forecasts"]) / v["n"])
        return {
            "headline": f"Your forecast for edition {v['edition']}."
            if self.step == "next"
            else f"Practice on edition {v['edition']}, answers hidden.",
            "first": (
                f"You say {mean}{SPACE}% on average. If each statement came true as often as before, you could expect "
                f"a score of {fixed(v['mine_expected'], 2)}, the base rates {fixed(v['base_expected'], 2)}, always "
                f"50{SPACE}% {fixed(COIN, 2)}."
            ),
            "more": f"To be scored later: edition {v['edition']} is not in this book's tables yet."
            if self.step == "next"
            else "0 is perfect, 1 as wrong as can be. Score yourself when you are ready.",
        }

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return (
            f"{len(self.round['statements'])} scales from 0 to 100 per cent, each with a disc for your number and a "
            f"diamond for the base rate{', and a ring for the outcome' if self.value['mine'] is not None else ''}. "
            f"{self.sentence()}"
        )

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


_OUTCOMES = {True: "yes", False: "no", None: "not in our tables"}


def _brier(said: list[float], truth: list[bool]) -> float:
    """The Brier score to nine places, so that page and Python round the same number."""
    return round(measures.brier_score(said, np.asarray(truth, float)), 9)


def _expected(said: list[float], rates: list[float]) -> float:
    """The Brier score to be expected if each statement comes true with the probability of its base rate."""
    return round(
        float(
            np.mean(
                [
                    rate * measures.brier_score([one], [1]) + (1 - rate) * measures.brier_score([one], [0])
                    for one, rate in zip(said, rates, strict=True)
                ]
            )
        ),
        9,
    )


def _scored(v: dict[str, Any], statements: list[dict[str, Any]]) -> dict[str, str]:
    """The lines once the outcomes are known."""
    beside = "as good as" if v["mine"] == COIN else "better than" if v["mine"] < COIN else "worse than"
    truth = [one["truth"] for one in statements]
    high = [came for said, came in zip(v["forecasts"], truth, strict=True) if said > 0.5]
    low = [came for said, came in zip(v["forecasts"], truth, strict=True) if said < 0.5]
    worst = v["worst"]
    return {
        "headline": f"You score {fixed(v['mine'], 2)}: {beside} always saying 50{SPACE}%.",
        "first": (
            f"In edition {v['edition']} {v['true']} of {v['n']} came true. The base rates score {fixed(v['base'], 2)}, "
            f"where {fixed(v['base_expected'], 2)} was to be expected had the past been a fair guide; always "
            f"50{SPACE}% scores {fixed(COIN, 2)}."
        ),
        "more": (
            f"Above 50{SPACE}% you put {len(high)}, of which {sum(high)} came true; below, {len(low)}, of which "
            f"{sum(low)} did. Nothing cost more than “{statements[worst]['words']}”: you said "
            f"{fixed(100 * v['forecasts'][worst])}{SPACE}%, and it {'came true' if truth[worst] else 'did not'}. "
            f"{v['n']} answers are too few to judge calibration."
        ),
    }
