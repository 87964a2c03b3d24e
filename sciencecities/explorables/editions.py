"""Statements on an edition of the Nature Index Science Cities, and in which editions each was true.

Only rows of `science_cities` that could be read decide. Where a place that matters could not be read, the edition is a
gap (None) for the statement: it counts neither as true nor as false.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from sciencecities import data

FIRST = 10  # how many leading places one statement counts in


def _within(city: str, last: int) -> Callable[[pd.DataFrame], bool | None]:
    """Is the city among the first `last`? It is not where all those places are known to be held by others."""

    def holds(table: pd.DataFrame) -> bool | None:
        place = _place(table, city)
        if place is not None:
            return place <= last
        return False if set(range(1, last + 1)) <= set(table["rank"]) else None

    return holds


def _above(city: str, rival: str) -> Callable[[pd.DataFrame], bool | None]:
    """Does the city stand above the other? Both places must be known."""

    def holds(table: pd.DataFrame) -> bool | None:
        one, other = _place(table, city), _place(table, rival)
        return None if one is None or other is None else one < other

    return holds


def _chinese(least: int) -> Callable[[pd.DataFrame], bool | None]:
    """Are `least` of the first ten mainland Chinese? No, where they are too few even with every unread place."""

    def holds(table: pd.DataFrame) -> bool | None:
        top = table[table["rank"] <= FIRST]
        known = int((top["country"] == "China").sum())
        if known >= least:
            return True
        return False if known + FIRST - len(top) < least else None

    return holds


def _place(table: pd.DataFrame, city: str) -> int | None:
    places = table.loc[table["city_as_printed"] == city, "rank"]
    return int(places.iloc[0]) if len(places) else None


@dataclass(frozen=True)
class Statement:
    """A sentence that an edition makes true or false; `claim` is the claim of the essay that it comes from."""

    id: str
    words: str
    claim: str
    holds: Callable[[pd.DataFrame], bool | None]


STATEMENTS = (
    Statement("beijing-first", "Beijing is first", "C08", _within("Beijing", 1)),
    Statement("six-chinese", "Six or more of the first ten are Chinese", "C40", _chinese(6)),
    Statement("hefei-chicago", "Hefei stands above Chicago", "C09", _above("Hefei", "Chicago")),
    Statement("hefei-london", "Hefei stands above London", "C10", _above("Hefei", "London")),
    Statement("hefei-ten", "Hefei is in the first ten", "C40", _within("Hefei", 10)),
    Statement("hangzhou-paris", "Hangzhou stands above Paris", "C04", _above("Hangzhou", "Paris")),
    Statement("wuhan-tokyo", "Wuhan stands above Tokyo", "C04", _above("Wuhan", "Tokyo")),
    Statement("xian-fifteen", "Xi'an is in the first fifteen", "C40", _within("Xi'an", 15)),
)


@cache
def held() -> pd.DataFrame:
    """Statements (rows, by id) against editions (columns, in order): True, False, or None where it cannot be read."""
    table = data.load("science_cities")
    columns = {
        edition: [statement.holds(table[table["edition"] == edition]) for statement in STATEMENTS]
        for edition in sorted(table["edition"].unique().tolist())
    }
    return pd.DataFrame(columns, index=[statement.id for statement in STATEMENTS], dtype=object)


def pool(edition: int) -> pd.DataFrame:
    """The editions before `edition`: all that a forecaster of it could have looked up."""
    table = held()
    return table.drop(columns=[one for one in table.columns.tolist() if int(one) >= edition])


def outcomes(edition: int) -> list[bool | None]:
    """What the edition made of each statement; None for all while it is not in the table."""
    table = held()
    return list(table[edition]) if edition in table.columns else [None] * len(table)
