"""Zip files that are the same bytes each time they are made from the same files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo, is_zipfile

# The first date that a zip can hold, and a plain readable file: neither clock nor umask of the maker goes in.
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def write_zip(target: Path, files: Mapping[str, bytes], stored: tuple[str, ...] = ()) -> None:
    """Write a zip with these files by name, in the order of their names; those in `stored` come first, unpacked.

    One that is there and holds just these is left alone: to pack is what takes longest.
    """
    names = (*stored, *sorted(set(files) - set(stored)))
    if target.is_file() and is_zipfile(target):
        with ZipFile(target) as archive:
            if tuple(archive.namelist()) == names and all(
                archive.read(name) == files[name] for name in names
            ):
                return
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w") as archive:
        for name in names:
            info = ZipInfo(name, _DATE)
            info.external_attr = _MODE
            info.create_system = 3
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)


def files_below(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    """The files below a folder by their name as seen from it, without what Python or a notebook left behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob(pattern)
        if path.is_file() and not _left(path.relative_to(folder))
    }


def _left(path: Path) -> bool:
    """Whether a path is a cache or a checkpoint."""
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)
