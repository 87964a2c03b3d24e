"""Zips: of a class, and a student's own within it. Nothing is unpacked to disk, and no header is believed.

What may go wrong with zips: Fifield, "A better zip bomb" (WOOT 2019), for members that overlap; PKWARE's APPNOTE.TXT
for the records.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import threading
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .files import MAX_BYTES, MAX_FILES, Found, clean, is_noise, refused
from .model import GradeError, Unreadable

_MAX_INNER = 300  # members of a student's own zip
_MAX_DIRECTORY = 200_000  # bytes of its list of members: enough for them, too little for a flood of names
_CHUNK = 1 << 16
_LOCAL_HEADER = 30  # its least size
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)


def members(path: Path) -> list[Found]:
    """The files of a class's zip, in the archive's order; each that must not be read has its trouble.

    Raises GradeError for a zip that cannot be opened or has more than MAX_FILES members.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN:
        raise GradeError(
            f"{path} is no whole zip: download it from the learning platform once more."
        ) from None
    if len(archive.infolist()) > MAX_FILES:
        archive.close()
        raise GradeError(
            f"{path} has more than {MAX_FILES:,} members: it is no zip of one class's submissions."
        )
    lock = threading.Lock()
    return [
        refused(name, trouble) if trouble else Found(name, _Member(archive, info, lock))
        for info, name, trouble in _listed(archive)
    ]


@dataclass(frozen=True)
class _Member:
    """Reads a member of an archive that stays open."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    lock: threading.Lock

    def __call__(self) -> bytes:
        with self.lock:
            return _content(self.archive, self.info)


def unpacked(packed: Found) -> list[Found]:
    """The files of a zip that a student handed in, one level deep; the zip itself, with its trouble, if it is unfit."""
    try:
        with _opened(packed) as archive:
            listed = _listed(archive)
    except Unreadable as problem:
        return [refused(packed.path, str(problem))]
    found = []
    for number, (_, name, trouble) in enumerate(listed):
        if trouble:
            found.append(refused(packed.path, trouble, name))
        else:
            found.append(Found(packed.path, _Inner(packed, number), inner=name))
    return found or [
        refused(packed.path, f"{packed.name} holds no file: hand in the file that ends in .ipynb.")
    ]


@dataclass(frozen=True)
class _Inner:
    """Reads a member of a student's own zip, which is opened anew: nothing of it is kept in memory."""

    packed: Found
    number: int

    def __call__(self) -> bytes:
        with _opened(self.packed) as archive:
            info, _, trouble = _listed(archive)[self.number]
            if trouble:
                raise Unreadable(trouble)
            return _content(archive, info)


def _opened(packed: Found) -> zipfile.ZipFile:
    content = packed.read()
    broken = f"{packed.name} is no whole zip: hand in the file that ends in .ipynb, as it is."
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"{packed.name} is larger than {MAX_BYTES // 10**6} MB: hand in the notebook itself."
        )
    file = io.BytesIO(content)
    if not _has_short_list(file):
        raise Unreadable(broken)
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        raise Unreadable(broken) from None
    if len(archive.infolist()) > _MAX_INNER:
        raise Unreadable(f"{packed.name} holds more than {_MAX_INNER} files: hand in the notebook itself.")
    return archive


def _has_short_list(file: IO[bytes]) -> bool:
    """Whether the list of members is short enough to be read into memory; 64-bit records, for huge zips, are not."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22 or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        return False
    return bool(struct.unpack_from("<L", tail, at + 12)[0] <= _MAX_DIRECTORY)


def _listed(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str, str]]:
    """The members that are files and no noise: record, name, and why it must not be read ('' when it may)."""
    infos = archive.infolist()
    tangled = _overlapping(infos)
    listed = []
    for number, info in enumerate(infos):
        raw = _raw_name(info)
        parts = [part for part in raw.split("/") if part not in ("", ".")]
        if is_noise([part for part in parts if part != ".."]) or (raw.endswith("/") and ".." not in parts):
            continue
        name = clean("/".join(parts)) or "a file without a name"
        listed.append((info, name, _fault(info, raw, parts) or (_TANGLED if number in tangled else "")))
    return listed


_TANGLED = "Two files in this zip share their bytes, which no ordinary zip does: hand in the notebook itself."


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """The places in the list of the members whose bytes reach into another's."""
    tangled = set()
    reach, owner = 0, -1
    for number in sorted(range(len(infos)), key=lambda number: infos[number].header_offset):
        info = infos[number]
        if info.header_offset < reach:
            tangled |= {number, owner}
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
        if end > reach:
            reach, owner = end, number
    return tangled


def _raw_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant. Without the flag for UTF-8 it was read as cp437; macOS writes UTF-8 and no flag."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _fault(info: zipfile.ZipInfo, raw: str, parts: list[str]) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    name = clean(parts[-1]) if parts else "A file"
    if raw.startswith("/") or ".." in parts or "\\" in raw or "\0" in raw or re.match(r"[A-Za-z]:", raw):
        return "A file in this zip has a name that leads out of it: hand in the notebook itself, not a zip."
    if not parts:
        return "A file in this zip has no name: hand in the notebook itself."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return f"{name} is a link or a device, not a file: hand in the notebook itself."
    if info.flag_bits & _ENCRYPTED:
        return f"{name} is locked with a password: hand in the notebook itself, without one."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"{name} is packed in a way that is not read here: hand in the notebook itself, not a zip."
    return ""


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's real bytes, at most MAX_BYTES + 1, a piece at a time: its header may lie about its size."""
    content = bytearray()
    try:
        with archive.open(info) as file:
            while len(content) <= MAX_BYTES and (piece := file.read(_CHUNK)):
                content += piece
    except _BROKEN:
        name = clean(_raw_name(info)).rsplit("/", 1)[-1]
        raise Unreadable(f"{name} is damaged within its zip: hand it in once more.") from None
    return bytes(content[: MAX_BYTES + 1])
