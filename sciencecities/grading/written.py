"""Written answers: one page to read them on, one sheet to mark them in, and the marks folded into the results."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sciencecities._package import write_whole
from sciencecities.classroom.exercise import Exercise, Row, Text
from sciencecities.classroom.result import READY
from sciencecities.classroom.sheets import BOM, sheet

from . import marksheet, store
from .marksheet import Filled
from .model import Graded, GradeError, Mark
from .reports.words import line, number

if TYPE_CHECKING:
    from .reports.feedback import About

_MOST_TROUBLES = 20  # rows of a sheet that are told
PAGE, SHEET, RESULTS = "written.html", "written.csv", "results"


@dataclass(frozen=True)
class Written:
    """A text, and the key of the submission that it comes from."""

    key: str
    student: str
    mark: Mark


@dataclass(frozen=True)
class Pile:
    """All texts of one exercise with the rubric, in their order for reading; alike: keys of texts that are the same."""

    id: str
    title: str
    of: int
    rubric: tuple[Row, ...]
    texts: tuple[Written, ...]
    alike: tuple[tuple[str, ...], ...]


def write(graded: Sequence[Graded], exercises: Sequence[Exercise], about: About, folder: Path) -> list[Path]:
    """Write written.html and written.csv into a folder and give their paths.

    What a person has filled into an earlier written.csv there is kept, line by line, as long as the text is the one
    that was marked; where it is not, the earlier sheet is kept beside the new one. Raises GradeError, and leaves the
    sheet alone, when it cannot be read.
    """
    from .reports.pages import render

    all_piles = piles(graded, exercises)
    target = folder / SHEET
    before = marksheet.read(target) if target.exists() else []
    kept = {(row.key, row.exercise, _plain(row.criterion)): row for row in before if row.said}
    rows = [_row(one, pile.id, criterion, kept) for pile, one, criterion in _lines(all_piles)]
    made = [folder / PAGE, target]
    folder.mkdir(parents=True, exist_ok=True)
    if kept:
        content = target.read_bytes()
        aside = target.with_name(f"written-before-{hashlib.sha256(content).hexdigest()[:8]}.csv")
        aside.write_bytes(content)
        made.append(aside)
    write_whole(target, BOM + sheet(marksheet.COLUMNS, rows))
    write_whole(made[0], render(PAGE, exercises=all_piles, about=about))
    return made


def piles(graded: Sequence[Graded], exercises: Sequence[Exercise]) -> list[Pile]:
    """The texts to be marked by a person, by exercise; each exercise has its own order, drawn from the keys."""
    made = []
    for one in exercises:
        if not isinstance(one.answer, Text):
            continue
        texts = [
            Written(own.key, own.student or own.key, mark)
            for own in graded
            for mark in own.marks
            if mark.exercise == one.id and is_text(mark)
        ]
        texts.sort(key=lambda text: _digest(f"{one.id}\n{text.key}"))
        if texts:
            made.append(Pile(one.id, one.title, one.points, one.answer.rubric, tuple(texts), _alike(texts)))
    return made


def is_text(mark: Mark) -> bool:
    """Whether a mark is of a text that a person judges, done or not."""
    return mark.status == READY


def merge(folder: Path, filled: Path, exercises: Sequence[Exercise]) -> list[Graded]:
    """The results of a run with the points of a filled-in sheet folded in.

    folder: what the grader wrote, with its results; they are read and not changed, so that to merge twice, or the
    same sheet with more lines filled in, starts from the same. filled: the sheet. A text with all its lines blank
    stays open. Raises GradeError, with a line for each row in question, for a key, exercise or criterion that is
    unknown or comes twice, for points that are no number or out of range, for a text marked in part, and for one that
    has changed.
    """
    graded = store.load_all(folder / RESULTS)
    rubrics = {one.id: one.answer.rubric for one in exercises if isinstance(one.answer, Text)}
    marks = {(own.key, mark.exercise): mark for own in graded for mark in own.marks if is_text(mark)}
    known = {own.key for own in graded}
    rows: dict[tuple[str, str], dict[str, Filled]] = defaultdict(dict)
    troubles, spoilt = [], set()
    for row in marksheet.read(filled):
        own = (row.key, row.exercise)
        where = f"{filled}, row {row.number},"
        try:
            if own in marks:
                _take(row, rows[own], marks[own], rubrics.get(row.exercise, ()), where)
            elif row.said:
                raise GradeError(f"{where} {_stranger(row, known)}")
        except GradeError as problem:
            troubles.append(str(problem))
            spoilt.add(own)
    done = {}
    for own, found in rows.items():
        try:
            if own not in spoilt and any(row.points for row in found.values()):
                done[own] = _marked(marks[own], rubrics[own[1]], found, filled)
        except GradeError as problem:
            troubles.append(str(problem))
    _tell(troubles)
    return [
        replace(own, marks=tuple(done.get((own.key, mark.exercise), mark) for mark in own.marks))
        for own in graded
    ]


def _take(row: Filled, found: dict[str, Filled], mark: Mark, rubric: Sequence[Row], where: str) -> None:
    """Put a row to the others of its text, by criterion; GradeError for one that does not belong there."""
    criterion = _criterion(row, rubric, where)
    if criterion.criterion in found:
        raise GradeError(f"{where} marks the same criterion of the same text again: take one line out.")
    if row.points and row.text and row.text != fingerprint(mark.text):
        raise GradeError(f"{where} was filled in for another text of {row.key}: read and mark the new one.")
    found[criterion.criterion] = row


def _tell(troubles: Sequence[str]) -> None:
    """Raise GradeError with all that is wrong with a sheet, if anything is: told one by one it takes a run a row."""
    more = len(troubles) - _MOST_TROUBLES
    last = [f"… and {more} rows more."] if more > 0 else []
    if troubles:
        raise GradeError("\n".join([*troubles[:_MOST_TROUBLES], *last]))


def fingerprint(text: str) -> str:
    """Eight signs that change when a text does: by them a sheet knows which text was marked."""
    # A letter first, or a spreadsheet would take 12345e67 for a number.
    return f"t{_digest(text)[:8]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _alike(texts: Sequence[Written]) -> tuple[tuple[str, ...], ...]:
    groups = defaultdict(list)
    for one in texts:
        groups[_plain(one.mark.text)].append(one.key)
    return tuple(tuple(keys) for keys in groups.values() if len(keys) > 1)


def _plain(text: str) -> str:
    """A text without its blanks, capitals and ways of writing one letter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _lines(all_piles: Sequence[Pile]) -> Iterator[tuple[Pile, Written, Row]]:
    for pile in all_piles:
        for one in pile.texts:
            for criterion in pile.rubric:
                yield pile, one, criterion


def _row(
    one: Written, exercise: str, criterion: Row, kept: dict[tuple[str, str, str], Filled]
) -> tuple[str | int, ...]:
    mark = fingerprint(one.mark.text)
    own = (one.key, exercise, _plain(criterion.criterion))
    before = kept.get(own)
    points = comment = ""
    if before and before.text in ("", mark):
        points, comment = before.points, before.comment
        del kept[own]
    # Not "4.1": a spreadsheet would take that for a day.
    name = f"Exercise {exercise}"
    return one.key, line(one.student), name, criterion.criterion, points, criterion.points, comment, mark


def _stranger(row: Filled, known: set[str]) -> str:
    if row.key not in known:
        return f"is for {row.key!r}, who is not among the results: put its key back as in {SHEET}."
    return (
        f"is for exercise {row.exercise!r}, where {row.key} has no text to mark: put it back as in {SHEET}."
    )


def _criterion(row: Filled, rubric: Sequence[Row], where: str) -> Row:
    for one in rubric:
        if _plain(one.criterion) == _plain(row.criterion):
            return one
    raise GradeError(
        f"{where} judges {row.criterion!r}, which the rubric does not: put the words back as in {SHEET}."
    )


def _marked(mark: Mark, rubric: Sequence[Row], found: Mapping[str, Filled], filled: Path) -> Mark:
    """The mark with a person's points in it, and what they are for in place of the advice."""
    total, said = 0.0, []
    last = max(row.number for row in found.values())
    for criterion in rubric:
        row = found.get(criterion.criterion)
        if row is None or not row.points:
            where = f"row {row.number}, is blank" if row else f"below row {last}, has lost a line"
            raise GradeError(
                f"{filled}, {where}, but other rows of that text are filled: fill in {criterion.criterion!r} too, or "
                "blank them all."
            )
        points = marksheet.points(row, criterion.points, filled)
        total += points
        comment = f" {row.comment}" if row.comment else ""
        said.append(f"{criterion.criterion}: {number(points)} of {criterion.points}.{comment}")
    return replace(mark, points=round(total, 2), feedback="\n".join(said), advice=())
