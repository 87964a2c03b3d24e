"""A whole class: resumed, repeated, broken off, with the marks that each submission deserves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from handin_kit import body, changed, good_notebook

from sciencecities.__main__ import main
from sciencecities.classroom import Function, Text, get, solve
from sciencecities.classroom.check import check_exercise
from sciencecities.classroom.copies import MARK
from sciencecities.classroom.roster import Student
from sciencecities.grading import store
from sciencecities.grading.assignment import Assignment, read_assignment
from sciencecities.grading.marking import hidden_inputs, seed_of
from sciencecities.grading.model import (
    FAILED,
    MISSING,
    NOT_PLAIN,
    RAN,
    SLOW,
    VALUE,
    Answer,
    Attempt,
    GradeError,
    Handed,
    Outcome,
)
from sciencecities.grading.run import Grader, grade_class

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = read_assignment("01")
FIRST = CHAPTER.exercises[0]


class Fake:
    """A box of which it is known beforehand what comes out: the answer to exercise 1.1, and how its cell ends."""

    def __init__(self, *answers: Answer, status: str = RAN, busy: bool = False) -> None:
        self.answers, self.status, self.busy, self.calls = list(answers), status, busy, 0

    def __call__(self, cells, names, trials) -> Attempt:
        self.calls += 1
        outcomes = tuple(
            Outcome(self.status, "It ran for too long." if self.status != RAN else "")
            if cell.exercise == FIRST.id
            else Outcome(RAN)
            for cell in cells
        )
        found = {name: Answer(MISSING) for name in names}
        found[FIRST.id] = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        return Attempt(outcomes, found, ("a line for the teacher",), self.busy)


def handed(key: str = "one", content: bytes | None = None, **changes) -> Handed:
    read = good_notebook(1) if content is None else content
    return replace(Handed(key, key, key.title(), (f"{key}.ipynb",), read=lambda: read), **changes)


def graded_with(folder: Path, runner, *all_handed: Handed):
    grader = Grader(CHAPTER, runner, folder)
    return grade_class(grader, all_handed or [handed()])


def right() -> Answer:
    return Answer(VALUE, solve.value(FIRST, FIRST.solution, FIRST.settings()))


def test_a_right_answer_is_right_and_all_others_are_missing(tmp_path):
    [one] = graded_with(tmp_path, Fake(right()))
    assert [mark.status for mark in one.marks] == ["right"] + ["empty"] * (len(CHAPTER.exercises) - 1)
    assert one.points == FIRST.points
    assert one.of == sum(exercise.points for exercise in CHAPTER.exercises)
    assert "there was no `answer`" in one.marks[1].feedback
    assert one.log == ("a line for the teacher",)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(NOT_PLAIN, says="Your answer is a module: give a number."), "a module"),
        (Answer(VALUE, [right().value], form="array"), ".item()"),
        (Answer(VALUE, [{"x": right().value}], form="table"), ".iloc[0, 0]"),
        (Answer(NOT_PLAIN, says="Your answer is a set.", form="set"), "a single number"),
        (Answer("function", says="Your answer is a function, not its result: call it."), "call it"),
        (Answer(VALUE, 10**400), "too large"),
        (Answer(VALUE, float("nan")), "NaN"),
        (Answer(VALUE, True), ""),
    ],
)
def test_an_odd_value_earns_nothing_and_is_told_what_it_is(tmp_path, answer, says):
    [one] = graded_with(tmp_path, Fake(answer))
    assert one.marks[0].points == 0
    assert says in one.marks[0].feedback


def test_a_cell_that_stopped_tells_why_there_is_no_answer(tmp_path):
    [one] = graded_with(tmp_path, Fake(Answer(MISSING), status=FAILED))
    assert one.marks[0].feedback == "Your cell did not run to its end. It ran for too long."
    # The answer stood before the cell failed: it counts.
    [other] = graded_with(tmp_path / "other", Fake(right(), status=FAILED))
    assert other.marks[0].status == "right"


def test_what_is_graded_is_not_graded_again_and_gives_the_same_bytes(tmp_path):
    first = graded_with(tmp_path, Fake(right()), handed("one"), handed("two"))
    bytes_before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again = Fake(Answer(MISSING))
    assert graded_with(tmp_path, again, handed("one"), handed("two")) == first
    assert again.calls == 0
    (tmp_path / next(iter(bytes_before))).unlink()
    third = Fake(right())
    assert graded_with(tmp_path, third, handed("one"), handed("two")) == first
    assert third.calls == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == bytes_before


def test_a_new_version_of_a_submission_is_graded_and_the_old_result_goes(tmp_path):
    graded_with(tmp_path, Fake(right()))
    before = set(tmp_path.iterdir())
    changed = good_notebook(1, answers={FIRST.id: "answer = 1"})
    [one] = graded_with(tmp_path, Fake(Answer(VALUE, 1)), handed(content=changed))
    assert one.points == 0
    assert len(set(tmp_path.iterdir())) == 1
    assert not before & set(tmp_path.iterdir())


def test_another_tolerance_is_another_question(tmp_path):
    """An exercise that was mended after a first run is graded anew."""
    graded_with(tmp_path, Fake(Answer(VALUE, right().value + 1)))
    wider = replace(FIRST, answer=replace(FIRST.answer, tolerance=2.0))
    grader = Grader(
        Assignment((wider, *CHAPTER.exercises[1:])), Fake(Answer(VALUE, right().value + 1)), tmp_path
    )
    [one] = grade_class(grader, [handed()])
    assert one.marks[0].status == "right"


def test_what_a_busy_machine_has_slowed_is_tried_once_more_alone_before_it_counts(tmp_path):
    class Loaded(Fake):
        """Too slow the first time."""

        def __call__(self, cells, names, trials):
            self.status, self.busy = (SLOW, True) if self.calls == 0 else (RAN, False)
            return super().__call__(cells, names, trials)

    runner = Loaded(right())
    [one] = graded_with(tmp_path, runner)
    assert (runner.calls, one.marks[0].status) == (2, "right")
    for busy, calls in ((True, 2), (False, 1)):
        always = Fake(Answer(MISSING), status=SLOW, busy=busy)
        [two] = graded_with(tmp_path / str(busy), always)
        assert (always.calls, two.points) == (calls, 0)
        assert any("ran for too long" in remark for remark in two.remarks)


def test_what_is_the_same_for_all_is_worked_out_once_and_mistakes_only_where_there_are_some(
    tmp_path, monkeypatch
):
    ran: list[str] = []
    run = solve.run
    monkeypatch.setattr(solve, "run", lambda one, *rest: ran.append(one.id) or run(one, *rest))
    for known in (solve._value, solve._answer):
        known.cache_clear()
    functions = {one.id for one in CHAPTER.exercises if isinstance(one.answer, Function)}
    graded_with(tmp_path / "a", Fake(right()), handed("one", good_notebook(1)))
    assert functions < set(ran) and len(ran) == len(set(ran)) > len(functions)
    ran.clear()
    graded_with(tmp_path / "b", Fake(right()), handed("two", good_notebook(1) + b" "))
    assert ran == [], "only the inputs of functions are others"
    wrong = Answer(VALUE, right().value + 1)
    graded_with(tmp_path / "c", Fake(wrong), handed("two", good_notebook(1) + b" "))
    assert ran == [FIRST.id] * len(FIRST.wrong)


def test_no_submission_stops_the_others(tmp_path):
    def broken(cells, names, trials):
        raise RuntimeError("a fault of the grader")

    first, second = graded_with(
        tmp_path, broken, handed("one"), handed("two", b"{}", trouble="Nothing was handed in.")
    )
    assert "Your teacher has been told" in first.marks[0].feedback
    assert "a fault of the grader" in first.log[-1]
    assert {mark.feedback for mark in second.marks} == {"Nothing was handed in."}


def test_a_sandbox_that_does_not_start_costs_nobody_marks(tmp_path):
    def none(cells, names, trials):
        raise GradeError("The sandbox does not start.")

    with pytest.raises(GradeError, match="does not start"):
        graded_with(tmp_path, none)
    assert not list(tmp_path.iterdir())


def test_hidden_inputs_are_drawn_anew_for_each_submission():
    function = next(one for one in CHAPTER.exercises if hidden_inputs(CHAPTER.exercises, one.id, "a"))
    draws = [
        hidden_inputs(CHAPTER.exercises, function.id, seed_of(Assignment(CHAPTER.exercises, key), content))
        for key in ("", "autumn")
        for content in (b"1", b"2")
    ]
    assert all(one != other for at, one in enumerate(draws) for other in draws[:at])


def test_an_assignment_knows_its_class(tmp_path):
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\ns1,Li Wei\ns2,Áine\n", encoding="utf-8")
    out = tmp_path / "made"
    assert main(["assign", "01", "--roster", str(roster), "--key", "autumn", "--out", str(out)]) == 0
    by_folder, by_roster = read_assignment(str(out)), read_assignment("01", roster, "autumn")
    assert by_folder == by_roster
    assert by_folder.students == (Student("s1", "Li Wei"), Student("s2", "Áine"))
    assert by_folder.settings("s1") == by_roster.settings(" S1")
    assert by_folder.settings("s1") != by_folder.settings("s2")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{good}", "--assignment", "99", "--out", "{out}"], "There is no assignment '99'"),
        (["{good}", "--assignment", "{good}", "--out", "{out}"], "name a chapter, as 04, or the folder"),
        (["{good}", "--out", "{out}"], "--assignment is missing"),
        (["{good}", "--assignment", "01"], "--out is missing"),
        (["--assignment", "01", "--out", "{out}"], "SUBMISSIONS is missing"),
        (["{none}", "--assignment", "01", "--out", "{out}"], "There is no"),
        (["{table}", "--assignment", "01", "--out", "{out}"], "is no folder, zip or notebook"),
        (["{zip}", "--assignment", "01", "--out", "{out}"], "is no whole zip"),
        (["{good}", "--assignment", "01", "--out", "{table}/out"], "cannot be made"),
        (["{good}", "--assignment", "01", "--out", "{good}/out"], "lies among the submissions"),
        (["{good}", "--assignment", "01", "--out", "{other}"], "holds something else"),
        (
            ["{good}", "--assignment", "01", "--out", "{out}", "--seconds", "-1"],
            "--seconds -1 is out of range",
        ),
        (["{good}", "--assignment", "01", "--out", "{out}", "--workers", "0"], "--workers 0 is out of range"),
        (["--merge", "{none}", "--out", "{out}"], "grade the submissions first"),
    ],
)
def test_bad_input_gets_one_sentence_and_nothing_is_written(tmp_path, capsys, arguments, says):
    places = {name: tmp_path / name for name in ("good", "out", "other", "none")}
    for name in ("good", "other"):
        places[name].mkdir()
        (places[name] / "a.ipynb").write_bytes(good_notebook(1))
    places |= {"table": tmp_path / "class.csv", "zip": tmp_path / "class.zip"}
    for name in ("table", "zip"):
        places[name].write_text("id\ns1\n")
    before = sorted(tmp_path.rglob("*"))
    assert main(["grade", *(argument.format(**places) for argument in arguments)]) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def only_the_first(notebook) -> None:
    """Leave no cell of an exercise but the first: they would only take time."""
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get(MARK, {}).get("exercise") in (None, FIRST.id)
    ]


def test_a_kill_in_the_middle_loses_nothing(tmp_path):
    """What was graded before a kill -9 stands, and the second run does the rest."""
    submissions, out = tmp_path / "in", tmp_path / "out"
    submissions.mkdir()
    for number in range(3):
        content = good_notebook(1, answers={FIRST.id: f"answer = {number}"})
        (submissions / f"s{number}.ipynb").write_bytes(changed(content, only_the_first))
    command = [sys.executable, "-m", "sciencecities", "grade", str(submissions), "--assignment", "01"]
    command += ["--out", str(out), "--workers", "1"]
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 120
    while not list((out / "results").glob("*.json")) and time.monotonic() < until:
        assert running.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    kept = {path: path.read_bytes() for path in (out / "results").glob("*.json")}
    assert 1 <= len(kept) < 3
    assert all(store.load(path) for path in kept)
    imports = {"env": os.environ | {"PYTHONPROFILEIMPORTTIME": "1"}, "text": True}
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, **imports)
    assert "sciencecities.grading.run" in done.stderr
    assert "jsonschema" not in done.stderr, "it takes seconds to load, and the grader needs none of it"
    assert len(list((out / "results").glob("*.json"))) == 3
    assert all(path.read_bytes() == content for path, content in kept.items())
    assert not list(out.rglob("*.part")) and not list(out.rglob("*.tmp"))


def test_the_marks_of_a_real_run_are_those_of_check(tmp_path):
    """One submission with every typical wrong answer in turn: the box changes no mark."""
    submissions, out = tmp_path / "in", tmp_path / "out"
    submissions.mkdir()
    kinds = ("solution", "starter", "wrong1", "wrong2")
    for kind in kinds:
        answers = {one.id: kind for one in CHAPTER.exercises}
        (submissions / f"{kind}.ipynb").write_bytes(good_notebook(1, answers=answers))
    assert main(["grade", str(submissions), "--assignment", "01", "--out", str(out)]) == 0
    found = {one.name: one for one in store.load_all(out / "results")}
    for kind in kinds:
        for exercise, mark in zip(CHAPTER.exercises, found[kind].marks, strict=True):
            names = solve.run(exercise, body(exercise, kind), exercise.settings())
            expected = check_exercise(exercise, names[getattr(exercise.answer, "name", "answer")])
            if (
                isinstance(exercise.answer, Text) and expected.status == "wrong"
            ):  # its length: a person reads it
                assert (mark.status, mark.points, mark.advice) == ("ready", None, (expected.feedback,))
                continue
            assert (mark.status, mark.points) == (expected.status, expected.points), (kind, exercise.id)
            if isinstance(exercise.answer, Text) or "Right on" not in expected.feedback:
                assert mark.feedback == expected.feedback


def test_authors_can_try_their_exercises(capsys):
    assert main(["exercises", "1.1", "3.2"]) == 0
    variants = len(get("1.1").all_settings()) + len(get("3.2").all_settings())
    assert f"All is well with 2 exercises in {variants} variants." in capsys.readouterr().out
    assert main(["exercises", "9.9"]) == 2
    assert "no exercise '9.9'" in capsys.readouterr().err
