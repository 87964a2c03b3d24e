"""The front of the book: the first page, the general lesson with its checklist, and how to cite."""

import re
import tomllib

import pytest
import static_page
import yaml
from conftest import ROOT
from markdown_it import MarkdownIt
from test_chapters import CHAPTERS, Run, cells, prose_of

from sciencecities import claims
from sciencecities.book import prose

INTRO = prose_of(ROOT / "intro.md")
READING = (ROOT / "reference" / "reading.md").read_text(encoding="utf-8")
ABOUT = (ROOT / "reference" / "about.md").read_text(encoding="utf-8")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
# A habit a section: "## 3 Survivors".
HABITS = re.findall(r"^## \d (.+?)\n(.*?)(?=^## )", READING, re.MULTILINE | re.DOTALL)
CHECKLIST = re.search(r"^:::\{container\} sc-checklist\n(.*?)^:::$", READING, re.MULTILINE | re.DOTALL)[1]


def title(path):
    """A page's first heading."""
    return re.search(r"^# (.+)$", prose_of(path), re.MULTILINE)[1]


# --- the order of the pages


def test_the_book_begins_with_the_intro_and_its_reference_with_the_lesson():
    parts = [[page["file"] for page in part["chapters"]] for part in CONTENTS["parts"]]
    assert CONTENTS["root"] == "intro"
    assert parts[0] == [f"chapters/{path.stem}" for path in CHAPTERS]
    assert parts[1][0] == "reference/reading"


# --- the first page


def test_the_intro_names_each_chapter_with_its_question_and_a_tied_finding():
    steps = re.findall(r"^\d\. \*\*.+$", INTRO, re.MULTILINE)
    assert len(steps) == len(CHAPTERS)
    for step, path in zip(steps, CHAPTERS, strict=True):
        assert f"[{title(path)}](chapters/{path.name})" in step
        question = re.search(r"\*([^*]+\?)[^*]*\*", step)[1]
        asked = prose.strip(prose_of(path).split("## Overview")[0])
        assert question in asked, f"{path.name} asks: {asked}"
        assert prose.ties(step), f"no tied number in: {step}"


def test_the_intro_leads_on_and_fits_a_page():
    for page in ("reading", "claims", "teaching", "about", "data", "methods", "glossary"):
        assert f"(reference/{page}.md)" in INTRO, page
    assert len(prose.strip(INTRO).split()) <= 1100


@pytest.fixture(scope="module")
def picture():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        (map_of_essay,) = Run(ROOT / "intro.md").of("Picture")
    return map_of_essay


def test_the_intro_has_a_map_with_finding_source_and_table(picture):
    assert len(picture.alt) >= 40 and picture.source and picture.csv
    assert "Natural Earth" in picture.caption and "no judgement" in picture.caption
    for place in picture.csv.splitlines()[1:]:
        assert place.split(",")[-1].strip('"') in picture.svg
    others = "\n".join(source for path in CHAPTERS for source in cells(path, "code"))
    assert f'name="{picture.name}"' not in others


def test_the_intro_has_no_answer_of_the_forecast():
    """Chapter 6 asks for forecasts of the edition of 2025 before it gives them away; so does nobody before it."""
    assert "2025" not in INTRO


# --- the lesson


def test_each_habit_has_an_example_a_question_and_a_place_in_the_book():
    assert len(HABITS) == 8
    for name, text in HABITS:
        example, ask, place = re.findall(
            r"^- \*\*(?:In the essay|Ask|In the book):\*\* (.+)$", text, re.MULTILINE
        )
        linked = re.findall(r"\[(C\d\d)\]\(claims\.md#(c\d\d)\)", example)
        assert linked, f"no claim in: {name}"
        assert all(claims.get(shown).anchor == anchor for shown, anchor in linked)
        assert "?" in ask, name
        assert re.search(r"\]\(\.\./chapters/\d\d-[\w-]+\.ipynb#[\w-]+\)", place), name


def test_the_lesson_leads_into_every_chapter():
    linked = set(re.findall(r"\.\./chapters/([\w-]+)\.ipynb", READING))
    assert linked == {path.stem for path in CHAPTERS}


def test_motives_stand_for_untestable_claims_and_predictions_for_predictions():
    examples = {
        name: [claims.get(claim) for claim in re.findall(r"\[(C\d\d)\]", text)] for name, text in HABITS
    }
    assert {row.verdict for row in examples["A motive"]} == {"untestable"}
    assert {row.kind for row in examples["A prediction without a number"]} == {"prediction"}
    assert {row.kind for row in examples["Cause for company"]} == {"causal"}


def test_the_checklist_has_a_line_for_each_habit_and_every_verdict_and_kind():
    assert len(re.findall(r"^- \*\w+\.\* .*[?:]", CHECKLIST, re.MULTILINE)) == len(HABITS)
    verdicts = re.search(r"\*\*Verdict:\*\* (.+)", CHECKLIST)[1].split(" · ")
    assert verdicts == list(claims.VERDICTS)
    kinds = re.search(r"\*\*Kind:\*\* (.+?)\.", CHECKLIST)[1].split(" · ")
    assert [kind.replace("cause", "causal") for kind in kinds] == list(claims.KINDS)


def test_the_checklist_prints_on_one_sheet(browser, tmp_path):
    body = MarkdownIt().render(CHECKLIST)
    section = (
        f'<section id="the-checklist"><h2>The checklist</h2><div class="sc-checklist">{body}</div></section>'
    )
    with (
        static_page.serve(tmp_path, "ledger", f"<p>What comes before.</p>{section}") as url,
        static_page.visit(browser, url) as (page, complaints),
    ):
        sheets = page.pdf(format="A4", prefer_css_page_size=False)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2
        page.emulate_media(media="print")
        starts = page.locator("#the-checklist").evaluate("section => getComputedStyle(section).breakBefore")
        assert starts == "page"
        lines = page.locator(".sc-checklist > p").evaluate_all(
            "all => all.map(p => p.getBoundingClientRect().height)"
        )
        assert min(lines) >= 40, "a line to write on needs room"
        assert complaints == []


# --- how to cite


def test_the_citation_file_agrees_with_the_project():
    assert CITED["version"] == VERSION
    assert CITED["title"] == CONFIG["title"] == title(ROOT / "intro.md")
    (author,) = CITED["authors"]
    assert author["name"].replace('"', "").lower() == CONFIG["author"].lower()
    assert set(CITED["license"]) == {"CC-BY-4.0", "MIT"}


def test_the_book_and_each_chapter_are_cited_with_title_and_version():
    year, name = CONFIG["copyright"], CONFIG["title"]
    author = f"The authors of *{name}* ({year})."
    assert re.search(
        rf"^> {re.escape(author)} \*{re.escape(name)} .+\* Version {re.escape(VERSION)}\.$", ABOUT, re.M
    )
    wanted = [
        f"{number}. {author} {title(path)}. In *{name}*, chapter {number}, version {VERSION}."
        for number, path in enumerate(CHAPTERS, 1)
    ]
    assert re.findall(r"^\d\. The authors.+$", ABOUT, re.MULTILINE) == wanted


def test_about_has_no_loose_number_and_knows_of_all_chapters():
    assert set(prose.untied(ABOUT)) == {VERSION, "4.0"}
    assert "to come" not in ABOUT
