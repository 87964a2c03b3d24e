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
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ..model import GradeError
from . import seccomp, tree, users, wall
from .inside import frames
from .limits import Limits

WAYS_OUT = (
    "install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap), on Windows grade in WSL2 and on macOS in "
    "docker or a CI job, or give --i-trust-these-notebooks to run them with no sandbox"
)
_START = 90.0  # seconds that a box may take to load its packages on a busy machine
_STAGE = "sciencecities-box-"

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
    lock: IO[bytes] = dataclasses.field(repr=False)

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder that the boxes read."""
        shutil.rmtree(self.stage, ignore_errors=True)
        self.lock.close()

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
    _sweep()
    fresh = Path(tempfile.mkdtemp(prefix="sciencecities-new-")).resolve()
    lock = _locked(fresh)  # before it has the name under which another grader would look for it
    stage = fresh.rename(fresh.with_name(fresh.name.replace("-new-", "-box-")))
    box = Box(limits or Limits(), trusted, stage, lock)
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
        command = [*wall.command(box.stage, box.limits, uid, None, _ENVIRONMENT), *users.PYTHON, "-c", "pass"]
        done = subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=wall.PATH
        )
    if done.returncode:
        raise GradeError(f"The sandbox does not start ({_last_line(done.stderr)}): {WAYS_OUT}.")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it says nothing"])[-1][:200]


class Running:
    """A box that runs. Everything that it says is a stranger's claim."""

    def __init__(self, box: Box) -> None:
        self.limits = box.limits
        self._uid: int | None = None  # whose processes are to be ended one by one, where no wall does it
        self._stack = contextlib.ExitStack()
        try:
            self._start(box)
        except BaseException:
            self._stack.close()
            raise

    def _start(self, box: Box) -> None:
        self._channel, theirs = socket.socketpair()
        with theirs:
            hello = self._without_walls(box.stage, theirs) if box.trusted else self._with_walls(box, theirs)
        fonts = f"{hello.pop('run')}/{tree.fonts(box.stage)}"
        try:
            frames.send(self._channel, dataclasses.asdict(box.limits) | hello | {"fonts": fonts})
            frames.receive(self._channel, _START)
        except frames.Broken:
            self.process.kill()
            says = self.process.communicate()[1].decode("utf-8", "replace")
            raise GradeError(f"A box did not start ({_last_line(says)}): run grade --doctor.") from None

    def _with_walls(self, box: Box, channel: socket.socket) -> dict[str, Any]:
        uid = self._stack.enter_context(users.slot())
        read, write = os.pipe()
        self._stack.callback(os.close, read)
        os.write(write, seccomp.program())
        os.close(write)
        command = wall.command(box.stage, box.limits, uid, read, _ENVIRONMENT)
        self._open([*command, *users.PYTHON, "-c", _code(*wall.paths())], channel, wall.PATH, fds=[read])
        return {"boxed": True, "home": wall.HOME, "run": wall.RUN}

    def _without_walls(self, stage: Path, channel: socket.socket) -> dict[str, Any]:
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sciencecities-home-"))
        packages = [str(folder) for folder in tree.packages()]
        if os.geteuid() == 0 and users.anybody_can_run((str(stage), *packages)):
            self._uid = uid = self._stack.enter_context(users.slot())
            os.chown(home, -1 if uid is None else uid, -1)
        code = _code([str(stage / "run"), str(stage / "book")], packages)
        folders = {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/.matplotlib"}
        self._open([*users.PYTHON, "-c", code], channel, _ENVIRONMENT | wall.PATH | folders, home, self._uid)
        return {"boxed": False, "home": home, "run": str(stage / "run")}

    def _open(
        self,
        command: list[str],
        channel: socket.socket,
        environment: dict[str, str],
        folder: str | None = None,
        uid: int | None = None,
        fds: Sequence[int] = (),
    ) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=channel.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=environment,
            cwd=folder,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else (),
            pass_fds=fds,
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
        if self._uid is not None:
            users.end_all_of(self._uid)
        if self.process.stderr is not None:
            self.process.stderr.close()


def _code(first: list[str], last: list[str]) -> str:
    """What Python runs in a box; the folders stand before its own library, and after it."""
    return (
        f"import sys; sys.path[:0] = {first!r}; sys.path += {last!r}; "
        "from inside.supervisor import main; main()"
    )
