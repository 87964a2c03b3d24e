"""Run an exercise's own code (solution, starter, typical wrong answer) against the book's tables."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sciencecities import data, look, measures

from .exercise import Exercise, Function
from .plain import plain

PUBLIC_SEED = "public"


def run(exercise: Exercise, body: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Run the exercise's setup and `body` in a fresh namespace (`data`, `measures`, `look`, `pd`, `np`); return it."""
    names: dict[str, Any] = {"data": data, "measures": measures, "look": look, "pd": pd, "np": np}
    exec(compile(exercise.code(body, settings), f"<exercise {exercise.id}>", "exec"), names)
    return names


def value(exercise: Exercise, code: str, settings: Mapping[str, Any], seed: str = PUBLIC_SEED) -> Any:
    """What `code` answers, in plain values; for a function, its outcomes on the cases drawn from `seed`."""
    # All else is the same for every seed: a class of 200 has as many seeds, and few settings.
    drawn_from = seed if isinstance(exercise.answer, Function) else PUBLIC_SEED
    return copy.deepcopy(_value(exercise, code, json.dumps(dict(settings)), drawn_from))


@lru_cache(maxsize=4096)
def _value(exercise: Exercise, code: str, settings: str, seed: str) -> Any:
    given = _answer(exercise, code, settings)
    if isinstance(exercise.answer, Function):
        return [outcome(given, args) for args in cases(exercise.answer, seed)]
    return plain(given)


def answer(exercise: Exercise, code: str, settings: Mapping[str, Any]) -> Any:
    """What a student would hand to `check` after running `code`: the value, or the function itself."""
    return _answer(exercise, code, json.dumps(dict(settings)))


# Enough for one setting of an exercise: each of its answers is checked, and is part of the key as well.
@lru_cache(maxsize=32)
def _answer(exercise: Exercise, code: str, settings: str) -> Any:
    names = run(exercise, code, json.loads(settings))
    return names[exercise.answer.name if isinstance(exercise.answer, Function) else "answer"]


def given(exercise: Exercise, settings: Mapping[str, Any]) -> pd.DataFrame | None:
    """The table that the box prints below the prompt; None where the exercise gives none."""
    if not exercise.given:
        return None
    return pd.DataFrame(run(exercise, f"given = {exercise.given}", settings)["given"])


def cases(answer: Function, seed: str = PUBLIC_SEED) -> list[tuple[Any, ...]]:
    """The inputs on which a function is tried: the same for the same seed on every machine."""
    return answer.draw(random.Random(seed))


def outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> dict[str, Any]:
    """What a call gives, in plain values: {"value": …}, or {"raised": "ValueError", "says": …}."""
    try:
        return {"value": plain(function(*args))}
    except Exception as problem:
        return {"raised": type(problem).__name__, "says": str(problem)[:200]}
