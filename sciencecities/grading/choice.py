"""Which of the files that one student handed in is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from . import archive, notebooks
from .files import Found
from .model import Unreadable
from .names import Turn, turn
from .owners import Group, is_notebook_name, is_zip_name

_MOST = 20  # notebooks of one student that are looked into
_PACKED = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Choice:
    """The file to mark, or None and the trouble; what its metadata claim; sentences for student and teacher."""

    file: Found | None
    trouble: str = ""
    student: str = ""
    remarks: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    file: Found
    turn: Turn
    student: str = ""
    assignment: str | None = None  # None: it is no notebook


def choose(group: Group, assignment: str = "") -> Choice:
    """The newest attempt of each name by the platform's count; of these the one that says it is of this assignment,
    then the latest upload, then the name it was given out with, then the last name in natural order.
    """
    files = [one for file in group.files for one in _opened(file)]
    log = list(group.notes)
    canvas = group.owner.platform == "canvas"
    named = [_Candidate(file, turn(file.parts[-1], canvas)) for file in files if _may_be_read(file)]
    looked, refusals = _look_into(_newest(named)[-_MOST:])
    refusals = [f"{file.label}: {file.trouble}" for file in files if file.trouble] + refusals
    if not looked:
        return Choice(None, _trouble(group, files, refusals), log=(*log, *refusals))
    best = max(looked, key=lambda one: _rank(one, assignment))
    log += [f"Not read: {refusal}" for refusal in refusals]
    remarks = []
    if len(named) > 1:
        remarks.append(f"You handed in {len(named)} notebooks: {best.file.name} was marked.")
        others = ", ".join(one.file.label for one in named if one.file is not best.file)
        log.append(f"Marked: {best.file.label}; not marked: {others}.")
    return Choice(best.file, "", best.student, tuple(remarks), tuple(log))


def _opened(file: Found) -> list[Found]:
    return archive.unpacked(file) if is_zip_name(file.name) and not file.trouble else [file]


def _may_be_read(file: Found) -> bool:
    return is_notebook_name(file.name) and not file.trouble


def _newest(named: Sequence[_Candidate]) -> list[_Candidate]:
    """Of files that are attempts of one name the newest, in the order of their rank without a look inside."""
    newest: dict[tuple[str, str], _Candidate] = {}
    for one in named:
        where = (f"{one.file.label.rpartition('/')[0]}", one.turn.stem if one.turn.upload else one.file.name)
        old = newest.get(where)
        # Two members of one name: the later one is what any program that unpacks the zip would leave.
        if old is None or (one.turn.attempt, one.turn.upload) >= (old.turn.attempt, old.turn.upload):
            newest[where] = one
    return sorted(newest.values(), key=lambda one: _rank(one, ""))


def _look_into(candidates: Sequence[_Candidate]) -> tuple[list[_Candidate], list[str]]:
    """The candidates with what their metadata claim, and why others cannot be read."""
    looked, refusals = [], []
    for one in candidates:
        try:
            claim = notebooks.claims(one.file.read())
        except Unreadable as problem:
            refusals.append(f"{one.file.label}: {problem}")
            continue
        student, assignment = claim or ("", None)
        looked.append(_Candidate(one.file, one.turn, student, assignment))
    return looked, refusals


def _rank(one: _Candidate, assignment: str) -> tuple[object, ...]:
    fits = bool(one.assignment) and assignment in ("", one.assignment)
    as_given = re.fullmatch(r"assignment-\d\d", one.turn.stem) is not None
    stem = PurePosixPath(one.file.name.casefold()).stem
    name = [int(part[:18]) if part.isdecimal() else part for part in re.split(r"(\d+)", stem)]
    return (
        fits,
        one.assignment is not None,
        one.turn.upload,
        as_given,
        -one.file.label.count("/"),
        name,
        one.file.label,
    )


def _trouble(group: Group, files: Sequence[Found], refusals: Sequence[str]) -> str:
    """Why there is nothing to run, said to the student."""
    if refusals:
        return refusals[0].partition(": ")[2]
    if not files:
        return "You handed in a text, not a notebook: hand in the file that ends in .ipynb."
    names = sorted({file.name for file in files})
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if any(PurePosixPath(name).suffix.casefold() in _PACKED for name in names):
        return f"You handed in {shown}, and only a zip is opened: hand in the file that ends in .ipynb."
    return f"There is no notebook in what you handed in ({shown}): hand in the file that ends in .ipynb."
