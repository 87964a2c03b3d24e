"""Judge a plain value by an answer key. Knows no notebook, runs no student code, raises nothing on odd values."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from .essay import read
from .plain import near, same
from .result import EMPTY, INVALID, PARTLY, READY, RIGHT, WRONG, Result

CLOSE = 10  # an answer off by up to ten tolerances is called close
NO_ANSWER = "Put your answer above and run this cell."
# The outcome of an input that was left out, since the function had not come back from one before it.
NOT_TRIED = {"raised": "NotTried", "says": "an earlier input stopped the function for good"}
_MOST_DIGITS = 8  # to which a function is thought to round
_NAN = (
    "Where there is no value, put None: your function puts NaN there, which equals nothing, not even itself."
)
_ROUNDED = "Your function rounds what it returns: leave that to whoever prints it."
# What a function may return instead, by its factor: what to say, and the part of the points that it still earns.
_SCALES = (
    (-1.0, "Right but for the sign of all that your function returns.", 0.5),
    (100.0, "All that your function returns is 100 times too large: are percent asked for?", 0.0),
    (0.01, "All that your function returns is 100 times too small: are percent asked for?", 0.0),
)
_NO_FUNCTION = "Write the function above and run this cell. If you have, is `return` missing?"


def judge(key: dict[str, Any], answer: Any) -> Result:
    """The result for `answer`, a plain value (for a function: the list of outcomes, one per case of the key)."""
    if answer is None or answer == [] or (isinstance(answer, str) and not answer.strip()):
        return _result(key, EMPTY, NO_ANSWER)
    kinds = {"number": _number, "choice": _choice, "table": _table, "function": _function, "text": _text}
    return kinds[key["kind"]](key, answer)


def _result(key: dict[str, Any], status: str, feedback: str, credit: float = 0.0) -> Result:
    points: float | None = key["points"] if status == RIGHT else round(key["points"] * credit, 2)
    return Result(key["id"], status, points, key["points"], feedback)


def invalid(key: dict[str, Any], feedback: str) -> Result:
    """A result for a value that is not of the kind asked for."""
    return _result(key, INVALID, feedback)


def _typical(key: dict[str, Any], one: dict[str, Any]) -> Result:
    return _result(key, PARTLY if one["credit"] else WRONG, one["feedback"], one["credit"])


def _number(key: dict[str, Any], answer: Any) -> Result:
    problem = _not_a_number(answer)
    if problem:
        return invalid(key, problem)
    expected, tolerance = key["expected"], key["tolerance"]
    if near(answer, expected, tolerance):
        return _result(key, RIGHT, key["says"]["right"])
    for one in key["near"]:
        if near(answer, one["value"], one["tolerance"]):
            return _typical(key, one)
    return _result(key, WRONG, key["says"][direction(float(answer), expected, tolerance)])


def _not_a_number(answer: Any) -> str:
    if isinstance(answer, bool):
        return "Your answer is yes or no (True or False): the question asks for a number."
    if isinstance(answer, str):
        return "Your answer is a text: give a number, without quotation marks and without its unit."
    if isinstance(answer, list):
        if len(answer) == 1:
            return "Your answer is a list of one value: take out the one number with [0]."
        return f"Your answer holds {len(answer)} values: take out the one number asked for."
    if isinstance(answer, dict):
        return "Your answer is a dictionary: take out the one number asked for."
    try:
        number = float(answer)
    except OverflowError:
        return "Your answer is too large to be read as a number: look for a power or a product that ran away."
    if math.isnan(number):
        return "Your answer is NaN (not a number): a missing value has crept into the calculation."
    if math.isinf(number):
        return "Your answer is infinite: something was divided by zero."
    return ""


def direction(answer: float, expected: float, tolerance: float) -> str:
    """In which way a wrong number is wrong, as a key of `says`; the right one is not given away."""
    if abs(answer - expected) <= CLOSE * tolerance:
        return "close"
    if answer * expected < 0:
        return "sign"
    if abs(answer) >= 20 * abs(expected) or abs(answer) <= abs(expected) / 20:
        return "order"
    return "high" if answer > expected else "low"


def _choice(key: dict[str, Any], answer: Any) -> Result:
    options = {option.strip().casefold(): option for option in key["options"]}
    chosen = options.get(answer.strip().casefold()) if isinstance(answer, str) else None
    if chosen is None:
        return invalid(
            key, "Give one of these as a text: " + "; ".join(f'"{one}"' for one in key["options"]) + "."
        )
    if chosen == key["expected"]:
        return _result(key, RIGHT, key["says"]["right"])
    for one in key["near"]:
        if chosen == one["value"]:
            return _typical(key, one)
    return _result(key, WRONG, key["says"]["option"])


def _table(key: dict[str, Any], answer: Any) -> Result:
    expected, tolerance = key["expected"], key["tolerance"]
    if not isinstance(answer, list):
        return invalid(key, f"The question asks for a list or a table with {len(expected)} rows.")
    if same(answer, expected, tolerance):
        return _result(key, RIGHT, key["says"]["right"])
    for one in key["near"]:
        if same(answer, one["value"], tolerance):
            return _typical(key, one)
    return _result(key, WRONG, _difference(expected, answer, tolerance))


def _difference(expected: list[Any], answer: list[Any], tolerance: float) -> str:
    """Where a list or table goes wrong, without saying what belongs there."""
    if len(answer) != len(expected):
        return f"Your answer has {len(answer)} rows; {len(expected)} are asked for."
    for row, (right, given) in enumerate(zip(expected, answer, strict=True), start=1):
        if isinstance(right, dict) != isinstance(given, dict):
            return f"Row {row} of your answer has another shape than asked for: {_shape(right)}."
        if isinstance(right, dict) and right.keys() != given.keys():
            return f"Your table should have the columns {', '.join(right)}; it has {', '.join(given)}."
        if isinstance(right, dict):
            off = [name for name in right if not same(given[name], right[name], tolerance)]
            if off:
                return f"Row {row}, column {off[0]}, is the first value that is off."
        elif not same(given, right, tolerance):
            return f"Value {row} is the first that is off."
    return "Some value in your answer is off."


def _shape(right: Any) -> str:
    return f"the columns {', '.join(right)}" if isinstance(right, dict) else "one value in each row"


def _function(key: dict[str, Any], answer: Any) -> Result:
    outcomes, expected = answer, key["expected"]
    if not isinstance(outcomes, list) or len(outcomes) != len(expected):
        return invalid(key, f"The question asks for a function named {key['name']}.")
    agree = [_agree(given, right, key["tolerance"]) for given, right in zip(outcomes, expected, strict=True)]
    if all(agree):
        return _result(key, RIGHT, f"Well done: right on all {len(expected)} inputs tried.")
    if all(one == {"value": None} for one in outcomes):
        return _result(key, EMPTY, _NO_FUNCTION)
    ordinary = [at for at, right in enumerate(expected) if "raised" not in right]
    for one in key["near"]:
        if all(_agree(outcomes[at], one["value"][at], key["tolerance"]) for at in ordinary):
            return _typical_function(key, one, outcomes)
    says = _unfinished(key, outcomes) or _failure(key, outcomes, agree)
    return _in_other_form(key, outcomes) or _scaled(key, outcomes) or _result(key, WRONG, says)


def _in_other_form(key: dict[str, Any], outcomes: list[Any]) -> Result | None:
    """A function that is right but for NaN in place of None, or for rounding what it returns; None for any other."""
    full = [_mapped(one, _none_for_nan) for one in outcomes]
    for digits in (None, *range(1, _MOST_DIGITS + 1)):
        rounded = [_mapped(right, partial(_rounded, digits=digits)) for right in key["expected"]]
        if all(_agree(given, right, key["tolerance"]) for given, right in zip(full, rounded, strict=True)):
            plainly = all(
                _agree(given, right, key["tolerance"]) for given, right in zip(outcomes, rounded, strict=True)
            )
            says = ([] if plainly else [_NAN]) + ([] if digits is None else [_ROUNDED])
            return _result(
                key, PARTLY, f"Right in substance. {' '.join(says)}", 0.75 if len(says) == 1 else 0.5
            )
    return None


def _scaled(key: dict[str, Any], outcomes: list[Any]) -> Result | None:
    """A function that is right but for the sign, or for a factor 100, on all inputs; None for any other."""
    for factor, says, credit in _SCALES:
        scaled = [_mapped(right, partial(_times, factor=factor)) for right in key["expected"]]
        tolerance = key["tolerance"] * abs(factor)
        if all(_agree(given, right, tolerance) for given, right in zip(outcomes, scaled, strict=True)):
            return _result(key, PARTLY if credit else WRONG, says, credit)
    return None


def _times(number: float, factor: float) -> float:
    return number * factor


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """A copy of nested plain values, each number in it changed."""
    if isinstance(value, dict):
        return {name: _mapped(one, change) for name, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    return change(value) if isinstance(value, float) else value


def _none_for_nan(number: float) -> float | None:
    return None if math.isnan(number) else number


def _rounded(number: float, digits: int | None) -> float:
    return number if digits is None else round(number, digits)


def _typical_function(key: dict[str, Any], one: dict[str, Any], outcomes: list[Any]) -> Result:
    """A typical mistake. Not to refuse what that mistake still refuses is a second one, which halves the credit."""
    for at, right in enumerate(key["expected"]):
        if "raised" in right and _agree(one["value"][at], right, 0) and not _agree(outcomes[at], right, 0):
            says = f"{one['feedback']} Besides, {_call(key, at)} should raise {right['raised']}."
            return _typical(key, {**one, "feedback": says, "credit": one["credit"] / 2})
    return _typical(key, one)


def _call(key: dict[str, Any], at: int) -> str:
    return f"{key['name']}({', '.join(repr(one) for one in key['cases'][at])})"


def _agree(given: Any, right: dict[str, Any], tolerance: float) -> bool:
    """Same value, or the same kind of error where an error is right."""
    if not isinstance(given, dict):
        return False
    if "raised" in right:
        return given.get("raised") == right["raised"]
    return "value" in given and same(given["value"], right["value"], tolerance)


def _unfinished(key: dict[str, Any], outcomes: list[Any]) -> str:
    """What to say where some inputs were not tried, because the function did not come back; '' where all were."""
    if NOT_TRIED not in outcomes:
        return ""
    at = outcomes.index(NOT_TRIED) - 1
    if at < 0 or "raised" not in outcomes[at]:
        return "There was no time left to try your function on all inputs."
    return (
        f"{_call(key, at)} did not come to an end: {outcomes[at]['says']}. Look for a loop that never stops."
    )


def _failure(key: dict[str, Any], outcomes: list[Any], agree: list[bool]) -> str:
    """The shortest ordinary input on which the function fails, and what it does there, not what it should return.

    An input that it should refuse is shown only when it is right on all others.
    """
    failed = [at for at, right in enumerate(agree) if not right]
    at = min(failed, key=lambda at: ("raised" in key["expected"][at], len(_call(key, at))))
    given = outcomes[at] if isinstance(outcomes[at], dict) else {}
    if given.get("value", 0) is None and "value" in key["expected"][at]:
        returned = "returned None where a value is due: is a `return` missing on that path?"
        return f"Right on {sum(agree)} of {len(agree)} inputs. {_call(key, at)} {returned}"
    does = f"stops with {given['raised']}" if "raised" in given else f"gives {given.get('value')!r}"
    should = key["expected"][at].get("raised")
    says = f" ({given['says']})" if given.get("says") and not should else ""
    wants = f"it should raise {should}" if should else _form(key["expected"][at], given)
    return f"Right on {sum(agree)} of {len(agree)} inputs. {_call(key, at)} {does}{says}: {wants}."


def _form(right: dict[str, Any], given: dict[str, Any]) -> str:
    """What to do about a wrong value: how many are due, where another number of them came back."""
    due, value = right["value"], given.get("value")
    if (
        "value" not in given
        or not isinstance(due, list)
        or (isinstance(value, list) and len(value) == len(due))
    ):
        return "try that one by hand"
    kind = "numbers" if all(isinstance(one, (int, float)) for one in due) else "values"
    return f"return {'two' if len(due) == 2 else len(due)} {kind}, in a list or tuple"


def _text(key: dict[str, Any], answer: Any) -> Result:
    if not isinstance(answer, str):
        return invalid(key, "The question asks for a text: put it between three quotation marks.")
    refusal, says, advice = read(answer, key["words"], key["mentions"])
    if refusal:
        return _result(key, WRONG, refusal)
    return Result(key["id"], READY, None, key["points"], says, advice)
