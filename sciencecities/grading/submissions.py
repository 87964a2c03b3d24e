"""From a folder or a zip to one `Handed` a student: whose each file is, and which one is marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sciencecities.classroom.roster import Student
from sciencecities.classroom.variants import normal_id

from . import archive, owners
from .choice import Choice, choose
from .files import Found, clean, read_file, walk
from .model import HELD_BACK, GradeError, Handed
from .names import Owner
from .owners import Group
from .people import People

_MOST_FILES = 50  # of one student that are named
COPIED = "was it copied?"  # how a line in the log ends that names another one's copy
_NOTHING = "Nothing was handed in under your name. If you did hand something in, tell your teacher."


def collect(source: Path, roster: Sequence[Student] = (), assignment: str = "") -> list[Handed]:
    """What each student handed in: the roster's students in its order, then all others by name.

    Args: source: a folder (of files, of a folder a student, of what `assign` made, of an unpacked export), a zip from
    Moodle, Canvas or Gradescope or any other, or one notebook; roster: the class, if there is one: who handed in
    nothing is in the answer too; assignment: as "04", to choose among several notebooks of one student.

    A student is found by the platform's file names and by the roster's id or, if only one bears it, name; else by the
    id in the notebook, if the roster has it. Nothing is left out: a file that must not be read gives trouble, or a line
    in the log where another one can be marked. Raises GradeError for a source that is none of these or holds nothing.
    """
    files = _files(source)
    if not files:
        raise GradeError(f"{source} holds no files: name the folder or the zip with the submissions.")
    people = People(roster)
    groups = owners.groups(files, people)
    if not groups:
        raise GradeError(f"{source} holds no submissions: name the folder or the zip with the notebooks.")
    chosen = [choose(group, assignment) for group in groups]
    students = owners.students(groups, [one.student for one in chosen], people)
    handed = [_handed(*three, people) for three in zip(groups, chosen, students, strict=True)]
    present = {one.student for one in handed}
    claims = [
        (normal_id(one.student), group.owner.name or group.identity)
        for group, one, student in zip(groups, chosen, students, strict=True)
        if one.student and not student
    ]
    handed += [_absent(one, handed, people, claims) for one in people.roster if one.id not in present]
    if not roster:
        handed = _with_shared_claims(handed)
    place = {one.id: number for number, one in enumerate(people.roster)}
    handed.sort(key=lambda one: (place.get(one.student, len(place)), one.name.casefold(), one.files, one.key))
    return handed


def collect_one(source: Path, student: str, roster: Sequence[Student] = (), assignment: str = "") -> Handed:
    """What one student handed in: all files of the source are theirs, whatever they are called.

    Args: student: the id as the platform knows it, or '' to go by the notebook; else as `collect`. Raises GradeError
    for a source that is none.
    """
    people = People(roster)
    group = Group(student or "submission", Owner("", "", student), _files(source))
    chosen = choose(group, assignment)
    # A class known by numbers, on a platform that knows addresses: then the notebook says whose it is.
    known = (people.by_id(student) if student else None) or people.by_id(chosen.student)
    if known is None and not roster and student:
        known = Student(student, student)
    return _handed(group, chosen, known, people)


def _files(source: Path) -> list[Found]:
    """The files of a source; a folder that holds one zip and nothing else is as good as that zip."""
    if source.is_dir():
        files = walk(source)
        if len(files) == 1 and not files[0].trouble and owners.is_zip_name(files[0].path):
            return archive.members(source / files[0].path)
        return files
    if not source.exists():
        raise GradeError(f"There is no {source}: name the folder or the zip with the submissions.")
    if source.is_file() and owners.is_zip_name(source.name):
        return archive.members(source)
    if source.is_file() and owners.is_notebook_name(source.name):
        return [Found(clean(source.name), _Notebook(source.resolve()))]
    raise GradeError(
        f"{source} is no folder, zip or notebook: name the folder or the zip with the submissions."
    )


@dataclass(frozen=True)
class _Notebook:
    path: Path

    def __call__(self) -> bytes:
        return read_file(self.path)


def _handed(group: Group, chosen: Choice, student: Student | None, people: People) -> Handed:
    owner = group.owner
    labels = [file.label for file in group.files if chosen.file is None or file.path != chosen.file.path]
    files = ([chosen.file.label] if chosen.file else []) + labels
    found = student.id if student else _found_id(group, chosen, people)
    name = student.name if student and student.name != student.id else owner.name
    return Handed(
        key=_key(found or owner.number or name, group.identity),
        student=found,
        name=name or found,
        files=tuple(files[:_MOST_FILES]),
        late=group.late,
        platform={owner.platform: owner.number} if owner.platform and owner.number else {},
        trouble=chosen.trouble,
        remarks=chosen.remarks,
        log=(*chosen.log, *_doubts(group, chosen, student, people)),
        read=chosen.file.read if chosen.file else bytes,
    )


def _found_id(group: Group, chosen: Choice, people: People) -> str:
    """The id of somebody who is in no roster; with a roster there is none, for it would be nobody's."""
    if people.roster:
        return ""
    sid = next((one for one in group.owner.ids if one), "") if group.owner.platform == "gradescope" else ""
    return sid or chosen.student or (group.owner.name if not group.owner.platform else "")


def _doubts(group: Group, chosen: Choice, student: Student | None, people: People) -> list[str]:
    """What the teacher should know of how the student was found, or not."""
    claim = chosen.student
    if student and claim and normal_id(claim) != normal_id(student.id):
        other = people.by_id(claim)
        of = f"{claim} ({other.name})" if other else claim
        return [f"The notebook says that it is the copy of {of}; it was handed in by {student.id}: {COPIED}"]
    if student or not people.roster:
        return []
    named = people.by_name(group.owner.name)
    if len(named) > 1:
        several = ", ".join(one.id for one in named)
        return [
            f"{group.owner.name} may be each of {several} in the roster: marked without an id, {HELD_BACK}."
        ]
    if named:
        return [
            f"{named[0].id} in the roster has the name of more than one who handed in: marked without an id, "
            f"{HELD_BACK}."
        ]
    name = group.owner.name or group.identity
    if claim and people.by_id(claim):
        return [
            f"The notebook of {name} says that it is the copy of {claim}, and so does another: marked without an id, "
            f"{HELD_BACK}."
        ]
    return [f"Nobody in the roster was found for {name}: marked without an id."]


def _absent(
    student: Student, handed: Sequence[Handed], people: People, claims: Sequence[tuple[str, str]]
) -> Handed:
    """The entry of a student of the roster for whom no file was found. claims: an id, and who hands in its copy."""
    perhaps = [one.name for one in handed if not one.student and student in people.by_name(one.name)]
    perhaps += [name for claim, name in claims if claim == normal_id(student.id) and name not in perhaps]
    log = f"Nothing was found for {student.id}"
    log += f"; perhaps one of these: {', '.join(perhaps)}; {HELD_BACK}." if perhaps else "."
    key = _key(student.id, f"nothing/{student.id}")
    return Handed(key, student.id, student.name, (), trouble=_NOTHING, log=(log,))


def _with_shared_claims(handed: Sequence[Handed]) -> list[Handed]:
    """Without a roster: a line in the log of all whose notebooks claim one id."""
    by_id: dict[str, list[Handed]] = {}
    for one in handed:
        by_id.setdefault(normal_id(one.student), []).append(one)
    marked = []
    for one in handed:
        others = [other.name for other in by_id[normal_id(one.student)] if other is not one]
        if one.student and others:
            says = f"{one.student} is also the id in what was handed in by {', '.join(others)}: {COPIED}"
            one = replace(one, log=(*one.log, says))
        marked.append(one)
    return marked


def _key(readable: str, identity: str) -> str:
    """A name fit for any file system, the same for the same identity, and never that of another one."""
    safe = re.sub(r"[^A-Za-z0-9]+", "-", readable).strip("-")[:40].lower()
    mark = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:12]
    # Twelve digits alone, or some around an e, a spreadsheet would take for a number.
    return f"{safe or 'one'}-{mark}"
