"""*Play mayor*: a thousand cities bet by the same rule, and the ten luckiest are the ones you hear of."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import measures

from .base import Explorable
from .mayor_still import draw
from .words import fixed, ordinal, percent

CITIES, STARS = 1000, 10
STAKE = 0.5
LARGEST_SEED = 9999

_NOTE = (
    "All of this is assumed, none of it data: equal starts, one rule, independent luck. In every round a city bets "
    "half of what it has and keeps the other half. Real cities differ in skill too; the figure shows how far luck "
    "alone goes. Your city is the first of the thousand."
)

_LIMITS: dict[str, dict[str, Any]] = {
    "bets": {"kind": "int", "min": 1, "max": 10},
    "chance": {"kind": "int", "min": 5, "max": 50},
    "multiple": {"kind": "int", "min": 2, "max": 5},
    "rounds": {"kind": "int", "min": 1, "max": 20},
    "seed": {"kind": "int", "min": 1, "max": LARGEST_SEED},
}


def _preset(label: str, bets: int, chance: int, multiple: int, rounds: int) -> dict[str, Any]:
    return {"label": label, "set": {"bets": bets, "chance": chance, "multiple": multiple, "rounds": rounds}}


_PRESETS = [
    _preset("Spread thin", 10, 30, 4, 10),
    _preset("A patient mayor", 1, 30, 4, 20),
    _preset("A bad bet has stars too", 1, 25, 3, 10),
    _preset("All on one bet", 1, 30, 4, 10),
]


@lru_cache(maxsize=32)
def _played(bets: int, chance: int, multiple: int, rounds: int, seed: int) -> measures.PlayedBets:
    return measures.play_bets(CITIES, rounds, bets, chance / 100, multiple, seed, STAKE)


class Mayor(Explorable):
    """Play mayor: one policy, a thousand cities, luck as the only difference.

    Settings: bets (how many projects a round's money is spread over, 1 to 10), chance (that one pays, 5 to 50 per
    cent), multiple (what it then pays for each yuan, 2 to 5), rounds (1 to 20), seed (1 to 9999, another seed is other
    luck). In every round each city bets half of what it has. Your city is the first of the thousand. All of this is
    assumed and none of it data: see `measures.play_bets`. `value` gives the numbers on show, `table()` what survivors
    would report beside what is true of all.
    Raises TraitError for a setting out of range.
    """

    module = "mayor"
    title = "Play mayor"

    bets = t.Int(1).tag(sync=True)
    chance = t.Int(30).tag(sync=True)
    multiple = t.Int(4).tag(sync=True)
    rounds = t.Int(10).tag(sync=True)
    seed = t.Int(1).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = {"cities": CITIES, "stars": STARS, "stake": STAKE, "note": _NOTE, "presets": _PRESETS}
        super().__init__(name, model, _LIMITS, settings)

    @t.validate(*_LIMITS)
    def _fits(self, proposal: Any) -> int:
        return int(self.admitted(proposal["trait"].name, proposal["value"]))

    def played(self) -> measures.PlayedBets:
        """The wealth of every city after every round, and how many of its bets have paid."""
        return _played(self.bets, self.chance, self.multiple, self.rounds, self.seed)

    def stars(self) -> list[int]:
        """The ten cities that end with most, from the top; of equals the first."""
        return list(np.argsort(-self.played().wealth[-1], kind="stable")[:STARS])

    def table(self) -> pd.DataFrame:
        """The cities by wealth at the end, in tenths and the top hundredth: cities, lowest, middle and highest
        multiple of the start, and the per cent of their bets that paid."""
        played = self.played()
        order = np.argsort(-played.wealth[-1], kind="stable")
        tenth = CITIES // 10
        groups = {f"Top {STARS}, the case studies": order[:STARS]}
        for start in range(0, CITIES, tenth):
            groups[f"Places {start + 1} to {start + tenth}"] = order[start : start + tenth]
        groups[f"All {CITIES:,}"] = order
        rows = []
        for name, group in groups.items():
            final = played.wealth[-1][group]
            paid = 100 * played.paid[group].sum() / (len(group) * self.rounds * self.bets)
            rows.append([name, *np.round([final.min(), np.median(final), final.max(), paid], 3)])
        return pd.DataFrame(rows, columns=["cities", "lowest", "middle", "highest", "bets_paid_pct"])

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show, wealth as a multiple of the start: lost (cities that end with less), middle and mean of
        all, star (the middle one of the ten at the top), star_paid and paid (the part of bets that paid, at the top and
        of all), yours and your_rank."""
        played = self.played()
        final, stars, bets = played.wealth[-1], self.stars(), self.rounds * self.bets
        return {
            "lost": int((final < 1).sum()),
            "middle": float(np.median(final)),
            "mean": float(final.mean()),
            "star": float(np.median(final[stars])),
            "star_paid": float(played.paid[stars].sum() / (STARS * bets)),
            "paid": float(played.paid.sum() / (CITIES * bets)),
            "yours": float(final[0]),
            "your_rank": int((final > final[0]).sum()) + 1,
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: how many lost; what the case studies say; what is true of all, and of you."""
        v = self.value
        first = (
            f"Case studies are written about the top {STARS}. They end with {times(v['star'])} what they began with, "
            f"and {percent(v['star_paid'], 0)} of their bets paid. Of all cities' bets, {percent(v['paid'], 0)} did."
        )
        more = (
            f"The city in the middle ends with {times(v['middle'])} its start, the average city with "
            f"{times(v['mean'])}. Yours ends with {times(v['yours'])}, {ordinal(v['your_rank'])} of {fixed(CITIES)}. "
            f"All played by one rule; luck did the rest."
        )
        headline = f"{fixed(v['lost'])} of {fixed(CITIES)} cities end with less than they began with."
        return {"headline": headline, "first": first, "more": more}

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        cities = f"Bars of where {fixed(CITIES)} cities end, on a scale of multiples, the top {STARS} marked."
        return f"{cities} {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def times(multiple: float) -> str:
    """A multiple in words, with the digits that matter: '76 times', '2.6 times', '0.24 times', 'under 0.01 times'."""
    if multiple < 0.01:
        return "under 0.01 times"
    return f"{fixed(multiple, 0 if multiple >= 10 else 1 if multiple >= 1 else 2)} times"
