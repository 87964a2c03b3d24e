"""The commands that a stranger types: what they say when something is missing, and what makes the build fail."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a space in its name that holds the scripts and nothing else."""
    folder = tmp_path / "a b"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    return folder


def program(folder: Path, name: str, script: str) -> None:
    """Put a small shell program on the PATH that the test uses."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def setup(place: Path, what: str, **programs: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/setup.sh on a machine that has only the given programs, dirname and uname."""
    path = place / "bin"
    for name, script in {"dirname": 'echo "${1%/*}"', "uname": "echo Other", **programs}.items():
        program(path, name.replace("_", "-"), script)
    command = ["/bin/sh", "scripts/setup.sh", what]
    return subprocess.run(command, cwd=place, env={"PATH": str(path)}, capture_output=True, text=True)


OLD = "exit 1"  # a Python of another version answers the version question with no
BARE = 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.12-venv ;; esac'  # has no ensurepip
APT = "touch called"

LEAN = 'case "$2" in *libatomic*) exit 1 ;; esac'  # cannot load what drives the browser


@pytest.mark.parametrize(
    ("goal", "programs", "words"),
    [
        ("book", {}, "Python 3.11, 3.12 or 3.13"),
        ("book", {"python3": OLD, "id": "echo 0", "apt_get": APT}, "Python 3.11, 3.12 or 3.13"),
        ("book", {"python3": BARE, "id": "echo 1000", "apt_get": APT}, "apt-get install python3.12-venv)"),
        ("book", {"python3": BARE, "id": "echo 0"}, "apt-get install python3.12-venv)"),
        (
            "test",
            {"python3": BARE, "id": "echo 1000"},
            "install python3.12-venv chromium fonts-dejavu-core fonts-liberation)",
        ),
        ("test", {"python3": BARE, "chromium": "", "id": "echo 1000"}, "install python3.12-venv)"),
        (
            "test",
            {"python3": "", "id": "echo 1000", "apt_get": APT},
            "install chromium fonts-dejavu-core fonts-liberation)",
        ),
        ("test", {"python3": LEAN, "chromium": "", "id": "echo 1000"}, "install libatomic1)"),
        (
            "test",
            {"python3": "", "chromium": "", "id": "echo 1000", "uname": "echo Linux"},
            "install bubblewrap)",
        ),
        ("nonsense", {}, "Usage"),
    ],
)
def test_what_is_missing_is_named_in_one_line(place, goal, programs, words):
    result = setup(place, goal, **programs)
    assert result.returncode == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (place / "called").exists(), "only root may install, and nothing is installed in vain"


def test_root_installs_what_is_missing_without_being_asked(place):
    apt = 'echo "$DEBIAN_FRONTEND $*" >>log; read answer && echo asked >>log; exit 0'
    setup(place, "test", python3=BARE, id="echo 0", apt_get=apt)
    update, install, again, faster = (place / "log").read_text().splitlines()
    assert again == update and faster.endswith(" chromium-headless-shell")
    assert re.fullmatch(r"noninteractive -y .* update", update)
    assert re.fullmatch(
        r"noninteractive -y .* install .* python3.12-venv chromium fonts-dejavu-core fonts-liberation",
        install,
    )


def test_continuous_integration_runs_make_test(place):
    shutil.copytree(ROOT / ".ci", place / ".ci")
    program(place / "bin", "make", 'echo "$PWD: make $*"')
    environment = os.environ | {"PATH": f"{place / 'bin'}:{os.environ['PATH']}"}
    result = subprocess.run([place / ".ci" / "run"], env=environment, capture_output=True, text=True)
    assert result.stdout == f"{place}: make test\n"


def test_serve_prints_an_address_that_answers(place):
    html = place / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("the book")
    command = [sys.executable, "scripts/serve.py"]
    with subprocess.Popen(
        command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as serving:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", serving.stdout.readline())[0]
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert answer.read() == b"the book"
        finally:
            serving.terminate()


# --- the build, on a book of one page


@pytest.fixture
def small_book(place: Path) -> Path:
    """A book of one notebook, built with the book's own settings for execution."""
    (place / "_toc.yml").write_text("format: jb-book\nroot: page\n")
    (place / "_config.yml").write_text(
        "only_build_toc_files: true\nexecute: {execute_notebooks: cache, timeout: 60, allow_errors: false}\n"
    )
    (place / "data").mkdir()
    (place / "data" / "table.csv").write_text("first\n")
    (place / "requirements-book.txt").touch()
    return place


def write_page(book: Path, text: str, code: str, name: str = "page") -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "id": "t", "source": f"# Page\n\n{text}"},
        {
            "cell_type": "code",
            "metadata": {},
            "id": "c",
            "source": code,
            "outputs": [],
            "execution_count": None,
        },
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (book / f"{name}.ipynb").write_text(json.dumps(notebook))


def build(book: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "scripts/build.py"], cwd=book, capture_output=True, text=True)


# Two notebooks that wait for each other end only where they run at the same time.
MEET = """import pathlib, time
pathlib.Path("_build/{0}").touch()
end = time.monotonic() + 50
while not pathlib.Path("_build/{1}").exists():
    assert time.monotonic() < end, "alone"
    time.sleep(0.1)"""


# One core runs one notebook at a time; there they must not wait.
TOGETHER = MEET if os.cpu_count() != 1 else "# {0} {1}"


@pytest.mark.slow
def test_a_build_runs_pages_together_and_sees_new_data(small_book):
    table = small_book / "data" / "table.csv"
    code = f"{TOGETHER.format('page', 'other')}\nprint(open({str(table)!r}).read())"
    write_page(small_book, "Fine.", code)
    write_page(small_book, "Fine.", TOGETHER.format("other", "page"), name="other")
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: page\nchapters:\n- file: other\n")
    result = build(small_book)
    assert result.returncode == 0, result.stderr
    page = small_book / "_build" / "html" / "page.html"
    assert page.with_name("index.html").as_uri() in result.stdout
    assert "make serve" in result.stdout
    assert "first" in page.read_text()

    table.write_text("second\n")
    assert build(small_book).returncode == 0
    assert "second" in page.read_text()
    result = build(small_book)
    assert result.returncode == 0 and "Nothing has changed" in result.stdout
    assert page.with_name("index.html").as_uri() in result.stdout


@pytest.mark.slow
def test_a_page_that_is_not_read_anew_does_not_keep_its_warning_to_itself(small_book):
    (small_book / "_toc.yml").write_text("format: jb-book\nroot: page\nchapters:\n- file: other\n")
    write_page(small_book, "See [nothing](nowhere.md).", "1 + 1")
    for word in ("Good", "Better"):
        write_page(small_book, f"{word}.", "1 + 1", name="other")
        result = build(small_book)
        assert result.returncode != 0, result.stdout
        assert "nowhere.md" in result.stderr and "The book was not built" in result.stderr
