"""Turn what a student has into plain values: None, bool, int, float, str, list, dict. Nothing else is compared."""

from __future__ import annotations

import decimal
import fractions
import math
from typing import Any

import numpy as np
import pandas as pd

MAX_ITEMS = 10_000
MAX_TEXT = 100_000
MAX_DEPTH = 6


class NotPlain(Exception):
    """A value that cannot be compared; the message tells the student why and what to give instead."""


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of `value` made of plain types only.

    Numbers of numpy, Decimal and Fraction become float or int; an array, Series, tuple or set of rows becomes a list;
    a DataFrame becomes the list of its rows, without its index. Raises NotPlain, with a sentence, for all else.
    """
    if depth > MAX_DEPTH:
        raise NotPlain(f"your answer is nested more than {MAX_DEPTH} deep: give a plain list or table")
    if value is None or value is Ellipsis or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, (decimal.Decimal, fractions.Fraction)):
        return float(value)
    if isinstance(value, str):
        return _text(value)
    return _container(value, depth)


def form(value: Any) -> str:
    """What a value was before it became plain, where that is worth a word: "set", "table", "array"; "" for all else."""
    if isinstance(value, set | frozenset):
        return "set"
    if isinstance(value, pd.DataFrame):
        return "table"
    return "array" if isinstance(value, pd.Series | pd.Index | np.ndarray) and value.ndim else ""


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise NotPlain(f"your answer is a text of {len(value):,} characters: give a short one")
    return str.__str__(value).encode("utf-8", "replace").decode("utf-8")


def _container(value: Any, depth: int) -> Any:
    if isinstance(value, pd.DataFrame):
        _cap(len(value))
        return [plain(row, depth + 1) for row in value.to_dict("records")]
    if isinstance(value, (pd.Series, pd.Index, np.ndarray)):
        _cap(value.size)
        return [plain(one, depth + 1) for one in value.tolist()] if value.ndim else plain(value.item(), depth)
    if isinstance(value, (list, tuple)):
        _cap(len(value))
        return [plain(one, depth + 1) for one in list(value)]
    if isinstance(value, dict):
        _cap(len(value))
        return {str(key): plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        raise NotPlain("your answer is a set, which has no order: give a list")
    if isinstance(value, complex):
        raise NotPlain("your answer is a complex number: a root of a negative number may have slipped in")
    if callable(value):
        raise NotPlain(
            f"your answer is {_a(type(value).__name__)}, not its result: call it, with round brackets"
        )
    raise NotPlain(f"your answer is {_a(type(value).__name__)}: give a number, a text, a list or a table")


def _cap(size: int) -> None:
    if size > MAX_ITEMS:
        raise NotPlain(f"your answer holds {size:,} values: at most {MAX_ITEMS:,} are read")


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def same(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two plain values agree: numbers within `tolerance`, all else exactly; True is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return near(one, other, tolerance)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    return type(one) is type(other) and bool(one == other)


def near(one: float, other: float, tolerance: float) -> bool:
    """Whether two numbers are within `tolerance`; NaN agrees with nothing, and a number too big for a float neither."""
    try:
        a, b = float(one), float(other)
    except OverflowError:
        return False
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= tolerance)
