"""Interactive figures in Python: settings, values, sentences, stills, and what travels to the page."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest
import traitlets
from browser_kit import KINDS

from sciencecities import data, measures
from sciencecities.explorables import Club, FirmRank, bundle, static
from sciencecities.explorables.base import MIME, table_html
from sciencecities.explorables.words import fixed, names, ordinal, percent
from sciencecities.palette import DARK, LIGHT


def test_club_value_is_what_the_table_gives() -> None:
    panel = data.load("province_year")
    year = panel[panel["year"] == 2023].set_index("id")["rd_expenditure"]
    value = Club(k=5).value
    assert value["top_share"] == pytest.approx(year.nlargest(5).sum() / year.sum(), abs=1e-12)
    assert value["pair_share"] == pytest.approx((year["CN-BJ"] + year["CN-SH"]) / year.sum(), abs=1e-12)
    assert value["effective_number"] == pytest.approx(year.sum() ** 2 / (year**2).sum(), abs=1e-9)
    assert value["members"] == list(year.nlargest(5).index)
    assert value["since"] == 2010 and value["n"] == 31


def test_club_leaves_out_a_year_that_most_provinces_lack() -> None:
    """Six provinces have R&D figures for 2024: parts of their sum would say that Beijing and Shanghai hold 27 %."""
    panel = data.load("province_year")
    assert panel[panel["year"] == 2024]["rd_expenditure"].notna().sum() == 6
    assert Club().year == 2023
    with pytest.raises(traitlets.TraitError, match="no figure for 2024; choose a year from 2010 to 2023"):
        Club(year=2024)


def test_club_compares_only_within_one_vintage() -> None:
    assert Club(measure="people", year=2014).value["since"] == 2000
    assert Club(measure="people", year=2023).value["since"] == 2015
    assert Club(measure="gdp", year=2023).value["since"] == 2006


def test_club_takes_the_nearest_year_of_a_new_measure_and_refuses_one_that_is_not_there() -> None:
    club = Club()
    club.measure = "contracts"
    assert club.year == 2019
    with pytest.raises(traitlets.TraitError, match="no figure for 2023; choose a year from 2000 to 2019"):
        club.year = 2023
    assert club.year == 2019


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": 21}, "k is 21: choose a value from 1 to 20"),
        ({"measure": "papers"}, "no measure 'papers': choose one of rd, patents"),
        ({"follow": "HK"}, "no follow 'HK'"),
        ({"year": 1900}, "year is 1900: choose a value from 2000 to 2024"),
    ],
)
def test_club_refuses_what_the_data_lack(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Club(**change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"noise": 21}, "noise is 21: choose a value from 0 to 20"),
        ({"draws": 50}, "no draws 50: choose one of 1, 10, 100, 1000"),
        ({"city": "Atlantis"}, "no city 'Atlantis'"),
        ({"seed": 0}, "seed is 0"),
        ({"city": "London"}, "city and rival are both London: choose two that differ."),
        ({"rival": "Hefei"}, "rival and city are both Hefei: choose two that differ."),
    ],
)
def test_firm_rank_refuses_what_it_cannot_draw(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        FirmRank(**change)


def test_a_setting_that_is_a_set_takes_some_of_its_options() -> None:
    club = Club()
    club.limits = {"out": {"kind": "subset", "options": ["a", "b", "c"], "least": 1}}
    assert club.admitted("out", ["c", "a"]) == ["a", "c"] and club.admitted("out", []) == []
    for value, message in [
        (["a", "x"], "out is a list of some of a, b, c: 'x' is not among them."),
        (["a", "a"], "out is a list of some of a, b, c: one stands twice."),
        (["a", "b", "c"], "out names 3: choose 2 at most."),
    ]:
        with pytest.raises(traitlets.TraitError, match=re.escape(message)):
            club.admitted("out", value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_setting_or_name_is_refused(kind: type) -> None:
    with pytest.raises(TypeError, match="has no setting 'colour'; it has"):
        kind(colour="red")
    with pytest.raises(ValueError, match="use lower-case letters"):
        kind(name="two words")


def test_firm_rank_value_is_that_of_the_measures() -> None:
    firm = FirmRank(noise=10, draws=1000, seed=7)
    shares, cities = firm.data["shares"], firm.data["cities"]
    hefei, london = cities.index("Hefei"), cities.index("London")
    part = measures.probability_above(shares, hefei, london, 0.10, 1000, 7)
    spread = measures.rank_range(shares, 0.10, 1000, 7)
    assert firm.value["wins"] == round(1000 * part)
    assert firm.value["city"] == {
        "name": "Hefei",
        "printed": 15,
        "rank": 14,
        "low": spread.low[hefei],
        "high": spread.high[hefei],
    }
    assert firm.value["firm"] == (spread.low == spread.high).sum()


def test_firm_rank_shows_the_27_cities_that_have_a_share() -> None:
    firm = FirmRank()
    assert len(firm.data["cities"]) == 27
    assert firm.data["shares"][firm.data["cities"].index("Hefei")] == 227.74
    assert firm.data["luck"] == 4  # one over the root of 639 articles


def test_sentences_say_what_is_seen() -> None:
    assert (
        Club()
        .sentence()
        .startswith(
            "The two fell. The top two did not. "
            "Beijing and Shanghai spent 15.0\u00a0% of all R&D money in 2023, 3.5 points less than in 2010. "
            "The top two, whoever they were, spent 27.0\u00a0%, 3.2 points more. "
            "The top two of 31 provinces were Guangdong and Jiangsu."
        )
    )
    assert "were Beijing and Shanghai themselves" in Club(measure="contracts", year=2009).sentence()
    assert "no figure for Xizang" in Club(measure="contracts", year=2009, follow="CN-XZ").sentence()
    assert list(Club(year=2010).lines()) == ["first", "more"] and "points" not in Club(year=2010).sentence()
    assert "The largest, whichever it was, received" in Club(measure="patents", k=1).sentence()
    assert FirmRank().sentence().startswith("With a typical error of 5\u00a0%, Hefei could be anywhere")
    assert (
        FirmRank(noise=0)
        .sentence()
        .startswith("With no noise every rank stands: Hefei is 14th and London 13th")
    )
    assert "this one draw puts" in FirmRank(draws=1).sentence()


def test_numbers_in_words() -> None:
    assert [fixed(1234.5), fixed(0.125, 2), fixed(-0.04, 1), fixed(1e6, 1)] == [
        "1,235",
        "0.13",
        "0.0",
        "1,000,000.0",
    ]
    assert percent(0.2704) == "27.0\u00a0%"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th")
    ]
    assert [names(list("A")), names(list("AB")), names(list("ABCDE"))] == [
        "A",
        "A and B",
        "A, B, C and 2 more",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_presets_fit_the_limits(kind: type) -> None:
    figure = kind()
    assert len(figure.data["presets"]) >= 3
    for preset in figure.data["presets"]:
        assert kind(**preset["set"]).settings() == {**figure.settings(), **preset["set"]}


def test_each_preset_of_firm_rank_keeps_its_promise() -> None:
    """Whatever was set before, and whatever the seed: a label holds for what its button sets."""
    presets = {preset["label"]: preset["set"] for preset in FirmRank().data["presets"]}
    assert list(presets) == ["No noise", "Luck alone: 4 %", "Nearly a coin toss", "What it would take"]
    for chosen in presets.values():
        assert set(chosen) == {"city", "rival", "noise", "draws"}
    assert presets["Nearly a coin toss"] == {"city": "Hefei", "rival": "Wuhan", "noise": 5, "draws": 1000}
    assert presets["What it would take"] == {"city": "Hefei", "rival": "London", "noise": 20, "draws": 1000}
    for seed in (1, 2, 77):
        for label in ("Nearly a coin toss", "What it would take"):
            assert 400 <= FirmRank(**presets[label], seed=seed).value["wins"] <= 620


def test_two_cities_can_change_places_but_not_become_one() -> None:
    firm = FirmRank()
    firm.set_state({"city": "London", "rival": "Hefei"})
    assert (firm.city, firm.rival) == ("London", "Hefei")
    with pytest.raises(traitlets.TraitError, match="city and rival are both Hefei"):
        firm.city = "Hefei"
    assert (firm.city, firm.rival) == ("London", "Hefei")


def test_firm_rank_says_that_the_printed_table_ranks_otherwise() -> None:
    """Cities of the published table that this book lacks shift the ranks: both are said, from the data."""
    table = data.load("science_city_subjects")
    table = table[(table["edition"] == 2021) & (table["subject"] == "physical sciences")].set_index("city")
    for settings in ({}, {"noise": 0}, {"draws": 1}, {"city": "Xi'an", "rival": "Daejeon"}):
        firm = FirmRank(**settings)
        city, rival = (ordinal(int(table.loc[name, "rank"])) for name in (firm.city, firm.rival))
        assert firm.lines()["more"].endswith(
            f"Ranks are among these 27 only: the printed table has {firm.city} {city} and {firm.rival} {rival}."
        )
    assert "has Hefei 15th and London 14th." in FirmRank().sentence()
    assert FirmRank().table().set_index("city").loc["Hefei", ["printed", "rank"]].to_list() == [15, 14]


def test_a_typical_error_leaves_one_draw_in_three_further_off() -> None:
    """What the page says of the noise: it is a standard deviation, so a third of the draws lie beyond it."""
    for noise in (0.02, 0.05, 0.2):
        draws = measures.noisy_values([100.0], noise, 20_000, 3)
        assert 0.30 < (abs(draws / 100 - 1) > noise).mean() < 0.34


def test_the_headline_is_true_of_every_setting() -> None:
    """Worked out again from the table: which way the two and the largest went since the first comparable year."""
    found = set()
    for measure in [kind["id"] for kind in Club().data["measures"]]:
        club = Club(measure=measure)
        kind = next(kind for kind in club.data["measures"] if kind["id"] == measure)
        wide = pd.DataFrame(kind["values"], index=kind["years"], columns=club.data["ids"])
        parts = wide.astype(float).div(wide.astype(float).sum(axis=1), axis=0)
        for year in kind["years"][::4] + kind["years"][-1:]:
            for k in (1, 2, 5):
                club.year, club.k = year, k
                then = club.value["since"]
                two = parts[["CN-BJ", "CN-SH"]].sum(axis=1)
                top = parts.apply(lambda row: row.nlargest(k).sum(), axis=1)  # noqa: B023 (called at once)
                ways = [_way(part[year] - part[then]) for part in (two, top)]
                name = {1: "the largest", 2: "the top two", 5: "the top 5"}[k]
                rest = f"So did {name}." if ways[0] == ways[1] else f"{name.capitalize()} did not."
                if year == then:
                    assert "headline" not in club.lines()
                else:
                    assert club.lines()["headline"] == f"The two {ways[0]}. {rest}", (measure, year, k)
                    found.add((ways[0], ways[0] == ways[1]))
    assert {("fell", True), ("fell", False), ("rose", True)} <= found


def _way(step: float) -> str:
    return "stood still" if abs(step) < 0.0005 else "rose" if step > 0 else "fell"


@pytest.mark.parametrize(
    ("kind", "change"), [(Club, {"measure": "contracts", "year": 2009}), (FirmRank, {"noise": 9})]
)
def test_the_front_end_moves_python(kind: type, change: dict[str, object]) -> None:
    """A notebook sends changed settings with set_state: the values must arrive together, and reset must undo them."""
    figure = kind()
    before = figure.value
    figure.set_state({**change, "guess": 40.0, "revealed": True})
    assert {name: figure.settings()[name] for name in change} == change
    assert figure.value != before and figure.guess == 40.0
    figure.reset()
    assert figure.value == before and figure.guess is None and not figure.revealed


@pytest.mark.parametrize("kind", KINDS)
def test_the_bundle_is_json_and_complete(kind: type) -> None:
    figure = kind()
    mime, _ = figure._repr_mimebundle_()
    assert mime["text/plain"] == figure.sentence()
    assert "application/vnd.jupyter.widget-view+json" in mime
    shown = json.loads(json.dumps(mime[MIME], allow_nan=False))
    keys = ["module", "name", "title", "state", "still", "alt", "sentence", "csv", "table_html", "height"]
    assert list(shown) == keys
    assert shown["state"]["defaults"] == figure.settings()
    assert set(shown["state"]) == {"data", "limits", "defaults", *figure.settings()}
    assert len(json.dumps(shown["state"], separators=(",", ":"))) < 60_000
    read = pd.read_csv(pd.io.common.StringIO(shown["csv"]))
    assert list(read.columns) == list(figure.table().columns) and len(read) == len(figure.table())


def test_the_map_is_light_and_has_34_units() -> None:
    shape = Club().data["map"]
    assert len(json.dumps(shape, separators=(",", ":"))) < 25_000
    assert [unit["id"] for unit in shape["units"] if unit["apart"]] == ["TW", "HK", "MO"]
    assert len(shape["units"]) == 34 and all(unit["path"].startswith("M") for unit in shape["units"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_still_is_a_picture_in_palette_colours(kind: type) -> None:
    figure = kind()
    root = ElementTree.fromstring(figure.still())
    assert root.attrib["role"] == "img" and figure.sentence() in root.attrib["aria-label"]
    used = set(re.findall(r"#[0-9a-f]{6}", figure.still()))
    assert used and used <= set(LIGHT.values())
    assert "style=" not in figure.still()
    moved = kind(**figure.data["presets"][0]["set"])
    assert moved.still() != figure.still()


def test_the_still_marks_the_members_of_the_club() -> None:
    root = ElementTree.fromstring(Club(measure="contracts", year=2009, k=1).still())
    full = [
        shape for shape in root.iter("{http://www.w3.org/2000/svg}path") if shape.get("fill-opacity") == "1"
    ]
    beijing = next(unit for unit in Club().data["map"]["units"] if unit["id"] == "CN-BJ")
    assert [shape.get("d") for shape in full] == [beijing["path"]]


def test_static_html_is_inert_markup() -> None:
    shown = {**Club().bundle(), "title": "<b>&", "state": {"x": "</script><script>alert(1)</script>"}}
    html = static.static_html(shown, csv_href='a"b.csv')
    assert "<b>" not in html and html.count("<script") == 1 and html.count("</script") == 1
    attributes = _attributes(html)
    assert {"data-module", "d", "scope"} <= attributes
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert 'href="a&quot;b.csv"' in html
    state = re.search(r'<script type="application/json">(.*)</script>', html)
    assert state and json.loads(state[1]) == shown["state"]


def _attributes(html: str) -> set[str]:
    """The names of all attributes in markup."""
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.update(name for name, _ in attrs)  # type: ignore[method-assign]
    parser.feed(html)
    return found


def test_table_cells_are_escaped_and_gaps_named() -> None:
    html = table_html(pd.DataFrame({"a<": ["<i>", "y"], "b": [1.5, None]}), "t", "not published")
    assert "<i>" not in html and "&lt;i&gt;" in html and "not published" in html and "1.5" in html


@pytest.mark.parametrize("module", [kind.module for kind in KINDS])
def test_joined_modules_import_nothing_and_share_a_scope(module: str) -> None:
    text = bundle.esm(module)
    assert not re.search(r"^import|\bimport\(", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]
    names_ = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.MULTILINE)
    assert len(names_) == len(set(names_)) > 20


def test_scripts_are_small_and_safe() -> None:
    scripts = [file.read_text(encoding="utf-8") for file in static.scripts()]
    assert sum(len(gzip.compress(script.encode())) for script in scripts) < 80_000
    # What one figure brings to its page, with all that it imports.
    assert max(len(gzip.compress(bundle.esm(kind.module).encode())) for kind in KINDS) < 18_000
    for script in scripts:
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "eval(",
            "new Function",
            "console.",
            "document.write",
        ):
            assert word not in script


def test_space_kept_free_is_the_same_in_css_and_python() -> None:
    css = bundle.sheet()
    for module, (narrow, wide) in bundle.RESERVED.items():
        assert f'[data-module="{module}"] {{ --sc-x-wide: {wide}px; --sc-x-narrow: {narrow}px; }}' in css


def test_palette_css_has_every_colour_in_both_forms() -> None:
    light, dark = bundle.palette_css().split("\n")
    assert light.startswith(":root {") and 'html[data-theme="dark"]' in dark
    for name in LIGHT:
        assert f"--sc-{name}: {LIGHT[name]};" in light and f"--sc-{name}: {DARK[name]};" in dark
    used = set(re.findall(r"var\(--sc-([a-z]+)\)", bundle.css()))
    assert used <= set(LIGHT)
    assert ".sc-x {" in bundle.css().split("\n")[0] and ":root" not in bundle.css()
