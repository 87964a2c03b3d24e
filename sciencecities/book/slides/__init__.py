"""A slide deck for each chapter, made from the chapter's built page: see `make`."""

from __future__ import annotations

from sciencecities.book.slides.deck import Deck, Slide
from sciencecities.book.slides.reading import read
from sciencecities.book.slides.text import SlidesError
from sciencecities.book.slides.writing import make
