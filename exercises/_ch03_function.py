"""The function to write in chapter 3."""

from __future__ import annotations

import random
from typing import Any

from sciencecities.classroom.exercise import Exercise, Function, Wrong

INDEX = "build a composite index, and test how far its ranking hangs on the weights"


def _tables(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `composite`: tables with gaps, without them, and such as cannot rank anybody."""

    def full(cities: int, indicators: int) -> list[list[float | None]]:
        columns = [[float(one) for one in rng.sample(range(1, 90), cities)] for _ in range(indicators)]
        return [list(row) for row in zip(*columns, strict=True)]

    def weights(indicators: int) -> list[int]:
        return rng.sample(range(1, 9), indicators)

    def with_gap(cities: int, indicators: int) -> list[list[float | None]]:
        """The city with the gap holds the highest figure of another indicator, and the first city is complete."""
        table = full(cities, indicators)
        city, hole = rng.randrange(1, cities), rng.randrange(indicators)
        table[city] = [99.0] * indicators
        table[city][hole] = None
        return table

    same = [[5.0, *row] for row in full(4, 2)]
    lone: list[list[float | None]] = [[1.0, 2.0], [3.0, None], [None, 4.0]]
    inputs: list[tuple[Any, ...]] = [(same, weights(3)), (lone, weights(2)), ([[None, 1.0]], weights(2))]
    # A column that would differ, were it not for the city with the gap.
    inputs.append(([[2.0, 3.0], [2.0, 7.0], [8.0, None]], weights(2)))
    for cities, indicators in ((3, 2), (4, 3), (6, 2), (12, 5)):
        inputs.append((full(cities, indicators), weights(indicators)))
        inputs.append((with_gap(cities + 1, indicators), weights(indicators)))
    return inputs


_HEAD = "def composite(table, weights):\n"
_COMPLETE = "    complete = [row for row in table if None not in row]\n"
_REFUSE = (
    "    if len(complete) < 2 or any(min(column) == max(column) for column in zip(*complete)):\n"
    '        raise ValueError("an indicator without differences among the complete cities ranks nobody")\n'
)
_ENDS = "    ends = [(min(column), max(column)) for column in zip(*complete)]\n"
_SCORES = (
    "    def scores(row):\n"
    "        return [(value - low) / (high - low) for value, (low, high) in zip(row, ends)]\n"
)
_MEAN = (
    "    def mean(row):\n"
    "        return sum(weight * score for weight, score in zip(weights, scores(row))) / sum(weights)\n"
)
_EACH = "    return [None if None in row else mean(row) for row in table]\n"
_START = _HEAD + _COMPLETE + _REFUSE + _ENDS
_KNOWN = (
    "    known = [[value for value in column if value is not None] for column in zip(*table)]\n"
    "    ends = [(min(column), max(column)) for column in known]\n"
)

WEIGH = Exercise(
    id="3.5",
    title="An index that admits its gaps",
    level="hard",
    minutes=25,
    points=4,
    objective=INDEX,
    prompt=(
        "Write a function `composite(table, weights)`. `table` is a list of rows, one for each city; a row holds one "
        "number for each indicator, more being better, and `None` where there is no figure. `weights` holds one "
        "positive number for each indicator; only their proportions count. Bring each indicator to the min-max scale "
        "from 0 to 1 and return a list with the weighted mean of each city. A city with a gap gets `None`, and its "
        "other figures set no minimum and no maximum. With fewer than two complete cities, or where an indicator is "
        "the same for all complete ones, raise a `ValueError`: it ranks nobody. Do not round, and put `None`, not NaN."
    ),
    starter=_HEAD + "    ...\n",
    solution=_START + _SCORES + _MEAN + _EACH,
    answer=Function(
        name="composite",
        arguments=("table", "weights"),
        draw=_tables,
    ),
    wrong=(
        Wrong(
            _HEAD
            + _COMPLETE
            + _ENDS
            + "    def scores(row):\n"
            + "        return [(value - low) / ((high - low) or 1) for value, (low, high) in zip(row, ends)]\n"
            + _MEAN
            + _EACH,
            "Right wherever cities can be ranked. Where an indicator is the same for all complete cities, or fewer "
            "than two are complete, raise a ValueError that says so.",
            credit=0.75,
        ),
        Wrong(
            _START + _SCORES + _MEAN + "    return [mean(row) for row in complete]\n",
            "You leave the cities with a gap out of the list, so that entry i no longer belongs to city i: put None "
            "there.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _COMPLETE + _REFUSE + _KNOWN + _SCORES + _MEAN + _EACH,
            "A city with a gap still sets a minimum or a maximum in your function. Look for both among the complete "
            "cities only.",
            credit=0.5,
        ),
        Wrong(
            _HEAD
            + _COMPLETE
            + _REFUSE
            + "    table = [[0 if value is None else value for value in row] for row in table]\n"
            + "    ends = [(min(column), max(column)) for column in zip(*table)]\n"
            + _SCORES
            + _MEAN
            + "    return [mean(row) for row in table]\n",
            "You took a missing figure for 0, the worst there is. Not known is not nothing: that city gets None.",
            credit=0.25,
        ),
        Wrong(
            _HEAD
            + _COMPLETE
            + _REFUSE
            + _KNOWN
            + "    out = []\n"
            + "    for row in table:\n"
            + "        found = [(w, (v - a) / (b - a)) for w, v, (a, b) in zip(weights, row, ends) if v is not None]\n"
            + "        out.append(sum(w * score for w, score in found) / sum(w for w, _ in found))\n"
            + "    return out\n",
            "You spread the weight of a missing indicator over the others, so that a city may gain by hiding a bad "
            "figure. It gets None.",
            credit=0.25,
        ),
        Wrong(
            _START
            + _SCORES
            + "    def mean(row):\n"
            + "        return sum(weight * score for weight, score in zip(weights, scores(row)))\n"
            + _EACH,
            "You did not divide by the sum of the weights: only their proportions count.",
            credit=0.5,
        ),
        Wrong(
            _START
            + _SCORES
            + "    def mean(row):\n"
            + "        return sum(scores(row)) / len(row)\n"
            + _EACH,
            "Your function gives every indicator the same weight.",
            credit=0.25,
        ),
        Wrong(
            _START
            + "    def scores(row):\n"
            + "        return [value / high for value, (low, high) in zip(row, ends)]\n"
            + _MEAN
            + _EACH,
            "You divided by the maximum. Min-max takes the minimum away first, above and below the line.",
            credit=0.25,
        ),
        Wrong(
            _START + "    def scores(row):\n" + "        return row\n" + _MEAN + _EACH,
            "You weighed the raw figures, so that the indicator with the largest numbers decides. Bring each to 0 to "
            "1 first.",
        ),
        Wrong(
            _START
            + _SCORES
            + "    def mean(row):\n"
            + "        return 100 * sum(weight * score for weight, score in zip(weights, scores(row))) / sum(weights)\n"
            + _EACH,
            "Your index runs from 0 to 100. The question asks for 0 to 1.",
            credit=0.75,
        ),
    ),
)
