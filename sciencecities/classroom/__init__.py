"""Exercises as a reader and a student meet them: shown in a box, answered, checked.

    from sciencecities.classroom import check, exercise
    exercise("1.2")            # last line of a cell: shows the box
    check("1.2", answer)       # last line of a cell: one sentence about the answer

Each exercise is defined once, in `exercises/`. Page, notebook, student copy and grader all read that definition.
"""

from .box import Box, exercise
from .check import check
from .exercise import Choice, Exercise, Function, Mention, Number, Row, Table, Text, Wrong
from .registry import get, ids
from .result import Result

__all__ = [
    "Box",
    "Choice",
    "Exercise",
    "Function",
    "Mention",
    "Number",
    "Result",
    "Row",
    "Table",
    "Text",
    "Wrong",
    "check",
    "exercise",
    "get",
    "ids",
]
