"""Exercises of chapter 2, science as a growth hack."""

from __future__ import annotations

from exercises._ch02_function import DROP_EACH, ONE_OUT
from exercises._ch02_written import MORE_TELESCOPES
from sciencecities.classroom.exercise import Exercise, Number, Wrong

INTENSITY = "compute R&D intensity on one GDP vintage, where the printed series jumps"
STOCK = "compute a knowledge stock from spending and depreciation"
# The fourth, ONE_OUT, and the fifth, DESIGN, stand beside the exercises that are written elsewhere.
CONTROL = "compute and read a regression slope with starting income held fixed"

_ENDS = (
    'own = table[table["province"] == province].set_index("year")\n'
    "of_first, of_last = own.loc[first], own.loc[last]\n"
)
_PARTS = _ENDS + (
    'before = 100 * of_first["rd_expenditure"] / of_first["gdp"]\n'
    'after = 100 * of_last["rd_expenditure"] / of_last["gdp"]\n'
)

ONE_VINTAGE = Exercise(
    id="2.1",
    title="Up or down?",
    level="easy",
    minutes=5,
    points=2,
    objective=INTENSITY,
    prompt=(
        "R&D intensity is R&D money in percent of GDP. By how many percentage points did that of {province} change "
        "from {first} to {last}? Compute it from `rd_expenditure` and `gdp`, which stand in `province_year` in one "
        "unit and one GDP vintage (the ready-made column is taken out of this copy). A fall is negative. Give two "
        "decimals. Then look at what `rd_intensity_published` says."
    ),
    setup='table = data.load("province_year").drop(columns="rd_intensity")',
    starter="answer = ...\n",
    solution=_PARTS + "answer = after - before\n",
    # A hundredth and a half, so that intensities rounded to two decimals before the subtraction count as well.
    answer=Number(tolerance=0.015, unit="percentage points"),
    hint="divide the money by the GDP of its own year, times 100, and take the first year from the last.",
    praise=(
        "Well done. The printed figures were divided by the GDP of their day. Censuses have since revised GDP, so part "
        "of what the printed series shows happened in the statistics office."
    ),
    params={"province": "Beijing", "first": 2012, "last": 2018},
    # Only provinces whose printed change is far enough from the one on a single vintage, and from its mirror image; and
    # none that began near an intensity of 1, where points and parts of the first year come out alike.
    variants={
        "province": ("Beijing", "Qinghai", "Yunnan", "Fujian", "Hubei", "Zhejiang"),
        "first": (2012, 2013),
    },
    wrong=(
        Wrong(
            _ENDS + 'answer = of_last["rd_intensity_published"] - of_first["rd_intensity_published"]\n',
            "That is the change in the printed figures: the two years were divided by GDPs of different vintages. "
            "Divide the money by the GDP of the table.",
            credit=0.5,
        ),
        Wrong(
            _PARTS + "answer = after\n",
            "That is the intensity of the last year. Take that of the first year from it.",
            credit=0.25,
        ),
        Wrong(
            _PARTS + "answer = before\n",
            "That is the intensity of the first year. The question asks for the change since.",
            credit=0.25,
        ),
        Wrong(
            _PARTS + "answer = before - after\n",
            "That is the first year minus the last: turn the difference round, so that a fall is negative.",
            credit=0.5,
        ),
        Wrong(
            _PARTS + "answer = 100 * (after / before - 1)\n",
            "That is the change in percent of the first year's intensity. Percentage points are the plain difference.",
            credit=0.5,
            tolerance=0.06,
        ),
        Wrong(
            _PARTS + "answer = after / before - 1\n",
            "That is the change as a part of the first year's intensity. Percentage points are the plain difference.",
            credit=0.5,
        ),
        Wrong(
            _ENDS
            + 'money = of_last["rd_expenditure"] - of_first["rd_expenditure"]\n'
            + 'answer = 100 * money / (of_last["gdp"] - of_first["gdp"])\n',
            "That is the added money over the added GDP. Divide within each year first, then subtract.",
        ),
    ),
)

_KEEP = "keep = 1 - rate / 100\n"

PILE_UP = Exercise(
    id="2.2",
    title="What is left of knowledge",
    level="easy",
    minutes=5,
    points=2,
    objective=STOCK,
    prompt=(
        "At the end of a year a city's knowledge stock is {stock} (in million yuan of constant prices). "
        "In the three years that follow it spends {spending} on R&D. In each year {rate} percent of the stock with "
        "which the year begins goes stale; the new spending counts in full at the end of its year. "
        "How large is the stock after the third year? Give one decimal. By hand first: three short lines."
    ),
    starter="answer = ...\n",
    solution=_KEEP + "answer = stock\nfor money in spending:\n    answer = keep * answer + money\n",
    answer=Number(tolerance=0.1, unit="million yuan"),
    praise=(
        "Well done. Of the stock at the start more than half is left after the three years: what goes stale is a part "
        "of what is still there, so that old knowledge fades and never quite ends."
    ),
    hint="each year keep what did not go stale of the stock, then add the year's spending.",
    params={"stock": 400, "spending": [60, 80, 100], "rate": 15},
    variants={
        "stock": (300, 400, 500, 600),
        "spending": ([60, 80, 100], [50, 70, 90], [90, 70, 80], [40, 60, 90], [80, 100, 110]),
        "rate": (10, 15, 20),
    },
    wrong=(
        Wrong(
            "answer = stock + sum(spending)\n",
            "That adds up all spending and lets nothing go stale.",
        ),
        Wrong(
            _KEEP + "answer = stock\nfor money in spending:\n    answer = keep * (answer + money)\n",
            "You let the new spending go stale in the year in which it is spent. Keep a part of the stock first, then "
            "add the year's spending in full.",
            credit=0.5,
        ),
        Wrong(
            _KEEP + "answer = stock\nfor money in spending[:2]:\n    answer = keep * answer + money\n",
            "That is the stock after the second year: one more step.",
            credit=0.5,
        ),
        Wrong(
            "answer = stock * (1 - 3 * rate / 100) + sum(spending)\n",
            "You took three times the first loss from the old stock. What goes stale is a part of the stock of each "
            "year, and the new knowledge ages too.",
        ),
        Wrong(
            _KEEP + "answer = keep**3 * stock + sum(spending)\n",
            "Only the old stock goes stale in your sum. What was bought in the first two years ages as well.",
            credit=0.25,
        ),
        Wrong(
            _KEEP + "answer = stock + keep * sum(spending)\n",
            "You let the spending go stale and not the stock. It is the stock that ages.",
        ),
        Wrong(
            _KEEP + "answer = 0\nfor money in spending:\n    answer = keep * answer + money\n",
            "That forgets the stock with which the first year begins.",
            credit=0.25,
        ),
        Wrong(
            "answer = stock\nfor money in spending:\n    answer = rate / 100 * answer + money\n",
            "You kept the part that goes stale and threw the rest away: keep the other part.",
        ),
        Wrong(
            "answer = stock\nfor money in spending:\n    answer = (1 - rate) * answer + money\n",
            "A loss of 10 percent is 0.1, not 10: divide the rate by 100.",
            tolerance=1.0,
        ),
    ),
)

_GROWTH = """
table = data.load("province_year")
later = table[(table["year"] > start) & (table["year"] <= 2024)]
factor = (later["gdp_real_index"] / 100).groupby(later["province"]).prod()
growth = 100 * (factor ** (1 / (2024 - start)) - 1)  # real, percent a year
of_start = table[table["year"] == start].set_index("province").loc[growth.index]  # in the order of growth
"""
_INTENSITY = 'intensity = of_start["rd_intensity"]\n'
_PRINTED = 'printed = of_start["rd_intensity_published"]\n'
_MIXED = "That is the printed intensity, on mixed vintages. Take `rd_intensity`."
_OTHERS = _INTENSITY + "without = measures.correlation(intensity.drop(province), growth.drop(province))\n"

WITHOUT_ONE = Exercise(
    id="2.3",
    title="One province out",
    level="medium",
    minutes=10,
    points=3,
    objective=ONE_OUT,
    prompt=(
        "Take `rd_intensity` of {start} and average real growth a year from {start} to 2024, in percent, chained from "
        "`gdp_real_index` (your notebook has it as `growth`). How strongly do the two move together when {province} is "
        "left out? Give Pearson's correlation of the other 30 provinces, with two decimals and its sign. Compare it "
        "with that of all 31."
    ),
    setup=_GROWTH,
    starter="answer = ...\n",
    solution=_OTHERS + "answer = without\n",
    answer=Number(tolerance=0.005),
    hint=(
        "drop the one province from both columns, and correlate what is left. In a notebook: `measures.correlation`."
    ),
    praise=(
        "Well done. One province of 31 can move the coefficient a long way (try Tianjin, then Jiangsu): always ask who "
        "carries it. With or without, it stays an association and names no cause."
    ),
    params={"start": 2015, "province": "Tianjin"},
    variants={
        "start": (2013, 2015),
        # Not Shanghai and others that move it by less than a hundredth: then both coefficients round alike.
        "province": (
            "Tianjin",
            "Beijing",
            "Xizang (Tibet)",
            "Heilongjiang",
            "Jilin",
            "Guizhou",
            "Inner Mongolia",
            "Jiangsu",
        ),
    },
    wrong=(
        Wrong(
            _INTENSITY + "answer = measures.correlation(intensity, growth)\n",
            "That is the correlation of all 31 provinces. Leave the one out.",
            credit=0.25,
        ),
        Wrong(
            _OTHERS + "answer = without - measures.correlation(intensity, growth)\n",
            "That is by how much the coefficient changes. The question asks for the coefficient of the 30.",
            credit=0.5,
        ),
        Wrong(
            _OTHERS + "answer = without**2\n",
            "That is the square, the part of the variance that a line explains. It has lost the sign.",
            credit=0.25,
        ),
        Wrong(
            _INTENSITY
            + "answer = measures.ols(growth.drop(province), intensity.drop(province)).coefficients[1]\n",
            "That is the slope of a line, in percent of growth per point of intensity. A correlation has no unit.",
            credit=0.25,
        ),
        Wrong(
            'money = of_start["rd_expenditure"]\n'
            + "answer = measures.correlation(money.drop(province), growth.drop(province))\n",
            "That takes the amount of money. A large province spends more of everything: use the intensity.",
        ),
        Wrong(
            _PRINTED + "answer = measures.correlation(printed.drop(province), growth.drop(province))\n",
            _MIXED,
            credit=0.5,
        ),
    ),
)

_LOG_INCOME = _INTENSITY + 'income = np.log(of_start["gdp_per_capita"])\n'
_FIT = _LOG_INCOME + "fit = measures.ols(growth, np.column_stack([intensity, income]))\n"

HELD_FIXED = Exercise(
    id="2.4",
    title="Among equally rich provinces",
    level="medium",
    minutes=15,
    points=3,
    objective=CONTROL,
    prompt=(
        "Poor provinces tend to grow faster, and they spend less on R&D. Regress average real growth a year from "
        "{start} to 2024 (in percent, chained from `gdp_real_index`; your notebook has it as `growth`) on "
        "`rd_intensity` of {start}, with the logarithm of `gdp_per_capita` of {start} held fixed. What is the slope of "
        "intensity: how many percentage points more or less growth a year go with one more point of intensity, among "
        "provinces equally rich at the start? Give two decimals and the sign."
    ),
    setup=_GROWTH,
    starter="answer = ...\n",
    solution=_FIT + "answer = fit.coefficients[1]\n",
    answer=Number(tolerance=0.005, unit="percentage points"),
    hint=(
        "explain growth by intensity and the logarithm of income, both at once. In a notebook: `measures.ols`, growth "
        "first, then both columns side by side (`np.column_stack`); the coefficients come in the order constant, "
        "intensity, income."
    ),
    praise=(
        "Well done. Now move the start: from 2010 the control takes almost half of the slope away, from 2014 it makes "
        "it about twice as steep, and neither turns it positive. A result that hangs on the first year is no law."
    ),
    params={"start": 2014},
    # Not 2010, which is the chapter's own; not 2011 and 2013, where two mistakes come out alike.
    variants={"start": (2012, 2014, 2015, 2016)},
    wrong=(
        Wrong(
            _INTENSITY + "answer = measures.ols(growth, intensity).coefficients[1]\n",
            "That is the slope with nothing held fixed. Put the logarithm of starting income beside the intensity.",
            credit=0.25,
        ),
        Wrong(
            _INTENSITY
            + 'income = of_start["gdp_per_capita"]\n'
            + "answer = measures.ols(growth, np.column_stack([intensity, income])).coefficients[1]\n",
            "You held income itself fixed, in yuan. Take its logarithm: catching up goes by how many times richer a "
            "province is, not by how many yuan.",
            credit=0.5,
        ),
        Wrong(
            _FIT + "answer = fit.coefficients[2]\n",
            "That is the coefficient of income. That of intensity stands before it.",
            credit=0.5,
        ),
        Wrong(
            _FIT + "answer = fit.coefficients[0]\n",
            "That is the constant. The coefficients come in the order constant, intensity, income.",
            credit=0.5,
            tolerance=0.05,
        ),
        Wrong(
            _INTENSITY
            + 'income = np.log(of_start["gdp"])\n'
            + "answer = measures.ols(growth, np.column_stack([intensity, income])).coefficients[1]\n",
            "You held the size of the province fixed (`gdp`). Income is GDP per head: `gdp_per_capita`.",
            credit=0.25,
        ),
        Wrong(
            _LOG_INCOME + "answer = measures.partial_correlation(intensity, growth, income)\n",
            "That is the partial correlation, which has no unit. The question asks for the slope.",
            credit=0.25,
        ),
        Wrong(
            _LOG_INCOME
            + "answer = measures.ols(intensity, np.column_stack([growth, income])).coefficients[1]\n",
            "You explained intensity by growth. Growth is what is to be explained: it comes first in `measures.ols`.",
        ),
        Wrong(
            _FIT + "answer = fit.se[1]\n",
            "That is the standard error of the slope: how unsure it is, not how large.",
        ),
        Wrong(
            _LOG_INCOME
            + _PRINTED
            + "answer = measures.ols(growth, np.column_stack([printed, income])).coefficients[1]\n",
            _MIXED,
            credit=0.5,
        ),
    ),
)

EXERCISES = (ONE_VINTAGE, PILE_UP, WITHOUT_ONE, HELD_FIXED, DROP_EACH, MORE_TELESCOPES)
