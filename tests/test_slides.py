"""The slide decks: made from the chapters, complete, legible in a hall, opened from the file system."""

import html
import importlib
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from sphinx.errors import ExtensionError

from exercises import ch01
from sciencecities import claims
from sciencecities.book import slides
from sciencecities.book.slides import site as decks_of
from sciencecities.book.slides.heads import Lead
from sciencecities.book.slides.pictures import FLOOR, Picture, Strip, pieces
from sciencecities.book.slides.plan import Part, follow, read_plan
from sciencecities.book.slides.text import chunks, count, off_slide, plain, sentences, shorten, spread

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory) -> Path:
    """All decks, in a folder with a space in its name."""
    return tmp_path_factory.mktemp("all decks") / "slides"


@pytest.fixture(scope="module")
def decks(site, folder) -> dict[str, slides.Deck]:
    return {deck.name: deck for deck in slides.make(site, folder)}


def of_kind(deck: slides.Deck, kind: str) -> list[slides.Slide]:
    return [slide for slide in deck.slides if slide.kind == kind]


def words(slide: slides.Slide) -> str:
    """All that a slide shows, without elements."""
    return plain(
        " ".join([slide.kicker, slide.title, slide.question, *slide.text, *slide.items, slide.source])
    )


@pytest.fixture(scope="module")
def soups(site) -> dict[str, BeautifulSoup]:
    """The chapters' pages, without the inside of scripts and pictures."""
    heavy = re.compile(r"<(script|svg)\b.*?</\1>", re.DOTALL)
    return {
        name: BeautifulSoup(
            heavy.sub("", (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")), "html.parser"
        )
        for name in CHAPTERS
    }


# --- what is on the slides


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_deck_holds_what_its_chapter_holds(decks, site, name):
    deck, page = decks[name], (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    assert 40 <= len(deck.slides) <= 65
    assert deck.question.endswith("?") and deck.question in plain(page)
    assert 3 <= len(of_kind(deck, "goals")[0].items) <= 5
    figures = of_kind(deck, "figure")
    numbers = re.findall(r'"caption-number">(Fig\. [\d.]+)', page)
    assert list(dict.fromkeys(slide.kicker.split(" ·")[0] for slide in figures)) == numbers
    for slide in figures:
        assert slide.source.startswith("Source: ")
    for number in numbers:
        own = [slide for slide in figures if slide.kicker.split(" ·")[0] == number]
        assert own[-1].text[0] and own[0].picture.alt, number
    wrong = page.count('class="admonition-title">Misconception: ')
    shown = [slide for slide in of_kind(deck, "box") if slide.kicker.startswith("Misconception")]
    assert wrong and len({slide.title for slide in shown}) == wrong
    guesses = page.count('class="sc-explorable"')
    assert len(of_kind(deck, "guess")) == guesses == len({slide.title for slide in of_kind(deck, "shown")})
    assert len(of_kind(deck, "exercises")[0].tasks) == page.count('<section class="sc-exercise"')
    for kind in ("title", "claim", "question", "measure", "task", "summary", "fair"):
        assert of_kind(deck, kind), kind
    for slide in deck.slides:
        assert slide.when and len(slide.ask) > 20


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_term_of_the_measure_is_left_out(decks, soups, name):
    shown = " ".join(map(words, of_kind(decks[name], "measure"))).replace("\u00a0", " ")
    terms = [
        " ".join(term.get_text().split()).rstrip(".:")
        for term in soups[name].select("#the-measure p strong, #the-measure p a[href*='glossary']")
        if term.find_parent(class_=["admonition", "sc-figure"]) is None
    ]
    assert len(terms) > 4
    assert not [term for term in terms if term not in shown]


def test_the_end_of_a_long_step_and_of_a_long_box_is_shown(decks):
    measure = {name[:2]: " ".join(map(words, of_kind(decks[name], "measure"))) for name in CHAPTERS}
    assert "three and a third equal ones" in measure["01"] and "−0.87" in measure["02"]
    assert "read on the years after" in measure["05"] and "resolution" in measure["06"]
    city = [words(slide) for slide in of_kind(decks[CHAPTERS[2]], "box") if slide.title == "A city is a city"]
    assert len(city) > 1 and all(number in " ".join(city) for number in ("24", "45", "112", "33"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_slide_has_one_thought(decks, name):
    deck = decks[name]
    for slide in deck.slides:
        assert sum(map(count, slide.text)) <= 80, slide.title
    assert not any("?" in words(slide) for slide in of_kind(deck, "claim"))
    titles = [slide.title for slide in of_kind(deck, "verdict")]
    assert len(titles) == len(set(titles)) and all(slide.verdict for slide in of_kind(deck, "verdict"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_slide_points_off_itself(decks, name):
    there = re.compile(
        r"\b(?:table|figure|computation|see|change|remember)\b[^.]{0,12} (?:above|below)\b", re.I
    )
    for slide in decks[name].slides:
        assert not there.search(words(slide)), slide.title
        assert not any(
            text.endswith(":") for text in slide.text if not text.startswith("<")
        ) or "<div" in str(slide.text)


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_figure_has_a_heading_of_its_own(decks, name):
    heads = {slide.kicker.split(" ·")[0]: slide.title for slide in of_kind(decks[name], "figure")}
    assert len(set(heads.values())) == len(heads)
    assert not {"The data", "Eight cities, one page each"} & set(heads.values())


def test_headings_name_what_the_figure_shows(decks):
    heads = {
        slide.kicker.split(" ·")[0]: slide.title
        for deck in decks.values()
        for slide in of_kind(deck, "figure")
    }
    assert heads["Fig. 2.3"] == "How does China’s intensity compare?"
    assert heads["Fig. 3.2"] == "Kunming" and heads["Fig. 3.7"] == "Hefei"


def test_the_note_on_maps_comes_with_the_first_map(decks):
    for name in (CHAPTERS[0], CHAPTERS[3]):
        made = decks[name].slides
        note = next(i for i, slide in enumerate(made) if slide.title.startswith("Maps"))
        maps = [i for i, slide in enumerate(made) if "base map" in slide.source]
        between = {slide.title for slide in made[maps[0] : note] if slide.title != made[note].title}
        assert maps[0] < note and between == {made[maps[0]].title}


def test_the_forecast_is_placed_before_any_answer(decks):
    made = decks[CHAPTERS[5]].slides
    guess = next(i for i, slide in enumerate(made) if slide.title == "Place your forecast")
    assert guess < next(i for i, slide in enumerate(made) if slide.kind == "figure")
    assert made[guess].kind == "guess" and made[guess + 1].title == "Place your forecast"


def test_claims_carry_the_ledgers_verdicts(decks):
    shown = {s.verdict.number: s for deck in decks.values() for s in deck.slides if s.verdict}
    assert set(shown) == {claim.id for claim in claims.every()}
    claim, slide = claims.get("C08"), shown["C08"]
    assert slide.verdict.verdict == claim.verdict and slide.verdict.style == claim.style
    assert html.unescape(slide.verdict.why) == claim.deciding
    assert html.unescape(slide.title) == claim.claim and "C08" in slide.kicker


def test_exercises_have_titles_and_minutes(decks):
    tasks = of_kind(decks[CHAPTERS[0]], "exercises")[0].tasks
    assert [(task.title, int(re.search(r"(\d+) minutes", task.facts)[1])) for task in tasks] == [
        (f"{exercise.id}: {exercise.title}", exercise.minutes) for exercise in ch01.EXERCISES
    ]


def test_exercises_of_the_class_say_what_they_ask(decks):
    own = {slide.title: slide for slide in of_kind(decks[CHAPTERS[0]], "task")}
    assert list(own) == [exercise.title for exercise in ch01.EXERCISES[:2]]
    assert "effective number" in words(own["How many equal ones?"])


# --- the plan for a class


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_deck_follows_the_plan_of_its_chapter(decks, soups, name):
    deck = decks[name]
    box = soups[name].select_one("#before-you-start .admonition.dropdown")
    minutes = [
        part.minutes for part in read_plan(" ".join(p.decode_contents() for p in box.select("p")), name)
    ]
    assert deck.minutes == sum(minutes) == 75
    for part, planned in enumerate(minutes):
        assert sum(slide.seconds for slide in deck.slides if slide.part == part) == 60 * planned, part
    assert [slide.part for slide in deck.planned] == sorted(slide.part for slide in deck.planned)
    assert deck.planned[0].kind == "title" and deck.planned[-1].kind == "fair"
    for slide in deck.slides:
        assert slide.when.startswith("Extra: about ") == (slide.part is None) == (slide.seconds == 0)
    assert deck.extra == sum(slide.minutes for slide in deck.slides if slide.part is None) > 0


def test_the_parts_of_a_plan_find_their_slides(decks):
    def planned(i: int, kind: str) -> set[str]:
        return {slide.title for slide in decks[CHAPTERS[i]].planned if slide.kind == kind}

    assert planned(0, "guess") == {"Who is in the club?", "How firm is a rank?"}
    assert len(planned(0, "task")) == 2 and planned(1, "task") == {"What is left of knowledge"}
    assert planned(1, "measure") == {"Correlation, from four dots", "A slope", "Holding income fixed"}
    assert planned(2, "measure") == {"Weights"} and planned(4, "measure") == {
        "A twin from two donors, by hand"
    }
    assert len(planned(2, "figure")) == 8 and all("Wuhan" in title for title in planned(2, "verdict"))
    assert planned(3, "figure") == {
        "What if the data change their mind?",
        "Would another measure say the same?",
    }
    assert planned(4, "verdict") == {claims.get("C39").claim}
    # Two readers judge the claims there, so neither the verdicts nor the ledger are shown.
    assert planned(5, "verdict") == planned(5, "figure") == set()


def test_a_plan_is_read_and_a_part_without_slides_gets_one():
    plan = "You need chalk. Guess: up or down? (5 minutes) · exercise 1.2 (10) · reserve (3). At home: 4.1."
    parts = read_plan(plan, "a page")
    assert parts == [Part("Guess: up or down?", 5), Part("exercise 1.2", 10), Part("", 3)]
    made = [
        slides.Slide("title", "One"),
        slides.Slide("goals", "Two"),
        slides.Slide("task", "Three", "Exercise 1.2"),
    ]
    timed = follow([*made, slides.Slide("fair", "Four")], parts)
    assert [(slide.kind, slide.part, slide.seconds) for slide in timed] == [
        ("title", 0, 50),
        ("goals", None, 0),
        ("class", 0, 250),
        ("task", 1, 600),
        ("fair", 2, 180),
    ]
    with pytest.raises(slides.SlidesError, match="names no minutes"):
        read_plan("Talk.", "a page")


def test_every_map_says_what_its_borders_mean(decks, site):
    for deck in decks.values():
        for slide in of_kind(deck, "figure"):
            if "base map" in slide.source:
                assert "no judgement on the legal status" in slide.source, slide.kicker


def test_no_slide_links_elsewhere_or_shows_a_mark(decks, folder):
    for name in decks:
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert not re.findall(r"<!--[=~]|https?://|<a\b", page)


def test_the_index_lists_every_deck(decks, folder):
    index = (folder / "index.html").read_text(encoding="utf-8")
    for deck in decks.values():
        assert (
            f'<a href="{deck.name}.html?plan">A class of 75 minutes</a>: {len(deck.planned)} slides' in index
        )
        assert f'<a href="{deck.name}.html">Everything</a>: {len(deck.slides)} slides' in index


def test_two_builds_are_the_same_bytes(decks, folder, site, tmp_path):
    (tmp_path / "old.html").touch()
    slides.make(site, tmp_path)
    first, second = (
        {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        for place in (folder, tmp_path)
    )
    assert first == second


# --- in a browser, from the file system

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


@pytest.fixture
def show(browser: Browser, folder, decks):
    """Open a deck from the file system; nothing else may be asked for, and the console stays empty."""
    contexts, trouble = [], []

    def open_deck(name: str, query: str = "", dark: bool = False) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        context.on(
            "request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or trouble.append(r.url)
        )
        context.on("requestfailed", lambda request: trouble.append(request.url))
        context.on("console", lambda m: m.type in {"error", "warning"} and trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto((folder / f"{name}.html").as_uri() + query)
        page.wait_for_function("Reveal.isReady()")
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


def test_dark_rooms_get_the_dark_pictures(show, decks):
    page = show(CHAPTERS[0], dark=True)
    index = next(i for i, slide in enumerate(decks[CHAPTERS[0]].slides) if slide.picture)
    page.evaluate(f"Reveal.slide({index})")
    assert page.locator("section.present img.only-dark").first.is_visible()
    assert not page.locator("section.present img.only-light").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"


def test_the_speaker_sees_minutes_and_what_to_ask(show):
    page = show(CHAPTERS[0])
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text("Minutes 0 to 10 of the class, slide 1 of 4. Ask the question on the slide.").wait_for()
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


# --- the parts


def test_sentences_keep_their_elements_whole():
    text = "It <em>fell. It rose.</em> Then “why?” And so on, to 3.5 %. (No more.)"
    assert sentences(text) == [
        "It <em>fell. It rose.</em>",
        "Then “why?”",
        "And so on, to 3.5 %.",
        "(No more.)",
    ]
    assert shorten(text, 5) == ("It <em>fell. It rose.</em>", "Then “why?” And so on, to 3.5 %. (No more.)")
    assert shorten(text, 1)[0] == "It <em>fell. It rose.</em>"
    assert shorten("", 9) == ("", "")


@given(
    st.lists(st.integers(1, 30).map(lambda n: " ".join("w" * n)), max_size=12),
    st.integers(1, 80),
    st.integers(1, 6),
)
def test_chunks_keep_order_and_limits(items, words, most):
    groups = chunks(items, words, most)
    assert [item for group in groups for item in group] == items
    for group in groups:
        assert 1 <= len(group) <= most
        assert sum(map(count, group)) <= words or len(group) == 1


def test_what_points_off_the_slide_is_said_and_not_shown():
    assert off_slide("It falls. Change it below and see.") == ("It falls.", "Change it below and see.")
    assert off_slide("It misses, and so errs: remember it below.") == ("It misses, and so errs.", "")
    assert off_slide("One is above its mean. Read on the years after.")[1] == ""


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_long_text_is_spread_and_not_cut(lengths):
    text = " ".join(f"A{' w' * (n - 1)}." for n in lengths)
    shown, unsaid = spread(text, 50)
    assert " ".join(shown) == text and not unsaid
    assert all(count(one) <= 50 for one in shown)


def test_a_heading_is_a_question_a_name_or_the_sentence_before():
    finding = "It rose: by 3 points."
    assert Lead("Did it rise?", False).heading(finding)[0] == "Did it rise?"
    assert (
        Lead("Did it rise?", False, texts=["Now the others."], figures=1).heading(finding)[0]
        == "Now the others"
    )
    assert Lead("Cars", False, texts=["How many?"]).heading(finding) == ("How many?", "Cars", "")
    assert Lead("Cities", texts=["<strong>Wuhan.</strong> Look."]).heading(finding) == (
        "Wuhan",
        "Cities",
        "Look.",
    )
    assert Lead("The data").heading(finding)[0] == "It rose"


def picture(high: float, body: str) -> Picture:
    """A picture 400 wide, as the interactive figures draw them."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 {high:g}" fill="#0b6bb5">{body}</svg>'
    return Picture("two", svg, 400, round(high), "What the two show.")


def text(y: float, words: str = "word", more: str = "") -> str:
    return f'<text x="0" y="{y}" font-size="11" {more}>{words}</text>'


def panel(top: float, bottom: float) -> str:
    return f'<path d="M0 {top}L200 {bottom}L400 {top}"/>'


def test_a_picture_that_can_be_read_stays_whole():
    low = picture(400, text(20) + panel(30, 390))
    assert pieces(low) == (low,) and low.text >= FLOOR


def test_a_tall_picture_is_cut_between_its_panels():
    upper, lower = pieces(picture(600, panel(0, 290) + text(318, more='font-weight="700"') + panel(320, 600)))
    assert upper.strips == (Strip(0.0, pytest.approx(299.7, abs=0.5)),)
    assert lower.strips[0].top == upper.strips[0].bottom and lower.strips[0].bottom == 600
    assert (upper.alt, lower.alt) == ("What the two show.", "") and min(upper.text, lower.text) >= FLOOR
    assert "#5cb0f0" in upper.dark and "#0b6bb5" not in upper.dark


def test_a_list_of_rows_keeps_its_head():
    rows = "".join(f'<circle cx="9" cy="{40 + 20 * i}" r="4"/>{text(44 + 20 * i)}' for i in range(30))
    first, second = pieces(picture(650, text(12, "scale") + rows))
    head = second.strips[0]
    assert len(first.strips) == 1 and head.top == 0 and 12 < head.bottom < 36
    assert second.strips[1].top == first.strips[0].bottom
    assert (first.strips[0].bottom - 30) % 20 == pytest.approx(0, abs=1.5)


def test_what_cannot_be_cut_gives_way_to_words():
    assert pieces(picture(900, panel(0, 900) + text(450))) == ()


# --- what goes wrong


def test_without_a_book_one_sentence_says_so(tmp_path):
    with pytest.raises(slides.SlidesError, match=r"no chapters in .*run make book first"):
        slides.make(tmp_path, tmp_path / "slides")


def test_a_missing_section_is_named_and_the_old_decks_stay(site, tmp_path):
    page = (site / "chapters" / f"{CHAPTERS[0]}.html").read_text(encoding="utf-8")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-x.html").write_text(
        page.replace('id="summary"', 'id="end"'), encoding="utf-8"
    )
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "index.html").touch()
    with pytest.raises(slides.SlidesError, match=r"01-x\.html has no section 'Summary'"):
        slides.make(tmp_path, tmp_path / "slides")
    assert (tmp_path / "slides" / "index.html").exists()


# --- in the built book


def test_the_book_links_to_its_decks_and_no_link_is_dead(site):
    pages = [*(site / "chapters").glob("*.html"), site / "reference" / "teaching.html"]
    for page in pages:
        found = re.findall(r'href="(\.\./slides/[^"?]*)\??[^"]*"', page.read_text(encoding="utf-8"))
        assert found, page.name
        assert all((page.parent / link).is_file() for link in found), page.name
        if page.parent.name == "chapters":
            assert found == [f"../slides/{page.name}"] * 2
    index = site / "slides" / "index.html"
    for link in re.findall(r'(?:href|src)="(?!data:)([^"?]*)', index.read_text(encoding="utf-8")):
        assert (index.parent / link).is_file(), link


def test_a_book_without_a_plan_gets_no_decks(monkeypatch, tmp_path):
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path)
    (tmp_path / "chapters").mkdir()
    page = tmp_path / "chapters" / "01-x.html"
    page.write_text("<p>Nothing.</p>")
    decks_of.make_decks(app, None)
    assert not (tmp_path / "slides").exists()
    page.write_text('<p class="sc-slides">Slides</p>')
    with pytest.raises(ExtensionError, match=r"No slides were made\. .*has no chapter in it"):
        decks_of.make_decks(app, None)


@pytest.fixture
def scripts(monkeypatch, tmp_path):
    """The two programs, with an empty place to build in."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    for name in ("build", "slides"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    build, program = (importlib.import_module(name) for name in ("build", "slides"))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(build, "BUILT", tmp_path / "_build" / "book.sha256")
    yield build, program
    for name in ("build", "slides"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("current", "words"), [(False, "No slides were made"), (True, "There are no chapters")]
)
def test_the_command_fails_with_one_sentence(scripts, monkeypatch, capsys, current, words):
    build, program = scripts
    monkeypatch.setattr(build, "is_current", lambda: current)
    monkeypatch.setattr(build, "main", lambda: 1)
    assert program.main() == 2
    said = capsys.readouterr().err
    assert said.startswith(words) and said.count("\n") == 1


def test_a_book_is_current_until_a_page_or_a_table_changes(scripts, monkeypatch, tmp_path):
    build, _ = scripts
    (tmp_path / "data").mkdir()
    (tmp_path / "intro.md").write_text("one")
    index = tmp_path / "_build" / "html" / "index.html"

    def succeed() -> int:
        index.parent.mkdir(parents=True, exist_ok=True)
        index.touch()
        return 0

    assert not build.is_current()
    monkeypatch.setattr(build, "build", succeed)
    assert build.main() == 0 and build.is_current()
    for changed in (tmp_path / "intro.md", tmp_path / "data" / "table.csv"):
        changed.write_text("two")
        assert not build.is_current()
        assert build.main() == 0 and build.is_current()
    monkeypatch.setattr(build, "build", lambda: 1)
    assert build.main() == 1 and not build.is_current()
