"""The two figures in a lesson: a second class, a shared link, a projector, and words that say what is meant."""

from __future__ import annotations

from typing import Any

import pytest
from browser_kit import figure, keeps, sentence, skip, writes
from playwright.sync_api import Locator, Page, expect

from sciencecities.explorables import Club, FirmRank

SENT = "Somebody sent you a setting: guess, then see it."
PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def again(found: Locator) -> None:
    found.get_by_role("button", name="Start again with the guess").click()


def guess_80(found: Locator) -> None:
    found.get_by_role("slider").first.fill("80")
    found.get_by_role("button", name="That is my guess").click()


@pytest.mark.parametrize(
    ("name", "slider", "kind"), [("club", "The door lets in", Club), ("rank", "Noise", FirmRank)]
)
def test_a_second_class_starts_again_without_a_reload(visit: Any, name: str, slider: str, kind: type) -> None:
    page = visit()
    found = figure(page, name)
    guess_80(found)
    found.get_by_role("slider", name=slider).fill("9")
    writes(page, ":9")
    again(found)
    question = found.locator(".sc-x-guess")
    expect(question).to_be_visible()
    expect(question).to_be_in_viewport()
    expect(question.get_by_role("slider")).to_be_focused()
    expect(question.get_by_role("slider")).to_have_value("50")
    expect(found.locator(".sc-x-live .sc-x-sentence")).to_be_hidden()
    keeps(page)
    skip(page, name)
    expect(found.locator(".sc-x-result")).to_contain_text("You skipped the guess.")
    assert sentence(found) == kind().sentence()


def test_reset_keeps_the_answer_in_sight(visit: Any) -> None:
    found = figure(visit(), "club")
    guess_80(found)
    found.get_by_role("slider", name="The door lets in").fill("9")
    found.get_by_role("button", name="Reset the settings").click()
    expect(found.locator(".sc-x-guess")).to_be_hidden()
    expect(found.locator(".sc-x-result")).to_contain_text("less than your 80")
    assert sentence(found) == Club().sentence()


def test_a_shared_link_says_so_and_starting_again_comes_back_to_it(visit: Any) -> None:
    page = visit("/light.html?club=measure:contracts,year:2009,k:5")
    club, hint = figure(page, "club"), figure(page, "club").get_by_text(SENT)
    expect(hint).to_be_visible()
    expect(figure(page, "rank").get_by_text(SENT)).to_be_hidden()
    skip(page, "club")
    club.get_by_role("radio", name="GDP").check()
    club.get_by_role("button", name="Guess this one first").click()
    expect(hint).to_be_hidden()  # this question is the reader's own
    skip(page, "club")
    again(club)
    expect(hint).to_be_visible()
    assert sentence(skip(page, "club")) == Club(measure="contracts", year=2009, k=5).sentence()


@pytest.mark.parametrize("address", ["", "?club=k:99", "?club=colour:red&rank=city:London"])
def test_a_link_without_a_setting_sends_nobody(visit: Any, address: str) -> None:
    page = visit(f"/light.html{address}")
    for name in ("club", "rank"):
        expect(figure(page, name).get_by_text(SENT)).to_be_hidden()


@pytest.mark.parametrize("preset", FirmRank().data["presets"], ids=lambda preset: preset["label"])
def test_a_preset_of_firm_rank_sets_the_cities_too(visit: Any, preset: dict[str, Any]) -> None:
    rank = skip(visit("/light.html?rank=city:Wuhan,rival:Paris,noise:13,draws:10"), "rank")
    pressed = rank.get_by_role("button", name=preset["label"])
    expect(pressed).to_have_attribute("aria-pressed", "false")
    pressed.click()
    assert sentence(rank) == FirmRank(**preset["set"]).sentence()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    rank.get_by_role("combobox", name="with").select_option("Seoul")
    expect(pressed).to_have_attribute("aria-pressed", "false")


def test_the_noise_is_a_typical_error_and_not_a_limit(visit: Any) -> None:
    page = visit()
    rank = figure(page, "rank")
    hint = "(about one draw in three is further off)"
    expect(rank.locator(".sc-x-question")).to_contain_text(f"with a typical error of 5\u00a0% {hint}")
    expect(rank.locator(".sc-x-note").last).to_contain_text(
        "A typical error is a standard deviation, not a limit"
    )
    skip(page, "rank")
    noise = rank.get_by_role("slider", name="Noise: a typical error of")
    expect(noise).to_have_accessible_description(hint)
    noise.fill("0")
    expect(noise).to_have_accessible_description("(every Share as printed)")
    assert "may be off" not in rank.inner_text() and "could be off" not in rank.inner_text()


def test_a_city_cannot_be_compared_with_itself(visit: Any) -> None:
    rank = skip(visit(), "rank")

    def barred(name: str) -> list[str]:
        options = rank.get_by_role("combobox", name=name).locator("option")
        return options.evaluate_all("all => all.filter((one) => one.disabled).map((one) => one.value)")

    assert (barred("Compare"), barred("with")) == (["London"], ["Hefei"])
    rank.get_by_role("combobox", name="with").select_option("Paris")
    assert (barred("Compare"), barred("with")) == (["Paris"], ["Hefei"])
    before = sentence(rank)
    rank.locator(".sc-x-cityrow", has_text="Paris").click()
    assert sentence(rank) == before


def test_a_link_may_swap_the_two_cities(visit: Any) -> None:
    page = visit("/light.html?rank=city:London,rival:Hefei")
    assert sentence(skip(page, "rank")) == FirmRank(city="London", rival="Hefei").sentence()


def test_the_headline_stands_alone_and_only_where_it_is_true(visit: Any) -> None:
    club = skip(visit(), "club")
    headline = club.locator(".sc-x-live .sc-x-headline")
    expect(headline).to_have_text("The two fell. The top two did not.")
    club.get_by_role("button", name="2009: the closed club").click()
    expect(headline).to_have_text(Club(measure="contracts", year=2009).lines()["headline"])
    club.get_by_role("slider", name="Year").fill("2000")
    expect(headline).to_have_count(0)
    lines = Club(measure="contracts", year=2000).lines()
    expect(club.locator(".sc-x-live .sc-x-first")).to_have_text(lines["first"])
    expect(club.locator(".sc-x-live .sc-x-more")).to_have_text(lines["more"])


def size(page: Page, selector: str) -> str:
    return page.locator(selector).first.evaluate("one => getComputedStyle(one).fontSize")


def test_on_a_projector_sentence_map_and_curve_are_seen_at_once(visit: Any) -> None:
    page = visit(viewport=PROJECTOR)
    club = figure(page, "club")
    club.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY)")
    expect(club.get_by_role("button", name="That is my guess")).to_be_in_viewport(ratio=1)
    expect(club.locator(".sc-x-map svg.sc-x-svg").first).to_be_in_viewport(ratio=1)
    skip(page, "club")
    for part in (".sc-x-sentence", ".sc-x-presets", ".sc-x-map svg.sc-x-svg", ".sc-x-curve svg.sc-x-svg"):
        expect(club.locator(f".sc-x-live {part}").first).to_be_in_viewport(ratio=1)
    expect(club.get_by_role("slider", name="The door lets in")).to_be_in_viewport(ratio=1)
    assert size(page, ".sc-x-headline") > size(page, ".sc-x-first") > size(page, ".sc-x-more")


def test_long_names_stay_beside_the_ladder(visit: Any) -> None:
    page = visit("/light.html?rank=city:San%20Francisco%20Bay%20Area,rival:Baltimore-Washington,draws:1000")
    duel = skip(page, "rank").locator(".sc-x-duel svg.sc-x-svg")
    over = duel.evaluate(
        """svg => [...svg.querySelectorAll("text")].map((one) => one.getBoundingClientRect().right)
          .filter((right) => right > svg.getBoundingClientRect().right)"""
    )
    assert over == []


@pytest.mark.parametrize(("name", "most"), [("club", 1330), ("rank", 1170)])
def test_on_a_projector_a_figure_is_compact(visit: Any, name: str, most: int) -> None:
    page = visit(viewport=PROJECTOR)
    found = skip(page, name)
    assert found.evaluate("one => one.offsetHeight") <= most
    presets = found.locator(".sc-x-presets > *").evaluate_all(
        "all => all.map((one) => { const box = one.getBoundingClientRect(); return box.top + box.height / 2; })"
    )
    assert len(presets) >= 4 and max(presets) - min(presets) < 2
    if name == "rank":
        duel, ladder = (found.locator(f".sc-x-{part}").bounding_box() for part in ("duel", "ladder"))
        assert duel and ladder and duel["x"] + duel["width"] < ladder["x"]
