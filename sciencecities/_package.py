"""The data package on disk: where it is, its descriptor, and the fingerprints of its files."""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from sciencecities._schema import DataError, Resource

DESCRIPTOR = "datapackage.json"
HOME = Path(__file__).resolve().parent.parent / "data"


def folder() -> Path:
    """Folder of the data package: SCIENCECITIES_DATA when set, else `data` beside the package."""
    return Path(os.environ.get("SCIENCECITIES_DATA") or HOME).resolve()


def label(path: Path) -> str:
    """How a file of the package is named in messages: data/NAME."""
    return f"data/{path.name}"


def descriptor(where: Path) -> dict[str, Any]:
    """The content of datapackage.json in a folder; DataError when it is missing or no JSON."""
    path = where / DESCRIPTOR
    try:
        return _parse(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise DataError(
            f"No {DESCRIPTOR} in {where}: set SCIENCECITIES_DATA to the folder that holds it."
        ) from None
    except json.JSONDecodeError as error:
        raise DataError(f"data/{DESCRIPTOR}, line {error.lineno}: not valid JSON ({error.msg}).") from None


@lru_cache(maxsize=8)
def _parse(path: Path, stamp: int) -> dict[str, Any]:
    """Parsed once per version of the file: `stamp` is its time of change."""
    return json.loads(path.read_text(encoding="utf-8"))


def tables(where: Path) -> dict[str, Resource]:
    """The resources that are tables, by name, in the order of the descriptor."""
    return {item["name"]: item for item in descriptor(where)["resources"] if "schema" in item}


def fingerprint(path: Path) -> dict[str, Any]:
    """Size in bytes and SHA-256 of a file, as the descriptor writes them."""
    content = path.read_bytes()
    return {"bytes": len(content), "hash": "sha256:" + hashlib.sha256(content).hexdigest()}


def fingerprint_problems(where: Path, resource: Resource) -> list[str]:
    """How a file differs from the size and hash in the descriptor; empty when it does not."""
    path = where / resource["path"]
    if not path.exists():
        return [f"{label(path)} is missing: restore it, or correct its path in {DESCRIPTOR}."]
    now = fingerprint(path)
    return [
        f"{label(path)}: {key} is {now[key]} but {DESCRIPTOR} says {resource.get(key)}; "
        "after a change on purpose run: python -m sciencecities data --seal"
        for key in now
        if now[key] != resource.get(key)
    ]


def seal(where: Path) -> list[str]:
    """Write the size, hash and number of rows of every file into the descriptor; names of those changed."""
    package = json.loads((where / DESCRIPTOR).read_text(encoding="utf-8"))
    changed = []
    for resource in package["resources"]:
        path = where / resource["path"]
        now = fingerprint(path)
        if "schema" in resource:
            now["rows"] = path.read_text(encoding="utf-8").count("\n") - 1
        if any(resource.get(key) != value for key, value in now.items()):
            resource.update(now)
            changed.append(resource["name"])
    if changed:
        write_whole(where / DESCRIPTOR, json.dumps(package, ensure_ascii=False, indent=2) + "\n")
    return changed


def write_whole(path: Path, text: str, sure: bool = False) -> None:
    """Write a text file in one step: a reader sees the old content or the new, never a half.

    sure: that holds after a power cut, too; it takes some milliseconds.
    """
    # A name of its own length, as the full one may be as long as the file system takes.
    part = path.with_name(f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            if sure:
                os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
