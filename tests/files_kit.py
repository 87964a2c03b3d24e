"""The files of this project, as git knows them, for tests that look at each or need a copy of all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command with its output captured, out of reach of any git hook that may be running us."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | variables
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)


def project_files() -> list[Path]:
    """All files that are, or would be, committed."""
    listed = run(
        "git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"
    )
    assert listed.returncode == 0, listed.stderr
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def lay_out(folder: Path) -> Path:
    """Copy all files that are, or would be, committed into a folder, and give it."""
    for path in project_files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder
