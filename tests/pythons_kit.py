"""Other Pythons of this machine, and fresh environments made with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUPPORTED = ("3.11", "3.12", "3.13")


@cache
def interpreter(version: str) -> str | None:
    """A Python of this version, such as "3.12", or None: this one, one on the path, or one that pyenv keeps."""
    for path in _candidates(version):
        said = subprocess.run(
            [path, "-Ic", "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
        )
        if said.stdout.strip() == version:
            return path
    return None


def _candidates(version: str) -> Iterator[str]:
    yield sys.executable
    if on_path := shutil.which(f"python{version}"):
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}")))


def environment(folder: Path, python: str) -> str:
    """Make an environment with pip alone, and give its Python."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    return str(folder / "bin" / "python")


def install(python: str, *words: str) -> None:
    """Install into the environment of a Python, compiled as pip does. By pip where uv does not know the index."""
    quick = ["-m", "uv", "pip", "install", "--quiet", "--no-config", "--compile-bytecode"]
    done = subprocess.run([sys.executable, *quick, "--python", python, *words])
    if done.returncode:
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *words], check=True
        )


def install_locked(python: str) -> None:
    """What a reader installs: requirements.txt, every file of it as its hash says."""
    install(python, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.txt"))
