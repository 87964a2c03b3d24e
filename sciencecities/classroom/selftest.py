"""An author's test of one exercise: what must hold before a student sees it."""

from __future__ import annotations

import inspect
from typing import Any

from . import solve
from .check import check_exercise
from .exercise import Choice, Exercise, Function, Number, Text, fill
from .key import answer_key
from .result import EMPTY, READY, RIGHT, Result


def selftest(exercise: Exercise) -> list[str]:
    """All that is wrong with an exercise, one sentence each; an empty list when nothing is.

    Over the default and up to 19 other settings of its variants: the solution earns full points (a model text is ready
    to hand in, with no advice), the starter earns none and is told so, each typical wrong answer earns less than full
    (a weak text is refused or advised) with its own feedback, and no two numbers are too close to tell apart. Besides:
    a hint for numbers and choices, the function's arguments as announced, placeholders all filled, feedback sentences
    all different, no solution line in the starter.
    """
    faults = _wording(exercise)
    for settings in exercise.all_settings():
        try:
            faults += [f"{exercise.id} with {settings}: {fault}" for fault in _answers(exercise, settings)]
        except Exception as problem:
            faults.append(
                f"{exercise.id} with {settings}: its code stops with {type(problem).__name__}: {problem}"
            )
    return faults


def _wording(exercise: Exercise) -> list[str]:
    faults = []
    if isinstance(exercise.answer, (Number, Choice)) and not exercise.hint:
        faults.append(f"{exercise.id}: no hint for a wrong answer of no known kind")
    if "{" in fill(exercise.prompt, exercise.params):
        faults.append(f"{exercise.id}: the prompt has a placeholder that no parameter fills")
    if len({wrong.feedback for wrong in exercise.wrong}) < len(exercise.wrong):
        faults.append(f"{exercise.id}: two typical wrong answers share one feedback sentence")
    shown = {line.strip() for line in exercise.code(exercise.starter).splitlines()}
    for line in (line.strip() for line in exercise.solution.splitlines()):
        if line in shown and line and not line.startswith("def "):
            faults.append(f"{exercise.id}: the starter gives away the line {line!r}")
    return faults


def _answers(exercise: Exercise, settings: dict[str, Any]) -> list[str]:
    faults = []
    best = check_exercise(exercise, solve.answer(exercise, exercise.solution, settings), settings)
    if not _is_full(exercise, best):
        faults.append(f"the solution is not right: {best.feedback}")
    start = check_exercise(exercise, solve.answer(exercise, exercise.starter, settings), settings)
    if start.status != EMPTY or start.points:
        faults.append(f"the starter counts as {start.status}: {start.feedback}")
    for number, wrong in enumerate(exercise.wrong, start=1):
        got = check_exercise(exercise, solve.answer(exercise, wrong.code, settings), settings)
        if _is_full(exercise, got) or (got.points or 0) >= exercise.points:
            faults.append(f"wrong answer {number} passes")
        elif wrong.feedback not in got.feedback:
            faults.append(f"wrong answer {number} is told: {got.feedback}")
    if isinstance(exercise.answer, Function):
        takes = list(inspect.signature(solve.answer(exercise, exercise.solution, settings)).parameters)
        if takes != list(exercise.answer.arguments):
            faults.append(f"the solution takes {', '.join(takes)}")
    if not isinstance(exercise.answer, Text):
        faults += _unclear(answer_key(exercise, settings))
    return faults


def _is_full(exercise: Exercise, result: Result) -> bool:
    """Whether nothing is left to mend: right, or for a text ready to hand in without any advice."""
    if isinstance(exercise.answer, Text):
        return result.status == READY and not result.advice
    return result.status == RIGHT


def _unclear(key: dict[str, Any]) -> list[str]:
    """Numbers whose bands of tolerance overlap would be judged by the order of the list, not by what they are."""
    if key["kind"] != "number":
        return []
    bands = [(key["expected"], key["tolerance"])] + [(one["value"], one["tolerance"]) for one in key["near"]]
    return [
        f"answers {first} and {second} are too close to tell apart ({a:g} and {b:g})"
        for second, (b, b_width) in enumerate(bands)
        for first, (a, a_width) in enumerate(bands[:second])
        if abs(a - b) <= a_width + b_width
    ]
