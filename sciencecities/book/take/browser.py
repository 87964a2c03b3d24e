"""The browser of this machine, which prints the PDF, and in which tests and benches open the book."""

from __future__ import annotations

import shutil

# Without a window's frame it opens a page in a third of the time, so those come first.
NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("google-chrome", "google-chrome-stable", "chromium", "chromium-browser"),
)
# Its sandbox needs user namespaces, and /dev/shm needs room; a container may have neither.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
MISSING = "There is no Chrome or Chromium: run make test once, which installs it or says how."


def installed() -> list[str]:
    """The paths of all Chromes and Chromiums of this machine, those without a frame first."""
    return [path for name in NAMES if (path := shutil.which(name))]


def find() -> str | None:
    """The path of the one to use, or None where there is none."""
    return next(iter(installed()), None)
