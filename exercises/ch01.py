"""Exercises of chapter 1, the megacity monopoly."""

from __future__ import annotations

import random
from typing import Any

from exercises._ch01_written import BROKEN_OR_NOT
from sciencecities.classroom.exercise import Choice, Exercise, Function, Number, Wrong

TOP_SHARE = "Compute the part of a total held by the top k and say what it hides"
EFFECTIVE = "Compute the Herfindahl index and read its inverse as an effective number"
LORENZ = "Draw a Lorenz curve and compare two of them"
RANK = "Explain why a rank is not a quantity and test how firm a rank is"

_SPENDING = """
spending = table[table["year"] == year].set_index("province")["rd_expenditure"]
"""

PART_OF_TWO = Exercise(
    id="1.1",
    title="The part of two",
    level="easy",
    minutes=5,
    points=2,
    objective=TOP_SHARE,
    prompt=(
        "How much of China's R&D money was spent in Beijing and Shanghai together in {year}? "
        "Use `rd_expenditure` in the table `province_year`; the 31 provinces add up to the country. "
        "Give the answer in percent."
    ),
    setup='table = data.load("province_year")',
    starter="answer = ...\n",
    solution=_SPENDING + 'answer = 100 * spending[["Beijing", "Shanghai"]].sum() / spending.sum()\n',
    answer=Number(tolerance=0.05, unit="percent"),
    params={"year": 2023},
    # Not 2012 and 2019: in those years the slip of adding up all years comes out too close to the right answer.
    variants={"year": (2010, 2011, 2013, 2014, 2015, 2016, 2017, 2018, 2020, 2021, 2022, 2023)},
    wrong=(
        Wrong(
            _SPENDING + "answer = 100 * measures.top_share(spending, 2)\n",
            "That is the part of the two largest spenders. They are not Beijing and Shanghai: look at who leads.",
        ),
        Wrong(
            _SPENDING + 'answer = 100 * spending["Beijing"] / spending.sum()\n',
            "That is Beijing alone. Add Shanghai before you divide.",
        ),
        Wrong(
            'everything = table.groupby("province")["rd_expenditure"].sum()\n'
            'answer = 100 * everything[["Beijing", "Shanghai"]].sum() / everything.sum()\n',
            "That adds up all years. Keep the rows of one year first.",
        ),
    ),
)

_SHARES = "shares = [value / sum(spending) for value in spending]\n"

EQUAL_SIZED = Exercise(
    id="1.2",
    title="How many equal ones?",
    level="easy",
    minutes=5,
    points=2,
    objective=EFFECTIVE,
    prompt=(
        "A small country has a few provinces, which spend {spending} (in million) on R&D. "
        "If all spenders were equally large, how many would give the same concentration? "
        "Compute the effective number, the inverse of the Herfindahl index. By hand first: it is a short sum."
    ),
    starter="answer = ...\n",
    solution=_SHARES + "answer = 1 / sum(share**2 for share in shares)\n",
    answer=Number(tolerance=0.01),
    params={"spending": [40, 20, 10, 10]},
    variants={
        "spending": (
            [40, 20, 10, 10],
            [60, 30, 20, 10],
            [50, 25, 15, 5],
            [90, 45, 30, 15],
            [70, 40, 20, 10],
            [36, 18, 18, 8],
            [100, 60, 30, 20],
            [45, 20, 20, 15],
        )
    },
    wrong=(
        Wrong(
            _SHARES + "answer = sum(share**2 for share in shares)\n",
            "That is the Herfindahl index itself. One divided by it is the effective number.",
        ),
        Wrong(
            "answer = len(spending)\n",
            "That counts the spenders as if they were all of one size. Weigh each by its part of the total.",
        ),
        Wrong(
            _SHARES + "answer = 1 / max(shares)\n",
            "That looks at the largest spender only. The Herfindahl index adds up the squared parts of all.",
        ),
    ),
)

_VALUES = """
of_year = table[table["year"] == year]
columns = {
    "R&D spending": "rd_expenditure",
    "invention patents": "invention_patents_granted",
    "technology contracts": "technology_contracts",
}
values = {name: of_year[column].dropna() for name, column in columns.items()}
"""

LOWEST_CURVE = Exercise(
    id="1.3",
    title="Which curve hangs lowest?",
    level="medium",
    minutes=10,
    points=3,
    objective=LORENZ,
    prompt=(
        "Take the 31 provinces in {year} and draw three Lorenz curves, each province counting once: one for R&D "
        "spending, one for invention patents granted, one for the value of technology contracts (the columns "
        "`rd_expenditure`, `invention_patents_granted` and `technology_contracts`; drop a province that has no "
        "figure). Which of the three leaves the largest gap to the line of equality, that is, has the largest Gini?"
    ),
    setup='table = data.load("province_year")',
    starter="answer = ...  # one of the three names, as a text\n",
    solution=_VALUES
    + "ginis = {name: measures.gini(column) for name, column in values.items()}\n"
    + "answer = max(ginis, key=ginis.get)\n",
    answer=Choice(options=("R&D spending", "invention patents", "technology contracts")),
    params={"year": 2019},
    variants={"year": tuple(range(2010, 2020))},
    wrong=(
        Wrong(
            _VALUES
            + "effective = {name: measures.effective_number(column) for name, column in values.items()}\n"
            + "answer = max(effective, key=effective.get)\n",
            "This one is spread over the most provinces: its curve lies nearest to the line of equality, not furthest.",
        ),
        Wrong(
            _VALUES
            + "totals = {name: column.sum() for name, column in values.items()}\n"
            + "answer = max(totals, key=totals.get)\n",
            "Its numbers are the largest because a patent is counted and money is not. A Lorenz curve has no unit: "
            "compare parts of the total.",
        ),
    ),
)

_SHARE = """
physical = table[(table["subject"] == "physical sciences") & (table["data_year"] == 2020)]
share = physical.set_index("city")["share"]
"""

BEHIND_A_RANK = Exercise(
    id="1.4",
    title="The distance behind a rank",
    level="medium",
    minutes=10,
    points=3,
    objective=RANK,
    prompt=(
        "In physical sciences (data of 2020, table `science_city_subjects`), {city} stands below {target}. "
        "A rank does not say how far that is. By how many percent would {city}'s Share have to rise "
        "to equal {target}'s, if {target} stood still?"
    ),
    setup='table = data.load("science_city_subjects")',
    starter="answer = ...\n",
    solution=_SHARE + "answer = 100 * (share[target] / share[city] - 1)\n",
    answer=Number(tolerance=0.1, unit="percent"),
    params={"city": "Hefei", "target": "Chicago"},
    variants={
        "city": ("Hefei", "Wuhan", "Guangzhou", "Shenzhen", "Hangzhou", "Xi'an"),
        "target": ("Chicago", "Los Angeles", "Paris", "Tokyo", "Shanghai"),
    },
    wrong=(
        Wrong(
            _SHARE + "answer = 100 * (1 - share[city] / share[target])\n",
            "That is how far the lower Share lies below the higher one. A rise starts from the lower: divide by it.",
            credit=1 / 3,
        ),
        Wrong(
            _SHARE + "answer = share[target] - share[city]\n",
            "That is the difference in Share, in articles. Put it in relation to the Share that has to rise.",
        ),
        Wrong(
            _SHARE + "answer = 100 * share[target] / share[city]\n",
            "That is the higher Share in percent of the lower one. A rise counts only what is above 100.",
        ),
    ),
)


def _measurements(rng: random.Random) -> list[tuple[Any, ...]]:
    """Inputs for `part_above`: no measurement at all, one, ties, and ordinary ones of several lengths."""

    def errors(count: int) -> list[list[float]]:
        return [[round(rng.gauss(0, 0.05), 3), round(rng.gauss(0, 0.05), 3)] for _ in range(count)]

    def tied(count: int) -> list[list[float]]:
        return [[error, error] for error in (round(rng.gauss(0, 0.05), 3) for _ in range(count))]

    level = float(rng.randint(100, 300))
    inputs: list[tuple[Any, ...]] = [(level, level + 1, []), (level, level, [*tied(4), [0.05, -0.05]])]
    for _ in range(18):
        one = float(rng.randint(100, 300))
        other = round(one * rng.uniform(0.9, 1.1), 1)
        inputs.append((one, other, errors(rng.choice([1, 7, 25]))))
    return inputs


_HEAD = "def part_above(a, b, errors):\n"
_REFUSE = '    if not errors:\n        raise ValueError("no measurement given")\n'

FIRM_RANK = Exercise(
    id="1.5",
    title="How often is it above?",
    level="hard",
    minutes=20,
    points=4,
    objective=RANK,
    prompt=(
        "Hefei's Share and London's differ by a few percent: would the order survive another measurement? "
        "Write a function `part_above(a, b, errors)`. `a` and `b` are two Shares. `errors` is a list of pairs "
        "`[x, y]`, one pair for each imagined measurement: in it `a` is measured as `a * (1 + x)` and `b` as "
        "`b * (1 + y)`. Return the part of the measurements, from 0 to 1, in which `a` comes out above `b`; "
        "a tie counts half. With no measurement, raise a `ValueError`: half of nothing is no answer."
    ),
    starter=_HEAD + "    ...\n",
    solution=_HEAD
    + _REFUSE
    + "    points = 0.0\n"
    + "    for x, y in errors:\n"
    + "        first, second = a * (1 + x), b * (1 + y)\n"
    + "        points += 1.0 if first > second else 0.5 if first == second else 0.0\n"
    + "    return points / len(errors)\n",
    answer=Function(name="part_above", draw=_measurements),
    wrong=(
        Wrong(
            _HEAD + _REFUSE + "    return sum(a * (1 + x) >= b * (1 + y) for x, y in errors) / len(errors)\n",
            "A tie counts as a full win in your function. Let it count half, so that equals come out at one half.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + "    return sum(a * (1 + x) > b * (1 + y) for x, y in errors) / len(errors)\n",
            "A tie counts as a defeat in your function. Let it count half, so that equals come out at one half.",
            credit=0.5,
        ),
        Wrong(
            _HEAD + _REFUSE + "    return 1.0 if a > b else 0.5 if a == b else 0.0\n",
            "Your function compares the two printed Shares and leaves the errors out: they are the point of it.",
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    wins = sum(a + x > b + y for x, y in errors)\n"
            + "    ties = sum(a + x == b + y for x, y in errors)\n"
            + "    return (wins + ties / 2) / len(errors)\n",
            "Your function adds the error to the Share. It is relative: 0.05 means 5 percent, so multiply by 1 + x.",
        ),
        Wrong(
            _HEAD
            + _REFUSE
            + "    wins = sum(a * (1 + x) > b * (1 + y) for x, y in errors)\n"
            + "    ties = sum(a * (1 + x) == b * (1 + y) for x, y in errors)\n"
            + "    return wins + ties / 2\n",
            "Your function counts the measurements. Divide by their number to get a part from 0 to 1.",
        ),
    ),
)

EXERCISES = (PART_OF_TWO, EQUAL_SIZED, LOWEST_CURVE, BEHIND_A_RANK, FIRM_RANK, BROKEN_OR_NOT)
