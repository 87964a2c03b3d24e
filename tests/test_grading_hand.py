"""What was handed in: whose it is, which file is marked, and what a notebook that is odd gives."""

import json
import re
import time

import pytest
from handin_kit import (
    by_student,
    canvas_name,
    canvas_zip,
    changed,
    good_notebook,
    moodle_name,
    moodle_zip,
    only,
    sentence,
    tree,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sciencecities.classroom.assign import assign, exercises_of
from sciencecities.classroom.roster import Student
from sciencecities.grading.model import Notebook, Unreadable
from sciencecities.grading.notebooks import read_notebook
from sciencecities.grading.submissions import collect

CLASS = [
    Student("s001", "Li Wei"),
    Student("s002", "Áine O'Brien"),
    Student("s003", "张伟"),
    Student("s004", "Jean-Luc de la Cruz"),
]
FOUR = exercises_of("4")
IDS = [one.id for one in FOUR]
GOOD = {one.id: good_notebook(4, one, "autumn") for one in CLASS}
PLAIN = good_notebook(4)


# Notebooks


def exercises(notebook: Notebook) -> dict[str, str]:
    """The source of each exercise's cell."""
    return {cell.exercise: cell.source for cell in notebook.cells if cell.exercise}


@pytest.mark.parametrize("chapter", range(1, 7))
def test_a_filled_copy_is_read_with_each_cell_at_its_exercise(chapter):
    asked = exercises_of(str(chapter))
    notebook = read_notebook(good_notebook(chapter, CLASS[0], "autumn"), asked)
    assert list(exercises(notebook)) == [one.id for one in asked]
    assert (notebook.student, notebook.assignment, notebook.remarks) == ("s001", f"{chapter:02d}", ())
    for one in asked:
        assert one.solution.strip("\n") in exercises(notebook)[one.id]


def bare(notebook):
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["source"] = "".join(cell["source"])


def without_checks(notebook):
    bare(notebook)
    for cell in notebook["cells"]:
        cell["source"] = re.sub(r"^check\(.*", "", cell["source"], flags=re.MULTILINE)


@pytest.mark.parametrize("chapter", range(1, 7))
@pytest.mark.parametrize("loss", [bare, without_checks])
def test_cells_without_their_marks_are_found_by_what_they_say(chapter, loss):
    asked = exercises_of(str(chapter))
    text = {f"{chapter}.6": 'answer = """It grew, and nobody knows why: the data say little."""'}
    content = good_notebook(chapter, answers=text)
    notebook = read_notebook(changed(content, loss), asked)
    assert list(exercises(notebook)) == [one.id for one in asked]
    assert (notebook.student, notebook.assignment) == ("", "")
    assert "had lost its mark" in only(list(notebook.remarks))


def cell_of(notebook, exercise):
    return next(
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("sciencecities", {}).get("exercise") == exercise
    )


def add(notebook, after, source, mark=None, at_end=False):
    cell = {"cell_type": "code", "source": source, "metadata": {}}
    if mark:
        cell["metadata"]["sciencecities"] = {"exercise": mark}
    place = len(notebook["cells"]) if at_end else notebook["cells"].index(cell_of(notebook, after)) + 1
    notebook["cells"].insert(place, cell)


@pytest.mark.parametrize(
    ("change", "source", "remark"),
    [
        (
            lambda nb: add(nb, "4.1", "answer = 1", "4.1"),
            "answer = 1",
            "exercise 4.1: the last one was marked",
        ),
        (
            lambda nb: add(nb, "4.1", "answer = 1\ncheck('4.1', answer)", at_end=True),
            "answer = 1",
            "exercise 4.1: the last",
        ),
        (lambda nb: add(nb, "4.1", "answer = 1"), "answer = 1", None),
        (lambda nb: add(nb, "4.1", "other = 1"), "answer = 2", None),
        (lambda nb: add(nb, "4.1", 'check("4.1", answer)', at_end=True), "answer = 2", None),
        (lambda nb: add(nb, "4.1", 'answer = 3\n# check("4.1", answer)', at_end=True), "answer = 2", None),
        # A copy of another exercise's cell, made to answer this one: what it checks says what it is for.
        (
            lambda nb: add(nb, "4.1", "answer = 1\ncheck('4.1', answer)", "4.2", True),
            "answer = 1",
            "exercise 4.1: the last",
        ),
        (lambda nb: nb["cells"].remove(cell_of(nb, "4.1")), None, "No cell was found for exercise 4.1:"),
    ],
)
def test_copied_added_and_deleted_cells(change, source, remark):
    content = good_notebook(4, answers={"4.1": "answer = 2"})
    notebook = read_notebook(changed(content, change), FOUR)
    found = exercises(notebook)
    assert found.get("4.1") is source if source is None else source in found["4.1"]
    assert remark in " ".join(notebook.remarks) if remark else notebook.remarks == ()
    assert sum(cell.exercise == "4.1" for cell in notebook.cells) == (source is not None)
    assert 'check("4.2"' in found["4.2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_does_no_harm(encoding):
    assert read_notebook(PLAIN.decode().encode(encoding), FOUR) == read_notebook(PLAIN, FOUR)


def as_three(notebook):
    for cell in notebook["cells"]:
        cell["input"] = cell.pop("source")
    notebook["nbformat"] = 3
    notebook["worksheets"] = [{"cells": notebook.pop("cells")}]


def bloated(notebook):
    for cell in notebook["cells"]:
        cell["outputs"] = [{"output_type": "stream", "text": "x" * 1000}]


def sparse(notebook):
    del notebook["nbformat"], notebook["nbformat_minor"]
    for cell in notebook["cells"]:
        cell.pop("id"), cell.pop("outputs", None)


@pytest.mark.parametrize("change", [as_three, bloated, sparse])
def test_other_ways_to_say_the_same_notebook(change):
    assert read_notebook(changed(PLAIN, change), FOUR) == read_notebook(PLAIN, FOUR)


def test_what_cannot_be_read_of_a_notebook_is_left_out_with_a_remark():
    def change(notebook):
        notebook["cells"] += [
            7,
            None,
            {"cell_type": "code", "source": 3},
            {"cell_type": "code", "source": [1]},
            {},
        ]
        notebook["cells"].append({"cell_type": "code", "source": "half = '\ud800'", "metadata": [1]})
        notebook["metadata"]["sciencecities"] = {"student": ["s001"], "assignment": "0" * 999}

    content = json.dumps(json.loads(PLAIN), ensure_ascii=True)
    notebook = json.loads(content)
    change(notebook)
    read = read_notebook(json.dumps(notebook).encode(), FOUR)
    assert "5 cells of your notebook could not be read" in " ".join(read.remarks)
    assert read.cells[-1].source == "half = '?'"
    assert (read.student, read.assignment) == ("", "")


THREE = good_notebook(3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\0\0", "is empty"),
        (b"{" + b" " * 20_000_000, "larger than 20 MB"),
        (b'{"cells": [', "damaged from line 1"),
        (PLAIN[:-300], "damaged from line"),
        (b'{"cells":[' + b"{}," * 1_000_001 + b"{}]}", "far too many parts"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"cells":' + b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "damaged"),
        (b"[]", "is not a notebook"),
        (b"null", "is not a notebook"),
        (b'{"a": 1}', "has no cells"),
        (b'{"cells": {}, "nbformat": 4}', "has no cells"),
        (b'{"nbformat": 3, "worksheets": 1}', "has no cells"),
        (b'{"nbformat": 3, "worksheets": [{"cells": 1}, 2]}', "has no cells"),
        (b'{"nbformat": 5, "cells": []}', "format 5 that is not read"),
        (b'{"nbformat": 2, "cells": []}', "format 2 that is not read"),
        (b'{"nbformat": "4", "cells": []}', "format that is not read"),
        (b'{"nbformat": true, "cells": []}', "format that is not read"),
        (b'{"nbformat": 4, "cells": []}', "holds no exercise of assignment 04"),
        (b"import pandas as pd\n", "a text or a program"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (zipped({"word/document.xml": "x"}), "a zip or an office document"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\xff\xfe\x00", "damaged on the way"),
        (b'{"a": "\xe9"}', "damaged on the way"),
        (THREE, "the notebook of assignment 03: hand in that of assignment 04"),
        (changed(THREE, bare), "the notebook of assignment 03: hand in that of assignment 04"),
        (
            json.dumps({"nbformat": 4, "cells": [{"cell_type": "code"}] * 2001}).encode(),
            "more than 2,000 cells",
        ),
        (
            json.dumps({"cells": [{"cell_type": "code", "source": "x" * 600_000}] * 2}).encode(),
            "1 million characters",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_notebook_of_this_assignment_gets_a_sentence(content, says):
    with pytest.raises(Unreadable) as problem:
        read_notebook(content, FOUR)
    assert says in sentence(str(problem.value))


@pytest.mark.parametrize(
    "source", ["answer=" + " " * 60_000, "check(" * 10_000, "a:" * 30_000, "answer=(" + "\n" * 60_000]
)
def test_no_source_takes_long_to_search(source):
    content = json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()
    begun = time.process_time()
    with pytest.raises(Unreadable, match="no exercise"):
        read_notebook(content, FOUR)
    assert time.process_time() - begun < 2


def test_a_notebook_whose_cells_were_all_deleted_is_read_all_the_same():
    def change(notebook):
        notebook["cells"] = []

    notebook = read_notebook(changed(PLAIN, change), FOUR)
    assert notebook.cells == ()
    assert "exercises 4.1, 4.2, 4.3, 4.4, 4.5 and 4.6" in only(list(notebook.remarks))


def test_answers_in_last_weeks_notebook_count():
    def change(notebook):
        notebook["metadata"]["sciencecities"]["assignment"] = "03"

    notebook = read_notebook(changed(PLAIN, change), FOUR)
    assert list(exercises(notebook)) == IDS
    assert "calls itself assignment 03" in only(list(notebook.remarks))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda one: (
        st.lists(one, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(
                [
                    "cells",
                    "nbformat",
                    "metadata",
                    "source",
                    "cell_type",
                    "sciencecities",
                    "exercise",
                    "worksheets",
                    "input",
                ]
            ),
            one,
            max_size=4,
        )
    ),
    max_leaves=6,
)


def read_or_refuse(content: bytes) -> None:
    try:
        notebook = read_notebook(content, FOUR)
    except Unreadable as problem:
        sentence(str(problem))
        return
    for cell in notebook.cells:
        cell.source.encode()
    named = [cell.exercise for cell in notebook.cells if cell.exercise]
    assert len(named) == len(set(named)) and set(named) <= set(IDS)
    for remark in notebook.remarks:
        sentence(remark)


@settings(max_examples=50)
@given(st.binary(max_size=100) | JSON.map(lambda one: json.dumps(one).encode()))
def test_random_bytes_and_random_json_are_read_or_refused(content):
    read_or_refuse(content)


@given(st.data())
@settings(max_examples=60)
def test_a_notebook_with_a_part_exchanged_is_read_or_refused(data):
    notebook = json.loads(PLAIN)
    places = [(notebook, key) for key in notebook] + [(notebook["metadata"], "sciencecities")]
    places += [(cell, key) for cell in notebook["cells"] for key in cell]
    for where, key in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        where[key] = data.draw(JSON)
    read_or_refuse(json.dumps(notebook).encode())


@given(st.integers(0, len(PLAIN) - 1), st.binary(max_size=4), st.integers(0, 50))
def test_a_notebook_with_bytes_exchanged_is_read_or_refused(at, new, gone):
    read_or_refuse(PLAIN[:at] + new + PLAIN[at + gone :])


# Whose it is


MADE = {
    "moodle": lambda path: moodle_zip(path, [(one, 100 + at, GOOD[one.id]) for at, one in enumerate(CLASS)]),
    "canvas": lambda path: canvas_zip(path, [(one, 100 + at, GOOD[one.id]) for at, one in enumerate(CLASS)]),
}


@pytest.mark.parametrize("platform", MADE)
def test_a_platforms_zip_finds_every_student_by_name(tmp_path, platform):
    found = by_student(collect(MADE[platform](tmp_path / "all.zip"), CLASS))
    assert list(found) == [one.id for one in CLASS]
    for at, one in enumerate(CLASS):
        handed = found[one.id]
        assert handed.platform == {platform: str(100 + at)}
        assert (handed.name, handed.trouble, handed.late, handed.log, handed.remarks) == (
            one.name,
            "",
            False,
            (),
            (),
        )
        assert handed.read() == GOOD[one.id]


@pytest.mark.parametrize("platform", MADE)
def test_without_a_roster_the_id_is_the_notebooks_own(tmp_path, platform):
    handed = collect(MADE[platform](tmp_path / "all.zip"))
    assert {one.student for one in handed} == {one.id for one in CLASS}
    assert {one.platform[platform] for one in handed} == {"100", "101", "102", "103"}
    assert not any(one.log for one in handed)


@pytest.mark.parametrize(
    "name",
    [
        moodle_name("Li Wei", 7),
        moodle_name("Li Wei", 7, old=False),
        moodle_name("Li Wei", 7, folders=False),
        moodle_name("LI  WEI", 7, "part one/mine.ipynb"),
        moodle_name("Group 2-Li Wei", 7),
        moodle_name("s001 Li Wei", 7),
        moodle_name("s001", 7),
        "CS101-Assignment 4-8811/" + moodle_name("Wei Li", 7),
    ],
)
def test_moodles_forms_of_a_name(tmp_path, name):
    zipped({name: PLAIN, moodle_name("张伟", 9): PLAIN}, tmp_path / "all.zip")
    one = by_student(collect(tmp_path / "all.zip", CLASS))["s001"]
    assert one.platform == {"moodle": "7"} and not one.trouble and not one.log


def test_a_class_list_may_be_written_the_other_way_round(tmp_path):
    roster = [Student("s1", "O'Brien, Áine"), Student("s2", "de la Cruz, Jean-Luc"), Student("s3", "Cher")]
    names = [
        canvas_name("O'Brien, Áine", 1, 10),
        canvas_name("de la Cruz, Jean-Luc", 2, 11),
        canvas_name("Cher", 3, 12),
    ]
    assert names[0] == "obrienáine_1_10_assignment-04.ipynb"
    zipped(dict.fromkeys(names, PLAIN), tmp_path / "all.zip")
    assert list(by_student(collect(tmp_path / "all.zip", roster))) == ["s1", "s2", "s3"]


def test_a_username_that_is_another_students_first_name_decides_nothing(tmp_path):
    roster = [Student("li", "Mary Jones"), Student("x", "Li Wei")]
    zipped({moodle_name("Li Wei", 7): PLAIN}, tmp_path / "all.zip")
    found = by_student(collect(tmp_path / "all.zip", roster))
    assert not found["x"].trouble and "Nothing was handed in" in found["li"].trouble


def test_lateness_and_attempts_on_canvas(tmp_path):
    names = {
        canvas_name("Wei, Li", 7, 20, "assignment-04-1.ipynb", late=True): GOOD["s001"],
        canvas_name("Wei, Li", 7, 10, "assignment-04.ipynb", late=True): PLAIN,
        canvas_name("Wei, Li", 7, 30, "assignment-04-2.ipynb", late=True): GOOD["s001"] + b"\n",
        canvas_name("伟, 张", 8, 40): PLAIN,
        canvas_name("Nobody, Nora", 9, 50, "essay.docx"): b"PK",
        "nobodynora_9_text.html": b"<p>hello",
        "LATE_anon_a1B2c_60_assignment-04.ipynb": PLAIN,
    }
    zipped(names, tmp_path / "all.zip")
    handed = collect(tmp_path / "all.zip", CLASS)
    one = next(one for one in handed if one.student == "s001")
    assert one.late and one.read() == GOOD["s001"] + b"\n"
    assert "3 notebooks" in one.remarks[0] and "04-2.ipynb was marked" in one.remarks[0]
    assert "not marked: " in one.log[0] and "_20_" in one.log[0] and "_10_" in one.log[0]
    assert not next(one for one in handed if one.student == "s003").late
    anonymous = next(one for one in handed if one.platform == {"canvas": "anon_a1B2c"})
    assert anonymous.late and not anonymous.student
    nora = next(one for one in handed if one.platform == {"canvas": "9"})
    assert "essay.docx" in sentence(nora.trouble)


def test_moodles_online_text_is_noted_and_not_marked(tmp_path):
    text = "Li Wei_7_assignsubmission_onlinetext/onlinetext.html"
    zipped({text: b"<p>", moodle_name("Li Wei", 7): PLAIN}, tmp_path / "all.zip")
    one = collect(tmp_path / "all.zip", CLASS)[0]
    assert not one.trouble and text in only(one.log)
    zipped({text: b"<p>"}, tmp_path / "all.zip")
    assert "a text, not a notebook" in sentence(collect(tmp_path / "all.zip", CLASS)[0].trouble)


GRADESCOPE = """\
---
submission_501:
  :submitters:
  - :name: Li Wei
    :sid: s001
    :email: li@example.edu
  :created_at: 2026-11-27 14:00:00.000000000 Z
  :history:
  - :id: 7
    :name: somebody else
submission_502:
  :submitters:
  - :name: "\\u00c1ine O'Brien"
    :sid: 's002'
    :email:
  - :name: 张伟
    :sid: ''
    :email: s003
"""


def test_a_gradescope_export_gives_each_of_a_group_their_own(tmp_path):
    export = {
        "assignment_1_export/submission_metadata.yml": GRADESCOPE.encode(),
        "assignment_1_export/submission_501/assignment-04.ipynb": PLAIN,
        "assignment_1_export/submission_502/work/mine.ipynb": THREE,
    }
    zipped(export, tmp_path / "all.zip")
    found = by_student(collect(tmp_path / "all.zip", CLASS))
    assert [one.platform.get("gradescope") for one in found.values()] == ["501", "502", "502", None]
    assert found["s001"].read() == PLAIN and found["s003"].read() == THREE
    assert found["s004"].trouble
    assert {one.student for one in collect(tmp_path / "all.zip")} == {"s001", "s002", "s003"}


def test_what_assign_made_comes_back(tmp_path):
    assign(FOUR, tmp_path / "out", CLASS, "autumn")
    found = by_student(collect(tmp_path / "out", CLASS))
    assert list(found) == [one.id for one in CLASS]
    assert not any(one.trouble or one.log for one in found.values())
    again = by_student(collect(tmp_path / "out" / "students"))
    assert set(again) == set(found)


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["ann.ipynb", "bob.ipynb"], {"ann", "bob"}),
        (["all/ann.ipynb", "all/bob.ipynb"], {"ann", "bob"}),
        (["ann/a.ipynb", "bob/a.ipynb", "README.md", "class.csv"], {"ann", "bob"}),
        (["all/ann/week 4/a.ipynb", "all/bob/week 4/a.ipynb"], {"ann", "bob"}),
        (
            ["group1/ann/a.ipynb", "group1/bob/a.ipynb", "group2/cy/a.ipynb", "group2/di/a.ipynb"],
            {"ann", "bob", "cy", "di"},
        ),
        (["ann/a.ipynb", "ann/old/a.ipynb", "bob/essay.pdf"], {"ann", "bob"}),
        (["ann/a.ipynb", "bob.ipynb"], {"ann", "bob"}),
        (["all/ann/a.ipynb"], {"ann"}),
        (["ann.ipynb", "bob.ipynb.txt", "cy.pdf", "di.zip"], {"ann", "bob.ipynb", "cy", "di"}),
    ],
)
def test_folders_without_a_roster(tmp_path, names, people):
    assert {one.name for one in collect(tree(tmp_path, names, PLAIN))} == people


@pytest.mark.parametrize(
    "names",
    [
        ["s001.ipynb", "s003.ipynb"],
        ["s001 final.ipynb", "assignment-04_s003.ipynb"],
        ["Li Wei.ipynb", "张伟.ipynb"],
        ["class/group 1/S001/a/b.ipynb", "class/group 1/s003 - Zhang/c.ipynb"],
        ["wei, li/b.ipynb", "张伟/c.ipynb", "张伟/old/d.ipynb"],
    ],
)
def test_folders_with_a_roster(tmp_path, names):
    found = by_student(collect(tree(tmp_path, names, PLAIN), CLASS))
    assert [bool(one.trouble) for one in found.values()] == [False, True, False, True]
    assert "Nothing was handed in" in sentence(found["s002"].trouble) and found["s002"].files == ()


def test_a_strangers_file_is_not_lost(tmp_path):
    handed = collect(tree(tmp_path, ["s001.ipynb", "who.ipynb"], PLAIN), CLASS)
    who = handed[-1]
    assert (who.student, who.name) == ("", "who") and "Nobody in the roster" in only(who.log)


def test_the_notebooks_own_id_helps_where_no_name_does(tmp_path):
    (tmp_path / "x.ipynb").write_bytes(GOOD["s002"])
    found = by_student(collect(tmp_path, CLASS))
    assert not found["s002"].trouble and found["s002"].files == ("x.ipynb",)


def test_a_copied_notebook_is_the_handers_and_the_teacher_is_told(tmp_path):
    zipped(
        {moodle_name("Li Wei", 7): GOOD["s002"], moodle_name("张伟", 8): GOOD["s003"]}, tmp_path / "all.zip"
    )
    found = by_student(collect(tmp_path / "all.zip", CLASS))
    assert "copy of s002 (Áine O'Brien)" in only(found["s001"].log) and not found["s001"].trouble
    assert found["s002"].trouble and not found["s003"].log


def test_two_of_one_name_are_told_apart_by_their_notebooks_and_never_merged(tmp_path):
    roster = [Student("a1", "Li Wei"), Student("a2", "Li Wei"), Student("a3", "Wei Li")]
    own = {one.id: good_notebook(4, one, "autumn") for one in roster}
    names = [moodle_name("Li Wei", 7), moodle_name("Li Wei", 8), moodle_name("Wei Li", 9)]
    zipped(dict(zip(names, [own["a2"], own["a1"], PLAIN], strict=True)), tmp_path / "all.zip")
    handed = collect(tmp_path / "all.zip", roster)
    assert {one.student: one.platform.get("moodle") for one in handed} == {
        "a1": "8",
        "a2": "7",
        "a3": None,
        "": "9",
    }
    assert "may be each of a1, a2, a3" in only(handed[-1].log)
    assert "perhaps one of these: Wei Li" in handed[2].log[0]


def test_one_name_in_the_roster_and_two_who_bear_it(tmp_path):
    zipped({moodle_name("Li Wei", 7): PLAIN, moodle_name("Li Wei", 8): PLAIN}, tmp_path / "all.zip")
    handed = collect(tmp_path / "all.zip", CLASS)
    unsure = [one for one in handed if one.platform]
    assert [one.student for one in unsure] == ["", ""] and unsure[0].key != unsure[1].key
    assert "more than one" in only(unsure[0].log)
    assert "perhaps" in handed[0].log[0] and handed[0].trouble


def test_without_a_roster_a_shared_id_is_told(tmp_path):
    zipped({moodle_name("A", 7): GOOD["s001"], moodle_name("B", 8): GOOD["s001"]}, tmp_path / "all.zip")
    one, two = collect(tmp_path / "all.zip")
    assert one.student == two.student == "s001" and one.key != two.key
    assert "handed in by B: was it copied?" in only(one.log) and "by A" in only(two.log)


# Which file


@pytest.mark.parametrize(
    ("names", "marked"),
    [
        ({"notes.ipynb": THREE, "mine.ipynb": PLAIN, "x.ipynb": b"{}"}, "mine.ipynb"),
        ({"a.ipynb": changed(PLAIN, bare), "b.ipynb": b"broken"}, "a.ipynb"),
        ({"final2.ipynb": PLAIN, "final10.ipynb": PLAIN, "final.ipynb": PLAIN}, "final10.ipynb"),
        ({"assignment-04.ipynb": PLAIN, "zzz.ipynb": PLAIN}, "assignment-04.ipynb"),
        (
            {
                "work.zip": zipped({"deep/er/mine.ipynb": PLAIN, "__MACOSX/._mine.ipynb": b"x"}),
                "note.pdf": b"x",
            },
            "mine.ipynb",
        ),
        ({"assignment-04.ipynb.txt": PLAIN, "data.csv": b"x"}, "assignment-04.ipynb.txt"),
        ({".ipynb_checkpoints/late-checkpoint.ipynb": PLAIN, "a.ipynb": PLAIN, ".DS_Store": b"x"}, "a.ipynb"),
    ],
)
def test_of_several_files_one_is_marked_and_named(tmp_path, names, marked):
    zipped({moodle_name("Li Wei", 7, name): content for name, content in names.items()}, tmp_path / "all.zip")
    one = collect(tmp_path / "all.zip", CLASS, "04")[0]
    assert not one.trouble and one.files[0].endswith(marked)
    several = sum(".ipynb" in name and not name.startswith(".") for name in names) > 1
    assert (f"{marked} was marked" in " ".join(one.remarks)) is several
    assert "checkpoint" not in " ".join(one.files) and "MACOSX" not in " ".join(one.files)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("essay.docx", b"x", "no notebook in what you handed in (essay.docx)"),
        ("work.rar", b"x", "only a zip is opened"),
        ("work.zip", b"x", "work.zip is no whole zip"),
        ("work.zip", zipped({}), "holds no file"),
        ("work.zip", zipped({"a.txt": b"x"}), "no notebook in what you handed in (a.txt)"),
        (
            "work.zip",
            zipped({"in.zip": zipped({"a.ipynb": PLAIN})}),
            "no notebook in what you handed in (in.zip)",
        ),
        ("work.zip", zipped({f"{n}.txt": b"" for n in range(301)}), "holds more than 300 files"),
        ("work.zip", zipped({"../../a.ipynb": PLAIN}), "a name that leads out of it"),
    ],
)
def test_what_holds_no_notebook_gets_a_sentence(tmp_path, name, content, says):
    zipped({moodle_name("Li Wei", 7, name): content}, tmp_path / "all.zip")
    one = collect(tmp_path / "all.zip", CLASS)[0]
    assert says in sentence(one.trouble) and one.files and one.read() == b""
