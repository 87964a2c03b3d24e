"""The first process in the box. It loads the packages once, forks a worker for the cells, watches and ends it.

No student's line ever runs in this process: it only passes bytes on. As process 1 of the box it cannot be killed from
inside, and when it leaves, the kernel ends all others. It leaves when its channel closes, so a killed grader leaves
nothing behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import shutil
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from . import frames, watch, worker

TICK = 0.05  # seconds between two looks at the clock
LOOK = 0.1  # seconds between two looks at memory, processes and disk
_DUMPABLE, _SUBREAPER = 4, 36  # of prctl


def main() -> None:
    """Serve the grader at the other end of standard input until it goes."""
    control = socket.socket(fileno=os.dup(0))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    try:
        limits = frames.decode(frames.receive(control))
        shell = worker.prepare(Path(limits["home"]), Path(limits["fonts"]))
    except frames.Broken:
        os._exit(0)
    serve(control, limits, shell)


def serve(control: socket.socket, limits: dict[str, Any], shell: Any) -> NoReturn:
    """Say that the box is ready, do what is ordered until the grader goes, and leave."""
    with contextlib.suppress(frames.Broken):
        _alone()
        frames.send(control, {"ready": True})
        Supervisor(control, limits, shell).serve()
    os._exit(0)


def _alone() -> None:
    """Keep the worker out of this process's memory, and adopt whatever it leaves behind."""
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        prctl(_DUMPABLE, 0, 0, 0, 0)
        prctl(_SUBREAPER, 1, 0, 0, 0)


class Supervisor:
    """One worker at a time, and what it may use."""

    def __init__(self, control: socket.socket, limits: dict[str, Any], shell: Any) -> None:
        self._control, self._limits, self._shell = control, limits, shell
        self._worker = 0  # 0 while there is none
        self._channel: socket.socket | None = None
        self._output = -1

    def serve(self) -> None:
        """Do what the grader orders, one thing at a time."""
        while True:
            order = frames.receive(self._control)
            if frames.decode(order)["do"] == "fork":
                self._fork()
                frames.send(self._control, {"end": "done"})
                continue
            end, reply = self._run(order)
            frames.send(self._control, end)
            if end["reply"]:
                self._control.sendall(struct.pack(">I", len(reply)) + reply)

    def _fork(self) -> None:
        self._end_all()
        self._clear()
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        os.set_blocking(read, False)
        gc.freeze()  # what is there already is shared, and stays so
        child = os.fork()
        if child == 0:
            ours.close()
            self._control.close()
            os.close(read)
            worker.work(theirs, write, self._limits, self._shell)
        theirs.close()
        os.close(write)
        self._worker, self._channel, self._output = child, ours, read

    def _clear(self) -> None:
        """Remove what cells have written: those that are run again write it again."""
        places = ("/tmp", "/dev/shm") if self._limits["boxed"] else ()
        for folder in map(Path, (self._limits["home"], *places)):
            for path in folder.iterdir():
                if str(path) == self._limits["home"]:
                    continue
                # A tree without end is its maker's own trouble.
                with contextlib.suppress(OSError, RecursionError):
                    if path.is_dir() and not path.is_symlink():
                        shutil.rmtree(path)
                    else:
                        path.unlink()

    def _end_all(self) -> None:
        """End every other process here, and close what led to the worker."""
        watch.end_all(self._worker, self._limits["boxed"])
        self._worker = 0
        if self._channel is not None:
            self._channel.close()
            os.close(self._output)
            self._channel = None

    def _run(self, order: bytes) -> tuple[dict[str, Any], bytes]:
        """Let the worker do something; how that ended, and its answer as it came."""
        if self._channel is None:
            return {"end": "gone", "alive": False, "reply": False, "detail": "no worker"}, b""
        turn = Turn(self._worker, self._channel, self._output, self._limits, order)
        turn.watch(self._control)
        turn.look()  # what it left behind counts as well
        if not turn.alive:
            self._end_all()
        return turn.summary(), turn.reply


class Turn:
    """One cell or call, from the order to its end."""

    def __init__(
        self, pid: int, channel: socket.socket, output: int, limits: dict[str, Any], order: bytes
    ) -> None:
        self._pid, self._channel, self._output, self._limits = pid, channel, output, limits
        self._todo = struct.pack(">I", len(order)) + order
        self._seconds = float(frames.decode(order)["seconds"])
        self._came = b""
        self._printed, self._talks = 0, True
        self._begun = time.monotonic()
        self._before = watch.waited(pid)
        # Seconds so far that the machine had no processor for it.
        self._waited = None if self._before is None else 0.0
        self._looked = self._begun
        self._stopping = 0.0  # when it was asked to stop
        self._end, self.detail, self.alive, self.reply = "", "", True, b""
        self._done = False

    def summary(self) -> dict[str, Any]:
        """How it ended, for the grader."""
        return {
            "end": self._end or "done",
            "alive": self.alive,
            "reply": bool(self.reply),
            "detail": self.detail,
            "seconds": round(time.monotonic() - self._begun, 2),
            "waited": self._waited,
        }

    def watch(self, control: socket.socket) -> None:
        """Until the worker has answered, has gone, or was ended. A grader that goes ends all."""
        self._channel.setblocking(False)
        while not self._done:
            reading: list[Any] = [control, self._channel, *([self._output] if self._talks else [])]
            writing: list[Any] = [self._channel] if self._todo else []
            readable, writable, _ = select.select(reading, writing, [], TICK)
            if control in readable and not control.recv(1, socket.MSG_PEEK):
                raise frames.Closed("the grader has gone")
            if self._output in readable:
                self._drain()
            if writable:
                self._hand_over()
            if self._channel in readable:
                self._hear()
            if not self._done:
                self._check()

    def look(self) -> None:
        """End it when all processes together use more than they may."""
        over, detail = watch.over(self._limits) if self.alive else ("", "")
        if over:
            self._kill(over, detail)

    def _hand_over(self) -> None:
        try:
            self._todo = self._todo[self._channel.send(self._todo) :]
        except OSError:
            self._gone()

    def _hear(self) -> None:
        try:
            part = self._channel.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            return self._gone()
        self._came += part
        if len(self._came) < 4:
            return
        try:
            size = frames.length(self._came[:4])
        except frames.Broken as problem:
            return self._kill("garbled", str(problem))
        if len(self._came) >= 4 + size:
            self._done, self.reply = True, self._came[4 : 4 + size]
            if len(self._came) > 4 + size:
                self._kill("garbled", "more than one answer")

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            part = os.read(self._output, 1 << 16)
            self._printed += len(part)
            self._talks = bool(part)  # else all who could write have closed it
        if self._printed > self._limits["output"]:
            self._stop("output", "")

    def _check(self) -> None:
        now = time.monotonic()
        lost = watch.reap(self._pid)
        if lost is not None:
            return self._gone(lost)
        if self._stopping and now - self._stopping > self._limits["grace"]:
            return self._kill(self._end, "it did not stop by itself")
        after = watch.waited(self._pid)
        self._waited = None if after is None or self._before is None else after - self._before
        net = now - self._begun - (self._waited or 0.0)
        # Time spent waiting for a processor is the machine's fault, up to a point.
        if net > self._seconds or now - self._begun > 4 * self._seconds:
            self._stop("slow", "")
        if now - self._looked > LOOK:
            self._looked = now
            self.look()

    def _stop(self, reason: str, detail: str) -> None:
        if not self._stopping:
            self._end, self.detail, self._stopping = reason, detail, time.monotonic()
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGINT)

    def _kill(self, reason: str, detail: str) -> None:
        self._done, self.alive, self.reply = True, False, b""
        self._end, self.detail = reason, detail

    def _gone(self, status: int | None = None) -> None:
        """The worker has left, or has closed what led to it."""
        if status is None:
            status = watch.reap(self._pid, 0.2)
        how = "it closed its channel" if status is None else watch.said(status)
        # A cell that was asked to stop and then went has gone for that reason.
        self._kill(self._end or "gone", how)
