"""Slips that any exercise may meet: the sign, a factor 100, marks that only a page would show."""

from __future__ import annotations

import pytest

from sciencecities.classroom import Number, Text, check, get, ids, solve
from sciencecities.classroom.check import check_exercise
from sciencecities.classroom.key import answer_key


def test_a_slip_of_the_sign_earns_half_in_every_exercise_with_a_number():
    for one in (one for one in map(get, ids()) if isinstance(one.answer, Number)):
        key = answer_key(one)
        turned = check_exercise(one, -key["expected"])
        listed = any(abs(-key["expected"] - wrong["value"]) <= wrong["tolerance"] for wrong in key["near"])
        assert listed, one.id
        assert turned.points == one.points / 2, (one.id, turned.feedback)


def test_no_sentence_to_a_student_has_marks_that_only_a_page_would_show():
    for one in map(get, ids()):
        said = [one.praise, one.hint, *(wrong.feedback for wrong in one.wrong)]
        if isinstance(one.answer, Text):
            said += [row.full_marks for row in one.answer.rubric]
        assert not [text for text in said if "*" in text], one.id


@pytest.mark.parametrize(
    ("factor", "says", "points"),
    [(-1, "Right but for the sign", 2), (0.01, "100 times too small", 0)],
)
def test_a_function_off_by_a_factor_throughout_is_told_which(factor, says, points):
    reference = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    result = check("1.5", lambda a, b, errors: factor * reference(a, b, errors))
    assert says in result.feedback and result.points == points
    unlike = check("1.5", lambda a, b, errors: factor * reference(a, b, errors) + (len(errors) > 7))
    assert says not in unlike.feedback and unlike.points == 0
