"""Exercises of chapter 1, the megacity monopoly."""

from __future__ import annotations

import random
from typing import Any

from exercises._ch01_written import BROKEN_OR_NOT
from sciencecities.classroom.exercise import Choice, Exercise, Function, Number, Wrong

TOP_SHARE = "compute the part of a total that the top k places hold, and tell it from the part of named ones"
EFFECTIVE = "compute the Herfindahl index and read its inverse as an effective number of places"
LORENZ = "compare Lorenz curves of things in different units"
RANK = "explain why a rank is not a quantity, and test how firm a rank is"

_TWO = 'two = ["Beijing", "Shanghai"]\n'
_SPENDING = _TWO + 'spending = table[table["year"] == year].set_index("province")["rd_expenditure"]\n'
_SPENDING_2024 = (
    _TWO + 'spending = table[table["year"] == 2024].set_index("province")["rd_expenditure"].dropna()\n'
)
_SPENDING_EVER = _TWO + 'spending = table.groupby("province")["rd_expenditure"].sum()\n'
_PARTS = "largest, named = measures.top_share(spending, 2), spending[two].sum() / spending.sum()\n"
_GAP = _PARTS + "answer = 100 * (largest - named)\n"
_ONLY_SIX = "Only six provinces have a figure for 2024, so your sum is not the country."

TWO_AND_TWO = Exercise(
    id="1.1",
    title="The named and the largest",
    level="easy",
    minutes=5,
    points=2,
    objective=TOP_SHARE,
    prompt=(
        "What part of China's R&D money was spent in Beijing and Shanghai, the two *named* places, in {year}? And what "
        "part in the two provinces that spent most, the two *largest*, whoever they are? Use `rd_expenditure` in the "
        "table `province_year`; the 31 provinces add up to the country. By how many percentage points is the second "
        "part above the first? Give one decimal."
    ),
    setup='table = data.load("province_year")',
    starter="answer = ...\n",
    solution=_SPENDING + _GAP,
    # A tenth, so that parts which were rounded to one decimal before the subtraction count as well.
    answer=Number(tolerance=0.1, unit="percentage points"),
    hint=(
        "keep the rows of one year, divide by the sum over all 31 provinces, and take the part of the two named "
        "places from that of the two largest."
    ),
    praise=(
        "Well done. The two largest were Guangdong and Jiangsu: a part of two named places does not say who leads, "
        "and the part of the two largest hides who they are."
    ),
    params={"year": 2016},
    # Not 2010 and 2023: the chapter prints both parts of those years. Not 2021: adding up all years comes too close.
    variants={"year": (*range(2011, 2021), 2022)},
    wrong=(
        Wrong(
            _SPENDING + _PARTS + "answer = 100 * named\n",
            "That is the part of the two named places. Find the two that spent most, and compare with their part.",
            credit=0.5,
        ),
        Wrong(
            _SPENDING + _PARTS + "answer = 100 * largest\n",
            "That is the part of the two largest. Now take the part of Beijing and Shanghai from it.",
            credit=0.5,
        ),
        Wrong(
            _SPENDING + _PARTS + "answer = 100 * (largest / named - 1)\n",
            "That is by how many percent the one part is above the other. Percentage points are the plain difference.",
            credit=0.5,
        ),
        Wrong(
            _SPENDING_2024 + _GAP,
            _ONLY_SIX,
        ),
        Wrong(
            _SPENDING_2024 + _PARTS + "answer = 100 * named\n",
            _ONLY_SIX + " Besides, the part of Beijing and Shanghai is half of the question.",
        ),
        Wrong(
            _SPENDING_EVER + _GAP,
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
        "Compute the effective number, the inverse of the Herfindahl index. Give two decimals. "
        "By hand first: it is a short sum."
    ),
    starter="answer = ...\n",
    solution=_SHARES + "answer = 1 / sum(share**2 for share in shares)\n",
    answer=Number(tolerance=0.01),
    hint="divide each amount by the sum of all, square these parts, add them up, and take one over the result.",
    params={"spending": [40, 20, 10, 10]},
    variants={
        "spending": (
            [40, 20, 10, 10],
            [60, 30, 20, 15],
            [50, 25, 15, 5],
            [90, 45, 30, 15],
            [70, 40, 20, 10],
            [36, 18, 18, 8],
            [100, 60, 30, 20],
            [45, 25, 20, 20],
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
        Wrong(
            "answer = sum(value**2 for value in spending)\n",
            "Square the parts, not the amounts.",
            tolerance=1.0,
        ),
        Wrong(
            "answer = 1 / sum(value**2 for value in spending)\n",
            "One divided by it is right, but square the parts, not the amounts.",
            tolerance=0.00005,
        ),
        Wrong(
            _SHARES + "answer = 10_000 * sum(share**2 for share in shares)\n",
            "That is the index on the 10,000 scale that competition lawyers use. With parts of 1 it is from 0 to 1; "
            "one divided by it is the effective number.",
            tolerance=1.0,
        ),
        Wrong(
            "answer = 1 / sum((value / 100) ** 2 for value in spending)\n",
            "You divided by 100. The amounts are not percentages: divide each by the sum of all.",
            credit=0.25,
        ),
    ),
)

_VALUES = """
columns = {
    "R&D spending": "rd_expenditure",
    "invention patents": "invention_patents_granted",
    "technology contracts": "technology_contracts",
}
values = {name: of_year[column].dropna() for name, column in columns.items()}
"""

NEAREST_CURVE = Exercise(
    id="1.3",
    title="Which curve lies nearest?",
    level="medium",
    minutes=10,
    points=3,
    objective=LORENZ,
    prompt=(
        "Take the 31 provinces in {year} and draw three Lorenz curves, each province counting once: one for R&D "
        "spending, one for invention patents granted, one for the value of technology contracts (the columns "
        "`rd_expenditure`, `invention_patents_granted` and `technology_contracts`; drop a province that has no "
        "figure). Which of the three lies nearest to the line of equality, that is, has the smallest Gini?"
    ),
    setup='table = data.load("province_year")\nof_year = table[table["year"] == year]',
    starter="""
curves = {}  # curves["R&D spending"] = measures.lorenz(of_year["rd_expenditure"].dropna()), and two more
if curves:
    chart = look.lorenz_chart(curves, unit="provinces")
    alt = "Lorenz curves of " + ", ".join(curves) + " under the line of equality."
    display(look.show(chart, "my-curves", f"Lorenz curves, {year}", alt, "NBS and MOST"))
answer = ...  # one of the three names, as a text
""",
    solution=_VALUES
    + "curves = {name: measures.lorenz(column) for name, column in values.items()}\n"
    + 'picture = look.lorenz_chart(curves, unit="provinces")\n'
    + "ginis = {name: measures.gini(column) for name, column in values.items()}\n"
    + "answer = min(ginis, key=ginis.get)\n",
    answer=Choice(options=("R&D spending", "invention patents", "technology contracts")),
    hint="draw all three, or compute the Gini of each, and compare.",
    params={"year": 2012},
    variants={"year": tuple(range(2010, 2020))},
    wrong=(
        Wrong(
            _VALUES
            + "ginis = {name: measures.gini(column) for name, column in values.items()}\n"
            + "answer = max(ginis, key=ginis.get)\n",
            "This one sags most: its curve lies furthest from the line of equality, and its Gini is the largest.",
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
        "to equal {target}'s, if {target} stood still? Give one decimal."
    ),
    setup='table = data.load("science_city_subjects")',
    starter="answer = ...\n",
    solution=_SHARE + "answer = 100 * (share[target] / share[city] - 1)\n",
    answer=Number(tolerance=0.1, unit="percent"),
    hint="check the subject, the year of the data, and which of the two Shares you divide by.",
    params={"city": "Wuhan", "target": "Los Angeles"},
    # Not Chicago: the chapter prints how far Hefei lies below it.
    variants={
        "city": ("Wuhan", "Hefei", "Guangzhou", "Shenzhen", "Hangzhou", "Xi'an"),
        "target": ("Los Angeles", "Paris", "Seoul", "Tokyo", "Shanghai"),
    },
    wrong=(
        Wrong(
            _SHARE + "answer = 100 * (1 - share[city] / share[target])\n",
            "That is how far the lower Share lies below the higher one. A rise starts from the lower: divide by it.",
            credit=1 / 3,
        ),
        Wrong(
            _SHARE + "answer = 100 * (share[city] / share[target] - 1)\n",
            "That is how far the lower Share lies below the higher one, with a minus. A rise starts from the lower: "
            "divide by it.",
            credit=1 / 3,
        ),
        Wrong(
            _SHARE + "answer = share[target] - share[city]\n",
            "That is the difference in Share, in articles. Put it in relation to the Share that has to rise.",
            tolerance=0.5,
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
_COUNT = (
    "    wins = sum(a * (1 + x) > b * (1 + y) for x, y in errors)\n"
    "    ties = sum(a * (1 + x) == b * (1 + y) for x, y in errors)\n"
)

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
    answer=Function(name="part_above", arguments=("a", "b", "errors"), draw=_measurements),
    wrong=(
        Wrong(
            _HEAD + _COUNT + "    return (wins + ties / 2) / len(errors)\n",
            "Right whenever there is a measurement. With none, raise a ValueError that says so.",
            credit=0.75,
        ),
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
            _HEAD + _REFUSE + _COUNT + "    return wins + ties / 2\n",
            "Your function counts the measurements. Divide by their number to get a part from 0 to 1.",
        ),
        Wrong(
            _HEAD + _REFUSE + _COUNT + "    return 100 * (wins + ties / 2) / len(errors)\n",
            "Your function gives percent. Return a part from 0 to 1.",
            credit=0.75,
        ),
        Wrong(
            _HEAD + _REFUSE + _COUNT + "    return 1 - (wins + ties / 2) / len(errors)\n",
            "Your function tells how often b comes out above a. Ask for a above b.",
        ),
    ),
)

EXERCISES = (TWO_AND_TWO, EQUAL_SIZED, NEAREST_CURVE, BEHIND_A_RANK, FIRM_RANK, BROKEN_OR_NOT)
