"""The slide decks: made from the chapters, complete, legible in a hall, opened from the file system."""

import html
import importlib
import re
import sys
from types import SimpleNamespace

import pytest
from conftest import ROOT
from slides_kit import CHAPTERS, decks, folder, of_kind, soups, words  # noqa: F401
from sphinx.errors import ExtensionError

from exercises import ch01
from sciencecities import claims
from sciencecities.book import slides
from sciencecities.book.slides import site as decks_of
from sciencecities.book.slides.plan import read_plan
from sciencecities.book.slides.text import count, plain

# --- what is on the slides

# ruff: noqa: F811


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
    assert list(own) == [exercise.title for exercise in ch01.EXERCISES[1:2]]
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
    # The fair version of chapter 6 is too long for the reserve.
    end = "In reserve: read the fair version of the claim at home"
    assert deck.planned[0].kind == "title"
    assert deck.planned[-1].title == (end if deck.chapter == "6" else "A fair version of the claim")
    for slide in deck.slides:
        assert slide.when.startswith("Extra: about ") == (slide.part is None) == (slide.seconds == 0)
    assert deck.extra == sum(slide.minutes for slide in deck.slides if slide.part is None) > 0


def test_the_parts_of_a_plan_find_their_slides(decks):
    def planned(i: int, kind: str) -> set[str]:
        return {slide.title for slide in decks[CHAPTERS[i]].planned if slide.kind == kind}

    assert planned(0, "guess") == {"Who is in the club?", "How firm is a rank?"}
    assert planned(0, "task") == {"How many equal ones?"} and planned(1, "task") == {
        "What is left of knowledge"
    }
    assert planned(1, "measure") == {"Correlation, from four dots", "A slope", "Holding income fixed"}
    assert planned(2, "measure") == {"Weights"} and planned(4, "measure") == {
        "A twin from two donors, by hand"
    }
    assert len(planned(2, "figure")) == 8 and all("Wuhan" in title for title in planned(2, "verdict"))
    assert planned(3, "figure") == {"Would another measure say the same?"}
    assert planned(4, "verdict") == {claims.get("C39").claim}
    # Two readers judge the claims there, so neither the verdicts nor the ledger are shown.
    assert planned(5, "verdict") == planned(5, "figure") == set()


def test_every_map_says_what_its_borders_mean(decks, site):
    for deck in decks.values():
        for slide in of_kind(deck, "figure"):
            if "base map" in slide.source:
                assert "no judgement on the legal status" in slide.source, slide.kicker


def test_no_slide_links_elsewhere_or_shows_a_mark(decks, folder):
    for name in decks:
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        [without] = re.findall(r"<noscript>.*?</noscript>", page)
        assert f'<a href="../chapters/{name}.html">' in without
        assert not re.findall(r"<!--[=~]|https?://|<a\b", page.replace(without, ""))


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
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path, doctreedir=tmp_path)
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
    monkeypatch.setattr(build, "BUILT", tmp_path / "_build" / "book.json")
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
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    index = tmp_path / "_build" / "html" / "index.html"

    anew = []

    def succeed(all_pages: bool) -> int:
        anew.append(all_pages)
        index.parent.mkdir(parents=True, exist_ok=True)
        index.touch()
        return 0

    assert not build.is_current()
    monkeypatch.setattr(build, "build", succeed)
    for _ in range(2):
        assert build.main() == 0 and build.is_current() and anew == [True]
    # A page is read alone; all are after a change of data or of the frame, or of what stands in the site.
    for changed, all_pages in (("intro.md", False), ("data/table.csv", True), ("_config.yml", True)):
        (tmp_path / changed).write_text("two")
        assert not build.is_current()
        assert build.main() == 0 and build.is_current() and anew.pop() == all_pages
    index.write_text("somebody's own")
    assert not build.is_current() and build.main() == 0 and anew.pop()
    # So they are after a build that failed: the page that was to blame must speak again.
    monkeypatch.setattr(build, "build", lambda all_pages: 1)
    (tmp_path / "intro.md").write_text("three")
    assert build.main() == 1 and not build.is_current()
    monkeypatch.setattr(build, "build", succeed)
    (tmp_path / "intro.md").write_text("four")
    assert build.main() == 0 and anew.pop()
