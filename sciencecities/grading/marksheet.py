"""Read the sheet that a person filled in, whatever a spreadsheet has made of it since."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sciencecities.classroom.sheets import original

from .model import GradeError

COLUMNS = ("key", "student", "exercise", "criterion", "points", "of", "comment", "text")
_NEEDED = ("key", "exercise", "criterion", "points")
_NUMBER = re.compile(r"\d+([.,]\d+)?")


@dataclass(frozen=True)
class Filled:
    """One row of the sheet: its number as a spreadsheet counts, and its cells as text; text: the text's fingerprint."""

    number: int
    key: str
    exercise: str
    criterion: str
    points: str
    comment: str
    text: str

    @property
    def said(self) -> bool:
        """Whether a person has filled anything in."""
        return bool(self.points or self.comment)


def read(path: Path) -> list[Filled]:
    """The rows of a sheet, without those that are blank altogether.

    Columns may have been moved or left out (comment, of, student, text), the separator may be a comma, a semicolon or
    a tab, the encoding UTF-8 or UTF-16. Raises GradeError for a file that cannot be read and for a missing column.
    """
    text = _text(path)
    first, _, rest = text.partition("\n")
    separator = ","
    if first.strip().strip('"').startswith("sep="):  # a hint for Excel, which it leaves in the file
        text, first = rest, rest.partition("\n")[0]
    if found := re.search(r"[,;\t]", first):
        separator = found[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise GradeError(f"{path} is not a CSV file ({problem}): save it as 'CSV UTF-8'.") from None
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    for name in _NEEDED:
        if head.count(name) != 1:
            raise GradeError(f"{path} needs one column {name!r} in its first row: put it back.")
    return [
        _filled(dict(zip(head, (cell.strip() for cell in row), strict=False)), number)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def finished(path: Path) -> int:
    """How many texts of a sheet have points in each of their lines. Raises GradeError as `read` does."""
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read(path):
        lines[row.key, row.exercise].append(row.points)
    return sum(all(given) for given in lines.values())


def points(row: Filled, of: int, path: Path) -> float:
    """The points of a row, with a comma or a full stop; GradeError unless they are a number from 0 to `of`."""
    where = f"{path}, row {row.number},"
    if not _NUMBER.fullmatch(row.points):
        raise GradeError(
            f"{where} has the points {row.points[:40]!r}: give a number from 0 to {of}, as 1.5 or 1,5."
        )
    given = float(row.points.replace(",", "."))
    if given > of:
        raise GradeError(f"{where} gives {row.points[:40]} points, but {of} can be had: give 0 to {of}.")
    return given


def _filled(cells: dict[str, str], number: int) -> Filled:
    return Filled(
        number,
        original(cells.get("key", "")),
        re.sub(r"(?i)^exercise\s+", "", cells.get("exercise", "")),
        original(cells.get("criterion", "")),
        original(cells.get("points", "")).removeprefix("'"),
        original(cells.get("comment", "")),
        cells.get("text", ""),
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return content.decode("utf-16" if wide else "utf-8-sig")
    except OSError as problem:
        raise GradeError(f"{path} cannot be read ({problem.strerror}): name a CSV file.") from None
    except UnicodeDecodeError:
        raise GradeError(f"{path} is not text in UTF-8: save it as 'CSV UTF-8'.") from None
