"""Binder: a fresh environment of its base and requirements.txt, in which every chapter and figure works; size and wait.

What repo2docker would install, and with which Python, is held by test_record.py; here it is installed and used.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from binder_kit import Image, base, first_figure, make_image
from files_kit import lay_out
from jupyter_kit import ROOT, jupyterlab, open_notebook
from playwright.sync_api import Browser
from speak_kit import find_figures, speak

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# Megabytes over the base, laid out on a disk and as kept and fetched; seconds from the start of the server.
OVER_MB, PACKED_MB, FIGURE_S = 450, 150, 20
TRIES = 3


def test_the_base_is_what_repo2docker_says():
    asked, pins = base()
    names = {pin.partition("==")[0] for pin in pins}
    assert {"jupyterlab", "notebook", "jupyterhub", "ipywidgets"} <= set(asked) <= names
    assert {"ipykernel", "nbconvert", "tornado"} <= names and not {"pandas", "matplotlib"} & names


def test_what_is_large_is_asked_for_as_the_base_has_it():
    """Another version would be laid over that one, and the image be so much larger."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = project["tool"]["uv"]["constraint-dependencies"]
    assert held and set(held) <= set(base()[1])
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [one for one in held if f"{one} \\\n" not in locked] == []


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    return make_image(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("jovyan"))


@pytest.fixture(scope="module")
def lab(image: Image, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with jupyterlab(project, tmp_path_factory.mktemp("home"), image.python) as address:
        yield address


class TestAnImage:
    pytestmark = pytest.mark.slow

    def test_its_size(self, image):
        assert image.base_mb > 100 < image.over_mb
        assert image.over_mb < OVER_MB and image.packed_mb < PACKED_MB

    def test_it_has_no_book_tools(self, image):
        """Nothing of this project's own environment is seen from there."""
        folder = Path(image.python).parent.parent
        names = {path.name.partition("-")[0].lower() for path in folder.rglob("*.dist-info")}
        assert {"pandas", "scipy", "sciencecities"} <= names
        assert not names & {
            "geopandas",
            "statsmodels",
            "sphinx",
            "jupyter_book",
            "myst_nb",
            "pytest",
            "playwright",
        }

    @pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
    def test_a_chapter_runs_and_its_figures_speak_with_python(self, browser, lab, path):
        with open_notebook(browser, lab, f"chapters/{path.name}") as opened:
            opened.run_all()
            assert not [cell["errors"] for cell in opened.cells() if cell["errors"]]
            figures = find_figures(opened)
            assert figures
            speak(opened, figures)
            assert not opened.outside
            # A slip of that JupyterLab's own is not the book's: what the book brings is loaded from a blob.
            assert not [one for one in opened.trouble if "blob:" in one or "/static/lab/" not in one]

    def test_the_first_figure_is_soon_there(self, browser: Browser, image, project, lab, tmp_path_factory):
        """The best of some tries, after a first one above; others on the machine may want its cores too."""
        chapter = f"chapters/{CHAPTERS[0].name}"
        took = [
            first_figure(browser, image, project, tmp_path_factory.mktemp("home"), chapter)
            for _ in range(TRIES)
        ]
        crowd = max(1, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert min(took) < FIGURE_S * crowd, took
