"""The record of the last full run, `reference/record.json`: written by make record, committed, shown on a page.

The page is made from the file and not from the build that shows it, so that two builds of one commit are the same.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import tomllib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

NAME = "reference/record.json"
_KEYS = {"commit", "date", "python", "system", "cores", "seconds", "packages"}


def take(root: Path) -> dict[str, Any]:
    """What is to be said of the build that has just run in a project's folder.

    Gives: commit and its date (ISO), python, system, cores; seconds: chapter's name -> run time in s; packages: name ->
    version of all that chapters and build ask for. Raises ValueError when a chapter has not run since the last change.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["book"]]
    names = sorted({re.split(r"[\s<>=!~;\[]", one, maxsplit=1)[0] for one in asked})
    return {
        "commit": _git(root, "rev-parse", "HEAD"),
        "date": _git(root, "show", "-s", "--format=%cI", "HEAD"),
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "seconds": run_times(root),
        "packages": {name: version(name) for name in names},
    }


def run_times(root: Path) -> dict[str, float]:
    """Chapter -> seconds from its first cell to its last, when it was run for the book."""
    ran = {
        Path(found.uri).name: found.data.get("execution_seconds")
        for found in get_cache(root / "_build" / ".jupyter_cache").list_cache_records()
    }
    chapters = sorted((root / "chapters").glob("*.ipynb"))
    missing = [path.name for path in chapters if ran.get(path.name) is None]
    if missing or not chapters:
        raise ValueError(f"Not run for the book: {', '.join(missing) or 'any chapter'}. Run make book first.")
    return {path.stem: round(ran[path.name], 1) for path in chapters}


def _git(root: Path, *words: str) -> str:
    """What git says of the project."""
    command = ["git", "-c", "safe.directory=*", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def write(root: Path) -> Path:
    """Write the record of a project: returns its path."""
    path = root / NAME
    path.write_text(json.dumps(take(root), indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def read(path: Path) -> dict[str, Any]:
    """A record from its file; ValueError, in one sentence, when it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read ({error}): run make record.") from None
    if lacking := _KEYS - (found.keys() if isinstance(found, dict) else set()):
        raise ValueError(f"{path.name} lacks {', '.join(sorted(lacking))}: run make record.")
    return found


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(record: dict[str, Any], titles: dict[str, str]) -> str:
    """The record as Markdown. titles: chapter's name -> what readers call it."""
    seconds = record["seconds"]
    times = [(titles.get(name, name), f"{took:.1f}") for name, took in seconds.items()]
    total = ("All chapters", f"{sum(seconds.values()):.1f}")
    return "\n\n".join(
        [
            f"The last full run was of commit `{record['commit'][:12]}` ({record['date'][:10]}), with Python "
            f"{record['python']} on {record['system']} and {record['cores']} processor cores.",
            table(("Chapter", "Run time in seconds"), [*times, total]),
            table(("Package", "Version"), list(record["packages"].items())),
        ]
    )


class StatusDirective(SphinxDirective):
    """The record as two tables."""

    def run(self) -> list[nodes.Node]:
        """Return the paragraphs and tables."""
        path = Path(self.env.srcdir) / NAME
        self.env.note_dependency(str(path))
        try:
            record = read(path)
        except ValueError as error:
            raise ExtensionError(str(error)) from None
        chapters = {
            name.rpartition("/")[2]: name for name in self.env.found_docs if name.startswith("chapters/")
        }
        titles = {stem: f"[]({Path('..') / name}.ipynb)" for stem, name in chapters.items()}
        return self.parse_text_to_nodes(page(record, titles))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("book-status", StatusDirective)
