"""From league tables to questions with an answer: who moved, who overtook whom, and what the past would have said."""

from __future__ import annotations

import itertools
from functools import cache

import pandas as pd

from sciencecities import data

# The countries whose cities the essay's "West" takes in, of those in the lists that were read.
WEST = ("United States", "United Kingdom", "France", "Germany", "Switzerland", "Austria")
# A city is regional here when it is on the mainland and neither of the two that always led.
NOT_REGIONAL = ("Beijing", "Shanghai")
# How far behind a city stands, in places: up to two, three to five, more.
STEPS = (0, 2, 5, 1000)
STEP_NAMES = ("1 or 2 places", "3 to 5", "6 and more")


@cache
def _league() -> tuple[pd.DataFrame, pd.Series]:
    table = data.load("science_cities")
    places = table.pivot(index="city", columns="edition", values="rank")
    return places, table.drop_duplicates("city").set_index("city")["country"]


def places() -> pd.DataFrame:
    """The league table: index city, columns edition, values the place (1 is first), missing where not seen."""
    return _league()[0].copy()


def moves(first: int, last: int) -> pd.Series:
    """Places gained from one edition to another (negative: lost), of the cities seen in both, by city.

    Only as good as the list: a city that fell out of sight is not in it. An edition that is not in the table raises
    ValueError.
    """
    seen = _both(first, last)
    return (seen[first] - seen[last]).astype(int).rename("gained")


def contests(first: int, last: int, everyone: bool = False) -> pd.DataFrame:
    """Pairs of cities of which one stood below the other, and whether it stood above it an edition later.

    Args:
        first, last: two editions; cities that were not seen in both are left out.
        everyone: all pairs, instead of those of a regional Chinese city below a Western one.

    Returns a frame with one row a pair: lower, upper, gap (places), behind (the gap as a step), overtook (1 or 0).
    The rows are not independent of each other: one city that falls is overtaken by many. An edition that is not in
    the table raises ValueError.
    """
    seen = _both(first, last)
    then: dict[str, float] = dict(zip(seen.index, seen[first], strict=True))
    now: dict[str, float] = dict(zip(seen.index, seen[last], strict=True))
    rows = [
        (lower, upper, int(then[lower] - then[upper]), int(now[lower] < now[upper]))
        for lower, upper in itertools.permutations(then, 2)
        if then[lower] > then[upper] and (everyone or (_regional(lower) and _western(upper)))
    ]
    table = pd.DataFrame(rows, columns=["lower", "upper", "gap", "overtook"])
    behind = pd.cut(table["gap"], STEPS, labels=STEP_NAMES)
    table.insert(3, "behind", behind)
    return table.sort_values(["gap", "lower", "upper"], ignore_index=True)


def _both(first: int, last: int) -> pd.DataFrame:
    known = _league()[0]
    for edition in (first, last):
        if edition not in known:
            raise ValueError(f"no edition {edition}; choose two of: {', '.join(map(str, known.columns))}")
    return known[[first, last]].dropna()


def _regional(city: str) -> bool:
    return bool(_league()[1][city] == "China") and city not in NOT_REGIONAL


def _western(city: str) -> bool:
    return _league()[1][city] in WEST
