"""`check`: what a student calls in the notebook to hear one helpful sentence."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from . import solve
from .exercise import Choice, Exercise, Function, Number, Text
from .judge import NO_ANSWER, invalid, judge
from .key import answer_key
from .plain import NotPlain, form, plain
from .registry import get
from .result import EMPTY, WRONG, Result

_COUNT = {
    1: "one argument",
    2: "two arguments",
    3: "three arguments",
    4: "four arguments",
    5: "five arguments",
}


def check(exercise_id: str, answer: Any = None, params: Mapping[str, Any] | None = None) -> Result:
    """Check an answer and say in one sentence what is right or wrong with it.

    Args: exercise_id as "1.2"; answer: a number, text, list, table or function, as the exercise asks; params: the
    parameters of a student's own copy, where they differ from the book's. Returns a Result (`.correct`, `.points`,
    `.feedback`), which a notebook shows when the call is the last line of a cell. An unknown exercise or parameter
    raises ValueError; the answer itself never raises, whatever it is.
    """
    return check_exercise(get(exercise_id), answer, params)


def check_exercise(exercise: Exercise, answer: Any, params: Mapping[str, Any] | None = None) -> Result:
    """`check` for an exercise that is at hand."""
    key = answer_key(exercise, params)
    try:
        if isinstance(exercise.answer, Function):
            return _check_function(exercise.answer, key, answer)
        problem = wrong_container(exercise, form(answer), getattr(answer, "size", 0))
        if problem:
            return invalid(key, problem)
        return judge(key, plain(answer))
    except NotPlain as problem:
        return invalid(key, f"{str(problem)[:1].upper()}{str(problem)[1:]}.")
    except Exception as problem:  # a value may misbehave in any way when it is looked at
        return invalid(key, f"Your answer could not be read ({type(problem).__name__}): give a plain value.")


def wrong_container(exercise: Exercise, shape: str, size: int) -> str:
    """What to give instead of a set, or of an array where a number is asked for; '' for anything else.

    Args: shape: as `plain.form` tells it; size: how many values it holds.
    """
    if shape == "set":
        wanted = {Number: "a single number", Choice: "one of the names, as a text", Text: "one text"}
        return (
            f"Your answer is a set: give {wanted.get(type(exercise.answer), 'a list, which has an order')}."
        )
    if not isinstance(exercise.answer, Number) or size != 1:
        return ""
    if shape == "table":
        return "Your answer is a table of one value: take out the one number with .iloc[0, 0]."
    if shape == "array":
        return "Your answer is an array of one value: take out the one number with .item()."
    return ""


def _check_function(answer: Function, key: dict[str, Any], function: Any) -> Result:
    if function is None or function is Ellipsis:
        return Result(key["id"], EMPTY, 0.0, key["points"], NO_ANSWER)
    if not callable(function):
        return not_called(answer, key)
    if not _takes(function, len(answer.arguments)):
        return wrong_arguments(answer, key)
    return judge(key, [solve.outcome(function, args) for args in solve.cases(answer)])


def wrong_arguments(answer: Function, key: dict[str, Any]) -> Result:
    """The result for a function that cannot be called with the arguments asked for."""
    wanted = f"must take {_COUNT[len(answer.arguments)]}: {', '.join(answer.arguments)}"
    return Result(key["id"], WRONG, 0.0, key["points"], f"{answer.name} {wanted}.")


def not_called(answer: Function, key: dict[str, Any]) -> Result:
    """The result for a value where a function is asked for."""
    says = f'Give the function itself, without round brackets: check("{key["id"]}", {answer.name}).'
    return invalid(key, says)


def _takes(function: Any, count: int) -> bool:
    """Whether it can be called with so many arguments; a function that does not tell is given the chance."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:
        return True
    return True
