"""The slide decks: made from the chapters, complete, legible in a hall, opened from the file system."""

import html
import importlib
import re
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from exercises import ch01
from sciencecities import claims
from sciencecities.book import slides
from sciencecities.book.slides.pictures import Picture, halves
from sciencecities.book.slides.text import chunks, count, plain, sentences, shorten

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


# --- what is on the slides


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_deck_holds_what_its_chapter_holds(decks, site, name):
    deck, page = decks[name], (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    assert 20 <= len(deck.slides) <= 40
    assert deck.question.endswith("?") and deck.question in plain(page)
    assert 3 <= len(of_kind(deck, "goals")[0].items) <= 5
    figures = of_kind(deck, "figure")
    numbers = re.findall(r'"caption-number">(Fig\. [\d.]+)', page)
    assert [slide.kicker for slide in figures] == numbers
    for slide in figures:
        assert slide.source.startswith("Source: ") and slide.text[0] and slide.pictures[0].alt
    wrong = page.count('class="admonition-title">Misconception: ')
    assert wrong and [slide.kicker for slide in of_kind(deck, "box")].count("Misconception") == wrong
    kinds = [slide.kind for slide in deck.slides if slide.kind in ("guess", "shown")]
    assert kinds == ["guess", "shown"] * page.count('class="sc-explorable"')
    assert len(of_kind(deck, "exercises")[0].tasks) == page.count('<section class="sc-exercise"')
    for kind in ("title", "claim", "measure", "summary", "fair"):
        assert of_kind(deck, kind), kind
    for slide in deck.slides:
        assert slide.minutes > 0 and len(slide.ask) > 20


def test_claims_carry_the_ledgers_verdicts(decks):
    shown = {c.number: c for deck in decks.values() for slide in deck.slides for c in slide.claims}
    assert set(shown) == {claim.id for claim in claims.every()}
    claim = claims.get("C08")
    assert shown["C08"].verdict == claim.verdict and shown["C08"].style == claim.style
    assert html.unescape(shown["C08"].why) == claim.deciding
    assert html.unescape(shown["C08"].claim) == claim.claim


def test_exercises_have_titles_and_minutes(decks):
    tasks = of_kind(decks[CHAPTERS[0]], "exercises")[0].tasks
    assert [(task.title, int(re.search(r"(\d+) minutes", task.facts)[1])) for task in tasks] == [
        (f"{exercise.id}: {exercise.title}", exercise.minutes) for exercise in ch01.EXERCISES
    ]


def test_every_map_says_what_its_borders_mean(decks, site):
    for deck in decks.values():
        for slide in of_kind(deck, "figure"):
            if "base map Natural Earth" in slide.source:
                assert "no judgement on the legal status" in slide.source, slide.kicker


def test_no_slide_links_elsewhere_or_shows_a_mark(decks, folder):
    for name in decks:
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert not re.findall(r"<!--[=~]|https?://|<a\b", page)


def test_the_index_lists_every_deck(decks, folder):
    index = (folder / "index.html").read_text(encoding="utf-8")
    for deck in decks.values():
        assert f'<a href="{deck.name}.html">{deck.title}</a>' in index
        assert f"{len(deck.slides)} slides, about {deck.minutes} minutes" in index


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
      if (element.closest("math") && name !== "math") continue;
      const { left, top, right, bottom, width } = element.getBoundingClientRect();
      if (width && (left < 0 || top < 0 || right > 1280 || bottom > 720)) fault(`${name} leaves the slide`);
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (text && size < (element.closest(".source") ? 12 : 18)) fault(`${name} in ${size} px`);
    }
    const images = [...slide.querySelectorAll("img")].filter((image) => image.offsetWidth);
    if (images.length === 0) return;
    if (images[0].alt.length < 20) fault("no alt text");
    if (images.some((image) => !image.naturalWidth)) fault("no picture");
    const area = images.reduce((sum, image) => sum + image.offsetWidth * image.offsetHeight, 0);
    if (area < 0.2 * 1280 * 720) fault("a small picture");
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
    index = next(i for i, slide in enumerate(decks[CHAPTERS[0]].slides) if slide.kind == "claims")
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
    index = next(i for i, slide in enumerate(decks[CHAPTERS[0]].slides) if slide.pictures)
    page.evaluate(f"Reveal.slide({index})")
    assert page.locator("section.present img.only-dark").first.is_visible()
    assert not page.locator("section.present img.only-light").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"


def test_the_speaker_sees_minutes_and_what_to_ask(show):
    page = show(CHAPTERS[0])
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text("About 1 minute. Ask the question on the slide.").wait_for()
    page.keyboard.press("ArrowRight")
    notes.get_by_text("About 2 minutes. Ask who thinks").wait_for()


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


def drawing(height: int, title_at: float, end: float) -> Picture:
    """Two panels: the upper ends at this height, the lower has a title in bold at that one."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="{height}pt" viewBox="0 0 100 {height}">'
        f'<path d="M 0 0 L 100 {height} z" style="fill: #ffffff"/>'
        f'<path d="M 0 5 L 100 5 L 100 {end} z" style="fill: #0b6bb5"/>'
        f'<text style="font-weight: 700; font-size: 10px" x="3" y="{title_at}">Lower</text>'
        f'<path d="M 0 {title_at + 5} L 100 {height - 1} z" style="fill: #0b6bb5"/></svg>'
    )
    return Picture("two", svg, 100, height, "What the two show.")


def test_a_tall_picture_is_cut_above_a_title():
    upper, lower = halves(drawing(200, 110, 80))
    assert 'viewBox="0 0 100 90"' in upper.light and 'viewBox="0 90 100 110"' in lower.light
    assert (upper.height, lower.height) == (90, 110) and (upper.alt, lower.alt) == ("What the two show.", "")
    assert "#5cb0f0" in upper.dark and "#0b6bb5" not in upper.dark


@pytest.mark.parametrize(
    "picture",
    [drawing(130, 70, 40), drawing(200, 185, 165), drawing(200, 110, 99)],
    ids=["low", "title far from the middle", "no empty band"],
)
def test_other_pictures_stay_whole(picture):
    assert halves(picture) == (picture,)


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
