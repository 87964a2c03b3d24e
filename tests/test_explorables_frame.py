"""Around the two figures: a reader's own colours, Back and Forward, the copied link, and nothing asked in vain."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from browser_kit import figure, keeps, sentence, skip, writes
from matplotlib.image import imread
from playwright.sync_api import Page, expect

from sciencecities.explorables import Club, FirmRank

COPY = "Copy link to this setting"
STYLE = "(one, name) => getComputedStyle(one)[name]"


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def system_colors(page: Page) -> dict[str, str]:
    """What the reader's own colours are here, as the browser writes them."""
    names = ["Canvas", "CanvasText", "Highlight", "HighlightText", "GrayText", "ButtonText"]
    return page.evaluate(
        """(names) => Object.fromEntries(names.map((name) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.setProperty("forced-color-adjust", "none");
          probe.style.setProperty("background-color", name);
          const color = getComputedStyle(probe).backgroundColor;
          probe.remove();
          return [name, color];
        }))""",
        names,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forced_colours_keep_what_is_checked_pressed_and_answered(visit: Any, theme: str) -> None:
    page = visit(f"/{theme}.html", fresh=True)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    own = system_colors(page)
    club = figure(page, "club")
    main = club.get_by_role("button", name="That is my guess")
    assert main.evaluate(STYLE, "backgroundColor") == own["Highlight"]
    assert main.evaluate(STYLE, "color") == own["HighlightText"]
    main.click()
    for part, color in ((".sc-x-truth", "Highlight"), (".sc-x-said", "CanvasText")):
        assert club.locator(part).evaluate(STYLE, "backgroundColor") == own[color]
    for part in (".sc-x-bar", ".sc-x-result"):
        assert club.locator(part).evaluate(STYLE, "borderTopWidth") == "1px"
    preset = club.get_by_role("button", name="2009: the closed club")
    preset.click()
    page.mouse.move(0, 0)
    checked = club.locator(".sc-x-chip input:checked + span")
    for state in (preset, checked):
        assert state.evaluate(STYLE, "backgroundColor") == own["Highlight"]
        assert state.evaluate(STYLE, "color") == own["HighlightText"]
    unchecked = club.locator(".sc-x-chip input:not(:checked) + span").first
    assert unchecked.evaluate(STYLE, "backgroundColor") != own["Highlight"]
    for part, name, color in (
        (".sc-x-curve .sc-x-curveline", "stroke", "Highlight"),
        (".sc-x-curve .sc-x-handle", "fill", "Canvas"),
        (".sc-x-curve .sc-x-handle", "stroke", "CanvasText"),
        (".sc-x-years .sc-x-grid", "stroke", "GrayText"),
        (
            ".sc-x-map .sc-x-ring-purple",
            "stroke",
            "CanvasText",
        ),  # a visited link may look like a link, which is orange
        (".sc-x-curve text.sc-x-quiet", "fill", "CanvasText"),
    ):
        assert club.locator(part).first.evaluate(STYLE, name) == own[color], part


def test_forced_colours_border_the_track_and_keep_the_thumb(visit: Any) -> None:
    page = visit(fresh=True)
    page.emulate_media(forced_colors="active")
    own = system_colors(page)
    door = skip(page, "club").get_by_role("slider", name="The door lets in")
    door.fill("1")
    page.mouse.move(0, 0)
    picture = imread(BytesIO(door.screenshot()))
    height, width = picture.shape[:2]

    def color(x: int, y: int) -> str:
        red, green, blue = (round(255 * float(part)) for part in picture[y, x, :3])
        return f"rgb({red}, {green}, {blue})"

    thumb = 22  # pixels from the left end to the middle of a thumb on the first value
    assert color(thumb, height // 2 - 9) != color(width // 2, height // 2 - 9) == own["Canvas"]
    assert color(thumb, height // 2) == own["Canvas"]
    track = [color(width // 2, y) for y in range(height)]
    assert track.count(own["ButtonText"]) == 2 and track[height // 2] == own["GrayText"]


def test_back_and_forward_move_the_figures(visit: Any) -> None:
    page = visit("/light.html?club=k:7&rank=noise:9,city:London,rival:Hefei")
    club, rank = skip(page, "club"), skip(page, "rank")
    page.evaluate("location.hash = 'after'")  # a link to a heading makes an entry, with the same settings
    club.get_by_role("button", name="2009: the closed club").click()
    rank.get_by_role("button", name="Reset the settings").click()
    rank.get_by_role("slider", name="Noise").fill("12")
    later = Club(measure="contracts", year=2009, k=2).sentence(), FirmRank(noise=12).sentence()
    writes(page, "noise:12", "year:2009")
    assert (sentence(club), sentence(rank)) == later
    page.go_back()
    earlier = Club(k=7).sentence(), FirmRank(noise=9, city="London", rival="Hefei").sentence()
    expect(club.locator(".sc-x-live .sc-x-sentence")).to_have_text(earlier[0])
    expect(rank.locator(".sc-x-live .sc-x-sentence")).to_have_text(earlier[1])
    page.go_forward()
    expect(club.locator(".sc-x-live .sc-x-sentence")).to_have_text(later[0])
    expect(rank.locator(".sc-x-live .sc-x-sentence")).to_have_text(later[1])


def test_a_step_to_a_heading_loses_no_setting_that_is_not_written_yet(visit: Any) -> None:
    page = visit("/light.html?club=k:7")
    club = skip(page, "club")
    door = club.get_by_role("slider", name="The door lets in")
    door.evaluate(
        """(input) => {
          input.value = "9";
          input.dispatchEvent(new Event("input"));
          location.hash = "after";
        }"""
    )
    keeps(page, "club=k:9")
    assert page.url.endswith("#after")
    assert sentence(club) == Club(k=9).sentence()


def test_a_copied_link_is_said_on_the_button_for_a_while(visit: Any) -> None:
    page = visit(fresh=True, permissions=["clipboard-read", "clipboard-write"])
    page.clock.install()
    club = skip(page, "club")
    copy = club.get_by_role("button", name=COPY)
    width = copy.bounding_box()["width"]
    copy.click()
    copied = club.get_by_role("button", name="Link copied", exact=True)
    expect(copied).to_be_visible()
    assert copied.bounding_box()["width"] == pytest.approx(width, abs=1)
    page.clock.run_for(1000)
    expect(copied).to_be_visible()
    expect(club.get_by_role("status")).to_have_text("Link copied.")
    page.clock.run_for(1000)
    expect(copy).to_be_visible()


def test_without_noise_nothing_is_asked(visit: Any) -> None:
    page = visit("/light.html?rank=noise:0")
    rank = figure(page, "rank")
    card, result = rank.locator(".sc-x-guess"), rank.locator(".sc-x-result")
    invite = rank.get_by_role("button", name="Guess this one first")
    expect(card).to_be_hidden()
    expect(result).to_have_text("With no noise there is nothing to guess: every draw is the printed table.")
    expect(invite).to_be_hidden()
    assert sentence(rank) == FirmRank(noise=0).sentence()
    rank.get_by_role("slider", name="Noise").fill("6")
    expect(card).to_be_hidden()  # the picture does not close under a moving finger
    expect(invite).to_be_visible()
    rank.get_by_role("button", name="Start again with the guess").click()
    expect(card).to_contain_text("with a typical error of 5\u00a0%")  # the chapter's own setting
    expect(card.get_by_role("slider")).to_be_focused()


def test_no_guess_is_invited_when_the_noise_is_taken_away(visit: Any) -> None:
    rank = skip(visit(), "rank")
    expect(rank.locator(".sc-x-result")).to_contain_text("You skipped the guess.")
    rank.get_by_role("slider", name="Noise").fill("0")
    expect(rank.locator(".sc-x-result")).to_contain_text("nothing to guess")
    expect(rank.get_by_role("button", name="Guess this one first")).to_be_hidden()
    rank.get_by_role("slider", name="Noise").fill("5")
    expect(rank.locator(".sc-x-result")).to_contain_text("You skipped the guess.")
