"""Where the book's repository is: one place for everything that needs its address.

The build is told by the environment, else it asks git for the remote `origin`:

- BOOK_REPOSITORY: `https://github.com/OWNER/NAME`; empty for a book without launch buttons;
- BOOK_BRANCH: the branch that launch buttons open, `main` unless said;
- BOOK_HUB: the address of a JupyterHub with nbgitpuller, as `https://hub.example.org`; none unless said.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

# As people and git write it; a name or a token before the @ is never taken over.
_GITHUB = re.compile(
    r"(?:https://(?:[^@/\s]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])([\w-]+)/([\w.-]+?)(?:\.git)?/?"
)
_BRANCH = re.compile(r"[\w./-]+")
_HUB = re.compile(r"https?://[\w.:-]+(?:/[\w./~-]*)?")


class PlaceError(ValueError):
    """An address that leads nowhere, in one sentence."""


@dataclass(frozen=True)
class Place:
    """A repository on GitHub, the branch to open, and the address of a JupyterHub or ''."""

    owner: str
    name: str
    branch: str = "main"
    hub: str = ""

    @property
    def url(self) -> str:
        """The address of the repository."""
        return f"https://github.com/{self.owner}/{self.name}"

    def links(self, notebook: str) -> dict[str, str]:
        """Service -> the address that opens a notebook there, given by its path in the repository."""
        lab, where = quote(f"lab/tree/{notebook}"), f"{self.owner}/{self.name}"
        found = {
            "Binder": f"https://mybinder.org/v2/gh/{where}/{quote(self.branch, safe='')}?urlpath={lab}",
            "Colab": f"https://colab.research.google.com/github/{where}/blob/{self.branch}/{quote(notebook)}",
        }
        if self.hub:
            pull = {"repo": self.url, "branch": self.branch, "urlpath": f"lab/tree/{self.name}/{notebook}"}
            found["JupyterHub"] = f"{self.hub}/hub/user-redirect/git-pull?{urlencode(pull)}"
        return found

    @property
    def clone(self) -> str:
        """What to run in a notebook that came without its book: brings code, tables and packages."""
        return (
            f"!git clone --depth 1 --branch {self.branch} {self.url} && "
            f"python -m pip install -r {self.name}/requirements.txt"
        )


def find(folder: Path, environment: Mapping[str, str] = os.environ) -> Place | None:
    """The place of the repository in a folder, or None when no public one is known.

    Raises PlaceError when the environment names one that cannot be read.
    """
    said = environment.get("BOOK_REPOSITORY")
    found = _GITHUB.fullmatch(_origin(folder) if said is None else said.strip())
    if said and not found:
        raise PlaceError(
            f"BOOK_REPOSITORY is {said!r}, which is not a repository's address: "
            "write https://github.com/OWNER/NAME, or leave it empty."
        )
    # People copy the address of their hub from a page of it, which lies below /hub.
    hub = (environment.get("BOOK_HUB") or "").rstrip("/").removesuffix("/hub")
    if not found:
        if hub:
            raise PlaceError(
                "BOOK_HUB is given, and no repository for the hub to take the notebooks from: "
                "give BOOK_REPOSITORY as well, as https://github.com/OWNER/NAME."
            )
        return None
    branch = environment.get("BOOK_BRANCH") or "main"
    if not _BRANCH.fullmatch(branch):
        raise PlaceError(f"BOOK_BRANCH is {branch!r}, which is not a branch's name: write for example main.")
    if hub and not _HUB.fullmatch(hub):
        raise PlaceError(f"BOOK_HUB is {hub!r}, which is not an address: write https://HOST.")
    return Place(found[1], found[2], branch, hub)


def _origin(folder: Path) -> str:
    """The address of git's remote `origin`; '' without one, and without git."""
    command = ["git", "-c", "safe.directory=*", "config", "--get", "remote.origin.url"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
