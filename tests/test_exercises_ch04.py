"""The right answers of chapter 4's exercises, reached by another way than their solutions take."""

import math
import re

import pytest
from exercise_kit import expected, rows

from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key


def test_prompts_say_how_many_decimals():
    for exercise_id, words in (("4.1", "three"), ("4.2", "one"), ("4.3", "one"), ("4.4", "one")):
        assert re.search(rf"\b{words} decimals?\b", get(exercise_id).prompt)


PLACES = {row["id"]: row for row in rows("provinces")}


def column(name, year):
    """One number for each province, by its id."""
    return {
        row["id"]: float(row[name]) for row in rows("province_year") if row["year"] == str(year) and row[name]
    }


def older_people(year):
    """The count of people before the census of 2020; after 2014 it stands in the superseded figures."""
    if year <= 2014:
        return column("population", year)
    return {
        row["id"]: float(row["value"])
        for row in rows("province_vintages")
        if (row["variable"], row["vintage"], row["year"]) == ("population", "before census 7", str(year))
    }


def coast_over_interior(gdp, people):
    sums = {(side, what): 0.0 for side in ("true", "false") for what in ("gdp", "people")}
    for place in gdp:
        sums[PLACES[place]["coast11"], "gdp"] += gdp[place]
        sums[PLACES[place]["coast11"], "people"] += people[place]
    return sums["true", "gdp"] * sums["false", "people"] / sums["true", "people"] / sums["false", "gdp"]


def theil_by_parts(amounts, people):
    """Theil's index from parts of the total: the sum of s ln (s / p), s part of the amount, p part of the people."""
    amount, heads = sum(amounts), sum(people)
    return sum(a / amount * math.log(a / amount * heads / p) for a, p in zip(amounts, people, strict=True))


@pytest.mark.parametrize("heads", get("4.1").variants["heads"])
@pytest.mark.parametrize("per_person", get("4.1").variants["per_person"])
def test_4_1_from_parts_of_the_total(heads, per_person):
    settings = {"heads": heads, "per_person": per_person}
    amounts = [n * y for n, y in zip(heads, per_person, strict=True)]
    assert expected("4.1", settings) == pytest.approx(theil_by_parts(amounts, heads))


def test_4_1_by_hand():
    assert "with 10, 10 and 40 million people" in get("4.1").text()
    # The mean is 2,700 / 60 = 45; the ratios are 2, 4/3 and 2/3; one, one and four parts of six.
    by_hand = (2 * math.log(2) + 4 / 3 * math.log(4 / 3) + 4 * 2 / 3 * math.log(2 / 3)) / 6
    assert expected("4.1") == pytest.approx(by_hand)
    # With logarithms of four decimals, as the prompt asks: 0.6931, 0.2877 and -0.4055. Two decimals are too few.
    assert "with four decimals" in get("4.1").prompt
    assert check("4.1", (2 * 0.6931 + 4 / 3 * 0.2877 - 8 / 3 * 0.4055) / 6).correct
    assert check("4.1", (2 * 0.69 + 4 / 3 * 0.29 - 8 / 3 * 0.41) / 6).feedback.startswith(
        "Close, but not it."
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.087, "You let each region count once."),
        (-0.13, "Your mean is that of three regions."),
        (0.5, "Your mean counts people, your last average counts regions."),
        (0.05, "You took the logarithm to the base 10."),
        (-0.107, "You averaged the logarithms alone."),
        (0.107, "That is Theil's other index"),
        (6.89, "That is the sum over all people."),
        (1.5, "That is the sum of the three products."),
        (11.48, "That is 100 times too much."),
        (0.115, "Well done."),
    ],
)
def test_4_1_by_slips(answer, words):
    assert check("4.1", answer).feedback.startswith(words)


@pytest.mark.parametrize("counted", get("4.2").variants["counted"])
@pytest.mark.parametrize("left_out", get("4.2").variants["left_out"])
def test_4_2_from_the_files(counted, left_out):
    settings = {"counted": counted, "left_out": left_out}
    (gone,) = {row["id"] for row in rows("province_year") if row["province"] == left_out}
    gdp = {place: value for place, value in column("gdp", counted).items() if place != gone}
    newer = coast_over_interior(gdp, column("population", counted))
    older = coast_over_interior(gdp, older_people(counted))
    change = 100 * (newer / older - 1)
    assert expected("4.2", settings) == pytest.approx(change)
    assert check("4.2", round(change, 1), settings).correct
    assert "touch the sea" not in check("4.2", round(change), settings).feedback
    older_coast, newer_coast = (
        sum(count[place] for place in gdp if PLACES[place]["coast11"] == "true")
        for count in (older_people(counted), column("population", counted))
    )
    for answer, words in (
        (round(100 * (older_coast / newer_coast - 1), 2), "the coast alone"),
        (round(100 * (1 - older / newer), 2), "divided by the ratio of the newer count"),
        (round(newer, 2), "by the newer count"),
        (round(older, 2), "by the older count"),
        (newer - older, "plain difference"),
        (round(100 * (older / newer - 1), 1), "from the newer count to the older"),
    ):
        assert words in check("4.2", answer, settings).feedback
    # Ratios that were rounded to two decimals on the way are told so.
    rough = check("4.2", 100 * (round(newer, 2) / round(older, 2) - 1), settings)
    assert rough.correct or rough.feedback.startswith("Close, but not it.")


def test_4_2_the_older_count_ends_with_2019():
    assert older_people(2019).keys() == column("population", 2019).keys() and not older_people(2020)


def share_between(year, without=()):
    gdp, people = column("gdp", year), column("population", year)
    kept = [place for place in gdp if PLACES[place]["unit_type"] not in without]
    whole = theil_by_parts([gdp[place] for place in kept], [people[place] for place in kept])
    sides = [[place for place in kept if PLACES[place]["coast11"] == side] for side in ("true", "false")]
    sums = [[sum(amounts[place] for place in side) for side in sides] for amounts in (gdp, people)]
    return 100 * theil_by_parts(*sums) / whole


def share_by_gdp(year):
    """The part between in percent, the municipalities left out, each province counting by its GDP: a typical slip."""
    gdp, people = column("gdp", year), column("population", year)
    kept = [place for place in gdp if PLACES[place]["unit_type"] != "municipality"]
    weights = [gdp[place] for place in kept]
    amounts = [gdp[place] ** 2 / people[place] for place in kept]
    sums = [
        [
            sum(one for one, place in zip(column_, kept, strict=True) if PLACES[place]["coast11"] == side)
            for side in ("true", "false")
        ]
        for column_ in (amounts, weights)
    ]
    return 100 * theil_by_parts(*sums) / theil_by_parts(amounts, weights)


@pytest.mark.parametrize("taken", get("4.3").variants["taken"])
def test_4_3_from_parts_of_the_total(taken):
    settings, right = {"taken": taken}, share_between(taken, without=("municipality",))
    assert expected("4.3", settings) == pytest.approx(right)
    assert "among all 31" in check("4.3", round(share_between(taken), 1), settings).feedback
    assert "the part within" in check("4.3", round(100 - right, 1), settings).feedback
    by_gdp = check("4.3", round(share_by_gdp(taken), 1), settings)
    assert by_gdp.feedback.startswith("Your weights are GDP.") and by_gdp.points == 1.5


def test_4_3_the_praise_fits_the_figures():
    """Within is the larger part since 2016 among all 31, and since 2017 without the four."""
    for without, turn in (((), 2016), (("municipality",), 2017)):
        larger = {year: share_between(year, without) < 50 for year in range(2006, 2025)}
        assert [year for year, within in larger.items() if within] == list(range(turn, 2025))


def caught_up(since, until):
    """Slope, the half-life, and the slope's interval of 95 percent, by deviations from the means."""
    begun, ended = column("population", since), column("population", until)
    start = {place: math.log(value / begun[place]) for place, value in column("gdp", since).items()}
    growth = {place: -math.log(ended[place] / begun[place]) for place in start}
    for year in range(since + 1, until + 1):
        for place, index in column("gdp_real_index", year).items():
            growth[place] += math.log(index / 100)
    x = [start[place] - sum(start.values()) / 31 for place in start]
    y = [(growth[place] - sum(growth.values()) / 31) / (until - since) for place in start]
    spread = sum(a * a for a in x)
    slope = sum(a * b for a, b in zip(x, y, strict=True)) / spread
    error = math.sqrt(sum((b - slope * a) ** 2 for a, b in zip(x, y, strict=True)) / 29 / spread)
    half_life = (until - since) * math.log(2) / -math.log(1 + slope * (until - since))
    return slope, half_life, (slope - 2.045 * error, slope + 2.045 * error)  # t of 29 degrees of freedom


@pytest.mark.parametrize("since", get("4.4").variants["since"])
@pytest.mark.parametrize("until", get("4.4").variants["until"])
def test_4_4_by_deviations(since, until):
    settings = {"since": since, "until": until}
    slope, half_life, (_, high) = caught_up(since, until)
    assert expected("4.4", settings) == pytest.approx(half_life)
    assert high < 0  # a half-life worth the name
    assert "divided ln 2 by the slope" in check("4.4", round(-math.log(2) / slope, 1), settings).feedback
    assert "slope in percentage points" in check("4.4", round(100 * slope, 2), settings).feedback
    assert check("4.4", round(slope, 3), settings).feedback.startswith("That is the slope. The half-life")
    assert "as a part of 1 a year" in check("4.4", round(math.log(2) / half_life, 3), settings).feedback


def test_4_4_stays_within_one_vintage():
    for year in range(min(get("4.4").variants["since"]), max(get("4.4").variants["until"]) + 1):
        kinds = {
            (row["gdp_vintage"], row["population_vintage"])
            for row in rows("province_year")
            if row["year"] == str(year)
        }
        assert kinds == {("after census 5", "before census 7")}, year


def test_4_4_the_praise_fits_the_figures():
    _, half_life, (low, high) = caught_up(2015, 2022)
    assert half_life == pytest.approx(120, abs=1) and low < 0 < high


def theil_parts(*args):
    return solve.run(get("4.5"), get("4.5").solution, {})["theil_parts"](*args)


def test_4_5_by_hand():
    # The chapter's example: a mean of 4; 6 on the coast, 2 inside.
    between, within = theil_parts([8, 4, 2, 2], [1, 1, 1, 1], ["coast", "coast", "interior", "interior"])
    assert between == pytest.approx((1.5 * math.log(1.5) + 0.5 * math.log(0.5)) / 2)
    assert within == pytest.approx(0.75 * (8 / 6 * math.log(8 / 6) + 4 / 6 * math.log(4 / 6)) / 2)
    assert theil_parts([5, 5], [1, 9], ["a", "b"]) == pytest.approx((0, 0))
    for bad in (([], [], []), ([1, 2], [1, 2], ["a"]), ([1, 0], [1, 2], ["a", "a"]), ([1], [-1], ["a"])):
        with pytest.raises(ValueError, match=r"one value, one weight|above 0"):
            theil_parts(*bad)


@pytest.mark.parametrize("year", [2006, 2019])
def test_4_5_agrees_with_the_measure_and_with_parts_of_the_total(year):
    from sciencecities.measures import theil_decomposition

    gdp, people = column("gdp", year), column("population", year)
    sides = [PLACES[place]["coast11"] for place in gdp]
    values, weights = [gdp[place] / people[place] for place in gdp], [people[place] for place in gdp]
    between, within = theil_parts(values, weights, sides)
    ready = theil_decomposition(values, weights, sides)
    assert (between, within) == pytest.approx((ready.between, ready.within))
    assert 100 * between / (between + within) == pytest.approx(share_between(year))
    assert between + within == pytest.approx(theil_by_parts(list(gdp.values()), weights))


def test_4_5_numpy_will_do_and_typical_slips_are_told():
    import numpy as np

    def with_numpy(values, weights, groups):
        v, w, g = np.array(values, float), np.array(weights, float), np.array(groups)
        if not len(v) or not len(v) == len(w) == len(g) or (v <= 0).any() or (w <= 0).any():
            raise ValueError
        mean = np.average(v, weights=w)
        smooth = np.array([np.average(v[g == one], weights=w[g == one]) for one in g])
        between = np.average(smooth / mean * np.log(smooth / mean), weights=w)
        return [between, np.average(v / mean * np.log(v / mean), weights=w) - between]

    assert check("4.5", with_numpy).correct
    assert check("4.5", lambda v, w, g: np.array(with_numpy(v, w, g))).correct
    assert "wrong order" in check("4.5", lambda v, w, g: with_numpy(v, w, g)[::-1]).feedback
    unguarded = check(
        "4.5",
        lambda v, w, g: (
            with_numpy(v, w, g) if v and len(v) == len(w) == len(g) and min(v + w) > 0 else (0, 0)
        ),
    )
    assert unguarded.status == "partly" and "should raise a ValueError" in unguarded.feedback
    assert (
        "whole index"
        in check("4.5", lambda v, w, g: (with_numpy(v, w, g)[0], sum(with_numpy(v, w, g)))).feedback
    )


def test_4_5_no_two_mistakes_agree_on_any_draw():
    for seed in range(20):
        key = answer_key(get("4.5"), seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])


def chapter_theil(year):
    """Between and whole index on the vintages that the chapter takes: census 4 to 2014, census 5 from 2015."""
    gdp, people = column("gdp", year), column("population", year)
    if year <= 2014:
        for row in rows("province_vintages"):
            if (row["variable"], row["vintage"], row["year"]) == ("gdp", "after census 4", str(year)):
                gdp[row["id"]] = float(row["value"])
    whole = theil_by_parts(list(gdp.values()), [people[place] for place in gdp])
    sides = [[place for place in gdp if PLACES[place]["coast11"] == side] for side in ("true", "false")]
    return theil_by_parts(*([sum(all_[p] for p in side) for side in sides] for all_ in (gdp, people))), whole


def test_4_6_the_words_of_the_model_answer_fit_the_figures():
    text = solve.value(get("4.6"), get("4.6").solution, {})
    between, whole = zip(*(chapter_theil(year) for year in (2005, 2014, 2015, 2024)), strict=True)
    assert f"fell by {100 * (1 - whole[1] / whole[0]):.0f} percent from 2005 to 2014" in text
    assert (
        "recount of 2010 inside" in text
        and "never from two sides of the recount of 2014" in get("4.6").prompt
    )
    assert f"the index fell by {100 * (1 - whole[3] / whole[2]):.0f} percent" in text
    parts = (
        f"from {100 * between[2] / whole[2]:.0f} to {100 * between[3] / whole[3]:.0f} percent of the index"
    )
    assert f"{parts} (2015 to 2024)" in text
    lost, gained = between[2] - between[3], (whole[3] - between[3]) - (whole[2] - between[2])
    assert 0.7 < gained / lost < 1  # "grew about as much"
    policies = {row["policy"]: row["year"] for row in rows("policies")}
    assert f"Hefei was approved in {policies['Hefei comprehensive national science centre']}" in text
    go_west = policies["Western Development ('Go West')"]
    assert f"Western Development ({go_west})" in text
    assert f"Rise of Central China ({policies['Rise of Central China']})" in text


def test_4_6_is_ready_but_never_marked_by_a_machine():
    result = check("4.6", solve.value(get("4.6"), get("4.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()


# Honest answers in words of their own; neither uses the phrases of the model answer.
HONEST = (
    """I would not let this sentence into a newspaper. It says that the labs narrowed the gap, which is a statement
about cause and effect, and it offers no evidence for that except that both things happened in the same country. Look at
the calendar. The innovation strategy was published in May 2016 and Hefei got its science centre in January 2017. The
big fall of inequality came earlier: between 2005 and 2014 the Theil index lost 44 % (counting people in the old way).
From 2015 to 2024, counting in the new way, it lost only 2 %. If anything the fall stopped when the labs arrived. I do
not say that they stopped it, that would be the same mistake the other way round. The ratio of coast to interior went
on falling a little, and some would call this a success. We cannot know what would have happened if the money had been
spent on schools or on nothing. Also, a yuan buys more in Gansu, so the gap in prices of the day is larger than the gap
in life. What I could write is: Between 2005 and 2014 provinces became more equal, and after 2016, when science centres
were opened in some of them, inequality stayed about where it was.""",
    """The word "narrowed" is the problem here. To narrow something is to do something to it, and nobody has shown
that laboratories did. First, the timing. Go West started in 1999 and the plan for the central provinces in 2004, then
came the years in which differences in GDP per head nearly halved (2005 to 2014), and only after that, in 2016, the
first comprehensive science centre was approved, and that one was in Shanghai which is not the interior at all. Second,
what is a gap? Coast against interior was 51 percent of total inequality in 2015 and 41 percent in 2024, so this part
shrank, but inside the two groups differences went up, so the total is flat. I have to be careful with the years 2014
and 2015, because the population was recounted and the two series do not fit together. A weakness of my own argument
is that eight years may be too short to see what research does to a region, so the labs might still turn out to be
useful. Migration is another explanation for the early fall. Here is a fairer version: In the decade before the science
centres opened, GDP per head of interior provinces moved closer to that of the coast; since then it has moved closer
only slowly, and we do not know why.""",
)


@pytest.mark.parametrize("text", HONEST)
def test_4_6_honest_texts_are_ready_without_a_but(text):
    result = check("4.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback
