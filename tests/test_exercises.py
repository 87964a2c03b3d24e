"""Exercises: each is sound by its own self-test, and `check` answers everything with one helpful sentence."""

import dataclasses
import decimal
import json
import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import data
from sciencecities.classroom import Choice, Exercise, Function, Number, Table, Wrong, check, get, ids, solve
from sciencecities.classroom.check import check_exercise
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.plain import plain, same
from sciencecities.classroom.selftest import selftest


def small(**changes):
    """A sound little exercise, changed as asked."""
    fields = {
        "id": "1.9",
        "title": "Half",
        "level": "easy",
        "minutes": 1,
        "points": 4,
        "objective": "Halve",
        "prompt": "Halve {whole}.",
        "starter": "answer = ...",
        "solution": "answer = whole / 2",
        "answer": Number(tolerance=0.01, unit="percent"),
        "wrong": (
            Wrong("answer = whole * 2", "That is twice."),
            Wrong("answer = whole / 3", "That is a third.", credit=0.25),
        ),
        "hint": "take half of the whole.",
        "params": {"whole": 60},
        "variants": {"whole": (60, 90)},
    }
    return Exercise(**(fields | changes))


@pytest.mark.parametrize("exercise_id", ids())
def test_every_exercise_is_sound(exercise_id):
    assert selftest(get(exercise_id)) == []


def test_a_sound_small_exercise_passes_the_selftest():
    assert selftest(small()) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"starter": "answer = whole / 2"}, "the starter gives away"),
        ({"starter": "answer = 7"}, "the starter counts as"),
        ({"prompt": "Halve {all}."}, "placeholder"),
        ({"wrong": (Wrong("answer = whole - 30", "Half by luck."), Wrong("answer = 1", "One."))}, "passes"),
        ({"wrong": (Wrong("answer = 2", "Same."), Wrong("answer = 3", "Same."))}, "share one feedback"),
        ({"wrong": (Wrong("answer = 7", "A."), Wrong("answer = 7", "B."))}, "too close to tell apart"),
        ({"solution": "answer = wholly"}, "NameError"),
        ({"solution": "answer = 'half'"}, "TypeError"),
        ({"hint": ""}, "no hint"),
    ],
)
def test_the_selftest_finds_what_is_wrong(changes, fault):
    assert any(fault in sentence for sentence in selftest(small(**changes)))


def test_the_selftest_compares_the_arguments_of_a_function():
    one = get("1.5")
    assert isinstance(one.answer, Function)
    renamed = dataclasses.replace(one, answer=dataclasses.replace(one.answer, arguments=("a", "b", "noise")))
    assert any("the solution takes a, b, errors" in fault for fault in selftest(renamed))


def test_the_selftest_looks_at_every_variant():
    sneaky = small(wrong=(Wrong("answer = 45", "Not always."), Wrong("answer = 0.5", "Never.")))
    faults = selftest(sneaky)
    assert faults and all("{'whole': 90}" in fault for fault in faults)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "1-2"},
        {"level": "mild"},
        {"points": 0},
        {"wrong": ()},
        {"variants": {"hole": (1,)}},
        {"variants": {"whole": (1, 2)}},
    ],
)
def test_an_unsound_definition_is_refused(changes):
    with pytest.raises(ValueError, match="exercise '1"):
        small(**changes)


def test_settings_beyond_twenty_are_drawn_the_same_way_each_time():
    wide = small(variants={"whole": tuple(range(60, 160))})
    assert wide.all_settings()[0] == {"whole": 60}
    assert len(wide.all_settings()) == 20
    assert wide.all_settings() == wide.all_settings()


def test_an_unknown_exercise_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no exercise '9\.9'; choose one of: 1\.1, 1\.2"):
        check("9.9", 1)
    with pytest.raises(ValueError, match="choose one of"):
        get(1.2)


def test_an_unknown_or_forbidden_parameter_is_named():
    with pytest.raises(ValueError, match="no parameter 'season'; it has: year"):
        check("1.1", 1, {"season": 2020})
    with pytest.raises(ValueError, match="cannot be asked with year=1066"):
        check("1.1", 1, {"year": 1066})


def test_a_variant_has_its_own_right_answer():
    assert check_exercise(small(), 30).correct
    assert not check_exercise(small(), 30, {"whole": 90}).correct
    assert check_exercise(small(), 45, {"whole": 90}).correct


def test_the_cell_to_answer_in_runs_and_finds_no_answer_yet():
    for one in map(get, ids()):
        for settings in one.all_settings(3):
            results = []
            names = {"check": lambda *given, results=results: results.append(check(*given)), "data": data}
            exec(one.cell(settings), names)
            assert [result.status for result in results] == ["empty"], one.id
    assert get("1.6").cell().endswith('check("1.6", answer)\n')
    assert get("1.5").cell().endswith('check("1.5", part_above)\n')
    assert "check(\"1.1\", answer, {'year': 2015})" in get("1.1").cell({"year": 2015})


def test_right_typical_and_other_wrong_numbers():
    exercise = small()
    right = check_exercise(exercise, 30.005)
    assert (right.status, right.points, right.of, right.correct) == ("right", 4, 4, True)
    assert check_exercise(exercise, 120).feedback == "That is twice."
    third = check_exercise(exercise, 20)
    assert (third.status, third.points, third.feedback) == ("partly", 1.0, "That is a third.")
    assert "multiply by 100" in check_exercise(exercise, 0.3).feedback
    says = {
        35: "Too high: take half of the whole.",
        25: "Too low: take half of the whole.",
        30.05: "Close, but not it. If you rounded, give more decimals. If not, go through the steps again: a "
        "neighbouring definition may lie as near as a rounded figure does.",
        -35: "Your answer lies on the other side of zero, which need not be a slip of the sign: take half of the "
        "whole.",
        30000: "Your answer is of another order of magnitude: take half of the whole.",
    }
    for answer, words in says.items():
        result = check_exercise(exercise, answer)
        assert result.feedback == words and result.points == 0  # the right value is not given away


def test_a_right_answer_is_told_what_it_shows():
    assert check_exercise(small(praise="Half it is."), 30).feedback == "Half it is."
    assert "Guangdong and Jiangsu" in check("1.1", answer_key(get("1.1"))["expected"]).feedback


def test_slips_of_a_factor_hundred_are_known_alone_and_on_top_of_a_mistake():
    assert check_exercise(small(), 0.3).feedback.startswith("That is a part of 1.")
    assert check_exercise(small(), 3000).feedback.startswith("That is 100 times too much")
    assert (
        check_exercise(small(), 1.2).feedback
        == "That is twice. And that is a part of 1. The question asks for percent: multiply by 100."
    )
    share = small(answer=Number(tolerance=0.01, unit="share"))
    assert "divide by 100" in check_exercise(share, 3000).feedback
    assert check_exercise(share, 12000).feedback.startswith("That is twice. And that is in percent.")
    plain_number = small(answer=Number(tolerance=0.01))
    assert "do not multiply by 100" in check_exercise(plain_number, 3000).feedback
    assert "do not divide by 100" in check_exercise(plain_number, 0.3).feedback


def test_what_is_close_may_be_another_year_and_is_told_to_look_there():
    at_hand = get("1.1")
    near = answer_key(at_hand)["expected"] + 3 * at_hand.answer.tolerance
    says = (
        "Close, but not it. If you rounded, give more decimals. If not, check the years and the columns: a "
        "neighbouring definition may lie as near as a rounded figure does."
    )
    assert check("1.1", near).feedback == says


def test_a_slip_never_hides_a_mistake_that_is_listed():
    exercise = small(
        wrong=(Wrong("answer = whole / 200", "A habit."), Wrong("answer = whole * 50", "Another."))
    )
    assert check_exercise(exercise, 0.3).feedback == "A habit."
    assert check_exercise(exercise, 3000).feedback == "Another."
    assert selftest(exercise) == []


def test_a_mistake_on_a_scale_of_its_own_has_its_own_tolerance():
    exercise = small(wrong=(Wrong("answer = 500.4", "Metres.", tolerance=0.5), Wrong("answer = 7", "Seven.")))
    assert check_exercise(exercise, 500).feedback == "Metres."
    assert "Metres" not in check_exercise(exercise, 501).feedback
    assert "Metres" not in check_exercise(exercise, 5.004).feedback
    near = small(wrong=(Wrong("answer = 31", "Near.", tolerance=1.0), Wrong("answer = 7", "Seven.")))
    assert any("too close to tell apart" in fault for fault in selftest(near))


class Odd:
    """A value that fails whenever it is looked at."""

    def __getattribute__(self, name):
        raise RuntimeError("boo")


class Forged(float):
    """A number that claims to equal everything."""

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (..., "empty", "Put your answer above and run this cell."),
        (None, "empty", "Put your answer above"),
        ("", "empty", "Put your answer above"),
        (" \n", "empty", "Put your answer above"),
        ("30", "invalid", "without quotation marks"),
        (True, "invalid", "yes or no"),
        (np.bool_(True), "invalid", "yes or no"),
        (math.nan, "invalid", "NaN"),
        (pd.NA, "empty", "Put your answer above"),
        (math.inf, "invalid", "divided by zero"),
        (10**400, "invalid", "too large"),
        ([30.0], "invalid", "take out the one number with [0]"),
        (np.array([30.0]), "invalid", "take out the one number with .item()"),
        (pd.Series([30.0]), "invalid", "take out the one number with .item()"),
        (np.array([30.0, 1.0]), "invalid", "holds 2 values:"),
        (pd.Series([30.0, 1.0]), "invalid", "holds 2 values:"),
        (pd.DataFrame({"a": [30.0]}), "invalid", "take out the one number with .iloc[0, 0]"),
        ({"a": 30}, "invalid", "dictionary"),
        ({30}, "invalid", "is a set: give a single number"),
        (3j, "invalid", "complex"),
        (len, "invalid", "call it"),
        (object(), "invalid", "give a number"),
        (list(range(20_000)), "invalid", "at most 10,000"),
        ("x" * 200_000, "invalid", "200,000 characters"),
        (Forged(7), "wrong", ""),
        (np.float32(30), "right", "Well done"),
        (np.int64(30), "right", "Well done"),
        (np.array(30.0), "right", "Well done"),
        (decimal.Decimal(30), "right", "Well done"),
    ],
)
def test_odd_values_get_one_clear_sentence(answer, status, words):
    result = check_exercise(small(), answer)
    assert result.status == status
    assert words in result.feedback
    assert "\n" not in result.feedback and result.feedback.endswith(".")


def test_a_value_that_cannot_be_looked_at_is_no_accident():
    assert check_exercise(small(), Odd()).status == "invalid"


def test_a_list_that_holds_itself_is_read_no_further():
    loop = []
    loop.append(loop)
    assert "nested" in check_exercise(small(), loop).feedback


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(answer=anything, exercise_id=st.sampled_from(ids()))
def test_check_never_raises_and_never_gives_points_away(answer, exercise_id):
    result = check(exercise_id, answer)
    assert result.feedback
    if result.status not in ("right", "partly"):
        assert not result.points


@given(answer=anything)
def test_a_plain_value_survives_json(answer):
    try:
        value = plain(answer)
    except Exception as problem:
        assert str(problem)
        return
    assert same(value, json.loads(json.dumps(value)), 0) or "NaN" in json.dumps(value)


def test_true_is_not_one():
    assert not same(True, 1, 0.5)
    assert not same([1, 2], [True, 2], 0.5)
    assert same([1, {"a": 2.0}], [1.0, {"a": 2}], 0)


def test_a_choice_is_read_kindly_and_lists_its_options():
    best = answer_key(get("1.3"))["expected"]
    assert check("1.3", f"  {best.upper()} ").correct
    for other in (2, True, "patents", ["R&D spending"]):
        result = check("1.3", other)
        assert result.status == "invalid" and best in result.feedback


def test_a_table_says_where_it_goes_wrong():
    exercise = small(
        answer=Table(tolerance=0.01),
        solution='answer = pd.DataFrame({"id": ["a", "b"], "x": [whole / 2, 7.0]})',
        wrong=(
            Wrong(
                'answer = pd.DataFrame({"id": ["a", "b"], "x": [whole * 2, 7.0]})', "Twice in the first row."
            ),
            Wrong('answer = [["a", "b"]]', "That is one row."),
        ),
    )
    assert selftest(exercise) == []
    right = pd.DataFrame({"id": ["a", "b"], "x": [30.0, 7.0]})
    assert check_exercise(exercise, right).correct
    assert check_exercise(exercise, right.set_index(pd.Index([5, 6]))).correct
    assert "Row 2, column x" in check_exercise(exercise, right.assign(x=[30, 8])).feedback
    assert "3 rows" in check_exercise(exercise, pd.concat([right, right.head(1)])).feedback
    assert "columns id, x" in check_exercise(exercise, right.rename(columns={"x": "y"})).feedback
    assert "another shape" in check_exercise(exercise, [1, 2]).feedback
    assert check_exercise(exercise, 5).status == "invalid"


def test_the_key_is_plain_and_holds_no_code():
    for exercise_id in ids():
        text = json.dumps(answer_key(get(exercise_id)), allow_nan=False)
        assert not any(code in text for code in ("data.load", "answer =", "def "))


def test_results_show_well_in_a_notebook_and_in_a_terminal():
    result = check_exercise(small(), "<b>30</b>")
    assert repr(result).startswith("Exercise 1.9: Cannot be read. ")
    hostile = dataclasses.replace(result, feedback="<script>alert(1)</script>")
    assert "<script>" not in hostile._repr_html_()
    assert "Right (4 of 4 points)" in repr(check_exercise(small(), 30))


def test_options_and_wrong_answers_of_a_choice_are_among_its_options():
    for exercise in map(get, ids()):
        if isinstance(exercise.answer, Choice):
            key = answer_key(exercise)
            assert {key["expected"], *(near["value"] for near in key["near"])} <= set(key["options"])


def test_the_solutions_rest_on_the_tables(monkeypatch):
    before = answer_key(get("1.1"))["expected"]
    load = data.load

    def doubled(name):
        table = load(name)
        if name == "province_year":
            table.loc[table["province"] == "Beijing", "rd_expenditure"] *= 2
        return table

    monkeypatch.setattr(data, "load", doubled)
    forget_answers()
    try:
        assert answer_key(get("1.1"))["expected"] < before - 1
    finally:
        forget_answers()


def forget_answers():
    solve._value.cache_clear()
    solve._answer.cache_clear()


def test_random_module_state_is_left_alone():
    random.seed(5)
    before = random.getstate()
    check("1.5", lambda a, b, errors: 0)
    assert random.getstate() == before
