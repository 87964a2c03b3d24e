"""A graded submission as a JSON file: what a run that was broken off need not do again."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sciencecities._package import write_whole

from .model import Graded, GradeError, Mark

FORMAT = 1


def to_json(graded: Graded) -> str:
    """A graded submission as JSON, the same bytes for equal ones."""
    content = {"format": FORMAT, **asdict(graded), "platform": dict(graded.platform)}
    return json.dumps(content, indent=1, sort_keys=True, allow_nan=False) + "\n"


def from_json(text: str, where: str = "the result") -> Graded:
    """The graded submission that `to_json` wrote.

    where: how the file is called in messages. Raises GradeError for anything that `to_json` does not write.
    """
    try:
        content = _Fields(json.loads(text, parse_constant=_no_number))
        if content.take("format", int) != FORMAT:
            raise ValueError("another format")
        marks = tuple(_mark(_Fields(one)) for one in content.take("marks", list))
        graded = Graded(
            key=content.take("key", str),
            student=content.take("student", str),
            name=content.take("name", str),
            files=content.words("files"),
            late=content.take("late", bool),
            platform=_platform(content.take("platform", dict)),
            marks=marks,
            remarks=content.words("remarks"),
            log=content.words("log"),
        )
        content.end()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise GradeError(f"{where} is damaged: delete it and grade once more.") from None
    return graded


def save(path: Path, graded: Graded) -> None:
    """Keep a graded submission in a file whose name begins with its key and a full stop."""
    write_whole(path, to_json(graded), sure=True)


def load(path: Path) -> Graded:
    """The graded submission in a file of `save`; GradeError for one that is not there, is damaged, or is another's."""
    try:
        graded = from_json(path.read_text(encoding="utf-8"), str(path))
    except OSError as problem:
        raise GradeError(f"{path} cannot be read ({problem.strerror}): grade once more.") from None
    except UnicodeDecodeError:
        raise GradeError(f"{path} is damaged: delete it and grade once more.") from None
    if not path.name.startswith(f"{graded.key}."):
        raise GradeError(f"{path} holds the result of {graded.key}: give it back its name, or delete it.")
    return graded


def load_all(folder: Path) -> list[Graded]:
    """All results in a folder, by key. Raises GradeError for a damaged one, and where there is none."""
    found = [load(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise GradeError(f"There are no results in {folder}: grade the submissions first.")
    return found


class _Fields:
    """A JSON object whose fields are taken out one by one, each of one exact type, until none is left."""

    def __init__(self, content: Any) -> None:
        if type(content) is not dict:
            raise TypeError("no object")
        self.content = dict(content)

    def take(self, name: str, *kinds: type) -> Any:
        value = self.content.pop(name)
        if type(value) not in kinds:
            raise TypeError(name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        values = self.take(name, list)
        if any(type(one) is not str for one in values):
            raise TypeError(name)
        return tuple(values)

    def end(self) -> None:
        if self.content:
            raise ValueError("a field too many")


def _mark(content: _Fields) -> Mark:
    mark = Mark(
        exercise=content.take("exercise", str),
        title=content.take("title", str),
        status=content.take("status", str),
        points=content.take("points", int, float, type(None)),
        of=content.take("of", int),
        feedback=content.take("feedback", str),
        advice=content.words("advice"),
        text=content.take("text", str),
    )
    content.end()
    if mark.points is not None and not (math.isfinite(mark.points) and 0 <= mark.points <= mark.of):
        raise ValueError("points")
    return mark


def _platform(content: Mapping[str, Any]) -> dict[str, str]:
    if any(type(value) is not str for value in content.values()):
        raise TypeError("platform")
    return dict(content)


def _no_number(word: str) -> float:
    raise ValueError(word)
