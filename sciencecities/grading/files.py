"""Files on disk: written in one step, found without following a link, and read up to a cap."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .model import GradeError, Unreadable

MAX_BYTES = 20_000_000
"""The most that a notebook, or a student's own zip, may hold."""

MAX_FILES = 20_000
"""The most files that a folder or a zip of a class may hold."""

_MAX_DEPTH = 12
_NOISE = {"__macosx", "thumbs.db", "desktop.ini", "__pycache__"}


@dataclass(frozen=True)
class Found:
    """A file as it was found in a folder or an archive.

    path: its place there, parts joined by `/`. inner: its place in a student's own zip, '' outside one. trouble: why
    it must not be read, said to the student. read: its bytes, at most MAX_BYTES + 1, or Unreadable.
    """

    path: str
    read: Callable[[], bytes]
    trouble: str = ""
    inner: str = ""

    @property
    def parts(self) -> list[str]:
        """The parts of its path."""
        return self.path.split("/")

    @property
    def label(self) -> str:
        """How it is named to people."""
        return f"{self.path}/{self.inner}" if self.inner else self.path

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.label.rsplit("/", 1)[-1]


def clean(name: str) -> str:
    """A file name as text that can be shown and compared: one spelling (NFC), no control character, no half one."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) in _HIDDEN else one for one in text
    )


# Control, format (they turn the order of writing round), half of a pair, end of line or paragraph.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_noise(parts: list[str]) -> bool:
    """Whether a path is what an operating system or an editor left behind, and no one's work."""
    return any(
        part.casefold() in _NOISE or (part.startswith(".") and not _is_bare_notebook(part)) for part in parts
    )


def _is_bare_notebook(part: str) -> bool:
    return part.casefold().endswith(".ipynb") and not part.startswith("._")


def read_file(path: Path, label: str = "") -> bytes:
    """The bytes of a regular file, at most MAX_BYTES + 1. Unreadable for a link, a pipe, a device, or no permission."""
    name = label or clean(path.name)
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable(f"{name} is no ordinary file: hand in the file that ends in .ipynb.")
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        why = (problem.strerror or "unknown reason").lower()
        raise Unreadable(f"{name} could not be read ({why}): hand it in once more.") from None


def walk(folder: Path) -> list[Found]:
    """All files below a folder, in the order of their names, links and pipes with their trouble. Follows no link.

    Raises GradeError for a folder that cannot be read or holds more than MAX_FILES files.
    """
    found: list[Found] = []
    for one in _below(folder, "", 1):
        if len(found) == MAX_FILES:
            raise GradeError(
                f"{folder} holds more than {MAX_FILES:,} files: name the folder that holds the submissions alone."
            )
        found.append(one)
    return found


def _below(folder: Path, prefix: str, depth: int) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: (clean(entry.name), os.fsencode(entry.name)))
    except OSError as problem:
        why = (problem.strerror or "unknown reason").lower()
        if not prefix:
            raise GradeError(f"{folder} cannot be read ({why}): name a folder that can.") from None
        yield refused(
            prefix.rstrip("/"), f"The folder could not be read ({why}): hand in the notebook itself."
        )
        return
    for entry in children:
        name = clean(entry.name)
        path = f"{prefix}{name}"
        if is_noise([name]):
            continue
        if entry.is_symlink():
            yield refused(path, f"{name} is a link to a file, not a file: hand in the notebook itself.")
        elif entry.is_dir(follow_symlinks=False):
            if depth == _MAX_DEPTH:
                yield refused(path, f"{name} lies too many folders deep: hand in the notebook itself.")
            else:
                yield from _below(Path(entry.path), f"{path}/", depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield Found(path, _Reader(Path(entry.path), name))
        else:
            yield refused(path, f"{name} is no ordinary file: hand in the notebook itself.")


@dataclass(frozen=True)
class _Reader:
    path: Path
    label: str

    def __call__(self) -> bytes:
        return read_file(self.path, self.label)


def refused(path: str, trouble: str, inner: str = "") -> Found:
    """A file that is named and not read."""

    def read() -> bytes:
        raise Unreadable(trouble)

    return Found(path, read, trouble, inner)
