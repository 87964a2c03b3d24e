"""The function to write in chapter 4."""

from __future__ import annotations

import random
from typing import Any

from sciencecities.classroom.exercise import Exercise, Function, Wrong

THEIL = (
    "compute the Theil index of a few provinces by hand, "
    "and split it into a part between groups and a part within them"
)


def _countries(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `theil_parts`: things to refuse, one group, groups of one, and ordinary countries."""

    def numbers(count: int) -> list[int]:
        return rng.sample(range(1, 60), count)

    inputs: list[tuple[Any, ...]] = [
        ([], [], []),
        (numbers(3), numbers(2), ["a", "a", "b"]),
        (numbers(3), numbers(3), ["a", "b"]),
        ([*numbers(2), 0], numbers(3), ["a", "a", "b"]),
        ([*numbers(2), -rng.randint(1, 9)], numbers(3), ["a", "b", "b"]),
        (numbers(3), [0, *numbers(2)], ["a", "a", "b"]),
        (numbers(4), numbers(4), ["only"] * 4),
        (numbers(3), numbers(3), ["a", "b", "c"]),
        ([7, 7, 7], numbers(3), ["a", "a", "b"]),
    ]
    for count in (4, 5, 6, 8, 12, 31):
        labels = ["coast", "interior"] if count < 8 else ["east", "central", "west", "northeast"]
        groups = [*labels, *(rng.choice(labels) for _ in range(count - len(labels)))]
        rng.shuffle(groups)
        inputs.append((numbers(count), numbers(count), groups))
    return inputs


_HEAD = "def theil_parts(values, weights, groups):\n"
_REFUSE = (
    "    if not values or not len(values) == len(weights) == len(groups):\n"
    '        raise ValueError("give one value, one weight and one group for each place")\n'
    "    if min(values) <= 0 or min(weights) <= 0:\n"
    '        raise ValueError("values and weights must be above 0")\n'
)
_START = (
    "    people = sum(weights)\n"
    "    amount = sum(v * w for v, w in zip(values, weights))\n"
    "    between = within = 0.0\n"
    "    for group in set(groups):\n"
    "        inside = [(v, w) for v, w, g in zip(values, weights, groups) if g == group]\n"
    "        own_people = sum(w for v, w in inside)\n"
    "        own_amount = sum(v * w for v, w in inside)\n"
    "        own_mean = own_amount / own_people\n"
    "        own_theil = sum(w * v / own_mean * np.log(v / own_mean) for v, w in inside) / own_people\n"
)
_BETWEEN = "        between += own_amount / amount * np.log(own_mean / (amount / people))\n"
_WITHIN = "        within += own_amount / amount * own_theil\n"
_BODY = _START + _BETWEEN + _WITHIN
_RETURN = "    return between, within\n"

PARTS = Exercise(
    id="4.5",
    title="Take it apart",
    level="hard",
    minutes=25,
    points=4,
    objective=THEIL,
    prompt=(
        "Write a function `theil_parts(values, weights, groups)`. The three lists have one entry for each place: "
        "`values` GDP per head, `weights` people, `groups` the name of a group. Return two numbers, "
        "`(between, within)`. *Between* is the Theil index when everyone has the mean of their group. *Within* is the "
        "average of the groups' own Theil indices, each weighted by its group's part of the total *amount* (value "
        "times people). The two add up to the index of all. Raise a `ValueError` when the lists are empty or differ "
        "in length, or when a value or a weight is not above 0. Do not use `measures` inside; use it to test yours."
    ),
    starter=_HEAD + "    ...\n",
    solution=_HEAD + _REFUSE + _BODY + _RETURN,
    answer=Function(
        name="theil_parts",
        arguments=("values", "weights", "groups"),
        draw=_countries,
        tolerance=1e-6,
    ),
    wrong=(
        Wrong(
            _HEAD
            + "    if not values:\n        return 0.0, 0.0\n"
            + "    keep = [(v, w, g) for v, w, g in zip(values, weights, groups) if v > 0 and w > 0]\n"
            + "    values, weights, groups = zip(*keep)\n"
            + _BODY
            + _RETURN,
            "Right wherever the lists can be used. Lists that are empty or of different lengths, and values or weights "
            "that are not above 0, should raise a ValueError: leaving them out in silence changes the answer.",
            credit=0.75,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _START
            + _BETWEEN
            + "        within += own_people / people * own_theil\n"
            + _RETURN,
            "Between is right. For within you weighted the groups by people: a group's part of the amount is asked "
            "for, or the two do not add up to the whole.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _BODY + "    return within, between\n",
            "Both numbers are right and in the wrong order: first between, then within.",
            credit=0.75,
        ),
        Wrong(
            _HEAD + _REFUSE + _BODY + "    return between, between + within\n",
            "Your second number is the whole index. Within is what is left of it without between.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + "    weights = [1] * len(values)\n" + _BODY + _RETURN,
            "You let each place count once. Use the weights in every mean and every sum.",
            credit=0.25,
        ),
        Wrong(
            _HEAD + _REFUSE + _START + _BETWEEN + "        within += own_theil\n" + _RETURN,
            "Between is right. For within you added up the groups' indices: weight each by its group's part of the "
            "amount.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _START
            + "        between += own_people / people * np.log(own_mean / (amount / people))\n"
            + _WITHIN
            + _RETURN,
            "Within is right. For between you averaged the logarithms alone: multiply each by its ratio, the group's "
            "mean over the mean of all.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + _BODY.replace("np.log(", "np.log10(") + _RETURN,
            "You took logarithms to the base 10. The Theil index uses the natural one: `np.log`.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _START.replace(
                "        own_theil",
                "        own_mean = sum(v for v, w in inside) / len(inside)\n        own_theil",
            )
            + _BETWEEN
            + _WITHIN
            + _RETURN,
            "The mean of a group is that of its people, not of its places: weigh the places by their people.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _START
            + "        mean = sum(values) / len(values)\n"
            + "        between += own_amount / amount * np.log(own_mean / mean)\n"
            + _WITHIN
            + _RETURN,
            "Your mean of all is that of places. Take that of people: all GDP over all people.",
            credit=0.25,
        ),
    ),
)
