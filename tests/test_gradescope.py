"""The autograder for Gradescope: the zip, and its two entry points run in a scratch root with stand-ins for Ubuntu."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import gradescope as script  # noqa: E402

ABOUT = {
    "assignment": "04",
    "version": "0.1.0",
    "key": "autumn",
    "students": [{"id": "a@x.edu", "name": "张伟"}],
}


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return script.make(ABOUT, tmp_path_factory.mktemp("made"))


@pytest.fixture
def root(archive: Path, tmp_path: Path) -> Path:
    """What Gradescope makes of the zip: its files in source, and run_autograder beside it."""
    root = tmp_path / "auto grader"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "source")
        for entry in opened.infolist():
            (root / "source" / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    os.link(root / "source" / "run_autograder", root / "run_autograder")
    (root / "submission").mkdir()
    return root


def test_the_zip_is_the_same_on_every_day_and_has_its_entry_points_on_top(archive, tmp_path):
    again = script.make(ABOUT, tmp_path)
    assert archive.name == "autograder-04.zip"
    assert again.read_bytes() == archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        rights = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in opened.infolist()}
        assert json.loads(opened.read("assignment.json")) == ABOUT
    assert (rights["setup.sh"], rights["run_autograder"], rights["requirements.txt"]) == (0o755, 0o755, 0o644)
    assert not [
        name for name in rights if "__pycache__" in name or name.startswith(("tests", "chapters", "_build"))
    ]


def test_all_that_grading_needs_is_in_the_zip(root):
    source = root / "source"
    for part in ("sciencecities", "exercises", "data"):
        for path in (ROOT / part).rglob("*.*"):
            inside = path.relative_to(ROOT)
            needed = "__pycache__" not in inside.parts and inside.parts[:2] != ("sciencecities", "book")
            assert (source / inside).is_file() is needed or path.is_dir()
    for resource in json.loads((source / "data" / "datapackage.json").read_text())["resources"]:
        assert (source / "data" / resource["path"]).is_file()


# A Python whose own environment notes what it is asked, but for the small program that reads the metadata.
VENV = f"""case "$1" in
-c) exec '{sys.executable}' "$@" ;;
esac
printf '%s\\n' "$@" >> "$(dirname "$0")/asked"
if [ "$3" = grade ]; then echo '{{}}' > "$8"; fi"""


@pytest.mark.parametrize(
    ("metadata", "student"),
    [
        (
            {"users": [{"email": "a@x.edu", "id": 1, "name": "张伟"}, {"email": "b@x.edu"}]},
            ["--student=a@x.edu"],
        ),
        ({"users": [{"email": "--out=/"}]}, ["--student=--out=/"]),
        ({"users": []}, []),
        ([], []),
        (None, []),
    ],
)
def test_a_submission_is_graded_as_its_student(root, metadata, student):
    program(root / "source" / "venv" / "bin" / "python", VENV)
    if metadata is not None:
        (root / "submission_metadata.json").write_text(json.dumps(metadata))
    result = subprocess.run([root / "run_autograder"], cwd="/", capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    asked = (root / "source" / "venv" / "bin" / "asked").read_text().splitlines()
    made = root / "results" / "results.json"
    assert made.exists()
    assert asked == [
        *("-m", "sciencecities", "grade", str(root / "submission")),
        *("--assignment", str(root / "source" / "assignment.json")),
        *("--gradescope", str(made)),
        *student,
    ]


def test_no_result_is_made_up_when_grading_fails(root):
    program(
        root / "source" / "venv" / "bin" / "python", 'test "$1" = -c || { echo "No box here." >&2; exit 2; }'
    )
    result = subprocess.run([root / "run_autograder"], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (2, "No box here.\n")
    assert not (root / "results" / "results.json").exists()


def ubuntu(root: Path, name: str, age: str) -> dict[str, Any]:
    """Stand-ins for apt-get and Python: what they are asked is noted, and an environment is made of the same."""
    folder = root / "bin"
    note = f'echo "$(basename "$0") $*" >> "{root}/asked"'
    program(folder / "apt-get", note)
    for own, code in {"python3": age, name: "exit 0"}.items():
        make = f'mkdir -p venv/bin; cp "{folder}/inner" venv/bin/python'
        program(folder / own, f'if [ "$1" = -c ]; then {code}; fi\n{note}\n{make}')
    program(folder / "inner", note)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.parametrize(("age", "python"), [("exit 0", "python3"), ("exit 1", "python3.11")])
def test_the_image_gets_a_box_a_known_python_and_locked_packages(root, age, python):
    env = ubuntu(root, "python3.11", age)
    result = subprocess.run([root / "source" / "setup.sh"], cwd="/", env=env, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    asked = (root / "asked").read_text()
    assert "install -y -q --no-install-recommends bubblewrap" in asked
    assert f"{python} -m venv venv" in asked
    assert ("apt-get install -y -q --no-install-recommends python3.11 python3.11-venv" in asked) is (
        age == "exit 1"
    )
    assert "--require-hashes --only-binary :all: -r requirements.txt" in asked


def test_a_failing_install_stops_the_image(root):
    env = ubuntu(root, "python3.11", "exit 0")
    program(root / "bin" / "apt-get", "exit 100")
    result = subprocess.run([root / "source" / "setup.sh"], env=env, capture_output=True, text=True)
    assert result.returncode == 100
    assert not (root / "source" / "venv").exists()


def test_the_command_says_what_it_made(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(script.build, "BUILD", tmp_path)
    given = tmp_path / "assignment.json"
    given.write_text(json.dumps(ABOUT))
    assert script.main([str(given)]) == 0
    assert "autograder-04.zip" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "gradescope").iterdir()] == ["autograder-04.zip"]
    monkeypatch.setattr(script, "chapters", lambda: ["03"])
    assert script.main([]) == 0
    assert "make gradescope ASSIGNMENT=" in capsys.readouterr().out
    assert (tmp_path / "gradescope" / "autograder-03.zip").exists()


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"assignment": "99", "key": "", "students": []}', '{"assignment": "04"}']
)
def test_another_file_is_refused_in_one_sentence(tmp_path, capsys, content):
    given = tmp_path / "x.json"
    given.write_text(content)
    assert script.main([str(given)]) == 2
    assert "is no assignment.json: name the one that assign put into teacher/." in capsys.readouterr().err
    assert script.main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
