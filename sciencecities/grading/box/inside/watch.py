"""Look at the processes in the box: how much they use, which have ended; and end them."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

_PROC = Path("/proc")
_MARGIN = 1.25


def waited(pid: int) -> float | None:
    """Seconds that a process was ready to run and had no processor; None where the kernel does not tell."""
    try:
        return int((_PROC / str(pid) / "schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def reap(pid: int, seconds: float = 0.0) -> int | None:
    """Bury all that have ended; the status of process `pid` if it is one of them. Waits for it up to `seconds`."""
    until = time.monotonic() + seconds
    while True:
        try:
            found, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if found == pid:
            return status
        if found == 0:
            if time.monotonic() >= until:
                return None
            time.sleep(0.01)


def said(status: int) -> str:
    """How a process ended, in words."""
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    return f"left with code {os.waitstatus_to_exitcode(status)}"


def others() -> list[int]:
    """All processes that can be seen, without this one."""
    me = os.getpid()
    try:
        return [int(one.name) for one in _PROC.iterdir() if one.name.isdigit() and int(one.name) != me]
    except OSError:
        return []


def below(pid: int) -> list[int]:
    """The children of a process, whichever of its threads started them, and theirs."""
    found = []
    for thread in (_PROC / str(pid) / "task").glob("*"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in (thread / "children").read_text().split()]
    return [one for child in found for one in (child, *below(child))]


def over(limits: dict[str, Any]) -> tuple[str, str]:
    """Which limit all processes together are over, and by how much in words; two empty texts for none."""
    pids = others() if limits["boxed"] else below(os.getpid())
    tasks = sum(_threads(pid) for pid in pids)
    if tasks > limits["processes"]:
        return "processes", f"{tasks} processes and threads"
    # A single process meets its own limit first, every time: this one is for many. What they map, which is quick to
    # read, is never less than their part of it.
    room = limits["memory"] * _MARGIN
    if sum(map(_mapped, pids)) > room and (memory := sum(map(_memory, pids))) > room:
        return "memory", f"{memory // 1_000_000} MB"
    if limits["boxed"]:
        disk = os.statvfs("/tmp")
        if disk.f_files - disk.f_ffree > limits["files"]:
            return "files", f"{disk.f_files - disk.f_ffree} files"
    return "", ""


def _threads(pid: int) -> int:
    try:
        stat = (_PROC / str(pid) / "stat").read_bytes()
        return int(stat.rpartition(b")")[2].split()[17])
    except (OSError, ValueError, IndexError):
        return 0


def _memory(pid: int) -> int:
    """Bytes of a process, its part of what it shares counted; all that it maps where it hides that."""
    try:
        with (_PROC / str(pid) / "smaps_rollup").open("rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return _mapped(pid)


def _mapped(pid: int) -> int:
    """Bytes of memory that a process maps, all that it shares counted in full."""
    try:
        return int((_PROC / str(pid) / "statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def end_all(worker: int, boxed: bool) -> None:
    """End every process but this one (in a box), or all that descend from it (without one), and bury them."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if boxed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        else:
            for pid in (worker, *below(os.getpid())):
                if pid > 1:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.005)
