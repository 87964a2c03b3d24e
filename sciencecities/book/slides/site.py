"""The decks as a part of the built book: made when all pages are, and linked from each chapter's plan for a class."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.display import progress_message

from sciencecities.book.slides.deck import Deck
from sciencecities.book.slides.reading import read
from sciencecities.book.slides.text import SlidesError
from sciencecities.book.slides.writing import make

FOLDER = "slides"
# The box that has the plan begins so, and the paragraph about the slides has this class.
PLAN, MARK = "In a class of", "sc-slides"
_PICTURE = re.compile(r'(?<=src=")[^":]+\.svg(?=")')


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


def reader(kept: Path) -> Callable[[Path], Deck]:
    """A way to read decks that keeps them in a folder, each until its page, a picture on it or this code changes."""
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))

    def deck(page: Path) -> Deck:
        text, total = page.read_text(encoding="utf-8"), code.copy()
        pictures = [page.parent / name for name in sorted(set(_PICTURE.findall(text)))]
        for part in (text.encode(), *(path.read_bytes() for path in pictures if path.is_file())):
            total.update(hashlib.sha256(part).digest())
        file = kept / f"{page.stem}.deck"
        if file.is_file():
            made_of, known = pickle.loads(file.read_bytes())
            if made_of == total.digest():
                return cast(Deck, known)
        made = read(page)
        file.write_bytes(pickle.dumps((total.digest(), made)))
        return made

    return deck


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
            make(html, html / FOLDER, read=reader(Path(app.doctreedir)))
        except SlidesError as wrong:
            raise ExtensionError(f"No slides were made. {wrong}") from wrong


def setup(app: Sphinx) -> None:
    """Connect both; the decks are made last, from finished pages."""
    app.connect("doctree-read", link_decks)
    app.connect("build-finished", make_decks, priority=950)
