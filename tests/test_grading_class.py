"""A class on Friday: many submissions from Moodle in one zip, every fifth hostile, and the right marks for all."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest
from handin_kit import body, good_notebook, moodle_name
from hostile_kit import kinds

from sciencecities.__main__ import main
from sciencecities.classroom import Function, Text, solve
from sciencecities.classroom.assign import class_settings, exercises_of
from sciencecities.classroom.check import check_exercise
from sciencecities.classroom.roster import Student

ROOT = Path(__file__).resolve().parent.parent
CHAPTER, KEY = "04", "autumn"
EXERCISES = exercises_of(CHAPTER)
AUTOMATIC = [one for one in EXERCISES if not isinstance(one.answer, Text)]
VALUES = [one for one in AUTOMATIC if not isinstance(one.answer, Function)]
# The hostile cell stands in place of the last answer that is a value: all others have been read before it runs.
LAST = VALUES[-1]
FILES = {
    "empty": b"",
    "no notebook": b"%PDF-1.7 an essay",
    "half a file": good_notebook(4)[:2000],
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "fifty megabytes": b" " * 50_000_000,
    "other assignment": good_notebook(2),
    "no cells": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode(),
}
NAMES = ("Áine Ó Briain", "张伟", "Иван Петров", "محمد", "Li  Wei", "O'Neil, Jr.", "=SUM(1)", "<b>Bo</b>")


@lru_cache(maxsize=1)
def hostile() -> list[tuple[str, str | bytes]]:
    """All that may be handed in to break a grader: cells, and whole files."""
    cells = [(kind.name, kind.source) for kind in kinds(str(ROOT))]
    drawn = random.Random(4).sample(cells, len(cells))
    files = list(FILES.items())
    return [one for pair in zip(files, drawn, strict=False) for one in pair] + drawn[len(files) :]


@lru_cache(maxsize=4096)
def expected(exercise_id: str, kind: str, settings: str) -> float:
    """The points that `check` gives in the open."""
    one = next(one for one in EXERCISES if one.id == exercise_id)
    chosen = json.loads(settings)
    names = solve.run(one, body(one, kind), chosen)
    found = check_exercise(one, names[getattr(one.answer, "name", "answer")], chosen)
    return found.points or 0.0


class Class:
    """A roster, Moodle's zip, and the points that each student must get for each exercise (None: not judged here)."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.points = folder, {}
        self.students = [
            Student(f"s{number:03d}", f"{NAMES[number % len(NAMES)]} {number}") for number in range(size)
        ]
        draw = random.Random(size)
        troubles = iter(hostile())
        with zipfile.ZipFile(folder / "moodle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number, student in enumerate(self.students):
                trouble = next(troubles) if number % 5 == 4 else None
                content = self._content(student, draw, trouble)
                archive.writestr(moodle_name(student.name, 1000 + number), content)
        with (folder / "class.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "name"])
            writer.writerows((student.id, student.name) for student in self.students)

    def _content(self, student: Student, draw: random.Random, trouble) -> bytes:
        if trouble and isinstance(trouble[1], bytes):
            self.points[student.id] = {one.id: 0.0 for one in EXERCISES}
            return trouble[1]
        settings = class_settings(EXERCISES, student, KEY)
        answers = {
            one.id: draw.choice(("solution", "solution", "starter", "wrong1", "wrong2")) for one in EXERCISES
        }
        points = {
            one.id: expected(one.id, answers[one.id], json.dumps(dict(settings[one.id]))) for one in AUTOMATIC
        }
        if trouble:
            answers[LAST.id] = trouble[1]
            points = {one.id: points[one.id] for one in VALUES[:-1]} | {LAST.id: 0.0}
        self.points[student.id] = points
        return good_notebook(CHAPTER, student, KEY, answers)

    def grade(self, *more: str) -> int:
        command = ["grade", str(self.folder / "moodle.zip"), "--assignment", CHAPTER, "--key", KEY]
        command += ["--roster", str(self.folder / "class.csv"), "--out", str(self.folder / "out")]
        return main([*command, "--seconds", "2", *more])

    def marks(self) -> dict[str, dict[str, str]]:
        with (self.folder / "out" / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("size", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_a_class_gets_the_right_marks_in_one_run(tmp_path, size, capsys):
    made = Class(tmp_path, size)
    handed_in = contents(tmp_path)
    assert made.grade() == 0
    assert f"Graded {size} submissions of assignment {CHAPTER}" in capsys.readouterr().out
    rows = made.marks()
    assert list(rows) != [] and set(rows) == set(made.points)
    for student, points in made.points.items():
        found = {one: float(rows[student][f"exercise {one}"]) for one in points}
        assert found == points, student
    reported = contents(tmp_path / "out")
    # Every student has a page, and nothing outside the folder of results has changed.
    assert sum(name.startswith("feedback/") for name in reported) == size
    assert {
        name: sign for name, sign in contents(tmp_path).items() if not name.startswith("out/")
    } == handed_in
    assert made.grade() == 0
    assert contents(tmp_path / "out") == reported
