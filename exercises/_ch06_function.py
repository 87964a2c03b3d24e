"""The function to write in chapter 6."""

from __future__ import annotations

import random
from typing import Any

from sciencecities.classroom.exercise import Exercise, Function, Wrong

WORDS = "judge a prediction made of words like 'may': a range of probabilities, a range of scores"


def _papers(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `score_range`: mixed outcomes, some not known yet, none known, and ranges that are none."""

    def ranges(count: int) -> list[list[float]]:
        """Ranges of whole twentieths, not symmetric about the middle."""
        out: list[list[float]] = []
        while len(out) < count:
            low, high = sorted(rng.sample(range(1, 20), 2))
            if low + high != 20:
                out.append([low / 20, high / 20])
        return out

    def outcomes(count: int, open_ones: int) -> list[int | None]:
        known: list[int | None] = [1, 0, *(rng.randint(0, 1) for _ in range(count - open_ones - 2))]
        every = known + [None] * open_ones
        rng.shuffle(every)
        return every

    inputs: list[tuple[Any, ...]] = [
        (ranges(2), [None, None]),
        ([], []),
        (ranges(3), [1, 0]),
        ([[0.8, 0.3], *ranges(2)], [1, 0, 1]),
        ([*ranges(2), [0.5, 1.2]], [1, 0, 1]),
        ([[0.4, 0.4], [1.0, 1.0], [0.0, 0.35]], [1, 0, None]),
    ]
    for count, open_ones in ((2, 0), (3, 1), (4, 0), (5, 2), (8, 3), (12, 0), (20, 5)):
        inputs.append((ranges(count), outcomes(count, open_ones)))
    return inputs


_HEAD = "def score_range(ranges, outcomes):\n"
_KNOWN = "    known = [(low, high, o) for (low, high), o in zip(ranges, outcomes) if o is not None]\n"
_REFUSE = (
    "    if len(ranges) != len(outcomes) or any(not 0 <= low <= high <= 1 for low, high in ranges):\n"
    '        raise ValueError("give one range from low to high, within 0 and 1, for each outcome")\n'
)
_REFUSE_NONE = (
    '    if not known:\n        raise ValueError("no outcome is known yet: there is nothing to score")\n'
)
_START = _HEAD + _REFUSE + _KNOWN + _REFUSE_NONE
_KIND = "    kind = [(high - 1) ** 2 if o else low**2 for low, high, o in known]\n"
_HARSH = "    harsh = [(low - 1) ** 2 if o else high**2 for low, high, o in known]\n"
_RETURN = "    return [sum(kind) / len(known), sum(harsh) / len(known)]\n"

WORDS_TO_SCORES = Exercise(
    id="6.5",
    title="From words to a range of scores",
    level="hard",
    minutes=25,
    points=4,
    objective=WORDS,
    prompt=(
        "Write a function `score_range(ranges, outcomes)`. `ranges` holds one `[low, high]` for each prediction: the "
        "probabilities that a fair reader could hear in its words. `outcomes` holds 1 (it happened), 0 (it did not) or "
        "`None` (not known yet) for each. Return a list of two numbers: the best and the worst Brier score that the "
        "author could have, if each range is read by itself as kindly, or as harshly, as it allows. A prediction whose "
        "outcome is not known is left out. Raise a `ValueError` when the lists differ in length, when a range is not "
        "0 ≤ low ≤ high ≤ 1, or when no outcome is known. Do not round."
    ),
    starter=_HEAD + "    ...\n",
    solution=_START + _KIND + _HARSH + _RETURN,
    answer=Function(name="score_range", arguments=("ranges", "outcomes"), draw=_papers),
    wrong=(
        Wrong(
            _HEAD + _KNOWN + _KIND + _HARSH + "    many = len(known) or 1\n"
            "    return [sum(kind) / many, sum(harsh) / many]\n",
            "Right wherever there is something to score. Lists of different lengths, a range that is none and a paper "
            "without any known outcome should raise a ValueError that says so.",
            credit=0.75,
        ),
        Wrong(
            _START + _KIND + _HARSH + "    return [sum(harsh) / len(known), sum(kind) / len(known)]\n",
            "You return the worst first. Small is good: the best is the smaller of the two.",
            credit=0.75,
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + _KNOWN
            + _REFUSE_NONE
            + _KIND
            + _HARSH
            + "    return [sum(kind) / len(ranges), sum(harsh) / len(ranges)]\n",
            "You divide by all predictions. Those without a known outcome are left out below the line as well, or "
            "silence would look like skill.",
            credit=0.5,
        ),
        Wrong(
            _START
            + "    known = [(low, high, o or 0) for (low, high), o in zip(ranges, outcomes)]\n"
            + _KIND
            + _HARSH
            + _RETURN,
            "You took 'not known yet' for 'did not happen'. Leave these predictions out.",
            credit=0.25,
        ),
        Wrong(
            _START
            + "    lows = [(low - o) ** 2 for low, high, o in known]\n"
            + "    highs = [(high - o) ** 2 for low, high, o in known]\n"
            + "    return sorted([sum(lows) / len(known), sum(highs) / len(known)])\n",
            "You read all words low or all words high. Kind is high where it happened and low where it did not: "
            "choose the end for each prediction by itself.",
            credit=0.5,
        ),
        Wrong(
            _START
            + "    middle = [((low + high) / 2 - o) ** 2 for low, high, o in known]\n"
            + "    return [sum(middle) / len(known)] * 2\n",
            "You took the middle of each range, and a range of words became a single score. Use both ends.",
            credit=0.25,
        ),
        Wrong(
            _START + _KIND + _HARSH + "    return [sum(kind), sum(harsh)]\n",
            "Those are the sums. The Brier score is a mean: divide by the number of predictions with a known outcome.",
            credit=0.5,
        ),
        Wrong(
            _START
            + "    kind = [abs(high - 1) if o else low for low, high, o in known]\n"
            + "    harsh = [abs(low - 1) if o else high for low, high, o in known]\n"
            + _RETURN,
            "Those are mean distances. The Brier score squares each distance before the mean.",
            credit=0.5,
        ),
        Wrong(
            _START
            + _KIND
            + _HARSH
            + "    return [round(sum(kind) / len(known), 2), round(sum(harsh) / len(known), 2)]\n",
            "Your numbers are rounded. Return them as they are.",
            credit=0.75,
        ),
    ),
)
