"""*City against city*: who is ahead depends on whether one counts in total or per resident."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pandas as pd
import traitlets as t

from sciencecities import cityscape, data

from .base import Explorable
from .versus_still import draw
from .words import fixed

COUNTS = {"total": "in total", "resident": "per resident"}

# Each row: its name, the column of `cityscape` that says what it is, and for what can be counted in two ways the unit
# and decimals of the total. The rest (a place, a rate) is the same however one counts.
_ROWS: list[dict[str, Any]] = [
    {"id": "place", "key": "rank_2025", "label": "World rank, Nature Index"},
    {"id": "cluster", "key": "wipo_rank", "label": "World rank, WIPO clusters"},
    {
        "id": "science",
        "key": "university_share",
        "label": "Share of leading universities",
        "total": {"unit": "articles", "digits": 0},
        "unit": "articles per million residents",
    },
    {
        "id": "physics",
        "key": "physical_share",
        "label": "Share in physical sciences",
        "total": {"unit": "articles", "digits": 0},
        "unit": "articles per million residents",
    },
    {"id": "research", "key": "rd_intensity", "label": "R&D spending", "unit": "per cent of GDP"},
    {
        "id": "output",
        "key": "gdp_per_head",
        "label": "GDP",
        "total": {"unit": "billion yuan", "digits": 0},
        "unit": "thousand yuan per head",
    },
    {"id": "growth", "key": "growth", "label": "Real growth of GDP"},
]
_PRESETS: list[tuple[str, str, str]] = [
    ("Hangzhou", "Guangzhou", "resident"),
    ("Hefei", "Shanghai", "resident"),
    ("Wuhan", "Chengdu", "total"),
]


_NOTE = (
    "Grey marks are the other cities; right is better, and on a rank the smaller number. Shares and GDP can be "
    "counted in total or per resident, ranks and rates cannot. Residents, GDP and R&D: the administrative city, "
    "fields included. Which area the Nature Index calls a city could not be seen; a WIPO cluster ignores borders, and "
    "Guangzhou's is that of Shenzhen and Hong Kong. Large facilities are left out: our list is not complete. "
    "Figures © Springer Nature and WIPO, quoted."
)


def _totals() -> dict[str, pd.Series]:
    """What is counted per resident in `cityscape`, in total: Shares, and GDP in billion yuan."""
    subjects = data.load("science_city_subjects").query("edition == 2021 and subject == 'physical sciences'")
    output = data.load("city_year").query("year == 2023").set_index("city")["gdp"]
    return {
        "science": data.load("institutions").groupby("city")["share_2020"].sum(),
        "physics": subjects.set_index("city")["share"],
        "output": output / 10,
    }


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the cities, their residents, and each indicator with one or two lists of values."""
    table, totals = cityscape.indicators(), _totals()
    cities = table.index
    rows = []
    for row in _ROWS:
        about = cityscape.indicator(row["key"])
        one = {
            "unit": row.get("unit", about.unit),
            "digits": about.decimals,
            "values": _plain(table[row["key"]]),
        }
        two = dict.fromkeys(COUNTS, one)
        if "total" in row:
            # A city without residents in the table has no figure per resident: then it has none in total either, so
            # that both ways of counting compare the same cities.
            both = totals[row["id"]].reindex(cities).where(table[row["key"]].notna())
            two["total"] = {**row["total"], "values": _plain(both)}
        rows.append(
            {
                "id": row["id"],
                "label": row["label"],
                "year": about.year,
                "source": about.source,
                "better": about.higher_is_better,
                **two,
            }
        )
    presets = [
        {"label": f"{city} and {rival}", "set": {"city": city, "rival": rival, "count": count}}
        for city, rival, count in _PRESETS
    ]
    return {
        "cities": list(cities),
        "residents": _plain(table["population"]),
        "rows": rows,
        "presets": presets,
        "note": _NOTE,
    }


def _plain(column: pd.Series) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in column]


class Versus(Explorable):
    """City against city: two cities on seven indicators, and who is ahead on how many.

    Settings: city and rival (two of the 39 cities of `cityscape`), count ('total' or 'resident': how Shares and GDP are
    counted; ranks and rates are the same either way). `value` says who is ahead on what, `table()` gives the figures.
    On a rank the smaller number is ahead. An indicator that one of the two lacks counts for neither.
    Raises TraitError for an unknown city or way of counting, or a city compared with itself.
    """

    module = "versus"
    title = "City against city"

    city = t.Unicode("Hangzhou").tag(sync=True)
    rival = t.Unicode("Guangzhou").tag(sync=True)
    count = t.Unicode("total").tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        limits = {
            "city": {"kind": "choice", "options": model["cities"], "unlike": "rival"},
            "rival": {"kind": "choice", "options": model["cities"], "unlike": "city"},
            "count": {"kind": "choice", "options": list(COUNTS)},
        }
        super().__init__(name, model, limits, settings)

    @t.validate("city", "rival", "count")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def pair(self, row: dict[str, Any], count: str) -> list[float | None]:
        """The figures of city and rival in one indicator, None where there is none."""
        return [row[count]["values"][self.data["cities"].index(name)] for name in (self.city, self.rival)]

    def sides(self, count: str) -> dict[str, list[str]]:
        """The indicators on which city is ahead, behind and equal, and those that one of the two lacks."""
        out: dict[str, list[str]] = {"ahead": [], "behind": [], "equal": [], "gaps": []}
        for row in self.data["rows"]:
            first, second = self.pair(row, count)
            if first is None or second is None:
                out["gaps"].append(row["id"])
            elif first == second:
                out["equal"].append(row["id"])
            else:
                out["ahead" if (first > second) == row["better"] else "behind"].append(row["id"])
        return out

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: ahead, behind, equal and gaps (lists of indicators), n of them, the score the other way
        of counting, [ahead, behind], and the residents of both in millions (None where not published)."""
        other = self.sides(next(count for count in COUNTS if count != self.count))
        places = [self.data["cities"].index(name) for name in (self.city, self.rival)]
        return {
            "city": self.city,
            "rival": self.rival,
            "count": self.count,
            "n": len(self.data["rows"]),
            **self.sides(self.count),
            "other": [len(other["ahead"]), len(other["behind"])],
            "residents": [self.data["residents"][place] for place in places],
        }

    def table(self) -> pd.DataFrame:
        """An indicator a row: indicator, unit, year, the figure of each city, who is ahead, how many of the cities have
        a figure, source."""
        v, rows = self.value, []
        for row in self.data["rows"]:
            first, second = self.pair(row, self.count)
            rows.append(
                {
                    "indicator": row["label"],
                    "unit": row[self.count]["unit"],
                    "year": row["year"],
                    self.city: first,
                    self.rival: second,
                    "ahead": next(
                        (who for side, who in _sides(v) if row["id"] in v[side]), "not comparable: a gap"
                    ),
                    "cities": sum(value is not None for value in row[self.count]["values"]),
                    "source": row["source"],
                }
            )
        return pd.DataFrame(rows).astype({self.city: float, self.rival: float}).round(2)

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: who leads; on how many; what the other way of counting would say."""
        v = self.value
        ahead, behind = len(v["ahead"]), len(v["behind"])
        way = COUNTS[v["count"]]
        first = [
            f"Counted {way}, {v['city']} is ahead of {v['rival']} on {ahead} of {v['n']} indicators "
            f"and behind on {behind}"
        ]
        if v["equal"]:
            first.append(f"they are equal on {len(v['equal'])}")
        if v["gaps"]:
            first.append(f"for {len(v['gaps'])} a figure is not published in the sources used")
        people = [_people(*pair) for pair in zip((v["city"], v["rival"]), v["residents"], strict=True)]
        return {
            "headline": f"{_leads(v, ahead, behind)}.",
            "first": f"{'; '.join(first)}.",
            "more": f"{_otherwise(v)} Residents: {', '.join(people)}.",
        }

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return (
            f"Seven scales with a grey mark for each of {len(self.data['cities'])} cities that has a figure, "
            f"a disc for {self.city} and a diamond for {self.rival}. {self.sentence()}"
        )

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _sides(v: dict[str, Any]) -> list[tuple[str, str]]:
    return [("ahead", v["city"]), ("behind", v["rival"]), ("equal", "equal")]


def _leads(v: dict[str, Any], ahead: int, behind: int, still: str = "") -> str:
    if ahead == behind:
        return f"A draw, {ahead} to {behind}"
    leader = v["city"] if ahead > behind else v["rival"]
    return f"{leader}{still} leads, {max(ahead, behind)} to {min(ahead, behind)}"


def _otherwise(v: dict[str, Any]) -> str:
    """What the other way of counting says, and whether it turns the result over."""
    ahead, behind = v["other"]
    now, then = (_sign(a - b) for a, b in ((len(v["ahead"]), len(v["behind"])), (ahead, behind)))
    way = next(words for count, words in COUNTS.items() if count != v["count"])
    if then == 0:
        said = f"it is {'still ' if now == 0 else ''}a draw, {ahead} to {behind}"
    else:
        said = _leads(v, ahead, behind, " still" if now == then else "")
    return f"Counted {way}, {said}{': the lead changes hands' if now * then < 0 else ''}."


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _people(city: str, residents: float | None) -> str:
    return f"{city} {'not published' if residents is None else f'{fixed(residents, 1)} million'}"
