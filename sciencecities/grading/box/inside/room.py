"""A box's own room, for a process that was forked from the template: new namespaces, empty folders, no rights.

The walls around the template stay around the room: what is read-only there is so here, and cannot be taken down, as
it belongs to another namespace of users. See man 7 namespaces, man 7 capabilities, man 2 mount, man 2 seccomp.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
from pathlib import Path
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
# Of clone: users, processes, mounts, network, IPC, host name and cgroups, as bubblewrap's --unshare-all.
_NEW = 0x10000000 | 0x20000000 | 0x00020000 | 0x40000000 | 0x08000000 | 0x04000000 | 0x02000000
_NOSUID, _NODEV, _NOEXEC, _SUBMOUNTS, _PRIVATE = 2, 4, 8, 0x4000, 1 << 18  # of mount
_DEATH_SIGNAL, _DUMPABLE, _SECCOMP, _DROP_BOUND, _NO_NEW_RIGHTS, _AMBIENT = 1, 4, 22, 24, 38, 47  # of prctl
_CAPABILITIES = 0x20080522  # the version of capset's records
_UP = struct.pack("16sH14x", b"lo", 1)
_SET_FLAGS = 0x8914  # of an interface


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


def enter(limits: dict[str, Any], filter_: bytes) -> None:
    """Move into a room of one's own; returns in a new process, the first of it, while the caller waits for its end.

    Args: limits: as given to the box, of which the sizes of its folders are taken; filter_: the program of `seccomp`.
    Raises OSError, in the one process or the other, when the system does not allow a step.
    """
    user, group = os.getuid(), os.getgid()
    _must("namespaces", _libc.unshare(_NEW))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", name).write_text(text)
    if first := os.fork():
        os.closerange(0, 1 << 16)  # what leads to the room is to close with it
        os.waitpid(first, 0)
        os._exit(0)
    os.setsid()  # else it would be in one group of processes with the template, and a signal to the group reaches all
    _furnish(limits)
    _give_up_rights()
    _must("end with its parent", _libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
    program = _Filter(len(filter_) // 8, filter_)
    _must("filter", _libc.prctl(_SECCOMP, 2, ctypes.byref(program), 0, 0))


def _furnish(limits: dict[str, Any]) -> None:
    """Cover all that the template can write with what is new and empty."""
    _mount(None, "/", None, _SUBMOUNTS | _PRIVATE, "")
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC, "")
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, f"size={limits['shared']},mode=0755")
    _mount("devpts", "/dev/pts", "devpts", _NOSUID | _NOEXEC, "newinstance,ptmxmode=0666,mode=620")
    _mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, f"size={limits['disk']},mode=0755")
    Path(limits["home"]).mkdir()
    os.chdir(limits["home"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, _UP)


def _give_up_rights() -> None:
    """Nothing more may be mounted, here or by a program that is started."""
    _must("no new rights", _libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0))
    _must("no rights to hand on", _libc.prctl(_AMBIENT, 4, 0, 0, 0))
    for number in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        _must("no rights to be had", _libc.prctl(_DROP_BOUND, number, 0, 0, 0))
    head, none = struct.pack("=Ii", _CAPABILITIES, 0), bytes(24)
    _must("no rights", _libc.capset(head, none))


def _mount(what: str | None, place: str, kind: str | None, flags: int, options: str) -> None:
    source, target, form, data = (
        None if one is None else one.encode() for one in (what, place, kind, options)
    )
    _must(f"mount {place}", _libc.mount(source, target, form, ctypes.c_ulong(flags), data))


def _must(what: str, result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
