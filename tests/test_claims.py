"""The ledger: table, badges, page and filter; and the figures in its evidence that the tables can recompute."""

import re
from html.parser import HTMLParser

import axe_kit
import pytest
import static_page

from sciencecities import _ledgerpage, claims, data, measures

PAGE = _ledgerpage.PAGE.read_text(encoding="utf-8")


def raw_html():
    """The HTML of the page's raw blocks."""
    return "\n".join(re.findall(r"```\{raw\} html\n(.*?)\n```\n", PAGE, re.DOTALL))


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
    html = shown._repr_html_()
    assert html.index("verdict-c09") < html.index("verdict-c03")
    assert "Hefei 15th, Chicago 17th" in html and "Hefei 15th, Chicago 17th" in repr(shown)
    assert "Xi&#x27;an" in claims.verdicts(["C04"])._repr_html_()


def test_the_page_is_current():
    assert _ledgerpage.render() == PAGE, "reference/claims.md is stale: run python -m sciencecities.claims"


class Entries(HTMLParser):
    """Ids, links and the balance of tags."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_has_one_entry_and_one_link_for_each_claim():
    page = Entries()
    page.feed(raw_html())
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    for row in claims.every():
        assert row.anchor in page.ids
        assert f"#{row.anchor}" in page.links
    for meaning in [*claims.VERDICTS.values(), *claims.KINDS.values()]:
        assert meaning in PAGE


def test_a_claim_treated_in_two_chapters_is_found_under_both():
    entry = raw_html().split('id="c04"')[1].split("</li>")[0]
    assert 'data-chapter="1 3"' in entry
    assert "Chapter 3, Provincial cities" in entry


def test_what_cannot_be_tested_is_said_to_be_discussed():
    for row in claims.every():
        entry = raw_html().split(f'id="{row.anchor}"')[1].split("</li>")[0]
        assert ("<dt>Discussed in</dt>" in entry) == (row.verdict == "untestable"), row.id
        assert ("<dt>Tested in</dt>" in entry) == (row.verdict != "untestable"), row.id
    says("C28", "Discussed in chapter 4, not tested")


def test_chapters_that_the_book_lists_are_linked():
    contents = (_ledgerpage.ROOT / "_toc.yml").read_text(encoding="utf-8")
    for row in claims.every():
        linked = f'href="../chapters/{row.tested_in}.html#verdict-{row.anchor}"' in PAGE
        assert linked == (f"chapters/{row.tested_in}" in contents)


# What the tables can decide, recomputed: a changed table must not leave a verdict standing on old figures.


def test_c02_distances_from_the_line():
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
        away = abs(measures.cross_track_km(*place.loc[city], *ends))
        says("C02", form.format(away))
        if city in ("Hefei", "Xi'an"):
            decided_by("C02", f"{away:,.0f}")


def test_c03_ranks_rise():
    editions = (2022, 2023, 2024, 2025)
    hefei = ranks("Hefei")
    says("C03", *(f"{hefei[edition]}th (NI {edition}" for edition in editions))
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
    decided_by("C05", f"{built_up['Hefei']:.1f} built-up", f"London {built_up['London']:.1f} built-up")
    people = data.load("city_population").query("city == 'Hefei' and year == 2024")["population"].item() / 100
    says("C05", f"{people:.3f} million permanent residents at the end of 2024")
    decided_by("C05", f"{people:.1f} million administrative (2024)")


def test_c08_the_part_of_two():
    counts = data.load("science_city_counts")
    parts = counts[counts["indicator"] == "beijing_plus_shanghai_pct_of_china_share"].set_index("data_year")[
        "value"
    ]
    says("C08", f"{parts[2019]:.1f}% of China's Share in 2019", f"{parts[2024]:.1f}% in 2024")
    cities = data.load("science_cities").query("edition == 2025").set_index("city")["share"]
    china = data.load("science_countries").query("edition == 2025 and country == 'China'")["share"].item()
    assert round(100 * cities[["Beijing", "Shanghai"]].sum() / china, 1) == parts[2024]
    spending = data.load("province_year").pivot(index="year", columns="province", values="rd_expenditure")
    money = {
        year: 100 * spending.loc[year, ["Beijing", "Shanghai"]].sum() / spending.loc[year].sum()
        for year in (2010, 2023)
    }
    says("C08", f"{money[2010]:.1f} percent of the national total in 2010 to {money[2023]:.1f} in 2023")
    decided_by("C08", f"{money[2010]:.1f} percent of R&D money in 2010, {money[2023]:.1f} in 2023")
    assert parts[2024] < parts[2019] and money[2023] < money[2010]


def test_c08_beijing_on_one_journal_list():
    city = data.load("science_cities").query("edition == 2020 and city == 'Beijing'")
    counts = data.load("science_city_counts").query("indicator == 'beijing_pct_of_china_share'")
    first, later = city["contribution_to_country_share"].item(), counts["value"].item()
    assert counts["data_year"].item() == 2022
    says("C08", f"Beijing alone went from {first:.1f}% (2019) to {later:.1f}% (2022)")


def test_c09_hefei_and_chicago():
    hefei, chicago = ranks("Hefei"), ranks("Chicago")
    says("C09", f"{hefei[2023]} to {chicago[2023]} (2023 edition)")
    says("C09", *(f"{hefei[edition]} to {chicago[edition]} ({edition})" for edition in (2024, 2025)))
    assert all(hefei[edition] < chicago[edition] for edition in (2023, 2024, 2025))
    share = physical_2020()
    says("C09", f"Share {share['Chicago']:.0f} to {share['Hefei']:.0f}")
    decided_by("C09", f"Hefei {hefei[2024]}th, Chicago {chicago[2024]}th (edition 2024)")


def physical_2020():
    table = data.load("science_city_subjects").query("subject == 'physical sciences' and data_year == 2020")
    return table.set_index("city")["share"]


def test_c10_hefei_and_london():
    hefei, london, share = ranks("Hefei"), ranks("London"), physical_2020()
    says("C10", f"Hefei {hefei[2023]}, London {london[2023]}", f"({hefei[2025]} against {london[2025]})")
    says("C10", f"(London {london[2024]}, Hefei {hefei[2024]})")
    says("C10", f"({share['London']:.1f} to {share['Hefei']:.1f})")
    assert hefei[2023] < london[2023] and hefei[2025] < london[2025] and hefei[2024] > london[2024]


def test_c11_a_large_city_near_the_top():
    subject = data.load("science_city_subjects").query("city == 'Hefei' and edition == 2025")
    place = subject.set_index("subject")["rank"]
    people = data.load("city_population").query("city == 'Hefei' and year == 2024")["population"].item() / 100
    national = data.load("national_year").set_index("year")["rd_intensity_published"]
    city = data.load("city_rd").query("city == 'Hefei'").set_index("year")["rd_intensity"]
    says("C11", f"{ranks('Hefei')[2025]}th in the world in 2024 with about {people:.0f} million people")
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
    decided_by("C11", *(f"{city} {named[city]}" for city in ("Hefei", "Nanjing", "Beijing")))
    assert len(per_million) == 10 and measures.ranks(per_million)[list(per_million.index).index("Hefei")] == 3
    says("C11", "Hefei third of the ten mainland cities whose Share was seen")
    built_up = data.load("cities").set_index("city")["agglomeration_population"]
    per_head = physical_2020() / built_up
    assert per_head["Cambridge"] > 5 * per_head["Hefei"]


def test_c45_the_rise_of_hefei():
    hefei = ranks("Hefei")
    says("C45", f"{hefei[2018]}th (2018 edition) to {hefei[2023]}th (2023)", f"to {hefei[2025]}th (2025)")
    decided_by("C45", f"{hefei[2018]}th (edition 2018), {hefei[2023]}th (2023, same journals)")
    lists = data.load("science_cities").groupby("edition")["journal_set"].first()
    assert lists[2018] == lists[2023]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with static_page.serve(tmp_path_factory.mktemp("ledger"), "ledger", raw_html()) as address:
        yield address


def shown(page):
    return page.locator(".sc-claim:visible").count()


def arrives(page, address):
    """The address bar comes to show this address (the browser tells it a moment after the script has set it)."""
    page.wait_for_url(lambda shown_there: shown_there == address, timeout=10_000)


def test_the_filter_counts_announces_and_keeps_its_state_in_the_address(browser, url):
    rows = claims.every()
    wrong = sum(row.verdict == "wrong" for row in rows)
    both = sum(row.verdict == "overstated" and row.kind == "causal" for row in rows)
    with static_page.visit(browser, url) as (page, complaints):
        assert shown(page) == 46
        page.get_by_label("Verdict", exact=True).select_option("wrong")
        assert shown(page) == wrong
        assert page.get_by_role("status").inner_text() == f"{wrong} of 46 claims shown."
        page.get_by_label("Verdict", exact=True).select_option("overstated")
        page.get_by_label("Kind").select_option("causal")
        assert shown(page) == both
        arrives(page, f"{url}?verdict=overstated&kind=causal")
        page.reload()
        assert shown(page) == both
        page.get_by_role("button", name="Show all").click()
        assert shown(page) == 46
        arrives(page, url)
        page.get_by_label("Chapter").select_option("3")
        assert shown(page) == sum(row.chapter == 3 or "03-" in row.also_in for row in rows)
        page.get_by_label("Verdict", exact=True).select_option("too early")
        page.get_by_label("Kind").select_option("ranking")
        assert page.get_by_role("status").inner_text() == "No claim fits these three choices."
        assert complaints == []


def test_the_filter_works_by_keyboard(browser, url):
    with static_page.visit(browser, url) as (page, _):
        page.get_by_label("Kind").focus()
        page.keyboard.type("pred")
        assert shown(page) == sum(row.kind == "prediction" for row in claims.every())


def test_a_link_to_a_claim_wins_over_a_filter(browser, url):
    with static_page.visit(browser, f"{url}?verdict=wrong#c08") as (page, _):
        assert shown(page) == 46
        assert page.locator("#c08").is_visible()
    with static_page.visit(browser, f"{url}?verdict=nonsense&chapter=6") as (page, _):
        assert shown(page) == sum(row.chapter == 6 for row in claims.every())


def test_the_summary_sets_the_filter(browser, url):
    with static_page.visit(browser, url) as (page, _):
        page.get_by_role("link", name="too early").first.click()
        arrives(page, f"{url}?verdict=too+early#all-claims")
        assert shown(page) == sum(row.verdict == "too early" for row in claims.every())


def test_without_script_all_claims_are_read_and_no_filter_is_seen(browser, url):
    with static_page.visit(browser, url, java_script_enabled=False) as (page, _):
        assert shown(page) == 46
        assert page.locator("form:visible").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_ledger_fits_and_is_readable(browser, url, width, scheme):
    with static_page.visit(browser, url, width, color_scheme=scheme, bypass_csp=True) as (page, complaints):
        assert static_page.sideways(page) == 0
        assert axe_kit.complaints(page) == []
        assert complaints == []
