"""What holds for every interactive figure of the book: found by itself, opened alone on a page, moved by its controls.

The fixture fails a test on any console message, script error or outside request; the page's policy refuses inline code.
"""

from __future__ import annotations

import contextlib
import json
import random
from typing import Any

import pytest
import traitlets
from axe_kit import complaints
from browser_kit import KINDS, address_of, figure, sentence, settings_in, shift, skip
from playwright.sync_api import Locator, Page, expect

from sciencecities.explorables import bundle

SETTINGS = 40
# Controls that a thumb misses, and words of a picture that the page cuts off.
SMALL = """() => [...document.querySelectorAll(".sc-x-live :is(button, select, summary, .sc-x-chip, [type=range])")]
    .filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44))
    .map((one) => one.outerHTML)"""
CUT = """() => [...document.querySelectorAll(".sc-x-live svg.sc-x-svg text")].filter((one) => {
    const [text, page] = [one.getBoundingClientRect(), document.documentElement.clientWidth];
    return text.left < 0 || text.right > page;
  }).map((one) => one.textContent)"""
CONTROLS = ":is([type=range], [type=radio], [type=checkbox], select):not(.sc-x-guess *)"

pytestmark = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.module)


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


def opened(
    visit: Any, kind: Any, theme: str = "light", query: str = "", **options: Any
) -> tuple[Page, Locator]:
    """The figure alone on a page, its answer shown."""
    page = visit(f"/{kind.module}-{theme}.html{query}", **options)
    found = figure(page, kind.module)
    if found.locator(".sc-x-guess").is_visible():
        skip(page, kind.module)
    return page, found


# Bring one address after the other to the page as Back and Forward do, without loading it again: what is said at each.
SAID = """([queries, name]) => queries.map((query) => {
  history.replaceState(null, "", query);
  dispatchEvent(new PopStateEvent("popstate"));
  return document.querySelector(`#explorable-${name} .sc-x-live .sc-x-sentence`).textContent;
})"""


def draw(limit: dict[str, Any], rng: random.Random) -> Any:
    """A value that a setting's limit allows; now and then one at its edge."""
    if limit["kind"] == "choice":
        return rng.choice(limit["options"])
    if limit["kind"] == "subset":
        most = len(limit["options"]) - limit.get("least", 0)
        chosen = set(rng.sample(limit["options"], rng.choice([0, 1, most, rng.randint(0, most)])))
        return [option for option in limit["options"] if option in chosen]
    if limit["kind"] == "int":
        return rng.choice([limit["min"], limit["max"], rng.randint(limit["min"], limit["max"])])
    return rng.choice([limit["min"], limit["max"], round(rng.uniform(limit["min"], limit["max"]), 3)])


def test_an_address_brings_what_python_says(visit: Any, kind: Any) -> None:
    """One model, two languages, one truth: the sentence of the page for settings of every kind."""
    page, _ = opened(visit, kind)
    rng = random.Random(kind.module)
    limits, wanted = kind().limits, {}
    for _ in range(SETTINGS):
        settings = {name: draw(limit, rng) for name, limit in limits.items()}
        with contextlib.suppress(
            traitlets.TraitError
        ):  # two settings that do not go together: both sides refuse them
            wanted[f"?{address_of(kind, settings)}"] = kind(**settings).sentence()
    said = page.evaluate(SAID, [list(wanted), kind.module])
    assert dict(zip(wanted, said, strict=True)) == wanted
    assert len(set(said)) > 5


def test_every_control_has_a_name_and_moves_the_figure(visit: Any, kind: Any) -> None:
    page, found = opened(visit, kind, fresh=True)
    page.clock.install()
    live = found.locator(".sc-x-live")
    controls = live.locator(CONTROLS)
    reset, default = live.get_by_role("button", name="Reset the settings"), kind().sentence()
    moved = 0
    for control in controls.all():
        if not control.is_visible() or control.is_disabled():
            continue
        before = sentence(found)
        operate(control)
        page.clock.run_for(400)
        settings = settings_in(page, kind)
        assert sentence(found) == kind(**settings).sentence(), settings
        moved += sentence(found) != before or bool(settings)
        reset.evaluate("one => one.click()")
        page.clock.run_for(400)
        assert sentence(found) == default
    assert moved > 0


def operate(control: Locator) -> None:
    """Move one control by the keyboard as far as it goes, or pick what is not picked."""
    shape = control.evaluate("one => one.type")
    control.focus()
    if shape == "range":
        control.press("End" if control.evaluate("one => one.value !== one.max") else "Home")
    elif shape == "radio":
        control.check()
    elif shape == "checkbox":
        control.press("Space")
    else:
        control.evaluate(
            """(one) => {
              one.value = [...one.options].filter((option) => !option.disabled && !option.selected).at(-1).value;
              one.dispatchEvent(new Event("change", { bubbles: true }));
            }"""
        )


def test_controls_are_named(visit: Any, kind: Any) -> None:
    page, found = opened(visit, kind)
    names = page.evaluate(
        """(controls) => [...document.querySelectorAll(`.sc-x-live :is(${controls}, button:not(.sc-x-guess *))`)]
          .filter((one) => one.offsetParent)
          .map((one) => (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent).trim())""",
        CONTROLS,
    )
    assert names and all(names)
    assert found.aria_snapshot().startswith(f"- figure {json.dumps(kind.title)}")


def turn(page: Page, theme: str, width: int) -> None:
    """Give the page another theme and width. A figure draws itself anew in the frame after it hears of it."""
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.slow
def test_axe_finds_nothing(visit: Any, kind: Any) -> None:
    """In each state, theme and width; test_site.py asks the chapters in some of them."""
    page = visit(f"/{kind.module}-light.html", fresh=True, reduced_motion="reduce")
    for answered in (False, True):
        if answered:
            found = skip(page, kind.module)
            found.get_by_text("The numbers behind the picture").locator("visible=true").click()
        for theme, width in (("light", 1280), ("dark", 360)):
            turn(page, theme, width)
            assert complaints(page, view_only=theme == "dark") == []


def test_it_fits_its_page_and_a_thumb(visit: Any, kind: Any) -> None:
    page = visit(f"/{kind.module}-light.html", fresh=True)
    for answered in (False, True):
        if answered and figure(page, kind.module).locator(".sc-x-guess").is_visible():
            skip(page, kind.module)
        for width in (1280, 360, 320) if answered else (320,):
            turn(page, "light", width)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.evaluate(SMALL) == []
            assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), pytest.param(360, 740, marks=pytest.mark.slow)])
def test_waking_moves_nothing_below(visit: Any, kind: Any, width: int, height: int) -> None:
    page = visit(f"/{kind.module}-light.html", viewport={"width": width, "height": height})
    assert shift(page) < 0.01
    narrow, wide = bundle.RESERVED[kind.module]
    assert figure(page, kind.module).evaluate("one => one.offsetHeight") == (narrow if width < 500 else wide)


def test_a_guess_is_answered_and_a_class_starts_again(visit: Any, kind: Any) -> None:
    page = visit(f"/{kind.module}-light.html")
    found = figure(page, kind.module)
    card, result = found.locator(".sc-x-guess"), found.locator(".sc-x-result")
    expect(card).to_be_visible()
    expect(found.locator(".sc-x-live .sc-x-sentence")).to_be_hidden()
    slider = card.get_by_role("slider")
    start = slider.input_value()
    slider.press("End")
    card.get_by_role("button", name="That is my guess").click()
    expect(result).to_be_focused()
    expect(result).to_contain_text("It is ")
    assert sentence(found) == kind().sentence()
    found.get_by_role("button", name="Start again with the guess").click()
    expect(slider).to_have_value(start)
    expect(slider).to_be_focused()


HOSTILE = [
    "{0}=__proto__:1,constructor:2,toString:3",
    "{0}=data:1,limits:2,defaults:3,revealed:1,guess:9",
    "{0}={1}:<img src=x onerror=alert(1)>",
    "{0}={1}:%3Cscript%3Ealert(1)%3C/script%3E",
    "{0}={1}:" + "9" * 400,
    "{0}={1}:.,{1}:NaN,{1}:-0x1,{1}",
    "{0}=%E0%A4%A",
]


def test_a_hostile_address_changes_nothing(visit: Any, kind: Any) -> None:
    names = list(kind().limits)
    addresses = [f"?{address.format(kind.module, name)}" for address in HOSTILE for name in names]
    # One with which the page is loaded, and then all of them.
    page, found = opened(visit, kind, query=random.Random(kind.module).choice(addresses))
    assert {sentence(found), *page.evaluate(SAID, [addresses, kind.module])} == {kind().sentence()}
    assert page.locator("figure img, figure script:not([type='application/json'])").count() == 0


def test_without_scripts_and_in_print_the_still_stands(visit: Any, kind: Any) -> None:
    page = visit(f"/{kind.module}-light.html", java_script_enabled=False)
    found = figure(page, kind.module)
    still = found.get_by_role("img")
    expect(still).to_be_visible()
    assert len(still.get_attribute("aria-label") or "") >= 40
    expect(found.locator(".sc-x-dead .sc-x-sentence")).to_have_text(kind().sentence())
    found.locator("summary").click()
    expect(found.locator("table")).to_be_visible()
    page, found = opened(visit, kind, fresh=True)
    page.emulate_media(media="print")
    expect(found.locator(".sc-x-still")).to_be_visible()
    expect(found.locator(".sc-x-live")).to_be_hidden()
