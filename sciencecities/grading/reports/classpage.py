"""The teacher's page: the class at a glance, and what it did not understand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import quote

from sciencecities.grading.model import Graded, Mark

from .feedback import About
from .pages import render
from .tables import exercises_in
from .words import FULL, OPEN, kind, number

OFTEN = 3
"""How many of the most frequent sentences are shown for each exercise."""
_LABELS = ("full", "half or more", "less than half", "none", "still open")


@dataclass(frozen=True)
class Row:
    """So many students had about so many points; part: of the class, in percent."""

    label: str
    count: int
    part: float


@dataclass(frozen=True)
class Summary:
    """An exercise over the whole class.

    rows: how many students had how much of it. told: the sentences that most students were told, with their number.
    points: what stands in each student's cell, by key.
    """

    id: str
    title: str
    of: int
    rows: tuple[Row, ...]
    told: tuple[tuple[str, int], ...]
    points: dict[str, str]


def class_page(graded: Sequence[Graded], about: About) -> str:
    """The page, complete in one file; it links to the feedback pages beside it."""
    summaries = [_summary(own, graded) for own in exercises_in(graded)]
    return render(
        "index.html",
        graded=graded,
        about=about,
        exercises=summaries,
        of=sum(one.of for one in summaries),
        open=sum(one.open for one in graded),
        median=median(one.points for one in graded) if graded else None,
        hrefs={one.key: f"feedback/{quote(one.key)}.html" for one in graded},
    )


def _summary(own: str, graded: Sequence[Graded]) -> Summary:
    marks = {one.key: mark for one in graded for mark in one.marks if mark.exercise == own}
    sample = next(iter(marks.values()))
    counts = Counter(_label(mark) for mark in marks.values())
    told = Counter(mark.feedback for mark in marks.values() if kind(mark) not in (FULL, OPEN))
    told.update(says for mark in marks.values() for says in mark.advice)
    points = {one.key: "" for one in graded}
    points |= {key: "open" if mark.points is None else number(mark.points) for key, mark in marks.items()}
    return Summary(
        own,
        sample.title,
        sample.of,
        tuple(
            Row(label, counts[label], round(100 * counts[label] / len(marks), 1))
            for label in _LABELS
            if counts[label] or label != "still open"
        ),
        _most(told),
        points,
    )


def _label(mark: Mark) -> str:
    full, most, less, none, still_open = _LABELS
    if mark.points is None:
        return still_open
    if mark.points >= mark.of:
        return full
    if not mark.points:
        return none
    return most if mark.points >= mark.of / 2 else less


def _most(told: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent first; of two as frequent the one that comes first in the alphabet, on every run."""
    return tuple(sorted(told.items(), key=lambda item: (-item[1], item[0]))[:OFTEN])
