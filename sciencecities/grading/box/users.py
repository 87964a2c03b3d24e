"""The users that root becomes for a box: one for each box, and nobody else's."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..model import GradeError

PYTHON = (os.path.realpath(sys.executable), "-S", "-s", "-P")
"""Python without the packages of this environment: a box says itself where they are."""

_FIRST, _SLOTS, _NOBODY = 200_001, 64, 65_534


@contextlib.contextmanager
def slot() -> Iterator[int | None]:
    """A user id that no other box on this machine has; None for who is not root.

    It is held by a name that the kernel frees when its holder is gone, however that ended.
    """
    if os.geteuid() != 0:
        yield None
        return
    with socket.socket(socket.AF_UNIX) as lock:
        for uid in range(_FIRST, _FIRST + _SLOTS):
            with contextlib.suppress(OSError):
                lock.bind(f"\0sciencecities-box-{uid}")
                yield uid
                return
    raise GradeError(f"{_SLOTS} boxes run on this machine already: wait for some to end.")


@lru_cache(maxsize=8)
def anybody_can_run(folders: tuple[str, ...]) -> bool:
    """Whether a user without rights can run this Python and read these folders."""
    code = "import os, sys; sys.exit(not all(os.access(one, os.R_OK | os.X_OK) for one in sys.argv[1:]))"
    try:
        done = subprocess.run(
            [*PYTHON, "-c", code, *folders],
            user=_NOBODY,
            group=_NOBODY,
            extra_groups=(),
            cwd="/",
            capture_output=True,
        )
    except OSError:
        return False
    return done.returncode == 0


def end_all_of(uid: int) -> None:
    """End what a user who is nobody else's has left running."""
    until = time.monotonic() + 5
    while (left := processes_of(uid)) and time.monotonic() < until:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def processes_of(uid: int) -> list[int]:
    """The processes of a user, those that have ended and are not yet buried left out."""
    found = []
    for place in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            text = place.read_text()
            if f"\nUid:\t{uid}\t" in text and "\nState:\tZ" not in text:
                found.append(int(place.parent.name))
    return found
