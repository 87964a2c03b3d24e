"""What the tests of the grader share: notebooks as students fill them in, and the zips that platforms make of them."""

import copy
import io
import json
import re
import zipfile
from pathlib import Path

import nbformat

from sciencecities.classroom.assign import class_settings, exercises_of
from sciencecities.classroom.copies import MARK, student_notebook
from sciencecities.classroom.roster import Student


def good_notebook(chapter, student=None, key="", answers=None) -> bytes:
    """A student's copy of an assignment, filled in.

    Args: chapter as 4 or "04"; student: a roster.Student, or None for the book's own numbers; key: of the class;
    answers: by exercise id "solution" (for all that are not named), "starter" (left as it was) or "wrong1", "wrong2"
    … (a typical wrong answer), or any other text: the cell's code from the starter on.
    """
    exercises = exercises_of(str(chapter))
    settings = class_settings(exercises, student, key)
    who = (student.id, student.name) if student else ("", "")
    notebook = student_notebook(exercises, settings, *who)
    by_id = {one.id: one for one in exercises}
    for cell in notebook.cells:
        one = by_id.get(cell.metadata.get(MARK, {}).get("exercise"))
        if one is not None:
            starter, answer = one.starter.strip("\n"), body(one, (answers or {}).get(one.id, "solution"))
            assert starter in cell.source
            cell.source = cell.source.replace(starter, answer, 1)
    return nbformat.writes(notebook).encode()


def body(one, answer) -> str:
    """The code that answers an exercise as `good_notebook` says it."""
    if answer in ("solution", "starter"):
        return getattr(one, answer).strip("\n")
    if answer.startswith("wrong") and answer[5:].isdigit():
        return one.wrong[int(answer[5:]) - 1].code.strip("\n")
    return answer


def changed(content: bytes, change) -> bytes:
    """A notebook after `change(notebook as a dict)`."""
    notebook = copy.deepcopy(json.loads(content))
    change(notebook)
    return json.dumps(notebook, ensure_ascii=False).encode()


def moodle_name(name, number, file="assignment-04.ipynb", folders=True, old=True) -> str:
    """The path of a file in the zip that Moodle makes; `old`: as before 4.1, with an underscore at the folder's end."""
    start = f"{name}_{number}_assignsubmission_file"
    return f"{start}{'_' if old else ''}/{file}" if folders else f"{start}_{file}"


def canvas_name(name, user, upload, file="assignment-04.ipynb", late=False) -> str:
    """The name of a file in the zip that Canvas makes; `name` as "Last, First"."""
    squeezed = "".join(one for one in name.lower() if one.isalnum() or one == "_")
    return "_".join([squeezed, *(["LATE"] if late else []), str(user), str(upload), file])


def zipped(files, path: Path | None = None) -> bytes:
    """A zip of (name, content) pairs, or of a dict; written to `path` if one is given. A name may be a ZipInfo."""
    pairs = files.items() if isinstance(files, dict) else files
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    if path is not None:
        path.write_bytes(out.getvalue())
    return out.getvalue()


def moodle_zip(path: Path, handed) -> Path:
    """Moodle's zip of (student, number, content) triples."""
    zipped([(moodle_name(student.name, number), content) for student, number, content in handed], path)
    return path


def canvas_zip(path: Path, handed) -> Path:
    """Canvas's zip of (student, number, content) triples, each upload numbered on from 70000."""
    zipped(
        [
            (canvas_name(_sortable(student), number, 70000 + at), content)
            for at, (student, number, content) in enumerate(handed)
        ],
        path,
    )
    return path


def _sortable(student: Student) -> str:
    """A name as Canvas sorts it: the last word first."""
    *first, last = student.name.split()
    return f"{last}, {' '.join(first)}" if first else last


def only(handed):
    """The one of a list, which must have no other."""
    assert len(handed) == 1, handed
    return handed[0]


def by_student(handed) -> dict:
    """What was handed in by the student's id, of which each must be there once."""
    found = {one.student: one for one in handed}
    assert len(found) == len(handed)
    return found


def sentence(text):
    """The text, which must be one line that ends as a sentence does."""
    assert re.fullmatch(r"[^\n]{15,260}[.?]", text), text
    return text


def tree(folder: Path, names, content=b"") -> Path:
    """A folder with files of those names in it, all of one content."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


# A class, the exercises of its assignment, and what each hands in.
CLASS = [
    Student("s001", "Li Wei"),
    Student("s002", "Áine O'Brien"),
    Student("s003", "张伟"),
    Student("s004", "Jean-Luc de la Cruz"),
]
FOUR = exercises_of("4")
IDS = [one.id for one in FOUR]
GOOD = {one.id: good_notebook(4, one, "autumn") for one in CLASS}
PLAIN = good_notebook(4)
