"""The quoted rankings and the vehicle counts: consistent with themselves and with each other."""

from sciencecities import data


def test_a_city_has_one_rank_in_an_edition() -> None:
    table = data.load("science_cities")
    assert not table.duplicated(["edition", "city"]).any()
    assert (table["data_year"] == table["edition"] - 1).all()
    nanjing = table[table["city"] == "Nanjing"].set_index("edition")["rank"]
    assert nanjing[2022] == 8
    counts = data.load("science_city_counts").set_index("indicator")["value"]
    assert (counts["rank_of_nanjing"], counts["rank_of_guangzhou"]) == (19, 42)


def test_ranks_follow_shares_and_counts_exceed_them() -> None:
    for name, group in (("science_cities", ["edition"]), ("science_city_subjects", ["edition", "subject"])):
        table = data.load(name)
        for key, rows in table.dropna(subset=["share"]).groupby(group):
            assert rows.sort_values("rank")["share"].is_monotonic_decreasing, (name, key)
        both = table.dropna(subset=["share", "count"])
        assert (both["count"] > both["share"]).all()


def test_shares_and_contributions_give_one_national_total() -> None:
    """A city's Share over its contribution is its country's Share: all cities of a country must agree."""
    table = data.load("science_city_subjects").dropna(subset=["contribution_to_country_share"])
    nation = table["country"].replace("Hong Kong SAR, China", "China")
    compared = 0
    for (_, country), rows in table.groupby([table["edition"], nation]):
        part = rows["contribution_to_country_share"]
        least, most = 100 * rows["share"] / (part + 0.0501), 100 * rows["share"] / (part - 0.0501)
        assert least.max() <= most.min(), country
        compared += len(rows) > 1
    assert compared >= 6


def test_the_physical_sciences_list_is_the_one_of_the_explorable() -> None:
    table = data.load("science_city_subjects").query("edition == 2021 and subject == 'physical sciences'")
    shares = table.set_index("city")["share"]
    assert len(shares) == 27
    assert shares[["Chicago", "London", "Hefei"]].tolist() == [294.40, 237.71, 227.74]


def test_counts_agree_with_the_rows_where_the_rows_are_complete() -> None:
    rows = data.load("science_cities")
    counts = data.load("science_city_counts").set_index(["edition", "indicator"])["value"]

    def chinese(edition: int, top: int, countries: set[str]) -> int:
        here = rows[(rows["edition"] == edition) & (rows["rank"] <= top)]
        return int(here["country"].isin(countries).sum())

    mainland, both = {"China"}, {"China", "Hong Kong SAR, China"}
    assert counts[2023, "chinese_cities_in_top_20"] == chinese(2023, 20, mainland) == 10
    assert counts[2025, "chinese_cities_in_top_20_incl_hong_kong"] == chinese(2025, 20, both) == 11
    assert counts[2024, "chinese_cities_in_top_20_incl_hong_kong"] == chinese(2024, 20, both) == 10
    for edition, number in ((2023, 5), (2024, 5), (2025, 6)):
        assert counts[edition, "chinese_cities_in_top_10"] == chinese(edition, 10, mainland) == number


def test_derived_counts_can_be_derived() -> None:
    cities = data.load("science_cities").set_index(["edition", "city"])
    china = data.load("science_countries").query("country == 'China'").set_index("data_year")["share"]
    counts = data.load("science_city_counts").set_index(["edition", "indicator"])["value"]
    two = "beijing_plus_shanghai_pct_of_china_share"
    share = cities["share"]
    assert (
        round(100 * (share[2025, "Beijing"] + share[2025, "Shanghai"]) / china[2024], 1) == counts[2025, two]
    )
    part = cities["contribution_to_country_share"]
    assert round(part[2020, "Beijing"] + part[2020, "Shanghai"], 1) == counts[2020, two]
    beijing = 100 * share[2023, "Beijing"] / china[2022]
    assert round(beijing, 1) == counts[2023, "beijing_pct_of_china_share"]


def test_weak_shares_are_marked() -> None:
    table = data.load("science_cities")
    assert (table["share"].isna() == table["share_quality"].isna()).all()
    assert set(table[table["edition"] == 2025]["share_quality"].dropna()) == {"unverified"}


def test_conflicting_counts_are_both_there() -> None:
    table = data.load("science_city_counts").query("checked == 'conflict'")
    values = table.groupby("indicator")["value"].agg(sorted).to_dict()
    assert values == {"mainland_china_cities_in_top_100": [19, 21], "us_cities_in_top_100": [28, 29]}


def test_one_vehicle_figure_at_most_is_recommended() -> None:
    table = data.load("nev_output")
    chosen = table[table["recommended"]]
    assert not chosen.duplicated(["area", "year", "period"]).any()
    assert len(chosen) < len(table)
