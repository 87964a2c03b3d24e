"""The marks of a class as CSV: for people, for Moodle and for Canvas.

Sources of the columns: Moodle, `mod/assign/feedback/offline` (the offline grading worksheet: it finds a student by
`Identifier`, and refuses a file without `Grade` or `Last modified (grade)`; other columns are for people); Canvas,
`lib/gradebook_importer.rb` (the gradebook import: the first five columns name the student, then one column an
assignment, as `Title (id)`, and a line `Points Possible`).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from sciencecities.classroom.sheets import BOM, sheet
from sciencecities.grading.model import Graded

from .words import headline, line, number

MOODLE = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "Points Possible"
_LONGEST = 8_000


def exercises_in(graded: Sequence[Graded]) -> list[str]:
    """The ids of all exercises that were marked, by number."""
    found = {mark.exercise for one in graded for mark in one.marks}
    return sorted(found, key=lambda own: [(not part.isdigit(), part.zfill(9)) for part in own.split(".")])


def marks_csv(graded: Sequence[Graded]) -> str:
    """One line a student: id, name, the points of each exercise, total, of, open, late, remarks.

    `open` is the number of texts that a person has yet to mark: while it is above 0, the total is not the last word.
    """
    names = exercises_in(graded)
    # "exercise 4.1" and not "4.1", which half of all spreadsheets take for a day in April or January.
    head = ("id", "name", *(f"exercise {name}" for name in names), "total", "of", "open", "late", "remarks")
    return BOM + sheet(head, [_marks_row(one, names) for one in graded])


def _marks_row(one: Graded, names: Sequence[str]) -> list[Any]:
    points = {mark.exercise: "open" if mark.points is None else number(mark.points) for mark in one.marks}
    return [
        line(one.student or one.key),
        line(one.name),
        *(points.get(name, "") for name in names),
        number(one.points),
        one.of,
        one.open,
        "late" if one.late else "",
        line(" ".join(one.remarks), 300),
    ]


def moodle_csv(graded: Sequence[Graded], partial: bool = False) -> str:
    """The class as Moodle's offline grading worksheet, uploaded there by 'Upload grading worksheet'.

    Students with open texts are left out, as Moodle would show them a grade that is not their last, unless `partial`,
    and so are those of whom it is uncertain which work is theirs.
    A student who did not come from Moodle has no identifier there, and is skipped by it. Where Moodle speaks another
    language than English, its own worksheet has the headings to put in place of these.
    """
    return sheet(MOODLE, [_moodle_row(one) for one in graded if _ready(one, partial)])


def _ready(one: Graded, partial: bool) -> bool:
    return (partial or not one.open) and not one.held_back


def _moodle_row(one: Graded) -> list[Any]:
    own = one.platform.get("moodle", "")
    return [
        f"Participant {own}" if own else "",
        line(one.name),
        line(one.student) if "@" in one.student else "",
        "Handed in late" if one.late else "",
        number(one.points),
        one.of,
        "",
        "",
        _comments(one),
    ]


def _comments(one: Graded) -> str:
    """What Moodle shows the student: it reads this as HTML, so all of it is escaped here."""
    said = [
        f"Exercise {mark.exercise}: {headline(mark)}"
        + ("" if mark.points is None else f" ({number(mark.points)} of {mark.of} points)")
        + f". {line(mark.feedback, 1_000)}"
        for mark in one.marks
    ]
    said += [line(remark, 500) for remark in one.remarks]
    kept: list[str] = []
    for escaped in map(html.escape, said):
        if sum(map(len, kept)) + len(escaped) > _LONGEST:
            kept.append("…")
            break
        kept.append(escaped)
    return "<br>".join(kept)


def canvas_csv(graded: Sequence[Graded], assignment: str, partial: bool = False) -> str:
    """The class for Canvas's gradebook import.

    assignment: the heading of the assignment's column, as Canvas exports it, `Title (id)`; a title alone makes Canvas
    ask what it belongs to. Who is left out is as for Moodle. A student is found by the `ID` of Canvas where the
    submission came from there, else by the id of the roster as `SIS Login ID`.
    """
    most = max((one.of for one in graded), default=0)
    rows: list[list[Any]] = [[POINTS_POSSIBLE, "", "", "", "", most]]
    rows += [_canvas_row(one) for one in graded if _ready(one, partial)]
    return sheet((*CANVAS, assignment), rows)


def _canvas_row(one: Graded) -> list[Any]:
    # Canvas reads a line with these words in its first column as the assignment's points, whoever's name it is.
    name = line(one.name).replace(POINTS_POSSIBLE, POINTS_POSSIBLE.replace(" ", "\u00a0"))
    return [name, one.platform.get("canvas", ""), "", line(one.student), "", number(one.points)]
