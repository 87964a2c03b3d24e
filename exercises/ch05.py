"""Exercises of chapter 5, the Hefei playbook."""

from __future__ import annotations

from exercises._ch05_function import BEST_MIX, TWIN
from exercises._ch05_written import BUY_IN
from sciencecities.classroom.exercise import Exercise, Number, Wrong

PLACEBOS = "test its gap by leaving a donor out"
REAL = "compute growth across a boundary change, by real rates and not by yuan"
WEIGH = "weigh a deal over success and failure together, counting only what would not have come anyway"
# The first, TWIN, and that of the last, JUDGE, stand beside the exercises that are written elsewhere.

_RATES = 'rates = of_hefei["real_growth"].loc[base + 1 : final]\n'

CHAINED = Exercise(
    id="5.1",
    title="Across the new boundary",
    level="easy",
    minutes=6,
    points=2,
    objective=REAL,
    prompt=(
        "In August 2011 Hefei took in parts of Chaohu. By how many percent did its output grow in *real* terms from "
        "{base} to {final}? In the rows of Hefei in `city_year`, `real_growth` is growth over the year before in "
        "percent, `gdp` is in yuan of the day (your notebook has them as `of_hefei`, a row a year). Give one decimal. "
        "Then work out what the yuan say."
    ),
    setup='of_hefei = data.load("city_year").query("city == \'Hefei\'").set_index("year")[["gdp", "real_growth"]]',
    starter="answer = ...\n",
    solution=_RATES + "answer = 100 * ((1 + rates / 100).prod() - 1)\n",
    answer=Number(tolerance=0.1, unit="percent"),
    hint=(
        "turn each rate into a factor (15 percent is 1.15), multiply those of the years after the first, "
        "and take 1 off."
    ),
    praise=(
        "Well done. The yuan of two years stand for two areas, and for two levels of prices; each real rate compares "
        "one area with itself. That is why the rates can be chained over a new boundary and the yuan cannot be divided."
    ),
    params={"base": 2008, "final": 2012},
    variants={"base": (2006, 2007, 2008, 2009), "final": (2012, 2013, 2014, 2015)},
    wrong=(
        Wrong(
            _RATES + "answer = rates.sum()\n",
            "You added the percentages. Each year grows on top of the one before: multiply the factors.",
            credit=0.25,
        ),
        Wrong(
            'answer = 100 * (of_hefei.loc[final, "gdp"] / of_hefei.loc[base, "gdp"] - 1)\n',
            "That is growth in yuan. It holds rising prices, and the people of Chaohu who joined in 2011.",
        ),
        Wrong(
            'rates = of_hefei["real_growth"].loc[base:final]\nanswer = 100 * ((1 + rates / 100).prod() - 1)\n',
            "You took in the rate of the first year, which is growth up to that year. Begin with the year after.",
            credit=0.5,
        ),
        Wrong(
            'rates = of_hefei["real_growth"].loc[base + 1 : final - 1]\n'
            "answer = 100 * ((1 + rates / 100).prod() - 1)\n",
            "The rate of the last year is missing: it is growth up to that year.",
            credit=0.5,
        ),
        Wrong(
            _RATES + "answer = 100 * (1 + rates / 100).prod()\n",
            "That is the index with the first year as 100. Growth is what it has above 100.",
            credit=0.5,
        ),
        Wrong(
            _RATES + "answer = (1 + rates / 100).prod()\n",
            "That is how many times the output of the first year it was. In percent growth is that less 1, times 100.",
            credit=0.5,
            tolerance=0.02,
        ),
        Wrong(
            _RATES + "answer = 100 * ((1 + rates / 100).prod() ** (1 / len(rates)) - 1)\n",
            "That is the average rate of a year. The question asks for the whole period.",
            credit=0.5,
        ),
    ),
)

_MIX = "part = (ours[2] - 130) / (110 - 130)  # of A\ntwin = part * a_after + (1 - part) * b_after\n"

TWO_DONORS = Exercise(
    id="5.2",
    title="A twin from two donors",
    level="easy",
    minutes=8,
    points=2,
    objective=TWIN,
    prompt=(
        "Three years before the event our city stands at {ours}, donor A at 100, 105 and 110, donor B at 100, 115 and "
        "130. In the year after it A stands at {a_after}, B at {b_after} and our city at {ours_after}. Find the two "
        "weights, none negative and together one, with which A and B make a twin that fits before. By how many index "
        "points does our city stand above its twin afterwards? Below would be negative. Give one decimal."
    ),
    starter="answer = ...\n",
    solution=_MIX + "answer = ours_after - twin\n",
    answer=Number(tolerance=0.05, unit="index points"),
    hint=(
        "before the event, how far from A to B does our city stand? That part of the way is the weight of B. Mix the "
        "two later figures with the same weights, and take the mix from ours."
    ),
    praise=(
        "Well done. The weights were chosen without a look at the year after: that is what makes the gap worth "
        "anything. Two donors and three years can hardly miss, though. A fit is no proof of likeness."
    ),
    params={"ours": [100, 108, 116], "a_after": 114, "b_after": 144, "ours_after": 134},
    # Not a half of each, where two mistakes would be right; all others in which the mistakes come out apart.
    variants={
        "ours": ([100, 107, 114], [100, 108, 116], [100, 112, 124], [100, 113, 126]),
        "a_after": (114, 118),
        "b_after": (144, 148),
        "ours_after": (128, 134, 140, 150),
    },
    wrong=(
        Wrong(
            "answer = ours_after - (a_after + b_after) / 2\n",
            "You took half of each donor. Half of each does not fit before the event: find the weights there.",
            credit=0.25,
        ),
        Wrong(
            _MIX + "answer = ours_after - ((1 - part) * a_after + part * b_after)\n",
            "You swapped the weights: the donor that is nearer to us before the event gets the larger one.",
            credit=0.5,
        ),
        Wrong(
            _MIX + "answer = ours_after - (a_after if part > 0.5 else b_after)\n",
            "You took the nearer donor alone. A mix of both fits better, and here perfectly.",
            credit=0.25,
        ),
        Wrong(
            _MIX + "answer = twin\n",
            "That is where the twin stands afterwards. Take it from where our city stands.",
            credit=0.5,
        ),
        Wrong(
            _MIX + "answer = twin - ours_after\n",
            "That is the twin less our city: turn it round, so that standing above the twin is positive.",
            credit=0.5,
        ),
        Wrong(
            _MIX + "answer = 100 * (ours_after - twin) / twin\n",
            "That is the gap in percent of the twin. The question asks for index points.",
            credit=0.5,
        ),
    ),
)

_POOL = 'own, pool = chained["Anhui"], chained.drop(columns=["Anhui", "Hubei"])\n'
_BEFORE = "pre = int((chained.index < cut_off).sum())\n"
_TWIN = "twin = measures.synthetic_control(own, pool, pre, 0.01)\n"
_END = "answer = 100 * twin.gap[-1] / twin.synthetic[-1]\n"

WITHOUT_HUBEI = Exercise(
    id="5.3",
    title="Without Hubei, from another year",
    level="medium",
    minutes=12,
    points=3,
    objective=PLACEBOS,
    prompt=(
        "Build a synthetic Anhui from the other provinces *without Hubei*, and let *after* begin in {cut_off}. Chain "
        "`gdp_real_index` of `province_year` to real GDP with 1999 as 100 (your notebook has it as `chained`, one "
        "column a province). Use the penalty 0.01, as the chapter does. By how many percent of its twin is Anhui above "
        "it in 2024? Give two decimals, and compare with the twin that may use Hubei."
    ),
    setup="""
chained = data.load("province_year").pivot(index="year", columns="province", values="gdp_real_index") / 100
chained.loc[1999] = 1.0
chained = 100 * chained.sort_index().cumprod()
""",
    starter="answer = ...\n",
    solution=_POOL + _BEFORE + _TWIN + _END,
    answer=Number(tolerance=0.01, unit="percent"),
    hint=(
        "fit the twin to the levels before the cut-off year, 1999 among them; the last gap over the last level of the "
        "twin, times 100, is the answer. In a notebook: `measures.synthetic_control(own, donors, pre, penalty)`, where "
        "`pre` counts those levels."
    ),
    praise=(
        "Well done. Much of the gap goes with Hubei, whose spring of 2020 is in the twin and not in Anhui. Now try "
        "2021 as the cut-off: with the lockdown among the years to be fitted, the twin leaves Hubei alone by itself."
    ),
    params={"cut_off": 2016},
    # Not 2017, the chapter's own, nor 2021, where the twin makes no use of Hubei.
    variants={"cut_off": (2010, 2011, 2012, 2014, 2016, 2018, 2019, 2020)},
    wrong=(
        Wrong(
            'own, pool = chained["Anhui"], chained.drop(columns="Anhui")\n' + _BEFORE + _TWIN + _END,
            "That is the gap with Hubei among the donors. Leave its column out, too.",
            credit=0.5,
        ),
        Wrong(
            'own, pool = chained["Anhui"], chained.drop(columns="Hubei")\n' + _BEFORE + _TWIN + _END,
            "Anhui is among its own donors, and it makes a perfect twin of itself. Leave its column out, too.",
            credit=0.25,
        ),
        Wrong(
            _POOL + _BEFORE + _TWIN + "answer = twin.gap[-1]\n",
            "That is the gap in index points, with 1999 as 100. Divide by the level of the twin, times 100.",
            credit=0.5,
            tolerance=0.05,
        ),
        Wrong(
            _POOL + _BEFORE + _TWIN + "answer = 100 * twin.gap[-1] / own.iloc[-1]\n",
            "You divided by the level of Anhui. The gap is asked for in percent of the twin.",
            credit=0.5,
        ),
        Wrong(
            _POOL + _BEFORE + _TWIN + "answer = (100 * twin.gap / twin.synthetic)[pre:].mean()\n",
            "That is the average gap of all years after. The question asks for 2024, the last one.",
            credit=0.5,
        ),
        Wrong(
            _POOL + "pre = int((chained.index <= cut_off).sum())\n" + _TWIN + _END,
            "You counted the cut-off year among those before. It is the first year after.",
            credit=0.5,
        ),
        Wrong(
            _POOL + "pre = int((chained.index < cut_off).sum()) - 1\n" + _TWIN + _END,
            "You fitted one level too few: 1999, where every line stands at 100, counts as well, up to the year before "
            "the cut-off.",
            credit=0.5,
        ),
        Wrong(
            _POOL + _BEFORE + "twin = measures.synthetic_control(own, pool, pre)\n" + _END,
            "You left out the penalty. Give 0.01 as the fourth argument.",
            credit=0.5,
        ),
    ),
)

_VALUE = (
    "years = [1 / (1 + rate / 100) ** t for t in range(1, 6)]\n"
    "taxes, shares = sum(years) * tax / 2, sale * years[-1]\n"
)

THE_SILENT = Exercise(
    id="5.4",
    title="And the cities that kept silent?",
    level="medium",
    minutes=15,
    points=3,
    objective=WEIGH,
    prompt=(
        "A city pays {cost} billion yuan today for shares in a firm. With a chance of {chance} percent the firm lives: "
        "then it pays {tax} billion of taxes at the end of each of five years, and with the fifth of them the city "
        "sells its shares for {sale} billion. Half of these taxes would have come in without the deal, from other "
        "firms with the same workers. If the firm dies, nothing comes back. What is the net present value of the deal, "
        "on average over success and failure, at {rate} percent a year? Give billions of yuan with two decimals."
    ),
    starter="answer = ...\n",
    solution=_VALUE + "answer = chance / 100 * (taxes + shares) - cost\n",
    answer=Number(tolerance=0.011, unit="billion yuan"),
    hint=(
        "discount five half taxes and the sale to today, weigh what comes back by the chance, and take off the whole "
        "cost, which is paid in any case."
    ),
    praise=(
        "Well done. Now work it out for a firm that is known to have lived: that is the figure of the conference "
        "speech, true of each speaker and false of the plan."
    ),
    params={"cost": 5, "chance": 40, "sale": 12, "tax": 1.2, "rate": 6},
    # Only deals in which the mistakes below come out apart.
    variants={"cost": (5, 6), "chance": (30, 40), "sale": (12, 14), "tax": (1.2, 1.6), "rate": (4, 6, 8)},
    wrong=(
        Wrong(
            _VALUE + "answer = taxes + shares - cost\n",
            "That is the value for a city whose firm lives: the survivor's story. Weigh what comes back by the chance.",
            credit=0.25,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (taxes + shares - cost)\n",
            "You let the city pay only when the firm lives. The cost is paid in any case.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (2 * taxes + shares) - cost\n",
            "You counted all of the taxes. Half of them would have come in anyway: count what the deal adds.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * shares - cost\n",
            "That is the cash from the shares alone. The taxes that the deal adds belong to it as well.",
            credit=0.5,
        ),
        Wrong(
            "answer = chance / 100 * (5 * tax / 2 + sale) - cost\n",
            "You did not discount: a yuan in five years is worth less than one today.",
            credit=0.25,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (taxes + shares)\n",
            "That is what comes back on average. Take off what was paid.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (taxes + shares) * (1 + rate / 100) - cost\n",
            "You discounted the first year by nothing and the fifth by four. What is paid at the end of year 1 is a "
            "year away.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (taxes * (1 + rate / 100) + shares) - cost\n",
            "You took the first tax as paid today. It comes at the end of year 1.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (tax / 2 * years[0] + shares) - cost\n",
            "You counted the taxes of one year. There are five.",
            credit=0.25,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (5 * tax / 2 * years[-1] + shares) - cost\n",
            "You discounted all taxes by five years. Each comes in its own year, the first after one.",
            credit=0.5,
        ),
        Wrong(
            _VALUE + "answer = chance / 100 * (taxes + sale) - cost\n",
            "You discounted the taxes and not the sale, which is five years away.",
            credit=0.5,
        ),
    ),
)

EXERCISES = (CHAINED, TWO_DONORS, WITHOUT_HUBEI, THE_SILENT, BEST_MIX, BUY_IN)
