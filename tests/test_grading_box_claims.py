"""Around the box: its filter, what comes out of it, and the refusal where there is none."""

from __future__ import annotations

import errno
import struct

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciencecities.classroom import Function, get, ids, solve
from sciencecities.classroom.plain import NotPlain, form, plain
from sciencecities.grading.box import claims, open_box, seccomp
from sciencecities.grading.box.inside import frames, worker
from sciencecities.grading.model import (
    FUNCTION,
    MISSING,
    NOT_PLAIN,
    VALUE,
    Answer,
    GradeError,
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "value", "says"),
    [
        ("launch.sys.platform", "darwin", "no sandbox for students' code on this system"),
        ("launch.shutil.which", lambda _: None, "needs bwrap"),
        (
            "wall.command",
            lambda *_: ["sh", "-c", "echo no namespaces >&2; exit 1"],
            "does not start (no namespaces)",
        ),
    ],
)
def test_without_a_sandbox_it_refuses_in_one_sentence(monkeypatch, what, value, says):
    monkeypatch.setattr(f"sciencecities.grading.box.{what}", value)
    with pytest.raises(GradeError) as refused:
        open_box()
    said = str(refused.value)
    assert says in said and said.count("\n") == 0
    for way in ("apt-get install bubblewrap", "WSL2", "docker", "CI", "--i-trust-these-notebooks"):
        assert way in said


def verdict(program: bytes, arch: int, number: int, argument: int = 0) -> int:
    """What the kernel would make of a call: a small machine for the small language of filters."""
    lines = list(struct.iter_unpack("=HBBI", program))
    data = struct.pack("<IIQ6Q", number, arch, 0, argument, 0, 0, 0, 0, 0)
    at = value = 0
    while True:
        code, yes, no, k = lines[at]
        at += 1
        if code == 0x20:
            (value,) = struct.unpack_from("<I", data, k)
        elif code == 0x06:
            return k
        else:
            at += yes if {0x15: value == k, 0x35: value >= k, 0x45: bool(value & k)}[code] else no


@pytest.mark.parametrize(
    ("machine", "arch", "column"), [("x86_64", 0xC000003E, 0), ("aarch64", 0xC00000B7, 1)]
)
def test_the_filter_refuses_what_it_should_and_nothing_else(machine, arch, column):
    program = seccomp.program(machine)
    refused, allowed = 0x00050000 | errno.EPERM, 0x7FFF0000
    for numbers in seccomp.DENIED.values():
        assert verdict(program, arch, numbers[column]) == refused
    clone = (56, 220)[column]
    assert verdict(program, arch, clone, 0x10000011) == refused
    assert verdict(program, arch, clone, 0x01200011) == allowed
    assert verdict(program, arch, 435) == 0x00050000 | errno.ENOSYS
    assert verdict(program, 0x40000003, 63) == refused
    ordinary = {63, 64, 93, 172, 173, 278} - {numbers[column] for numbers in seccomp.DENIED.values()}
    assert {verdict(program, arch, number) for number in ordinary} == {allowed}
    assert seccomp.program("mips") == b""


_DEEP: list = []
for _ in range(50):
    _DEEP = [_DEEP]


def value_of(value) -> dict:
    return {"state": "value", "value": value}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        [],
        "x",
        {},
        {"state": None},
        {"state": ["value"]},
        {"state": "not plain", "says": ["x"], "form": {}},
        {"state": "function", "says": "\x1b[2J\u202e"},
        value_of(_DEEP),
        value_of("x" * 200_000),
        value_of([0] * 20_000),
        value_of([[[0] * 100] * 100] * 100),
    ],
    ids=lambda raw: repr(raw)[:40],
)
def test_odd_claims_come_to_plain_answers(raw):
    answer = claims.answer(raw)
    assert answer.state in (MISSING, NOT_PLAIN, FUNCTION) and answer.value is None
    assert answer.says == "" or answer.says.isprintable()
    outcome = claims.outcome(raw)
    assert outcome.keys() == {"raised", "says"}


def test_odd_messages_are_refused():
    for body in (b"", b"{", b"\xff", b"[" * 200_000, b"9" * 10_000):
        with pytest.raises(frames.Broken):
            frames.decode(body)
    with pytest.raises(frames.Broken):
        frames.length(b"\xff\xff\xff\xff")


_ORDINARY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.fractions()
    | st.sets(st.integers()) | st.complex_numbers() | st.just(len),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner)
    | st.lists(st.floats()).map(np.array) | st.lists(st.floats()).map(pd.Series),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=40)
@given(_ORDINARY)
def test_an_answer_is_what_check_reads(value):
    try:
        expected = Answer(VALUE, plain(value), form=form(value))
    except NotPlain as problem:
        text = str(problem)
        says = f"{text[:1].upper()}{text[1:]}."
        expected = Answer(FUNCTION if callable(value) else NOT_PLAIN, says=says, form=form(value))
    came = claims.answer(frames.decode(frames.encode(worker._answer(value))[4:]))
    assert repr(came) == repr(expected)


def test_hidden_inputs_survive_the_way():
    for one in map(get, ids()):
        if isinstance(one.answer, Function):
            for args in solve.cases(one.answer, "seed"):
                came = tuple(frames.decode(frames.encode(list(args))[4:]))
                namespace = solve.run(one, one.solution, one.settings())
                ours, theirs = (solve.outcome(namespace[one.answer.name], each) for each in (args, came))
                assert repr(ours) == repr(theirs)
