"""Start a box: bubblewrap where there is one, an ordinary process where the teacher trusts the notebooks."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from ..model import GradeError
from . import seccomp, tree, wall
from .inside import frames
from .limits import Limits

WAYS_OUT = (
    "install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap), on Windows grade in WSL2 and on macOS in "
    "docker or a CI job, or give --i-trust-these-notebooks to run them with no sandbox"
)
_START = 90.0  # seconds that a box may take to load its packages on a busy machine
_FIRST_UID, _SLOTS = 200_001, 64

_CODE = (
    "import sys; sys.path[:0] = {first!r}; sys.path += {last!r}; from inside.supervisor import main; main()"
)
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PIP_NO_INDEX": "1",  # else it would try for half a minute to reach somebody
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "MALLOC_ARENA_MAX": "2",  # each thread would reserve 64 MB of address space, which is limited
    # One thread each: two boxes on two processors gain nothing from more, and threads count as processes.
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
}


@dataclasses.dataclass(frozen=True)
class Box:
    """How boxes are made: limits, whether with a sandbox, and the folder that each of them reads. Not yet running.

    Make it with `open_box`; as a context manager it removes its folder at the end.
    """

    limits: Limits
    trusted: bool
    stage: Path

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder that the boxes read."""
        shutil.rmtree(self.stage, ignore_errors=True)

    def start(self) -> Running:
        """A running box, its packages loaded, its worker not yet forked. GradeError when it does not start."""
        return Running(self)


def open_box(limits: Limits | None = None, trusted: bool = False) -> Box:
    """Make all ready for boxes. `trusted`: run notebooks as an ordinary process, with limits but with no walls.

    Raises GradeError, in one sentence with the ways out, where no sandbox can be had.
    """
    if not hasattr(os, "fork"):
        raise GradeError(f"Notebooks cannot be run on this system: {WAYS_OUT.split(', or')[0]}.")
    if not trusted:
        _refuse_without_walls()
    stage = Path(tempfile.mkdtemp(prefix="sciencecities-box-")).resolve()
    box = Box(limits or Limits(), trusted, stage)
    try:
        tree.build(stage)
        if not trusted:
            _try(box)
    except BaseException:
        box.close()
        raise
    return box


def _refuse_without_walls() -> None:
    if sys.platform != "linux":
        raise GradeError(f"There is no sandbox for students' code on this system: {WAYS_OUT}.")
    missing = [name for name in wall.needs() if shutil.which(name) is None]
    if missing:
        raise GradeError(f"The sandbox for students' code needs {' and '.join(missing)}: {WAYS_OUT}.")


def _try(box: Box) -> None:
    """Start an empty box, in a tenth of a second: better to refuse now than after the first notebook."""
    with _slot() as uid:
        command = [*wall.command(box.stage, box.limits, uid, None, _ENVIRONMENT), *_python(), "-c", "pass"]
        done = subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=wall.PATH
        )
    if done.returncode:
        raise GradeError(f"The sandbox does not start ({_last_line(done.stderr)}): {WAYS_OUT}.")


def _python() -> list[str]:
    return [os.path.realpath(sys.executable), "-S", "-s", "-P"]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it says nothing"])[-1][:200]


@contextlib.contextmanager
def _slot() -> Any:
    """A user id that no other box on this machine has; None for who is not root.

    It is held by a name that the kernel frees when its holder is gone, however that ended.
    """
    if os.geteuid() != 0:
        yield None
        return
    with socket.socket(socket.AF_UNIX) as lock:
        for uid in range(_FIRST_UID, _FIRST_UID + _SLOTS):
            with contextlib.suppress(OSError):
                lock.bind(f"\0sciencecities-box-{uid}")
                yield uid
                return
    raise GradeError(f"{_SLOTS} boxes run on this machine already: wait for some to end.")


class Running:
    """A box that runs. Everything that it says is a stranger's claim."""

    def __init__(self, box: Box) -> None:
        self.limits = box.limits
        self._stack = contextlib.ExitStack()
        try:
            self._start(box)
        except BaseException:
            self._stack.close()
            raise

    def _start(self, box: Box) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._channel = ours
            hello = dataclasses.asdict(box.limits) | {"boxed": not box.trusted}
            if box.trusted:
                command, home = self._without_walls(box.stage)
                self._open(command, theirs, env=_ENVIRONMENT | wall.PATH | _folders(home), cwd=home)
                hello |= {"home": home, "fonts": str(box.stage / "run" / tree.fonts(box.stage))}
            else:
                command, filter_ = self._with_walls(box)
                self._open(command, theirs, env=wall.PATH, pass_fds=(filter_,))
                hello |= {"home": wall.HOME, "fonts": f"{wall.RUN}/{tree.fonts(box.stage)}"}
        try:
            frames.send(ours, hello)
            frames.receive(ours, _START)
        except frames.Broken:
            self.process.kill()
            says = self.process.communicate()[1].decode("utf-8", "replace")
            raise GradeError(f"A box did not start ({_last_line(says)}): run grade --doctor.") from None

    def _with_walls(self, box: Box) -> tuple[list[str], int]:
        uid = self._stack.enter_context(_slot())
        read, write = os.pipe()
        self._stack.callback(os.close, read)
        os.write(write, seccomp.program())
        os.close(write)
        first, last = wall.paths()
        command = wall.command(box.stage, box.limits, uid, read, _ENVIRONMENT)
        return [*command, *_python(), "-c", _CODE.format(first=first, last=last)], read

    def _without_walls(self, stage: Path) -> tuple[list[str], str]:
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sciencecities-home-"))
        code = _CODE.format(
            first=[str(stage / "run"), str(stage / "book")], last=[str(folder) for folder in tree.packages()]
        )
        return [*_python(), "-c", code], home

    def _open(self, command: list[str], channel: socket.socket, **options: Any) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=channel,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            **options,
        )
        self._stack.callback(self._end)

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

    def _end(self) -> None:
        self._channel.close()  # the supervisor leaves, and the kernel ends the rest
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()


def _folders(home: str) -> dict[str, str]:
    return {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/.matplotlib"}
