"""The ledger of claims and the tables written by hand."""

import re

import pandas as pd

from sciencecities import data


def test_the_ledger_has_46_claims_in_their_chapters() -> None:
    claims = data.load("claims")
    assert claims["id"].tolist() == [f"C{number:02}" for number in range(1, 47)]
    sizes = claims.groupby("chapter").size()
    assert sizes.to_dict() == {1: 13, 2: 9, 3: 4, 4: 3, 5: 10, 6: 7}
    assert (claims["tested_in"].str[:2].astype(int) == claims["chapter"]).all()
    chapters = set(claims["tested_in"])
    for others in claims["also_in"].dropna():
        assert set(others.split()) <= chapters


def test_a_claim_is_decided_in_twelve_words_and_says_what_would_change_it() -> None:
    claims = data.load("claims")
    assert (claims["deciding"].str.split().str.len() <= 12).all()
    assert claims["would_change"].str.fullmatch(r"[A-Z][^.]*(\.\w[^.]*)*\.").all()
    assert claims["deciding"].is_unique
    assert claims["would_change"].str.len().min() > 30


def test_figures_of_the_ledger_that_tables_hold_are_those_of_the_tables(
    panel: pd.DataFrame, nation: pd.DataFrame
) -> None:
    ledger = data.load("claims").set_index("id")["evidence"]
    two = panel[panel["id"].isin(["CN-BJ", "CN-SH"])].groupby("year")["rd_expenditure"].sum(min_count=2)
    part = (100 * two / nation["rd_expenditure"]).round(1)
    assert f"{part[2010]:.1f} percent" in ledger["C08"]
    assert f"and {part[2023]:.1f} in 2023" in ledger["C08"]
    region = panel["id"].map(data.load("provinces").set_index("id")["region"])
    for year in (2023, 2024):
        here = panel[panel["year"] == year].groupby(region)
        per_head = (1e4 * here["gdp"].sum() / here["population"].sum()).round()
        for area in ("east", "central", "west", "northeast"):
            assert f"{per_head[area]:,.0f}" in ledger["C27"], (year, area)
    ranks = data.load("science_cities").set_index(["edition", "city"])["rank"]
    for city in ("Wuhan", "Hangzhou", "Nanjing"):
        run = ", ".join(str(ranks[edition, city]) for edition in range(2022, 2026))
        assert f"{city} {run}" in ledger["C03"]
    assert f"Hefei {ranks[2025, 'Hefei']}th, London {ranks[2025, 'London']}th" in ledger["C44"]


def test_dates_and_years_agree() -> None:
    for name in ("policies", "hefei_timeline"):
        table = data.load(name)
        assert (table["date"].str[:4].astype(int) == table["year"]).all()
        assert table["date"].is_monotonic_increasing


def test_deals_hold_the_failures_as_well() -> None:
    deals = data.load("deals")
    failed = deals[deals["status"] == "failed"]
    assert sorted(failed["city"]) == ["Nanjing", "Nanjing", "Rugao", "Wuhan"]
    assert (deals["amount"].isna() == deals["unit"].isna()).all()
    placement = deals[deals["what"].str.contains("placement", na=False)]["amount"].sum()
    assert placement == 12
    rescue = deals[deals["what"].str.contains("rescue", na=False)]["amount"].sum()
    assert rescue == 7


def test_a_facility_that_does_not_run_has_no_year_of_operation() -> None:
    table = data.load("facilities")
    waiting = table["status"].isin(["commissioning", "under construction", "not approved"])
    assert table[waiting]["year"].isna().all()
    assert (table["kind"] == "facility").sum() == 26
    begun = table.dropna(subset=["year", "year_begun"])
    assert (begun["year"] >= begun["year_begun"]).all()


def test_no_cell_pretends_to_be_a_figure() -> None:
    for name in data.names():
        for column, cells in data.load(name).select_dtypes("str").items():
            odd = cells.dropna()[
                cells.dropna().str.fullmatch(r"\s*|(?i:nan|na|n/a|none|null|-|\?)|\s.*|.*\s")
            ]
            assert odd.empty, (name, column, odd.tolist())
    assert not re.search("[\u4e00-\u9fff]", "".join(data.load("claims").to_numpy(dtype=str).ravel()))
