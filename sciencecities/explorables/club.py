"""*Who is in the club?* How closed Chinese science looks depends on what is counted and where the line is drawn."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import traitlets as t

from sciencecities import data, measures

from . import outline
from .base import Explorable
from .club_still import draw
from .words import fixed, names, ordinal, percent

PAIR = ("CN-BJ", "CN-SH")
LARGEST_K = 20
# A year with fewer provinces is left out: parts of half a sum would mislead.
FEWEST = 30

# For each measure: the column of province_year, its label, and how the question and the sentence speak of it.
_MEASURES: dict[str, dict[str, str]] = {
    "rd": {
        "column": "rd_expenditure",
        "label": "R&D money",
        "verb": "spent",
        "what": "all R&D money",
        "question": "Of all the money spent on research and development in {year}, "
        "what part was spent in Beijing and Shanghai?",
        "note": "R&D spending by province is in this book from 2010.",
    },
    "patents": {
        "column": "invention_patents_granted",
        "label": "Invention patents",
        "verb": "received",
        "what": "all invention patents",
        "question": "Of all invention patents granted in {year}, what part went to Beijing and Shanghai?",
        "note": "Invention patents granted, by province. Xizang (Tibet) is missing in 2005.",
    },
    "contracts": {
        "column": "technology_contracts",
        "label": "Technology contracts",
        "verb": "had",
        "what": "all technology contract value",
        "question": "Of the value of all technology contracts in {year}, what part was in Beijing and Shanghai?",
        "note": "Contract value by province, in this book to 2019. Xizang (Tibet) is missing before 2017.",
    },
    "gdp": {
        "column": "gdp",
        "label": "GDP",
        "verb": "made",
        "what": "all GDP",
        "question": "For comparison: of all that was produced in {year}, what part came from Beijing and Shanghai?",
        "note": "A yardstick. GDP was revised after the census of 2023; the revised figures start in 2006.",
    },
    "people": {
        "column": "population",
        "label": "People",
        "verb": "had",
        "what": "all residents",
        "question": "For comparison: of all residents in {year}, what part lived in Beijing and Shanghai?",
        "note": "A yardstick. Residents at year's end; figures from 2015 were revised after the census of 2020.",
    },
}

_PRESETS: list[dict[str, Any]] = [
    {"label": "2009: the closed club", "set": {"measure": "contracts", "year": 2009, "k": 2}},
    {"label": "2023: same door, new members", "set": {"measure": "rd", "year": 2023, "k": 2}},
    {"label": "How many hold half?", "set": {"measure": "rd", "year": 2023, "k": 5}},
]


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the map, and per measure its years and values in the order of the map."""
    shape = outline.provinces()
    panel = data.load("province_year")
    ids = [unit["id"] for unit in shape["units"] if not unit["apart"]]
    kinds = []
    for name, spec in _MEASURES.items():
        wide = panel.pivot(index="year", columns="id", values=spec["column"]).reindex(columns=ids)
        wide = wide.dropna(thresh=FEWEST)
        values = [[None if pd.isna(x) else float(x) for x in row] for row in wide.to_numpy()]
        years = [int(year) for year in wide.index]
        kinds.append(
            {"id": name, **spec, "years": years, "values": values, "breaks": _breaks(panel, spec["column"])}
        )
    return {"map": shape, "ids": ids, "pair": list(PAIR), "measures": kinds, "presets": _PRESETS}


def _breaks(panel: pd.DataFrame, column: str) -> list[int]:
    """The first years of a new vintage, where a series must not be joined."""
    if f"{column}_vintage" not in panel:
        return []
    vintage = panel.dropna(subset=[column]).groupby("year")[f"{column}_vintage"].first()
    return [int(year) for year in vintage.index[1:][(vintage != vintage.shift()).to_numpy()[1:]]]


def _limits(model: dict[str, Any]) -> dict[str, Any]:
    years = [year for kind in model["measures"] for year in kind["years"]]
    return {
        "measure": {"kind": "choice", "options": list(_MEASURES)},
        "year": {"kind": "int", "min": min(years), "max": max(years)},
        "k": {"kind": "int", "min": 1, "max": LARGEST_K},
        "follow": {"kind": "choice", "options": model["ids"]},
    }


class Club(Explorable):
    """Who is in the club? The k largest provinces, their part of the nation, and how it has changed.

    Settings: measure ('rd', 'patents', 'contracts', 'gdp', 'people'), year, k (members of the club, 1 to 20),
    follow (the id of a province to watch). `value` gives the numbers on show, `table()` the provinces of that
    year. Parts are of the sum of the 31 provinces that report to the national statistics, or of those with a
    figure in that year.
    Raises TraitError for a measure, year, k or id that the data do not have.
    """

    module = "club"
    title = "Who is in the club?"

    measure = t.Unicode("rd").tag(sync=True)
    year = t.Int().tag(sync=True)
    k = t.Int(2).tag(sync=True)
    follow = t.Unicode("CN-AH").tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        measure = next(
            (m for m in model["measures"] if m["id"] == settings.get("measure", "rd")), model["measures"][0]
        )
        super().__init__(name, model, _limits(model), {"year": measure["years"][-1], **settings})

    @t.validate("measure", "k", "follow")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    @t.validate("year")
    def _published(self, proposal: Any) -> int:
        year, kind = int(self.admitted("year", proposal["value"])), self._kind()
        if year not in kind["years"]:
            first, last = kind["years"][0], kind["years"][-1]
            raise t.TraitError(
                f"{kind['label']} by province: there is no figure for {year}; choose a year from {first} to {last}."
            )
        return year

    @t.observe("measure")
    def _nearest_year(self, change: Any) -> None:
        """A measure that lacks the year brings its nearest one."""
        years = self._kind()["years"]
        if self.year not in years:
            self.year = min(years, key=lambda year: abs(year - self.year))

    def _kind(self) -> dict[str, Any]:
        measure = self.admitted("measure", self.measure)
        return next(kind for kind in self.data["measures"] if kind["id"] == measure)

    def table(self) -> pd.DataFrame:
        """Provinces from the largest down: province, rank, value, part of the total in per cent, in the club or not."""
        kind = self._kind()
        labels = {unit["id"]: unit["name"] for unit in self.data["map"]["units"]}
        column = pd.Series(
            kind["values"][kind["years"].index(self.year)], index=self.data["ids"], dtype=float
        )
        known = column.dropna().sort_values(ascending=False, kind="stable")
        out = pd.DataFrame(
            {"province": [labels[unit] for unit in known.index], "rank": measures.ranks(known)}
        )
        out["value"] = known.to_numpy()
        out["per_cent"] = (100 * measures.shares(known)).round(2)
        out["in_club"] = ["yes" if place < self.k else "no" for place in range(len(known))]
        return out

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: members, top_share, pair_share (Beijing and Shanghai), effective_number, gini, n,
        and the two parts in `since`, the first year that may be compared with this one."""
        kind = self._kind()
        since = max([kind["years"][0], *(year for year in kind["breaks"] if year <= self.year)])
        then = self._numbers(since)
        return {
            "measure": self.measure,
            "year": self.year,
            "k": self.k,
            **self._numbers(self.year),
            "since": since,
            "since_top_share": then["top_share"],
            "since_pair_share": then["pair_share"],
        }

    def _numbers(self, year: int) -> dict[str, Any]:
        kind, ids = self._kind(), self.data["ids"]
        row = kind["values"][kind["years"].index(year)]
        known = [place for place, value in enumerate(row) if value is not None]
        values = [row[place] for place in known]
        order = sorted(range(len(values)), key=lambda place: -values[place])
        parts = dict(zip((ids[place] for place in known), measures.shares(values).tolist(), strict=True))
        rank = dict(zip(parts, measures.ranks(values).tolist(), strict=True))
        return {
            "n": len(values),
            "members": [ids[known[place]] for place in order[: self.k]],
            "top_share": measures.top_share(values, self.k),
            "pair_share": sum(parts[unit] for unit in PAIR),
            "effective_number": measures.effective_number(values),
            "gini": measures.gini(values),
            "follow_share": parts.get(self.follow),
            "follow_rank": rank.get(self.follow),
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: the named two against the largest, whoever they were; then the rest."""
        kind, v = self._kind(), self.value
        top, whoever = _top(v["k"]), "whichever it was" if v["k"] == 1 else "whoever they were"
        steps = (v["pair_share"] - v["since_pair_share"], v["top_share"] - v["since_top_share"])
        apart = v["year"] != v["since"]
        two, all_ = (_compared(step) if apart else "" for step in steps)
        since = f" {'as' if two.endswith('same') else 'than'} in {v['since']}" if apart else ""
        first = (
            f"Beijing and Shanghai {kind['verb']} {percent(v['pair_share'])} of {kind['what']} in {v['year']}{two}"
            f"{since}. T{top[1:]}, {whoever}, {kind['verb']} {percent(v['top_share'])}{all_}."
        )
        more = [
            self._members(v),
            f"It is as if {fixed(v['effective_number'], 1)} equal provinces had everything.",
        ]
        headline = {"headline": _headline(*steps, top)} if apart else {}
        return {**headline, "first": first, "more": " ".join([*more, self._followed(v)])}

    def _label(self, unit_id: str) -> str:
        return next(str(unit["name"]) for unit in self.data["map"]["units"] if unit["id"] == unit_id)

    def _members(self, v: dict[str, Any]) -> str:
        top, was = _top(v["k"]), "was" if v["k"] == 1 else "were"
        who = names([self._label(unit) for unit in v["members"]])
        if set(v["members"]) == set(PAIR):
            who = "Beijing and Shanghai themselves"
        return f"T{top[1:]} of {v['n']} provinces {was} {who}."

    def _followed(self, v: dict[str, Any]) -> str:
        if v["follow_rank"] is None:
            return f"There is no figure for {self._label(self.follow)}."
        rank, share = ordinal(v["follow_rank"]), percent(v["follow_share"])
        return f"{self._label(self.follow)} comes {rank}, with {share}."

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Map of China's provinces and Lorenz curve. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _top(k: int) -> str:
    return {1: "the largest", 2: "the top two"}.get(k, f"the top {k}")


def _points(difference: float) -> str:
    """How far a part of 1 has moved, in points, without its sign."""
    return fixed(abs(100 * difference), 1)


def _compared(difference: float) -> str:
    points = _points(difference)
    return ", the same" if points == "0.0" else f", {points} points {'more' if difference > 0 else 'less'}"


def _headline(two: float, top: float, name: str) -> str:
    """Which way the named two and the largest have gone, as far as the sentence's one decimal shows."""
    moves = [
        "stood still" if _points(step) == "0.0" else "rose" if step > 0 else "fell" for step in (two, top)
    ]
    return f"The two {moves[0]}. " + (f"So did {name}." if moves[0] == moves[1] else f"T{name[1:]} did not.")
