"""Decks written into a folder that opens from the file system: pages, pictures, and once reveal.js and the look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sciencecities.book.slides.deck import Deck
from sciencecities.book.slides.reading import read
from sciencecities.book.slides.text import SlidesError
from sciencecities.palette import DARK, LIGHT, variables

HERE = Path(__file__).parent
ASSETS = HERE.parents[2] / "_assets"
# Of reveal.js only this is needed: neither its themes, which ask for fonts, nor its other plugins.
REVEAL = (
    "dist/reset.css",
    "dist/reveal.css",
    "dist/reveal.js",
    "plugin/notes/notes.js",
    "plugin/zoom/zoom.js",
    "LICENSE",
)


def make(
    html: Path,
    target: Path,
    tell: Callable[[str], object] = lambda name: None,
    read: Callable[[Path], Deck] = read,
) -> list[Deck]:
    """Write a deck for each chapter of a built book, and an index.html that lists them.

    html: the built book, _build/html. target: the folder to write, whose former content is removed. tell: is called
    with the name of each chapter before it is read. read: makes the deck of a page. Returns
    the decks in the order of the chapters. Raises SlidesError when there is no book, a chapter lacks a part, or
    reveal.js is not installed; the folder is then left as it was.
    """
    pages = sorted((html / "chapters").glob("*.html"))
    if not pages:
        raise SlidesError(f"There are no chapters in {html}: run make book first.")
    decks = []
    for page in pages:
        tell(page.stem)
        decks.append(read(page))
    reveal = find_reveal()
    shutil.rmtree(target, ignore_errors=True)
    for folder in ("figures", "look", "reveal"):
        (target / folder).mkdir(parents=True)
    for file in reveal:
        shutil.copyfile(file, target / "reveal" / file.name)
    copy_look(target / "look")
    pages_of = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    for deck in decks:
        _write(target / f"{deck.name}.html", pages_of.get_template("deck.html").render(deck=deck))
        for slide in deck.slides:
            if picture := slide.picture:
                _write(target / "figures" / f"{picture.name}.light.svg", picture.light)
                _write(target / "figures" / f"{picture.name}.dark.svg", picture.dark)
    _write(target / "index.html", pages_of.get_template("index.html").render(decks=decks))
    return decks


def find_reveal() -> list[Path]:
    """What is needed of reveal.js, which the package sphinx-revealjs brings along."""
    spec = find_spec("sphinx_revealjs")
    if spec is None or spec.origin is None:
        raise SlidesError(
            "The package sphinx-revealjs, which brings reveal.js, is not installed: run make book."
        )
    files = [Path(spec.origin).parent / "_static" / "revealjs" / name for name in REVEAL]
    for file in files:
        if not file.is_file():
            raise SlidesError(
                f"sphinx-revealjs brings no {file.name}: install its version in requirements-book.txt."
            )
    return files


def copy_look(target: Path) -> None:
    """Write the palette, and copy the book's badges, the slides' own style sheet and their start-up script."""
    light, dark = (
        f"{{ {variables(colours)} color-scheme: {scheme}; }}"
        for colours, scheme in ((LIGHT, "light"), (DARK, "dark"))
    )
    in_the_dark = f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-print]) {dark} }}"
    _write(target / "palette.css", f":root {light}\n{in_the_dark}\n")
    shutil.copyfile(ASSETS / "ledger.css", target / "ledger.css")
    for name in ("slides.css", "slides.js"):
        shutil.copyfile(HERE / name, target / name)


def _write(path: Path, text: str) -> None:
    """Write a text file that is the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
