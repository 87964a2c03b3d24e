"""How large a JupyterHub a class needs, from what `bench/hub.py` measured: the table of the page for large classes."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sciencecities.book.record import table

NAME = "deploy/measured.json"
CLASSES = (30, 100, 200)
# A student who tries things needs more than one clean run did: kept for each, and never exceeded.
KEPT, MOST = 1.25, 2.5
# All press "run" within this time; kept free on each machine for the hub's own work; a usual machine.
WINDOW_S = 300
SPARE = 0.15
NODE_CORES, NODE_GIB = 8, 32
_STEP_MIB = 64


@dataclass(frozen=True)
class Measured:
    """What bench/hub.py saw: users at once on so many cores, seconds of the slowest, MB of the largest."""

    users: int
    chapter: str
    cores: int
    start_seconds: float
    run_seconds: float
    memory_mb: float

    @property
    def cpu_seconds(self) -> float:
        """Processor time of one user for start and run, in s: all cores were busy all the time."""
        return (self.start_seconds + self.run_seconds) * self.cores / self.users

    @property
    def kept_mib(self) -> int:
        """Memory to keep for each student, in MiB, which the hub's chart writes as M."""
        return _stepped(self.memory_mb * KEPT)

    @property
    def most_mib(self) -> int:
        """Memory that no student may exceed, in MiB."""
        return _stepped(self.memory_mb * MOST)


def _stepped(megabytes: float) -> int:
    """MB as MiB, up to the next step."""
    return math.ceil(megabytes * 1e6 / 2**20 / _STEP_MIB) * _STEP_MIB


@dataclass(frozen=True)
class Size:
    """What a class needs: GiB of memory, processor cores, machines of the usual size."""

    students: int
    memory_gib: int
    cores: int
    nodes: int


def read(path: Path) -> Measured:
    """The measurement from its file; ValueError, in one sentence, when it is none."""
    try:
        return Measured(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read ({error}): run python bench/hub.py.") from None


def size(students: int, seen: Measured) -> Size:
    """What a class of so many needs when all run a chapter within five minutes."""
    memory = math.ceil(students * seen.kept_mib / 1024)
    cores = math.ceil(students * seen.cpu_seconds / WINDOW_S)
    share = 1 - SPARE
    nodes = math.ceil(max(memory / (NODE_GIB * share), cores / (NODE_CORES * share)))
    return Size(students, memory, cores, nodes)


def page(seen: Measured) -> str:
    """The measurement and the sizes as Markdown."""
    rows = [
        (str(one.students), f"{one.memory_gib} GiB", str(one.cores), str(one.nodes))
        for one in (size(students, seen) for students in CLASSES)
    ]
    return "\n\n".join(
        [
            f"Measured: {seen.users} users on one machine with {seen.cores} processor cores started their servers at "
            f"the same moment and ran all of `{seen.chapter}`. The last server was ready after "
            f"{seen.start_seconds:.0f} seconds, and the last chapter was done {seen.run_seconds:.0f} seconds later. "
            f"The largest server with its kernel held {seen.memory_mb:.0f} MB. From this follow {seen.kept_mib} MiB to "
            f"keep for each student ({KEPT:g} times as much, in steps of {_STEP_MIB}), {seen.most_mib} MiB as a limit "
            f"({MOST:g} times as much), and about {seen.cpu_seconds:.0f} seconds of a processor for a start and a run. "
            f"On each machine {100 * SPARE:.0f} per cent are left to the hub's own work.",
            table(
                ("Students", "Memory", "Cores", f"Machines with {NODE_CORES} cores and {NODE_GIB} GiB"), rows
            ),
        ]
    )


class SizingDirective(SphinxDirective):
    """The measurement and the sizes."""

    def run(self) -> list[nodes.Node]:
        """Return the paragraph and the table."""
        path = Path(self.env.srcdir) / NAME
        self.env.note_dependency(str(path))
        try:
            seen = read(path)
        except ValueError as error:
            raise ExtensionError(str(error)) from None
        return self.parse_text_to_nodes(page(seen))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("hub-sizing", SizingDirective)
