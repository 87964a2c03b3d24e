"""Arrows point down: measures know no data and no plotting, data no plotting, and no chapter the build."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("sciencecities", "exercises") for path in (ROOT / folder).rglob("*.py"))
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))

# A module may import its own group and groups of a lower rank. The two sides of rank 0 know nothing of each other.
RANKS = {
    "palette": 0,
    "measures": 0,
    "projection": 0,
    "data": 0,
    "look": 1,
    "facilities": 2,
    "cityscape": 1,
    "samples": 1,
    "scoring": 1,
    "claims": 2,
    "explorables": 2,
    "profiles": 2,
    "classroom": 3,
    "grading": 4,
    "__main__": 5,
    "book": 6,
}
ALIASES = {
    "maps": "look",
    "fits": "look",
    "cityplots": "look",
    "charts": "look",
    "vintages": "look",
    "casecharts": "look",
    "scorecharts": "look",
    "_package": "data",
    "_schema": "data",
    "_cards": "data",
    "_topology": "data",
    "_datapage": "data",
    "_ledgerpage": "claims",
}
NOT_FOR = {
    "measures": {"matplotlib", "geopandas", "pyogrio", "shapely", "anywidget", "ipywidgets", "IPython"},
    "data": {"matplotlib", "anywidget", "ipywidgets"},
}


def imported(tree: ast.AST, module: str, is_package: bool) -> set[str]:
    """The absolute dotted names that a module imports, `from x import y` as x.y."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")
            home = ".".join(parts[: len(parts) - node.level + is_package]) if node.level else ""
            base = ".".join(part for part in (home, node.module) if part)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def group(dotted: str) -> str:
    """The layer of a module of ours; '' for anyone else's and for the package itself."""
    first, *rest = dotted.split(".")
    if first == "exercises":
        return "classroom"
    return ALIASES.get(rest[0], rest[0]) if first == "sciencecities" and rest else ""


def wrong_imports(source: str, module: str, is_package: bool = False) -> set[str]:
    """The imports of a module that point up."""
    own = group(module)
    wrong = set()
    for name in imported(ast.parse(source), module, is_package):
        other = group(name)
        up = other in RANKS and other != own and (own == "" or RANKS[other] >= RANKS[own])
        if up or name.split(".")[0] in NOT_FOR.get(own, ()):
            wrong.add(name)
    return wrong


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("measures.ranking", "from ..data import load", "sciencecities.data.load"),
        ("measures.ranking", "from .. import data", "sciencecities.data"),
        ("measures.ranking", "from .ranks import data", None),
        ("look", "from . import book", "sciencecities.book"),
        ("data", "def f():\n    import matplotlib.pyplot", "matplotlib.pyplot"),
        ("explorables.club", "from sciencecities import data, look, measures", None),
        ("explorables.club", "import sciencecities.classroom.check", "sciencecities.classroom.check"),
    ],
)
def test_the_rule_sees_each_kind_of_import(module, source, wrong):
    assert wrong_imports(source, f"sciencecities.{module}") == ({wrong} if wrong else set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows_point_down(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if is_package else parts)
    assert group(module) in RANKS or module == "sciencecities", f"{module} has no place in RANKS above"
    assert not wrong_imports(path.read_text(), module, is_package)


def test_measures_load_no_data_and_no_plotting():
    code = "import sys, sciencecities.measures; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert "sciencecities" in loaded
    assert not loaded & NOT_FOR["measures"]


def test_no_chapter_imports_the_build():
    assert CHAPTERS
    for path in CHAPTERS:
        code = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
        lines = "\n".join("".join(cell["source"]) for cell in code).split("\n")
        plain = "\n".join(line for line in lines if not line.startswith(("%", "!")))
        assert not {name for name in imported(ast.parse(plain), "chapter", False) if group(name) == "book"}
