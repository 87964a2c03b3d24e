"""What a build does once, whatever page it reads, and remembers: it can be done ahead, while the chapters still run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sphinx.application import Sphinx
from sphinxcontrib.bibtex.domain import BibtexDomain

from sciencecities.book import tables
from sciencecities.book.page import TEMPLATES

# What a build waits for before it reads a page: scripts/press.py waits for the chapters.
waits: list[Callable[[], object]] = []


def prepare(app: Sphinx) -> None:
    """If the build has to wait: read the code that chapters import, compile the templates, load the sources' styles."""
    if not waits:
        return
    for chapter in sorted(Path(app.srcdir).glob("chapters/*.ipynb")):
        # What is wrong with a chapter is said when it is read.
        with suppress(Exception):
            tables.used(chapter)
    templates = app.builder.templates.environment
    for path in sorted(TEMPLATES.glob("*.html")):
        templates.get_template(path.name)
    app.builder.highlighter.highlight_block("1", "ipython3")  # type: ignore[attr-defined]
    sources = app.env.get_domain("cite")
    assert isinstance(sources, BibtexDomain)
    for key in sources.bibliographies:
        list(sources.get_formatted_entries(key, sorted(app.env.found_docs), app.config.bibtex_tooltips, ""))
    for wait in waits:
        wait()


def setup(app: Sphinx) -> None:
    """Connect it, last of what happens before pages are read."""
    app.connect("builder-inited", prepare, priority=900)
