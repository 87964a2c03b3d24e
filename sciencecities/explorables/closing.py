"""*When would it close?* A lead in growth sounds like a lot; how long it takes to draw level is another matter."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t

from sciencecities import data

from .base import Explorable
from .closing_still import draw
from .coast import PIECES, provinces_by_year, since
from .words import fixed, signed

HORIZONS = [25, 50, 100]
SLOWEST, FASTEST = -2.0, 4.0
# Years between two counts of people that must not be joined, and one longer piece with the recount of 2010 inside.
PERIODS = ((2000, 2004), (2005, 2009), (2010, 2014), (2015, 2024))
LONGER = (2005, 2014)
_NOTE = (
    "Coast: the usual eleven provinces. GDP per head of both sides, people at the end of the year; up to 2014 "
    "on the older count of people, from 2015 on the newer, and the line stops where people were counted anew. "
    "The lead is in points of growth a year, compounded continuously: the ratio shrinks by the factor "
    "exp(\u2212lead/100) a year. Dots: how fast the ratio itself fell, prices included. Rings: the same in real "
    "terms, that is each side's real growth (provincial indices weighted by the GDP of the year before) less the "
    "growth of its people. From 2005 to 2014 the recount of 2010 is inside. What was seen once need not go on: "
    "this is arithmetic and no forecast."
)


def _sides() -> pd.DataFrame:
    """GDP per head of coast and interior (10,000 yuan) and their ratio, by year."""
    sums = provinces_by_year().groupby(["year", "coast"])[["gdp", "population"]].sum()
    per_head = (sums["gdp"] / sums["population"]).unstack("coast")
    return per_head.assign(ratio=per_head["coast"] / per_head["interior"])


def _real_lead(first: int, last: int) -> float:
    """The interior's lead in real growth per head from one year to another, in log points a year."""
    table = provinces_by_year()
    index = data.load("province_year").set_index(["province", "year"])["gdp_real_index"] / 100
    grown = {}
    for side, rows in table.groupby("coast"):
        gdp = rows.pivot(index="year", columns="province", values="gdp")
        people = rows.groupby("year")["population"].sum()
        steps = index.unstack("year").T.loc[first + 1 : last, gdp.columns].to_numpy()
        before = gdp.loc[first : last - 1].to_numpy()
        real = np.log((before * steps).sum(axis=1) / before.sum(axis=1)).sum()
        grown[side] = real - math.log(people[last] / people[first])
    return float(100 * (grown["interior"] - grown["coast"]) / (last - first))


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the ratio by year, and the leads that were seen."""
    ratio = _sides()["ratio"]
    seen = []
    for first, last in (*PERIODS, LONGER):
        moved = 100 * math.log(ratio[first] / ratio[last]) / (last - first)
        seen.append(
            {
                "label": f"{first}\u2013{last}",
                "nominal": round(moved, 2),
                "real": round(_real_lead(first, last), 2),
            }
        )
    newest, longer = seen[len(PERIODS) - 1], seen[-1]
    start = int(ratio.index[-1])
    chosen = {
        f"As in {longer['label']}": (longer["nominal"], start, 50),
        f"As in {newest['label']}": (newest["nominal"], start, 100),
        f"As in {newest['label']}, real": (newest["real"], start, 100),
        f"As in {seen[0]['label']}": (seen[0]["nominal"], start, 50),
        "What 2015 could have hoped for": (longer["nominal"], PIECES[-1], 25),
    }
    return {
        "years": [int(year) for year in ratio.index],
        "ratio": ratio.to_list(),
        "pieces": list(PIECES),
        "seen": seen[: len(PERIODS)],
        "note": _NOTE,
        "presets": [
            {"label": label, "set": {"lead": lead, "start": year, "horizon": horizon}}
            for label, (lead, year, horizon) in chosen.items()
        ],
    }


class Closing(Explorable):
    """When would it close? The ratio of coast to interior, and when it is 1 if the interior keeps a lead in growth.

    Settings: lead (growth of the interior less that of the coast, points a year, -2 to 4), start (the year from which
    the lead holds, 2000 to 2024), horizon (25, 50 or 100 years to look ahead). `value` gives the ratio then, the years
    to half of the coast's lead and to equality (None: never), and what the path makes of the last year whose people
    were counted alike. `table()` gives the path. The ratio is multiplied by exp(-lead / 100) each year.
    Raises TraitError for a setting out of range.
    """

    module = "closing"
    title = "When would it close?"
    gap = "none"  # of years to come nothing is seen yet

    lead = t.Float().tag(sync=True)
    start = t.Int().tag(sync=True)
    horizon = t.Int(100).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        limits = {
            "lead": {"kind": "number", "min": SLOWEST, "max": FASTEST},
            "start": {"kind": "int", "min": model["years"][0], "max": model["years"][-1]},
            "horizon": {"kind": "choice", "options": HORIZONS},
        }
        now = {"lead": model["seen"][-1]["nominal"], "start": model["years"][-1]}
        super().__init__(name, model, limits, {**now, **settings})

    @t.validate("lead", "start", "horizon")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def _ratio(self, year: int) -> float:
        return float(self.data["ratio"][self.data["years"].index(year)])

    def path(self, years: float) -> float:
        """The ratio so many years after the start."""
        return self._ratio(self.start) * math.exp(-self.lead / 100 * years)

    def table(self) -> pd.DataFrame:
        """Years from the first to the horizon: year, observed (coast over interior), path (from the start on)."""
        last = max(self.start + self.horizon, self.data["years"][-1])
        out = pd.DataFrame({"year": range(self.data["years"][0], last + 1)})
        out["observed"] = out["year"].map(dict(zip(self.data["years"], self.data["ratio"], strict=True)))
        out["path"] = [
            self.path(year - self.start) if self._ahead(year) else math.nan for year in out["year"]
        ]
        return out.round({"observed": 4, "path": 4})

    def _ahead(self, year: int) -> bool:
        return self.start <= year <= self.start + self.horizon

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: lead, start, horizon, ratio at the start, at_horizon, half_years and years (until half
        of what the ratio has above 1 is gone, and all of it; None when never), check (the last year counted like the
        start, None when that is the start), check_path and check_seen (the ratio there)."""
        ratio = self._ratio(self.start)
        closes = self.lead > 0
        check = max(year for year in self.data["years"] if since(year) == since(self.start))
        ahead = check > self.start
        return {
            "lead": self.lead,
            "start": self.start,
            "horizon": self.horizon,
            "ratio": ratio,
            "at_horizon": self.path(self.horizon),
            "half_years": 100 * math.log(ratio / (1 + (ratio - 1) / 2)) / self.lead if closes else None,
            "years": 100 * math.log(ratio) / self.lead if closes else None,
            "check": check if ahead else None,
            "check_path": self.path(check - self.start) if ahead else None,
            "check_seen": self._ratio(check) if ahead else None,
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: when they are level, and what has been seen so far."""
        v = self.value
        opening = (
            f"In {v['start']} the coast made {fixed(v['ratio'], 2)} times as much per head as the interior."
        )
        then = f"in {v['start'] + v['horizon']} the ratio would be {fixed(v['at_horizon'], 2)}"
        points = _points(v["lead"])
        if v["years"] is None:
            headline = "Never." if points == "0" else "Never: further apart each year."
            slower = "as fast as" if points == "0" else f"{points} points a year slower than"
            first = f"{opening} If the interior grew {slower} the coast, they would never be level; {then}."
        else:
            headline = f"Level after {_span(v['years'])}."
            first = (
                f"{opening} If the interior grew {points} points a year faster and never tired, half of the gap would "
                f"be gone after {_span(v['half_years'])} and all of it after {_span(v['years'])}, around {_around(v)}; "
                f"{then}."
            )
        return {"headline": headline, "first": first, "more": f"{self._checked(v)}{self._seen()}"}

    def _checked(self, v: dict[str, Any]) -> str:
        if v["check"] is None:
            return ""
        return (
            f"On this path the ratio of {v['check']} would have been {fixed(v['check_path'], 2)}; "
            f"it was {fixed(v['check_seen'], 2)}. "
        )

    def _seen(self) -> str:
        """The leads of the past."""
        leads = (f"{signed(one['nominal'], 1)} in {one['label']}" for one in self.data["seen"])
        return f"Seen so far, in points a year: {', '.join(leads)}. No lead has lasted."

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return (
            f"The ratio of coast to interior since 2000, and its path from {self.start} on. {self.sentence()}"
        )

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _points(lead: float) -> str:
    """A lead without its sign: 0.71 -> '0.71', 2.0 -> '2'; an address has six decimals at most."""
    return fixed(abs(lead), 6).rstrip("0").rstrip(".")


def _span(years: float) -> str:
    whole = fixed(years)
    return f"{whole} year{'' if whole == '1' else 's'}"


def _around(v: dict[str, Any]) -> str:
    return fixed(v["start"] + v["years"]).replace(",", "")
