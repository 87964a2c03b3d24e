"""How much a student's notebook may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one box; seconds and bytes.

    cell, call: for one cell, and for one call of a function on a hidden input, without the time that it had to wait
    for a processor. total: for the whole notebook, all repeats counted. grace: what a cell gets to stop by itself.
    memory, processes (threads count): of all processes together. file: the largest file. output: what one cell may
    print. disk: all files in /tmp. shared: all files in /dev/shm. files: their number.
    """

    cell: float = 10.0
    call: float = 5.0
    total: float = 120.0
    grace: float = 1.0
    memory: int = 1_500_000_000
    processes: int = 64
    file: int = 50_000_000
    output: int = 1_000_000
    disk: int = 100_000_000
    shared: int = 16_000_000
    files: int = 20_000
