"""Which tables a chapter uses, read from its code and that of the modules it imports, and these as a data package."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat

from sciencecities import _package

# These offer or describe every table, or know all chapters; what they name says nothing about one chapter.
_GENERAL = ("sciencecities.data", "sciencecities._", "sciencecities.book", "sciencecities.classroom")


def used(notebook: Path) -> list[str]:
    """The tables of a chapter, in the order of the descriptor, with those that their keys point to.

    notebook: the chapter; the number that its name begins with tells its module of exercises.
    """
    cells = nbformat.read(notebook, as_version=4).cells
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code").split("\n")
    tree = ast.parse("\n".join(line for line in lines if not line.startswith(("%", "!"))))
    modules = list(_imports(tree, ""))
    own = f"exercises.ch{notebook.name[:2]}"
    if "exercise(" in ast.unparse(tree) and importlib.util.find_spec(own):
        modules.append(importlib.import_module(own))
    known = _package.tables(_package.folder())
    found = _strings(tree) & known.keys()
    seen: set[str] = set()
    while modules:
        module = modules.pop()
        if module.__name__ not in seen and not module.__name__.startswith(_GENERAL):
            seen.add(module.__name__)
            strings, imports = _read(module)
            found |= strings & known.keys()
            modules += imports
    return [name for name in known if name in _with_parents(found, known)]


@cache
def _read(module: ModuleType) -> tuple[set[str], list[ModuleType]]:
    """Every string in a module's code, and the modules of the book that it imports."""
    code = ast.parse(inspect.getsource(module))
    return _strings(code), list(_imports(code, module.__package__ or ""))


def _strings(tree: ast.AST) -> set[str]:
    """Every string in some code."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _imports(tree: ast.AST, package: str) -> Iterator[ModuleType]:
    """The modules of the book that code imports: a thing that a package offers counts as the module it comes from."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        base = "." * node.level + (node.module or "")
        if not base.startswith((".", "sciencecities", "exercises")):
            continue
        home = importlib.import_module(base, package)
        for alias in node.names:
            thing = getattr(home, alias.name, None)
            if thing is None:
                thing = importlib.import_module(f"{home.__name__}.{alias.name}")
            source = thing if isinstance(thing, ModuleType) else inspect.getmodule(thing) or home
            if source.__name__.startswith(("sciencecities", "exercises")) and source.__spec__:
                yield source


def _with_parents(names: set[str], known: dict[str, dict[str, Any]]) -> set[str]:
    """Names of tables, and of those that a key of theirs points to."""
    while (
        more := {
            key["reference"]["resource"]
            for name in names
            for key in known[name]["schema"].get("foreignKeys", [])
        }
        - names
    ):
        names = names | more
    return names


def package(names: list[str], folder: Path | None = None) -> dict[str, bytes]:
    """A data package of these tables: file name -> content, the descriptor and the outlines they need included."""
    where = folder or _package.folder()
    whole = _package.descriptor(where)
    wanted = set(names)
    outlines = {
        item["geometry"] for item in whole["resources"] if item["name"] in wanted and "geometry" in item
    }
    kept = [item for item in whole["resources"] if item["name"] in wanted or item["path"] in outlines]
    text = json.dumps(whole | {"resources": kept}, ensure_ascii=False, indent=1) + "\n"
    files = {item["path"]: (where / item["path"]).read_bytes() for item in kept}
    return files | {_package.DESCRIPTOR: text.encode()}
