"""Whose each file is: by the forms of the platforms, by the roster, or by the folder that it lies in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sciencecities.classroom.roster import Student

from .files import Found
from .model import Unreadable
from .names import GRADESCOPE_LIST, Owner, Submitter, canvas_owner, gradescope_people, moodle_owner
from .people import People

_TEACHERS = {
    "key.ipynb",
    "rubric.csv",
    "answers.csv",
    "assignment.json",
}  # what `assign` makes beside the copies
_LISTS = {".csv", ".json", ".md", ".yml", ".yaml", ".log"}  # what may lie beside submissions and is none


@dataclass
class Group:
    """The files of one person. identity: what they have in common, as a text; notes: what else came with them."""

    identity: str
    owner: Owner
    files: list[Found] = field(default_factory=list)
    late: bool = False
    notes: list[str] = field(default_factory=list)


def is_notebook_name(name: str) -> bool:
    """Whether a file is called a notebook, be it `x.ipynb.txt`, as a browser may save one."""
    return ".ipynb" in name.casefold()


def is_zip_name(name: str) -> bool:
    """Whether a file is called a zip."""
    return name.casefold().endswith(".zip")


def groups(files: Sequence[Found], people: People) -> list[Group]:
    """The files of a source, by person; two people of one name stay two. Lists that are nobody's work are left out."""
    submitters = _submitters(files)
    is_canvas = _mostly_canvas(files)
    found: dict[str, Group] = {}
    rest = []
    for file in files:
        if file.name == GRADESCOPE_LIST or ("teacher" in file.parts[:-1] and file.name in _TEACHERS):
            continue
        owners = _platform_owners(file, submitters, is_canvas, people)
        if not owners:
            rest.append(file)
        for number, owner in enumerate(owners):
            _add(found, file, f"{owner.platform}/{owner.number or owner.name}/{number}", owner)
    for path, inside in _by_path(rest, people).items():
        for file in inside:
            name = PurePosixPath(path).stem if path == file.path else path.rsplit("/", 1)[-1]
            known = people.in_text(name)
            identity = f"student/{known.id}" if known else f"path/{path}"
            _add(found, file, identity, Owner("", "", name, (known.id,) if known else ()))
    return list(found.values())


def _add(found: dict[str, Group], file: Found, identity: str, owner: Owner) -> None:
    group = found.setdefault(identity, Group(identity, owner))
    group.late = group.late or owner.late
    if owner.kind == "file":
        group.files.append(file)
    else:
        group.notes.append(f"A text came with it that is no notebook: {file.path}.")


def _submitters(files: Sequence[Found]) -> Mapping[str, list[Submitter]]:
    """By folder, what the list in a Gradescope export says; empty for any other source."""
    for file in files:
        if file.name == GRADESCOPE_LIST and not file.trouble:
            try:
                return gradescope_people(file.read().decode("utf-8", "replace"))
            except Unreadable:
                return {}
    return {}


def _mostly_canvas(files: Sequence[Found]) -> bool:
    """Whether most notebooks and zips are named as Canvas names them: one file of a student's own may be by chance."""
    work = [file for file in files if is_notebook_name(file.path) or is_zip_name(file.path)]
    return 2 * sum(canvas_owner(file.parts[-1]) is not None for file in work) > len(work)


def _platform_owners(
    file: Found, submitters: Mapping[str, list[Submitter]], is_canvas: bool, people: People
) -> list[Owner]:
    """The owner as a platform's names say; several for a group's work on Gradescope, none for a file without a form."""
    for part in file.parts[:-1]:
        if submitters.get(part):
            number = part.rpartition("_")[2]
            return [Owner("gradescope", number, one.name, (one.sid, one.email)) for one in submitters[part]]
    owner = moodle_owner(file.parts)
    if owner is None and is_canvas and not any(people.by_id(part) for part in file.parts[:-1]):
        owner = canvas_owner(file.parts[-1])
    return [owner] if owner else []


def _by_path(files: Sequence[Found], people: People) -> dict[str, list[Found]]:
    """Files without a platform's form by the folder, or the file, that stands for a person."""
    found: dict[str, list[Found]] = defaultdict(list)
    unknown = []
    for file in files:
        names = [*file.parts[:-1], PurePosixPath(file.parts[-1]).stem]
        place = next((at for at, name in enumerate(names, start=1) if _is_someone(name, people)), None)
        if place is None:
            unknown.append(file)
        else:
            found["/".join(file.parts[:place])].append(file)
    found.update(_by_folder(unknown, 0))
    return found


def _is_someone(name: str, people: People) -> bool:
    return people.in_text(name) is not None or len(people.by_name(name)) == 1


def _by_folder(files: Sequence[Found], depth: int) -> dict[str, list[Found]]:
    """A folder is one person's, unless it only holds other folders, or is the only one and holds many files."""
    found: dict[str, list[Found]] = {}
    below: dict[str, list[Found]] = defaultdict(list)
    for file in files:
        if len(file.parts) > depth + 1:
            below[file.parts[depth]].append(file)
        elif PurePosixPath(file.path).suffix.casefold() not in _LISTS:
            found[file.path] = [*found.get(file.path, []), file]  # a zip may hold two files of one name
    alone = len(below) == 1 and not found
    for inside in below.values():
        own = [file for file in inside if len(file.parts) == depth + 2 and is_notebook_name(file.name)]
        folders = {file.parts[depth + 1] for file in inside if len(file.parts) > depth + 2}
        wraps = (alone and (len(own) != 1 or folders)) if own or alone else len(folders) > 1
        if wraps:
            found.update(_by_folder(inside, depth + 1))
        else:
            found["/".join(inside[0].parts[: depth + 1])] = inside
    return found


def students(groups: Sequence[Group], claims: Sequence[str], people: People) -> list[Student | None]:
    """Whose group it is, each student at most once: by exact id, then by name, then by the notebook's own claim.

    What fits two groups equally well decides nothing. A claim must not contradict a name that the roster knows.
    """
    found: list[Student | None] = [None] * len(groups)
    named = [people.by_name(group.owner.name) for group in groups]
    ways: list[Callable[[int], list[Student]]] = [
        lambda at: _exact(groups[at].owner, named[at], people),
        lambda at: named[at],
        lambda at: _claimed(claims[at], named[at], people),
    ]
    for way in ways:
        taken = {one.id for one in found if one}
        fits = {
            at: [one for one in way(at) if one.id not in taken]
            for at in range(len(groups))
            if found[at] is None
        }
        wanted = Counter(ones[0].id for ones in fits.values() if len(ones) == 1)
        for at, ones in fits.items():
            if len(ones) == 1 and wanted[ones[0].id] == 1:
                found[at] = ones[0]
    return found


def _exact(owner: Owner, named: Sequence[Student], people: People) -> list[Student]:
    """By id. A platform's own number, and a user name before the name, count where the name agrees with them."""
    for text in owner.ids:
        if text and (one := people.by_id(text)):
            return [one]
    first, _, rest = owner.name.partition(" ")  # some Moodle sites put the user name before the name
    number, user = people.by_id(owner.number), people.by_id(first)
    if number and number in named:
        return [number]
    return [user] if user and user in people.by_name(rest) else []


def _claimed(claim: str, named: Sequence[Student], people: People) -> list[Student]:
    one = people.by_id(claim) if claim else None
    return [one] if one and (not named or one in named) else []
