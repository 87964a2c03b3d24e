"""Start a real box and see what holds."""

from __future__ import annotations

import dataclasses
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ..model import KILLED, SLOW, VALUE, Answer, Cell, GradeError, Outcome
from . import seccomp, tree, wall
from .attempts import attempt
from .launch import Box
from .limits import Limits

_SMALL = Limits(
    cell=1.0,
    total=120.0,
    memory=400_000_000,
    processes=24,
    file=2_000_000,
    output=100_000,
    disk=8_000_000,
    shared=1_000_000,
    files=500,
)

_DAEMON = """\
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
"""

Check = tuple[str, bool, str]
_Probe = tuple[str, str, str, Callable[[Outcome, Answer], bool]]


def doctor(box: Box | None) -> list[Check]:
    """What holds here, as (what, whether, one sentence). None: look only at what a sandbox would take.

    With a box of the trusting kind only the limits are tried that do no harm where they fail.
    """
    if box is None:
        return _needs()
    if box.trusted:
        says = "Notebooks run with no sandbox: they can read and change all that you can."
        return [("sandbox", False, says), *_probed(box, _stopping())]
    return [
        *_needs(),
        *_probed(box, [*_walls(), *_stopping(), *_taking()]),
        *_from_outside(box),
        *_forking(box),
    ]


def _needs() -> list[Check]:
    found = [("system", sys.platform == "linux", f"This is {platform.system()}; a sandbox takes Linux.")]
    for name in wall.needs():
        place = shutil.which(name)
        found.append((name, place is not None, f"{name} is {place or 'not installed'}."))
    for path in ("user/max_user_namespaces", "kernel/unprivileged_userns_clone"):
        setting = Path("/proc/sys") / path
        if setting.exists():
            now = setting.read_text().strip()
            found.append((path, now != "0", f"The kernel's setting {path} is {now}; 0 forbids a sandbox."))
    barred = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if barred.exists() and os.geteuid() != 0:
        now = barred.read_text().strip()
        found.append(
            (barred.name, now == "0", f"The kernel's setting {barred.name} is {now}; 1 may forbid it.")
        )
    if all(holds for _, holds, _ in found):
        found.append(_namespaces())
    return found


def _namespaces() -> Check:
    """Whether bubblewrap can do its work here at all; many containers forbid it."""
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    outer = ["bwrap", "--bind", "/", "/"] if user else []
    command = [*outer, *user, "bwrap", "--ro-bind", "/", "/", "--unshare-all", "--unshare-user", "true"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return ("namespaces", True, "bubblewrap can make its namespaces.")
    says = (done.stderr.strip().splitlines() or ["it says nothing"])[-1][:200]
    return (
        "namespaces",
        False,
        f"bubblewrap cannot make its namespaces ({says}): in a container that takes the right CAP_SYS_ADMIN, and a "
        "host that allows namespaces of users.",
    )


def _forking(box: Box) -> list[Check]:
    """How boxes come about where there are many. Both ways have the same walls, so neither is a fault."""
    if box.templates is None:
        return []
    says = (
        "Boxes are forked from a process that has loaded the packages."
        if box.templates.usable
        else "No process inside may make a room of its own here, so each box loads the packages: two seconds more."
    )
    return [("packages", True, says)]


def _is(value: object) -> Callable[[Outcome, Answer], bool]:
    return lambda _, answer: answer.state == VALUE and answer.value == value


def _walls() -> list[_Probe]:
    write = (
        "answer = []\nfor place in ('/', '/usr', '/etc', '/dev', '/box', '/box/book/data', '/box/packages'):\n"
        "    try: open(place + '/mine', 'w'); answer.append(place)\n    except OSError: pass"
    )
    read = (
        "import os\nanswer = [place for place in "
        f"({str(tree.ROOT)!r}, {str(Path.home())!r}, '/etc/shadow', '/box/book/exercises', '/box/packages/exercises')"
        " if os.access(place, os.R_OK) and (not os.path.isdir(place) or set(os.listdir(place)) - {'.pyenv'})]"
    )
    user = (
        "text = open('/proc/self/status').read()\n"
        "names = ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')\n"
        "answer = [sum(int(text.split(name + ':')[1].split()[0], 16) for name in names),"
        " int(text.split('NoNewPrivs:')[1].split()[0])]"
    )
    others = "import os\nanswer = sorted(int(one) for one in os.listdir('/proc') if one.isdigit())[0:1]"
    call = "import ctypes\nanswer = ctypes.CDLL(None).memfd_create(b'x', 0)"
    network = "import socket\nanswer = [name for _, name in socket.if_nameindex() if name != 'lo']"
    return [
        ("network", network, "no way out", _is([])),
        ("files to write", write, "nothing outside /tmp can be written", _is([])),
        ("files to read", read, "neither answers nor the teacher's files can be read", _is([])),
        ("user", user, "no rights, and none to be had", _is([0, 1])),
        ("processes outside", others, "only those in the box can be seen", _is([1])),
        (
            "system calls",
            call,
            "calls that go around the limits are refused",
            _is(-1 if seccomp.program() else None),
        ),
    ]


def _stopping() -> list[_Probe]:
    return [
        ("time", "while True: pass", "a loop is stopped", lambda outcome, _: outcome.status == SLOW),
        (
            "output",
            "while True: print('x' * 1000)",
            "a flood of output is stopped",
            lambda outcome, _: outcome.status == KILLED,
        ),
        (
            "memory",
            "heap = bytearray(10**9)",
            "a large block is refused",
            lambda one, _: "memory" in one.says,
        ),
    ]


def _taking() -> list[_Probe]:
    forks = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    file = "open('/tmp/f', 'wb').write(b'x' * 3_000_000)"
    fill = "for n in range(20): open(f'/tmp/f{n}', 'wb').write(b'x' * 1_000_000)"
    return [
        ("processes", forks, "a flood of processes is ended", lambda outcome, _: outcome.status == KILLED),
        ("file size", file, "a large file is refused", lambda outcome, _: "too large" in outcome.says),
        ("disk", fill, "a full disk ends at its limit", lambda outcome, _: "No space left" in outcome.says),
    ]


def _probed(box: Box, probes: list[_Probe]) -> list[Check]:
    small = dataclasses.replace(box, limits=_SMALL)
    cells = [Cell(source, name) for name, source, _, _ in probes]
    begun = time.monotonic()
    try:
        found = attempt(cells, {name: "answer" for name, *_ in probes}, None, small)
    except GradeError as problem:
        return [("box", False, str(problem))]
    checks: list[Check] = [
        ("box", True, f"It started, and ran {len(cells)} cells in {time.monotonic() - begun:.0f} s.")
    ]
    for (name, _, says, holds), outcome in zip(probes, found.outcomes, strict=True):
        answer = found.answers[name]
        if holds(outcome, answer):
            checks.append((name, True, f"Holds: {says}."))
        else:
            checks.append(
                (name, False, f"Does not hold that {says}: {outcome.says or answer.says or answer.value}")
            )
    return checks


def _from_outside(box: Box) -> list[Check]:
    """Who runs in a box, and whether a process that has turned away from all others ends with it."""
    try:
        running = box.start()
    except GradeError as problem:
        return [("nothing left", False, str(problem))]
    try:
        running.order({"do": "fork"})
        running.order({"do": "cell", "source": _DAEMON, "read": None}, 20)
        pids = running.pids()
        root = Path(f"/proc/{pids[-1]}").stat().st_uid == 0
    finally:
        running.close()
    left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    who = "as root, for whom the limit on processes is none" if root else "as an ordinary user"
    says = f"{len(pids)} processes of the box were there, and {len(left)} after its end."
    return [
        ("user outside", not root, f"Seen from outside, cells run {who}."),
        ("nothing left", len(pids) > 3 and not left, says),
    ]
