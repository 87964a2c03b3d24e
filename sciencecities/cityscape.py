"""One row a city, one column an indicator: what the tables of the book say about the larger cities of the mainland.

Every figure is read from a table of `data`; nothing is filled in. A city without a figure keeps its gap, and an index
can be made only of the cities that have no gap in its indicators: `complete` picks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from sciencecities import data, measures

PROFILE_CITIES = ("Kunming", "Wuhan", "Hangzhou", "Nanjing", "Xi'an", "Hefei", "Chengdu", "Guangzhou")
"""The cities that chapter 3 draws one by one: the six that the essay names, and Chengdu and Guangzhou."""

RD_YEARS = (2018, 2021)
GROWTH_YEARS = (2018, 2023)


@dataclass(frozen=True)
class Indicator:
    """What one column of `indicators` holds.

    key: the column. label: its name for readers. unit: of its values. year: the years it speaks of. source: who
    published it. higher_is_better: False where a small number is the good one. decimals: to print it with. hides: what
    the number does not tell, in one sentence.
    """

    key: str
    label: str
    unit: str
    year: str
    source: str
    higher_is_better: bool
    decimals: int
    hides: str


_NATURE = "(c) Springer Nature"
_YEARBOOK = "China City Statistical Yearbook"
INDICATORS = (
    Indicator(
        "rank_2025",
        "Place in the Nature Index",
        "place in the world",
        "2024 (edition 2025)",
        f"Nature Index Science Cities 2025, quoted, {_NATURE}",
        False,
        0,
        "Absolute size wins, and the distances between places are lost.",
    ),
    Indicator(
        "university_share",
        "Share of leading universities per million residents",
        "articles",
        "2020",
        f"Nature Index 2021 annual tables, quoted, {_NATURE}; {_YEARBOOK} 2021",
        True,
        1,
        "Only the world's first 500 universities, all campuses in one city; the Academy's institutes are out.",
    ),
    Indicator(
        "physical_share",
        "Share in physical sciences per million residents",
        "articles",
        "2020",
        f"Nature Index Science Cities 2021, quoted, {_NATURE}; {_YEARBOOK} 2021",
        True,
        1,
        "One subject, and the ten cities whose line could be read: they are seen because they rank high.",
    ),
    Indicator(
        "rd_intensity",
        "R&D spending over GDP",
        "per cent",
        "nearest 2020 (2018 to 2021)",
        f"{_YEARBOOK}; city and provincial statistics bureaus; own calculation",
        True,
        2,
        "What goes in and not what comes out, in four different years and on two counts of GDP: "
        "of 2018 before the census, from 2019 after it.",
    ),
    Indicator(
        "gdp_per_head",
        "GDP per head",
        "thousand yuan",
        "2023",
        f"{_YEARBOOK} 2024",
        True,
        0,
        "What is produced in the city, not what its people earn.",
    ),
    Indicator(
        "growth",
        "Real growth of GDP, average",
        "per cent a year",
        "2018 to 2023",
        _YEARBOOK,
        True,
        1,
        "Six years with a pandemic in them, and nothing of the level they started from.",
    ),
    Indicator(
        "population",
        "Residents",
        "million",
        "2023",
        f"{_YEARBOOK} 2024; city statistics bureaus",
        True,
        1,
        "The administrative city, with its counties and fields.",
    ),
    Indicator(
        "facilities",
        "Large research facilities in our list",
        "facilities",
        "end of 2025",
        "Compiled by hand from facility sites and press reports",
        True,
        0,
        "A list of what could be read and no census; one facility is not like another.",
    ),
    Indicator(
        "wipo_rank",
        "Place among the WIPO clusters",
        "place in the world",
        "edition 2023",
        "WIPO Global Innovation Index 2023, quoted, (c) WIPO",
        False,
        0,
        "A cluster ignores city borders: Shanghai's holds Suzhou, Shenzhen's holds Hong Kong and Guangzhou.",
    ),
)

INDEX = ("rank_2025", "university_share", "rd_intensity", "gdp_per_head", "growth")
"""The indicators of *Build your own index*: twelve cities have all of them, and none is a list of ours."""


def indicator(key: str) -> Indicator:
    """What the column with this key holds.

    Raises ValueError for an unknown key, with the known ones.
    """
    found = {each.key: each for each in INDICATORS}
    if key not in found:
        raise ValueError(f"No indicator is called {key!r}: choose one of {', '.join(found)}.")
    return found[key]


def indicators() -> pd.DataFrame:
    """All indicators of the 39 mainland cities in the table `city_year`, as printed or computed from what is printed.

    Returns a frame with the index `city`, and a column of floats for each entry of `INDICATORS`, in its unit; a gap is
    a missing value. The year of each city's R&D figure stands in `rd_year`. Each call hands out a copy.
    """
    return _indicators().copy()


@cache
def _indicators() -> pd.DataFrame:
    cities = pd.Index(sorted(data.load("city_year")["city"].unique()), name="city")
    people = _residents(2020)
    research = _research()
    found = {
        "rank_2025": _at(data.load("science_cities"), edition=2025)["rank"],
        "university_share": data.load("institutions").groupby("city")["share_2020"].sum() / people,
        "physical_share": _at(data.load("science_city_subjects"), edition=2021, subject="physical sciences")[
            "share"
        ]
        / people,
        "rd_intensity": research["rd_intensity"],
        "gdp_per_head": _at(data.load("city_year"), year=2023)["gdp_per_capita"] / 1000,
        "growth": _growth(),
        "population": _residents(2023),
        "facilities": _facilities().reindex(cities, fill_value=0),
        "wipo_rank": _at(data.load("wipo_clusters"), edition=2023)["rank"],
        "rd_year": research["year"],
    }
    return pd.DataFrame({key: values.reindex(cities).astype(float) for key, values in found.items()})


def complete(keys: Sequence[str] = INDEX) -> pd.DataFrame:
    """The cities that have every one of these indicators, and the indicators, best place in the Nature Index first.

    Raises ValueError for an unknown key.
    """
    table = indicators().sort_values("rank_2025", kind="stable")
    return table[[indicator(key).key for key in keys]].dropna()


def _at(table: pd.DataFrame, **cell: object) -> pd.DataFrame:
    """The rows of a table with these values, by city."""
    for column, value in cell.items():
        table = table[table[column] == value]
    return table.dropna(subset=["city"]).set_index("city")


def _residents(year: int) -> pd.Series:
    """Millions of residents at the end of a year; a census counts on another day and is not used."""
    table = data.load("city_population").query("basis != 'census'")
    return _at(table, year=year)["population"] / 100


def _research() -> pd.DataFrame:
    """R&D intensity of the year nearest 2020, the earlier of two that are as near."""
    table = data.load("city_rd").dropna(subset=["rd_intensity"])
    table = table[table["year"].between(*RD_YEARS) & table["year_certain"]]
    nearest = table.assign(far=(table["year"] - 2020).abs()).sort_values(["far", "year"], kind="stable")
    return nearest.drop_duplicates("city").set_index("city")


def _growth() -> pd.Series:
    """Average yearly real growth in per cent, by chaining; a city with a year missing has none."""
    table = data.load("city_year")
    table = table[table["year"].between(*GROWTH_YEARS)]
    wide = table.pivot(index="city", columns="year", values="real_growth").dropna()
    index = wide.apply(lambda row: measures.chain_index(row.to_numpy())[-1] / 100, axis=1)
    return 100 * (index ** (1 / wide.shape[1]) - 1)


def _facilities() -> pd.Series:
    """How many machines and laboratories stand in a city, those being built included, centres by name left out."""
    table = data.load("facilities").query("kind == 'facility' and status != 'closed'")
    return table.groupby("city").size()
