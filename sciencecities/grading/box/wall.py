"""The command line that puts up a box: what it sees of the machine, and where.

An ordinary user starts bubblewrap at once. Root first goes through a namespace of mounts of its own, in which all that
the box reads stands where anybody may read it (a Python below root's home cannot be reached otherwise), and there
becomes a user whom nobody else is: for root itself the limit on processes would not hold.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from . import tree
from .limits import Limits

BOOK, RUN, PACKAGES = "/box/book", "/box/run", "/box/packages"
HOME, _CONFIG = "/tmp/home", "/tmp/matplotlib"
PATH = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32")
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
_STAGE = "/stage"


def needs() -> list[str]:
    """The programs that putting up a box takes."""
    return ["bwrap", "setpriv"] if os.geteuid() == 0 else ["bwrap"]


def paths() -> tuple[list[str], list[str]]:
    """What Python inside has on its path before its own library, and after it."""
    return [RUN, BOOK], [target for _, target in _packages()]


def command(
    stage: Path, limits: Limits, uid: int | None, filter_: int | None, environment: Mapping[str, str]
) -> list[str]:
    """The beginning of a command that runs the rest of it in a box.

    Args: stage: the folder made by `tree.build`; uid: whom root becomes, None for an ordinary user; filter_: a
    descriptor with the program of `seccomp`; environment: all that the box has of it, beside its folders.
    """
    binds = [(stage / "book", BOOK), (stage / "run", RUN), *_packages()]
    prefix = Path(sys.base_prefix).resolve()
    if not prefix.is_relative_to("/usr"):
        binds.append((prefix, str(prefix)))
    if uid is None:
        return _inner(binds, limits, filter_, environment)
    staged = [(Path(f"{_STAGE}/{number}"), target) for number, (_, target) in enumerate(binds)]
    outer = ["bwrap", *_system(), "--bind", "/proc", "/proc", "--dev-bind", "/dev", "/dev", "--dir", "/tmp"]
    outer += ["--perms", "0755", "--dir", _STAGE]
    for (source, _), (place, _) in zip(binds, staged, strict=True):
        outer += ["--ro-bind", str(source), str(place)]
    # The signal is asked for after the change of user, which would forget it: a killed grader ends its boxes.
    become = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--pdeathsig=KILL"]
    return [
        *outer,
        "--die-with-parent",
        "--chdir",
        "/",
        *become,
        *_inner(staged, limits, filter_, environment),
    ]


def _inner(
    binds: list[tuple[Path, str]], limits: Limits, filter_: int | None, environment: Mapping[str, str]
) -> list[str]:
    arguments = [
        "bwrap",
        "--unshare-all",
        "--unshare-user",
        "--die-with-parent",
        "--as-pid-1",
        "--new-session",
    ]
    arguments += ["--uid", "1000", "--gid", "1000", "--hostname", "box", "--clearenv"]
    folders = {"HOME": HOME, "TMPDIR": "/tmp", "MPLCONFIGDIR": _CONFIG, "PATH": "/usr/bin:/bin"}
    for name, value in {**environment, **folders}.items():
        arguments += ["--setenv", name, value]
    arguments += [*_system(), "--proc", "/proc", "--dev", "/dev"]
    arguments += ["--size", str(limits.shared), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
    # All below /tmp after /tmp itself, which would cover it.
    arguments += ["--size", str(limits.disk), "--tmpfs", "/tmp", "--dir", HOME]
    for source, target in binds:
        arguments += ["--ro-bind", str(source), target]
    for place in _hidden([target for _, target in binds]):
        arguments += ["--size", "4096", "--tmpfs", place, "--remount-ro", place]
    arguments += ["--remount-ro", "/", "--chdir", HOME]
    return arguments if filter_ is None else [*arguments, "--seccomp", str(filter_)]


def _packages() -> list[tuple[Path, str]]:
    return [(folder, f"{PACKAGES}{number or ''}") for number, folder in enumerate(tree.packages())]


def _system() -> list[str]:
    """Programs and libraries of the system, as it lays them out."""
    # Folders that bubblewrap makes on the way to a mount are closed to all but their owner.
    arguments = ["--perms", "0755", "--dir", "/etc"]
    for name in _SYSTEM:
        place = Path(name)
        if place.is_symlink():
            arguments += ["--symlink", str(place.readlink()), name]
        elif place.is_dir():
            arguments += ["--ro-bind", name, name]
    for name in _SETTINGS:
        if Path(name).exists():
            arguments += ["--ro-bind", os.path.realpath(name), name]
    return arguments


def _hidden(targets: list[str]) -> list[str]:
    """Places inside at which answers could be read: the book's own folder, and the package where it is installed."""
    installed = [
        (folder / name, f"{target}/{name}")
        for folder, target in _packages()
        for name in ("exercises", "sciencecities")
    ]
    found = [target for source, target in installed if source.is_dir()]
    own = [tree.ROOT, *(source for source, _ in installed if source.is_dir())]
    seen = ["/usr", *(target for target in targets if not target.startswith("/box"))]
    return found + [str(place) for place in own if any(place.is_relative_to(one) for one in seen)]
