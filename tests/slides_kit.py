"""The decks of the built book, made once for a module of tests; import the fixtures by name."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from sciencecities.book import slides
from sciencecities.book.slides.text import plain

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory) -> Path:
    """All decks, in a folder with a space in its name."""
    return tmp_path_factory.mktemp("all decks") / "slides"


@pytest.fixture(scope="module")
def decks(site, folder) -> dict[str, slides.Deck]:
    return {deck.name: deck for deck in slides.make(site, folder)}


def of_kind(deck: slides.Deck, kind: str) -> list[slides.Slide]:
    return [slide for slide in deck.slides if slide.kind == kind]


def words(slide: slides.Slide) -> str:
    """All that a slide shows, without elements."""
    return plain(
        " ".join([slide.kicker, slide.title, slide.question, *slide.text, *slide.items, slide.source])
    )


@pytest.fixture(scope="module")
def soups(site) -> dict[str, BeautifulSoup]:
    """The chapters' pages, without the inside of scripts and pictures."""
    heavy = re.compile(r"<(script|svg)\b.*?</\1>", re.DOTALL)
    return {
        name: BeautifulSoup(
            heavy.sub("", (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")), "html.parser"
        )
        for name in CHAPTERS
    }
