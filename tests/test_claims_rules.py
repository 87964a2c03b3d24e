"""The ledger keeps its own rules: editions named, aims judged alike, and the evidence of hard cases recomputed."""

import itertools
import re

import pytest
from scipy.stats import gmean
from test_claims import decided_by, ranks, says

from sciencecities import _ledgerpage, claims, data

# Words that say which count a place in a league table belongs to.
NAMED = re.compile(r"[Ee]dition|\bdata\b")
PLACE = re.compile(r"\b\d+(?:st|nd|rd|th)\b|\btop \d+")
LEAGUE = ["C01", "C03", "C04", "C08", "C09", "C10", "C11", "C24", "C26", "C40", "C41", "C44", "C45"]


def sentences(text):
    """The sentences of a text, roughly: a full stop and a capital letter."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z'(])", text)


@pytest.mark.parametrize("claim_id", LEAGUE)
def test_a_place_in_a_league_table_names_its_edition_or_its_data(claim_id):
    row = claims.get(claim_id)
    ways = data.load("claim_rewrites").query("claim == @claim_id")
    texts = [row.deciding, *sentences(row.evidence), *ways["figure"]]
    for text in texts:
        dated = re.search(r"\b20(1[5-9]|2\d)\b", text)
        assert not (PLACE.search(text) and dated) or NAMED.search(text), f"{claim_id}: which edition? {text}"
    assert not re.search(r"\bNI 20\d\d", " ".join(texts))


def test_each_place_that_is_given_with_an_edition_is_that_of_the_table():
    found = 0
    for row in claims.every():
        for place, edition in re.findall(
            r"Hefei(?: went)?(?: from)? (\d+)th \(edition (\d{4})", row.evidence
        ):
            assert ranks("Hefei")[int(edition)] == int(place), row.id
            found += 1
        for edition, pairs in re.findall(
            r"[Ee]dition (\d{4})(?: \([^)]*\))?: ((?:[A-Z][a-z' ]+ \d+(?:th|st|nd|rd)[,;. ]*)+)", row.deciding
        ):
            for city, place in re.findall(r"([A-Z][a-z']+) (\d+)", pairs):
                assert ranks(city)[int(edition)] == int(place), (row.id, city)
                found += 1
    assert found >= 8


def test_all_motives_are_judged_by_one_rule_that_the_page_states():
    motives = [row for row in claims.every() if row.kind == "motive"]
    assert [row.id for row in motives] == ["C07", "C14", "C34", "C38"]
    for row in motives:
        others = [one.id for one in motives if one is not row]
        assert f"judged as {others[0]}, {others[1]} and {others[2]} are" in row.evidence, row.id
        assert f"{{claim}}`{row.id}`" in _ledgerpage.render()
    assert "no record" not in " ".join(row.would_change for row in motives)
    assert {row.verdict for row in motives} == {"untestable"}
    assert "A newspaper's report of an aim is not the text" in _ledgerpage.render()


def test_no_causal_claim_is_at_least_mostly_supported():
    because = [row.verdict for row in claims.every() if row.kind == "causal"]
    assert set(because) == {"overstated", "untestable"}
    # Our own rule makes it so: wherever the count is told, that is told with it.
    rule = "a cause that is only asserted cannot score higher"
    assert rule in _ledgerpage.finding(claims.every())
    for page in ("intro.md", "reference/reading.md", "chapters/06-takeaway.ipynb"):
        assert rule in (_ledgerpage.ROOT / page).read_text(encoding="utf-8"), page


def test_a_claim_that_is_too_early_has_an_event_to_wait_for():
    early = [row for row in claims.every() if row.verdict == "too early"]
    assert [row.id for row in early] == ["C44"] and "names an event" in early[0].evidence
    says("C26", "no event and no date")
    says("C44", "one way only", "third rule for hard cases")
    assert _ledgerpage.render().count("**An event without a date.**") == 1
    assert claims.VERDICTS["too early"].endswith("Without a date it can come true and never fail.")
    assert claims.get("C26").verdict == "untestable"


def test_what_the_city_promised_and_paid_for_nio():
    deals = data.load("deals").set_index("id")["amount"]
    paid = -data.load("nio_cash").query("flow < 0 and year == 2020")["flow"].sum()
    promised, all_of_it = deals["D07"], deals[["D07", "D08"]].sum()
    most = promised - (all_of_it - paid)
    decided_by("C13", f"promised {promised:.0f} of NIO's {all_of_it:.0f}bn yuan, paid at most {most:.0f}")
    says("C13", f"paid {paid:.0f} of the {all_of_it:.0f}", f"the city paid at most {most:.0f}")
    words = f"{all_of_it:.0f}bn promised for NIO ({paid:.0f} of it paid by all investors together"
    says("C31", f"{words}, by the city at most {most:.0f})")
    way = data.load("claim_rewrites").query("claim == 'C31' and option == 2")["figure"].item()
    assert way == f"{all_of_it:.0f}bn yuan promised, {paid:.0f} paid in all, by the city at most {most:.0f}"
    for row in claims.every():
        assert not re.search(r"[Cc]ity paid 5\b", f"{row.deciding} {row.evidence}"), row.id


def test_c18_and_c03_do_not_hide_the_fall_of_one_year():
    table = data.load("institutions").set_index("institution")
    (row,) = (table.loc[name] for name in table.index if "USTC" in name)
    fall = f"fell by {-row['adjusted_share_change']:.1f}% from 2019 to 2020"
    says("C03", fall)
    says("C18", fall, f"{row['rank']}th in the tables of edition 2021")


def test_c19_the_figures_of_2024_may_overlap():
    made = data.load("nev_output").query("level == 'city' and year >= 2024")
    assert set(made.query("year == 2024")["counted_at"]) == {"legal seat"}
    assert set(made.query("year == 2025")["counted_at"]) == {"place of production"}
    says("C19", "may stand in both")
    (seen,) = data.load("nev_output").query("area == 'Hefei' and year == 2023 and recommended")["nev_output"]
    says("C19", f"about {1e4 * seen:,.0f} in 2023")


def test_c22_growth_of_research_money_around_the_slump():
    grown = 100 * data.load("national_year").set_index("year")["rd_expenditure"].pct_change()
    decided_by("C22", f"{grown[2020]:.1f}% in 2020, {grown[2021]:.1f} in 2021, {grown[2022]:.1f} in 2022")
    says("C22", f"{grown[2022]:.1f} in 2022, {grown[2023]:.1f} in 2023 and {grown[2024]:.1f} in 2024")
    nation = data.load("national_year").set_index("year")
    ratio = 100 * nation["rd_expenditure"] / nation["gdp"]
    before, since = (ratio[2021] - ratio[2010]) / 11, (ratio[2025] - ratio[2021]) / 4
    says("C22", f"gained {before:.3f} points a year from 2010 to 2021 and {since:.3f} from 2021 to 2025")
    factor = (1 + nation["rd_expenditure"].pct_change()) / (nation["cpi"] / 100)
    early, late = (100 * (gmean(factor.loc[first:last]) - 1) for first, last in ((2013, 2021), (2022, 2024)))
    says("C22", f"by {early:.1f}% a year from 2013 to 2021 and by {late:.1f} from 2022 to 2024")
    assert since > before and late < early and "constant money" in claims.get("C22").would_change
    reading = (_ledgerpage.ROOT / "reference" / "reading.md").read_text(encoding="utf-8")
    assert "thousand billion" not in reading


def test_c35_firms_that_came_out_of_the_university():
    firms = data.load("hefei_firms")
    out = firms[firms["kind"] == "from USTC"]
    decided_by("C35", f"Of {len(firms)} firms {len(out)} came out of USTC")
    assert not out["sector"].str.contains("car").any()


def clubs(sizes):
    """The clubs of an edition on one list: who is in the first ten and in the first twenty."""
    table = data.load("science_cities").query("country == 'China'")
    return {
        (edition, size): set(rows.loc[rows["rank"] <= size, "city"])
        for edition, rows in table.groupby("edition")
        for size in sizes
    }


def test_c40_both_clubs_grew_and_took_in_a_city_that_was_new_on_the_list():
    club = clubs((10, 20))
    sizes = [len(club[edition, size]) for size in (10, 20) for edition in (2024, 2025)]
    decided_by("C40", "first ten {} to {}, first twenty {} to {}".format(*sizes))
    assert club[2025, 10] - club[2024, 10] == {"Hangzhou"}
    assert club[2025, 20] - club[2024, 20] == {"Shenzhen"}
    says("C40", "Hangzhou the ten, Shenzhen the twenty")
    old = (2018, 2020, 2022, 2023)
    assert [edition for edition in old if "Shenzhen" in club[edition, 20]] == [2023]
    assert not any("Hangzhou" in club[edition, 10] for edition in old)
    for before, after in itertools.pairwise(old):
        for size in (10, 20):
            assert len(club[after, size]) > len(club[before, size]) and club[after, size] - club[before, size]


def test_c40_the_answer_flips_with_the_past_that_one_takes():
    worst, best = ((p - 1) ** 2 for p in (0.7, 0.9))
    one_year, three_steps, plain = ((p - 1) ** 2 for p in ((1 + 1) / (1 + 2), (3 + 1) / (3 + 2), 3 / 3))
    assert one_year > worst > three_steps > best > plain
    says(
        "C40",
        "says 2/3",
        "say 0.8",
        "say 1 and are not beaten",
        "two counts, one step",
        "missing is its date",
    )


def test_c41_places_of_the_essays_own_edition_and_the_bound_for_chemistry():
    table = data.load("science_city_subjects").query("edition == 2024")
    place = table.set_index(["subject", "city"])["rank"]
    earth = place["earth and environmental sciences"]
    says("C41", f"Nanjing {earth['Nanjing']}nd and Guangzhou {earth['Guangzhou']}rd in Earth sciences")
    says("C41", f"Nanjing {place['physical sciences', 'Nanjing']}rd in physical sciences")
    says("C41", f"Wuhan {place['chemistry', 'Wuhan']}th in chemistry")
    decided_by("C41", f"Earth: Nanjing {earth['Nanjing']}nd, Guangzhou {earth['Guangzhou']}rd")
    chemistry = place["chemistry"]
    assert (chemistry["Beijing"], chemistry["Shanghai"]) == (1, 2)
    says("C41", f"Tokyo {chemistry['Tokyo']}th and New York {chemistry['New York']}th")
    regional = table[(table["country"] == "China") & ~table["city"].isin(["Beijing", "Shanghai"])]
    assert regional["rank"].min() == 2
    counts = data.load("science_city_counts").set_index(["edition", "indicator"])["value"]
    ten = counts[2025, "chinese_cities_in_top_10_chemistry"]
    bound = ten - len(["Beijing", "Shanghai", "Hong Kong"])
    assert bound == 7
    says("C41", "at least seven regional cities")
    eight = counts[2024, "chinese_cities_in_top_10_chemistry"]
    # Places 9 and 10 are seen, and foreign: so the Chinese cities are 1 to 8.
    assert eight == 8 and {chemistry["Tokyo"], chemistry["New York"]} == {9, 10}
    decided_by("C41", f"chemistry 1-{eight:.0f} Chinese")
    assert eight - len(["Beijing", "Shanghai", "Hong Kong"]) == 5
    says("C41", "at least five regional cities above every Western one")


def test_confidence_is_high_where_the_thing_itself_was_looked_up():
    table = claims.load().set_index("id")
    assert set(table["confidence"]) == {"high", "medium"}
    assert (table["confidence"][table["verdict"] == "untestable"] == "medium").all()
    assert (table["confidence"][table["kind"].isin(["opinion", "motive"])] == "medium").all()
    unseen = table["evidence"].str.contains("No survey of readers was seen|is not measured here")
    assert (table["confidence"][unseen] == "medium").all() and unseen.sum() == 2
    assert "The number of sources is not the measure" in _ledgerpage.MIDDLE


def test_c30_names_where_its_deciding_figure_was_read():
    assert "city_year" in claims.get("C30").sources
    assert "New York Times on Hefei (Jan 2024)" in claims.get("C31").sources


def test_the_placebo_card_says_what_happened_to_the_others():
    first_bets = data.load("city_bets").groupby("city")["year"].min()
    assert first_bets["Chengdu"] == first_bets["Xi'an"]
    words = f"Chengdu and Xi'an from {first_bets['Chengdu']}, Wuhan from {first_bets['Wuhan']}"
    methods = (_ledgerpage.ROOT / "reference" / "methods.md").read_text(encoding="utf-8")
    card = methods.split("### Placebo ranks")[1].split("\n### ")[0]
    assert words in card and "nothing happened?" not in card
