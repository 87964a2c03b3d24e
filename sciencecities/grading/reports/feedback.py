"""One page for each student: what was right, what was not, and what to do next. It shows no right value."""

from __future__ import annotations

from dataclasses import dataclass

from sciencecities._ledgerpage import TITLES
from sciencecities.grading.model import Graded, Mark

from .pages import render
from .words import FULL, OPEN, kind, line


@dataclass(frozen=True)
class About:
    """What the reports call an assignment: its number as "04", the title of its chapter, its column in Canvas."""

    number: str
    title: str
    canvas: str = ""

    @property
    def canvas_column(self) -> str:
        """The heading of its column in Canvas: as given, `Title (id)`, or a title that Canvas will ask about."""
        return self.canvas or f"Assignment {self.number}"

    @classmethod
    def of(cls, number: str, canvas: str = "") -> About:
        """The assignment of a chapter, given as "04", with the chapter's title."""
        return cls(number, TITLES[int(number)], canvas)


def feedback_page(graded: Graded, about: About) -> str:
    """The page, complete in one file. What the log says is for the teacher and is not on it."""
    return render("feedback.html", own=graded, about=about, steps=_steps(graded, about), told=_told)


def _told(mark: Mark) -> bool:
    """Whether the feedback holds all the advice already, as that of `check` does."""
    return all(one in mark.feedback for one in mark.advice)


def _steps(graded: Graded, about: About) -> list[str]:
    chapter = f"chapter {about.number.lstrip('0')}, {about.title}"
    again = [line(mark.exercise) for mark in graded.marks if kind(mark) not in (FULL, OPEN)]
    steps = []
    if not graded.files:
        steps.append("Ask your teacher whether you may still hand in a notebook.")
    if again and len(again) == len(graded.marks):
        steps.append(
            f"Open {chapter}, and work through one exercise there: its check answers as often as you ask."
        )
    elif again:
        which = "exercise" if len(again) == 1 else "exercises"
        steps.append(
            f"Look again at {which} {_and(again)}: change your answer, run the cell, and ask the check."
        )
        steps.append(f"What they need stands in {chapter}, before the exercises.")
    if graded.open:
        steps.append(
            "Wait for the points of what a person has yet to read; nothing is left for you to do there."
        )
    if not again and not graded.open:
        steps.append(
            f"Nothing is left to mend. Explain one of your answers from {chapter} to somebody: that is harder."
        )
    if again:
        steps.append(
            "If a mark seems wrong to you, tell your teacher the exercise's number and what you expected."
        )
    return steps


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
