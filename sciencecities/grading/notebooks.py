"""From the bytes of a file to the cells that are run, or to a sentence that says why not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sciencecities.classroom import Exercise, Function, Text, get, ids
from sciencecities.classroom.copies import MARK

from . import loose
from .files import MAX_BYTES
from .model import Cell, Notebook, Unreadable

MAX_CELLS = 2_000
MAX_SOURCE = 1_000_000
_MAX_CLAIM = 200
_MAX_PARTS = 1_000_000  # lists and dicts: 20 MB of empty ones would take 700 MB of memory

_HAND_IN = "hand in the file that ends in .ipynb"
# How other kinds of files begin, and what to call them.
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"Rar!", "a rar archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHECK = re.compile(r"""^[^#\n]*?\bcheck\([ \t]*["'](\d+\.\d+)["']""", re.MULTILINE)
_DEFINED = re.compile(r"^def[ \t]+(\w+)[ \t]*\(", re.MULTILINE)
_ASSIGNED = re.compile(r"^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_LONG_TEXT = re.compile(r"""^answer[ \t]*=[(\s]*[fr]?(?:\"{3}|'{3}|["'][^\n]{40})""", re.MULTILINE)


def read_notebook(content: bytes, exercises: Sequence[Exercise]) -> Notebook:
    """The code cells of a notebook that was handed in, each with the exercise of `exercises` that it answers.

    Outputs and prose are dropped. Where a cell has lost its mark, its call of `check`, the parameters of its exercise
    or the head of its function give it away; of several cells for one exercise the last counts. Raises Unreadable,
    with a sentence for the student, for anything that is no notebook of this assignment.
    """
    whole = _parsed(content)
    cells, skipped = _code_cells(whole)
    student, assignment = _claims(whole)
    answers = _Places(cells, exercises)
    asked = f"{exercises[0].chapter:02d}"
    _refuse_other(cells, assignment, asked, bool(answers.found))
    texts = _loose_texts(whole["cells"], exercises)
    remarks = answers.remarks(exercises, texts)
    if assignment not in ("", asked):
        remarks.insert(0, f"The notebook calls itself assignment {assignment}; it was marked as {asked}.")
    if skipped:
        remarks.append(f"{_cells(skipped)} of your notebook could not be read and {_were(skipped)} left out.")
    exercise_of = {number: one for one, number in answers.found.items()}
    return Notebook(
        tuple(Cell(cell.source, exercise_of.get(number, "")) for number, cell in enumerate(cells)),
        student,
        assignment,
        tuple(remarks),
        texts,
    )


def claims(content: bytes) -> tuple[str, str] | None:
    """The student's id and the assignment that a notebook's metadata claim, '' for no claim; None for no notebook."""
    try:
        return _claims(_parsed(content))
    except Unreadable:
        return None


@dataclass(frozen=True)
class _Code:
    """A code cell, searched once: the exercise in its metadata, those it checks, the names it sets and defines."""

    source: str
    mark: str
    checks: tuple[str, ...]
    sets: frozenset[str]
    defines: frozenset[str]


def _code(source: str, mark: str) -> _Code:
    return _Code(
        source,
        mark,
        tuple(_CHECK.findall(source)),
        frozenset(_ASSIGNED.findall(source)),
        frozenset(_DEFINED.findall(source)),
    )


def _parsed(content: bytes) -> dict[str, Any]:
    """The notebook's JSON, checked as far as: a dict with a list of cells, of a format that is known."""
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"This file is larger than {MAX_BYTES // 10**6} MB: clear all outputs, save, and hand it in again."
        )
    if not content.strip(b" \t\r\n\0"):
        raise Unreadable(f"This file is empty: save your notebook once more, and {_HAND_IN}.")
    text = _text(content)
    if text.count("{") + text.count("[") > _MAX_PARTS:
        raise Unreadable(
            "This file has far too many parts for a notebook: clear all outputs, save, and hand it in again."
        )
    try:
        whole = json.loads(text)
    except RecursionError:
        raise Unreadable(
            f"This file is nested too deeply for a notebook: {_HAND_IN}, as Jupyter saved it."
        ) from None
    except ValueError as problem:
        raise Unreadable(_not_json(text, problem)) from None
    if not isinstance(whole, dict):
        raise Unreadable(f"This file is not a notebook: {_HAND_IN}.")
    return _known_format(whole)


def _text(content: bytes) -> str:
    for start, kind in _KINDS:
        if content.startswith(start):
            raise Unreadable(f"This file is {kind}, not a notebook: {_HAND_IN}, as Jupyter saved it.")
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            f"This file is not a notebook, or was damaged on the way: save it in Jupyter, and {_HAND_IN}."
        ) from None


def _not_json(text: str, problem: ValueError) -> str:
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        return f"This file is a web page, not a notebook: {_HAND_IN}, not an export of it."
    if not start.startswith("{"):
        return f"This file is a text or a program, not a notebook: {_HAND_IN}."
    where = f" from line {problem.lineno} on" if isinstance(problem, json.JSONDecodeError) else ""
    again = "take it anew from where you worked on it (if it opens there, save it once more)"
    return f"This notebook is damaged{where}: {again}, and {_HAND_IN}."


def _known_format(whole: dict[str, Any]) -> dict[str, Any]:
    version = whole.get("nbformat", 4)
    if type(version) is not int or not 3 <= version <= 4:
        said = f" {version}" if type(version) is int and abs(version) < 1000 else ""
        raise Unreadable(
            f"This notebook has a format{said} that is not read here: save it in format 4, with a current Jupyter."
        )
    if version == 3 and "cells" not in whole:
        sheets = whole.get("worksheets")
        sheets = [one for one in sheets if isinstance(one, dict)] if isinstance(sheets, list) else []
        lists = [one["cells"] for one in sheets if isinstance(one.get("cells"), list)]
        whole = {**whole, "cells": [cell for cells in lists for cell in cells] if lists else None}
    if not isinstance(whole.get("cells"), list):
        raise Unreadable(
            f"This file is not a notebook, for it has no cells: {_HAND_IN}, as Jupyter saved it."
        )
    return whole


def _claims(whole: Mapping[str, Any]) -> tuple[str, str]:
    own = _mapping(_mapping(whole.get("metadata")).get(MARK))
    student, assignment = (_short(own.get(name)) for name in ("student", "assignment"))
    return student, assignment


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _short(value: Any) -> str:
    """A claim as text; one that is no short text of a single line is none."""
    fits = isinstance(value, str) and len(value) <= _MAX_CLAIM and value.isprintable()
    return value.strip() if fits else ""


def _code_cells(whole: Mapping[str, Any]) -> tuple[list[_Code], int]:
    """The code cells, and how many cells could not be read."""
    if len(whole["cells"]) > MAX_CELLS:
        raise Unreadable(
            f"This notebook has more than {MAX_CELLS:,} cells: hand in the one that was given out."
        )
    cells, skipped, size = [], 0, 0
    for cell in whole["cells"]:
        kind = _mapping(cell).get("cell_type")
        if isinstance(kind, str) and kind != "code":
            continue
        source = _source(cell) if kind == "code" else None
        if source is None:
            skipped += 1
            continue
        size += len(source)
        if size > MAX_SOURCE:
            raise Unreadable(
                f"This notebook holds more than {MAX_SOURCE // 10**6} million characters of code: "
                "load data from a file instead, and hand it in again."
            )
        mark = _mapping(_mapping(cell.get("metadata")).get(MARK)).get("exercise")
        cells.append(_code(source, mark if isinstance(mark, str) else ""))
    return cells, skipped


def _loose_texts(cells: Sequence[Any], exercises: Sequence[Exercise]) -> dict[str, str]:
    known = {one.id for one in exercises}
    told = []
    for cell in filter(_mapping, cells):
        source, metadata = _source(cell) or "", _mapping(cell.get("metadata"))
        mark = _mapping(metadata.get(MARK)).get("exercise")
        names = [mark, *(_CHECK.findall(source) if cell.get("cell_type") == "code" else ())]
        exercise = next((one for one in reversed(names) if isinstance(one, str) and one in known), "")
        told.append(
            {
                "kind": cell.get("cell_type"),
                "source": source,
                "exercise": exercise,
                "locked": metadata.get("editable") is False,
            }
        )
    return loose.in_markdown(told, exercises)


def _source(cell: Mapping[str, Any]) -> str | None:
    """A cell's text, from one string or a list of lines; called `input` in format 3. Half a character becomes '?'."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else None


class _Places:
    """Which cell answers which exercise: `found` maps the exercise's id to the cell's place."""

    def __init__(self, cells: Sequence[_Code], exercises: Sequence[Exercise]) -> None:
        self.found: dict[str, int] = {}
        self.twice: list[str] = []
        self.guessed: list[str] = []
        asked = {one.id: one for one in exercises}
        checks = [[one for one in cell.checks if one in asked] for cell in cells]
        marks = [_mark(cell, own, asked) for cell, own in zip(cells, checks, strict=True)]
        guesses = _guesses(cells, exercises)
        for one in exercises:
            answers = [_answers(cell, one) for cell in cells]
            marked = [at for at, mark in enumerate(marks) if mark == one.id]
            checked = [at for at, own in enumerate(checks) if one.id in own and not marks[at]]
            places = marked + [at for at in checked if answers[at]]
            if not places:
                places = checked or [at for at, guess in enumerate(guesses) if guess == one.id]
            if places:
                self.found[one.id] = max(places)
                if len(places) > 1:
                    self.twice.append(one.id)
                if not marked:
                    self.guessed.append(one.id)
        self._go_on(cells, asked, marks, checks)

    def _go_on(
        self,
        cells: Sequence[_Code],
        asked: Mapping[str, Exercise],
        marks: Sequence[str],
        checks: Sequence[list[str]],
    ) -> None:
        """A cell added below an exercise's own, up to the next exercise's, that sets the answer anew, counts for it."""
        taken = set(self.found.values())
        for one, at in list(self.found.items()):
            for below in range(at + 1, len(cells)):
                if below in taken or marks[below] or any(name != one for name in checks[below]):
                    break
                if _answers(cells[below], asked[one]):
                    self.found[one] = below

    def remarks(self, exercises: Sequence[Exercise], texts: Mapping[str, str]) -> list[str]:
        """What a student should know of how the cells were found; `texts`: what was found in Markdown cells."""
        missing = [one.id for one in exercises if one.id not in self.found and one.id not in texts]
        said = []
        if missing:
            said.append(f"No cell was found for {_listing(missing)}: do not delete the cells of an exercise.")
        if self.twice:
            said.append(f"More than one cell was found for {_listing(self.twice)}: the last one was marked.")
        if self.guessed:
            said.append(
                f"The cell for {_listing(self.guessed)} had lost its mark and was found by what it says."
            )
        return said


def _mark(cell: _Code, checks: Sequence[str], asked: Mapping[str, Exercise]) -> str:
    """The exercise that a cell's metadata name, unless it checks another one: then it was copied to answer that."""
    if cell.mark not in asked or (checks and cell.mark not in checks):
        return ""
    return cell.mark


def _answers(cell: _Code, exercise: Exercise) -> bool:
    """Whether a cell sets what the exercise asks for."""
    if isinstance(exercise.answer, Function):
        return exercise.answer.name in cell.defines
    return "answer" in cell.sets


def _guesses(cells: Sequence[_Code], exercises: Sequence[Exercise]) -> list[str]:
    """By cell, the exercise whose parameters, function or kind of answer it shows, '' where it names one or shows none.

    A cell that names an exercise, be it of another chapter, is not guessed at.
    """
    own = {one.id: frozenset(_ASSIGNED.findall(one.code(""))) for one in exercises}
    guesses = []
    for cell in cells:
        best, most = "", 0
        for one in exercises if not (cell.mark or cell.checks) else ():
            shown = _shown(cell, one, own[one.id]) if _answers(cell, one) else 0
            if shown > most:
                best, most = one.id, shown
        guesses.append(best)
    return guesses


def _shown(cell: _Code, exercise: Exercise, own: frozenset[str]) -> int:
    """How much of an exercise a cell shows: a function's head is proof, then the names that its own cell sets."""
    if isinstance(exercise.answer, Function):
        return 1_000
    if isinstance(exercise.answer, Text) and _LONG_TEXT.search(cell.source):
        return 1
    return len(own) if own <= cell.sets else 0


def _refuse_other(cells: Sequence[_Code], assignment: str, asked: str, found: bool) -> None:
    """Unreadable for a notebook that holds none of the exercises and belongs elsewhere, or nowhere."""
    if found or assignment == asked:
        return
    known = set(ids())
    others = [cell.mark for cell in cells if cell.mark in known]
    others += [one for cell in cells for one in cell.checks if one in known]
    other = assignment or (f"{get(others[0]).chapter:02d}" if others else "")
    if other:
        raise Unreadable(f"This is the notebook of assignment {other}: hand in that of assignment {asked}.")
    raise Unreadable(
        f"This notebook holds no exercise of assignment {asked}: hand in the one that was given out, with your answers."
    )


def _listing(names: Sequence[str]) -> str:
    *most, last = names
    return f"exercises {', '.join(most)} and {last}" if most else f"exercise {last}"


def _cells(number: int) -> str:
    return "One cell" if number == 1 else f"{number} cells"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
