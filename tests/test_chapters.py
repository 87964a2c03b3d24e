"""Every chapter is found, executed and checked: its shape, its pictures, its prose numbers. No list to edit."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from myst_nb.core.read import read_myst_markdown_notebook

from sciencecities import data, look, measures
from sciencecities.book import prose, tables

ROOT = Path(__file__).parent.parent
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
PAGES = sorted([ROOT / "intro.md", *(ROOT / "reference").glob("*.md")])
SECTIONS = [
    "Overview",
    "Before you start",
    "The claim",
    "The data",
    "The measure",
    "What it shows",
    "Explore",
    "Verdict",
    "Exercises",
    "Summary",
    "Read on",
]
OBJECTIVE_VERBS = {
    "apply",
    "build",
    "check",
    "choose",
    "compare",
    "compute",
    "decide",
    "describe",
    "draw",
    "explain",
    "find",
    "judge",
    "name",
    "read",
    "recognise",
    "say",
    "score",
    "test",
    "weigh",
    "write",
}


def cells(path: Path, kind: str) -> list[str]:
    """The sources of the cells of one kind, of a chapter or of a page in Markdown."""
    if path.suffix == ".md":
        book = read_myst_markdown_notebook(path.read_text(encoding="utf-8"))
    else:
        book = nbformat.read(path, as_version=4)
    return [cell.source for cell in book.cells if cell.cell_type == kind]


def prose_of(path: Path) -> str:
    """A chapter's Markdown as one text."""
    return "\n\n".join(cells(path, "markdown"))


class Run:
    """A chapter executed from top to bottom in one namespace, with what each cell displayed."""

    def __init__(self, path: Path) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.shown: list[Any] = []
        self.tables: set[str] = set()
        for number, source in enumerate(cells(path, "code")):
            tree = ast.parse(source, filename=f"{path.name}, code cell {number + 1}")
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, path.name, "exec"), self.names)
            if last is not None:
                self.shown.append(eval(compile(ast.Expression(last.value), path.name, "eval"), self.names))

    def of(self, name: str) -> list[Any]:
        """What was displayed of the classes with this name anywhere among their bases."""
        return [value for value in self.shown if name in {base.__name__ for base in type(value).__mro__}]


@pytest.fixture(scope="module")
def runs() -> dict[Path, Run]:
    return {}


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def run(chapter: Path, runs: dict[Path, Run], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(chapter.parent)
    if chapter not in runs:
        # The build draws the pictures; here it is asked what they say.
        monkeypatch.setattr(look, "_draw", lambda figure: "<svg></svg>")
        seen: set[str] = set()
        load = data.load
        monkeypatch.setattr(data, "load", lambda name: seen.add(name) or load(name))
        runs[chapter] = Run(chapter)
        runs[chapter].tables = seen
    return runs[chapter]


def test_there_are_chapters() -> None:
    assert CHAPTERS


def test_shape(chapter: Path) -> None:
    text = prose_of(chapter)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    objectives = re.findall(r"^\d\. \*\*(\w+)\*\*", text.split("## Before you start")[0], re.MULTILINE)
    assert 3 <= len(objectives) <= 5
    assert {verb.lower() for verb in objectives} <= OBJECTIVE_VERBS
    assert "Misconception" in text
    words = len(prose.strip(text).split())
    assert 2000 <= words <= 4000, f"{words} words"


def test_cells_are_short(chapter: Path) -> None:
    """The median cell has six lines at most; a cell that is not folded away shows one step."""
    code = [cell for cell in nbformat.read(chapter, as_version=4).cells if cell.cell_type == "code"]
    lengths = sorted(len(cell.source.splitlines()) for cell in code)
    assert lengths[len(lengths) // 2] <= 6
    visible = [
        cell for cell in code if not {"hide-input", "remove-cell"} & set(cell.metadata.get("tags", []))
    ]
    assert max(len(cell.source.splitlines()) for cell in visible) <= 12


def test_stored_without_outputs(chapter: Path) -> None:
    for cell in nbformat.read(chapter, as_version=4).cells:
        assert not cell.get("outputs") and not cell.get("execution_count")


def test_content_is_complete(run: Run) -> None:
    assert len(run.of("Picture")) >= 5
    assert len(run.of("Explorable")) >= 2
    assert len(run.of("Box")) >= 6


def test_the_tables_to_take_along_are_those_that_it_loads(chapter: Path, run: Run) -> None:
    assert len(run.tables) >= 2
    assert not run.tables - set(tables.used(chapter))


def test_pictures_say_their_finding(run: Run) -> None:
    pictures = run.of("Picture")
    assert len({picture.name for picture in pictures}) == len(pictures)
    for picture in pictures:
        assert len(picture.alt) >= 40, picture.name
        assert picture.caption.endswith("."), picture.name
        assert picture.source and picture.csv, picture.name
        assert picture.alt not in picture.caption and picture.caption not in picture.alt, picture.name


def test_numbers_in_prose_equal_the_data(chapter: Path, run: Run) -> None:
    names = {"data": data, "measures": measures} | run.names
    wrong = [
        f"{tie.shown} stands in the text, {tie.value(names)} comes from {tie.expression}"
        for tie in prose.ties(prose_of(chapter))
        if tie.value(names) != tie.shown
    ]
    assert not wrong, "\n".join(wrong)


def test_no_number_in_a_chapter_is_loose(chapter: Path) -> None:
    text = prose_of(chapter)
    assert prose.ties(text)
    assert prose.untied(text) == []
    for source in cells(chapter, "code"):
        for sentence in prose.figure_texts(source):
            assert prose.untied(sentence) == [], sentence


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_numbers_on_other_pages_equal_the_data(page: Path, runs: dict[Path, Run]) -> None:
    names = {"data": data, "measures": measures}
    if cells(page, "code"):
        names |= runs.setdefault(page, Run(page)).names
    for tie in prose.ties(page.read_text(encoding="utf-8")):
        assert tie.value(names) == tie.shown, tie.expression


@pytest.mark.parametrize("page", ["intro.md", "reference/reading.md"])
def test_no_number_on_a_page_of_prose_is_loose(page: str) -> None:
    assert prose.ties(prose_of(ROOT / page))
    assert prose.untied(prose_of(ROOT / page)) == []
    for source in cells(ROOT / page, "code"):
        for sentence in prose.figure_texts(source):
            assert prose.untied(sentence) == [], sentence


def test_every_claim_of_the_chapter_is_treated(chapter: Path) -> None:
    ledger = data.load("claims")
    number = int(chapter.stem[:2])
    text = prose_of(chapter)
    for claim in ledger[ledger["chapter"] == number]["id"]:
        assert f"claims.md#{claim.lower()}" in text, f"{claim} is not linked in {chapter.name}"


def test_terms_lead_to_the_glossary(chapter: Path) -> None:
    glossary = (ROOT / "reference" / "glossary.md").read_text(encoding="utf-8")
    body = re.search(r"```\{glossary\}(.*?)```", glossary, re.DOTALL)
    assert body
    terms = {line.strip() for line in body[1].splitlines() if line and not line.startswith((" ", ":"))}
    anchors = {re.sub(r"[^A-Za-z0-9]+", "-", term).strip("-") for term in terms}
    used = set(re.findall(r"glossary\.md#term-([\w-]+)", prose_of(chapter)))
    assert len(used) >= 5
    assert used <= anchors, used - anchors


# --- The checks themselves, on texts that must fail -----------------------------------------------------------------


def test_a_loose_number_is_found() -> None:
    assert prose.untied("It rose by 13.7 per cent, from 48 to 3,204.") == ["13.7", "48", "3,204"]
    assert prose.untied("In 2019 the top 2 of `x[99]` held $0.44$; see [C08](a.md#c08).") == []
    assert prose.untied("It rose by 13.7<!--= x --> % and 48<!--~ by hand --> more.") == []


def test_a_tie_is_read_and_computed() -> None:
    (tie,) = prose.ties('It fell to **15.0**<!--= part["R&D"]:.1f --> %.')
    assert tie.shown == "15.0"
    assert tie.value({"part": {"R&D": 14.96}}) == "15.0"
    assert prose.strip("fell to 15.0<!--= x --> %") == "fell to 15.0 %"


def test_a_caption_with_a_loose_number_is_found() -> None:
    code = 'look.show(fig, caption=f"Fell to {x:.1f} from 18.5.", alt="A line.")'
    assert [prose.untied(text) for text in prose.figure_texts(code)] == [["18.5"], []]
