"""Which exercises a class was given, and with which numbers: what the grader needs to know before it opens anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sciencecities.classroom.assign import AssignError, class_settings, exercises_of
from sciencecities.classroom.exercise import Exercise
from sciencecities.classroom.roster import Student, read_roster
from sciencecities.classroom.variants import normal_id

from .model import GradeError

FILE = "assignment.json"


@dataclass(frozen=True)
class Assignment:
    """A chapter's exercises as a class got them. Without students all have the book's own numbers."""

    exercises: tuple[Exercise, ...]
    key: str = ""
    students: tuple[Student, ...] = ()

    @property
    def name(self) -> str:
        """The chapter's number in two digits."""
        return f"{self.exercises[0].chapter:02d}"

    def settings(self, student: str) -> Mapping[str, Mapping[str, Any]]:
        """The parameters of a student's copy by exercise id. An id outside the class gets what it would have got."""
        whose = Student(student, student) if self.students else None
        return class_settings(self.exercises, whose, self.key)

    def knows(self, student: str) -> bool:
        """Whether the class has a student of that id; a class of unknown students has everyone."""
        return not self.students or normal_id(student) in {normal_id(one.id) for one in self.students}


def read_assignment(given: str, roster: Path | None = None, key: str = "") -> Assignment:
    """The assignment named as "04", or by the folder that `assign` made, or by the assignment.json in it.

    Args: roster and key: as they were given to `assign`, where the file of the assignment is not at hand. Raises
    GradeError, and RosterError for a roster that cannot be used.
    """
    if given.isascii() and given.isdigit():
        students = read_roster(roster) if roster else []
        return Assignment(_exercises(given), key, tuple(students))
    if roster or key:
        raise GradeError(f"{given} says who is in the class: leave --roster and --key out.")
    return _from_file(Path(given))


def _from_file(path: Path) -> Assignment:
    if path.is_dir():
        path = next((one for one in (path / FILE, path / "teacher" / FILE) if one.is_file()), path / FILE)
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        students = tuple(Student(str(one["id"]), str(one["name"])) for one in about["students"])
        return Assignment(_exercises(str(about["assignment"])), str(about["key"]), students)
    except OSError as problem:
        raise GradeError(
            f"{path} cannot be read ({problem.strerror}): name a chapter, as 04, or the folder that assign made."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise GradeError(f"{path} is not what assign writes: make the assignment anew.") from None


def _exercises(chapter: str) -> tuple[Exercise, ...]:
    try:
        return tuple(exercises_of(chapter))
    except AssignError as problem:
        raise GradeError(str(problem)) from None
