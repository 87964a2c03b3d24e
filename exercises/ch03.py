"""Exercises of chapter 3, provincial cities and big-budget science."""

from __future__ import annotations

from exercises._ch03_function import INDEX, WEIGH
from exercises._ch03_written import FAIR_INDEX
from sciencecities.classroom.exercise import Choice, Exercise, Number, Wrong

NORMALISE = "compute a min-max score by hand"
SPECIAL = "compute a revealed comparative advantage"
PER_HEAD = "compare cities in total and per head"
# The fourth, INDEX, and the fifth, FAIR, stand beside the exercises that are written elsewhere.

_SEVEN = 'figures = table[table["year"] == 2019].set_index("city")["rd_intensity"]\nnamed = figures[cities]\n'

ZERO_TO_ONE = Exercise(
    id="3.1",
    title="From nought to one",
    level="easy",
    minutes=5,
    points=2,
    objective=NORMALISE,
    prompt=(
        "Take R&D intensity (`rd_intensity` in the table `city_rd`) of 2019 for {cities}. Bring it to the min-max "
        "scale of these seven cities: 0 for the lowest of them, 1 for the highest. What is the score of {city}? Give "
        "two decimals. By hand first: it is one subtraction over another."
    ),
    setup='table = data.load("city_rd")',
    starter="answer = ...\n",
    solution=_SEVEN + "answer = (named[city] - named.min()) / (named.max() - named.min())\n",
    answer=Number(tolerance=0.005),
    hint="take the lowest of the seven from the city's figure, and divide by the highest less the lowest.",
    praise=(
        "Well done. Beijing sets the top of the scale: leave it out, and every other score rises although no city has "
        "changed. A min-max score is a place between two others, and no quantity."
    ),
    params={
        "cities": ["Beijing", "Hangzhou", "Hefei", "Shanghai", "Tianjin", "Xi'an", "Zhengzhou"],
        "city": "Shanghai",
    },
    variants={"city": ("Shanghai", "Hangzhou", "Hefei", "Tianjin", "Xi'an")},
    wrong=(
        Wrong(
            _SEVEN + "answer = named[city] / named.max()\n",
            "That is a part of the highest figure. Min-max takes the lowest away first, above and below the line.",
            credit=0.25,
        ),
        Wrong(
            _SEVEN + "answer = (named.max() - named[city]) / (named.max() - named.min())\n",
            "You measured from the top, so that the highest city would score 0. More is better here: measure from the "
            "lowest.",
            credit=0.5,
        ),
        Wrong(
            _SEVEN + "answer = named[city] - named.min()\n",
            "That is the distance from the lowest, in percent of GDP. Divide it by the distance from the lowest to the "
            "highest.",
            credit=0.5,
        ),
        Wrong(
            _SEVEN + "answer = (named[city] - named.min()) / named.max()\n",
            "Take the lowest away below the line as well, or the highest city will not reach 1.",
            credit=0.5,
        ),
        Wrong(
            _SEVEN + "answer = (figures[city] - figures.min()) / (figures.max() - figures.min())\n",
            "That is the scale of all cities in the table. The lowest of the seven is another one.",
            credit=0.5,
        ),
        Wrong(
            _SEVEN + "answer = (named[city] - named.mean()) / named.std(ddof=0)\n",
            "That is a z-score: standard deviations above the mean. The question asks for min-max.",
            credit=0.25,
        ),
    ),
)

_COUNTS = "at = fields.index(field)\nown, every = articles[at], everyone[at]\n"

WHAT_IT_IS_GOOD_AT = Exercise(
    id="3.2",
    title="What is it good at?",
    level="easy",
    minutes=5,
    points=2,
    objective=SPECIAL,
    prompt=(
        "In physics, chemistry and biology, in this order, a city published {articles} articles. All cities together, "
        "this one included, published {everyone}. What is the city's revealed comparative advantage (the Balassa "
        "index) in {field}? Give two decimals. By hand first: it is one part over another."
    ),
    setup='fields = ["physics", "chemistry", "biology"]',
    starter="answer = ...\n",
    solution=_COUNTS + "answer = (own / sum(articles)) / (every / sum(everyone))\n",
    answer=Number(tolerance=0.005),
    hint="divide the field's part of the city's articles by the field's part of the articles of all cities.",
    praise=(
        "Well done. Above 1 the city leans to the field, below 1 away from it. The index is blind to size: a village "
        "with one paper in physics and none besides has the highest there is."
    ),
    params={"articles": [70, 20, 60], "everyone": [300, 200, 300], "field": "physics"},
    variants={
        "articles": (
            [70, 20, 60],
            [60, 30, 10],
            [45, 30, 75],
            [40, 90, 20],
            [25, 60, 15],
            [90, 60, 30],
        ),
        "field": ("physics", "chemistry"),
    },
    wrong=(
        Wrong(
            _COUNTS + "answer = own / sum(articles)\n",
            "That is the field's part of the city's own articles. Compare it with the field's part of all articles.",
            credit=0.5,
        ),
        Wrong(
            _COUNTS + "answer = own / every\n",
            "That is the city's part of the field, which a large city has in every field. Divide it by the city's part "
            "of everything.",
            credit=0.5,
        ),
        Wrong(
            _COUNTS + "answer = (every / sum(everyone)) / (own / sum(articles))\n",
            "That is upside down: the city belongs above the line, all cities below it.",
            credit=0.5,
        ),
        Wrong(
            _COUNTS + "answer = own / sum(articles) - every / sum(everyone)\n",
            "That is the difference of the two parts. The index is their ratio.",
            credit=0.5,
        ),
        Wrong(
            _COUNTS + "answer = every / sum(everyone)\n",
            "That is how much the field counts for all cities. It belongs below the line.",
            credit=0.25,
        ),
        Wrong(
            _COUNTS
            + "others = [total - one for total, one in zip(everyone, articles)]\n"
            + "answer = (own / sum(articles)) / (others[at] / sum(others))\n",
            "You compared with the other cities only. The index compares with all, the city included.",
            credit=0.75,
        ),
    ),
)

_SCORES = (
    'turned = table.assign(rank_2025=-table["rank_2025"])\n'
    "scores = (turned - turned.min()) / (turned.max() - turned.min())\n"
)

WHO_IS_FIRST = Exercise(
    id="3.3",
    title="Who is first, and who says so?",
    level="medium",
    minutes=15,
    points=3,
    objective=INDEX,
    prompt=(
        "The table below (in the notebook: `table`) has three figures for each of five cities: place in the Nature "
        "Index of 2025 (a small number is the good one), R&D intensity of 2019, and average real growth from 2018 to "
        "2023, both in percent. Make them into one index: min-max for each, so that the best of the five has 1 and the "
        "worst 0, then the mean with the weights {weights} in this order. Which city is first? Then change the weights."
    ),
    setup=(
        "from sciencecities import cityscape\n"
        'columns = ["rank_2025", "rd_intensity", "growth"]\n'
        'cities = ["Changsha", "Hangzhou", "Hefei", "Jinan", "Shanghai"]\n'
        "table = cityscape.complete().loc[cities, columns]\n"
    ),
    given="table.round(2)",
    starter="answer = ...  # the name of a city, as a text\n",
    solution=_SCORES
    + "index = (scores * weights).sum(axis=1) / sum(weights)\n"
    + "answer = index.idxmax()\n",
    answer=Choice(options=("Changsha", "Hangzhou", "Hefei", "Jinan", "Shanghai")),
    hint="turn the rank round, bring each column to 0 to 1, weigh, and look for the largest.",
    praise=(
        "Well done. Shanghai and Hefei can both be first among these five, and nothing but your weights decides: in a "
        "composite index the author speaks, in the voice of the data."
    ),
    params={"weights": [2, 1, 2]},
    # In each of these the first leads clearly, whether the columns are brought to min-max or to z-scores.
    variants={
        "weights": (
            [2, 1, 2],
            [1, 2, 1],
            [2, 1, 1],
            [1, 3, 1],
            [2, 2, 1],
            [2, 3, 1],
            [3, 2, 1],
            [2, 4, 1],
            [2, 1, 3],
            [3, 1, 2],
            [2, 1, 4],
            [3, 1, 3],
            [3, 1, 4],
            [3, 2, 3],
        )
    },
    wrong=(
        Wrong(
            "scores = (table - table.min()) / (table.max() - table.min())\n"
            "answer = (scores * weights).sum(axis=1).idxmax()\n",
            "You let the worst place in the Nature Index count as the best. Turn the rank round: a small one is good.",
            credit=0.5,
        ),
        Wrong(
            "answer = (table * weights).sum(axis=1).idxmax()\n",
            "You weighed figures in three units as they stand. The rank runs over the widest range, so it decides, and "
            "a bad one counts as good: turn it round, and bring all three to 0 to 1 first.",
            credit=0.25,
        ),
    ),
)

_PER_HEAD = """
physical = table[(table["subject"] == "physical sciences") & (table["data_year"] == 2020)].set_index("city")
residents = people[(people["year"] == 2020) & (people["basis"] != "census")].set_index("city")["population"]
each = physical["share"] / residents
"""

PER_RESIDENT = Exercise(
    id="3.4",
    title="In total and per head",
    level="medium",
    minutes=10,
    points=3,
    objective=PER_HEAD,
    prompt=(
        "In physical sciences (Share, data of 2020, table `science_city_subjects`), {city} stands below {other}. And "
        "per resident? Divide by the residents of the same year (`city_population`, year-end 2020: the administrative "
        "city with its counties). By how many percent is {city}'s Share per resident above {other}'s? If it is below, "
        "the number is negative. Give one decimal."
    ),
    setup='table = data.load("science_city_subjects")\npeople = data.load("city_population")',
    starter="answer = ...\n",
    solution=_PER_HEAD + "answer = 100 * (each[city] / each[other] - 1)\n",
    # A fifth, so that Shares per million residents which were rounded to two decimals before count as well.
    answer=Number(tolerance=0.2, unit="percent"),
    hint="divide each Share by its own city's residents of 2020, then one by the other.",
    praise=(
        "Well done. The order per head need not be the order in total. Mind the lines on the map: the Nature Index "
        "counts addresses, the yearbook counts residents within the borders of the administrative city, and one that "
        "takes in a county has more residents at once."
    ),
    params={"city": "Xi'an", "other": "Guangzhou"},
    variants={
        "city": ("Xi'an", "Hangzhou"),
        "other": ("Guangzhou", "Shenzhen", "Shanghai", "Wuhan"),
    },
    wrong=(
        Wrong(
            _PER_HEAD + 'answer = 100 * (physical["share"][city] / physical["share"][other] - 1)\n',
            "That compares the Shares themselves. Divide each by its city's residents first.",
            credit=0.25,
        ),
        Wrong(
            _PER_HEAD + "answer = 100 * (each[other] / each[city] - 1)\n",
            "That is the other city seen from this one. Divide by the Share per resident of the one compared with.",
            credit=1 / 3,
        ),
        Wrong(
            _PER_HEAD + "answer = 100 * each[city] / each[other]\n",
            "That is the one in percent of the other. Above means what exceeds 100.",
            credit=0.5,
        ),
        Wrong(
            _PER_HEAD + "answer = each[city] / each[other]\n",
            "That is the one over the other: take 1 away and multiply by 100.",
            credit=0.5,
            tolerance=0.005,
        ),
        Wrong(
            _PER_HEAD + "answer = 100 * (each[city] - each[other])\n",
            "That is the difference per million residents, in articles. Put it in relation to the city compared with.",
            credit=1 / 3,
            tolerance=0.05,
        ),
        Wrong(
            _PER_HEAD + "answer = 100 * (residents[city] / residents[other] - 1)\n",
            "That compares the residents. The Shares are missing.",
        ),
        Wrong(
            _PER_HEAD
            + 'counts = physical["count"] / residents\n'
            + "answer = 100 * (counts[city] / counts[other] - 1)\n",
            "That is the Count, which gives an article in full to each city on it. Take the Share.",
            credit=0.5,
        ),
        Wrong(
            _PER_HEAD
            + 'then = people[people["basis"] == "census"].set_index("city")["population"]\n'
            + 'each = physical["share"] / then\n'
            + "answer = 100 * (each[city] / each[other] - 1)\n",
            "Those are the residents of the census of 2010. Take those of the year of the Shares.",
            credit=0.5,
        ),
    ),
)

EXERCISES = (ZERO_TO_ONE, WHAT_IT_IS_GOOD_AT, WHO_IS_FIRST, PER_RESIDENT, WEIGH, FAIR_INDEX)
