"""The three samples in which chapter 5 asks whether Hefei outgrew what it would have done anyway.

    from sciencecities import samples

    hefei = samples.growth_samples()["cities38"]
    hefei.levels            # one row a year, one column a city, base year = 100
    hefei.treated, hefei.event, hefei.pre()

Real growth is chained and never nominal GDP divided: Hefei took in parts of Chaohu in 2011, and nominal levels of
cities jump where a census or a boundary changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sciencecities import data, measures

_CHAOHU = "took in a part of Chaohu in August 2011; growth from 2011 is on the new area"
_DOUBTED = "its province admitted in 2017 that figures of 2011 to 2014 were inflated"
_INNER_MONGOLIA = "inspectors reported inflated figures in its region in 2017"
_TIANJIN = "its GDP of 2017 was cut by a third after the census of 2018, so its growth before is in doubt"
_EARTHQUAKE = "the Sichuan earthquake of May 2008 and the rebuilding after it"

_CITY_CAVEATS = {
    "Hefei": _CHAOHU,
    "Wuhu": f"{_CHAOHU}; in Anhui too, so what helps Hefei may spill over",
    "Shenyang": _DOUBTED,
    "Dalian": _DOUBTED,
    "Hohhot": _INNER_MONGOLIA,
    "Tianjin": _TIANJIN,
    "Chengdu": f"{_EARTHQUAKE}; took in Jianyang in 2016",
}
_PROVINCE_CAVEATS = {
    "Liaoning": "admitted in 2017 that figures of 2011 to 2014 were inflated",
    "Inner Mongolia": "inspectors reported inflated figures in 2017",
    "Jilin": "inspectors reported inflated figures in 2017",
    "Tianjin": _TIANJIN,
    "Sichuan": _EARTHQUAKE,
    "Hubei": "the lockdown of Wuhan and the province in early 2020",
}
_DOUBTFUL_CITIES = ("Shenyang", "Dalian", "Hohhot", "Tianjin")
_DOUBTFUL_PROVINCES = ("Liaoning", "Inner Mongolia", "Jilin", "Tianjin")


@dataclass(frozen=True, eq=False)  # told apart by which one it is, so that results can be kept for it
class Sample:
    """One panel for a synthetic control.

    name: its key. title: what it is, for a caption. treated: the unit whose twin is wanted. event: the first year
    that counts as after. events: other first years worth trying, rising, the event among them; each leaves at least
    four levels before it and two after. levels: (years, units), real GDP with the first year as 100, no gaps, columns
    in alphabetical order. doubtful: donors whose published growth their own authorities took back, at least in part.
    caveats: unit to what else happened to it or to its figures. source: who published the growth rates.
    """

    name: str
    title: str
    treated: str
    event: int
    events: tuple[int, ...]
    levels: pd.DataFrame
    doubtful: tuple[str, ...]
    caveats: Mapping[str, str]
    source: str

    @property
    def donors(self) -> pd.DataFrame:
        """(years, units): the levels of all units but the treated one."""
        return self.levels.drop(columns=self.treated)

    @property
    def own(self) -> pd.Series[float]:
        """(years,): the levels of the treated unit."""
        return self.levels[self.treated]

    def pre(self, event: int | None = None) -> int:
        """How many yearly levels, the base year among them, lie before the event (default: the sample's own).

        Raises ValueError for a year that leaves nothing before or nothing after.
        """
        first = self.event if event is None else event
        years = self.levels.index
        if not years[0] < first <= years[-1]:
            raise ValueError(f"event is {first}: choose a year from {years[0] + 1} to {years[-1]}.")
        return int((years < first).sum())

    def without(self, *units: str) -> Sample:
        """The same sample with some donors left out. Raises ValueError for a unit that is not a donor."""
        for unit in units:
            if unit not in self.donors:
                raise ValueError(
                    f"{unit!r} is not a donor of {self.name}; it has {', '.join(map(str, self.donors))}."
                )
        kept: dict[str, Any] = dict(vars(self))
        kept["levels"] = self.levels.drop(columns=list(units))
        kept["doubtful"] = tuple(unit for unit in self.doubtful if unit not in units)
        return Sample(**kept)

    def tidy(self) -> pd.DataFrame:
        """One row a unit and year: unit, year, level, treated (bool)."""
        long = self.levels.reset_index().melt("year", var_name="unit", value_name="level")
        return long[["unit", "year", "level"]].assign(treated=long["unit"] == self.treated)


def growth_samples() -> dict[str, Sample]:
    """The three samples by name: cities38, cities14, provinces31, each as real GDP with its first year as 100.

    cities38: 38 cities, 2001 to 2012. cities14: the 14 of them whose real growth is known up to 2016. provinces31:
    all provinces of the mainland, 1999 to 2024. A city is in a sample when none of its growth rates is missing;
    nothing is interpolated. Raises ValueError where a table no longer gives these samples.
    """
    cities = data.load("city_year").pivot(index="year", columns="city", values="real_growth")
    provinces = (
        data.load("province_year").pivot(index="year", columns="province", values="gdp_real_index") - 100
    )
    long, short = cities.loc[2002:2016].dropna(axis=1), cities.loc[2002:2012].dropna(axis=1)
    city_source = "city statistical yearbooks, real growth; own chain index"
    found = {
        "cities38": Sample(
            "cities38",
            "38 cities, 2001 to 2012",
            "Hefei",
            2008,
            tuple(range(2005, 2012)),
            _chained(short, 38),
            _DOUBTFUL_CITIES,
            _of(_CITY_CAVEATS, short),
            city_source,
        ),
        "cities14": Sample(
            "cities14",
            "14 cities, 2001 to 2016",
            "Hefei",
            2008,
            tuple(range(2005, 2016)),
            _chained(long, 14),
            tuple(city for city in _DOUBTFUL_CITIES if city in long),
            _of(_CITY_CAVEATS, long),
            city_source,
        ),
        "provinces31": Sample(
            "provinces31",
            "31 provinces, 1999 to 2024",
            "Anhui",
            2008,
            tuple(range(2003, 2024)),
            _chained(provinces, 31),
            _DOUBTFUL_PROVINCES,
            _of(_PROVINCE_CAVEATS, provinces),
            "National Bureau of Statistics, real index by province; own chain index",
        ),
    }
    return found


def _chained(growth: pd.DataFrame, units: int) -> pd.DataFrame:
    """(years + 1, units): the rates of each column chained from 100 in the year before the first."""
    if growth.shape[1] != units:
        raise ValueError(f"{growth.shape[1]} units have a full record of growth, {units} were expected.")
    levels: dict[str, NDArray[np.float64]] = {
        unit: measures.chain_index(growth[unit]) for unit in sorted(growth.columns)
    }
    years = [growth.index[0] - 1, *growth.index]
    return pd.DataFrame(levels, index=pd.Index(years, name="year"))


def _of(caveats: Mapping[str, str], table: pd.DataFrame) -> dict[str, str]:
    """The caveats on units that a table has."""
    return {unit: words for unit, words in caveats.items() if unit in table}
