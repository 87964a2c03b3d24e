"""The function to write in chapter 2."""

from __future__ import annotations

import random
from typing import Any

from sciencecities.classroom.exercise import Exercise, Function, Wrong

ONE_OUT = "test how far one province carries a correlation or a slope"


def _clouds(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `leave_one_out_slopes`: too few points, one that alone spreads x, and ordinary clouds."""

    def numbers(count: int, low: int, high: int) -> list[float]:
        return [rng.randint(low, high) / 4 for _ in range(count)]  # quarters, so that sums are exact

    # Three of it do not quite have it as their mean, so that its spread is not quite 0.
    inexact = rng.choice(
        [tenths / 10 for tenths in range(1, 30) if sum([tenths / 10] * 3) / 3 != tenths / 10]
    )
    alone = float(rng.randint(1, 5))
    inputs: list[tuple[Any, ...]] = [
        (numbers(2, 0, 20), numbers(2, 0, 40)),
        ([], []),
        (numbers(4, 0, 20), numbers(5, 0, 40)),
        ([alone, alone, alone, alone + 3], numbers(4, 0, 40)),
        ([alone + 2, alone, alone], numbers(3, 0, 40)),
        ([inexact, inexact, inexact, inexact + 1], numbers(4, 0, 40)),
    ]
    for count in (3, 4, 5, 6, 8, 12, 31, 31):
        spread = rng.sample(range(0, 60), count)
        inputs.append(([value / 4 for value in spread], numbers(count, 0, 40)))
    return inputs


_HEAD = "def leave_one_out_slopes(x, y):\n"
_REFUSE = (
    "    if len(x) != len(y) or len(x) < 3:\n"
    '        raise ValueError("give at least three pairs, one y for each x")\n'
)
_SLOPE = (
    "    def slope(x, y):\n"
    "        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)\n"
    "        if min(x) == max(x):\n"
    "            return None\n"
    "        spread = sum((a - mean_x) ** 2 for a in x)\n"
    "        return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread\n"
)
_EACH = "    return [slope(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :]) for i in range(len(x))]\n"

DROP_EACH = Exercise(
    id="2.5",
    title="Drop each in turn",
    level="hard",
    minutes=25,
    points=4,
    objective=ONE_OUT,
    prompt=(
        "Does a slope hang on one province? Write a function `leave_one_out_slopes(x, y)`. `x` and `y` are lists of "
        "numbers, one pair for each province. Return a list as long as `x`: its entry `i` is the least-squares slope "
        "of `y` on `x` (with a constant) over all pairs but pair `i`. Where the `x` that are left are all equal, "
        "there is no slope: put `None`. With fewer than three pairs, or lists of different lengths, raise a "
        "`ValueError`: a line through one point can have any slope. Two pairs are enough for a slope; `measures.ols` "
        "wants three, so write the slope yourself. Do not round, and put `None`, not NaN."
    ),
    starter=_HEAD + "    ...\n",
    solution=_HEAD + _REFUSE + _SLOPE + _EACH,
    answer=Function(
        name="leave_one_out_slopes",
        arguments=("x", "y"),
        draw=_clouds,
        tolerance=1e-6,
    ),
    wrong=(
        Wrong(
            _HEAD + _SLOPE + "    x, y = zip(*zip(x, y)) if x and y else ((), ())\n" + _EACH,
            "Right whenever the lists fit and are long enough. With fewer than three pairs, or lists of different "
            "lengths, raise a ValueError that says so.",
            credit=0.75,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    def slope(x, y):\n"
            + "        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)\n"
            + "        spread = sum((a - mean_x) ** 2 for a in x)\n"
            + "        if spread == 0:\n"
            + "            return None\n"
            + "        return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread\n"
            + _EACH,
            "Right but for decimals: the mean of 0.1, 0.1 and 0.1 is not quite 0.1 in a computer, so that their spread "
            "is not quite 0. Ask whether the x are equal, not whether a result is 0: `min(x) == max(x)`.",
            credit=0.75,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SLOPE
            + "    slopes = [slope(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :]) for i in range(len(x))]\n"
            + "    return [0.0 if one is None else one for one in slopes]\n",
            "You put 0 where the x that are left are all equal. No slope is not a flat one: put None.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    def slope(x, y):\n"
            + "        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)\n"
            + "        spread = sum((a - mean_x) ** 2 for a in x)\n"
            + "        return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread\n"
            + _EACH,
            "Right where the x that are left differ. Where they are all equal your function divides by zero: put "
            "None there.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SLOPE
            + "    slopes = [slope(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :]) for i in range(len(x))]\n"
            + "    return [one for one in slopes if one is not None]\n",
            "You leave out the entries without a slope, so that entry i no longer belongs to pair i: put None there.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SLOPE + "    return [slope(x, y)] * len(x)\n",
            "Your function never leaves a pair out: every entry is the slope of all.",
        ),
        Wrong(
            _HEAD + _REFUSE + _SLOPE + "    x, y = y, x\n" + _EACH,
            "Your slopes are those of x on y. Growth y is explained by x: divide by the spread of x.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    def slope(x, y):\n"
            + "        return sum(a * b for a, b in zip(x, y)) / sum(a * a for a in x)\n"
            + _EACH,
            "Your line is forced through the origin. With a constant, take the means from x and y first.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    def slope(x, y):\n"
            + "        if min(x) == max(x):\n"
            + "            return None\n"
            + "        return None if min(y) == max(y) else measures.correlation(x, y)\n"
            + _EACH,
            "Your function gives correlations. A slope has the unit of y per unit of x.",
            credit=0.25,
        ),
        Wrong(
            _HEAD + _REFUSE + _SLOPE + "    return [slope(x[:i], y[:i]) for i in range(1, len(x) + 1)]\n",
            "Your function takes the first pairs only. Entry i needs all pairs but one: those before it and those "
            "after it.",
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SLOPE
            + "    order = sorted(range(len(x)), key=lambda i: x[i])\n"
            + "    x, y = [x[i] for i in order], [y[i] for i in order]\n"
            + _EACH,
            "Your slopes are right but in another order: entry i belongs to pair i of the lists as given, unsorted.",
            credit=0.5,
        ),
    ),
)
