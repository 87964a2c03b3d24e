"""Read the list of a class: a CSV file with a column of ids, as every learning platform exports one."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from .variants import normal_id

ID_COLUMNS = ("id", "student_id", "student id", "sid", "username", "email", "email address", "login id")
NAME_COLUMNS = ("name", "student", "full name", "student name")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|^\.+|[. ]+$')
_QUOTED = re.compile(r'"[^"]*"')
_MORE = "\0"  # a column that no header can name: what stands beyond the last one
_LONGEST = 80


class RosterError(Exception):
    """A roster that cannot be used; the message says what, where, and what to do."""


@dataclass(frozen=True)
class Student:
    """One line of a roster."""

    id: str
    name: str

    @property
    def folder(self) -> str:
        """A name for this student's folder, the id where any file system takes it, and never two the same."""
        safe = _UNSAFE.sub("_", self.id)[:_LONGEST]
        if safe == self.id:
            return safe
        return f"{safe}-{hashlib.sha256(self.id.encode()).hexdigest()[:8]}"


def read_roster(path: Path) -> list[Student]:
    """The students of a CSV file, in its order.

    The file has a header with a column of ids (`id`, `username`, `email`, …) and may have one of names; other columns
    are left alone. Commas part the columns, or semicolons or tabs, as spreadsheets in other languages write them.
    Raises RosterError, in one sentence, for a file that is not there or not text, for no column of ids, no student, a
    row with more fields than the header, a blank id, and two students of one id.
    """
    rows = _rows(path)
    columns = {name.strip().casefold(): name for name in (rows[0][1] if rows else {}) if name}
    id_column = next((columns[name] for name in ID_COLUMNS if name in columns), None)
    if not rows:
        raise RosterError(f"{path} lists no student: give a header line with a column id, and one line each.")
    if id_column is None:
        raise RosterError(f"{path} has no column of ids: call one of its columns {ID_COLUMNS[0]}.")
    name_column = next((columns[name] for name in NAME_COLUMNS if name in columns), id_column)
    students: dict[str, Student] = {}
    for line, row in rows:
        if any(map(str.strip, row.get(_MORE, ""))):
            raise RosterError(
                f"{path}, row {line}, has more fields than the header: put a name with a comma between quotation marks."
            )
        own = (row[id_column] or "").strip()
        if not own:
            raise RosterError(f"{path}, row {line}, has no id: fill it in, or take the line out.")
        if normal_id(own) in students:
            raise RosterError(f"{path}, row {line}, has the id {own} a second time: take one of the two out.")
        students[normal_id(own)] = Student(own, (row[name_column] or "").strip() or own)
    return list(students.values())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row below the header, with the number of its line in the file: empty lines count, and are left out."""
    text = _text(path)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=_separator(text), restkey=_MORE, strict=True
    )
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise RosterError(f"{path} is not a CSV file ({problem}): export the class list once more.") from None


def _separator(text: str) -> str:
    """What parts the columns, by the header alone: an id further down may hold any of these signs."""
    header = re.split(r"[\r\n]", _QUOTED.sub("", text), maxsplit=1)[0]
    return next((sign for sign in ",;\t" if sign in header), ",")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise RosterError(f"{path} cannot be read ({problem.strerror}): name a CSV file.") from None
    except UnicodeDecodeError:
        raise RosterError(f"{path} is not text in UTF-8: save it as 'CSV UTF-8'.") from None
