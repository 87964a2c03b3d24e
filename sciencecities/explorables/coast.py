"""*Draw the coast yourself*: how much of the inequality is "coast against interior" depends on who is coast."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import traitlets as t

from sciencecities import data, measures, vintages

from . import outline
from .base import Explorable
from .coast_still import draw
from .words import fixed, names, percent

YEAR = 2024
# Where people were counted anew, or looked up again: years of two pieces are not compared.
PIECES = (2000, 2005, 2010, 2015)
# GDP and people up to 2014, and from 2015.
OLDER = ("after census 4", "before census 7")
NEWER = ("after census 5", "after census 7")
_NOTE = (
    "Theil index of GDP per head, each province weighted by its people; not corrected for prices. GDP up to "
    "2014 as after the census of 2018 with the older count of people, from 2015 as after the census of 2023 "
    "with the newer count. A year is compared only with the first one whose people were counted alike: 2000, "
    "2005, 2010 or 2015. Base map: Natural Earth, de facto boundaries, no judgement on the legal status of any "
    "territory. Taiwan, Hong Kong and Macao (hatched) report separately."
)


def provinces_by_year() -> pd.DataFrame:
    """All provinces and years, up to 2014 on the older count of people and from 2015 on the newer: see vintages."""
    older = vintages.per_head(*OLDER).query("year < @PIECES[-1]")
    return pd.concat([older, vintages.per_head(*NEWER)], ignore_index=True)


def since(year: int) -> int:
    """The first year whose people were counted as in `year`."""
    return max(start for start in PIECES if start <= year)


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: the map, and GDP and people by year in the order of the map."""
    shape = outline.provinces()
    units = [unit for unit in shape["units"] if not unit["apart"]]
    table = provinces_by_year()
    wide = {
        name: table.pivot(index="year", columns="province", values=name)[[unit["name"] for unit in units]]
        for name in ("gdp", "population")
    }
    places = data.load("provinces").set_index("id").loc[[unit["id"] for unit in units]]
    lists = {name: list(places.index[places[name].astype(bool)]) for name in ("coast11", "touches_sea")}
    model: dict[str, Any] = {
        "map": shape,
        "ids": list(places.index),
        "years": [int(year) for year in wide["gdp"].index],
        "gdp": wide["gdp"].to_numpy().tolist(),
        "people": wide["population"].to_numpy().tolist(),
        "pieces": list(PIECES),
        "usual": lists["coast11"],
        "note": _NOTE,
    }
    place = model["years"].index(YEAR)
    moved, one = _furthest(model, place)
    richest = _richest(model, place)
    found: dict[str, list[str]] = {
        "Touches the sea": lists["touches_sea"],
        f"Move one province: {places['name'][moved]}": one,
        "East region": list(places.index[places["region"] == "east"]),
        f"As large as it gets: the richest {len(richest)}": richest,
        "The usual eleven": lists["coast11"],
    }
    model["presets"] = [
        {"label": label, "set": {"coast": chosen, "year": YEAR}} for label, chosen in found.items()
    ]
    return model


def _split(model: dict[str, Any], place: int, coast: list[str]) -> measures.TheilDecomposition:
    """The Theil index of a year, by its place in `years`, split by who is on the coast."""
    people = model["people"][place]
    per_head = [gdp / heads for gdp, heads in zip(model["gdp"][place], people, strict=True)]
    return measures.theil_decomposition(per_head, people, [unit in coast for unit in model["ids"]])


def _furthest(model: dict[str, Any], place: int) -> tuple[str, list[str]]:
    """The province whose move out of or into the usual list changes the part between most; and the list then."""
    usual = model["usual"]
    lists = {
        moved: [unit for unit in model["ids"] if (unit in usual) != (unit == moved)] for moved in model["ids"]
    }
    start = _split(model, place, usual).between
    moved = max(lists, key=lambda unit: abs(_split(model, place, lists[unit]).between - start))
    return moved, lists[moved]


def _richest(model: dict[str, Any], place: int) -> list[str]:
    """The richest provinces, as many as make the part between largest."""
    people = dict(zip(model["ids"], model["people"][place], strict=True))
    gdp = dict(zip(model["ids"], model["gdp"][place], strict=True))
    order = sorted(model["ids"], key=lambda unit: -gdp[unit] / people[unit])
    count = max(range(1, len(order)), key=lambda k: _split(model, place, order[:k]).between)
    return [unit for unit in model["ids"] if unit in order[:count]]


class Coast(Explorable):
    """Draw the coast yourself: the Theil index of provinces split by who is called coast.

    Settings: coast (ids of the provinces on the coast, at most 30 of 31, the usual eleven to begin with) and year
    (2000 to 2024). `value` gives total, between and within, the part between, and how many times the interior's GDP
    per head the coast has; the same for `since`, the first year whose people were counted alike. `table()` gives the
    provinces of the year. The index is that of `measures.theil_decomposition`, each province weighted by its people.
    Raises TraitError for an unknown id, for no interior, or for a year that the data lack.
    """

    module = "coast"
    title = "Draw the coast yourself"

    coast = t.List(t.Unicode()).tag(sync=True)
    year = t.Int(YEAR).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        limits = {
            "coast": {"kind": "subset", "options": model["ids"], "least": 1},
            "year": {"kind": "int", "min": model["years"][0], "max": model["years"][-1]},
        }
        super().__init__(name, model, limits, {"coast": model["usual"], **settings})

    @t.validate("coast", "year")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def table(self) -> pd.DataFrame:
        """Provinces from the richest down: province, side, gdp_per_head (yuan), population (10,000 persons)."""
        place = self.data["years"].index(self.year)
        names_ = {unit["id"]: unit["name"] for unit in self.data["map"]["units"]}
        out = pd.DataFrame(
            {
                "province": [names_[unit] for unit in self.data["ids"]],
                "side": ["coast" if unit in self.coast else "interior" for unit in self.data["ids"]],
                "gdp_per_head": 1e4 * pd.Series(self.data["gdp"][place]) / self.data["people"][place],
                "population": self.data["people"][place],
            }
        )
        out = out.sort_values("gdp_per_head", ascending=False, kind="stable", ignore_index=True)
        return out.assign(gdp_per_head=out["gdp_per_head"].round(0))

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: coast, year, total, between, within, share (between as a part of total), ratio (coast
        over interior in GDP per head, None without a coast); the same with `since_` for the year `since`."""
        first = since(self.year)
        then = {f"since_{name}": number for name, number in self._numbers(first).items()}
        return {
            "coast": self.coast,
            "year": self.year,
            **self._numbers(self.year),
            "since": first,
            **then,
        }

    def _numbers(self, year: int) -> dict[str, Any]:
        found = _split(self.data, self.data["years"].index(year), self.coast)
        means = {part.group: part.mean for part in found.by_group}
        return {
            "total": found.total,
            "between": found.between,
            "within": found.within,
            "share": found.between / found.total,
            "ratio": means["True"] / means["False"] if self.coast else None,
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: the part between, the ratio, and what stays whoever is coast."""
        v = self.value
        total = (
            f"The Theil index of all provinces, {fixed(v['total'], 3)} in {v['year']}, "
            "is the same wherever you draw the line."
        )
        if not self.coast:
            first = (
                "With nobody on the coast there is nothing between: all inequality is within the interior."
            )
            return {"headline": "No coast, no gap.", "first": first, "more": total}
        apart = v["year"] != v["since"]
        points = 100 * (v["share"] - v["since_share"])
        moved = f", {fixed(abs(points), 1)} points {'more' if points > 0 else 'less'} than in {v['since']}"
        before = f", after {fixed(v['since_ratio'], 2)} in {v['since']}"
        larger = "larger" if v["share"] > 0.5 else "smaller"
        first = (
            f"With {self._who()} as the coast, {percent(v['share'])} of the inequality between provinces "
            f"in {v['year']} lies between coast and interior{moved if apart else ''}. "
            f"GDP per head of the coast is {fixed(v['ratio'], 2)} times that of the interior{before if apart else ''}."
        )
        return {
            "headline": f"Between coast and interior lies the {larger} part.",
            "first": first,
            "more": f"{self._difference()} {total}",
        }

    def _label(self, unit_id: str) -> str:
        return next(str(unit["name"]) for unit in self.data["map"]["units"] if unit["id"] == unit_id)

    def _who(self) -> str:
        return "this one province" if len(self.coast) == 1 else f"these {len(self.coast)} provinces"

    def _difference(self) -> str:
        """Your list against the usual one."""
        usual = self.data["usual"]
        more, less = (
            [self._label(unit) for unit in one if unit not in other]
            for one, other in ((self.coast, usual), (usual, self.coast))
        )
        if not more and not less:
            return "These are the usual eleven."
        parts = [f"{what} {names(found)}" for what, found in (("with", more), ("without", less)) if found]
        return f"These are the usual eleven {' and '.join(parts)}."

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Map of China's provinces in two groups, and a bar in two parts. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)
