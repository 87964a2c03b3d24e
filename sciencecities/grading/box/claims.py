"""Take what came out of a box for what it is: a stranger's claim. Nothing odd gets past this module."""

from __future__ import annotations

import re
from typing import Any

from sciencecities.classroom.plain import MAX_ITEMS, MAX_TEXT

from ..model import FUNCTION, MISSING, NOT_PLAIN, VALUE, Answer

_DEPTH = 8
_ALL = 200_000  # values in one answer, however they are nested
_UNREADABLE = "Your answer could not be read: give a number, a text, a list or a table."
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Odd(Exception):
    """A claim of a form that nothing of ours would send."""


def text(value: Any, longest: int) -> str:
    """A text cut to `longest` characters, without half letters and controls; '' for what is no text."""
    if not isinstance(value, str):
        return ""
    return _CONTROL.sub("", value[:longest].encode("utf-8", "replace").decode("utf-8"))


def answer(raw: Any) -> Answer:
    """The answer to an exercise from what the worker said of it."""
    if not isinstance(raw, dict):
        return Answer(MISSING)
    state, form = raw.get("state"), text(raw.get("form"), 10)
    try:
        if state == VALUE:
            return Answer(VALUE, plain(raw.get("value")), form=form)
    except Odd:
        return Answer(NOT_PLAIN, says=_UNREADABLE)
    if state == MISSING:
        return Answer(MISSING)
    if state == FUNCTION:
        return Answer(FUNCTION, says=text(raw.get("says"), 500), form=form)
    return Answer(NOT_PLAIN, says=text(raw.get("says"), 500) or _UNREADABLE, form=form)


def outcome(raw: Any) -> dict[str, Any]:
    """What a call gave, in the form of classroom.solve.outcome."""
    if isinstance(raw, dict) and "value" in raw:
        try:
            return {"value": plain(raw["value"])}
        except Odd:
            return {"raised": "NotPlain", "says": _UNREADABLE}
    if isinstance(raw, dict) and isinstance(raw.get("raised"), str):
        return {"raised": text(raw["raised"], 100), "says": text(raw.get("says"), 200)}
    return {"raised": "NotPlain", "says": _UNREADABLE}


def plain(value: Any) -> Any:
    """A copy of a value read from JSON, every text in it whole; Odd when it is too deep or too large."""
    left = _ALL

    def copy(one: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if depth > _DEPTH or left < 0:
            raise Odd
        if isinstance(one, str):
            if len(one) > MAX_TEXT:
                raise Odd
            return one.encode("utf-8", "replace").decode("utf-8")
        if isinstance(one, list | dict) and len(one) > MAX_ITEMS:
            raise Odd
        if isinstance(one, list):
            return [copy(item, depth + 1) for item in one]
        if isinstance(one, dict):
            return {copy(name, depth + 1): copy(item, depth + 1) for name, item in one.items()}
        return one

    return copy(value, 0)
