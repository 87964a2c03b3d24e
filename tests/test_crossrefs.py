"""Chapters lead to each other, and a term leads to the glossary where it is first used. Chapters find themselves."""

import re
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from sciencecities.book import prose

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
GLOSSARY = (ROOT / "reference" / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"^(?![ :`]|---|#|\*|myst)(\S.*)$", GLOSSARY.split("```{glossary}")[1], re.MULTILINE)
# Words of every day as well as terms: their first mention need not be the term. They must be linked somewhere.
ORDINARY = {
    "Between",
    "Within",
    "Control",
    "Weight",
    "Club",
    "Count",
    "Noise",
    "Rank",
    "Association",
    "Forecast",
}
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()\s]*\)")
# What is no running text: headings, the question under the title, objectives, a plan for the teacher, first lines of
# boxes, the fair version at the end, code, formulas, marks.
NOT_RUNNING = (
    r"```\{admonition\} In a class.*?```",
    r"^```[^\n]*$",
    r"^#[^\n]*$",
    r"^\*[^*\n]+\*$",
    r"^(?:> |A fair version of the claim)[^\n]*$",
    r"^\d\. \*\*[^\n]*$",
    r"`[^`\n]*`",
    r"\$\$.*?\$\$",
    r"\$[^$\n]+\$",
    r"<!--.*?-->",
)


def text_of(path: Path) -> str:
    """A page's Markdown."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def blank(pattern: str | re.Pattern[str], text: str) -> str:
    """The text with all that matches replaced by blanks, so that places stay."""
    flags = re.DOTALL | re.MULTILINE if isinstance(pattern, str) else 0
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=flags)


def address(term: str) -> str:
    """The end of the address of a term."""
    return f"glossary.md#term-{re.sub(r'[^A-Za-z0-9]+', '-', term).strip('-')})"


def mention(term: str) -> re.Pattern[str]:
    """A term in a text; those with capitals of their own are found as written."""
    exact = term.isupper() or term in {"Share", "Count", "Yi"}
    return re.compile(rf"(?<![\w&-]){re.escape(term)}s?(?![\w-])", 0 if exact else re.IGNORECASE)


def loose(text: str) -> dict[str, int]:
    """Terms whose first mention in running text comes before their first link, or without one: where it stands."""
    for pattern in NOT_RUNNING:
        text = blank(pattern, text)
    bare = blank(LINK, text)
    found = {}
    for term in sorted(TERMS, key=len, reverse=True):
        first = mention(term).search(bare)
        bare = blank(mention(term), bare)
        if term in ORDINARY or not first:
            continue
        linked = text.find(address(term))
        if linked < 0 or first.start() < linked:
            found[term] = first.start()
    return found


def test_the_glossary_is_in_the_order_of_the_alphabet() -> None:
    assert sorted(TERMS, key=str.casefold) == TERMS


def test_there_is_something_to_check() -> None:
    assert len(CHAPTERS) == 6 and {"Share", "R&D", "Yuan"} <= set(TERMS) and not ORDINARY - set(TERMS)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_leads_to_others_back_or_on(chapter: Path) -> None:
    others = set(re.findall(r"\]\((\d\d-[\w-]+\.ipynb)(?:#[\w-]+)?\)", text_of(chapter))) - {chapter.name}
    assert len(others) >= 2
    assert others <= {path.name for path in CHAPTERS}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_named_in_words_is_a_link(chapter: Path) -> None:
    """'chapter 3' is a link, unless the same paragraph has one to that chapter or it is this chapter itself."""
    for paragraph in text_of(chapter).split("\n"):
        for number in re.findall(r"[Cc]hapter (\d)", blank(r"`[^`]*`", prose.strip(paragraph))):
            if number != chapter.name[1]:
                assert f"](0{number}-" in paragraph, paragraph[:200]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_term_is_linked_where_it_is_first_used(chapter: Path) -> None:
    text = text_of(chapter)
    assert {term: text[place - 40 : place + 40] for term, place in loose(text).items()} == {}


def test_every_term_is_linked_from_a_page() -> None:
    pages = [*CHAPTERS, ROOT / "reference" / "methods.md"]
    everything = "\n".join(text_of(page) for page in pages)
    assert [term for term in TERMS if address(term) not in everything] == []


def test_a_late_link_and_a_missing_one_are_found() -> None:
    late = "# GDP\n\nReal growth and GDP.\n\nThe [GDP](../reference/glossary.md#term-GDP) again; real growth again."
    assert set(loose(late)) == {"GDP", "Real growth"}
    good = "[GDP per head](../reference/glossary.md#term-GDP-per-head), `GDP`, between, GDP per head."
    assert loose(good) == {}
