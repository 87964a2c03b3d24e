"""Where a chapter can be run, and what of it can be taken along: the launch and download menus of its page.

The launch links are made from the repository's address, which `place` finds; without one there is no launch menu. The
downloads need none: the chapter's notebook and tables, and all notebooks with their code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sciencecities import _package
from sciencecities.book import place, tables
from sciencecities.book.zips import files_below, write_zip

FOLDER = "_downloads"
KIT = "notebooks.zip"
# The kit's folder beside a notebook, where the notebook's first cell looks.
INSIDE = "science-cities"
_ROOT = _package.HOME.parent
# What runs a chapter; `book` only builds pages.
_CODE = ("data", "exercises", "sciencecities")
_LOOSE = ("requirements.txt", "runtime.txt", "LICENSE", "LICENSE-CODE", "LICENSE-DATA")


def offer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the launch links and the downloads of a chapter into the context of its page."""
    source = Path(app.env.doc2path(page))
    if source.suffix != ".ipynb" or not context.get("sourcename"):
        return
    if known := place.find(Path(app.srcdir)):
        context["book_links"] = known.links(source.relative_to(app.srcdir).as_posix())
        context["book_clone"] = known.clone
    href = context["pathto"]
    context["book_downloads"] = [
        ("This notebook (.ipynb)", href(f"_sources/{context['sourcename']}", 1)),
        ("The tables it uses (.zip)", href(f"{FOLDER}/{tables_zip(page)}", 1)),
        ("All notebooks with code and tables (.zip)", href(f"{FOLDER}/{KIT}", 1)),
    ]


def tables_zip(page: str) -> str:
    """The name of the zip with the tables of a chapter's page."""
    return f"{page.rsplit('/', 1)[-1]}-tables.zip"


def note_tables(app: Sphinx, document: nodes.document) -> None:
    """Note which tables a chapter uses when it is read: to find them, all code that it imports is read too."""
    if chapter := _chapter(app, app.env.docname):
        app.env.metadata[app.env.docname]["tables"] = tables.used(chapter)


def write_downloads(app: Sphinx, error: Exception | None) -> None:
    """Write the zips that the menus lead to."""
    if error or app.builder.name != "html":
        return
    source, target = Path(app.srcdir), Path(app.outdir) / FOLDER
    chapters = {name: path for name in sorted(app.env.found_docs) if (path := _chapter(app, name))}
    for name, chapter in chapters.items():
        write_zip(target / tables_zip(chapter.stem), tables.package(app.env.metadata[name]["tables"]))
    if chapters:
        write_zip(target / KIT, kit([path.relative_to(source) for path in chapters.values()], source))


def _chapter(app: Sphinx, name: str) -> Path | None:
    """The notebook of a page; None for pages of prose."""
    path = Path(app.env.doc2path(name))
    return path if path.suffix == ".ipynb" else None


def kit(chapters: list[Path], source: Path) -> dict[str, bytes]:
    """All that runs these chapters, by name, in one folder: notebooks, code, tables, exercises, requirements.

    chapters: their paths as seen from the folder `source`.
    """
    files = {path.as_posix(): (source / path).read_bytes() for path in chapters}
    files |= {name: (_ROOT / name).read_bytes() for name in _LOOSE}
    for part in _CODE:
        files |= {f"{part}/{name}": content for name, content in files_below(_ROOT / part).items()}
    return {f"{INSIDE}/{name}": text for name, text in files.items() if "/book/" not in f"/{name}"}


def setup(app: Sphinx) -> None:
    """Connect the parts."""
    app.connect("doctree-read", note_tables)
    app.connect("html-page-context", offer)
    app.connect("build-finished", write_downloads)
