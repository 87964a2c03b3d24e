"""Random numbers that are the same everywhere: in Python, in a reader's browser, today and in ten years.

The generator is mulberry32, written out so that another language gives the same bits. All integers are
unsigned 32-bit and wrap around; `^` is exclusive or, `>>` shifts zeros in. For step i = 1, 2, 3, ...

    a = seed + i * 0x6D2B79F5
    t = (a ^ (a >> 15)) * (a | 1)
    t = t ^ (t + (t ^ (t >> 7)) * (t | 61))
    x = t ^ (t >> 14)
    u = (x + 0.5) / 4294967296          a double, never 0 and never 1

In JavaScript each product is Math.imul, each sum ends in `| 0`, and `>>` is `>>>`; x needs a last `>>> 0`.
Normals come from Box and Muller (1958): each pair (u1, u2), in order, gives first
sqrt(-2 ln u1) cos(2 pi u2), then sqrt(-2 ln u1) sin(2 pi u2); an odd n leaves the last one out.
"""

from typing import SupportsIndex

import numpy as np

from ._checks import Vector, whole

LARGEST_SEED = 2**32 - 1
# Enough for any figure in the book and small enough that a slip of the finger does not fill the memory.
LARGEST_COUNT = 50_000_000


def deterministic_uniforms(n: SupportsIndex, seed: SupportsIndex) -> Vector:
    """n numbers spread evenly over the open interval from 0 to 1, fixed by the seed.

    n: how many, from 0. seed: whole number from 0 to 2**32 - 1. Returns (n,).
    Source: mulberry32 by Tommy Ettinger; see the module's text for every operation. Raises ValueError for a
    count or seed out of range.
    """
    count = whole(n, "n", 0, LARGEST_COUNT)
    start = whole(seed, "seed", 0, LARGEST_SEED)
    # uint32 arrays wrap silently, which is what the recipe asks for.
    a = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5) + np.uint32(start)
    t = (a ^ (a >> np.uint32(15))) * (a | np.uint32(1))
    t = t ^ (t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61)))
    x = t ^ (t >> np.uint32(14))
    out: Vector = (x.astype(np.float64) + 0.5) / 4294967296.0
    return out


def deterministic_normals(n: SupportsIndex, seed: SupportsIndex) -> Vector:
    """n standard normal numbers (mean 0, standard deviation 1), fixed by the seed.

    n: how many, from 0. seed: whole number from 0 to 2**32 - 1. Returns (n,). Source: Box and Muller (1958)
    on `deterministic_uniforms`. Raises ValueError for a count or seed out of range.
    """
    count = whole(n, "n", 0, LARGEST_COUNT)
    pairs = deterministic_uniforms(count + count % 2, seed).reshape(-1, 2)
    radius = np.sqrt(-2.0 * np.log(pairs[:, 0]))
    angle = 2.0 * np.pi * pairs[:, 1]
    normals = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    return normals.ravel()[:count]
