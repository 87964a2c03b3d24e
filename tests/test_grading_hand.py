"""Whose each file is that was handed in, and which of several is marked."""

import pytest
from handin_kit import (
    CLASS,
    FOUR,
    GOOD,
    PLAIN,
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

from sciencecities.classroom.assign import assign
from sciencecities.classroom.roster import Student
from sciencecities.grading.model import HELD_BACK
from sciencecities.grading.submissions import collect

THREE = good_notebook(3)


def bare(notebook):
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["source"] = "".join(cell["source"])


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
        "assignment_1_export/submission_502/part/mine.ipynb": THREE,
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
    assert [HELD_BACK in one.log[0] for one in handed if one.log] == [True, True]


def test_one_name_in_the_roster_and_two_who_bear_it(tmp_path):
    zipped({moodle_name("Li Wei", 7): PLAIN, moodle_name("Li Wei", 8): PLAIN}, tmp_path / "all.zip")
    handed = collect(tmp_path / "all.zip", CLASS)
    unsure = [one for one in handed if one.platform]
    assert [one.student for one in unsure] == ["", ""] and unsure[0].key != unsure[1].key
    assert "more than one" in only(unsure[0].log)
    assert all(HELD_BACK in only(one.log) for one in unsure)
    assert "perhaps" in handed[0].log[0] and handed[0].trouble


def test_two_files_with_the_id_of_one_student_are_nobodys_and_the_student_gets_no_zero(tmp_path):
    for name in ("x.ipynb", "y.ipynb"):
        (tmp_path / name).write_bytes(GOOD["s001"])
    found = collect(tmp_path, CLASS)
    assert [one.files for one in found if one.student == "s001"] == [()]
    unsure = [one for one in found if HELD_BACK in " ".join(one.log)]
    assert [one.student for one in unsure] == ["s001", "", ""]
    assert "perhaps one of these: x, y" in only(unsure[0].log)
    assert all("says that it is the copy of s001, and so does another" in only(one.log) for one in unsure[1:])


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
