"""A tiny book for tests of the build: this project's configuration and assets, and pages of its own.

Import the fixtures by name: `project` with `html`, `chapter`, `address` and `go`; `published`, with an address in its
pages; `mended`, an earlier version of it that was edited and built again. Each is built once for the whole run, by the
worker that comes first, and only read.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, runs
from filelock import FileLock
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
      - file: reference/glossary
"""
INTRO = "# A tiny book\n\nIt starts here.\n"
CLAIMS = '# Claims\n\n```{raw} html\n<p id="c08">Claim C08.</p>\n```\n'
GLOSSARY = "# Glossary\n\n```{glossary}\nShare\n  A part.\n```\n"
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
REPOSITORY = "https://github.com/small-towns/big.science"
CLUB = "from sciencecities.explorables import Club\nClub()"


def notebook(path: Path, prose: str, *cells: tuple[str, str]) -> Path:
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
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"  # the same in each run
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path


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
    (folder / "reference" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    notebook(folder / "chapters" / "01-tiny.ipynb", prose, *cells)
    return folder


def build(folder: Path, *options: str, **told: str) -> subprocess.CompletedProcess[str]:
    """Build as scripts/build.py does: warnings are errors. told: what the build finds in its environment."""
    command = [sys.executable, str(ROOT / "scripts" / "press.py"), "build", "."]
    strict = ["--warningiserror", "--nitpick", "--keep-going"]
    known = {"BOOK_REPOSITORY": "", "BOOK_BRANCH": "", "BOOK_HUB": "", "SCIENCECITIES_ADDRESS": "", **told}
    return subprocess.run(
        [*command, *options, *strict],
        cwd=folder,
        env=os.environ | known,
        input="begin\n",
        capture_output=True,
        text=True,
    )


def succeed(folder: Path, *options: str, **told: str) -> str:
    """Build, and return what was said."""
    done = build(folder, *options, **told)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once for the whole run: the workers of one run share what is above their own folders."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with FileLock(shared / f"{name}.lock"):
        if not done.exists():
            # What a worker that failed has left behind is no place to begin.
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


CELLS = ((FIGURE, "hide-input"), (WIDE, ""), (CLUB, ""), (STARTER, "starter"))
# An earlier version of the chapter. What differs is seen on its page (a word, a table), on others (its title), and in
# what it brings along (a figure that is gone).
DRAFT = PROSE.replace("# A tiny chapter", "# A draft").replace("Text.\n", "Text of the draft.\n")
DRAFT_CELLS = (
    CELLS[0],
    ("pd.DataFrame([[1.5] * 3])", ""),
    *CELLS[2:],
    (FIGURE.replace("two-", "three-"), ""),
)


def mend(folder: Path) -> None:
    """Build the earlier version, change a word of another page, make it the tiny book, and build again after each.

    Keeps: written.json, the pages that the second build wrote; its site is that of the third.
    """
    html, ledger = folder / "_build" / "html", folder / "reference" / "claims.md"

    def times() -> dict[str, int]:
        return {page.relative_to(html).as_posix(): page.stat().st_mtime_ns for page in html.rglob("*.html")}

    succeed(lay_out(folder, DRAFT, *DRAFT_CELLS), "--all")
    before = times()
    ledger.write_text(CLAIMS.replace("Claim C08", "The claim C08"), encoding="utf-8")
    succeed(folder)
    written = sorted(page for page, when in times().items() if when != before[page])
    (folder / "written.json").write_text(json.dumps(written), encoding="utf-8")

    ledger.write_text(CLAIMS, encoding="utf-8")
    chapter = notebook(folder / "chapters" / "01-tiny.ipynb", PROSE, *CELLS)
    # A file that comes from elsewhere may be older than the last build.
    os.utime(chapter, (0, 0))
    succeed(folder)


def publish(folder: Path, project: Path) -> None:
    """Build the tiny book again, with an address, in a copy of which only the cells have run; keep what is said."""
    shutil.copytree(project, folder)
    shutil.rmtree(folder / "_build" / "html")
    said = succeed(folder, "--all", BOOK_REPOSITORY=REPOSITORY, SCIENCECITIES_ADDRESS="https://books.example")
    (folder / "said.txt").write_text(said, encoding="utf-8")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book. Its folder's name has a blank, as folders of readers have."""
    return once(
        tmp_path_factory, "tiny book", lambda folder: succeed(lay_out(folder, PROSE, *CELLS), "--all")
    )


@pytest.fixture(scope="session")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was kept of the tiny book that was another one first: see `mend`."""
    return once(tmp_path_factory, "mended book", mend)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The tiny book with an address of its own: see `publish`."""
    return once(tmp_path_factory, "published book", lambda folder: publish(folder, project))


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

        def note(url: str) -> None:
            (seen.asked if url.startswith(f"{address}/") else seen.outside).append(url.removeprefix(address))

        seen.page.on("request", lambda request: note(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("response", lambda r: seen.complaints.append(r.url) if r.status >= 400 else None)
        seen.page.goto(f"{address}/{path}", wait_until="load")
        if options.get("java_script_enabled", True):
            runs(seen.page)
        return seen

    yield open_page
    for context in contexts:
        context.close()
