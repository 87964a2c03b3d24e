"""What a platform's file names say: who handed in, late or not, and which attempt.

Sources of the forms: Moodle, `mod/assign/classes/downloader.php` (from 4.1) and `mod/assign/locallib.php` (before);
Canvas, `lib/content_zipper.rb`; Gradescope, `submission_metadata.yml` of its export.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

GRADESCOPE_LIST = "submission_metadata.yml"

_MOODLE = re.compile(
    r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL
)
_CANVAS = re.compile(
    r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<user>[1-9]\d*|anon_\w+?)_(?P<upload>[1-9]\d*)_(?P<rest>.+)",
    re.DOTALL,
)
_ATTEMPT = re.compile(r"(?P<stem>.+)-(?P<attempt>[1-9]\d?)")


@dataclass(frozen=True)
class Owner:
    """Who handed a file in, as its name says.

    platform: "moodle", "canvas", "gradescope", or "" where the name has no platform's form. number: the platform's id
    of the person (Gradescope: of the submission). ids: what may be the roster's id. kind: what else than a file it is.
    """

    platform: str
    number: str
    name: str
    ids: tuple[str, ...] = ()
    late: bool = False
    kind: str = "file"


@dataclass(frozen=True)
class Turn:
    """Which of several files of one name it is: a higher `attempt`, then a higher `upload`, is newer."""

    stem: str
    attempt: int = 0
    upload: int = 0


def moodle_owner(parts: Sequence[str]) -> Owner | None:
    """The owner of a path in Moodle's zip, `Name_123_assignsubmission_file_` a folder's name or a file's start."""
    for part in parts:
        found = _MOODLE.fullmatch(part)
        if found:
            return Owner("moodle", found["id"] or "", found["name"], (found["name"],), kind=found["kind"])
    return None


def canvas_owner(name: str) -> Owner | None:
    """The owner of a file in Canvas's zip, `lastfirst_LATE_12345_67890_name.ipynb`; anonymous ones have no name."""
    found = _CANVAS.fullmatch(name)
    if not found:
        return None
    kind = "text" if re.fullmatch(r"(text|link)\.html", found["rest"]) else "file"
    return Owner("canvas", found["user"], found["name"] or "", late=bool(found["late"]), kind=kind)


def turn(name: str, canvas: bool) -> Turn:
    """What a file's name says of which attempt it is; only Canvas numbers them, `-1` being the second."""
    found = _CANVAS.fullmatch(name) if canvas else None
    stem = PurePosixPath(found["rest"] if found else name).stem
    again = _ATTEMPT.fullmatch(stem) if found else None
    upload = int(found["upload"][:18]) if found else 0
    return Turn(again["stem"] if again else stem, int(again["attempt"]) if again else 0, upload)


@dataclass(frozen=True)
class Submitter:
    """One person of a Gradescope submission."""

    name: str = ""
    sid: str = ""
    email: str = ""


@dataclass
class _Reading:
    people: list[dict[str, str]] = field(default_factory=list)
    inside: bool = False


def gradescope_people(text: str) -> Mapping[str, list[Submitter]]:
    """The submitters by folder of a Gradescope export, from the text of its list.

    Reads the lines that are needed of the one form in which Gradescope writes the file, not YAML at large.
    """
    found: dict[str, _Reading] = {}
    now: _Reading | None = None
    for line in text.splitlines():
        if top := re.fullmatch(r"""["']?([\w.-]+)["']?:\s*""", line):
            now = found.setdefault(top[1], _Reading())
        elif now is None:
            continue
        elif re.fullmatch(r" {0,2}:\w+:.*", line):
            now.inside = line.strip() == ":submitters:"
        elif now.inside and (pair := re.fullmatch(r"\s*(-?)\s+:(name|sid|email):\s*(.*?)\s*", line)):
            if pair[1] or not now.people:
                now.people.append({})
            now.people[-1][pair[2]] = _scalar(pair[3])
    return {folder: [Submitter(**one) for one in reading.people] for folder, reading in found.items()}


def _scalar(text: str) -> str:
    """A YAML scalar on one line: plain, or in single or double quotation marks."""
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    return "" if text in ("null", "~") else text
