"""What Binder makes of this repository, made here without a container: its own base, then requirements.txt alone.

The base is what repo2docker, the program behind Binder, puts into every image for a Python: JupyterLab, Notebook,
JupyterHub's server and what they need, in the versions of its own lock. That lock names conda's packages; here
the same versions come from PyPI.
"""

from __future__ import annotations

import gzip
import re
import tarfile
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import yaml
from files_kit import lay_out
from jupyter_kit import OPEN_S, ROOT, jupyterlab, open_notebook
from packaging.version import InvalidVersion, Version
from playwright.sync_api import Browser
from pythons_kit import environment, install, install_locked, interpreter

# In the image's base, but no Python package, or one that the environment has anyway.
NO_PACKAGE = {"python", "nodejs", "pip"}
# What conda calls otherwise than PyPI does.
ON_PYPI = {
    "jupyterhub-base": "jupyterhub",
    "jupyterhub-singleuser": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
# A picture or an interactive figure is there and can be seen.
FIGURE = """() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea figure img")]
    .some((image) => image.complete && image.naturalWidth > 0)"""


@dataclass(frozen=True)
class Image:
    """What stands for Binder's image: its Python, and the megabytes of the base and of what is laid over it.

    packed_mb: the latter as a registry keeps it and a machine fetches it, by gzip. parts: megabytes over the base by
    folder of the environment's packages, most first.
    """

    python: str
    base_mb: float
    over_mb: float
    packed_mb: float
    parts: dict[str, float]


def version() -> str:
    """The Python that Binder is told to take, of runtime.txt."""
    return (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")


def base() -> tuple[list[str], list[str]]:
    """What repo2docker puts into every image: the packages that it asks for, and the versions of all."""
    found = find_spec("repo2docker")
    assert found and found.origin
    conda = Path(found.origin).parent / "buildpacks" / "conda"
    asked = yaml.safe_load((conda / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    names = [re.split(r"[=<>]", line, maxsplit=1)[0] for line in asked]
    lock = (conda / f"environment.py-{version()}-linux-64.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^https://.*/([a-z0-9][^/]*)-([^-/]+)-[^-/]+\.conda\b", lock, re.MULTILINE)
    return (
        [ON_PYPI.get(name, name) for name in names if name not in NO_PACKAGE],
        [f"{ON_PYPI.get(name, name)}=={pin}" for name, pin in pins if _is_version(pin)],
    )


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def make_image(folder: Path) -> Image:
    """An environment as Binder's image has it. Needs the package index; takes a minute or two."""
    chosen = interpreter(version())
    if chosen is None:
        raise LookupError(
            f"There is no Python {version()} on this machine, which runtime.txt asks Binder for."
        )
    python = environment(folder / "environment", chosen)
    asked, pins = base()
    (folder / "base.txt").write_text("\n".join(pins), encoding="utf-8")
    install(python, "--only-binary", ":all:", "--constraint", str(folder / "base.txt"), *asked)
    before = _files(folder / "environment")
    install_locked(python)
    install(python, "--no-deps", str(lay_out(folder / "home")))
    after = _files(folder / "environment")
    # A layer of an image holds what was written, also where it replaces what lies below.
    over = [path for path, seen in after.items() if before.get(path) != seen]
    over += [path for path in (folder / "home").rglob("*") if path.is_file()]
    return Image(
        python,
        sum(size for size, _ in before.values()) / 1e6,
        sum(path.stat().st_size for path in over) / 1e6,
        _packed(over) / 1e6,
        _parts(over),
    )


def _parts(files: list[Path]) -> dict[str, float]:
    """Megabytes by the folder in site-packages."""
    sizes: Counter[str] = Counter()
    for path in files:
        if "site-packages" in path.parts:
            sizes[path.parts[path.parts.index("site-packages") + 1]] += path.stat().st_size
    return {name: size / 1e6 for name, size in sizes.most_common()}


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of each file."""
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _packed(files: list[Path]) -> int:
    with tempfile.TemporaryFile() as target:
        with gzip.open(target, "wb", 6) as packer, tarfile.open(fileobj=packer, mode="w|") as tar:
            for path in files:
                tar.add(path, recursive=False)
        return target.tell()


def first_figure(browser: Browser, image: Image, project: Path, home: Path, chapter: str) -> float:
    """Seconds from the start of the server to the first figure of a chapter, when all cells are run at once."""
    began = time.monotonic()
    with (
        jupyterlab(project, home, image.python) as address,
        open_notebook(browser, address, chapter) as opened,
    ):
        opened.start_all()
        opened.page.wait_for_function(FIGURE, timeout=1000 * OPEN_S, polling=100)
        return time.monotonic() - began
