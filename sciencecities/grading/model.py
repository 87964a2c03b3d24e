"""What the parts of the grader pass on to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# In the log of those whose work may be another's, or another's theirs: a mark for them could be wrong.
HELD_BACK = "not in the files for Moodle and Canvas"


class GradeError(Exception):
    """Something that keeps a class from being graded; the message says what, where, and what to do."""


class Unreadable(Exception):
    """One student's file that cannot be read as asked; the message is a sentence for that student."""


@dataclass(frozen=True)
class Handed:
    """What one student handed in, as it was found.

    key: short, unique within a run, fit for a file name; the same whenever the same files are found. student: the id
    as in the roster, or as found, or ''. platform: what a learning platform's list needs to find the student again,
    as {"moodle": "12345"} or {"canvas": "678"}. trouble: why there is no notebook to run, said to the student, '' where
    there is one. remarks: sentences for the student; log: sentences for the teacher. read: gives the bytes of the
    notebook, at most a set number of them, or raises Unreadable.
    """

    key: str
    student: str
    name: str
    files: tuple[str, ...]
    late: bool = False
    platform: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    remarks: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    read: Callable[[], bytes] = field(default=bytes, compare=False, repr=False)


@dataclass(frozen=True)
class Cell:
    """A code cell as it is run: its text, and the exercise that it answers, '' for none."""

    source: str
    exercise: str = ""


@dataclass(frozen=True)
class Notebook:
    """A notebook that could be read.

    student, assignment: what its metadata claim, '' where they claim nothing. texts: by exercise, what was written
    where no variable holds it: in a Markdown cell, or in a code cell that is no Python.
    """

    cells: tuple[Cell, ...]
    student: str = ""
    assignment: str = ""
    remarks: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


VALUE, MISSING, NOT_PLAIN, FUNCTION = "value", "missing", "not plain", "function"


@dataclass(frozen=True)
class Answer:
    """What stood in an exercise's variable right after its cell.

    state: VALUE (`value` is plain), FUNCTION (something that can be called), MISSING (no such variable), or NOT_PLAIN
    (`says` tells the student why it cannot be read). form: "set", "table" or "array" where it was one (see
    classroom.check.wrong_container), "arity" for a function that does not take the arguments asked for.
    """

    state: str
    value: Any = None
    says: str = ""
    form: str = ""


RAN, FAILED, SLOW, KILLED, NOT_REACHED = "ran", "failed", "slow", "killed", "not reached"


NO_PYTHON = "Python cannot read this cell"


@dataclass(frozen=True)
class Outcome:
    """How one cell ended: status, and in words for a student what happened ('' when it ran); detail for the teacher."""

    status: str
    says: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Attempt:
    """All that came out of a box: one outcome a cell, one answer an exercise, and what the teacher should know.

    busy: whether something was stopped for its time while the machine had too much to do, or may have had.
    """

    outcomes: tuple[Outcome, ...]
    answers: Mapping[str, Answer]
    log: tuple[str, ...] = ()
    busy: bool = False


@dataclass(frozen=True)
class Mark:
    """The mark for one exercise. points is None while a person has yet to judge `text`."""

    exercise: str
    title: str
    status: str
    points: float | None
    of: int
    feedback: str
    advice: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Graded:
    """A submission with its marks. The same submission gives an equal one on every run: no times, no paths."""

    key: str
    student: str
    name: str
    files: tuple[str, ...]
    late: bool
    platform: Mapping[str, str]
    marks: tuple[Mark, ...]
    remarks: tuple[str, ...] = ()
    log: tuple[str, ...] = ()

    @property
    def held_back(self) -> bool:
        """Whether it is uncertain whose work this is, or whether this student's work was found."""
        return any(HELD_BACK in entry for entry in self.log)

    @property
    def points(self) -> float:
        """The points so far, without what a person has yet to judge."""
        return round(sum(mark.points or 0.0 for mark in self.marks), 2)

    @property
    def of(self) -> int:
        """The points that could be had."""
        return sum(mark.of for mark in self.marks)

    @property
    def open(self) -> int:
        """How many texts a person has yet to mark."""
        return sum(mark.points is None for mark in self.marks)
