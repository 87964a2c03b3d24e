"""The answer key: all that is needed to judge an answer, as plain values computed from the solution.

One key serves the notebook's `check`, the page's script and the grader. It is made outside the student's process and
holds no code. Nothing in it is typed in: right and typical wrong values come from running the exercise's own code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import solve
from .exercise import Choice, Exercise, Function, Number, Table, Text

# What is said of a number that is neither right nor a typical wrong one; the exercise's own hint follows a colon.
# It is close, and that is all that is known: another year lies as close by as a figure rounded on the way.
_CLOSE = (
    "Close, but not it. If you rounded, give more decimals. If not, {look}: a neighbouring definition may lie as near "
    "as a rounded figure does."
)
_LOOK = {
    True: "check the years and the columns",
    False: "go through the steps again",
}  # by whether it uses a table
_SAYS = {
    "sign": "Your answer lies on the other side of zero, which need not be a slip of the sign",
    "order": "Your answer is of another order of magnitude",
    "high": "Too high",
    "low": "Too low",
    "option": "That is not the one",
}
_SIGN = "Right but for the sign: should the answer lie above or below zero?"
# Slips of a factor 100, by unit: the factor, and what to say; the first may come on top of another mistake.
_PERCENT = (
    (0.01, "That is a part of 1. The question asks for percent: multiply by 100."),
    (100.0, "That is 100 times too much: it was in percent already."),
)
_POINTS = (
    (0.01, "That is a part of 1. The question asks for percentage points: multiply by 100."),
    (100.0, "That is 100 times too much: it was in percentage points already."),
)
_SHARE = (
    (100.0, "That is in percent. The question asks for a part of 1: divide by 100."),
    (0.01, "That is 100 times too little: it was a part of 1 already."),
)
_NO_UNIT = (
    (100.0, "That is 100 times too much. The answer is not in percent: do not multiply by 100."),
    (0.01, "That is 100 times too little. The answer is not in percent: do not divide by 100."),
)
_UNIT_SLIPS = {"percent": _PERCENT, "percentage points": _POINTS, "share": _SHARE}


def answer_key(
    exercise: Exercise,
    params: Mapping[str, Any] | None = None,
    seed: str = solve.PUBLIC_SEED,
    typical: bool = True,
) -> dict[str, Any]:
    """The key of an exercise for one setting of its parameters.

    Args: seed: what a function's inputs are drawn from; typical: whether the typical wrong answers are worked out,
    which takes many times as long as the right one, and which a right answer does not need.

    Returns a dict of plain values: id, kind, points, near (typical wrong answers: value, feedback, credit), says (the
    sentences for all other answers), and by kind: expected, tolerance, unit (number); expected, options (choice);
    expected, tolerance (table); name, arguments, cases, expected, tolerance (function: one outcome per case); words,
    mentions, rubric (text).
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
    key["says"] = _sentences(exercise)
    key["expected"] = solve.value(exercise, exercise.solution, settings, seed)
    key["near"] = [
        {
            "value": solve.value(exercise, wrong.code, settings, seed),
            "feedback": wrong.feedback,
            "credit": wrong.credit,
        }
        for wrong in (exercise.wrong if typical else ())
    ]
    _add_kind(key, exercise, answer, seed)
    return key


def _sentences(exercise: Exercise) -> dict[str, str]:
    hint = f": {exercise.hint}" if exercise.hint else "."
    close = _CLOSE.format(look=_LOOK[bool(exercise.tables)])
    return {"right": exercise.praise, "close": close} | {kind: says + hint for kind, says in _SAYS.items()}


def _add_kind(
    key: dict[str, Any], exercise: Exercise, answer: Number | Choice | Table | Function, seed: str
) -> None:
    if isinstance(answer, Choice):
        key["options"] = list(answer.options)
        return
    key["tolerance"] = answer.tolerance
    if isinstance(answer, Function):
        key["name"], key["arguments"] = answer.name, list(answer.arguments)
        key["cases"] = [list(args) for args in solve.cases(answer, seed)]
    if isinstance(answer, Number):
        _add_number(key, exercise, answer)


def _add_number(key: dict[str, Any], exercise: Exercise, answer: Number) -> None:
    key["unit"] = answer.unit
    typical = []  # the mistakes on the answer's own scale
    for one, wrong in zip(key["near"], exercise.wrong, strict=False):
        one["tolerance"] = answer.tolerance if wrong.tolerance is None else wrong.tolerance
        if answer.unit in _UNIT_SLIPS and wrong.tolerance is None:
            typical.append(one)
    _add_slips(key, answer, typical)


def _add_slips(key: dict[str, Any], answer: Number, typical: list[dict[str, Any]]) -> None:
    """The other sign, and a factor 100 alone and on top of `typical` mistakes, unless that value is listed already."""
    slips = _UNIT_SLIPS.get(answer.unit, _NO_UNIT)
    right = {"value": key["expected"], "tolerance": answer.tolerance}
    first, sentence = slips[0]
    besides = sentence.replace("That", "And that", 1)
    candidates = [(right, -1.0, _SIGN, 0.5), *((right, factor, says, 0.0) for factor, says in slips)]
    candidates += [(one, first, f"{one['feedback']} {besides}", 0.0) for one in typical]
    for one, factor, says, credit in candidates:
        slip = {
            "value": one["value"] * factor,
            "tolerance": one["tolerance"] * abs(factor),
            "feedback": says,
            "credit": credit,
        }
        if all(_apart(slip, other) for other in (right, *key["near"])):
            key["near"].append(slip)


def _apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(abs(one["value"] - other["value"]) > one["tolerance"] + other["tolerance"])
