"""Exercises of chapter 6, the takeaway and a warning shot."""

from __future__ import annotations

from exercises._ch06_function import WORDS, WORDS_TO_SCORES
from exercises._ch06_written import FAIR_FORECAST
from sciencecities.classroom.exercise import Exercise, Number, Wrong

BASE = "compute a base rate from past editions"
BRIER = "score a forecast with the Brier score, by hand and in code"
CALIBRATED = "compute how honest a forecaster was: the reliability part of a score"
# The fourth, WORDS, and the fifth, FAIR, stand beside the exercises that are written elsewhere.

_DISTANCES = "distances = [p - o for p, o in zip(said, happened)]\n"

FOUR_FORECASTS = Exercise(
    id="6.1",
    title="Four forecasts",
    level="easy",
    minutes=5,
    points=2,
    objective=BRIER,
    prompt=(
        "A columnist said of four events how likely they were: {said}. What came of them (1: it happened, 0: it did "
        "not): {happened}, in the same order. What is her Brier score? Give four decimals. By hand first: four "
        "distances, four squares, one average."
    ),
    starter="answer = ...\n",
    solution=_DISTANCES + "answer = sum(d**2 for d in distances) / len(distances)\n",
    answer=Number(tolerance=0.0006),
    hint="square each distance between what she said and what happened, and take the mean of the squares.",
    praise=(
        "Well done. Look which of the four squares is the largest: one confident miss weighs as much as many small "
        "doubts."
    ),
    params={"said": [0.9, 0.6, 0.3, 0.8], "happened": [1, 0, 0, 1]},
    variants={
        "said": ([0.9, 0.6, 0.3, 0.8], [0.4, 0.9, 0.6, 0.8], [0.3, 0.7, 0.4, 0.9]),
        "happened": ([1, 0, 0, 1], [1, 1, 0, 0], [0, 1, 0, 1]),
    },
    wrong=(
        Wrong(
            _DISTANCES + "answer = sum(abs(d) for d in distances) / len(distances)\n",
            "That is the mean distance. The Brier score squares each distance before the mean is taken.",
            credit=0.5,
        ),
        Wrong(
            _DISTANCES + "answer = sum(d**2 for d in distances)\n",
            "That is the sum of the squares. Divide by the number of forecasts.",
            credit=0.5,
        ),
        Wrong(
            _DISTANCES + "answer = (sum(d**2 for d in distances) / len(distances)) ** 0.5\n",
            "You took the root at the end. The Brier score stays squared.",
            credit=0.5,
        ),
        Wrong(
            _DISTANCES + "answer = 2 * sum(d**2 for d in distances) / len(distances)\n",
            "That is Brier's own score of 1950, which counts 'it happens' and 'it does not' and is twice the one used "
            "here.",
            credit=0.75,
        ),
        Wrong(
            "answer = sum((1 - p - o) ** 2 for p, o in zip(said, happened)) / len(said)\n",
            "You scored the opposite of what she said. Compare her probability with 1 where it happened and with 0 "
            "where it did not.",
            credit=0.25,
        ),
        Wrong(
            "answer = sum(p * o for p, o in zip(said, happened)) / len(said)\n",
            "You looked only at the events that happened. A probability that was given to something that did not "
            "happen counts as well.",
        ),
    ),
)

_SEEN = (
    'places = table.pivot(index="city", columns="edition", values="rank")\n'
    "seen = places[[first, last]].dropna()\n"
    "gained = seen[first] - seen[last]\n"
)

RISE = Exercise(
    id="6.2",
    title="How often does a city rise?",
    level="easy",
    minutes=10,
    points=2,
    objective=BASE,
    prompt=(
        "Take the cities that were seen in both editions, {step} (`science_cities`). How many percent of "
        "them gained {k} place or more? Give one decimal. To gain is to come to a smaller number: from 15 to 12 is "
        "three places gained."
    ),
    setup='table = data.load("science_cities")\nfirst, last = step',
    starter="answer = ...\n",
    solution=_SEEN + "answer = 100 * (gained >= k).mean()\n",
    answer=Number(tolerance=0.06, unit="percent"),
    hint="put the two editions side by side, drop the cities with a gap, and take the later place from the earlier.",
    praise=(
        "Well done. That is a base rate, and it has a flaw built in: cities that came into sight only in the later "
        "edition are not among those you counted, and a city that fell out of sight would not be either. Here nobody "
        "fell out, and nine or ten came in."
    ),
    params={"step": [2024, 2025], "k": 1},
    variants={"step": ([2024, 2025], [2022, 2023])},
    wrong=(
        Wrong(
            _SEEN + "answer = 100 * (gained > k).mean()\n",
            "You left out the cities that gained exactly this many. 'Or more' includes them.",
            credit=0.5,
        ),
        Wrong(
            _SEEN + "answer = 100 * (gained.abs() >= k).mean()\n",
            "You counted losses as well. Only cities that gained are asked for.",
            credit=0.5,
        ),
        Wrong(
            _SEEN + "answer = 100 * (gained <= -k).mean()\n",
            "Those are the cities that lost: a smaller number is the better place.",
            credit=0.5,
        ),
        Wrong(
            _SEEN + 'answer = 100 * (gained >= k).sum() / (table["edition"] == last).sum()\n',
            "You divided by all cities seen in the later edition. Of those without an earlier place nobody knows "
            "whether they rose: leave them out.",
            credit=0.5,
        ),
        Wrong(
            _SEEN + "answer = (gained >= k).sum()\n",
            "That is how many cities. Divide by the number of cities seen in both editions, times 100.",
            credit=0.25,
            tolerance=0.01,
        ),
    ),
)

_PARTS = (
    "parts = [yes / n for yes, n in zip(happened, times)]\n"
    "base = sum(happened) / sum(times)\n"
    "gaps = [n * (p - part) ** 2 for p, part, n in zip(said, parts, times)]\n"
)

HONEST = Exercise(
    id="6.3",
    title="How honest were the numbers?",
    level="medium",
    minutes=10,
    points=3,
    objective=CALIBRATED,
    prompt=(
        "A forecaster used three numbers only: {said}. She said them {times} times, in this order; of these it "
        "happened {happened} times. How large is the *reliability* part of her Brier score: the mean squared distance "
        "between what she said and how often it then happened? Give four decimals. (Small is good.)"
    ),
    starter="answer = ...\n",
    solution=_PARTS + "answer = sum(gaps) / sum(times)\n",
    answer=Number(tolerance=0.0004),
    hint=(
        "for each of the three numbers take the part that happened, the squared distance from what was said, times how "
        "often it was said; divide the sum by all forecasts."
    ),
    praise=(
        "Well done. Draw the three as points, said against happened: a point under the diagonal said too much, one "
        "above it too little."
    ),
    params={"said": [0.2, 0.5, 0.9], "times": [10, 20, 10], "happened": [4, 10, 6]},
    variants={
        "times": ([10, 20, 10], [20, 10, 10], [10, 10, 20]),
        "happened": ([4, 10, 6], [3, 8, 5], [5, 7, 6]),
    },
    wrong=(
        Wrong(
            _PARTS + "answer = sum((p - part) ** 2 for p, part in zip(said, parts)) / len(said)\n",
            "You gave each of the three numbers the same weight. Weigh by how often it was said.",
            credit=0.5,
        ),
        Wrong(
            _PARTS
            + "answer = sum(n * abs(p - part) for p, part, n in zip(said, parts, times)) / sum(times)\n",
            "That is the mean distance. Square the distances first.",
            credit=0.5,
        ),
        Wrong(
            _PARTS + "answer = sum(n * (part - base) ** 2 for part, n in zip(parts, times)) / sum(times)\n",
            "That is the resolution: how far the groups lie from the base rate. Reliability compares with what was "
            "said.",
            credit=0.25,
        ),
        Wrong(
            _PARTS + "answer = base * (1 - base)\n",
            "That is the uncertainty, which depends on the events alone and not on the forecaster.",
        ),
        Wrong(
            _PARTS
            + "squares = [y * (1 - p) ** 2 + (n - y) * p**2 for p, n, y in zip(said, times, happened)]\n"
            + "answer = sum(squares) / sum(times)\n",
            "That is the whole Brier score. Reliability is one of its three parts.",
            credit=0.25,
        ),
        Wrong(
            _PARTS + "answer = sum(gaps)\n",
            "That is the sum. Divide by the number of all forecasts.",
            credit=0.5,
        ),
        Wrong(
            _PARTS + "answer = (sum(p * n for p, n in zip(said, times)) / sum(times) - base) ** 2\n",
            "You compared the averages of all forecasts. Too much here and too little there would cancel: take each of "
            "the three numbers by itself.",
            credit=0.25,
            # So narrow that a slip of the decimal point is not taken for it.
            tolerance=0.00006,
        ),
    ),
)

_REFERENCE = (
    'happened = near["overtook"]\n'
    "base = happened.mean()\n"
    "score = measures.brier_score([p] * len(near), happened)\n"
    "reference = measures.brier_score([base] * len(near), happened)\n"
)

SKILL = Exercise(
    id="6.4",
    title="Is a word better than nothing?",
    level="medium",
    minutes=10,
    points=3,
    objective=WORDS,
    prompt=(
        "Take the pairs of 2024 in which a regional Chinese city stood at most {gap} places below a Western one. The "
        "small table below counts them (`pairs`), and those in which the lower city overtook, so that it stood above "
        "a year later (`turned`). Somebody wrote 'might' of each pair and meant {p}. What is the skill of that word: 1 "
        "minus its Brier score over the Brier score of saying the base rate of these pairs each time? Give two "
        "decimals and the sign. (Your notebook has the pairs as `near`, a row each, with `overtook` as 1 or 0.)"
    ),
    setup=(
        "from sciencecities import scoring\n"
        "pairs = scoring.contests(2024, 2025)\n"
        'near = pairs[pairs["gap"] <= gap]'
    ),
    given='pd.DataFrame({"pairs": [len(near)], "turned": [int(near["overtook"].sum())]})',
    starter="answer = ...\n",
    solution=_REFERENCE + "answer = 1 - score / reference\n",
    answer=Number(tolerance=0.005),
    hint=(
        "score the word (the mean of the squared distances from 1 or 0), score the base rate the same way, divide, and "
        "take it from 1. In a notebook: `measures.brier_score`."
    ),
    praise=(
        "Well done. No constant can have skill against the base rate of the very events it is scored on; that rate is "
        "known only afterwards. What a word can do is to lose less."
    ),
    params={"gap": 14, "p": 0.6},
    # Only gaps and words at which the mistakes below come out apart.
    variants={"gap": (14, 15), "p": (0.6, 0.65, 0.7)},
    wrong=(
        Wrong(
            _REFERENCE + "answer = score\n",
            "That is the Brier score of the word. Compare it with that of the base rate.",
            credit=0.25,
        ),
        Wrong(
            _REFERENCE + "answer = score / reference\n",
            "That is the one score over the other. Take it from 1, so that no gain is 0.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE + "answer = score / reference - 1\n",
            "The sign is turned: a score larger than the reference is a loss of skill.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE + "answer = 1 - reference / score\n",
            "You divided the other way round: the score to be judged belongs above the line.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE + "answer = 1 - score / 0.25\n",
            "You compared with fifty-fifty. The question asks for the base rate of these pairs.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE + "answer = reference\n",
            "That is the Brier score of saying the base rate, the thing to compare with.",
            credit=0.25,
        ),
        Wrong(
            _REFERENCE
            + 'whole = pairs["overtook"]\n'
            + "other = measures.brier_score([whole.mean()] * len(whole), whole)\n"
            + "answer = 1 - score / other\n",
            "You scored the base rate on all pairs, and with their rate. Take rate and score of the near ones.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE
            + 'reference = measures.brier_score([pairs["overtook"].mean()] * len(near), happened)\n'
            + "answer = 1 - score / reference\n",
            "Your base rate is that of all pairs. Take that of the near ones.",
            credit=0.5,
        ),
        Wrong(
            _REFERENCE
            + "reference = measures.brier_score([0.12] * len(near), happened)  # what the year before would say\n"
            + "answer = 1 - score / reference\n",
            "That compares with the year before. The question asks for the base rate of these pairs.",
            credit=0.5,
            tolerance=0.01,
        ),
    ),
)

EXERCISES = (FOUR_FORECASTS, RISE, HONEST, SKILL, WORDS_TO_SCORES, FAIR_FORECAST)
