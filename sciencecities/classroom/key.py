"""The answer key: all that is needed to judge an answer, as plain values computed from the solution.

One key serves the notebook's `check`, the page's script and the grader. It is made outside the student's process and
holds no code. Nothing in it is typed in: right and typical wrong values come from running the exercise's own code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import solve
from .exercise import Choice, Exercise, Function, Number, Table, Text

# Slips of unit that any exercise invites: (what was given, the factor it is off by, what to say).
_UNIT_SLIPS = {
    "percent": (0.01, "That is a share of 1. The question asks for percent: multiply by 100."),
    "share": (100.0, "That is in percent. The question asks for a share of 1: divide by 100."),
}


def answer_key(
    exercise: Exercise, params: Mapping[str, Any] | None = None, seed: str = solve.PUBLIC_SEED
) -> dict[str, Any]:
    """The key of an exercise for one setting of its parameters (`seed` draws a function's inputs).

    Returns a dict of plain values: id, kind, points, near (typical wrong answers: value, feedback, credit), and by
    kind: expected, tolerance, unit (number); expected, options (choice); expected, tolerance (table); name, cases,
    expected, tolerance (function: one outcome per case); words, mentions, rubric (text).
    """
    settings = exercise.settings(params)
    answer = exercise.answer
    key: dict[str, Any] = {
        "id": exercise.id,
        "kind": type(answer).__name__.lower(),
        "points": exercise.points,
    }
    if isinstance(answer, Text):
        key["words"] = list(answer.words)
        key["mentions"] = [[list(m.patterns), m.at_least, m.feedback] for m in answer.mentions]
        key["rubric"] = [[row.criterion, row.points, row.full_marks] for row in answer.rubric]
        return key
    key["expected"] = solve.value(exercise, exercise.solution, settings, seed)
    key["near"] = [
        {
            "value": solve.value(exercise, wrong.code, settings, seed),
            "feedback": wrong.feedback,
            "credit": wrong.credit,
        }
        for wrong in exercise.wrong
    ]
    _add_kind(key, answer, seed)
    return key


def _add_kind(key: dict[str, Any], answer: Number | Choice | Table | Function, seed: str) -> None:
    if isinstance(answer, Choice):
        key["options"] = list(answer.options)
        return
    key["tolerance"] = answer.tolerance
    if isinstance(answer, Function):
        key["name"] = answer.name
        key["cases"] = [list(args) for args in solve.cases(answer, seed)]
    if isinstance(answer, Number):
        for one in key["near"]:
            one["tolerance"] = answer.tolerance
        key["unit"] = answer.unit
        _add_slip(key, answer)


def _add_slip(key: dict[str, Any], answer: Number) -> None:
    """A slip of unit, unless the author has listed that value with words of their own."""
    if answer.unit not in _UNIT_SLIPS:
        return
    factor, says = _UNIT_SLIPS[answer.unit]
    value, width = key["expected"] * factor, answer.tolerance * factor
    if all(abs(value - one["value"]) > width + one["tolerance"] for one in key["near"]):
        key["near"].append({"value": value, "tolerance": width, "feedback": says, "credit": 0.0})
