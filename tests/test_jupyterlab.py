"""Every chapter runs in a real JupyterLab: cells, interactive figures from page to Python and back, exercises.

The first chapter stands for all but in `make test-all`: the others' cells run in the build of the book too, and their
figures speak with Python by the same few lines as the first one's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser_kit import KINDS
from jupyter_kit import ROOT, Notebook, copy_project, jupyterlab, open_notebook
from playwright.sync_api import Browser, Locator, expect
from speak_kit import SOON_MS, find_figures, speak

from sciencecities import classroom

FIRST, *OTHERS = CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
FIGURE = "application/vnd.sciencecities.figure+json"
WIDTH = "(image) => image.decode().then(() => image.naturalWidth)"
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose path has a space, as a reader's may have."""
    return copy_project(tmp_path_factory.mktemp("lab") / "my science cities")


@pytest.fixture(scope="module")
def lab(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with jupyterlab(project, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(
    scope="module",
    params=[FIRST, *(pytest.param(path, marks=pytest.mark.slow) for path in OTHERS)],
    ids=lambda path: path.stem,
)
def chapter(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def notebook(browser: Browser, lab: str, chapter: Path) -> Iterator[Notebook]:
    """The chapter, run from top to bottom."""
    with open_notebook(browser, lab, f"chapters/{chapter.name}") as opened:
        opened.run_all()
        yield opened


@pytest.fixture(scope="module")
def figures(notebook: Notebook) -> dict[str, Locator]:
    return find_figures(notebook)


def test_the_chapters_show_every_figure() -> None:
    """So that none goes untried when all chapters run."""
    shown = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    assert [kind.__name__ for kind in KINDS if f"= {kind.__name__}(" not in shown] == [] != KINDS


def test_all_cells_run(notebook: Notebook) -> None:
    cells = notebook.cells()
    errors = {cell["source"]: cell["errors"] for cell in cells if cell["errors"]}
    assert not errors
    assert all(cell["done"] for cell in cells)


def test_the_chapter_finds_the_code_beside_it(notebook: Notebook, project: Path) -> None:
    notebook.type("import sciencecities")
    assert Path(notebook.ask("sciencecities.__file__")).is_relative_to(project)


def test_pictures_are_seen(notebook: Notebook) -> None:
    made = sum(cell["mimes"].count(FIGURE) for cell in notebook.cells())
    images = notebook.page.locator(".jp-Notebook .jp-OutputArea figure img")
    expect(images).to_have_count(made, timeout=SOON_MS)
    assert made and all(image.evaluate(WIDTH) > 0 for image in images.all())


def test_a_figure_speaks_with_python(notebook: Notebook, figures: dict[str, Locator]) -> None:
    assert figures and len(figures) == sum(cell["mimes"].count(WIDGET) for cell in notebook.cells())
    speak(notebook, figures)


def test_exercises_tell_right_from_wrong(notebook: Notebook, chapter: Path) -> None:
    """A student's cell as the book gives it, with the solution or a typical slip in place of the dots."""
    mine = [one for one in map(classroom.get, classroom.ids()) if one.chapter == int(chapter.stem[:2])]
    assert mine
    notebook.type("import numpy as np")
    for exercise in mine:
        right = reply(notebook, exercise, exercise.solution)
        text = isinstance(exercise.answer, classroom.Text)
        expect(right).to_contain_text(
            f"Exercise {exercise.id}: {'Long enough to hand in' if text else 'Right'}", timeout=SOON_MS
        )
        slip = exercise.wrong[0]
        wrong = reply(notebook, exercise, slip.code)
        expect(wrong).to_contain_text(f"Exercise {exercise.id}: ", timeout=SOON_MS)
        expect(wrong).to_contain_text(slip.feedback, timeout=SOON_MS)
        assert "sc-result--right" not in (wrong.get_attribute("class") or "")


def reply(notebook: Notebook, exercise: classroom.Exercise, code: str) -> Locator:
    """What the page shows below a student's cell that holds this answer."""
    _, cell = notebook.type(replace(exercise, starter=code).cell())
    return cell.locator(".sc-result")


def test_the_page_is_quiet(notebook: Notebook) -> None:
    """After all of the above: no script has failed, and nobody but the server was asked for anything."""
    assert not notebook.outside
    assert not notebook.trouble
