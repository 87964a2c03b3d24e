"""The box: cells that would break a grader come to nothing, and leave nothing behind."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from box_kit import Kept, alive
from hostile_kit import SMALL, Kind, _that_look, _that_take, kinds

from sciencecities.classroom import Function, solve
from sciencecities.classroom.assign import exercises_of
from sciencecities.classroom.copies import _FIND
from sciencecities.classroom.judge import judge
from sciencecities.classroom.key import answer_key
from sciencecities.grading.box import Limits, attempt
from sciencecities.grading.box.inside import frames
from sciencecities.grading.model import (
    FAILED,
    FUNCTION,
    KILLED,
    MISSING,
    NOT_REACHED,
    RAN,
    SLOW,
    VALUE,
    Answer,
    Cell,
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
KINDS = kinds(str(ROOT))


def snapshot() -> dict[str, tuple[int, int]]:
    """The files of the project, each with its size and time of change; not what other tests write at the same time."""
    own = [path for path in ROOT.iterdir() if not path.name.startswith((".", "_build"))]
    found = [
        path
        for place in own
        for path in (place.rglob("*") if place.is_dir() else [place])
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


BEFORE = snapshot()
# A student who has bent Python itself, or who answers for it, has bent it for the next cell too.
BROKEN_FOR_GOOD = {"forged answer", "close output", "no modules", "patched"}
# What the walls are for: held by those of each way in which a box comes about.
AT_THE_WALLS = {kind.name for kind in (*_that_take(), *_that_look(str(ROOT)))}


@pytest.mark.parametrize(
    ("way", "kind"),
    [("shared", kind) for kind in KINDS]
    + [pytest.param("alone", kind, marks=pytest.mark.slow) for kind in KINDS if kind.name in AT_THE_WALLS],
    ids=lambda one: getattr(one, "name", one),
)
def test_each_kind_comes_to_what_it_should(request, way, kind: Kind):
    box = request.getfixturevalue(way)
    found = attempt([Cell(kind.source, "x"), Cell("1 + 1")], {"x": "answer"}, None, box)
    outcome, after = found.outcomes
    assert after.status == RAN or kind.name in BROKEN_FOR_GOOD
    answer = found.answers["x"]
    assert (outcome.status, answer.state) == (kind.status, kind.state), (outcome, answer)
    assert repr(answer.value) == repr(kind.value)
    assert kind.says in outcome.says + answer.says


def test_a_notebook_goes_on_after_each_loss_and_forgets_nothing(shared):
    cells = [
        Cell("x = 1\nprint('begun')"),
        Cell("x += 1\nanswer = x", "1"),
        Cell("import os\nos._exit(1)", "2"),
        Cell("x += 1\nanswer = x", "3"),
        Cell("1 / 0\nanswer = 0", "4"),
        Cell("y = answer + 1", "5"),
        Cell("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"),
        Cell("answer = [x, y]", "6"),
        Cell("def f(a): return a + x", "7"),
        Cell("f = None", "8"),
        Cell("answer = 1", "9"),
        Cell("answer = 1", "10"),
    ]
    names = {str(n): "answer" for n in range(1, 12)} | {"7": "f", "8": "f"}
    found = attempt(cells, names, lambda exercise: [(1,), (2,)] if exercise == "7" else [], shared)
    assert [one.status for one in found.outcomes] == [
        RAN, RAN, KILLED, RAN, FAILED, RAN, SLOW, RAN, RAN, RAN, RAN, RAN,
    ]  # fmt: skip
    assert "line 1 with ZeroDivisionError: division by zero" in found.outcomes[4].says
    got = {name: (one.state, one.value) for name, one in found.answers.items()}
    assert got["1"] == (VALUE, 2) and got["3"] == (VALUE, 3)
    assert got["2"] == got["11"] == (MISSING, None)
    assert got["4"] == got["5"] == (MISSING, None), "what an earlier exercise left is no answer"
    assert got["6"] == (VALUE, [3, 4])
    assert got["7"] == (FUNCTION, [{"value": 4}, {"value": 5}])
    assert got["8"] == (VALUE, None)
    assert got["9"] == got["10"] == (VALUE, 1), "the same value, given anew, is an answer"


def test_no_time_is_left_in_the_end(shared, monkeypatch):
    monkeypatch.setattr(shared, "limits", dataclasses.replace(SMALL, total=1.2))
    sleep = Cell("import time\nfor _ in range(7): time.sleep(0.1)")
    found = attempt([sleep] * 4, {}, None, shared)
    assert [one.status for one in found.outcomes] == [RAN, SLOW, NOT_REACHED, NOT_REACHED]
    assert "whole notebook" in found.outcomes[1].says


class Recorder(Kept):
    def __init__(self, shared, orders: list) -> None:
        super().__init__(shared)
        self._ask, self.order, self._orders = self.order, self._noted, orders

    def _noted(self, order, seconds=0.0):
        self._orders.append(order)
        return self._ask(order, seconds)


def recorded(shared, monkeypatch) -> list:
    orders: list = []
    shared.start()
    monkeypatch.setattr(shared, "start", lambda: Recorder(shared, orders))
    return orders


_HUNT = """
import gc, re
def f(own):
    found = set()
    for line in open('/proc/self/maps'):
        span, rights = line.split()[:2]
        if rights.startswith('rw') and not line.rstrip().endswith(('.so', '[vvar]')):
            low, high = (int(end, 16) for end in span.split('-'))
            with open('/proc/self/mem', 'rb', 0) as memory:
                memory.seek(low)
                try: found |= set(re.findall(b'hid' + b'den-([a-z]+)-x', memory.read(high - low)))
                except OSError: pass
    return sorted(one.decode() for one in found)
"""


def test_hidden_inputs_come_one_at_a_time_after_all_cells(shared, monkeypatch):
    monkeypatch.setattr(shared, "limits", dataclasses.replace(SMALL, call=20))
    orders = recorded(shared, monkeypatch)
    inputs = [(f"hidden-{name}-x",) for name in ("first", "second", "third")]

    def trials(exercise: str) -> list[tuple]:
        orders.append("asked")
        return inputs

    found = attempt([Cell(_HUNT, "1"), Cell("2")], {"1": "f"}, trials, shared)
    done = [one if isinstance(one, str) else one["do"] for one in orders]
    assert done == ["fork", "cell", "cell", "asked", "fork", "cell", "call", "call", "call"]
    seen = [set(one["value"]) for one in found.answers["1"].value]
    assert "first" in seen[0] and not seen[0] & {"second", "third"}
    assert "second" in seen[1] and "third" not in seen[1]
    assert "third" in seen[2]


@pytest.mark.parametrize(
    ("source", "outcomes"),
    [
        ("def f(a):\n    while a: pass\n    return a", [{"value": 0}, "TimeoutError", "NotTried"]),
        ("import os\ndef f(a): return os._exit(0) if a else a", [{"value": 0}, "Stopped", "NotTried"]),
        ("def f(a): return {a}", ["NotPlain"] * 3),
        ("def f(a): return 1 / a", ["ZeroDivisionError", {"value": 1.0}, {"value": 0.5}]),
        ("import sys\ndef f(a): sys.exit()", ["SystemExit"] * 3),
        ("f = (10**999).__mul__", [{"value": 0}, {"value": 10**999}, {"value": 2 * 10**999}]),
        ("class f:\n    def __init__(self, a): pass", ["NotPlain"] * 3),
    ],
)
def test_what_a_function_does_on_each_input(shared, source, outcomes):
    found = attempt([Cell(source, "1")], {"1": "f"}, lambda _: [(0,), (1,), (2,)], shared)
    got = [one if "value" in one else one["raised"] for one in found.answers["1"].value]
    assert got == outcomes


def test_a_function_of_other_arguments_is_told_apart(shared):
    found = attempt([Cell("def f(): return 1", "1")], {"1": "f"}, lambda _: [(0,)], shared)
    assert found.answers["1"] == Answer(FUNCTION, form="arity")


def test_a_function_in_place_of_a_value_is_told_so(shared):
    found = attempt([Cell("answer = sum", "1")], {"1": "answer"}, lambda _: [], shared)
    assert found.answers["1"].state == FUNCTION
    assert "call it, with round brackets" in found.answers["1"].says


_CROWDED = """
import os
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
for _ in range(2):
    if os.fork() == 0: break
while True: pass
"""


@pytest.mark.parametrize(
    ("source", "status", "busy"),
    [
        ("import time\ntime.sleep(60)", SLOW, False),
        (_CROWDED, SLOW, True),
        (_CROWDED.replace("while True: pass", "for _ in range(10**5): pass"), RAN, False),
    ],
)
def test_it_tells_what_had_too_little_of_the_machine(shared, source, status, busy):
    found = attempt([Cell(source)], {}, None, shared)
    assert (found.outcomes[0].status, found.busy) == (status, busy)


def test_where_the_kernel_does_not_tell_the_machine_may_have_been_busy(shared, monkeypatch):
    shared.start()
    told = shared._running.order

    class Untold(Kept):
        def __init__(self) -> None:
            self.order = lambda order, seconds=0.0: (told(order, seconds)[0] | {"waited": None}, None)

    monkeypatch.setattr(shared, "start", Untold)
    assert attempt([Cell("import time\ntime.sleep(60)")], {}, None, shared).busy is True
    assert attempt([Cell("1")], {}, None, shared).busy is False


def test_what_a_lost_cell_has_written_is_gone(shared):
    write = "import os\nopen('a', 'w').close(); os.makedirs('/tmp/b/c'); open('/dev/shm/d', 'w').close()"
    look = "import os\nanswer = [os.path.exists(one) for one in ('a', '/tmp/b', '/dev/shm/d')]"
    cells = [Cell("open('e', 'w').close()"), Cell(f"{write}\nos._exit(1)"), Cell(look, "1")]
    cells.append(Cell("answer = os.path.exists('e')", "2"))
    found = attempt(cells, {"1": "answer", "2": "answer"}, None, shared)
    assert found.answers["1"].value == [False] * 3
    assert found.answers["2"].value is True


class Lost(Kept):
    """A box that breaks at the second order."""

    def __init__(self, shared) -> None:
        super().__init__(shared)
        self._ask, self.order, self._count = self.order, self._once, 0

    def _once(self, order, seconds=0.0):
        self._count += 1
        if self._count > 2:
            raise frames.Closed("gone")
        return self._ask(order, seconds)


def test_a_box_that_is_lost_is_replaced(shared, monkeypatch):
    start = shared.start
    start()
    boxes = iter([Lost(shared)])
    monkeypatch.setattr(shared, "start", lambda: next(boxes, None) or start())
    cells = [Cell("x = 1"), Cell("import breaks"), Cell("answer = x + 1", "1")]
    found = attempt(cells, {"1": "answer"}, None, shared)
    assert [one.status for one in found.outcomes] == [RAN, KILLED, RAN]
    assert found.answers["1"] == Answer(VALUE, 2)
    assert "the box was lost: gone" in found.log


@pytest.mark.parametrize("way", ["shared", "alone"])
def test_a_worker_holds_nothing_but_its_own(request, way):
    source = (
        "import os\nplaces = [f'/proc/self/fd/{fd}' for fd in os.listdir('/proc/self/fd')]\n"
        "answer = sorted(os.readlink(one).split(':')[0] for one in places if os.path.islink(one))"
    )
    found = attempt([Cell(source, "1")], {"1": "answer"}, None, request.getfixturevalue(way))
    # The packages that know projections keep a file of theirs open, which all may read.
    held = [
        one for one in found.answers["1"].value if not re.fullmatch(r"/box/packages/py\w+/.*/proj\.db", one)
    ]
    assert held == ["/dev/null", "pipe", "pipe", "socket"]


def test_solutions_are_right_in_the_box(shared, monkeypatch):
    """A whole chapter as a student would hand it in, and judged as the grader will."""
    monkeypatch.setattr(shared, "limits", Limits())
    exercises = exercises_of("4")
    cells = [Cell(_FIND)] + [
        Cell(f'{one.code(one.solution)}\ncheck("{one.id}", {name(one)})', one.id) for one in exercises
    ]
    functions = {one.id: one for one in exercises if isinstance(one.answer, Function)}
    assert functions
    found = attempt(
        cells,
        {one.id: name(one) for one in exercises},
        lambda exercise: solve.cases(functions[exercise].answer, "seed") if exercise in functions else [],
        shared,
    )
    assert {one.status for one in found.outcomes} == {RAN}, found.outcomes
    for one in exercises:
        result = judge(answer_key(one, seed="seed"), found.answers[one.id].value)
        assert result.status in ("right", "ready"), (one.id, result)


def name(one) -> str:
    return one.answer.name if isinstance(one.answer, Function) else "answer"


def test_nothing_is_left(box, shared):
    """The last one: what all of it has left behind."""
    shared.start()
    pids, theirs = shared._running.pids(), shared._running._known
    shared.lose()
    assert len(pids) > 2 and not any(alive(pid) for pid in pids)
    assert len(theirs) > 2 and all(alive(pid) for pid in theirs)
    box.close()
    assert not any(alive(pid) for pid in theirs)
    assert snapshot() == BEFORE
