"""The statistics: joins complete, totals add up, published values, breaks declared."""

import itertools

import numpy as np
import pandas as pd
import pytest

from sciencecities import data

YEARS = set(range(2000, 2025))
# Column of province_year -> years in which all 31 provinces must have a figure.
COVERAGE = {
    "gdp": YEARS,
    "gdp_per_capita": YEARS,
    "gdp_real_index": YEARS,
    "population": YEARS,
    "cpi": YEARS,
    "disposable_income": set(range(2013, 2025)),
    "rd_expenditure": set(range(2010, 2024)),
    "rd_intensity_published": set(range(2011, 2024)),
    "rd_intensity": set(range(2010, 2024)),
    "patents_granted": set(range(2000, 2024)),
    "invention_patents_granted": set(range(2000, 2024)) - {2005},
    "technology_contracts": set(range(2017, 2020)),
    "real_estate_investment": set(range(2000, 2020)),
    "fixed_asset_investment": set(range(2000, 2018)),
}
# Column -> year -> provinces that have a figure although not all 31 do.
SIX = {"Beijing", "Shanghai", "Jiangsu", "Zhejiang", "Shandong", "Guangdong"}
PARTLY = {
    "rd_expenditure": {2024: SIX},
    "rd_intensity": {2024: SIX},
    "rd_intensity_published": {2024: SIX - {"Shandong"} | {"Tianjin", "Anhui"}},
}
FOURTEEN = {
    "Beijing",
    "Changsha",
    "Chengdu",
    "Chongqing",
    "Fuzhou",
    "Guangzhou",
    "Hangzhou",
    "Hefei",
    "Jinan",
    "Ningbo",
    "Qingdao",
    "Shanghai",
    "Shenzhen",
    "Tianjin",
}


@pytest.fixture(scope="module")
def vintages() -> pd.DataFrame:
    return data.load("province_vintages")


def value(panel: pd.DataFrame, province: str, year: int, column: str) -> float:
    row = panel[(panel["province"] == province) & (panel["year"] == year)]
    return float(row[column].item())


# --- joins


def test_every_year_has_the_same_31_provinces(panel: pd.DataFrame) -> None:
    units = data.load("provinces")
    reporting = set(units[units["region"].notna()]["id"])
    assert len(reporting) == 31
    assert set(units["id"]) - reporting == {"HK", "MO", "TW"}
    for year, rows in panel.groupby("year"):
        assert set(rows["id"]) == reporting, year
    assert set(panel["year"]) == YEARS


def test_a_province_has_one_name_everywhere(panel: pd.DataFrame, vintages: pd.DataFrame) -> None:
    names = data.load("provinces").set_index("id")["name"]
    for table in (panel, vintages):
        assert (table["id"].map(names) == table["province"]).all()


@pytest.mark.parametrize("column", COVERAGE)
def test_a_series_is_complete_or_its_gap_is_stated(column: str, panel: pd.DataFrame) -> None:
    for year, rows in panel.groupby("year"):
        there = set(rows[rows[column].notna()]["province"])
        if year in COVERAGE[column]:
            assert len(there) == 31, year
        elif column in ("technology_contracts", "invention_patents_granted") and len(there) > 0:
            assert set(panel["province"]) - there == {"Xizang (Tibet)"}, year
        else:
            assert there == PARTLY.get(column, {}).get(year, set()), year


def test_coverage_names_every_number_of_the_panel(panel: pd.DataFrame) -> None:
    numbers = set(panel.select_dtypes("number").columns) - {"year"}
    assert numbers == set(COVERAGE)


def test_cities_of_hand_written_tables_are_known() -> None:
    cities = set(data.load("cities")["city"])
    assert set(data.load("deals")["city"]) - cities == {"Huzhou", "Rugao"}
    double = data.load("cities")["made_of"].dropna()
    for pair in double:
        assert set(pair.split(" and ")) <= cities


def test_a_city_has_one_name_and_one_country() -> None:
    countries = data.load("cities").set_index("city")["country"]
    for name in ("science_cities", "science_city_subjects"):
        table = data.load(name)
        assert (table["city"].map(countries) == table["country"]).all()


# --- totals


@pytest.mark.parametrize(
    ("column", "lowest", "highest", "first", "last"),
    [
        ("rd_expenditure", 0.9999, 1.0001, 2010, 2023),
        ("real_estate_investment", 0.9995, 1.001, 2000, 2019),
        ("gdp", 0.97, 1.01, 2000, 2024),
    ],
)
def test_provinces_add_up_to_the_nation(
    column: str,
    lowest: float,
    highest: float,
    first: int,
    last: int,
    panel: pd.DataFrame,
    nation: pd.DataFrame,
) -> None:
    total = panel.groupby("year")[column].sum(min_count=31)
    ratio = (total / nation[column]).loc[first:last]
    assert ratio.between(lowest, highest).all(), ratio[~ratio.between(lowest, highest)]


def test_rd_adds_up_to_half_a_billion_yuan_in_every_year(panel: pd.DataFrame, nation: pd.DataFrame) -> None:
    difference = panel.groupby("year")["rd_expenditure"].sum(min_count=31) - nation["rd_expenditure"]
    assert difference.loc[2011:2023].abs().max() < 0.35


def test_before_the_fourth_census_provinces_exceeded_the_nation(
    vintages: pd.DataFrame, nation: pd.DataFrame
) -> None:
    old = vintages[(vintages["variable"] == "gdp") & (vintages["vintage"] == "before census 4")]
    ratio = (old.groupby("year")["value"].sum() / nation["gdp"]).loc[2010:2014]
    assert ratio.between(1.04, 1.06).all()


def test_gdp_per_head_is_gdp_over_people(panel: pd.DataFrame, vintages: pd.DataFrame) -> None:
    table = panel.sort_values(["id", "year"])
    people = (table["population"] + table.groupby("id")["population"].shift()) / 2
    off = (table["gdp"] / people * 1e4 / table["gdp_per_capita"] - 1).abs()
    assert off[table["year"].between(2016, 2023)].max() < 0.0003
    # 2024 stands on the preliminary GDP, which is what its vintage says
    assert 0.005 < off[table["year"] == 2024].max() < 0.009
    assert set(table[table["gdp_per_capita_vintage"] == "preliminary"]["year"]) == {2024}
    gdp4 = vintages[(vintages["variable"] == "gdp") & (vintages["vintage"] == "after census 4")]
    older = table.merge(gdp4[["id", "year", "value"]], on=["id", "year"], how="left")["value"].to_numpy()
    off4 = (older / people.to_numpy() * 1e4 / table["gdp_per_capita"].to_numpy(dtype=float)) - 1
    assert np.abs(off4[table["year"].between(2006, 2014).to_numpy()]).max() < 0.002


def test_rd_intensity_is_computed_from_its_neighbours(panel: pd.DataFrame) -> None:
    computed = 100 * panel["rd_expenditure"] / panel["gdp"]
    assert (computed - panel["rd_intensity"]).abs().max() < 0.0001
    assert (computed.isna() == panel["rd_intensity"].isna()).all()


def test_city_ratios_are_computed_from_city_gdp() -> None:
    table = data.load("city_rd").merge(data.load("city_year")[["city", "year", "gdp"]], how="left")
    both = table.dropna(subset=["rd_expenditure", "rd_intensity"])
    off = (100 * both["rd_expenditure"] / both["gdp"] - both["rd_intensity"]).abs()
    assert off[both["intensity_basis"] == "recomputed"].max() < 0.011
    assert len(both) > 55
    municipalities = {"Beijing", "Tianjin", "Shanghai", "Chongqing"}
    assert off[(both["intensity_basis"] == "published") & ~both["city"].isin(municipalities)].max() < 0.011


def test_no_city_growth_is_nominal_growth() -> None:
    """A commercial extract gave nominal growth of 2013 as real, to two decimals: those rows must stay out."""
    table = data.load("city_year").sort_values(["city", "year"])
    nominal = table.groupby("city")["gdp"].pct_change(fill_method=None) * 100
    suspicious = ((nominal - table["real_growth"]).abs() < 0.006) & (table["year"] == 2013)
    assert not suspicious.any()
    assert set(table[(table["year"] == 2013) & table["real_growth"].notna()]["city"]) == FOURTEEN


def test_city_growth_is_complete_where_the_gaps_say_so() -> None:
    growth = data.load("city_year").pivot(index="year", columns="city", values="real_growth")
    early, late = growth.loc[2002:2012], growth.loc[2002:2016]
    assert set(growth.columns) - set(early.columns[early.notna().all()]) == {"Lhasa"}
    assert set(late.columns[late.notna().all()]) == FOURTEEN
    assert growth.loc[2018:2023].drop(columns="Shenzhen").notna().all().all()


# --- published values


@pytest.mark.parametrize(
    ("province", "year", "column", "published"),
    [
        ("Anhui", 2024, "gdp", 50646.7),
        ("Beijing", 2023, "rd_intensity_published", 6.73),
        ("Shanghai", 2023, "rd_intensity_published", 4.34),
        ("Tianjin", 2023, "rd_intensity_published", 3.58),
        ("Guangdong", 2023, "rd_intensity_published", 3.54),
        ("Jiangsu", 2023, "rd_intensity_published", 3.29),
        ("Zhejiang", 2023, "rd_intensity_published", 3.20),
        ("Anhui", 2023, "rd_intensity_published", 2.69),
        ("Anhui", 2024, "rd_intensity_published", 2.76),
        ("Xizang (Tibet)", 2023, "rd_expenditure", 7.2),
        ("Guangdong", 2024, "rd_expenditure", 5099.6),
        ("Tianjin", 2018, "rd_intensity_published", 2.62),
        ("Tianjin", 2019, "rd_intensity_published", 3.28),
    ],
)
def test_provinces_equal_what_was_published(
    province: str, year: int, column: str, published: float, panel: pd.DataFrame
) -> None:
    assert value(panel, province, year, column) == published


@pytest.mark.parametrize(
    ("year", "column", "published"),
    [
        (2010, "rd_expenditure", 7062.6),
        (2010, "rd_intensity_published", 1.76),
        (2023, "rd_expenditure", 33357.1),
        (2024, "rd_intensity_published", 2.69),
        (2024, "gdp", 1348066),
        (2025, "gdp", 1401879),
        (2025, "real_estate_investment", 82788),
    ],
)
def test_the_nation_equals_what_was_published(
    year: int, column: str, published: float, nation: pd.DataFrame
) -> None:
    assert nation.loc[year, column] == published


@pytest.mark.parametrize(
    ("variable", "year", "province", "change"),
    [
        ("gdp", 2017, "Tianjin", -32.9),
        ("gdp", 2017, "Jilin", -26.9),
        ("gdp", 2017, "Shandong", -13.2),
        ("gdp", 2017, "Anhui", 9.8),
        ("gdp", 2017, "Yunnan", 12.9),
        ("population", 2019, "Heilongjiang", -13.2),
        ("population", 2019, "Guangdong", 8.4),
        ("population", 2019, "Zhejiang", 9.0),
    ],
)
def test_revisions_are_those_reported(
    variable: str, year: int, province: str, change: float, panel: pd.DataFrame, vintages: pd.DataFrame
) -> None:
    here = vintages[(vintages["province"] == province) & (vintages["year"] == year)]
    values = here[here["variable"] == variable].set_index("vintage")["value"]
    if variable == "gdp":
        old, new = values["before census 4"], values["after census 4"]
    else:
        old, new = values["before census 7"], value(panel, province, year, variable)
    assert round(100 * (new / old - 1), 1) == change


def test_hefei_grew_by_taking_in_its_neighbours() -> None:
    hefei = data.load("city_year").query("city == 'Hefei'").set_index("year")
    assert round(100 * (hefei.loc[2011, "gdp"] / hefei.loc[2010, "gdp"] - 1), 1) == 34.6
    assert hefei.loc[2011, "real_growth"] == pytest.approx(15.4)
    assert hefei.loc[2023, "gdp"] == 12674.0
    assert hefei.loc[2013, "real_growth"] == 11.5


def test_world_bank_and_communiques_tell_the_same_story(nation: pd.DataFrame) -> None:
    china = data.load("rd_by_country").query("country == 'China'").set_index("year")["rd_intensity"]
    both = pd.concat([china, nation["rd_intensity_published"]], axis=1).dropna()
    assert len(both) > 15
    assert (both.iloc[:, 0] - both.iloc[:, 1]).abs().max() < 0.1


# --- breaks


@pytest.mark.parametrize(
    ("column", "last_year_before"),
    [("gdp", [2005]), ("gdp_per_capita", [2015, 2023]), ("gdp_real_index", [2015]), ("population", [2014])],
)
def test_each_change_of_vintage_is_a_declared_break(
    column: str, last_year_before: list[int], panel: pd.DataFrame
) -> None:
    declared = [item["where"] for item in data.describe("province_year")["breaks"]]
    for _, rows in panel.sort_values("year").groupby("id"):
        vintage = rows[f"{column}_vintage"].to_numpy()
        changes = rows["year"].to_numpy()[:-1][vintage[1:] != vintage[:-1]]
        assert changes.tolist() == last_year_before
    for year in last_year_before:
        assert f"{column}, {year} to {year + 1}" in declared


def test_the_national_vintage_changes_where_it_is_declared(nation: pd.DataFrame) -> None:
    assert nation["gdp_vintage"].ne(nation["gdp_vintage"].shift()).pipe(lambda s: s.index[s].tolist()) == [
        2000,
        2005,
        2024,
        2025,
    ]
    assert any(item["where"] == "gdp, 2004 to 2005" for item in data.describe("national_year")["breaks"])


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("science_cities", "journal list"),
        ("science_city_subjects", "journal list"),
        ("science_countries", "145"),
        ("wipo_clusters", "Venture-capital"),
        ("wipo_counts", "Venture-capital"),
        ("city_year", "Juchao"),
        ("hefei_timeline", "Chaohu"),
        ("nev_output", "legal seat"),
        ("cities", "population_kind"),
    ],
)
def test_the_known_breaks_are_declared(name: str, word: str) -> None:
    assert any(word in item["what"] for item in data.describe(name)["breaks"])


def test_the_journal_list_changes_with_edition_2024() -> None:
    for name in ("science_cities", "science_countries"):
        by_edition = data.load(name).groupby("edition")["journal_set"].agg(set)
        for edition, lists in by_edition.items():
            start = "82" if edition < 2024 else "145"
            assert len(lists) == 1
            assert next(iter(lists)).startswith(start)


def test_vehicles_count_elsewhere_from_2025() -> None:
    table = data.load("nev_output").query("level != 'nation'")
    assert set(table[table["year"] < 2025]["counted_at"]) == {"legal seat"}
    assert set(table[table["year"] == 2025]["counted_at"]) == {"place of production"}


def test_people_of_a_city_are_counted_once_a_year() -> None:
    table = data.load("city_population")
    pairs = table.sort_values(["city", "year"]).groupby("city")
    for city, rows in pairs:
        for a, b in itertools.pairwise(rows.itertuples()):
            if a.year >= 2020:  # the same boundary: no jump
                assert 0.94 < b.population / a.population < 1.12, (city, a.year, b.year)
    assert table[table["year"] == 2010]["basis"].eq("census").all()
