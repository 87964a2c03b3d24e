"""Exercises answered by a function: tried on inputs, judged from the outcomes alone, told what it does wrong."""

import json
import math

import numpy as np
import pytest

from sciencecities.classroom import Exercise, Function, Wrong, check, get, solve
from sciencecities.classroom.check import check_exercise
from sciencecities.classroom.judge import NOT_TRIED, judge
from sciencecities.classroom.key import answer_key


def test_a_function_is_tried_on_inputs_and_its_failure_is_shown():
    def stops(a, b, errors):
        raise KeyError("x")

    def breaks_its_input(a, b, errors):
        errors.clear()
        return 0.3

    def right_but_for_one(a, b, errors):
        if len(errors) == 1:
            raise KeyError("one")
        return reference(a, b, errors)

    reference = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    assert "stops with KeyError ('x'): try that one by hand" in check("1.5", stops).feedback
    assert "stops with KeyError ('one'): try that one by hand" in check("1.5", right_but_for_one).feedback
    shown = check("1.5", breaks_its_input).feedback
    assert (
        "[[" in shown and "gives 0.3: try that one by hand" in shown
    )  # an ordinary input, not the empty one
    assert check("1.5", lambda a, b, errors: reference(a, b, errors) + 1e-12).correct
    assert check("1.5", ...).status == "empty"
    assert check("1.5", 0.5).status == "invalid"


@pytest.mark.parametrize("function", [lambda a: a, lambda a, b: a, lambda a, b, errors, more: a, lambda: 1])
def test_a_function_with_other_arguments_is_told_which(function):
    result = check("1.5", function)
    assert (result.status, result.points) == ("wrong", 0)
    assert result.feedback == "part_above must take three arguments: a, b, errors."


def test_a_function_may_take_more_that_it_does_not_need():
    reference = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    assert check("1.5", lambda a, b, errors, tie=0.5: reference(a, b, errors)).correct
    assert check("1.5", max).feedback  # tells nothing of its arguments: it is tried


def test_a_function_that_hung_is_told_on_which_input():
    key = answer_key(get("1.5"))
    count = len(key["cases"])
    late = {"raised": "TimeoutError", "says": "it ran for more than 2 seconds"}
    hung = judge(key, [key["expected"][0], key["expected"][1], late, *[dict(NOT_TRIED)] * (count - 3)])
    named = f"part_above({', '.join(map(repr, key['cases'][2]))})"
    assert hung.feedback.startswith(f"{named} did not come to an end: it ran for more than 2 seconds.")
    assert "loop that never stops" in hung.feedback and "NotTried" not in hung.feedback
    unread = judge(key, [*key["expected"][:2], *[dict(NOT_TRIED)] * (count - 2)])
    assert unread.feedback == "There was no time left to try your function on all inputs."


def test_a_missing_return_is_suspected():
    assert "is `return` missing?" in check("1.5", lambda a, b, errors: None).feedback

    def refuses(a, b, errors):
        if not errors:
            raise ValueError("none")

    def tells_once(a, b, errors):
        return 1.0 if len(errors) > 20 else None

    for function in (refuses, tells_once):
        says = "returned None where a value is due: is a `return` missing on that path?"
        assert says in check("1.5", function).feedback


def test_none_in_place_of_a_refusal_is_no_missing_return():
    key = answer_key(get("1.5"))
    silent = [one if "value" in one else {"value": None} for one in key["expected"]]
    says = judge(key | {"near": []}, silent).feedback
    assert says.endswith("[]) gives None: it should raise ValueError.")


@pytest.mark.parametrize(
    "other_form",
    [
        lambda pair: {"between": pair[0], "within": pair[1]},
        lambda pair: pair[0],
        lambda pair: [*pair, sum(pair)],
        lambda pair: f"{pair[0]}, {pair[1]}",
    ],
    ids=["a dictionary", "one number", "three numbers", "a text"],
)
@pytest.mark.parametrize("exercise_id", ["4.5", "6.5"])
def test_another_form_than_two_numbers_is_told_so(exercise_id, other_form):
    exercise = get(exercise_id)
    right = solve.run(exercise, exercise.solution, {})[exercise.answer.name]
    says = check(exercise_id, lambda a, b, *more: other_form(right(a, b, *more))).feedback
    assert says.endswith(": return two numbers, in a list or tuple.")
    off = check(exercise_id, lambda a, b, *more: [one + 7 for one in right(a, b, *more)]).feedback
    assert off.endswith(": try that one by hand.")


def test_forgetting_to_refuse_costs_a_part_however_it_is_done():
    reference = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    for instead in (0.0, 0.5, None, math.nan, ZeroDivisionError):

        def forgets(a, b, errors, instead=instead):
            if errors:
                return reference(a, b, errors)
            if instead is ZeroDivisionError:
                raise instead
            return instead

        result = check("1.5", forgets)
        assert (result.status, result.points) == ("partly", 3)
        assert (
            result.feedback
            == "Right whenever there is a measurement. With none, raise a ValueError that says so."
        )


def test_two_mistakes_are_both_named_and_earn_half_of_one():
    result = check(
        "1.5", lambda a, b, errors: sum(a + a * x >= b + b * y for x, y in errors) / (len(errors) or 1)
    )
    assert "A tie counts as a full win" in result.feedback
    assert result.feedback.endswith("[]) should raise ValueError.")
    assert (result.status, result.points) == ("partly", 1)


def third_of_each(numbers):
    return [None if one == 0 else one / 3 for one in numbers]


@pytest.mark.parametrize(
    ("function", "points", "words", "silent"),
    [
        (lambda x: [math.nan if one is None else one for one in third_of_each(x)], 3, "NaN", "rounds"),
        (lambda x: [one and round(one, 2) for one in third_of_each(x)], 3, "rounds", "NaN"),
        (lambda x: [math.nan if one is None else round(one, 4) for one in third_of_each(x)], 2, "NaN", "!"),
        (lambda x: np.array(third_of_each(x), dtype=float), 3, "put None", "rounds"),
    ],
    ids=["nan", "rounded", "both", "numpy"],
)
def test_nan_for_none_and_rounded_results_are_named_and_cost_a_part(function, points, words, silent):
    exercise = Exercise(
        id="1.9",
        title="Thirds",
        level="hard",
        minutes=1,
        points=4,
        objective="Divide",
        prompt="Divide by three.",
        starter="def thirds(numbers):\n    ...\n",
        solution="def thirds(numbers):\n    return [None if one == 0 else one / 3 for one in numbers]\n",
        answer=Function("thirds", ("numbers",), lambda rng: [([1.0, 0.0, 2.0],), ([rng.random(), 5.0],)]),
        wrong=(
            Wrong("def thirds(numbers):\n    return numbers\n", "Whole."),
            Wrong("def thirds(numbers):\n    return [0 for one in numbers]\n", "Nought."),
        ),
    )
    result = check_exercise(exercise, function)
    assert (result.status, result.points) == ("partly", points)
    assert result.feedback.startswith("Right in substance.")
    assert words in result.feedback and silent not in result.feedback
    # Where a value belongs, NaN is no form of it, and neither is a number rounded away.
    assert check_exercise(exercise, lambda x: [math.nan] * len(x)).status == "wrong"
    assert (
        check_exercise(exercise, lambda x: [one and one + 0.01 for one in third_of_each(x)]).status == "wrong"
    )


def test_hidden_inputs_differ_by_seed_and_are_judged_from_outcomes_alone():
    exercise = get("1.5")
    public, hidden = answer_key(exercise), answer_key(exercise, seed="another")
    assert public["cases"] != hidden["cases"]
    assert hidden == answer_key(exercise, seed="another")
    assert judge(json.loads(json.dumps(hidden)), hidden["expected"]).correct
    for near in hidden["near"]:
        assert judge(hidden, near["value"]).feedback == near["feedback"]


def test_a_function_exercise_can_be_drawn_from_any_seed():
    exercise = get("1.5")
    assert isinstance(exercise.answer, Function)
    for seed in range(20):
        key = answer_key(exercise, seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])
