"""What makes pages light: one style sheet and one script for all pages, and one of each for all interactive figures.

The pages link to these files by name; they are written when all pages are, since only then is it known what is used.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from sciencecities.book.diet import scripts, styles
from sciencecities.explorables.bundle import sheet as figures_sheet
from sciencecities.explorables.static import scripts as modules

STATIC = "_static"
# What each page asks for, what those with interactive figures ask for besides, and what search.html does.
SHEET, SCRIPT = "book.css", "book.js"
FIGURES_SHEET, FIGURES = "explorables.css", "explorables.js"
SEARCH = "search.js"
# The style sheets of others, which come before the book's own; only what is used of them goes along.
BORROWED = ("pygments.css", "sphinx-design.min.css")
# Sphinx's search, in this order, and what the book adds to it.
SEARCHES = ("documentation_options.js", "doctools.js", "language_data.js", "searchtools.js", SEARCH)
# Runs before the first paint, so it stays on its own.
ALONE = ("theme.js",)


@cache
def version(assets: Path) -> str:
    """Eight letters that change with the project's style sheets and scripts, so that no browser shows old ones."""
    total = hashlib.sha256()
    for path in (*sorted(assets.iterdir()), *sorted(modules()[0].parent.glob("*.css")), *modules()):
        total.update(path.read_bytes())
    return total.hexdigest()[:8]


def _names(configured: list[Any]) -> list[str]:
    """The files of a list in _config.yml, whose entries are names or pairs of a name and attributes."""
    return [entry if isinstance(entry, str) else entry[0] for entry in configured]


def _kept(folder: Path, make: Callable[..., str], *parts: Iterable[str]) -> str:
    """What `make` makes of texts. It takes up to seconds, and is kept in a folder until a text or this code changes."""
    total = hashlib.sha256(make.__name__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    for part in parts:
        total.update(repr(sorted(part) if isinstance(part, set) else part).encode())
    kept = folder / f"{make.__name__}-{total.hexdigest()}.txt"
    if not kept.is_file():
        kept.write_text(make(*parts), encoding="utf-8", newline="\n")
    return kept.read_text(encoding="utf-8")


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the joined files into the output and take away what went into them."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    # Sphinx's own note on the build depends on the folder, and the book is always built as a whole.
    (out / ".buildinfo").unlink(missing_ok=True)
    static = out / STATIC
    texts = {path.name: path.read_text(encoding="utf-8") for path in static.glob("*.*s*") if path.is_file()}
    used = styles.names(path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
    kept = partial(_kept, Path(app.doctreedir))
    borrowed = [kept(styles.purged, texts[name], used) for name in BORROWED]
    made = {
        SHEET: styles.minified([*borrowed, *(texts[name] for name in _names(app.config.html_css_files))]),
        FIGURES_SHEET: styles.minified([figures_sheet()]),
        SCRIPT: kept(scripts.page, [texts[name] for name in _names(app.config.html_js_files)]),
        FIGURES: kept(scripts.figures, scripts.sources()),
        SEARCH: kept(scripts.plain, [texts[name] for name in SEARCHES]),
        **{name: kept(scripts.plain, [texts[name]]) for name in ALONE},
    }
    icon = Path(app.config.html_favicon).name
    for path in static.iterdir():
        if path.name != icon:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in made.items():
        (static / name).write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Write the files after the theme and all extensions have written theirs."""
    app.connect("build-finished", write, priority=950)
