"""*How firm is a rank?* A little noise on the counts is enough to reorder much of a league table."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import data, measures

from .base import Explorable
from .rank_still import draw
from .words import fixed, ordinal

EDITION, SUBJECT = 2021, "physical sciences"
DRAWS = [1, 10, 100, 1000]
LARGEST_SEED = 9999


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the cities with their Share and number of articles, largest Share first."""
    table = data.load("science_city_subjects")
    table = table[(table["edition"] == EDITION) & (table["subject"] == SUBJECT)].dropna(subset=["share"])
    table = table.sort_values("share", ascending=False, kind="stable")
    articles = dict(zip(table["city"], table["count"], strict=True))
    # If articles came by chance alone, a count would vary by its square root.
    luck = round(100 / math.sqrt(articles["Hefei"]))
    return {
        "cities": [str(city) for city in table["city"]],
        "shares": [float(share) for share in table["share"]],
        "printed": [int(rank) for rank in table["rank"]],
        "also": "Chicago",
        "luck": luck,
        "articles": int(articles["Hefei"]),
        "presets": [
            _preset("No noise", "London", 0, 100),
            _preset(f"Luck alone: {luck} %", "London", luck, 100),
            _preset("Nearly a coin toss", "Wuhan", 5, 1000),
            _preset("What it would take", "London", 20, 1000),
        ],
    }


def _preset(label: str, rival: str, noise: int, draws: int) -> dict[str, Any]:
    """A setting worth seeing: Hefei against a rival, with all that its label depends on."""
    return {"label": label, "set": {"city": "Hefei", "rival": rival, "noise": noise, "draws": draws}}


def _limits(cities: list[str]) -> dict[str, Any]:
    return {
        "noise": {"kind": "int", "min": 0, "max": 20},
        "draws": {"kind": "choice", "options": DRAWS},
        "seed": {"kind": "int", "min": 1, "max": LARGEST_SEED},
        "city": {"kind": "choice", "options": cities, "unlike": "rival"},
        "rival": {"kind": "choice", "options": cities, "unlike": "city"},
    }


class FirmRank(Explorable):
    """How firm is a rank? The ranks that cities could have if their Shares were a little off.

    Settings: noise (the typical error of a Share: a standard deviation in per cent, 0 to 20), draws (1, 10, 100 or
    1000 redrawn tables), seed (1 to 9999, another seed gives other draws), city and rival (the two that are compared).
    `value` gives the numbers on show, `table()` every city's Share, ranks and range. Ranks are among the 27 cities
    whose Share the book has; `printed` is the rank in the whole published table. The noise is an assumption, since the
    index prints no margin of error. The draws are those of `measures.noisy_ranks`.
    Raises TraitError for a setting out of range, a city that is not in the table, or a city compared with itself.
    """

    module = "rank"
    title = "How firm is a rank?"

    noise = t.Int(5).tag(sync=True)
    draws = t.Int(100).tag(sync=True)
    seed = t.Int(1).tag(sync=True)
    city = t.Unicode("Hefei").tag(sync=True)
    rival = t.Unicode("London").tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        super().__init__(name, model, _limits(model["cities"]), settings)

    @t.validate("noise", "draws", "seed", "city", "rival")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def _sample(self) -> Any:
        return measures.noisy_values(self.data["shares"], self.noise / 100, self.draws, self.seed)

    def table(self) -> pd.DataFrame:
        """Cities from the largest Share down: city, share, printed, rank (among these), low, median, high of 90 %."""
        shares = self.data["shares"]
        spread = measures.rank_range(shares, self.noise / 100, self.draws, self.seed)
        return pd.DataFrame(
            {
                "city": self.data["cities"],
                "share": shares,
                "printed": self.data["printed"],
                "rank": measures.ranks(shares),
                "low": spread.low,
                "median": spread.median,
                "high": spread.high,
            }
        )

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: city and rival with printed, rank, low and high, wins (draws in which city beats rival),
        firm (how many cities keep one place in 9 draws of 10), and n cities."""
        rows = {row["city"]: row for row in self.table().to_dict("records")}
        sample = self._sample()
        first, second = (self.data["cities"].index(name) for name in (self.city, self.rival))
        return {
            "noise": self.noise,
            "draws": self.draws,
            "seed": self.seed,
            "n": len(rows),
            "city": {"name": self.city, **_place(rows[self.city])},
            "rival": {"name": self.rival, **_place(rows[self.rival])},
            "wins": int(np.sum(sample[:, first] > sample[:, second])),
            "firm": sum(row["low"] == row["high"] for row in rows.values()),
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: the two cities; then the whole table, and what these ranks are not."""
        v = self.value
        city, rival, n = v["city"], v["rival"], v["n"]
        noise = f"With a typical error of {fixed(v['noise'])}\u00a0%"
        printed = (
            f"Ranks are among these {n} only: the printed table has {city['name']} {ordinal(city['printed'])} "
            f"and {rival['name']} {ordinal(rival['printed'])}."
        )
        if v["noise"] == 0:
            first = (
                f"With no noise every rank stands: {city['name']} is {ordinal(city['rank'])} and "
                f"{rival['name']} {ordinal(rival['rank'])} of these {n} cities. Now move the noise."
            )
            return {"first": first, "more": printed}
        if v["draws"] == 1:
            first = (
                f"{noise}, this one draw puts {city['name']} {ordinal(city['low'])} and {rival['name']} "
                f"{ordinal(rival['low'])} of these {n} cities. Draw again, and look what stays."
            )
            return {"first": first, "more": printed}
        first = (
            f"{noise}, {city['name']} {_range(city)} of these {n} cities in 9 draws of 10. It beats {rival['name']} in "
            f"{fixed(v['wins'])} of {fixed(v['draws'])} draws."
        )
        firm = f"{_firm(v['firm'])} the {n} {'keep' if v['firm'] > 1 else 'keeps'} one place."
        return {"first": first, "more": f"{firm} {printed}"}

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        count = len(self.data["cities"])
        return f"For each of {count} cities, the range of ranks that noise leaves open. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _place(row: dict[Any, Any]) -> dict[str, int]:
    return {key: int(row[key]) for key in ("printed", "rank", "low", "high")}


def _firm(count: int) -> str:
    return "Only 1 city of" if count == 1 else f"{count or 'None'} of"


def _range(place: dict[str, Any]) -> str:
    if place["low"] == place["high"]:
        return f"stays {ordinal(place['low'])}"
    return f"could be anywhere from {ordinal(place['low'])} to {ordinal(place['high'])}"
