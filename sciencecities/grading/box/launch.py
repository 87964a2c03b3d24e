"""Start a box: bubblewrap where there is one, an ordinary process where the teacher trusts the notebooks."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ..model import GradeError
from . import process, tree, users, wall
from .inside import frames, watch
from .limits import Limits
from .templates import Templates

WAYS_OUT = (
    "install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap), on Windows grade in WSL2 and on macOS in "
    "docker or a CI job, or give --i-trust-these-notebooks to run them with no sandbox"
)
_STAGE = "sciencecities-box-"


@dataclasses.dataclass(frozen=True)
class Box:
    """How boxes are made: limits, whether with a sandbox, and the folder that each of them reads. Not yet running.

    Make it with `open_box`; as a context manager it removes its folder at the end.
    """

    limits: Limits
    trusted: bool
    stage: Path
    lock: IO[bytes] = dataclasses.field(repr=False)
    templates: Templates | None = dataclasses.field(default=None, repr=False)

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder that the boxes read."""
        if self.templates is not None:
            self.templates.close()
        shutil.rmtree(self.stage, ignore_errors=True)
        self.lock.close()

    def start(self) -> Running:
        """A running box, its packages loaded, its worker not yet forked. GradeError when it does not start."""
        return Running(self)


def open_box(limits: Limits | None = None, trusted: bool = False, many: bool = False) -> Box:
    """Make all ready for boxes.

    Args: trusted: run notebooks as an ordinary process, with limits but with no walls; many: there will be many boxes,
    so that it pays to load the packages once and to fork boxes from there. Where the system does not allow that, and
    with `trusted`, each box loads them anew.

    Raises GradeError, in one sentence with the ways out, where no sandbox can be had.
    """
    if not hasattr(os, "fork"):
        raise GradeError(f"Notebooks cannot be run on this system: {WAYS_OUT.split(', or')[0]}.")
    if not trusted:
        _refuse_without_walls()
    _sweep()
    fresh = Path(tempfile.mkdtemp(prefix="sciencecities-new-")).resolve()
    lock = _locked(fresh)  # before it has the name under which another grader would look for it
    stage = fresh.rename(fresh.with_name(fresh.name.replace("-new-", "-box-")))
    limits = limits or Limits()
    box = Box(limits, trusted, stage, lock, Templates(stage, limits) if many and not trusted else None)
    try:
        tree.build(stage)
        if not trusted:
            _try(box)
    except BaseException:
        box.close()
        raise
    return box


def _locked(stage: Path) -> IO[bytes]:
    """A file in the stage that is locked for as long as its maker lives. OSError when somebody else has it."""
    # Not through a link: the folder of temporary files belongs to all users.
    file = os.fdopen(os.open(stage / ".lock", os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def _sweep() -> None:
    """Remove what a killed grader could not."""
    for stage in Path(tempfile.gettempdir()).glob(f"{_STAGE}*"):
        with contextlib.suppress(OSError):
            if stage.lstat().st_uid != os.geteuid() or stage.is_symlink():
                continue
            _locked(stage).close()
            shutil.rmtree(stage, ignore_errors=True)


def _refuse_without_walls() -> None:
    if sys.platform != "linux":
        raise GradeError(f"There is no sandbox for students' code on this system: {WAYS_OUT}.")
    missing = [name for name in wall.needs() if shutil.which(name) is None]
    if missing:
        raise GradeError(f"The sandbox for students' code needs {' and '.join(missing)}: {WAYS_OUT}.")


def _try(box: Box) -> None:
    """Start an empty box, in a tenth of a second: better to refuse now than after the first notebook."""
    with users.slot() as uid:
        command = [
            *wall.command(box.stage, box.limits, uid, None, process.ENVIRONMENT),
            *users.PYTHON,
            "-c",
            "pass",
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=wall.PATH
        )
    if done.returncode:
        raise GradeError(f"The sandbox does not start ({process.last_line(done.stderr)}): {WAYS_OUT}.")


class Running:
    """A box that runs. Everything that it says is a stranger's claim."""

    def __init__(self, box: Box) -> None:
        self.limits = box.limits
        self._stack = contextlib.ExitStack()
        self._process, self._channel, self._known = self._forked(box) or self._alone(box)

    def _alone(self, box: Box) -> tuple[process.Process, socket.socket, set[int]]:
        hello = dataclasses.asdict(box.limits)
        alone = process.Process("supervisor", box.stage, box.limits, hello, not box.trusted)
        alone.ready()
        self._stack.callback(alone.close)
        return alone, alone.channel, set()

    def _forked(self, box: Box) -> tuple[process.Process, socket.socket, set[int]] | None:
        """From a template; None where that cannot be, which costs a second and nothing else."""
        if box.templates is None or not box.templates.usable:
            return None
        try:
            room = box.templates.room(dataclasses.asdict(box.limits))
            template, channel = self._stack.enter_context(room)
        except GradeError:
            box.templates.usable = False
            return None
        return template.process, channel, template.own

    def pids(self) -> list[int]:
        """The numbers of its processes, seen from outside."""
        return [one for one in (self._process.pid, *watch.below(self._process.pid)) if one not in self._known]

    def order(self, order: dict[str, Any], seconds: float = 0.0) -> tuple[dict[str, Any], Any]:
        """Have something done within `seconds`; how it ended, and the worker's answer, None where there is none.

        Raises frames.Broken when the box as a whole is lost: close it and start another.
        """
        frames.send(self._channel, order | {"seconds": seconds})
        # The watch inside is to end it long before; this is for a box that is lost altogether.
        patience = 4 * seconds + self.limits.grace + 15
        end = frames.decode(frames.receive(self._channel, patience))
        if not isinstance(end, dict):
            raise frames.Broken("the supervisor's answer is none")
        reply = frames.receive(self._channel, patience) if end.get("reply") else None
        try:
            return end, None if reply is None else frames.decode(reply)
        except frames.Broken as problem:
            return {"end": "garbled", "alive": False, "detail": str(problem)}, None

    def close(self) -> None:
        """End the box and all in it."""
        self._stack.close()
