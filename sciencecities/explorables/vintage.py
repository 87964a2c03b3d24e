"""*Two truths*: a year that is over goes on changing, because its figures are revised."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import traitlets as t

from sciencecities import measures, vintages

from .base import Explorable
from .vintage_still import draw
from .words import fixed, ordinal, signed

YEAR = 2017
FIRST = {"gdp": vintages.GDP[0], "people": vintages.PEOPLE[0]}
_GDP = {
    "before census 4": "as first told",
    "after census 4": "after the census of 2018",
    "after census 5": "after the census of 2023",
}
_PEOPLE = {"before census 7": "as first told", "after census 7": "after the census of 2020"}
_MEASURES = {
    "theil": "Theil index",
    "gini": "Gini coefficient",
    "cv": "Variation (CV)",
    "ratio": "Coast / interior",
}
_UNIT = "(100 million yuan)"
_NOTE = (
    f"GDP of {YEAR} by province in three vintages. As first told: the series that was published before the census of "
    "2018; then as revised after the economic censuses of 2018 and of 2023. People at the end of the year, before and "
    "after the census of 2020. All measures are of GDP per head, weighted by people, not corrected for prices; the "
    "ratio is of the usual eleven coastal provinces to the others. Ranks are by GDP per head, 1 for the richest."
)


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: GDP and people of the year in each vintage."""
    places = vintages.per_head(**{"gdp": FIRST["gdp"], "population": FIRST["people"]}).query("year == @YEAR")
    names = [str(name) for name in places["province"]]

    def column(variable: str, vintage: str) -> list[float]:
        table = vintages.series(variable, vintage).query("year == @YEAR").set_index("province")
        return [float(value) for value in table.loc[names, variable]]

    gdp = {vintage: column("gdp", vintage) for vintage in vintages.GDP}
    change = [
        100 * (now / once - 1) for once, now in zip(gdp[FIRST["gdp"]], gdp["after census 4"], strict=True)
    ]
    raised = names[change.index(max(change))]
    told = {
        "As first told": (*FIRST.values(), "Tianjin"),
        "After one census": ("after census 4", FIRST["people"], "Tianjin"),
        "As told now": (vintages.GDP[-1], vintages.PEOPLE[-1], "Tianjin"),
        "Only the people recounted": (FIRST["gdp"], vintages.PEOPLE[-1], "Tianjin"),
        "Anhui, as told now": (vintages.GDP[-1], vintages.PEOPLE[-1], "Anhui"),
        f"Raised most: {raised}": ("after census 4", FIRST["people"], raised),
    }
    return {
        "names": names,
        "coast": [str(side) == "coast" for side in places["coast"]],
        "gdp": gdp,
        "people": {vintage: column("population", vintage) for vintage in vintages.PEOPLE},
        "first": FIRST,
        "year": YEAR,
        "words": {"gdp": _GDP, "people": _PEOPLE, "measures": _MEASURES},
        "note": _NOTE,
        "presets": [
            {"label": label, "set": dict(zip(("gdp", "people", "follow"), chosen, strict=True))}
            for label, chosen in told.items()
        ],
    }


class Vintage(Explorable):
    """Two truths: the provinces of 2017 in a vintage of your choice, against the figures as they were first told.

    Settings: gdp ('before census 4', 'after census 4', 'after census 5'), people ('before census 7', 'after census 7')
    and follow (the name of a province to watch). `value` gives four measures of inequality as first told and in the
    chosen vintage, and the province's GDP and rank in both; `table()` gives all provinces by how much GDP per head was
    changed. Raises TraitError for a vintage or province that the data lack.
    """

    module = "vintage"
    title = "Two truths"

    gdp = t.Unicode("after census 4").tag(sync=True)
    people = t.Unicode(FIRST["people"]).tag(sync=True)
    follow = t.Unicode("Tianjin").tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        limits = {
            "gdp": {"kind": "choice", "options": list(model["gdp"])},
            "people": {"kind": "choice", "options": list(model["people"])},
            "follow": {"kind": "choice", "options": model["names"]},
        }
        super().__init__(name, model, limits, settings)

    @t.validate("gdp", "people", "follow")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    def _told(self, gdp: str, people: str) -> pd.DataFrame:
        """The provinces in one vintage: gdp (100 million yuan), people (10,000), per_head (yuan), rank."""
        out = pd.DataFrame({"gdp": self.data["gdp"][gdp], "people": self.data["people"][people]})
        out["per_head"] = 1e4 * out["gdp"] / out["people"]
        return out.assign(rank=measures.ranks(out["per_head"]))

    def table(self) -> pd.DataFrame:
        """Provinces from the most lowered to the most raised: province, gdp_first, gdp, gdp_change (per cent),
        per_head_first, per_head (yuan), change (of GDP per head, per cent), rank_first, rank."""
        once, now = self._told(**FIRST), self._told(self.gdp, self.people)
        out = pd.DataFrame(
            {
                "province": self.data["names"],
                "gdp_first": once["gdp"],
                "gdp": now["gdp"],
                "gdp_change": 100 * (now["gdp"] / once["gdp"] - 1),
                "per_head_first": once["per_head"].round(0),
                "per_head": now["per_head"].round(0),
                "change": 100 * (now["per_head"] / once["per_head"] - 1),
                "rank_first": once["rank"],
                "rank": now["rank"],
            }
        )
        out = out.sort_values("change", kind="stable", ignore_index=True)
        return out.round({"gdp_change": 2, "change": 2})

    @property
    def value(self) -> dict[str, Any]:
        """The numbers on show: theil, gini, cv, ratio of the vintage and `first_` those first told; followed province:
        follow_gdp, follow_rank and `first_` the same, gdp_change in per cent; moved (provinces with another rank)."""
        once, now = self._told(**FIRST), self._told(self.gdp, self.people)
        place = self.data["names"].index(self.follow)
        out: dict[str, Any] = {"gdp": self.gdp, "people": self.people, "follow": self.follow}
        for prefix, table in (("", now), ("first_", once)):
            out.update({f"{prefix}{name}": number for name, number in self._measures(table).items()})
            out[f"{prefix}follow_gdp"] = float(table["gdp"][place])
            out[f"{prefix}follow_rank"] = int(table["rank"][place])
        out["gdp_change"] = 100 * (out["follow_gdp"] / out["first_follow_gdp"] - 1)
        out["moved"] = int((once["rank"] != now["rank"]).sum())
        return out

    def _measures(self, table: pd.DataFrame) -> dict[str, float]:
        per_head, people = table["per_head"], table["people"]
        sums = table.groupby(self.data["coast"])[["gdp", "people"]].sum()
        means = sums["gdp"] / sums["people"]
        return {
            "theil": measures.theil(per_head, people),
            "gini": measures.gini(per_head, people),
            "cv": measures.coefficient_of_variation(per_head, people),
            "ratio": float(means[True] / means[False]),
        }

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: what the revision did to inequality, to the province and to the ranks."""
        v = self.value
        size = len(self.data["names"])
        if (v["gdp"], v["people"]) == (FIRST["gdp"], FIRST["people"]):
            first = (
                f"As first told, {v['follow']} had a GDP of {fixed(v['follow_gdp'])} {_UNIT} in {YEAR} "
                f"and came {ordinal(v['follow_rank'])} of {size} per head. Now choose another telling."
            )
            return {
                "headline": f"{YEAR}, as first told.",
                "first": first,
                "more": f"The Theil index was {fixed(v['theil'], 3)}.",
            }
        shift = 100 * (v["theil"] / v["first_theil"] - 1)
        first = f"The GDP of {v['follow']} in {YEAR} {_changed(v)}. Per head it {_moved(v)} of {size}."
        more = (
            f"GDP {_GDP[v['gdp']]}, people {_PEOPLE[v['people']]}: {v['moved']} provinces have another rank, "
            f"the Theil index goes from {_step(v, 'theil', 3)}, the Gini coefficient from {_step(v, 'gini', 3)}, "
            f"the coast from {_step(v, 'ratio', 2)} times the interior. "
            "The year was over: nothing was built or burnt."
        )
        headline = f"Inequality {'fell' if shift < 0 else 'rose'} by {fixed(abs(shift), 1)}\u00a0%, on paper."
        return {"headline": headline, "first": first, "more": more}

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        return f"Two dots for each province, its GDP per head of {YEAR} as first told and as revised. {self.sentence()}"

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


def _step(v: dict[str, Any], key: str, digits: int) -> str:
    """A measure as first told, and in the vintage chosen."""
    return f"{fixed(v[f'first_{key}'], digits)} to {fixed(v[key], digits)}"


def _changed(v: dict[str, Any]) -> str:
    """What has become of the followed province's GDP."""
    if v["gdp"] == FIRST["gdp"]:
        return f"is still {fixed(v['follow_gdp'])} {_UNIT}, its people are not"
    return f"changed by {signed(v['gdp_change'], 1)}\u00a0%, from {_step(v, 'follow_gdp', 0)} {_UNIT}"


def _moved(v: dict[str, Any]) -> str:
    """What has become of its rank."""
    once, now = v["first_follow_rank"], v["follow_rank"]
    return f"stays {ordinal(now)}" if once == now else f"goes from {ordinal(once)} to {ordinal(now)}"
