"""The decks in a browser, from the file system: legible in a hall, in the plan's order, in the dark, printed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from slides_kit import CHAPTERS, decks, folder  # noqa: F401

from sciencecities.book.slides.pictures import FLOOR

# For each slide, with all its steps shown: what leaves the slide, and text that is too small.
FAULTS = """() => {
  const faults = [];
  const slides = Reveal.getSlides();
  slides.forEach((section, i) => {
    const fault = (what) => faults.push(`slide ${i + 1}: ${what}`);
    Reveal.slide(i, 0, 99);
    const slide = section.querySelector(".slide");
    if (slide.scrollHeight > 720 || slide.scrollWidth > 1280) fault("overflow");
    for (const element of slide.querySelectorAll("*")) {
      const name = element.localName;
      if ((element.closest("math") && name !== "math") || element.closest(".strip img")) continue;
      const { left, top, right, bottom, width } = element.getBoundingClientRect();
      if (width && (left < 0 || top < 0 || right > 1280 || bottom > 720)) fault(`${name} leaves the slide`);
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (text && size < 17) fault(`${name} in ${size} px`);
    }
    const images = [...slide.querySelectorAll("img")].filter((image) => image.offsetWidth);
    if (images.length === 0) return;
    if (images[0].alt.length < 20 && !/ · [2-9] of/.test(section.querySelector(".kicker").textContent)) fault("no alt");
    if (images.some((image) => !image.naturalWidth)) fault("no picture");
    const { width, height } = section.querySelector(".picture").getBoundingClientRect();
    if (width < 790 && height < 700) fault("a small picture");
  });
  return [slides.length, faults];
}"""

# ruff: noqa: F811


@pytest.fixture
def show(browser: Browser, folder, decks):
    """Open a deck from the file system; nothing else may be asked for, and the console stays empty."""
    contexts, trouble = [], []

    def open_deck(name: str, query: str = "", dark: bool = False, width: int = 1280) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": 720}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        context.on(
            "request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or trouble.append(r.url)
        )
        context.on("requestfailed", lambda request: trouble.append(request.url))
        context.on("console", lambda m: m.type in {"error", "warning"} and trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto((folder / f"{name}.html").as_uri() + query)
        page.wait_for_function("Reveal.isReady() || document.documentElement.matches('.phone')")
        return page

    yield open_deck
    for context in contexts:
        context.close()
    assert not trouble


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_slide_fits_and_can_be_read_from_afar(show, decks, name):
    slides_seen, faults = show(name).evaluate(FAULTS)
    assert slides_seen == len(decks[name].slides)
    assert not faults


def test_keys_lead_through_the_deck_and_the_answer_comes_after_the_question(show, decks):
    page = show(CHAPTERS[0])
    index = next(i for i, slide in enumerate(decks[CHAPTERS[0]].slides) if slide.kind == "verdict")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == 1
    page.evaluate(f"Reveal.slide({index})")
    verdict = page.locator("section.present .fragment").first
    expect(verdict).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(verdict).to_be_visible()
    assert page.evaluate("Reveal.getIndices().h") == index
    page.keyboard.press("End")
    assert page.evaluate("Reveal.isLastSlide()")


# What leaves the window, what is too small to read, and what is hidden of a deck that stands below itself.
ON_A_PHONE = """() => {
  const width = document.documentElement.clientWidth;
  const words = [...document.querySelectorAll(".slide *")].filter((one) =>
    !one.closest("math, .strip") && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const say = (list) => list.map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
  return {
    out: say(words.filter((one) => one.getBoundingClientRect().right > width && !one.closest(".formula"))),
    small: say(words.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 15)),
    hidden: say(words.filter((one) => !one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))),
    wide: document.documentElement.scrollWidth - width,
  };
}"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_on_a_phone_the_slides_stand_below_each_other_and_can_be_read(show, name):
    assert show(name, width=360).evaluate(ON_A_PHONE) == {"out": [], "small": [], "hidden": [], "wide": 0}


def test_a_phone_keeps_its_place_when_it_is_turned_and_turned_back(show, decks):
    page = show(CHAPTERS[0], "#/7", width=360)
    titles = [slide.title for slide in decks[CHAPTERS[0]].slides]
    seventh = page.locator(".slides > section").nth(7)
    assert abs(seventh.evaluate("one => one.getBoundingClientRect().top")) < 2
    page.locator(".slides > section").nth(9).evaluate("one => one.scrollIntoView()")
    page.wait_for_url("**/*#/9")
    page.set_viewport_size({"width": 740, "height": 360})
    page.wait_for_function("window.Reveal?.isReady() && Reveal.getIndices().h === 9")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.matches('.phone')")
    ninth = page.locator(".slides > section").nth(9)
    assert abs(ninth.evaluate("one => one.getBoundingClientRect().top")) < 2
    assert ninth.locator("h2").inner_text() == titles[9]


def test_dark_rooms_get_the_dark_pictures(show, decks):
    page = show(CHAPTERS[0], dark=True)
    index = next(i for i, slide in enumerate(decks[CHAPTERS[0]].slides) if slide.picture)
    page.evaluate(f"Reveal.slide({index})")
    assert page.locator("section.present img.only-dark").first.is_visible()
    assert not page.locator("section.present img.only-light").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
    page.wait_for_load_state("load")
    assert page.evaluate(FAULTS)[1] == []
    other = page.locator("img.only-light").evaluate_all("all => all.filter((one) => one.naturalWidth).length")
    assert other == 0  # what is not shown is not fetched


def test_the_speaker_sees_minutes_and_what_to_ask(show):
    page = show(CHAPTERS[0])
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text("Minutes 0 to 15 of the class, slide 1 of 4. Ask the question on the slide.").wait_for()
    page.keyboard.press("ArrowRight")
    notes.get_by_text("slide 2 of 4. Ask who thinks").wait_for()


def test_the_class_sees_the_plan_alone_and_in_its_order(show, decks):
    deck = decks[CHAPTERS[0]]
    seen = show(CHAPTERS[0], "?plan").evaluate(
        "Reveal.getSlides().map((s) => [s.className.split(' ')[0], +s.dataset.part, s.dataset.timing])"
    )
    assert seen == [[slide.kind, slide.part, str(slide.seconds)] for slide in deck.planned]
    assert len(seen) < len(deck.slides)
    # In the chapter the exercises stand behind the verdicts, in the class before them.
    kinds = [kind for kind, _, _ in seen]
    assert kinds.index("task") < kinds.index("verdict")


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_text_of_pictures_can_be_read_from_the_last_row(decks, name):
    for slide in decks[name].slides:
        assert slide.kind not in ("figure", "shown") or slide.picture, slide.title
        if slide.picture:
            assert slide.picture.text >= FLOOR >= 17, slide.picture.name


CLIPPED = """(svg) => {
  document.body.innerHTML = svg;
  const frame = document.querySelector("svg").getBoundingClientRect();
  return [...document.querySelectorAll("text")].filter((text) => {
    const { left, top, right, bottom } = text.getBoundingClientRect();
    return Math.max(frame.left - left, frame.top - top, right - frame.right, bottom - frame.bottom) > 1;
  }).map((text) => text.textContent);
}"""


def test_no_label_of_a_picture_is_clipped(browser, site):
    page = browser.new_page()
    clipped = {
        path.name: found
        for path in sorted((site / "_figures").glob("*.light.svg"))
        if (found := page.evaluate(CLIPPED, path.read_text(encoding="utf-8")))
    }
    page.close()
    assert not clipped


def test_a_deck_prints_one_light_page_a_slide(show, decks):
    page = show(CHAPTERS[-1], "?print-pdf", dark=True)
    page.locator(".pdf-page").last.wait_for()
    assert (
        page.locator(".pdf-page").last.evaluate("e => getComputedStyle(e).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('h2')).color") == "rgb(27, 31, 36)"
    assert (
        page.locator("img.only-light").first.is_visible()
        and not page.locator("img.only-dark").first.is_visible()
    )
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(decks[CHAPTERS[-1]].slides)
