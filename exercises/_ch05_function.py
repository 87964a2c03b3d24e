"""The function to write in chapter 5."""

from __future__ import annotations

import random
from typing import Any

from sciencecities.classroom.exercise import Exercise, Function, Wrong

TWIN = "build a synthetic control from a handful of donors, by hand and in code, and read its weights"


def _cities(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `synthetic_two`: things to refuse, equal donors, cities outside their donors, ordinary ones."""

    def path(count: int, low: int = 3, high: int = 19) -> list[int]:
        levels = [100]
        while len(levels) < count:
            levels.append(levels[-1] + rng.randint(low, high))
        return levels

    same = path(4)
    inputs: list[tuple[Any, ...]] = [
        ([], [], []),
        (path(3), path(4), path(4)),
        (path(4), path(4), path(3)),
        (path(4), same, list(same)),
        ([100, 130, 165], [100, 105, 111], [100, 110, 118]),  # faster than both
        ([100, 101, 102], [100, 105, 111], [100, 110, 118]),  # slower than both
        ([100, 130, 165], [100, 110, 118], [100, 105, 111]),
    ]
    for count in (3, 4, 5, 7, 7, 12, 12):
        slow, fast = path(count, 2, 8), path(count, 11, 20)
        part = rng.randint(2, 8) / 10
        own = [round(part * s + (1 - part) * f) + rng.randint(-2, 2) for s, f in zip(slow, fast, strict=True)]
        inputs.append((own, slow, fast) if rng.random() < 0.5 else (own, fast, slow))
    return inputs


_HEAD = "def synthetic_two(treated, a, b):\n"
_REFUSE = (
    "    if not treated or not len(treated) == len(a) == len(b):\n"
    '        raise ValueError("give the same years to all three, at least one")\n'
)
_SPREAD = "    spread = sum((x - y) ** 2 for x, y in zip(a, b))\n"
_NONE = "    if spread == 0:\n        return None\n"
_BEST = "    best = sum((t - y) * (x - y) for t, x, y in zip(treated, a, b)) / spread\n"
_CLIP = "    return min(max(best, 0), 1)\n"

BEST_MIX = Exercise(
    id="5.5",
    title="The best mix of two",
    level="hard",
    minutes=25,
    points=4,
    objective=TWIN,
    prompt=(
        "Write a function `synthetic_two(treated, a, b)`: three lists of levels in the years before the event. Return "
        "the weight *w* of donor `a` (that of `b` is 1 - *w*) with which the sum of the squared gaps between `treated` "
        "and the mix is smallest, *w* at least 0 and at most 1. No search is needed. The sum is a parabola in *w*: "
        "write the gap as (treated - b) - *w* (a - b), and its lowest point is the sum of (treated - b)(a - b) over "
        "the sum of (a - b)²; if that lies outside 0 to 1, the nearer end is best. Where `a` and `b` are equal in all "
        "years, every weight fits alike: return `None`. With lists that are empty or of different lengths, raise a "
        "`ValueError`."
    ),
    starter=_HEAD + "    ...\n",
    solution=_HEAD + _REFUSE + _SPREAD + _NONE + _BEST + _CLIP,
    answer=Function(
        name="synthetic_two",
        arguments=("treated", "a", "b"),
        draw=_cities,
        tolerance=1e-6,
    ),
    wrong=(
        Wrong(
            _HEAD + _SPREAD + _NONE + _BEST + _CLIP,
            "Right wherever the lists fit. With lists that are empty or of different lengths, raise a ValueError: "
            "`zip` drops in silence what is left over.",
            credit=0.75,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + _NONE + _BEST + "    return best\n",
            "Your weight may lie below 0 or above 1. A twin is a mix and no extrapolation: take the nearer end.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + _BEST + _CLIP,
            "Right wherever the donors differ. Where they are equal your function divides by zero: return None there.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + "    if spread == 0:\n        return 0.5\n" + _BEST + _CLIP,
            "You give 0.5 where the donors are equal. Every weight fits alike there, so return None.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + "    if spread == 0:\n        return 0\n" + _BEST + _CLIP,
            "Right wherever the donors differ. Where they are equal you give 0, but every weight fits alike, so return "
            "None.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + "    if spread == 0:\n        return 1\n" + _BEST + _CLIP,
            "Right wherever the donors differ. Where they are equal you give 1, but every weight fits alike, so return "
            "None.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SPREAD
            + '    if spread == 0:\n        raise ValueError("the donors are equal")\n'
            + _BEST
            + _CLIP,
            "Right wherever the donors differ. Where they are equal you refuse, but every weight fits alike, so return "
            "None.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + _NONE + _BEST + "    return 1 - min(max(best, 0), 1)\n",
            "That is the weight of b. The weight of a is asked for.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SPREAD
            + _NONE
            + _BEST
            + "    return min(range(101), key=lambda i: abs(i / 100 - best)) / 100\n",
            "Your weight has two decimals: you searched on a grid, or rounded. The lowest point of the parabola has a "
            "formula; return it as it is.",
            credit=0.75,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SPREAD
            + _NONE
            + "    best = (treated[-1] - b[-1]) / (a[-1] - b[-1]) if a[-1] != b[-1] else 0\n"
            + _CLIP,
            "Your weight fits the last year alone. The squared gaps of all years count.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SPREAD
            + _NONE
            + "    best = (sum(treated) - sum(b)) / (sum(a) - sum(b)) if sum(a) != sum(b) else 0\n"
            + _CLIP,
            "Your weight makes the gaps add up to zero, so that a large one above may hide a large one below. Make the "
            "sum of their squares smallest.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _SPREAD
            + _NONE
            + "    best = sum(t * x for t, x in zip(treated, a)) / sum(x * x for x in a)\n"
            + _CLIP,
            "You fitted a alone, and b has no part in it. The weights of the two add up to one: use the differences "
            "from b.",
            credit=0.25,
        ),
        Wrong(
            _HEAD + _REFUSE + _SPREAD + _NONE + _BEST + "    return best if 0 <= best <= 1 else 0.5\n",
            "Where the lowest point lies outside 0 to 1 you give a half. The nearer end fits better.",
            credit=0.5,
        ),
    ),
)
