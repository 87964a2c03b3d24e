"""The house rules that a machine can hold: locks, layers, licences, sizes, and tools that run clean."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from files_kit import lay_out, project_files, run
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = ("3.11", "3.12", "3.13")
RUNTIME, BOOK, TEST = "requirements.txt", "requirements-book.txt", "requirements-test.txt"


FILES = project_files()


def texts() -> dict[str, str]:
    """The committed text files by name."""
    found = {}
    for path in FILES:
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode()
    return found


# --- locks


def lock(name: str) -> list[tuple[Requirement, str]]:
    """The requirements of a lock file, each with the lines that belong to it (hashes and who asked for it)."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text().strip())
    return [(Requirement(entry.split("\\")[0].strip()), entry) for entry in entries]


def pins(name: str, python: str) -> dict[str, str]:
    """Package -> version that a lock file installs on Linux under this Python."""
    here = default_environment() | {"python_version": python, "python_full_version": f"{python}.9"}
    found = {}
    for requirement, _ in lock(name):
        if requirement.marker is None or Marker(str(requirement.marker)).evaluate(here):
            assert requirement.name not in found, f"{name} pins {requirement.name} twice on Python {python}"
            (found[requirement.name],) = (pin.version for pin in requirement.specifier)
    return found


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for: the dependencies and the given extras."""
    lines = PROJECT["dependencies"] + [
        line for name in extras for line in PROJECT["optional-dependencies"][name]
    ]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", [RUNTIME, BOOK, TEST])
def test_a_lock_is_hashed_and_names_no_place(name):
    for requirement, entry in lock(name):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"{name}: {requirement} has no hash"
        assert [pin.operator for pin in requirement.specifier] == ["=="], (
            f"{name}: {requirement} is not pinned"
        )
    assert not re.search(r"://|^--(?!hash)|^-[a-z]", (ROOT / name).read_text(), re.MULTILINE)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("small", "large"), [(RUNTIME, BOOK), (BOOK, TEST)])
def test_each_lock_is_part_of_the_next(small, large, python):
    inside = pins(large, python)
    differing = {
        name: (pin, inside.get(name)) for name, pin in pins(small, python).items() if inside.get(name) != pin
    }
    assert not differing, f"{small} and {large} disagree on Python {python}: run make lock"


@pytest.mark.parametrize(("name", "extras"), [(RUNTIME, ()), (BOOK, ("book",)), (TEST, ("book", "test"))])
def test_a_lock_answers_what_the_project_asks(name, extras):
    wanted = asked(*extras)
    for python in PYTHONS:
        pinned = pins(name, python)
        for requirement in wanted:
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, f"{name} lacks {requirement}: run make lock"
            assert requirement.specifier.contains(version), (
                f"{name} pins {version} for {requirement}: run make lock"
            )
    direct = {
        requirement.name for requirement, entry in lock(name) if "sciencecities (pyproject.toml)" in entry
    }
    assert direct == {canonicalize_name(requirement.name) for requirement in wanted}, f"{name}: run make lock"


def test_a_reader_installs_no_book_tool():
    readers = pins(RUNTIME, "3.12")
    extras = {canonicalize_name(requirement.name) for requirement in asked("book", "test")}
    extras -= {canonicalize_name(requirement.name) for requirement in asked()}
    assert not [
        name for name in readers if name in extras or name.startswith(("sphinx", "jupyter-book", "pytest"))
    ]


def test_the_fixed_versions():
    assert pins(BOOK, "3.12")["jupyter-book"] == "1.0.4.post1"
    assert (ROOT / "runtime.txt").read_text() == "python-3.12\n"
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    # An empty binder/ would make Binder ignore both files; a _static/ would load every script on every page.
    assert not (ROOT / "binder").exists()
    assert not (ROOT / "_static").exists()


# --- files


def test_no_package_registry_is_named():
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "deb." + "debian.org",
    ]
    found = [(name, host) for name, text in texts().items() for host in hosts if host in text]
    assert not found


def test_no_path_of_a_machine():
    place = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w|\b[A-Z]:\\Users")
    found = [(name, match[0]) for name, text in texts().items() if (match := place.search(text))]
    assert not found


def test_no_file_is_heavy():
    assert not [path.name for path in FILES if path.stat().st_size > 1_500_000]


def test_modules_are_short():
    long = {
        name: lines
        for name, text in texts().items()
        if name.endswith((".py", ".js", ".css")) and (lines := text.count("\n")) >= 400
    }
    assert not long, "split these"


def test_chapters_are_stored_stripped():
    notebooks = [path for path in FILES if path.suffix == ".ipynb"]
    assert notebooks
    for path in notebooks:
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                assert not cell["outputs"], f"{path.name} has outputs: run make lint"
                assert cell["execution_count"] is None, f"{path.name} has run counts: run make lint"


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_what_a_guide_names_exists(name):
    text = (ROOT / name).read_text()
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert not [link for link in links if link and not (ROOT / link).exists()], (
        f"{name} links to what is not there"
    )
    commands = set(
        re.findall(
            r"\bmake ([a-z-]+)\b", " ".join(re.findall(r"`[^`]+`|^    .*$|```.*?```", text, re.M | re.S))
        )
    )
    assert commands
    assert commands <= targets(), f"{name} names a make target that does not exist"


def test_the_help_names_every_target():
    shown = run("make", "--no-print-directory")
    assert set(re.findall(r"^make ([a-z-]+)", shown.stdout, re.MULTILINE)) == targets() - {"help"}


def test_the_citation_agrees_with_the_project():
    import sciencecities

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == PROJECT["version"] == sciencecities.__version__
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    title = yaml.safe_load((ROOT / "_config.yml").read_text())["title"]
    assert citation["title"] == title
    assert (ROOT / "README.md").read_text().startswith(f"# {title}\n")


# --- tools


def test_types_are_clean():
    result = run(sys.executable, "-m", "mypy")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as a fresh repository in a folder with a space, with this environment as its .venv."""
    place = lay_out(tmp_path / "a b")
    (place / ".venv").symlink_to(sys.prefix)
    return place


def pre_commit(place: Path, files: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run every hook on these files of a project, or on all."""
    assert run("git", "init", "-q", cwd=place).returncode == 0
    assert run("git", "add", "-A", cwd=place).returncode == 0
    command = [sys.executable, "-m", "pre_commit", "run", "--color=never"]
    what = ("--files", *files) if files else ("--all-files",)
    return run(*command, *what, cwd=place, PRE_COMMIT_HOME=str(place.parent / "pre-commit"))


def test_every_hook_passes(copy):
    result = pre_commit(copy)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_hook_can_fail(copy):
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "1",
        "outputs": [],
        "execution_count": 7,
        "id": "a",
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    bad = {
        "run.ipynb": json.dumps(notebook),
        "crooked.py": "x = [1,\n2]\nimport os\n",
        "note.md": "reci" + "eve",
        "broken.json": "{",
        "broken.yml": "a: [",
        "heavy.bin": "x" * 1_600_000,
        "key.txt": "-----BEGIN " + "RSA PRIVATE KEY-----\n",
    }
    for name, text in bad.items():
        (copy / name).write_text(text)
    result = pre_commit(copy, tuple(bad))
    hooks = {
        h["id"]
        for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
        for h in repo["hooks"]
    }
    failed = set(re.findall(r"Failed\n- hook id: (\S+)", result.stdout))
    assert hooks
    assert failed == hooks, result.stdout + result.stderr
