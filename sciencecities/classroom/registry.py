"""Find the exercises: every tuple `EXERCISES` in the modules `exercises/ch01.py`, `ch02.py` and so on."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from .exercise import Exercise


@lru_cache(maxsize=1)
def _all() -> dict[str, Exercise]:
    package = importlib.import_module("exercises")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.name.startswith("ch"))
    found: dict[str, Exercise] = {}
    for name in names:
        for exercise in importlib.import_module(f"exercises.{name}").EXERCISES:
            if exercise.id in found:
                raise ValueError(f"exercises/{name}.py: exercise {exercise.id} is defined twice")
            if name != f"ch{exercise.chapter:02d}":
                raise ValueError(
                    f"exercises/{name}.py: exercise {exercise.id} belongs in ch{exercise.chapter:02d}.py"
                )
            found[exercise.id] = exercise
    return found


def ids() -> list[str]:
    """The ids of all exercises, in the book's order."""
    return sorted(_all(), key=lambda one: tuple(int(part) for part in one.split(".")))


def get(exercise_id: str) -> Exercise:
    """The exercise of that id. An unknown id raises ValueError that lists the known ones."""
    found = _all().get(exercise_id) if isinstance(exercise_id, str) else None
    if found is None:
        raise ValueError(f"there is no exercise {exercise_id!r}; choose one of: {', '.join(ids())}")
    return found
