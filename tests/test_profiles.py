"""The cities of chapter 3: every indicator and every fact of a profile, worked out again from the CSV files."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from sciencecities import cityplots, cityscape, data, maps, profiles
from sciencecities.look import Picture

ROOT = Path(__file__).resolve().parent.parent
CITIES = cityscape.PROFILE_CITIES


def csv(name: str) -> pd.DataFrame:
    """A table as it lies on disk, read by pandas alone."""
    return pd.read_csv(ROOT / "data" / f"{name}.csv")


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    return {city: profiles.profile(city) for city in CITIES}


# --- Indicators


def test_the_indicators_are_those_that_are_described() -> None:
    table = cityscape.indicators()
    assert list(table.columns) == [each.key for each in cityscape.INDICATORS] + ["rd_year"]
    assert table.index.tolist() == sorted(csv("city_year")["city"].unique())
    for each in cityscape.INDICATORS:
        assert each.label and each.unit and each.year and each.source and each.hides.endswith(".")


def by_hand() -> dict[str, dict[str, float]]:
    """Each indicator again, by another road: plain loops over the files."""
    people = csv("city_population")
    people = people[people["basis"] != "census"].set_index(["city", "year"])["population"] / 100
    out: dict[str, dict[str, float]] = {key: {} for key in (each.key for each in cityscape.INDICATORS)}
    for row in csv("science_cities").itertuples():
        if row.edition == 2025:
            out["rank_2025"][row.city] = row.rank
    for city, share in csv("institutions").groupby("city")["share_2020"].sum().items():
        if (city, 2020) in people.index:
            out["university_share"][city] = share / people[city, 2020]
    for row in csv("science_city_subjects").itertuples():
        if (row.edition, row.subject) == (2021, "physical sciences") and (row.city, 2020) in people.index:
            out["physical_share"][row.city] = row.share / people[row.city, 2020]
    seen: dict[str, tuple[int, int]] = {}
    for row in csv("city_rd").itertuples():
        if 2018 <= row.year <= 2021 and row.year_certain and not math.isnan(row.rd_intensity):
            distance = (abs(row.year - 2020), row.year)
            if row.city not in seen or distance < seen[row.city]:
                seen[row.city] = distance
                out["rd_intensity"][row.city] = row.rd_intensity
    years = csv("city_year")
    for city, rows in years.groupby("city"):
        last = rows[rows["year"] == 2023]["gdp_per_capita"].item()
        out["gdp_per_head"][city] = last / 1000
        rates = rows[rows["year"].between(2018, 2023)]["real_growth"].to_numpy()
        if len(rates) == 6 and not np.isnan(rates).any():
            out["growth"][city] = 100 * (math.prod(1 + rates / 100) ** (1 / 6) - 1)
        out["facilities"][city] = 0
    for (city, year), millions in people.items():
        if year == 2023:
            out["population"][city] = millions
    for row in csv("facilities").dropna(subset=["city"]).itertuples():
        if row.kind == "facility" and row.status != "closed" and row.city in out["facilities"]:
            out["facilities"][row.city] += 1
    for row in csv("wipo_clusters").dropna(subset=["city", "rank"]).itertuples():
        if row.edition == 2023:
            out["wipo_rank"][row.city] = row.rank
    return out


@pytest.mark.parametrize("key", [each.key for each in cityscape.INDICATORS])
def test_an_indicator_equals_the_files(key: str) -> None:
    table, expected = cityscape.indicators()[key], by_hand()[key]
    for city, value in table.items():
        again = expected.get(str(city), math.nan)
        assert (pd.isna(value) and math.isnan(again)) or value == pytest.approx(again, rel=1e-12), city


def test_an_index_has_no_gap_and_at_least_ten_cities() -> None:
    table = cityscape.complete()
    assert len(table) >= 10
    assert not table.isna().any().any()
    assert "Shenzhen" not in table.index  # its growth of 2022 is a misprint and was left out
    assert "Shenzhen" in cityscape.complete(cityscape.INDEX[:4]).index


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(ValueError, match=r"No indicator is called 'charm': choose one of rank_2025, "):
        cityscape.complete(["charm"])


def test_the_chapter_says_what_each_indicator_hides() -> None:
    book = nbformat.read(ROOT / "chapters" / "03-provincial-cities.ipynb", as_version=4)
    text = re.sub(r"<!--.*?-->", "", "\n".join(cell.source for cell in book.cells))
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)  # the words of a link
    for each in cityscape.INDICATORS:
        assert f"| {each.label} | {each.hides} |" in text


# --- Profiles


@pytest.mark.parametrize("city", CITIES)
def test_the_figures_of_a_profile_equal_the_files(city: str) -> None:
    figures = profiles.facts(city).figures.set_index("item")
    expected = {key: values.get(city, math.nan) for key, values in by_hand().items()}
    for item, key in {
        "Residents": "population",
        "GDP per head": "gdp_per_head",
        "R&D over GDP": "rd_intensity",
        "Place in the Nature Index": "rank_2025",
        "University Share per million": "university_share",
    }.items():
        value = figures.loc[item, "value"]
        if math.isnan(expected[key]):
            assert figures.loc[item, "shown"] == profiles.MISSING
        else:
            assert value == pytest.approx(expected[key])
            assert profiles.MISSING not in figures.loc[item, "shown"]
    made = csv("nev_output")
    made = made[
        (made["city"] == city) & (made["year"] == 2023) & (made["period"] == "year") & made["recommended"]
    ]
    shown = figures.loc["New-energy vehicles", "shown"]
    if made.empty:
        assert shown == profiles.MISSING
    else:
        assert shown.endswith(f"{10 * made['nev_output'].item():.0f} thousand")
        assert shown.startswith("at least") == (made["value_type"].item() == "lower bound")


@pytest.mark.parametrize("city", CITIES)
def test_ranks_growth_and_subjects_equal_the_files(city: str) -> None:
    known = profiles.facts(city)
    ranks = csv("science_cities").query("city == @city").set_index("edition")["rank"].to_dict()
    assert known.ranks.dropna().to_dict() == ranks
    growth = csv("city_year").query("city == @city and 2002 <= year <= 2023").set_index("year")["real_growth"]
    assert known.growth.index.tolist() == list(range(2002, 2024))
    np.testing.assert_array_equal(known.growth.to_numpy(float), growth.to_numpy(float))
    printed = csv("science_city_subjects").query("city == @city")
    for subject, edition, rank in known.subjects.itertuples(index=False):
        rows = printed[printed["subject"] == subject]
        if rows.empty:
            assert pd.isna(rank)
        else:
            last = rows[rows["edition"] == rows["edition"].max()]
            assert (edition, rank) == (last["edition"].item(), last["rank"].item())


@pytest.mark.parametrize("city", CITIES)
def test_every_facility_deal_and_bet_is_in_the_profile(city: str) -> None:
    known = profiles.facts(city).bets
    tables = [csv(name) for name in ("facilities", "deals", "city_bets")]
    sites, deals, bets = (table[table["city"] == city] for table in tables)
    assert len(known) == len(sites) + deals["firm"].nunique() + len(bets)
    failed = set(deals[deals["status"] == "failed"]["firm"]) | set(bets[bets["status"] == "failed"]["bet"])
    assert set(known[known["status"] == "failed"]["bet"]) == failed
    years = known["year"].dropna()
    assert years.is_monotonic_increasing and known["year"].isna().to_numpy()[: len(years)].sum() == 0
    if city == "Wuhan":
        assert "HSMC, chips" in failed


@pytest.mark.parametrize("city", CITIES)
def test_a_profile_is_a_complete_picture(city: str, pictures: dict[str, Picture]) -> None:
    picture = pictures[city]
    assert picture.caption.startswith(f"{city}: ") and maps.NOTE in picture.caption
    assert len(picture.alt) >= 40 and city in picture.alt
    assert {float(size) for size in re.findall(r"font: (?:\w+ )?([\d.]+)px", picture.svg)} <= {10.0}
    table = pd.read_csv(io.StringIO(picture.csv or ""))
    assert set(table["part"]) == {"figure", "rank", "subject rank", "real growth", "bet"}
    gaps = profiles.facts(city).growth.isna().sum()
    assert table.query("part == 'real growth'")["value"].isna().sum() == gaps


def test_what_is_missing_is_said(pictures: dict[str, Picture]) -> None:
    kunming = pictures["Kunming"]
    assert profiles.MISSING in kunming.caption
    # Place, vehicles, the rank path and five subjects.
    assert kunming.svg.count(profiles.MISSING) == 8
    assert "2013 and 2017: not published" in kunming.svg
    assert "not published" not in pictures["Guangzhou"].svg.replace(profiles.MISSING, "")


@pytest.mark.parametrize("wrong", ["Atlantis", "hefei", "Beijing", ""])
def test_another_city_is_refused_in_one_sentence(wrong: str) -> None:
    with pytest.raises(ValueError) as caught:
        profiles.profile(wrong)
    assert str(caught.value) == f"There is no profile of {wrong!r}: choose one of {', '.join(CITIES)}."


# --- Charts


def test_each_facility_with_a_place_is_on_one_map() -> None:
    sites = data.load("facilities")
    figure = cityplots.facilities_by_period(data.load("provinces"), sites)
    titles = [axes.get_title() for axes in figure.axes]
    assert len(titles) == 6
    assert sum(int(title.rpartition(": ")[2]) for title in titles) == sites["lat"].notna().sum()
