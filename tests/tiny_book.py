"""A tiny book for tests of the build: this project's configuration and assets, and pages of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from conftest import ROOT

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
    shutil.copytree(ROOT / "_assets", folder / "_assets", dirs_exist_ok=True)
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    (folder / "intro.md").write_text(INTRO, encoding="utf-8")
    (folder / "reference" / "claims.md").write_text(CLAIMS, encoding="utf-8")
    notebook(folder / "chapters" / "01-tiny.ipynb", prose, *cells)
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build as scripts/build.py does: warnings are errors."""
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    options = ["build", ".", "--all", "--warningiserror", "--nitpick", "--keep-going"]
    return subprocess.run([*jupyter_book, *options], cwd=folder, capture_output=True, text=True)
