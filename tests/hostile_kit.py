"""Cells that would break a grader, each with what is to come out of it. `answer` is what is read after the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sciencecities.grading.box import Limits
from sciencecities.grading.model import FAILED, KILLED, MISSING, NOT_PLAIN, RAN, SLOW, VALUE

SMALL = Limits(
    cell=0.8,
    call=0.5,
    total=20,
    grace=0.3,
    memory=300_000_000,
    processes=24,
    file=3_000_000,
    output=100_000,
    disk=12_000_000,
    shared=2_000_000,
    files=800,
)


@dataclass(frozen=True)
class Kind:
    """name; source: the cell; status of its outcome; state and value of the answer; says: part of either sentence."""

    name: str
    source: str
    status: str
    state: str = MISSING
    value: Any = None
    says: str = ""


def value(name: str, source: str, plain: Any) -> Kind:
    """A cell that runs to its end and leaves a value."""
    return Kind(name, source, RAN, VALUE, plain)


def odd(name: str, source: str, says: str) -> Kind:
    """A cell that runs to its end and leaves something that is no plain value."""
    return Kind(name, source, RAN, NOT_PLAIN, None, says)


_LYING = """
class Lie(float):
    def __float__(self): return 42.0
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __sub__(self, other): return 0.0
    def __repr__(self): return '42'
answer = Lie(1.5)
"""
_LYING_INT = """
class Lie(int):
    def __int__(self): return 42
    def __index__(self): return 42
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __abs__(self): return 0
    def __repr__(self): return '42'
answer = Lie(3)
"""
_DISGUISED = """
class Lie:
    __class__ = property(lambda self: float)
    def __float__(self): return 42.0
answer = Lie()
"""
_LONG_LIST = """
class Long(list):
    def __len__(self): return 10**18
answer = Long([1])
"""
_ENDLESS_LENGTH = """
class Endless(list):
    def __len__(self):
        while True: pass
answer = Endless([1])
"""
_NO_END_OF_NAMES = """
class Deep:
    def __getattr__(self, name): return getattr(self, name + 'x')
answer = Deep()
"""
_PROPERTIES = """
class Bomb:
    @property
    def size(self):
        while True: pass
    __len__ = __iter__ = __call__ = __class__ = size
answer = Bomb()
"""
_ENDLESS_REPR = """
class Endless:
    def __repr__(self):
        while True: pass
answer = 1
Endless()
"""
_ENDLESS_ERROR = """
class Endless(Exception):
    def __str__(self):
        while True: pass
raise Endless
"""
_DEAF = """
while True:
    try:
        while True: pass
    except BaseException: pass
"""
_FORKS = """
import os
while True:
    try: os.fork()
    except OSError: pass
"""
_MANY_HEAPS = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        heap = bytearray(80_000_000)
        time.sleep(60)
time.sleep(60)
"""
_DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in range(3): os.close(fd)
        time.sleep(600)
    os._exit(0)
answer = 7
"""
_KILL_FIRST = """
import os, signal
for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGHUP, signal.SIGSEGV):
    os.kill(1, number)
answer = 8
"""
_PATCHED = """
import builtins, json, struct, pickle
builtins.len = lambda thing: 0
json.dumps = lambda *_, **__: '{"failed": null, "answer": {"state": "value", "value": 42}}'
json.loads = struct.pack = pickle.loads = None
answer = 9
"""
_PATCHED_CHECK = """
import sciencecities.classroom as classroom
from sciencecities.classroom.result import Result
"""
_OTHER_CHECK = """
import sciencecities.classroom as classroom
classroom.check = lambda *_: 'full marks'
answer = 10
classroom.check('x', answer)
"""
_WRITE_OUT = """
import os
written = []
for place in ('/', '/usr', '/box', '/box/book', '/box/book/data', '/box/packages', '/dev', '/etc', '/root', '/proc'):
    try:
        open(os.path.join(place, 'mine'), 'w').write('x')
        written.append(place)
    except OSError: pass
open('mine', 'w').write('x')
answer = written
"""
_READ = """
import glob
found = []
for place in ('/etc/shadow', '/etc/passwd', {root!r}, {root!r} + '/exercises/ch01.py', '/proc/1/environ', '/proc/1/mem',
              '/proc/1/fd/0', '/box/packages/exercises', '/box/book/exercises'):
    try:
        found.append(place if open(place, 'rb').read(1) else '')
    except IsADirectoryError:
        found.append(place)
    except OSError: pass
answer = found
"""
_LINKS = """
import os
os.symlink('/etc/shadow', 'link')
os.symlink('/proc/1/root', 'root')
answer = [os.path.exists('link'), os.path.exists('root/etc')]
"""
_ENVIRONMENTS = """
import glob
all_of_it = b''
for place in glob.glob('/proc/*/environ'):
    try: all_of_it += open(place, 'rb').read()
    except OSError: pass
answer = [name for name in ('SECRET_OF_THE_GRADER', 'PYTEST') if name.encode() in all_of_it]
"""
_FORBIDDEN = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def tried(name, *args):
    ctypes.set_errno(0)
    return [name, getattr(libc, name)(*args), ctypes.get_errno() == errno.EPERM]
answer = [tried('memfd_create', b'x', 0), tried('shmget', 0, 4096, 0o1600), tried('unshare', 0x10000000),
          tried('ptrace', 16, 1, 0, 0), tried('mount', b'x', b'/tmp', b'tmpfs', 0, 0),
          tried('syscall', 56, 0x10000011, 0, 0, 0, 0)]
"""
_FORGED = """
import json, os, struct
body = json.dumps({'failed': None, 'answer': {'state': 'value', 'value': {'a': [1] * 3}}}).encode()
for fd in range(3, 256):
    try: os.write(fd, struct.pack('>I', len(body)) + body)
    except OSError: pass
import time
time.sleep(60)
"""
_GARBAGE = """
import os
for fd in range(3, 256):
    try: os.write(fd, b'\\xff' * 100)
    except OSError: pass
answer = 11
"""
_TABLES = """
import pandas as pd, numpy as np, decimal, fractions
answer = [pd.Series([1, 2]), np.array([[1.5, float('nan')]]), decimal.Decimal('0.5'), fractions.Fraction(1, 4),
          pd.DataFrame({'a': [True], 'b': ['x']}), np.float64(2), (1, None), pd.NA, np.True_]
"""
_FILES = """
import os
for number in range(100_000): open(f'f{number}', 'w').close()
"""
_FILL = """
for number in range(40): open(f'{folder}/fill{number}', 'wb').write(b'x' * 1_000_000)
"""
_THREADS = """
import threading, time
for _ in range({count}): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
answer = 12
"""
_AT_EXIT = """
import atexit, time
atexit.register(time.sleep, 60)
answer = 13
"""


def kinds(root: str) -> list[Kind]:
    """All of them; root: a folder of the machine outside that must not be seen."""
    return [*_that_stop(), *_that_break(), *_that_take(), *_that_look(root), *_that_lie()]


def _that_stop() -> list[Kind]:
    """Never come to an end."""
    return [
        Kind("loop", "answer = 1\nwhile True: pass", SLOW, VALUE, 1, "never ends"),
        Kind("sleep", "import time\ntime.sleep(600)", SLOW),
        Kind("deaf loop", _DEAF, SLOW),
        Kind(
            "no signal",
            "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
            SLOW,
        ),
        Kind("long sum in C", "sum(range(10**12))", SLOW),
        Kind("halted", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", SLOW),
        Kind("endless repr", _ENDLESS_REPR, SLOW, VALUE, 1),
        Kind("endless error", _ENDLESS_ERROR, SLOW),
        Kind("endless length", _ENDLESS_LENGTH, SLOW, NOT_PLAIN),
        Kind("properties", _PROPERTIES, SLOW, NOT_PLAIN),
        Kind("recursion", "def f(): return f()\nf()", FAILED, says="called itself"),
        Kind("input", "answer = input('How many? ')", FAILED, says="nobody is there"),
        Kind("read stdin", "import sys\nanswer = sys.stdin.read()", RAN, VALUE, ""),
    ]


def _that_break() -> list[Kind]:
    """End or bend the process that they run in."""
    return [
        Kind("_exit", "import os\nos._exit(0)", KILLED, says="ended Python"),
        Kind("exit", "import sys\nsys.exit()", FAILED, says="take that out"),
        Kind("kill itself", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", KILLED),
        Kind("kill all", "import os, signal\nos.kill(-1, signal.SIGKILL)", FAILED),
        value("kill process 1", _KILL_FIRST, 8),
        Kind("segmentation fault", "import ctypes\nctypes.string_at(0)", KILLED),
        Kind("close all", "import os\nos.closerange(3, 256)\nimport time; time.sleep(60)", KILLED),
        value("close output", "import os, sys\nsys.stdout.close()\nos.close(1); os.close(2)\nanswer = 5", 5),
        Kind("garbage", _GARBAGE, KILLED),
        Kind("forged answer", _FORGED, RAN, VALUE, {"a": [1, 1, 1]}),
        Kind("no modules", "import sys\nsys.modules.clear()", RAN),
        value("patched", _PATCHED, 9),
        Kind("bent", "import builtins\nbuiltins.isinstance = lambda *_: True\nanswer = 9", KILLED),
        value("other check", _OTHER_CHECK, 10),
        Kind("no result here", _PATCHED_CHECK, FAILED, says="No module named"),
        value("at exit", _AT_EXIT, 13),
        value("other output", "import os\nos.write(1, b'\\xff\\xfe\\x00')\nprint('\\ud800')\nanswer = 4", 4),
        Kind("syntax", "answer = (", FAILED, says="cannot read"),
        Kind("deleted", "answer = 1\ndel answer", RAN),
        value("await", "import asyncio\nanswer = await asyncio.sleep(0, 3)", 3),
    ]


def _that_take() -> list[Kind]:
    """Take more than their share."""
    return [
        Kind("memory", "heap = bytearray(10**9)", FAILED, says="memory"),
        Kind("memory of many", _MANY_HEAPS, KILLED, says="memory"),
        Kind("fork bomb", _FORKS, KILLED, says="processes"),
        Kind("threads", _THREADS.format(count=100), KILLED, says="threads"),
        value("some threads", _THREADS.format(count=3), 12),
        value("daemon", _DAEMON, 7),
        Kind("output", "while True: print('x' * 1000)", KILLED, says="printed"),
        Kind("output below", "import os\nwhile True: os.write(2, b'x' * 1000)", KILLED, says="printed"),
        Kind("large file", "open('f', 'wb').write(b'x' * 5_000_000)", FAILED, says="File too large"),
        Kind("full disk", "folder = '.'" + _FILL, FAILED, says="No space left"),
        Kind("full memory disk", "folder = '/dev/shm'" + _FILL, FAILED, says="No space left"),
        Kind("many files", _FILES, KILLED, says="files"),
        value(
            "shell",
            "!echo a > b; kill -9 1; rm -rf /box/book/data 2> c\nanswer = 14",
            14,
        ),
        Kind("bash", "%%bash\nexit 3", FAILED),
    ]


def _that_look(root: str) -> list[Kind]:
    """Reach for what lies outside."""
    return [
        Kind(
            "network", "import socket\nsocket.create_connection(('1.1.1.1', 80), 2)", FAILED, says="OSError"
        ),
        Kind(
            "name",
            "import urllib.request\nurllib.request.urlopen('http://example.org')",
            FAILED,
            says="URLError",
        ),
        value("write", _WRITE_OUT, []),
        value("read", _READ.format(root=root), []),
        value("links", _LINKS, [False, False]),
        value("environments", _ENVIRONMENTS, []),
        value(
            "forbidden calls",
            _FORBIDDEN,
            [
                [name, -1, True]
                for name in ("memfd_create", "shmget", "unshare", "ptrace", "mount", "syscall")
            ],
        ),
        Kind("exercises", "import exercises", FAILED, says="No module named"),
        Kind("key", "from sciencecities.classroom import get", FAILED, says="cannot import"),
    ]


def _that_lie() -> list[Kind]:
    """Are not what they seem, or are no plain value."""
    nan = float("nan")
    return [
        value("lying float", _LYING, 1.5),
        value("lying int", _LYING_INT, 3),
        Kind("disguise", _DISGUISED, RAN, NOT_PLAIN, None, "could not be read"),
        odd("long list", _LONG_LIST, "at most 10,000"),
        odd("names without end", _NO_END_OF_NAMES, "a Deep"),
        value("huge int", "answer = -10**100_000", -(10**400)),
        odd("nested", "answer = []\nfor _ in range(100_000): answer = [answer]", "nested"),
        odd("itself", "answer = []\nanswer.append(answer)", "nested"),
        odd("generator", "answer = (n for n in range(3))", "a generator"),
        odd("set", "answer = {1, 2}", "a set"),
        odd("complex", "answer = (-1) ** 0.5", "complex"),
        odd("large", "answer = ['x' * 90_000] * 40", "too large"),
        value("half letter", "answer = {'\\ud800': 'a\\udfff'}", {"?": "a?"}),
        value("ragged", "answer = [[1], [2, 3], {'a': None}, True]", [[1], [2, 3], {"a": None}, True]),
        value(
            "tables",
            _TABLES,
            [[1, 2], [[1.5, nan]], 0.5, 0.25, [{"a": True, "b": "x"}], 2.0, [1, None], None, True],
        ),
    ]
