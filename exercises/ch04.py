"""Exercises of chapter 4, regional stability."""

from __future__ import annotations

from exercises._ch04_function import PARTS, THEIL
from exercises._ch04_half import HALF_WAY
from exercises._ch04_written import BY_DATES
from sciencecities.classroom.exercise import Exercise, Number, Wrong

BREAK = "compute what a recount does to a finding"
ROBUST = "check whether a finding survives without its most striking members"
# The first, THEIL, and that of the last, JUDGE, stand beside the exercises that are written elsewhere.

_MEAN = (
    "everyone = sum(heads)\n"
    "mean = sum(n * y for n, y in zip(heads, per_person)) / everyone\n"
    "times = [y / mean for y in per_person]\n"
)
_INDEX = _MEAN + "answer = sum(n * r * np.log(r) for n, r in zip(heads, times)) / everyone\n"

THREE_REGIONS = Exercise(
    id="4.1",
    title="Three regions by hand",
    level="easy",
    minutes=10,
    points=2,
    objective=THEIL,
    prompt=(
        "A country has three regions with {heads} million people. GDP per head is {per_person} thousand yuan, in the "
        "same order. How large is the Theil index, each region counting by its people? Give three decimals. By hand "
        "first: the mean of all people, the three ratios, one logarithm for each (natural, with four decimals; "
        "`np.log` in Python)."
    ),
    starter="answer = ...\n",
    solution=_INDEX,
    answer=Number(tolerance=0.0011),
    hint=(
        "divide GDP per head by the mean of all people, multiply each ratio by its own natural logarithm, and take the "
        "average over people."
    ),
    params={"heads": [10, 10, 40], "per_person": [90, 60, 30]},
    # Only countries in which all the mistakes below come out apart.
    variants={
        "heads": ([10, 10, 40], [10, 10, 50], [20, 10, 30], [30, 20, 50], [40, 20, 50]),
        "per_person": ([90, 60, 30], [100, 80, 40], [110, 60, 30], [120, 60, 30]),
    },
    wrong=(
        Wrong(
            "mean = sum(per_person) / 3\nanswer = sum(y / mean * np.log(y / mean) for y in per_person) / 3\n",
            "You let each region count once. A region of many people counts for more, in the mean and in the average.",
            credit=0.25,
        ),
        Wrong(
            "mean = sum(per_person) / 3\n"
            "answer = sum(n * y / mean * np.log(y / mean) for n, y in zip(heads, per_person)) / sum(heads)\n",
            "Your mean is that of three regions. Take the mean of all people: the country's GDP over its people.",
            credit=0.25,
        ),
        Wrong(
            _MEAN + "answer = sum(r * np.log(r) for r in times) / 3\n",
            "Your mean counts people, your last average counts regions. Weigh by people there, too.",
            credit=0.5,
        ),
        Wrong(
            _MEAN + "answer = sum(n * r * np.log10(r) for n, r in zip(heads, times)) / everyone\n",
            "You took the logarithm to the base 10. The Theil index uses the natural one, ln.",
            credit=0.5,
        ),
        Wrong(
            _MEAN + "answer = sum(n * np.log(r) for n, r in zip(heads, times)) / everyone\n",
            "You averaged the logarithms alone. Multiply each by its own ratio first.",
            credit=0.25,
        ),
        Wrong(
            _MEAN + "answer = -sum(n * np.log(r) for n, r in zip(heads, times)) / everyone\n",
            "That is Theil's other index, the mean logarithmic deviation. Here each logarithm is multiplied by its own "
            "ratio.",
            credit=0.5,
        ),
        Wrong(
            _MEAN + "answer = sum(n * r * np.log(r) for n, r in zip(heads, times))\n",
            "That is the sum over all people. Divide by how many there are.",
            credit=0.5,
            tolerance=0.06,
        ),
        Wrong(
            _MEAN + "answer = sum(r * np.log(r) for r in times)\n",
            "That is the sum of the three products. Take their average, each weighted by its people.",
            credit=0.25,
            tolerance=0.0025,
        ),
    ),
)

_RATIOS = """
def ratio(people, shore="coast11"):
    sums = of_year.groupby(shore)[["gdp", people]].sum()
    per_head = sums["gdp"] / sums[people]
    return per_head[True] / per_head[False]

"""
_MEANS = """
def ratio(people):
    per_head = (of_year["gdp"] / of_year[people]).groupby(of_year["coast11"]).mean()
    return per_head[True] / per_head[False]

"""

RECOUNT = Exercise(
    id="4.2",
    title="What a recount does",
    level="easy",
    minutes=8,
    points=2,
    objective=BREAK,
    prompt=(
        "For {counted} there are two counts of people: the newer one, `population` of the table `province_year`, and "
        "the older one, of the table `province_vintages`. Your notebook has both in `of_year`, the older as `older`, "
        "with one GDP and with the usual coast as `coast11`. {left_out} is left out: "
        "does the finding hang on one province? How many times the interior's GDP per head is the coast's? Work it out "
        "with either count: GDP of all provinces of a side over their people. By how many percent does the ratio "
        "change when the newer count takes the place of the older? A fall is negative. Give one decimal."
    ),
    setup="""
of_year = data.load("province_year").query(f"year == {counted}").set_index("province").drop(left_out)
old = data.load("province_vintages").query(f"variable == 'population' and year == {counted}")
of_year["older"] = old.set_index("province")["value"]  # vintage: before census 7
of_year = of_year.join(data.load("provinces").set_index("name")[["coast11", "touches_sea"]])
""",
    starter="answer = ...\n",
    solution=_RATIOS + 'answer = 100 * (ratio("population") / ratio("older") - 1)\n',
    answer=Number(tolerance=0.05, unit="percent"),
    hint=(
        "add up GDP and people on each side, divide, take coast over interior for each count, and compare the two "
        "ratios."
    ),
    praise=(
        "Well done. No factory opened and nobody moved: people were counted where they lived, and the gap shrank. "
        "Whoever joins the older count of 2014 to the newer one of 2015 reads this as catching up."
    ),
    params={"counted": 2018, "left_out": "Heilongjiang"},
    # Not 2015 to 2017, and no province without which two mistakes or a rounded ratio come too close. The older count
    # ends with 2019.
    variants={
        "counted": (2018, 2019),
        "left_out": (
            *("Guizhou", "Hainan", "Heilongjiang", "Hubei", "Liaoning", "Ningxia", "Qinghai"),
            "Xizang (Tibet)",
        ),
    },
    wrong=(
        Wrong(
            'sums = of_year.groupby("coast11")[["population", "older"]].sum().loc[True]\n'
            'answer = 100 * (sums["older"] / sums["population"] - 1)\n',
            "That is the coast alone. Divide it by the interior's figure for each count first.",
            credit=0.25,
        ),
        Wrong(
            _RATIOS + 'answer = 100 * (ratio("population") - ratio("older")) / ratio("population")\n',
            "You divided by the ratio of the newer count. The change is from the older: divide by that.",
            credit=0.5,
        ),
        Wrong(
            _RATIOS + 'answer = 100 * (ratio("older") / ratio("population") - 1)\n',
            "You went from the newer count to the older. It is the older that was replaced: divide by its ratio.",
            credit=0.5,
        ),
        Wrong(
            _MEANS + 'answer = 100 * (ratio("population") / ratio("older") - 1)\n',
            "You averaged the provinces' figures, so that Hainan counts as much as Guangdong. Add up GDP and people of "
            "a side first, then divide.",
            credit=0.5,
        ),
        Wrong(
            _RATIOS
            + 'answer = 100 * (ratio("population", "touches_sea") / ratio("older", "touches_sea") - 1)\n',
            "Your coast is the provinces that touch the sea. The usual list, `coast11`, has Beijing and not Guangxi.",
            credit=0.5,
            # So narrow that the right answer, rounded to a whole number, is not taken for it.
            tolerance=0.024,
        ),
        Wrong(
            _RATIOS + 'answer = ratio("population")\n',
            "That is the ratio by the newer count. The question asks by how many percent it differs from the older.",
            credit=0.25,
            tolerance=0.005,
        ),
        Wrong(
            _RATIOS + 'answer = ratio("older")\n',
            "That is the ratio by the older count. The question asks by how many percent the newer one differs.",
            credit=0.25,
            tolerance=0.005,
        ),
        Wrong(
            _RATIOS + 'answer = ratio("population") - ratio("older")\n',
            "That is the plain difference of the two ratios. Give it in percent of the ratio by the older count.",
            credit=0.5,
            tolerance=0.006,
        ),
        Wrong(
            _RATIOS + 'answer = 100 * (ratio("population") - ratio("older"))\n',
            "That is the difference in hundredths. For percent, divide by the ratio of the older count.",
            credit=0.5,
            tolerance=0.5,
        ),
        Wrong(
            _RATIOS + 'answer = 100 * ((ratio("population") - 1) / (ratio("older") - 1) - 1)\n',
            "That is the change of the coast's lead, of what the ratio has above one. The question asks for the "
            "ratio itself.",
            credit=0.5,
        ),
        Wrong(
            'sums = of_year.groupby("coast11")[["population", "older"]].sum()\n'
            'answer = 100 * (sums.loc[True, "population"] / sums.loc[True, "older"] - 1)\n',
            "That is how many more people the newer count finds on the coast. Divide GDP by people, on both sides.",
        ),
    ),
)

_KEPT = 'kept = parted[parted["unit_type"] != "municipality"]\n'
_SPLIT = 'found = measures.theil_decomposition(kept["per_head"], kept["population"], kept["coast11"])\n'

NO_CITIES = Exercise(
    id="4.3",
    title="Without the four cities",
    level="medium",
    minutes=10,
    points=3,
    objective=ROBUST,
    prompt=(
        "*Most of the inequality now lies within coast and interior.* Is that only because of four cities that rank as "
        "provinces? Leave out the municipalities (`unit_type`). What part of the Theil index of {taken} lies *between* "
        "coast and interior among the other 27 provinces, each counting by its people? Give percent with one decimal, "
        "and compare with all 31."
    ),
    setup="""
parted = data.load("province_year").query(f"year == {taken}")
parted = parted.merge(data.load("provinces").drop(columns="name"), on="id")
parted["per_head"] = 1e4 * parted["gdp"] / parted["population"]
""",
    starter="answer = ...\n",
    solution=_KEPT + _SPLIT + "answer = 100 * found.between / found.total\n",
    answer=Number(tolerance=0.05, unit="percent"),
    hint=(
        "keep the 27 rows, take the Theil index as if everyone had the mean of their side, and divide it by the index "
        "of the 27. In a notebook: `measures.theil_decomposition` with GDP per head, people and the coast."
    ),
    praise=(
        "Well done. The four cities are not the reason: without them, too, the larger part lies within, since 2017 "
        "instead of 2016. A finding that stands without its most striking members is worth more."
    ),
    params={"taken": 2020},
    # Neither the years that the chapter prints nor those in which two of the answers below come too close.
    variants={"taken": (2000, 2001, 2002, 2006, 2008, 2011, 2012, 2016, 2017, 2020, 2021, 2023)},
    wrong=(
        Wrong(
            _KEPT
            + 'found = measures.theil_decomposition(kept["per_head"], kept["gdp"], kept["coast11"])\n'
            + "answer = 100 * found.between / found.total\n",
            "Your weights are GDP. Each province counts by its people: give `population`.",
            credit=0.5,
        ),
        Wrong(
            "kept = parted\n" + _SPLIT + "answer = 100 * found.between / found.total\n",
            "That is the part between among all 31. Leave the four municipalities out.",
            credit=0.5,
        ),
        Wrong(
            _KEPT + _SPLIT + "answer = 100 * found.within / found.total\n",
            "That is the part within. The question asks for the part between.",
            credit=0.5,
        ),
        Wrong(
            _KEPT
            + 'found = measures.theil_decomposition(kept["per_head"], None, kept["coast11"])\n'
            + "answer = 100 * found.between / found.total\n",
            "You let each province count once, Xizang (Tibet) as much as Guangdong. Give `population` as the weights.",
            credit=0.5,
        ),
        Wrong(
            _KEPT
            + 'found = measures.theil_decomposition(kept["per_head"], kept["population"], kept["touches_sea"])\n'
            + "answer = 100 * found.between / found.total\n",
            "Your groups are the provinces that touch the sea and those that do not. The usual coast is `coast11`.",
            credit=0.5,
        ),
        Wrong(
            _KEPT
            + 'found = measures.theil_decomposition(kept["gdp"], kept["population"], kept["coast11"])\n'
            + "answer = 100 * found.between / found.total\n",
            "You compared GDP, which is large where many live. Compare GDP per head.",
            credit=0.25,
        ),
        Wrong(
            _KEPT
            + 'found = measures.theil_decomposition(kept["per_head"], kept["population"], kept["region"])\n'
            + "answer = 100 * found.between / found.total\n",
            "Your groups are the four regions. The question asks for two, coast and interior.",
            credit=0.5,
        ),
        Wrong(
            'kept = parted[~parted["province"].isin(["Beijing", "Shanghai"])]\n'
            + _SPLIT
            + "answer = 100 * found.between / found.total\n",
            "You left out Beijing and Shanghai. There are two more municipalities, Tianjin and Chongqing.",
            credit=0.5,
        ),
        Wrong(
            _KEPT
            + _SPLIT
            + 'all_31 = measures.theil(parted["per_head"], parted["population"])\n'
            + "answer = 100 * found.between / all_31\n",
            "You divided by the index of all 31. Between and total must be of the same 27 provinces.",
            credit=0.5,
        ),
    ),
)

EXERCISES = (THREE_REGIONS, RECOUNT, NO_CITIES, HALF_WAY, PARTS, BY_DATES)
