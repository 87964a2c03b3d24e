"""The half-life of chapter 4."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Number, Wrong

CATCHING_UP = "test whether the poor catch up, and turn a slope into a half-life"

_ENDS = """
initial = begun["gdp"] / begun["population"]
people = ended["population"] / begun["population"]
"""
_FINAL = _ENDS + "final = initial * volume / people\n"
_FIT = "fitted = measures.beta_convergence(initial, final, until - since)\n"

HALF_WAY = Exercise(
    id="4.4",
    title="Half of the gap",
    level="medium",
    minutes=15,
    points=3,
    objective=CATCHING_UP,
    prompt=(
        "Did provinces that were poor in {since} grow faster up to {until}? Both years are on the older count of "
        "people, and the recount of 2010 lies between, which makes the catching up look faster. Take GDP per head of "
        "{since} (`gdp` over `population` in `province_year`), and let it grow in *real* terms: chain "
        "`gdp_real_index`, and divide by how many times as many people there were in {until}. A regression of this "
        "growth a year, in logarithms, on the logarithm of the start gives the slope and its interval. How long is "
        "the half-life, in years? Give one decimal, and look at the interval before you believe it. (Your notebook "
        "has the rows of the two years as `begun` and `ended`, the chained growth of GDP as `volume`.)"
    ),
    setup="""
rows = data.load("province_year").sort_values("province").set_index("province")
begun, ended = rows[rows["year"] == since], rows[rows["year"] == until]
along = rows[(rows["year"] > since) & (rows["year"] <= until)]
volume = (along["gdp_real_index"] / 100).groupby("province").prod()
""",
    starter="answer = ...\n",
    solution=_FINAL + _FIT + "answer = fitted.half_life\n",
    answer=Number(tolerance=0.06, unit="years"),
    hint=(
        "GDP per head at the end is that at the start, times the real growth of GDP, over how many times as many "
        "people there are; the half-life is ln 2 over the speed that follows from the slope. In a notebook: "
        "`measures.beta_convergence(initial, final, years)`."
    ),
    praise=(
        "Well done. Now take 2015 to 2022, both on the newer count: a half-life of about 120 years comes out, and an "
        "interval of the slope that holds zero. Such a half-life should not be quoted."
    ),
    params={"since": 2007, "until": 2013},
    # Not 2005, the chapter's own start. The older count of `province_year` ends with 2014.
    variants={"since": (2006, 2007, 2008), "until": (2012, 2013, 2014)},
    wrong=(
        Wrong(
            _FINAL + _FIT + "answer = fitted.beta\n",
            "That is the slope. The half-life is the time in which half of the gap closes: `fitted.half_life`.",
            credit=0.25,
            tolerance=0.001,
        ),
        Wrong(
            _FINAL + _FIT + "answer = fitted.speed\n",
            "That is the speed, as a part of 1 a year. The half-life is ln 2 over it.",
            credit=0.5,
            tolerance=0.001,
        ),
        Wrong(
            _ENDS + "final = initial * volume\n" + _FIT + "answer = fitted.half_life\n",
            "You let total GDP grow. Divide by how many times as many people there are: where people leave, output per "
            "head grows faster.",
            credit=0.5,
            tolerance=0.2,
        ),
        Wrong(
            _ENDS + 'final = ended["gdp"] / ended["population"]\n' + _FIT + "answer = fitted.half_life\n",
            "Your growth is in yuan of the day, so that rising prices count as catching up. Use `volume`.",
            credit=0.5,
        ),
        Wrong(
            _FINAL
            + "fitted = measures.beta_convergence(initial, final, until - since + 1)\n"
            + "answer = fitted.half_life\n",
            "You counted both ends: from one year to the next is one year of growth.",
            credit=0.5,
        ),
        Wrong(
            _FINAL + _FIT + "answer = -np.log(2) / fitted.beta\n",
            "You divided ln 2 by the slope. The slope is an average over the whole period; the speed behind it is "
            "-ln(1 + slope × years) / years.",
            credit=0.5,
        ),
        Wrong(
            _FINAL + _FIT + "answer = 100 * fitted.beta\n",
            "That is the slope in percentage points. The half-life is the time in which half of the gap closes.",
            credit=0.25,
        ),
        Wrong(
            _FINAL + _FIT + "answer = 100 * fitted.speed\n",
            "That is the speed, in percent a year. The half-life is ln 2 over the speed.",
            credit=0.5,
        ),
        Wrong(
            _FINAL + _FIT + "answer = 1 / fitted.speed\n",
            "That is one over the speed, the time until a good third of the gap is left. Half is ln 2 over it.",
            credit=0.5,
        ),
    ),
)
