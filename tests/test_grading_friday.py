"""What a class hands in on a bad day, and what a teacher does on a worse one: none of it may cost marks or results."""

from __future__ import annotations

import fcntl
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from handin_kit import changed, good_notebook

from sciencecities.__main__ import main
from sciencecities.classroom import Text, get, ids
from sciencecities.classroom.copies import MARK
from sciencecities.classroom.essay import read
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.roster import Student
from sciencecities.grading import loose
from sciencecities.grading.assignment import Assignment, read_assignment
from sciencecities.grading.box import attempt, open_box
from sciencecities.grading.model import (
    FAILED,
    MISSING,
    NO_PYTHON,
    RAN,
    VALUE,
    Answer,
    Attempt,
    Cell,
    Handed,
    Outcome,
)
from sciencecities.grading.run import FAULT, OWN_COPY, Grader, grade_class
from sciencecities.grading.submissions import collect, collect_one

CHAPTER = read_assignment("04")
WRITTEN = next(one for one in CHAPTER.exercises if isinstance(one.answer, Text))
ESSAY = "The gap of 2015 and the index of 2020 are not the work of that policy. " * 12
EMPTY_TEXT = {WRITTEN.id: "starter"}


def graded(folder: Path, content: bytes, answer: Answer, outcome: Outcome | None = None, chapter=CHAPTER):
    """A notebook graded with a box that finds `answer` for the text, and nothing else."""

    def runner(cells, names, trials) -> Attempt:
        ends = tuple(outcome if outcome and cell.exercise == WRITTEN.id else Outcome(RAN) for cell in cells)
        return Attempt(ends, {name: Answer(MISSING) for name in names} | {WRITTEN.id: answer})

    handed = Handed("one", "one", "One", ("one.ipynb",), read=lambda: content)
    [found] = grade_class(Grader(chapter, runner, folder), [handed])
    return found, next(mark for mark in found.marks if mark.exercise == WRITTEN.id)


def below(text: str):
    def change(notebook):
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})

    return change


def turned(text: str):
    def change(notebook):
        for cell in notebook["cells"]:
            if cell["metadata"].get(MARK, {}).get("exercise") == WRITTEN.id:
                cell.update(cell_type="markdown", source=text)

    return change


@pytest.mark.parametrize("change", [below(ESSAY), turned(ESSAY)])
def test_a_text_in_a_markdown_cell_is_read_by_a_person(tmp_path, change):
    content = changed(good_notebook(4, answers=EMPTY_TEXT), change)
    found, mark = graded(tmp_path, content, Answer(VALUE, None))
    assert (mark.points, mark.text) == (None, ESSAY.strip())
    assert "Markdown" in mark.feedback
    assert not [remark for remark in found.remarks if "do not delete" in remark]


def test_a_text_in_its_variable_counts_and_what_was_given_out_is_no_text(tmp_path):
    content = changed(good_notebook(4, answers=EMPTY_TEXT), below("A note of mine."))
    assert graded(tmp_path / "a", content, Answer(VALUE, ESSAY))[1].text == ESSAY
    nothing = graded(tmp_path / "b", good_notebook(4, answers=EMPTY_TEXT), Answer(VALUE, None))[1]
    assert (nothing.status, nothing.points) == ("empty", 0)


def test_a_text_without_its_quotation_marks_is_read_by_a_person(tmp_path):
    content = good_notebook(4, answers={WRITTEN.id: f"answer = '{ESSAY}\n{ESSAY[:70]}'"})
    stopped = Outcome(FAILED, f"{NO_PYTHON}: something is wrong in line 1 (SyntaxError).")
    _, mark = graded(tmp_path, content, Answer(MISSING), stopped)
    assert mark.points is None
    assert (mark.text[:3], mark.text[-1:], "check(" in mark.text) == ("The", ESSAY[:70].strip()[-1], False)


@pytest.mark.parametrize(
    "source", ["answer = ...  # your text, between three quotation marks\n)", "", "'''\n"]
)
def test_no_text_is_made_of_none(source):
    assert loose.in_code(f'{source}\n\ncheck("4.6", answer)').strip(")\n ") == ""


@pytest.mark.parametrize("run", ["1,", "1", "teen", "-", "a'"])
def test_no_text_takes_long_to_look_over(run):
    text = "the and of " * 50 + run * (90_000 // len(run)) + " that it is" * 10
    begun = time.monotonic()
    for exercise in map(get, ids()):
        if isinstance(exercise.answer, Text):
            key = answer_key(exercise)
            assert not read(text, key["words"], key["mentions"])[0]
    assert time.monotonic() - begun < 10


def test_what_notebooks_do_for_show_costs_no_answer_nor_does_a_lost_first_cell():
    cells = [
        Cell("from google.colab import drive\nimport numpy as np, nowhere"),
        Cell("%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\nanswer = 1", "a"),
        Cell(
            "%matplotlib widget\nanswer = float(np.log(1)) + len(pd.DataFrame())\ncheck('1.1', answer)", "b"
        ),
        Cell("answer = callable(data.load) and bool(measures) and bool(look)", "c"),
        Cell("answer = 'one\ntwo'", "d"),
    ]
    with open_box() as box:
        found = attempt(cells, dict.fromkeys("abcd", "answer"), None, box)
    assert [found.answers[one].value for one in "abc"] == [1, 0.0, True], found
    assert [one.status for one in found.outcomes] == [FAILED, RAN, RAN, RAN, FAILED]
    assert found.outcomes[4].says.startswith(NO_PYTHON)
    assert "ipython-input" not in found.outcomes[4].says


def test_a_fault_of_the_machine_is_tried_again_on_the_next_run(tmp_path):
    def broken(cells, names, trials):
        raise OSError("no room")

    def whole(cells, names, trials):
        return Attempt(tuple(Outcome(RAN) for _ in cells), {name: Answer(MISSING) for name in names})

    handed = Handed("one", "one", "One", ("one.ipynb",), read=lambda: good_notebook(4))
    [first] = grade_class(Grader(CHAPTER, broken, tmp_path), [handed])
    [second] = grade_class(Grader(CHAPTER, whole, tmp_path), [handed])
    assert first.marks[0].feedback == FAULT
    assert second.marks[0].feedback != FAULT


def test_the_teacher_is_told_when_a_class_with_variants_is_marked_by_the_books_numbers(tmp_path):
    ann = Student("ann", "Ann")
    content = good_notebook(4, ann, "key")
    known = replace(CHAPTER, key="key", students=(ann,))
    start = OWN_COPY.partition("{")[0]
    assert graded(tmp_path / "a", content, Answer(MISSING))[0].log[0].startswith(start)
    assert not graded(tmp_path / "b", content, Answer(MISSING), chapter=known)[0].log
    assert not graded(tmp_path / "c", good_notebook(4), Answer(MISSING))[0].log
    assert isinstance(known, Assignment)


def test_an_address_that_the_roster_does_not_know_leaves_the_notebooks_own_claim(tmp_path):
    roster = [Student("s1", "Ann"), Student("b@x.edu", "Bob")]
    path = tmp_path / "assignment-04.ipynb"
    path.write_bytes(good_notebook(4, roster[0], "key"))
    assert collect_one(tmp_path, "ann@x.edu", roster, "04").student == "s1"
    assert collect_one(tmp_path, "B@x.edu", roster, "04").student == "b@x.edu"


def test_no_key_is_a_number_to_a_spreadsheet(tmp_path):
    for name in ("张伟", "李娜", "محمد"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ipynb").write_bytes(good_notebook(4))
    assert all(not one.key[0].isdigit() for one in collect(tmp_path, (), "04"))


def small(folder: Path) -> list[str]:
    folder.mkdir()
    (folder / "a.ipynb").write_text("[]")
    return [
        "grade",
        str(folder),
        "--assignment",
        "04",
        "--i-trust-these-notebooks",
        "--out",
        str(folder.parent / "out"),
    ]


def test_a_disk_that_is_full_is_said_in_a_sentence_and_the_next_run_goes_on(tmp_path, capsys, monkeypatch):
    command = small(tmp_path / "in")
    real = os.fsync

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(command) == 2
    assert "No space left on device" in capsys.readouterr().err.splitlines()[-1]
    monkeypatch.setattr(os, "fsync", real)
    assert main(command) == 0
    assert json.loads(next((tmp_path / "out" / "gradescope").iterdir()).read_text())["score"] == 0


def test_a_second_run_in_the_same_folder_is_kept_out(tmp_path, capsys):
    command = small(tmp_path / "in")
    results = tmp_path / "out" / "results"
    results.mkdir(parents=True)
    with (results / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(command) == 2
        assert "Another run is at work" in capsys.readouterr().err
    assert main(command) == 0


def test_submissions_of_nobody_in_the_roster_are_counted_aloud(tmp_path, capsys):
    command = small(tmp_path / "in")
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nann,Ann\n")
    assert main([*command, "--roster", str(roster), "--key", "k"]) == 0
    said = capsys.readouterr().out
    assert "1 of them could be given to nobody in the roster" in said
    assert "Graded 1 submission of assignment" in said and "(1 of the roster handed in nothing)" in said
    roster.write_text("id,name\na,Ann\n")
    assert main([*command, "--roster", str(roster), "--key", "k"]) == 0
    said = capsys.readouterr().out
    assert "nobody in the roster" not in said and "handed in nothing" not in said


def test_notebooks_that_bear_the_id_of_another_are_counted_aloud(tmp_path, capsys):
    command = small(tmp_path / "in")
    own = good_notebook(4, Student("ann", "Ann"), "autumn")
    for name, content in {"a": own, "b": good_notebook(4, Student("b", "Bo"), "autumn"), "c": own}.items():
        (tmp_path / "in" / f"{name}.ipynb").write_bytes(content)
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nann,Ann\nb,Bo\nc,Cy\n")
    assert main([*command, "--roster", str(roster), "--key", "autumn"]) == 0
    assert "1 of them bears the id of somebody else" in capsys.readouterr().out
    (tmp_path / "in" / "c.ipynb").unlink()
    assert main([*command, "--roster", str(roster), "--key", "autumn"]) == 0
    assert "somebody else" not in capsys.readouterr().out


def test_a_folder_with_the_results_of_another_assignment_is_refused(tmp_path, capsys):
    command = small(tmp_path / "in")
    assert main(command) == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert main(["02" if one == "04" else one for one in command]) == 2
    assert "holds the results of exercises 4.1 to 4.6" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}


def test_namesakes_who_cannot_be_told_apart_are_held_back_aloud(tmp_path, capsys):
    command = small(tmp_path / "in")
    (tmp_path / "in" / "a.ipynb").rename(tmp_path / "in" / "Anna.ipynb")
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\ns1,Anna\ns2,Anna\n")
    assert main([*command, "--roster", str(roster), "--key", "k"]) == 0
    assert "3 of these are left out of the files for Moodle and Canvas" in capsys.readouterr().out
    assert "Anna" not in (tmp_path / "out" / "canvas.csv").read_text()


def test_texts_that_are_filled_in_already_are_counted_aloud(tmp_path, capsys):
    command = small(tmp_path / "in")
    (tmp_path / "in" / "a.ipynb").write_bytes(good_notebook(4, Student("ann", "Ann"), "autumn"))
    assert main(command) == 0
    assert "1 text is for you to mark: read" in capsys.readouterr().out
    sheet = tmp_path / "out" / "written.csv"
    head, *lines = sheet.read_text(encoding="utf-8").splitlines()
    # The first blank cell of a line is for the points.
    filled = [line.replace(",,", ",1,", 1) for line in lines]
    sheet.write_text("\n".join([head, *filled]), encoding="utf-8")
    assert main(command) == 0
    assert "1 text is for you to mark, 1 of them filled in already: read" in capsys.readouterr().out


def test_a_function_of_another_name_is_told_its_name(tmp_path):
    command = small(tmp_path / "in")
    other = "def theilparts(values, weights, groups):\n    return 0.0, 0.0\n"
    (tmp_path / "in" / "a.ipynb").write_bytes(good_notebook(4, answers={"4.5": other}))
    assert main(command) == 0
    [path] = (tmp_path / "out" / "results").glob("*.json")
    [said] = [mark["feedback"] for mark in json.loads(path.read_text())["marks"] if mark["exercise"] == "4.5"]
    assert "NameError" in said and said.endswith("Call your function `theil_parts`.")
