"""From the values that came out of the box to marks: all outside the student's process, and on plain values alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sciencecities.classroom import solve
from sciencecities.classroom.check import not_called, wrong_arguments, wrong_container
from sciencecities.classroom.essay import WHO_MARKS
from sciencecities.classroom.exercise import Exercise, Function, Text
from sciencecities.classroom.judge import invalid, judge
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.result import EMPTY, PARTLY, READY, WRONG, Result

from . import loose
from .assignment import Assignment
from .model import FUNCTION, MISSING, NO_PYTHON, RAN, VALUE, Answer, Attempt, Mark, Notebook, Outcome

NO_CELL = "There is no cell for this exercise in your notebook. Do not delete cells: a fresh copy has it."
NO_VALUE = "After your cell had run there was no `{name}`. Keep that name."
IN_CODE = "Python cannot read your cell (are three quotation marks missing?), so it was taken as it stands."
IN_MARKDOWN = "Your text was taken from a Markdown cell: next time put it into `answer`."
_STOPPED = "Your cell did not run to its end. {says}"
# How Python says that the last line of a cell found no function of that name.
_OTHER_NAME = "name '{name}' is not defined"


def seed_of(assignment: Assignment, content: bytes) -> str:
    """What hidden inputs are drawn from: a keyed hash of the notebook, so that another one meets other inputs."""
    return hmac.new(assignment.key.encode(), content, hashlib.sha256).hexdigest()


def names_to_read(exercises: Sequence[Exercise]) -> dict[str, str]:
    """The variable, or the function, that holds each exercise's answer."""
    return {one.id: one.answer.name if isinstance(one.answer, Function) else "answer" for one in exercises}


def hidden_inputs(exercises: Sequence[Exercise], exercise: str, seed: str) -> list[tuple[Any, ...]]:
    """The inputs on which a student's function is tried; [] for an exercise whose answer is no function."""
    answer = next(one.answer for one in exercises if one.id == exercise)
    return solve.cases(answer, seed) if isinstance(answer, Function) else []


def mark(
    assignment: Assignment, student: str, notebook: Notebook, attempt: Attempt, seed: str
) -> tuple[Mark, ...]:
    """The marks of one submission, one for each exercise of the assignment, in its order.

    Args: student: the id whose numbers count; seed: what the hidden inputs of this attempt were drawn from.
    """
    settings = assignment.settings(student)
    return tuple(_mark(one, settings[one.id], notebook, attempt, seed) for one in assignment.exercises)


def unread(assignment: Assignment, trouble: str) -> tuple[Mark, ...]:
    """The marks of one who handed in nothing that could be read: no point, and why."""
    return tuple(Mark(one.id, one.title, EMPTY, 0.0, one.points, trouble) for one in assignment.exercises)


def _mark(
    one: Exercise, settings: Mapping[str, Any], notebook: Notebook, attempt: Attempt, seed: str
) -> Mark:
    answer = attempt.answers.get(one.id, Answer(MISSING))
    at = [number for number, cell in enumerate(notebook.cells) if cell.exercise == one.id]
    text, where = _loose_text(one, notebook, attempt, at, answer)
    if text:
        answer = Answer(VALUE, text)
    elif not at:
        return Mark(one.id, one.title, EMPTY, 0.0, one.points, NO_CELL)
    result = _judge(answer_key(one, settings, seed, typical=False), one, answer)
    if isinstance(one.answer, Text) and result.status == WRONG:
        result = _to_be_read(result)
    elif result.status in (WRONG, PARTLY):  # then it may be a typical mistake
        result = _judge(answer_key(one, settings, seed), one, answer)
    feedback = f"{where} {result.feedback}" if text else result.feedback
    outcome = attempt.outcomes[at[-1]] if at and not text else Outcome(RAN)
    if outcome.status != RAN and outcome.says and result.points == 0:
        feedback = _stopped(one, outcome)
    text = answer.value if result.status == READY and isinstance(answer.value, str) else ""
    return Mark(one.id, one.title, result.status, result.points, result.of, feedback, result.advice, text)


def _stopped(one: Exercise, outcome: Outcome) -> str:
    """What to say where a cell did not run to its end: a function of another name is the commonest reason."""
    says = _STOPPED.format(says=outcome.says)
    if isinstance(one.answer, Function) and _OTHER_NAME.format(name=one.answer.name) in outcome.says:
        return f"{says} Call your function `{one.answer.name}`."
    return says


def _to_be_read(refused: Result) -> Result:
    """A text of another length than asked for: `check` sends it back, but handed in it is for a person to judge."""
    says = f"{refused.feedback} {WHO_MARKS}"
    return replace(refused, status=READY, points=None, feedback=says, advice=(refused.feedback,))


def _loose_text(
    one: Exercise, notebook: Notebook, attempt: Attempt, at: Sequence[int], answer: Answer
) -> tuple[str, str]:
    """A text that stands beside `answer`, which is empty, and the sentence on that; ('', '') where there is none."""
    if not isinstance(one.answer, Text) or (answer.state != MISSING and answer.value is not None):
        return "", ""
    if at and answer.state == MISSING and attempt.outcomes[at[-1]].says.startswith(NO_PYTHON):
        return loose.in_code(notebook.cells[at[-1]].source), IN_CODE
    return notebook.texts.get(one.id, ""), IN_MARKDOWN


def _judge(key: dict[str, Any], one: Exercise, answer: Answer) -> Result:
    if isinstance(one.answer, Function):
        return _judge_function(key, one.answer, answer)
    if answer.state == MISSING:
        return Result(one.id, EMPTY, 0.0, one.points, NO_VALUE.format(name="answer"))
    problem = wrong_container(one, answer.form, _size(answer.value))
    if problem or answer.state != VALUE:
        return invalid(key, problem or answer.says)
    return judge(key, answer.value)


def _judge_function(key: dict[str, Any], asked: Function, answer: Answer) -> Result:
    if answer.state == MISSING:
        return Result(key["id"], EMPTY, 0.0, key["points"], NO_VALUE.format(name=asked.name))
    if answer.form == "arity":
        return wrong_arguments(asked, key)
    if answer.state == VALUE and answer.value is None:
        return judge(key, None)
    return judge(key, answer.value) if answer.state == FUNCTION else not_called(asked, key)


def _size(value: Any) -> int:
    """How many values a nested one holds."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(_size, value)) if isinstance(value, list) else 1
