"""The ledger: table and badges; and the figures in its evidence that the tables can recompute."""

import re

import numpy as np
import pytest
import statsmodels.api as sm

from sciencecities import claims, data, measures


def ranks(city):
    """The city's overall rank by edition."""
    table = data.load("science_cities")
    return table[table["city"] == city].set_index("edition")["rank"].to_dict()


def says(claim_id, *pieces):
    """The claim's evidence contains each piece."""
    text = claims.get(claim_id).evidence
    for piece in pieces:
        assert piece in text, f"{claim_id}: the tables give {piece!r}; the evidence reads: {text}"


def decided_by(claim_id, *pieces):
    """The claim's deciding figure contains each piece."""
    text = claims.get(claim_id).deciding
    for piece in pieces:
        assert piece in text, f"{claim_id}: the tables give {piece!r}; it is decided by: {text}"


def test_there_are_46_claims_with_known_verdicts_and_kinds():
    rows = claims.every()
    assert [row.id for row in rows] == [f"C{number:02d}" for number in range(1, 47)]
    assert {row.verdict for row in rows} == set(claims.VERDICTS)
    assert {row.kind for row in rows} == set(claims.KINDS)
    for row in rows:
        assert row.deciding and row.evidence and row.would_change and row.sources, row.id
        assert int(row.tested_in[:2]) == row.chapter


def test_an_unknown_claim_lists_the_known_ones():
    for call in (claims.get, claims.badge, lambda one: claims.verdicts([one])):
        with pytest.raises(ValueError, match=r"no claim 'C99'; choose one of: C01, C02, .*C46"):
            call("C99")
    with pytest.raises(ValueError, match="choose one of"):
        claims.get(8)
    assert claims.get(" c08") is claims.get("C08")


def test_a_badge_links_to_its_entry():
    assert claims.badge("C08")._repr_html_() == (
        '<a class="sc-badge sc-badge--overstated" href="../reference/claims.html#c08">C08 overstated</a>'
    )
    assert "sc-badge--mostly-supported" in claims.badge("C10")._repr_html_()
    assert repr(claims.badge("C08")) == "C08 overstated"


def test_verdicts_keep_their_order_and_show_what_decided():
    shown = claims.verdicts(["C09", "C03"])
    markup = shown._repr_html_()
    assert markup.index("verdict-c09") < markup.index("verdict-c03")
    assert "Hefei 15th, Chicago 17th" in markup and "Hefei 15th, Chicago 17th" in repr(shown)
    assert "Xi&#x27;an" in claims.verdicts(["C04"])._repr_html_()


# What the tables can decide, recomputed: a changed table must not leave a verdict standing on old figures.


def test_c02_detours_and_distances_from_the_line():
    place = data.load("cities").set_index("city")[["lat", "lon"]]
    ends = (*place.loc["Beijing"], *place.loc["Shanghai"])
    says("C02", f"{measures.great_circle_km(*ends):,.0f} km")
    for city, form in {
        "Hangzhou": "Hangzhou {:,.0f} km",
        "Nanjing": "Nanjing {:,.0f}",
        "Hefei": "Hefei {:,.0f}",
        "Wuhan": "Wuhan {:,.0f}",
        "Xi'an": "Xi'an {:,.0f}",
        "Kunming": "Kunming {:,.0f}",
    }.items():
        says("C02", form.format(abs(measures.cross_track_km(*place.loc[city], *ends))))
    direct = measures.great_circle_km(*ends)
    longer = {}
    for city in ("Nanjing", "Hangzhou", "Hefei", "Wuhan", "Xi'an"):
        legs = [
            measures.great_circle_km(*place.loc[city], *place.loc[end]) for end in ("Beijing", "Shanghai")
        ]
        longer[city] = f"{100 * (sum(legs) / direct - 1):.0f}"
    first, *others = (f"{city} {part}" for city, part in longer.items())
    says("C02", f"{first.replace('Nanjing', 'Nanjing it is')}% longer, {', '.join(others)}.")
    named = [f"{city} {longer[city]}" for city in ("Hefei", "Wuhan", "Xi'an")]
    decided_by("C02", f"Nanjing {longer['Nanjing']}%, {', '.join(named)}.")


def test_c03_ranks_rise():
    editions = (2022, 2023, 2024, 2025)
    hefei = ranks("Hefei")
    says("C03", *(f"{hefei[edition]}th (edition {edition}" for edition in editions))
    for city in ("Wuhan", "Hangzhou", "Nanjing"):
        path = [ranks(city)[edition] for edition in editions]
        says("C03", f"{city} {', '.join(map(str, path))}")
        assert path[1] <= path[0] and path[3] <= path[2]
    assert hefei[2023] < hefei[2022] and hefei[2025] < hefei[2024]
    for city in ("Hefei", "Wuhan"):
        place = ranks(city)
        decided_by("C03", f"{city} {place[2022]}→{place[2023]}", f"{city} {place[2024]}→{place[2025]}")


def test_c03_no_deciding_figure_crosses_the_change_of_journal_list():
    lists = data.load("science_cities").groupby("edition")["journal_set"].unique()
    assert lists[2022] == lists[2023] and lists[2024] == lists[2025]
    assert lists[2023] != lists[2024]
    pairs = re.findall(r"20(\d\d)-(\d\d)", claims.get("C03").deciding)
    assert pairs == [("22", "23"), ("24", "25")]


def test_c04_the_same_stretch_of_the_table():
    cities = (
        "Nanjing",
        "Wuhan",
        "Tokyo",
        "Paris",
        "Seoul",
        "Hangzhou",
        "London",
        "Hefei",
        "Chicago",
        "Xi'an",
    )
    says("C04", ", ".join(f"{city} {ranks(city)[2024]}" for city in cities))


def test_c05_built_up_areas_by_one_definition():
    built_up = data.load("cities").set_index("city")["agglomeration_population"] / 1e6
    says(
        "C05",
        *(f"{city} {built_up[city]:.1f}" for city in ("Hangzhou", "Nanjing", "Xi'an", "Wuhan", "London")),
    )
    says("C05", f"Hefei {built_up['Hefei']:.1f} million")
    proper = data.load("cities").set_index("city")["population"]["Hefei"] / 1e6
    decided_by("C05", f"{built_up['Hefei']:.1f} built-up (2005-15)", f"London {built_up['London']:.1f}")
    decided_by("C05", f"{proper:.2f} proper")
    says("C05", f"{proper:.2f} million (GeoNames;")
    people = data.load("city_population").query("city == 'Hefei' and year == 2024")["population"].item() / 100
    says("C05", f"{people:.3f} million permanent residents at the end of 2024")
    decided_by("C05", f"{people:.1f} million administrative (2024)")


def test_c08_the_part_of_two():
    counts = data.load("science_city_counts")
    parts = counts[counts["indicator"] == "beijing_plus_shanghai_pct_of_china_share"].set_index("data_year")[
        "value"
    ]
    says("C08", f"{parts[2019]:.1f}% (data of 2019", f"{parts[2024]:.1f}% (data of 2024)")
    cities = data.load("science_cities").query("edition == 2025").set_index("city")["share"]
    china = data.load("science_countries").query("edition == 2025 and country == 'China'")["share"].item()
    assert round(100 * cities[["Beijing", "Shanghai"]].sum() / china, 1) == parts[2024]
    spending = data.load("province_year").pivot(index="year", columns="province", values="rd_expenditure")
    money = {
        year: 100 * spending.loc[year, ["Beijing", "Shanghai"]].sum() / spending.loc[year].sum()
        for year in (2010, 2023)
    }
    says("C08", f"{money[2010]:.1f} percent of the national total in 2010 and {money[2023]:.1f} in 2023")
    places = spending.loc[2010].rank(ascending=False)
    assert places["Jiangsu"] == 1 and places["Shanghai"] == 6
    amounts = spending.loc[2010] / 10
    says(
        "C08",
        f"Jiangsu was first ({amounts['Jiangsu']:.0f}bn yuan) and Shanghai sixth ({amounts['Shanghai']:.0f}bn)",
    )
    assert parts[2024] < parts[2019] and money[2023] < money[2010]
    people = data.load("province_year").pivot(index="year", columns="province", values="population")
    two = ["Beijing", "Shanghai"]
    per_head = {
        year: (spending.loc[year, two].sum() / people.loc[year, two].sum())
        / (spending.loc[year].sum() / people.loc[year].sum())
        for year in (2010, 2023)
    }
    says(
        "C08",
        f"2010 (together {per_head[2010]:.1f} times the nation's mean) and in 2023 ({per_head[2023]:.1f} times)",
    )
    firsts = (spending / people).loc[[2010, 2023]].rank(axis=1, ascending=False)
    assert (firsts["Beijing"] == 1).all() and (firsts["Shanghai"] == 2).all()


def test_c08_beijing_on_one_journal_list():
    city = data.load("science_cities").query("edition == 2020 and city == 'Beijing'")
    counts = data.load("science_city_counts").query("indicator == 'beijing_pct_of_china_share'")
    first, later = city["contribution_to_country_share"].item(), counts["value"].item()
    assert counts["data_year"].item() == 2022
    says("C08", f"from {first:.1f}% of China's Share (data of 2019) to {later:.1f}% (data of 2022)")
    decided_by("C08", f"Beijing {first:.1f}% (data 2019), {later:.1f}% (data 2022)")
    share, china = re.match(r"([\d.]+) / (\d+)", counts["note"].item()).groups()
    assert round(100 * float(share) / float(china), 1) == later
    says("C08", f"our division of two press figures ({share} by {int(china):,})")


def test_c08_the_second_city_has_places_and_no_share():
    place = ranks("Shanghai")
    assert place[2020] == place[2021] == 5 and place[2022] == place[2023] == 3
    decided_by("C08", f"Shanghai {place[2020]}th→{place[2023]}rd")
    says("C08", "fifth (editions 2020 and 2021) to third (editions 2022 and 2023)", "was not seen")
    table = data.load("science_cities").query("city == 'Shanghai' and edition == 2023")
    assert table["share"].isna().all(), "Shanghai's Share of 2022 is in the table: use it in C08"


def test_c09_hefei_and_chicago():
    hefei, chicago = ranks("Hefei"), ranks("Chicago")
    says("C09", *(f"{hefei[one]} to {chicago[one]} (edition {one})" for one in (2023, 2024, 2025)))
    assert all(hefei[edition] < chicago[edition] for edition in (2023, 2024, 2025))
    share = physical_2020()
    says("C09", f"Share {share['Chicago']:.0f} to {share['Hefei']:.0f}")
    decided_by("C09", f"Hefei {hefei[2024]}th, Chicago {chicago[2024]}th (edition 2024)")


def physical_2020():
    table = data.load("science_city_subjects").query("subject == 'physical sciences' and data_year == 2020")
    return table.set_index("city")["share"]


def test_c10_hefei_and_london():
    hefei, london, share = ranks("Hefei"), ranks("London"), physical_2020()
    says("C10", f"Hefei {hefei[2023]}, London {london[2023]}", f"({hefei[2025]} against {london[2025]},")
    says("C10", f"(London {london[2024]}, Hefei {hefei[2024]})")
    says("C10", f"({share['London']:.1f} to {share['Hefei']:.1f})")
    assert hefei[2023] < london[2023] and hefei[2025] < london[2025] and hefei[2024] > london[2024]


def test_c11_is_decided_by_the_surplus_and_its_interval():
    listed = data.load("institutions").groupby("city")["share_2020"].sum().rename("share").reset_index()
    people = data.load("city_population").query("year == 2020")[["city", "population"]]
    output = data.load("city_year").query("year == 2020")[["city", "gdp"]]
    sized = people.merge(output).merge(listed).set_index("city")
    logs = np.log(sized.assign(per_head=sized["gdp"] / sized["population"]))
    terms = sm.add_constant(logs[["population", "per_head"]])
    others = sized.index != "Hefei"
    fit = sm.OLS(logs["share"][others], terms[others]).fit()
    row = np.exp(fit.get_prediction(terms[~others]).summary_frame(alpha=0.05)).iloc[0]
    low, high, predicted = row["obs_ci_lower"], row["obs_ci_upper"], row["mean"]
    share = sized["share"]["Hefei"]
    decided_by("C11", f"{share:.0f} against {predicted:.0f} predicted ({low:.0f} to {high:.0f})")
    says("C11", f"{share:.0f} where {predicted:.0f} are predicted", f"interval of {low:.0f} to {high:.0f}")
    assert low < share < high and claims.get("C11").verdict == "overstated"


def test_c11_a_large_city_near_the_top():
    subject = data.load("science_city_subjects").query("city == 'Hefei' and edition == 2025")
    place = subject.set_index("subject")["rank"]
    people = data.load("city_population").query("city == 'Hefei' and year == 2024")["population"].item() / 100
    national = data.load("national_year").set_index("year")["rd_intensity_published"]
    city = data.load("city_rd").query("city == 'Hefei'").set_index("year")["rd_intensity"]
    says(
        "C11", f"{ranks('Hefei')[2025]}th in the world in edition 2025 with about {people:.0f} million people"
    )
    says(
        "C11", f"{place['chemistry']}th in chemistry and {place['physical sciences']}th in physical sciences"
    )
    says("C11", f"{city[2022]:.2f}% of city GDP against {national[2022]:.2f}% nationally (2022)")
    assert city.index.max() == 2022, "a later year of Hefei's R&D intensity is in the table: use it in C11"


def test_c11_share_per_million_residents():
    people = data.load("city_population").query("year == 2020").set_index("city")["population"] / 100
    per_million = (physical_2020() / people).dropna()
    named = {city: f"{per_million[city]:.0f}" for city in ("Hefei", "Beijing", "Nanjing", "Wuhan")}
    says("C11", *(f"{number} in {city}" for city, number in named.items()))
    assert len(per_million) == 10 and measures.ranks(per_million)[list(per_million.index).index("Hefei")] == 3
    says("C11", "Hefei third of the ten mainland cities whose Share was seen")
    built_up = data.load("cities").set_index("city")["agglomeration_population"]
    per_head = physical_2020() / built_up
    assert per_head["Cambridge"] > 5 * per_head["Hefei"]


def test_c45_the_rise_of_hefei():
    hefei = ranks("Hefei")
    says("C45", f"{hefei[2018]}th (edition 2018) to {hefei[2023]}th (edition 2023)")
    says("C45", f"to {hefei[2025]}th (edition 2025)")
    decided_by("C45", f"{hefei[2018]}th (edition 2018), {hefei[2023]}th (edition 2023, same journals)")
    lists = data.load("science_cities").groupby("edition")["journal_set"].first()
    assert lists[2018] == lists[2023]
