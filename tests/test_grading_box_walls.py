"""The box from outside: who can read what, what the doctor finds, and how boxes are forked from templates."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from box_kit import alive
from hostile_kit import SMALL
from test_assign import secrets

from sciencecities.classroom import get, ids
from sciencecities.grading.box import attempt, doctor, open_box, wall
from sciencecities.grading.box.inside import watch
from sciencecities.grading.box.templates import Templates
from sciencecities.grading.model import (
    KILLED,
    RAN,
    SLOW,
    VALUE,
    Answer,
    Cell,
    GradeError,
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {".py", ".json", ".csv", ".md", ".js"}


def test_a_box_reads_no_solution(box):
    hidden = set().union(*(secrets(chapter) for chapter in sorted({get(one).chapter for one in ids()})))
    hidden = {secret for secret in hidden if len(secret) > 24}
    assert len(hidden) > 200
    names = {path.name for path in box.stage.rglob("*")}
    assert {"plain.py", "province_year.csv", "supervisor.py"} <= names
    assert not names & {"exercises", "judge.py", "key.py", "solve.py", "model.py", "book.py", "ch01.py"}
    texts = [path.read_text(encoding="utf-8") for path in box.stage.rglob("*") if path.suffix in TEXTS]
    found = {secret for secret in hidden for text in texts if secret in text}
    # One line of one solution is also a line of a figure in the package, which students have.
    assert found <= {'places = table.pivot(index="city", columns="edition", values="rank")'}


@pytest.mark.slow
def test_a_killed_grader_leaves_nothing():
    code = (
        "import threading; from sciencecities.grading.box import *; from sciencecities.grading.model import Cell\n"
        "cells = [Cell('import os, time\\nif os.fork() == 0: os.setsid()\\nwhile True: pass')]\n"
        "with open_box() as alone, open_box(many=True) as forked:\n"
        "    print(alone.stage, forked.stage, flush=True)\n"
        "    both = [threading.Thread(target=attempt, args=(cells, {}, None, box)) for box in (alone, forked)]\n"
        "    for one in both: one.start()\n"
        "    for one in both: one.join()\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    stages = [Path(stage) for stage in grader.stdout.readline().split()]
    until = time.monotonic() + 60
    # For each its chain of walls, its Python, the worker and what that forked; and the template.
    while len(pids := watch.below(grader.pid)) < 5 + 7 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(pids) >= 5 + 7
    grader.kill()
    grader.communicate()
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left
    assert len(stages) == 2 and all(stage.exists() for stage in stages)
    open_box(SMALL).close()
    assert not any(stage.exists() for stage in stages), "the next grader tidies up"


def test_the_doctor_finds_all_well(box):
    checks = doctor(box)
    assert [check for check in checks if not check[1]] == []
    assert len({what for what, _, _ in checks}) == len(checks) > 15


@pytest.mark.parametrize(
    ("way", "missing"), [("box", {"system calls"}), ("single", {"system calls", "network"})]
)
def test_the_doctor_says_what_does_not_hold(request, way, missing, monkeypatch):
    """Without its filter and with its network, a box still starts, and it must notice; a room has its own network."""
    nothing = struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)  # a filter that allows all
    monkeypatch.setattr("sciencecities.grading.box.seccomp.program", lambda: nothing)
    command = wall.command
    monkeypatch.setattr(
        "sciencecities.grading.box.wall.command", lambda *args: [*command(*args), "--share-net"]
    )
    monkeypatch.setattr("sciencecities.grading.box.checkup._taking", list)
    monkeypatch.setattr("sciencecities.grading.box.checkup._stopping", list)
    assert {what for what, holds, _ in doctor(request.getfixturevalue(way)) if not holds} == missing


@pytest.mark.slow
def test_without_walls_cells_run_all_the_same():
    with open_box(SMALL, trusted=True) as box:
        cells = [
            Cell("import os, time\nif os.fork() == 0: time.sleep(600)"),
            Cell("import os\nos._exit(1)"),
            Cell("while True: pass"),
            Cell("answer = 2", "1"),
        ]
        found = attempt(cells, {"1": "answer"}, None, box)
        assert [one.status for one in found.outcomes] == [RAN, KILLED, SLOW, RAN]
        assert found.answers["1"] == Answer(VALUE, 2)


def test_the_doctor_looks_at_what_a_sandbox_would_take(monkeypatch):
    assert {holds for _, holds, _ in doctor(None)} == {True}
    monkeypatch.setattr("sciencecities.grading.box.checkup.shutil.which", lambda _: None)
    assert ("bwrap", False, "bwrap is not installed.") in doctor(None)


_TAKES_HOLD = """
import os, socket, sys
import pandas as pd
open('/tmp/mine', 'w').close(); open('/dev/shm/mine', 'w').close(); open('mine', 'w').close()
held = [socket.socket(socket.AF_UNIX), os.open('/dev/ptmx', os.O_RDWR)]
held[0].bind('\\0mine')
pd.read_csv = None
sys.modules['numpy'].mine = 1
if os.fork() == 0:
    os.setsid()
    import time
    time.sleep(600)
answer = sorted(int(one) for one in os.listdir('/proc') if one.isdigit())[-1]
"""
_LOOKS_ROUND = """
import os, socket
import numpy as np, pandas as pd
names = [os.path.join(folder, 'mine') for folder in ('/tmp', '/dev/shm', '.')]
answer = [name for name in names if os.path.exists(name)] + [name for name in os.listdir('/dev/pts') if name != 'ptmx']
socket.socket(socket.AF_UNIX).bind('\\0mine')
answer += [pd.read_csv is None, hasattr(np, 'mine'), len([one for one in os.listdir('/proc') if one.isdigit()])]
covered = [line.split()[4] for line in open('/proc/self/mountinfo')]
answer += [covered.count(place) for place in ('/proc', '/tmp', '/dev/shm', '/dev/pts')]
"""


def test_one_submission_leaves_nothing_to_the_next_from_the_same_template(box):
    found = attempt([Cell(_TAKES_HOLD, "1")], {"1": "answer"}, None, box)
    assert found.outcomes[0].status == RAN and found.answers["1"].value > 1, found
    found = attempt([Cell(_LOOKS_ROUND, "1")], {"1": "answer"}, None, box)
    assert found.answers["1"].value == [False, False, 2] + [2] * 4, found


@pytest.mark.slow
def test_where_no_room_can_be_made_a_box_loads_its_own_packages(box, monkeypatch):
    monkeypatch.setattr("sciencecities.grading.box.templates.seccomp", SimpleNamespace(program=lambda: b""))
    try:
        running = box.start()
        assert running.pids()[0] == running._process.pid, "it has no template"
        running.order({"do": "fork"})
        end, _ = running.order({"do": "cell", "source": "1", "read": None}, 5)
        assert end["end"] == "done"
        running.close()
        assert box.templates.usable is False
        monkeypatch.setattr("sciencecities.grading.box.checkup._probed", lambda *_: [])
        [says] = [says for what, holds, says in doctor(box) if what == "packages" and holds]
        assert "two seconds more" in says
    finally:
        box.templates.usable = True


class Fake:
    """A template that costs nothing: whether it lives, whether its rooms end for certain, and what was done to it."""

    def __init__(self, *_: object) -> None:
        self.living = self.sure = True
        self.process = SimpleNamespace(
            alive=lambda: self.living, close=lambda: setattr(self, "living", False)
        )

    def ready(self) -> None:
        pass

    @contextlib.contextmanager
    def room(self, limits):
        if limits is None:
            raise GradeError("no room")
        yield object()

    def end(self) -> bool:
        return self.sure


@pytest.fixture
def templates(tmp_path, monkeypatch):
    monkeypatch.setattr("sciencecities.grading.box.templates.Template", Fake)
    made = Templates(tmp_path, SMALL)
    yield made
    made.close()


def test_each_box_has_a_template_to_itself_and_the_next_has_it_again(templates):
    with templates.room({}) as (first, _), templates.room({}) as (second, _):
        assert first is not second
    with templates.room({}) as (one, _), templates.room({}) as (other, _):
        assert {one, other} == {first, second}
    templates.close()
    assert not first.living and not second.living


def test_a_template_is_not_used_again_when_it_has_gone_or_something_may_be_left_in_it(templates):
    with templates.room({}) as (first, _):
        first.sure = False
    assert not first.living
    with templates.room({}) as (second, _):
        pass
    second.living = False
    with templates.room({}) as (third, _):
        assert third not in (first, second)
    with pytest.raises(GradeError), templates.room(None):
        pass
    with templates.room({}) as (fourth, _):
        assert fourth is third
