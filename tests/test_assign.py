"""Assignments: every student copy of every chapter, searched for solutions; variants; rosters; bad input."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities.__main__ import main
from sciencecities.classroom import Function, Number, Text, get, ids, solve
from sciencecities.classroom.assign import _shown, assign, class_settings, exercises_of, largest_groups
from sciencecities.classroom.roster import Student, read_roster
from sciencecities.classroom.variants import settings_for

CHAPTERS = sorted({get(one).chapter for one in ids()})
DECIMALS = {"one": 1, "two": 2, "three": 3, "four": 4}
EXPECTED = [2014, 2014, 2012, 2016, 2018, 2015]
CLASS = [Student("s001", "Li Wei"), Student("s002", "Áine O'Brien"), Student("学生/3", "张伟")]


@pytest.fixture(scope="module", params=CHAPTERS)
def made(request, tmp_path_factory) -> tuple[int, Path]:
    """A chapter's assignment for a class of three, in a folder with a space."""
    folder = tmp_path_factory.mktemp("class") / "week one"
    assign(exercises_of(str(request.param)), folder, CLASS, "autumn")
    return request.param, folder


def texts(folder: Path) -> dict[Path, str]:
    """All that a student can read of the files, code as code: the JSON's escapes are undone."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix == ".ipynb":
            notebook = nbformat.read(path, as_version=4)
            found[path] = "\n".join(cell.source for cell in notebook.cells) + json.dumps(notebook.metadata)
        elif path.is_file():
            found[path] = path.read_text(encoding="utf-8")
    return found


def secrets(chapter: int) -> set[str]:
    """Lines of solutions and wrong answers, and right values with five digits or more, that no copy may show."""
    found = set()
    for one in exercises_of(str(chapter)):
        public = {line.strip() for line in one.code(one.starter).splitlines()} | {one.prompt}
        for body in (one.solution, *(wrong.code for wrong in one.wrong)):
            found |= {line.strip() for line in body.splitlines()} - public
        if isinstance(one.answer, Text):
            model = solve.value(one, one.solution, one.settings())
            found |= set(re.split(r"(?<=[.?!])\s+", model))
            continue
        if isinstance(one.answer, Function):
            continue
        for settings in one.all_settings():
            value = str(solve.value(one, one.solution, settings))
            if re.fullmatch(r"-?[\d.]{6,}", value):
                found.add(value[:7])
    # What a line imports says nothing, and another exercise's setup may import the same.
    return {secret for secret in found if len(secret) > 4 and not secret.startswith(("from ", "import "))}


def test_no_student_file_shows_a_solution_or_a_hidden_value(made):
    chapter, folder = made
    hidden = secrets(chapter)
    assert len(hidden) > 20
    files = texts(folder / "students")
    assert len(files) == 2 * len(CLASS)
    for path, text in files.items():
        lines = {line.strip() for line in text.splitlines()}
        shown = hidden & lines | {secret for secret in hidden if len(secret) > 6 and secret in text}
        assert shown == set(), path


def test_the_key_would_be_caught_as_a_student_file(made):
    """The search above finds what it looks for."""
    chapter, folder = made
    key = texts(folder / "teacher")[folder / "teacher" / "key.ipynb"]
    assert {line.strip() for line in key.splitlines()} & secrets(chapter)


def run(source: str, names: dict) -> object:
    """Run a cell; the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def test_a_copy_with_its_solutions_put_in_is_right(made):
    chapter, folder = made
    for student in CLASS:
        path = folder / "students" / student.folder / f"assignment-{chapter:02d}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert notebook.metadata.sciencecities.student == student.id
        names: dict = {}
        found = []
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            own = cell.metadata.get("sciencecities")
            if own is None:
                exec(cell.source.replace("print(", "str("), names)
                continue
            one = get(own.exercise)
            found.append(one.id)
            assert run(cell.source, dict(names)).status == "empty"
            filled = cell.source.replace(one.starter.strip("\n"), one.solution.strip("\n"), 1)
            assert run(filled, dict(names)).status in ("right", "ready"), one.id
        assert found == [one.id for one in exercises_of(str(chapter))]


def test_the_key_gives_what_each_copy_expects(made):
    chapter, folder = made
    with (folder / "teacher" / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(CLASS) * len(exercises_of(str(chapter)))
    for row in rows:
        one = get(row["exercise"])
        settings = json.loads(row["settings"])
        assert settings == settings_for(one, row["student"], "autumn")
        if isinstance(one.answer, Number):
            exact = solve.value(one, one.solution, settings)
            assert abs(float(row["expected"]) - exact) <= one.answer.tolerance
            assert len(row["expected"].partition(".")[2]) <= DECIMALS[asked(one)]
            assert (row["unit"], float(row["tolerance"])) == (one.answer.unit, one.answer.tolerance)
        elif not isinstance(one.answer, Text | Function):
            assert row["expected"] == str(solve.value(one, one.solution, settings)) and not row["tolerance"]
    with (folder / "teacher" / "rubric.csv").open(encoding="utf-8", newline="") as file:
        points = sum(int(row["points"]) for row in csv.DictReader(file))
    assert points == sum(one.points for one in exercises_of(str(chapter)) if isinstance(one.answer, Text))


def asked(one):
    """How many decimals the prompt of an exercise asks for, in words."""
    return re.search(rf"\b({'|'.join(DECIMALS)}) decimals?\b", one.prompt)[1]


def test_what_a_table_may_differ_by_is_what_the_sheet_shows():
    found = [{"city": "Hefei", "part": 0.12345}, {"city": "Wuhan", "part": -2.0}]
    shown = [{"city": "Hefei", "part": 0.12}, {"city": "Wuhan", "part": -2.0}]
    assert _shown(found, 0.005) == shown and _shown([3], 0.005) == [3]


def test_a_teacher_is_told_how_many_share_their_numbers(tmp_path, capsys):
    roster = tmp_path / "class.csv"
    roster.write_text("id\n" + "".join(f"s{number}\n" for number in range(30)), encoding="utf-8")
    assert main(["assign", "04", "--out", str(tmp_path / "out"), "--roster", str(roster), "--key", "x"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("How many of the 30 share the same numbers at most, by exercise: 4.1: ")
    assert said.endswith("4.5: all, 4.6: all.")
    drawn = Counter(settings_for(get("4.3"), f"s{number}", "x")["taken"] for number in range(30))
    assert f" 4.3: {max(drawn.values())}," in said and max(drawn.values()) > 1


def test_variants_of_chapter_4_are_enough_for_two_hundred():
    students = [Student(f"s{number}", f"s{number}") for number in range(200)]
    sizes = largest_groups(exercises_of("4"), students, "")
    assert [name for name, size in sizes.items() if size > 40] == ["4.5", "4.6"]


def test_a_text_names_the_chapter_whose_figures_it_asks_for():
    for one in map(get, ids()):
        assert "this chapter" not in one.prompt, one.id


def test_variants_differ_within_a_class_and_are_all_used():
    for one in map(get, ids()):
        drawn = {json.dumps(settings_for(one, f"student {n}", "key")) for n in range(400)}
        assert drawn == {json.dumps(settings) for settings in one.all_settings()}


def test_a_variant_is_the_same_everywhere_and_another_with_another_key():
    """Fixed here: a change would give a class other numbers in the middle of a term."""
    one = get("1.1")
    assert [settings_for(one, f"s{n}", "")["year"] for n in range(6)] == EXPECTED
    assert [settings_for(one, f" S{n} ", "")["year"] for n in range(6)] == EXPECTED
    assert [settings_for(one, f"s{n}", "next")["year"] for n in range(6)] != EXPECTED


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_every_id_gets_a_setting_that_has_been_tested(student, key):
    for one in (get("1.1"), get("3.3"), get("4.4")):
        assert settings_for(one, student, key) in one.all_settings()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100), unique=True))
def test_every_student_has_a_folder_of_their_own(names):
    folders = [Student(name, name).folder for name in names]
    assert len(set(folders)) == len(folders)
    for folder in folders:
        assert folder.strip(". ") and not re.search(r'[<>:"/\\|?*\x00-\x1f]', folder) and len(folder) < 100


def test_a_roster_is_read_as_platforms_write_it(tmp_path):
    path = tmp_path / "class.csv"
    path.write_text('\ufeffStudent,SID,Section\n"O\'Brien, Áine", s002 ,A\n,s003,B\n', encoding="utf-8")
    assert read_roster(path) == [Student("s002", "O'Brien, Áine"), Student("s003", "s003")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "lists no student"),
        (b"id,name\n", "lists no student"),
        (b"group\nA\n", "has no column of ids"),
        (b'id\ns1\n""\n', "row 3, has no id"),
        (b"id\ns1\nS1\n", "the id S1 a second time"),
        (b"id\n\xff\xfe\n", "is not text in UTF-8"),
        (b'id\n"s1\n', "is not a CSV file"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_roster_gets_one_sentence_and_leaves_nothing(tmp_path, capsys, content, says):
    roster = tmp_path / "class.csv"
    if content is not None:
        roster.write_bytes(content)
    out = tmp_path / "out"
    assert main(["assign", "04", "--out", str(out), "--roster", str(roster)]) == 2
    said = capsys.readouterr().err
    assert says in said and str(roster) in said and said.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize("chapter", ["9", "four", "", "٤", "4.1"])
def test_an_unknown_chapter_names_the_known_ones(tmp_path, capsys, chapter):
    assert main(["assign", chapter, "--out", str(tmp_path / "out")]) == 2
    assert "choose one of 01, 02," in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["assign", "04", "--out", str(tmp_path)]) == 2
    assert "holds something already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_fails_midway_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("no more")

    monkeypatch.setattr("sciencecities.classroom.assign.key_notebook", fail)
    with pytest.raises(RuntimeError):
        assign(exercises_of("4"), tmp_path / "out", CLASS)
    assert list(tmp_path.iterdir()) == []


def test_without_a_roster_there_is_one_notebook_with_the_books_numbers(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["assign", "4", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "one student notebook" in said and str(out / "teacher") in said
    assert {path.name for path in (out / "student").iterdir()} == {"assignment-04.ipynb", "README.md"}
    notebook = nbformat.read(out / "student" / "assignment-04.ipynb", as_version=4)
    for settings in class_settings(exercises_of("4"), None, "").values():
        for name, value in settings.items():
            assert any(f"{name} = {value!r}" in cell.source for cell in notebook.cells)


def test_two_runs_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        assign(exercises_of("2"), tmp_path / name, CLASS, "autumn")
    one, two = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
        for n in ("one", "two")
    )
    assert one == two
