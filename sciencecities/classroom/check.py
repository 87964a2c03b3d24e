"""`check`: what a student calls in the notebook to hear one helpful sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import solve
from .exercise import Exercise, Function
from .judge import NO_ANSWER, invalid, judge
from .key import answer_key
from .plain import NotPlain, plain
from .registry import get
from .result import EMPTY, Result


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
        return judge(key, plain(answer))
    except NotPlain as problem:
        return invalid(key, f"{str(problem)[:1].upper()}{str(problem)[1:]}.")
    except Exception as problem:  # a value may misbehave in any way when it is looked at
        return invalid(key, f"Your answer could not be read ({type(problem).__name__}): give a plain value.")


def _check_function(answer: Function, key: dict[str, Any], function: Any) -> Result:
    if function is None or function is Ellipsis:
        return Result(key["id"], EMPTY, 0.0, key["points"], NO_ANSWER)
    if not callable(function):
        return invalid(
            key, f'Give the function itself, without round brackets: check("{key["id"]}", {answer.name}).'
        )
    return judge(key, [solve.outcome(function, args) for args in solve.cases(answer)])
