"""Every chapter runs in a real JupyterLab: cells, interactive figures from page to Python and back, exercises.

The first chapter stands for all but in `make test-all`: the others' cells run in the build of the book too, and their
figures here in a notebook of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser_kit import KINDS
from jupyter_kit import ROOT, Notebook, copy_project, jupyterlab, open_notebook, until
from playwright.sync_api import Browser, Locator, expect

from sciencecities import classroom

FIRST, *OTHERS = CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# The interactive figures that the first chapter does not show.
OTHER_KINDS = [kind for kind in KINDS if f"{kind.__name__}(" not in FIRST.read_text(encoding="utf-8")]
FIGURE = "application/vnd.sciencecities.figure+json"
WIDTH = "(image) => image.decode().then(() => image.naturalWidth)"
WIDGET = "application/vnd.jupyter.widget-view+json"
ANSWER_S = 30
SOON_MS = 1000 * ANSWER_S


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


def find_figures(notebook: Notebook) -> dict[str, Locator]:
    """The interactive figures: the notebook's name for each, in the order of the page, and where the page shows it."""
    notebook.type("from sciencecities.explorables.base import Explorable")
    titles = notebook.ask(
        "{n: v.title for n, v in globals().items() if isinstance(v, Explorable) and not n.startswith('_')}"
    )
    shown = notebook.page.locator(".jp-Notebook .sc-x")
    expect(shown).to_have_count(len(titles), timeout=SOON_MS)
    places = {one.get_attribute("aria-label"): place for place, one in enumerate(shown.all())}
    assert sorted(places) == sorted(titles.values())
    return {name: shown.nth(places[title]) for name, title in titles.items()}


def test_there_are_chapters() -> None:
    assert CHAPTERS


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


def test_every_other_figure_speaks_with_python(browser: Browser, lab: str, project: Path) -> None:
    """What the first chapter does not show, each in a cell of a notebook of its own."""
    cells = [
        f"from sciencecities.explorables import {kind.__name__}\n{kind.module} = {kind.__name__}()\n{kind.module}"
        for kind in OTHER_KINDS
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, project / "chapters" / "figures.ipynb")
    with open_notebook(browser, lab, "chapters/figures.ipynb") as opened:
        opened.run_all()
        figures = find_figures(opened)
        assert len(figures) == len(OTHER_KINDS) > 10
        speak(opened, figures)
        test_the_page_is_quiet(opened)


def speak(notebook: Notebook, figures: dict[str, Locator]) -> None:
    """By keyboard alone: a guess, then one step of a slider, both heard by Python; then Python moves the slider."""
    for name, figure in figures.items():
        unknown = {"guess": None, "revealed": False}
        guess = guess_and_commit(figure)
        said = f"{{'guess': {name}.guess, 'revealed': {name}.revealed}}"
        assert heard(notebook, said, unknown) == {"guess": guess, "revealed": True}

        before = notebook.ask(f"{name}.settings()")
        slider = figure.get_by_role("slider").first
        if not slider.count():
            a_preset_is_heard(notebook, figure, name, before)
            continue
        shown = step(slider)
        ((trait, value),) = heard(notebook, f"{name}.settings()", before).items()
        assert value == shown != before[trait]
        assert words(figure.locator(".sc-x-sentence")) == notebook.ask(f"{name}.sentence()").split()

        notebook.type(f"{name}.{trait} = {before[trait]!r}")
        expect(slider).to_have_value(str(before[trait]), timeout=SOON_MS)


def a_preset_is_heard(notebook: Notebook, figure: Locator, name: str, before: dict[str, Any]) -> None:
    """Without sliders: a ready-made setting by Enter is heard; then Python brings the question back."""
    figure.locator('.sc-x-preset[aria-pressed="false"]').first.press("Enter")
    assert heard(notebook, f"{name}.settings()", before)
    assert words(figure.locator(".sc-x-sentence")) == notebook.ask(f"{name}.sentence()").split()
    notebook.type(f"{name}.reset()")
    expect(figure).to_have_attribute("data-phase", "guess", timeout=SOON_MS)


def heard(notebook: Notebook, state: str, before: dict[str, Any]) -> dict[str, Any]:
    """What has changed in Python, once something has: `state` is an expression for a dict."""

    def changed() -> dict[str, Any]:
        return {key: value for key, value in notebook.ask(state).items() if value != before[key]}

    return until(changed, ANSWER_S, f"{state} in Python differs from {before}")


def guess_and_commit(figure: Locator) -> float:
    """Move the guess by one step and commit to it, by keyboard."""
    expect(figure).to_have_attribute("data-phase", "guess", timeout=SOON_MS)
    guess = step(figure.get_by_role("slider").first)
    figure.get_by_role("button", name="That is my guess").press("Enter")
    expect(figure).to_have_attribute("data-phase", "open", timeout=SOON_MS)
    return guess


def step(slider: Locator) -> float:
    """One step to the right by arrow key, or to the left from the right end: the new value."""
    before, end = slider.input_value(), slider.get_attribute("max")
    slider.press("ArrowLeft" if before == end else "ArrowRight")
    expect(slider).not_to_have_value(before, timeout=SOON_MS)
    return float(slider.input_value())


def words(element: Locator) -> list[str]:
    # Not inner_text: JupyterLab does not lay out what is scrolled away.
    return (element.text_content() or "").split()


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
