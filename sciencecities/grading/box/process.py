"""A Python that runs inside, put up from outside: with walls or without, and with a channel to talk through."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..model import GradeError
from . import seccomp, tree, users, wall
from .inside import frames
from .limits import Limits

_START = 90.0  # seconds that it may take to load its packages on a busy machine

ENVIRONMENT = {
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


class Process:
    """A module of `inside` at work until `close`; then nothing of it is left.

    channel: to talk to it; all that it says is a stranger's claim. home: the folder in which it begins.
    """

    def __init__(
        self,
        module: str,
        stage: Path,
        limits: Limits,
        hello: dict[str, Any],
        walls: bool = True,
        sealed: bool = True,
    ) -> None:
        """Start it, without waiting for it.

        Args: module: of `inside`, with a `main`; hello: what it is told first, beside its folders; walls: whether it
        runs in a sandbox; sealed: whether the filter of system calls is put on there, which it cannot take off.
        """
        self._uid: int | None = None  # whose processes are to be ended one by one, where no wall does it
        self._stack = contextlib.ExitStack()
        self._module, self._stage, self._limits, self._sealed = module, stage, limits, sealed
        try:
            self.channel, theirs = socket.socketpair()
            with theirs:
                run = self._with_walls(theirs) if walls else self._without_walls(theirs)
            told = {"home": self.home, "fonts": f"{run}/{tree.fonts(stage)}", "boxed": walls}
            with contextlib.suppress(frames.Closed):  # then `ready` will say why
                frames.send(self.channel, hello | told)
        except BaseException:
            self._stack.close()
            raise

    @property
    def pid(self) -> int:
        """The number of the process from which all of it descends."""
        return self._process.pid

    def ready(self) -> None:
        """Wait until it has loaded its packages; GradeError, and it is closed, when it does not come so far."""
        try:
            frames.receive(self.channel, _START)
        except frames.Broken:
            self._process.kill()
            says = self._process.communicate()[1].decode("utf-8", "replace")
            self.close()
            raise GradeError(f"A box did not start ({last_line(says)}): run grade --doctor.") from None

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it and all that it has started."""
        self._stack.close()

    def _with_walls(self, channel: socket.socket) -> str:
        self.home = wall.HOME
        uid = self._stack.enter_context(users.slot())
        handles = []
        if self._sealed:
            read, write = os.pipe()
            self._stack.callback(os.close, read)
            os.write(write, seccomp.program())
            os.close(write)
            handles.append(read)
        command = wall.command(self._stage, self._limits, uid, handles[0] if handles else None, ENVIRONMENT)
        code = self._code(*wall.paths())
        self._open([*command, *users.PYTHON, "-c", code], channel, wall.PATH, handles=handles)
        return wall.RUN

    def _without_walls(self, channel: socket.socket) -> str:
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sciencecities-home-"))
        self.home = home
        packages = [str(folder) for folder in tree.packages()]
        if os.geteuid() == 0 and users.anybody_can_run((str(self._stage), *packages)):
            self._uid = uid = self._stack.enter_context(users.slot())
            os.chown(home, -1 if uid is None else uid, -1)
        run = str(self._stage / "run")
        code = self._code([run, str(self._stage / "book")], packages)
        folders = {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/.matplotlib"}
        self._open([*users.PYTHON, "-c", code], channel, ENVIRONMENT | wall.PATH | folders, home, self._uid)
        return run

    def _code(self, first: list[str], last: list[str]) -> str:
        """What Python runs; the folders stand before its own library, and after it."""
        return (
            f"import sys; sys.path[:0] = {first!r}; sys.path += {last!r}; "
            f"from inside.{self._module} import main; main()"
        )

    def _open(
        self,
        command: list[str],
        channel: socket.socket,
        environment: dict[str, str],
        folder: str | None = None,
        uid: int | None = None,
        handles: Sequence[int] = (),
    ) -> None:
        self._process = subprocess.Popen(
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
            pass_fds=handles,
        )
        self._stack.callback(self._end)

    def _end(self) -> None:
        self.channel.close()  # it leaves, and the kernel ends the rest
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._uid is not None:
            users.end_all_of(self._uid)
        if self._process.stderr is not None:
            self._process.stderr.close()


def last_line(text: str) -> str:
    """The last line of what a program said, cut short."""
    return (text.strip().splitlines() or ["it says nothing"])[-1][:200]
