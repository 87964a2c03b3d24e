"""Texts for a person to mark: the page, the sheet, and what a filled-in sheet does to the results."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from axe_kit import complaints
from bs4 import BeautifulSoup
from report_kit import ABOUT, CLASS, ESSAY, graded, mark, text
from static_page import sideways, visit

from sciencecities.classroom import check
from sciencecities.classroom.exercise import Exercise, Number, Row, Text, Wrong
from sciencecities.classroom.result import EMPTY, READY, RIGHT
from sciencecities.grading import marking, marksheet, store, written
from sciencecities.grading.assignment import read_assignment
from sciencecities.grading.model import (
    MISSING,
    RAN,
    VALUE,
    Answer,
    Attempt,
    Cell,
    Graded,
    GradeError,
    Notebook,
    Outcome,
)
from sciencecities.grading.reports.tables import moodle_csv

RUBRIC = (
    Row("Evidence", 5, "Names three figures."),
    Row("Clarity", 3, "One thought a sentence."),
    Row("=Fair", 2, "…"),
)
WRONG = (Wrong("answer = 'a'", "A."), Wrong("answer = 'b'", "B."))


def exercise(number: str, answer: Text | Number, points: int) -> Exercise:
    return Exercise(
        number, "Judge a claim", "written", 20, points, "judge", "Judge.", "answer = ...", "x", answer, WRONG
    )


EXERCISES = (
    exercise("4.1", Number(0.1), 4),
    exercise("4.7", Text((10, 300), RUBRIC), 10),
)
RAN_WELL = (Outcome(RAN),)
ALIKE = graded("s006", "Sam", mark("4.1", RIGHT, 4), text(words=f"  {ESSAY.upper()}\n"))
EVERYONE = (*CLASS, ALIKE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a run leaves: the results, the page, the sheet."""
    (tmp_path / "results").mkdir()
    for own in EVERYONE:
        store.save(tmp_path / "results" / f"{own.key}.0a1b.json", own)
    written.write(EVERYONE, EXERCISES, ABOUT, tmp_path)
    return tmp_path


def sheet_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / written.SHEET).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(folder: Path, change: Callable[[dict[str, str]], object], **dialect: str) -> Path:
    """Change each row of the sheet in place, and write it back as a spreadsheet may."""
    rows = sheet_rows(folder)
    for row in rows:
        change(row)
    out = io.StringIO()
    writer = csv.DictWriter(out, marksheet.COLUMNS, delimiter=dialect.get("delimiter", ","))
    writer.writeheader()
    writer.writerows(rows)
    path = folder / written.SHEET
    path.write_text(dialect.get("before", "") + out.getvalue(), encoding=dialect.get("encoding", "utf-8"))
    return path


def half(row: dict[str, str], keys: tuple[str, ...] = ("s001",)) -> None:
    """Half of the points that can be had, as a German hand writes them."""
    if row["key"] in keys:
        row["points"] = f"{int(row['of']) / 2:g}".replace(".", ",")


def by_key(found: list[Graded]) -> dict[str, Graded]:
    return {own.key: own for own in found}


def test_the_page_shows_each_text_with_the_rubric_and_no_name(folder):
    page = BeautifulSoup((folder / written.PAGE).read_text(), "html.parser")
    said = " ".join(page.main.get_text().split())
    assert "Names three figures." in said
    assert "A text of which all lines are blank stays open" in said
    assert "4 texts, 10 points each" in said
    assert "张伟" not in said
    assert "Sam" not in said
    assert sorted(one.get_text() for one in page.select("section h3 code")) == [
        "s001",
        "s002",
        "s004",
        "s006",
    ]
    assert not page.find_all(["script", "img"])


def test_the_same_words_are_pointed_out(folder):
    page = (folder / written.PAGE).read_text()
    (pile,) = written.piles(EVERYONE, EXERCISES)
    assert [sorted(keys) for keys in pile.alike] == [["s001", "s002", "s006"]]
    assert page.count("Word for word the same") == 1


def test_texts_are_in_another_order_for_each_exercise():
    own = [graded(f"s{n:03}", "A", text()) for n in range(30)]
    (one,) = written.piles(own, EXERCISES)
    order = [entry.key for entry in one.texts]
    assert sorted(order) == [entry.key for entry in own]
    assert order != sorted(order)
    (again,) = written.piles(own[::-1], EXERCISES)
    assert again.texts == one.texts
    other = exercise("4.8", EXERCISES[1].answer, 10)
    moved = [graded(one.key, "A", replace(text(), exercise="4.8")) for one in own]
    assert [entry.key for entry in written.piles(moved, [other])[0].texts] != order


def test_the_sheet_has_a_line_for_each_criterion(folder):
    rows = sheet_rows(folder)
    assert len(rows) == 4 * len(RUBRIC)
    assert {row["exercise"] for row in rows} == {"Exercise 4.7"}
    assert {(row["criterion"], row["of"]) for row in rows} == {
        ("Evidence", "5"),
        ("Clarity", "3"),
        ("'=Fair", "2"),
    }
    assert (folder / written.SHEET).read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_blank_sheet_changes_nothing(folder):
    assert written.merge(folder, folder / written.SHEET, EXERCISES) == sorted(
        EVERYONE, key=lambda own: own.key
    )


@pytest.mark.parametrize(
    "dialect",
    [
        {},
        {"delimiter": ";", "before": "\ufeff"},
        {"delimiter": ";", "before": "sep=;\n"},
        {"delimiter": "\t", "encoding": "utf-16"},
    ],
)
def test_points_are_folded_in_however_the_sheet_was_saved(folder, dialect):
    def change(row: dict[str, str]) -> None:
        half(row)
        if row["key"] == "s001" and row["criterion"] == "Clarity":
            row["comment"] = "Ends well; „gut“."

    path = fill(folder, change, **dialect)
    found = by_key(written.merge(folder, path, EXERCISES))
    merged = found["s001"].marks[2]
    assert (merged.points, found["s001"].open, found["s001"].points) == (5.0, 0, 10.5)
    assert merged.feedback == "Evidence: 2.5 of 5.\nClarity: 1.5 of 3. Ends well; „gut“.\n=Fair: 1 of 2."
    assert merged.advice == ()
    assert merged.text == ESSAY
    assert found["s004"] == CLASS[3]


def test_merging_twice_gives_the_same_and_results_stay_as_they_were(folder):
    before = {path: path.read_bytes() for path in (folder / "results").iterdir()}
    path = fill(folder, half)
    once = written.merge(folder, path, EXERCISES)
    assert written.merge(folder, path, EXERCISES) == once
    assert {path: path.read_bytes() for path in (folder / "results").iterdir()} == before
    # Also when the merged results are what is kept.
    for own in once:
        store.save(folder / "results" / f"{own.key}.0a1b.json", own)
    assert written.merge(folder, path, EXERCISES) == once


def swap(**new: str) -> Callable[[dict[str, str]], None]:
    """A change of the first criterion of the first student, after all are filled in."""

    def change(row: dict[str, str]) -> None:
        half(row)
        if row["key"] == "s001" and row["criterion"] == "Evidence":
            row.update(new)

    return change


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ({"key": "s999"}, "is for 's999', who is not among the results"),
        ({"key": "s003@example.edu"}, "where s003@example.edu has no text to mark"),
        ({"exercise": "4. Jul"}, "is for exercise '4. Jul'"),
        ({"criterion": "Style"}, "judges 'Style', which the rubric does not"),
        ({"criterion": "Clarity"}, "marks the same criterion of the same text again"),
        ({"points": "6"}, "gives 6 points, but 5 can be had"),
        ({"points": "-1"}, "has the points '-1': give a number from 0 to 5"),
        ({"points": "good"}, "has the points 'good'"),
        ({"points": "01. Mai"}, "has the points '01. Mai'"),
        ({"points": "nan"}, "has the points 'nan'"),
        ({"points": "9" * 400}, "but 5 can be had"),
        ({"points": ""}, "is blank, but other rows of that text are filled: fill in 'Evidence' too"),
        ({"text": "t0"}, "was filled in for another text of s001"),
    ],
)
def test_a_row_that_cannot_be_right_is_named(folder, new, says):
    path = fill(folder, swap(**new))
    with pytest.raises(GradeError) as problem:
        written.merge(folder, path, EXERCISES)
    assert says in str(problem.value)
    (number,) = (
        at
        for at, row in enumerate(sheet_rows(folder), start=2)
        if row["key"] in ("s001", new.get("key")) and all(row[name] == value for name, value in new.items())
        and row["of"] == "5"
    )  # fmt: skip
    assert f"row {number}," in str(problem.value) or "same criterion" in says


def test_all_rows_that_cannot_be_right_are_named_at_once(folder, monkeypatch):
    def change(row: dict[str, str]) -> None:
        half(row)
        if row["criterion"] == "Evidence":
            row["points"] = "many"

    path = fill(folder, change)
    with pytest.raises(GradeError) as problem:
        written.merge(folder, path, EXERCISES)
    lines = str(problem.value).splitlines()
    wrong = sum(row["criterion"] == "Evidence" for row in sheet_rows(folder))
    assert wrong > 1 and sum("has the points 'many'" in line for line in lines) == len(lines) == wrong
    monkeypatch.setattr(written, "_MOST_TROUBLES", 1)
    with pytest.raises(GradeError, match=f"many.*\n… and {wrong - 1} rows more"):
        written.merge(folder, path, EXERCISES)


def test_a_lost_row_is_named(folder):
    path = fill(folder, half)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not ("s001" in line and "Clarity" in line)))
    with pytest.raises(GradeError, match=r"has lost a line.*'Clarity'"):
        written.merge(folder, path, EXERCISES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "needs one column 'key'"),
        (b"key,exercise,criterion\n", "needs one column 'points'"),
        (b"key,exercise,criterion,points,points\n", "needs one column 'points'"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"\xfcber", "not text in UTF-8"),
        (b'key,exercise,criterion,points\n"a', "is not a CSV file"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_sheet_is_told(folder, content, says):
    path = folder / "other.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GradeError, match=says):
        written.merge(folder, path, EXERCISES)


def test_columns_may_move_and_blank_rows_stay(folder):
    path = folder / "mine.csv"
    lines = [f"{row.criterion};{row.points};s001;4.7" for row in RUBRIC]
    path.write_text("Criterion;Points;Key;Exercise\n;;;\n" + "\n".join(lines) + "\n\n")
    assert by_key(written.merge(folder, path, EXERCISES))["s001"].marks[2].points == 10


# --- a text of another length than asked for


ESSAY_OF_1 = next(one for one in read_assignment("01").exercises if isinstance(one.answer, Text))


def handed_in(answer: Answer) -> Graded:
    """A submission of chapter 1 in which nothing but the text was answered."""
    assignment = read_assignment("01")
    notebook = Notebook((Cell("", ESSAY_OF_1.id),))
    return graded(
        "s1", "A", *marking.mark(assignment, "s1", notebook, Attempt(RAN_WELL, {ESSAY_OF_1.id: answer}), "")
    )


@pytest.mark.parametrize("words", ["No.", "...", "北京和上海", "the " * 149, "the " * 251])
def test_a_text_that_is_too_short_or_too_long_is_for_a_person_and_its_length_is_advice(tmp_path, words):
    own = handed_in(Answer(VALUE, words))
    remark = check(ESSAY_OF_1.id, words).feedback
    assert "150 to 250 words are asked for, and here are" in remark
    found = own.marks[-1]
    assert (found.status, found.points, found.text, found.advice) == (READY, None, words, (remark,))
    assert found.feedback == f"{remark} A person marks it by the rubric."
    assert own.open == 1
    written.write([own], [ESSAY_OF_1], ABOUT, tmp_path)
    assert {(row["key"], row["points"]) for row in sheet_rows(tmp_path)} == {("s1", "")}
    page = BeautifulSoup((tmp_path / written.PAGE).read_text(), "html.parser")
    assert page.select_one("section section .muted").get_text() == f"Advice of the check: {remark}"
    # Moodle is told no mark that is not the last one.
    assert "A" not in [row["Full name"] for row in csv.DictReader(io.StringIO(moodle_csv([own])))]


@pytest.mark.parametrize("answer", [Answer(VALUE, None), Answer(VALUE, " \n"), Answer(MISSING)])
def test_no_text_is_still_no_answer(answer):
    own = handed_in(answer)
    assert (own.marks[-1].status, own.marks[-1].points, own.open) == (EMPTY, 0, 0)
    assert written.piles([own], [ESSAY_OF_1]) == []


# --- to write the sheet again


def test_a_second_run_keeps_what_was_filled_in(folder):
    path = fill(folder, half)
    before = sheet_rows(folder)
    made = written.write(EVERYONE, EXERCISES, ABOUT, folder)
    assert sheet_rows(folder) == before
    assert marksheet.finished(path) == len({row["exercise"] for row in before if row["key"] == "s001"}) > 0
    assert made == [folder / written.PAGE, path]
    content = path.read_bytes()
    written.write(EVERYONE, EXERCISES, ABOUT, folder)
    assert path.read_bytes() == content
    # Nor does it matter whether the results were merged in between.
    written.write(written.merge(folder, path, EXERCISES), EXERCISES, ABOUT, folder)
    assert path.read_bytes() == content


def test_a_text_with_a_blank_line_is_not_finished(folder):
    def most(row: dict[str, str]) -> None:
        half(row)
        if row["criterion"] == "Evidence":
            row["points"] = ""

    assert marksheet.finished(fill(folder, most)) == 0


def test_marks_of_a_text_that_changed_are_set_aside_and_not_given_to_the_new_one(folder):
    path = fill(folder, half)
    content = path.read_bytes()
    changed = [
        own if own.key != "s001" else graded("s001", "张伟", text(words="Something else."))
        for own in EVERYONE
    ]
    *_, aside = written.write(changed, EXERCISES, ABOUT, folder)
    assert aside.name.startswith("written-before-")
    assert aside.read_bytes() == content
    assert not [row for row in sheet_rows(folder) if row["points"]]


def test_a_sheet_that_cannot_be_read_is_left_alone(folder):
    path = folder / written.SHEET
    path.write_bytes(b"\xfcber")
    with pytest.raises(GradeError):
        written.write(EVERYONE, EXERCISES, ABOUT, folder)
    assert path.read_bytes() == b"\xfcber"


def test_a_class_without_texts(tmp_path):
    written.write([graded("a", "A", mark("4.1", RIGHT, 4))], EXERCISES, ABOUT, tmp_path)
    assert "There is no text to mark." in (tmp_path / written.PAGE).read_text()


def test_the_page_is_readable_on_a_phone(browser, folder):
    address = (folder / written.PAGE).as_uri()
    with visit(browser, address, 360, color_scheme="dark", bypass_csp=True) as (shown, trouble):
        assert sideways(shown) <= 0
        assert complaints(shown) == []
        assert not trouble
