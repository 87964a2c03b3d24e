"""The decks as a part of the built book: made when all pages are, and linked from each chapter's plan for a class."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.display import progress_message

from sciencecities.book.slides.text import SlidesError
from sciencecities.book.slides.writing import make

FOLDER = "slides"
# The box that has the plan begins so, and the paragraph about the slides has this class.
PLAN, MARK = "In a class of", "sc-slides"


def link_decks(app: Sphinx, doctree: nodes.document) -> None:
    """Add a line about the slides to the plan for a class of a chapter, before the plan becomes a fold."""
    page = app.env.docname
    if app.builder.format != "html" or not page.startswith("chapters/"):
        return
    deck = f"../{FOLDER}/{Path(page).name}.html"
    for box in doctree.findall(nodes.admonition):
        title = box.next_node(nodes.title)
        if title is None or not title.astext().startswith(PLAN):
            continue
        line = nodes.paragraph("", "Slides: ", classes=[MARK])
        line += nodes.reference("", "for this plan", refuri=f"{deck}?plan", internal=True)
        line += nodes.Text(" · ")
        line += nodes.reference("", "for the whole chapter", refuri=deck, internal=True)
        line += nodes.Text(". The key S opens the speaker’s notes, with the minutes of each slide.")
        box += line


def make_decks(app: Sphinx, error: Exception | None) -> None:
    """Make the decks, if a chapter links to them; a chapter of which none can be made ends the build."""
    if error or app.builder.format != "html":
        return
    html = Path(app.outdir)
    pages = sorted((html / "chapters").glob("*.html"))
    if not any(MARK in page.read_text(encoding="utf-8") for page in pages):
        return
    with progress_message("making the slides"):
        try:
            make(html, html / FOLDER)
        except SlidesError as wrong:
            raise ExtensionError(f"No slides were made. {wrong}") from wrong


def setup(app: Sphinx) -> None:
    """Connect both; the decks are made last, from finished pages."""
    app.connect("doctree-read", link_decks)
    app.connect("build-finished", make_decks, priority=950)
