"""A tiny book for tests of the build: this project's configuration and assets, and pages of its own.

Import the fixtures by name: `project` (built once for the whole run), `html`, `chapter`, `address`, `go`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page
from serving import serving

TOC = """format: jb-book
root: intro
parts:
  - caption: Chapters
    numbered: 1
    chapters:
      - file: chapters/01-tiny
  - caption: Reference
    chapters:
      - file: reference/claims
"""
INTRO = "# A tiny book\n\nIt starts here.\n"
CLAIMS = '# Claims\n\n```{raw} html\n<p id="c08">Claim C08.</p>\n```\n'
PROSE = """# A tiny chapter

The share is 31.9<!--= f"{part:.1f}" --> per cent, of 40<!--~ an example --> in all: see {numref}`two-lines`.
The Theil index is $T = \\ln n$, and {claim}`C08` says more.

<!-- A note to the writer. -->

$$ H = \\sum_i s_i^2 $$ (eq-h)

Equation {eq}`eq-h` again.

```{admonition} A folded hint
:class: dropdown tip
Unfold me.
```

## Second part

Text.
"""
FIGURE = """import pandas as pd
from sciencecities import look
frame = pd.DataFrame({"Beijing": [30.0, 22.0], "Shanghai": [12.0, 13.0]}, index=[2010, 2022])
look.show(look.lines(frame, "per cent"), name="two-lines", caption="Two lines & *one* finding.",
          alt='Two lines: "Beijing" falls from 30 to 22 per cent, Shanghai stays flat.',
          source="[NBS](https://www.stats.gov.cn)", data=frame)"""
WIDE = "pd.DataFrame([[1.5] * 30], columns=[f'column {i}' for i in range(30)])"
STARTER = "print('No answer yet.')"
# Where its repository is said to be.
HERE = "https://github.com/small-towns/big.science"
CLUB = "from sciencecities.explorables import Club\nClub()"


def notebook(path: Path, prose: str, *cells: tuple[str, str]) -> None:
    """Write a chapter: one Markdown cell, then code cells with a tag each ('' for none)."""
    book = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "myst": {"html_meta": {"description": "What the tiny chapter is about."}},
        }
    )
    book.cells.append(nbformat.v4.new_markdown_cell(prose))
    for source, tag in cells:
        book.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": [tag] if tag else []}))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)


def lay_out(folder: Path, prose: str = PROSE, *cells: tuple[str, str]) -> Path:
    """A project with this book's configuration and assets, and pages of its own."""
    for name in ("reference", "_assets"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "_config.yml", folder)
    shutil.copy(ROOT / "reference" / "sources.bib", folder / "reference")
    shutil.copytree(ROOT / "_assets", folder / "_assets", dirs_exist_ok=True)
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    (folder / "intro.md").write_text(INTRO, encoding="utf-8")
    (folder / "reference" / "claims.md").write_text(CLAIMS, encoding="utf-8")
    notebook(folder / "chapters" / "01-tiny.ipynb", prose, *cells)
    return folder


def build(folder: Path, repository: str = "") -> subprocess.CompletedProcess[str]:
    """Build as scripts/build.py does: warnings are errors. repository: the address that the build is told, if any."""
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    options = ["build", ".", "--all", "--warningiserror", "--nitpick", "--keep-going"]
    told = os.environ | {"BOOK_REPOSITORY": repository, "BOOK_BRANCH": "", "BOOK_HUB": ""}
    return subprocess.run([*jupyter_book, *options], cwd=folder, env=told, capture_output=True, text=True)


@cache
def built(folder: Path) -> Path:
    """The tiny book, laid out and built in a folder, once for each."""
    cells = ((FIGURE, "hide-input"), (WIDE, ""), (CLUB, ""), (STARTER, "starter"))
    done = build(lay_out(folder, PROSE, *cells), HERE)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book. Its folder's name has a blank, as folders of readers have."""
    return built(tmp_path_factory.getbasetemp() / "tiny book")


@pytest.fixture(scope="module")
def html(project: Path) -> Path:
    """The folder of its pages."""
    return project / "_build" / "html"


@pytest.fixture(scope="module")
def chapter(html: Path) -> str:
    """The text of its chapter's page."""
    return (html / "chapters" / "01-tiny.html").read_text(encoding="utf-8")


@dataclass
class Visit:
    """A page, what it asked for, and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


# A page that needs an inline script or style complains.
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def address(html: Path) -> Iterator[str]:
    """The tiny book on loopback."""
    with serving(html, POLICY) as served:
        yield served


@pytest.fixture
def go(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Open a page of the tiny book; every other host is refused."""
    contexts = []

    def open_page(path: str = "chapters/01-tiny.html", width: int = 1280, **options: object) -> Visit:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
        seen = Visit(contexts[-1].new_page())

        def guard(route):
            own = route.request.url.startswith(address + "/")
            (seen.asked if own else seen.outside).append(route.request.url.removeprefix(address))
            route.continue_() if own else route.abort()

        seen.page.route("**/*", guard)
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("response", lambda r: seen.complaints.append(r.url) if r.status >= 400 else None)
        seen.page.goto(f"{address}/{path}", wait_until="load")
        return seen

    yield open_page
    for context in contexts:
        context.close()
