"""Provinces by year in a vintage of your choice: GDP, people, and GDP per head.

`province_year` holds the recommended vintage of each series and `province_vintages` the figures that it
supersedes. Here the two are put together, so that a whole series can be had on one and the same vintage.
"""

from __future__ import annotations

import pandas as pd

from sciencecities import data

GDP = ("before census 4", "after census 4", "after census 5")
PEOPLE = ("before census 7", "after census 7")


def series(variable: str, vintage: str) -> pd.DataFrame:
    """All years of a variable in one vintage: columns province, year and the variable, in its unit of `province_year`.

    Raises ValueError when the tables hold no such variable or vintage.
    """
    kept = data.load("province_vintages").query("variable == @variable and vintage == @vintage")
    parts = [kept.rename(columns={"value": variable})]
    current = data.load("province_year")
    if f"{variable}_vintage" in current:
        parts.append(current[current[f"{variable}_vintage"] == vintage])
    found = pd.concat([part.reindex(columns=["province", "year", variable]) for part in parts])
    if found.empty:
        raise ValueError(
            f"there is no {variable!r} of vintage {vintage!r}: see the cards of province_year and province_vintages."
        )
    return found.sort_values(["year", "province"], ignore_index=True)


def per_head(gdp: str, population: str) -> pd.DataFrame:
    """GDP per head in yuan of the year, with both vintages chosen; the years are those that both have.

    Args: gdp: one of `GDP`. population: one of `PEOPLE`, residents at the end of the year. Returns columns province,
    year, gdp (100 million yuan), population (10,000 persons), per_head (yuan), coast ("coast" or "interior", by the
    usual list of eleven provinces) and region (one of four). Raises ValueError for an unknown vintage.
    """
    table = series("gdp", gdp).merge(series("population", population), on=["province", "year"])
    table["per_head"] = 1e4 * table["gdp"] / table["population"]
    places = data.load("provinces").set_index("name")
    table["coast"] = table["province"].map(places["coast11"].map({True: "coast", False: "interior"}))
    return table.assign(region=table["province"].map(places["region"]))
