"""What the newest versions of all packages would break: installs them aside, runs the tests, reports. Never fails.

The versions that pyproject.toml fixes are set free, save Jupyter Book's, whose next major one is another program.
"""

import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASIDE = ROOT / "_build" / "canary"
HELD = {"jupyter-book": "jupyter-book<2"}
# Browser tests read the built book, which the locked packages made.
TESTS = [
    "tests",
    "--ignore=tests/test_house.py",
    "-m",
    "not slow",
    "-n",
    "2",
    "--dist",
    "loadfile",
    "-q",
    "-p",
    "no:cacheprovider",
    "--no-header",
]


def newest(project: dict) -> list[str]:
    """The packages that the project asks for, without a version, save those held."""
    asked = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = [re.split(r"[\s<>=!~;\[]", one, maxsplit=1)[0] for one in asked]
    return [HELD.get(name, name) for name in names]


def report(lines: list[str]) -> None:
    """Print the report, and put it on the page of the workflow's run."""
    text = "\n".join(lines)
    print(text)
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(f"```\n{text}\n```\n")


def main() -> int:
    """Install, build, test and report."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # With links, as the command makes it: the sandbox for students' notebooks follows them to Python.
    venv.create(ASIDE, clear=True, with_pip=True, symlinks=True)
    python = str(ASIDE / "bin" / "python")
    steps = {
        "install": [python, "-m", "pip", "install", "--quiet", *newest(project)],
        # The book's own, of which the tests ask that it is found from anywhere.
        "package": [python, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", "."],
        "build": [python, "scripts/build.py"],
        "test": [python, "-m", "pytest", *TESTS],
    }
    lines = ["With the newest version of every package:"]
    for name, command in steps.items():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        lines.append(f"{name}: {'well' if done.returncode == 0 else 'BROKEN'}")
        if done.returncode:
            lines += (done.stdout + done.stderr).splitlines()[-30:]
            break
    report(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
