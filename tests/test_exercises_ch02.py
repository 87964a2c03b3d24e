"""The right answers of chapter 2's exercises, reached by another way than their solutions take."""

import math
import re

import pytest
from exercise_kit import expected, rows

from sciencecities.classroom import check, get, solve
from sciencecities.classroom.judge import judge
from sciencecities.classroom.key import answer_key


def test_prompts_say_how_many_decimals():
    for exercise_id, words in (("2.1", "two"), ("2.2", "one"), ("2.3", "two"), ("2.4", "two")):
        assert re.search(rf"\b{words} decimals?\b", get(exercise_id).prompt)


def column(name, year):
    """One number for each province."""
    return {
        row["province"]: float(row[name])
        for row in rows("province_year")
        if row["year"] == str(year) and row[name]
    }


def real_growth(first, last):
    """Real growth a year, in percent, by logarithms."""
    logs = {}
    for row in rows("province_year"):
        if first < int(row["year"]) <= last:
            logs.setdefault(row["province"], []).append(math.log(float(row["gdp_real_index"]) / 100))
    assert {len(each) for each in logs.values()} == {last - first} and len(logs) == 31
    return {province: 100 * math.expm1(sum(each) / (last - first)) for province, each in logs.items()}


def centred(values):
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def pearson(x, y):
    """The cosine between two lists of deviations; x and y are by province."""
    a, b = centred([x[name] for name in sorted(x)]), centred([y[name] for name in sorted(x)])
    return dot(a, b) / math.sqrt(dot(a, a) * dot(b, b))


def slope_held_fixed(y, x, z):
    """The slope of y on x with z held fixed: of what z leaves of both (Frisch, Waugh and Lovell)."""
    a, b, c = (centred([each[name] for name in sorted(x)]) for each in (y, x, z))
    left_x = [value - dot(b, c) / dot(c, c) * third for value, third in zip(b, c, strict=True)]
    return dot(a, left_x) / dot(left_x, left_x)


@pytest.mark.parametrize("province", get("2.1").variants["province"])
@pytest.mark.parametrize("first", get("2.1").variants["first"])
def test_2_1_against_the_ready_made_column(province, first):
    settings = {"province": province, "first": first}
    own = column("rd_intensity", 2018)[province] - column("rd_intensity", first)[province]
    assert expected("2.1", settings) == pytest.approx(own, abs=0.0002)
    later, earlier = column("rd_intensity", 2018)[province], column("rd_intensity", first)[province]
    assert check("2.1", round(later, 2) - round(earlier, 2), settings).correct
    printed = (
        column("rd_intensity_published", 2018)[province] - column("rd_intensity_published", first)[province]
    )
    assert "change in the printed figures" in check("2.1", round(printed, 2), settings).feedback
    part = check("2.1", round(later / earlier - 1, 3), settings)
    assert part.points == 1 and "a part of the first year" in part.feedback
    percent = check("2.1", round(100 * (later / earlier - 1), 1), settings)
    assert "in percent of the first year" in percent.feedback


def test_2_1_the_printed_figures_rise_where_the_intensity_falls():
    printed = (
        column("rd_intensity_published", 2018)["Beijing"] - column("rd_intensity_published", 2012)["Beijing"]
    )
    assert printed > 0 > expected("2.1")


def test_2_2_by_hand():
    assert "it spends 60, 80 and 100 on R&D" in get("2.2").text()
    # 340 + 60 = 400; 340 + 80 = 420; 357 + 100 = 457.
    assert expected("2.2") == pytest.approx(457)
    # 450 + 90 = 540; 486 + 70 = 556; 500.4 + 80 = 580.4.
    assert expected("2.2", {"stock": 500, "spending": [90, 70, 80], "rate": 10}) == pytest.approx(580.4)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (640, "That adds up all spending"),
        (425.3, "You let the new spending go stale in the year in which it is spent."),
        (420, "That is the stock after the second year"),
        (460, "You took three times the first loss"),
        (485.7, "Only the old stock goes stale"),
        (604, "You let the spending go stale and not the stock."),
        (211.4, "That forgets the stock"),
        (114.7, "You kept the part that goes stale"),
        (457.04, "Well done."),
        (457.5, "Close, but not it."),
        (500, "Too high: each year keep"),
    ],
)
def test_2_2_by_slips(answer, words):
    assert check("2.2", answer).feedback.startswith(words)


def test_2_2_more_than_half_of_the_first_stock_is_left():  # as the praise says, whatever the rate
    assert all((1 - rate / 100) ** 3 > 0.5 for rate in get("2.2").variants["rate"])


def test_2_2_agrees_with_the_measure_of_the_chapter():
    from sciencecities.measures import knowledge_stock

    # A past that fits: with spending steady at `rate` percent of the stock, the stock stays where it is.
    steady = knowledge_stock([60.0, 60.0, 80.0, 100.0], 0.15, initial_growth=0.0)
    assert steady[0] == pytest.approx(400)
    assert steady[-1] == pytest.approx(expected("2.2"))


@pytest.mark.parametrize("province", get("2.3").variants["province"])
@pytest.mark.parametrize("start", get("2.3").variants["start"])
def test_2_3_by_the_cosine(province, start):
    settings = {"province": province, "start": start}
    x, y = column("rd_intensity", start), real_growth(start, 2024)
    everyone = pearson(x, y)
    del x[province], y[province]
    assert len(x) == 30
    assert expected("2.3", settings) == pytest.approx(pearson(x, y))
    assert "all 31 provinces" in check("2.3", round(everyone, 2), settings).feedback
    assert "by how much the coefficient changes" in check("2.3", pearson(x, y) - everyone, settings).feedback


def test_2_3_tianjin_carries_much_and_jiangsu_little():
    x, y = column("rd_intensity", 2015), real_growth(2015, 2024)
    change = {
        name: expected("2.3", {"province": name}) - pearson(x, y) for name in get("2.3").variants["province"]
    }
    assert max(change, key=lambda name: abs(change[name])) == "Tianjin" and change["Tianjin"] > 0.1
    assert abs(change["Jiangsu"]) < 0.02


@pytest.mark.parametrize("exercise_id", ["2.3", "2.4"])
def test_2_3_and_2_4_the_printed_intensity_is_told_apart(exercise_id):
    one = get(exercise_id)
    for settings in one.all_settings(limit=1000):
        start, out = settings["start"], settings.get("province")
        x, y = column("rd_intensity_published", start), real_growth(start, 2024)
        if out:
            del x[out], y[out]
            slip = pearson(x, y)
        else:
            income = column("gdp_per_capita", start)
            slip = slope_held_fixed(y, x, {name: math.log(value) for name, value in income.items()})
        result = check(exercise_id, round(slip, 2), settings)
        assert result.feedback == "That is the printed intensity, on mixed vintages. Take `rd_intensity`.", (
            settings
        )


@pytest.mark.parametrize("start", get("2.4").variants["start"])
def test_2_4_by_what_income_leaves(start):
    x, y, income = column("rd_intensity", start), real_growth(start, 2024), column("gdp_per_capita", start)
    log_income = {name: math.log(value) for name, value in income.items()}
    settings = {"start": start}
    assert expected("2.4", settings) == pytest.approx(slope_held_fixed(y, x, log_income))
    assert "income itself fixed" in check("2.4", slope_held_fixed(y, x, income), settings).feedback
    alone = pearson(x, y) * math.sqrt(
        dot(centred(list(y.values())), centred(list(y.values())))
        / dot(centred(list(x.values())), centred(list(x.values())))
    )
    assert "nothing held fixed" in check("2.4", alone, settings).feedback


def test_2_4_the_praise_fits_the_figures():
    def slopes(start):
        x, y, income = (
            column("rd_intensity", start),
            real_growth(start, 2024),
            column("gdp_per_capita", start),
        )
        fixed = slope_held_fixed(y, x, {name: math.log(value) for name, value in income.items()})
        a, b = centred(list(x.values())), centred([y[name] for name in x])
        return dot(a, b) / dot(a, a), fixed

    alone, fixed = slopes(2010)
    assert 0.4 < 1 - fixed / alone < 0.5 and alone < fixed < 0  # "almost half"
    alone, fixed = slopes(2014)
    assert fixed / alone == pytest.approx(2, abs=0.1) and fixed < 0  # "about twice as steep"


def test_2_5_by_hand():
    slopes = solve.run(get("2.5"), get("2.5").solution, {})["leave_one_out_slopes"]
    # A line of slope 2 through three points, and one far off it: without that one, the slope is 2.
    assert slopes([0, 1, 2, 3], [0, 2, 4, 0])[3] == pytest.approx(2)
    # Without the first pair: (1, 2), (2, 4), (3, 0), deviations -1, 0, 1 and 0, 2, -2: slope -2 / 2.
    assert slopes([0, 1, 2, 3], [0, 2, 4, 0])[0] == pytest.approx(-1)
    assert slopes([5, 1, 1], [0, 2, 4]) == [None, pytest.approx(-1), pytest.approx(-0.5)]
    # Three times 0.1 has a mean that is not quite 0.1; there is no slope all the same.
    assert slopes([0.1, 0.1, 0.1, 1], [1, 2, 4, 5])[3] is None
    for x, y in (([], []), ([1, 2], [1, 2]), ([1, 2, 3], [1, 2])):
        with pytest.raises(ValueError, match="at least three pairs"):
            slopes(x, y)


def test_2_5_agrees_with_the_measure():
    from sciencecities.measures import leave_one_out

    slopes = solve.run(get("2.5"), get("2.5").solution, {})["leave_one_out_slopes"]
    x, y = column("rd_intensity", 2010), real_growth(2010, 2024)
    pairs = [x[name] for name in x], [y[name] for name in x]
    ready = [fit.coefficients[1] for fit in leave_one_out(pairs[1], pairs[0])]
    assert slopes(*pairs) == pytest.approx(ready)


def test_2_5_numpy_will_do_and_typical_slips_are_told():
    import numpy as np

    def by_polyfit(x, y):
        if len(x) != len(y) or len(x) < 3:
            raise ValueError
        out = []
        for i in range(len(x)):
            left, right = np.delete(x, i), np.delete(y, i)
            out.append(None if np.ptp(left) == 0 else np.polyfit(left, right, 1)[0])
        return out

    assert check("2.5", by_polyfit).correct
    assert check("2.5", lambda x, y: np.array(by_polyfit(x, y), dtype=object)).correct
    unguarded = check("2.5", lambda x, y: by_polyfit(x, y) if len(x) == len(y) > 2 else [])
    assert unguarded.status == "partly" and "fewer than three pairs" in unguarded.feedback
    plain = solve.run(get("2.5"), get("2.5").solution, {})["leave_one_out_slopes"]
    for change, words in (
        (lambda one: float("nan") if one is None else one, "put None: your function puts NaN there"),
        (lambda one: one and round(one, 2), "rounds what it returns"),
    ):
        result = check("2.5", lambda x, y, change=change: [change(one) for one in plain(x, y)])
        assert result.points == 3 and words in result.feedback
    swapped = check("2.5", lambda x, y: by_polyfit(y, x))
    assert swapped.status in ("partly", "wrong")


def test_2_5_a_spread_that_is_not_quite_0_is_told():
    def by_variance(x, y):
        if len(x) != len(y) or len(x) < 3:
            raise ValueError("three pairs")

        def slope(x, y):
            mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
            spread = sum((a - mean_x) ** 2 for a in x) / len(x)
            cross = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / len(x)
            return None if spread == 0 else cross / spread

        return [slope(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :]) for i in range(len(x))]

    assert by_variance([0.1, 0.1, 0.1, 1], [1, 2, 4, 5])[3] is not None
    for seed in map(str, range(20)):
        key = answer_key(get("2.5"), seed=seed)
        outcomes = [solve.outcome(by_variance, tuple(args)) for args in key["cases"]]
        result = judge(key, outcomes)
        assert (result.status, result.points) == ("partly", 3), seed
        assert "Ask whether the x are equal" in result.feedback


def test_2_5_no_two_mistakes_agree_on_any_draw():
    for seed in range(20):
        key = answer_key(get("2.5"), seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])


def test_2_6_the_words_of_the_model_answer_fit_the_figures():
    x, y, income = column("rd_intensity", 2010), real_growth(2010, 2024), column("gdp_per_capita", 2010)
    log_income = {name: math.log(value) for name, value in income.items()}
    text = solve.value(get("2.6"), get("2.6").solution, {})
    assert f"a correlation of {pearson(x, y):.2f}" in text and pearson(x, y) < 0  # "more slowly"
    assert (
        pearson(x, log_income) > 0 > pearson(log_income, y)
    )  # "rich provinces do more research", "catching up"
    fixed = slope_held_fixed(y, x, log_income)
    assert fixed < 0 and f"with {-fixed:.2f} points less growth" in text
    low, high = (float(one) for one in re.search(r"runs from (-[\d.]+) to ([\d.]+),", text).groups())
    assert low < 0 < high and (low + high) / 2 == pytest.approx(fixed, abs=0.01)  # "may be nothing at all"
    guizhou = real_growth(2010, 2016)["Guizhou"], real_growth(2016, 2024)["Guizhou"]
    assert f"{guizhou[0]:.1f} percent a year from 2010 to 2016" in text
    assert f"{guizhou[1]:.1f} percent a year from 2016 to 2024" in text
    earlier, later = real_growth(2010, 2016), real_growth(2016, 2024)
    assert all(later[name] < earlier[name] for name in earlier)  # "all provinces slowed"
    averages = [sum(each.values()) / 31 for each in (earlier, later)]
    assert f"slowed, from {averages[0]:.1f} to {averages[1]:.1f} percent on average" in text
    for each in (earlier, later):
        assert sorted(each, key=each.get, reverse=True)[1] == "Guizhou"  # "stayed second"
    telescope = next(row for row in rows("facilities") if row["name"].startswith("FAST"))
    assert "500-metre" in telescope["name"] and "the 500-metre telescope" in text
    assert (telescope["province_id"], telescope["year"]) == ("CN-GZ", "2016")  # "when it was finished"


def test_2_6_is_ready_but_never_marked_by_a_machine():
    result = check("2.6", solve.value(get("2.6"), get("2.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()


# Honest answers in words of their own; neither uses the phrases of the model answer.
HONEST = (
    """Dear minister, I am afraid it is not that simple. I looked at all provinces and found that the ones with a
high R&D intensity in 2010 did not grow more in the years to 2024. The correlation was about -0.42, which is
negative. Of course that does not prove that laboratories are bad for growth. Beijing and Shanghai were rich
already, and poor provinces had more room to grow, so I held the starting income fixed. Then the slope was about
-0.24, and zero lay inside the interval. In other words I can see nothing either way. With so few provinces one of
them can change the result, and Tianjin does. About telescopes I would be even more careful, because the big one
was put into a karst valley for quiet and not for business. What would convince me is this: take all the towns that
asked for a research centre in the same year. Some of them got it and some were rejected for reasons that have
nothing to do with their economy. Look at both groups five years earlier and ten years later. If the first group
pulls away only after the decision, you have an argument. Until then it is a hope with a budget, and there is
nothing wrong with hope as long as you call it so.""",
    """The sentence has two halves and both are shaky. First half: do provinces that invest in science grow? From
2010 to 2024 the correlation between R&D intensity and growth is -0.42, so on the whole it was the other provinces
that grew faster. The reason may be convergence, as these were poor in 2010. When I hold income fixed the
coefficient is -0.24 with a wide interval. Second half: telescopes. Guizhou grew by 12.1 percent a year before its
telescope was finished and by 6.5 percent a year afterwards, but everybody slowed down in those years, so this is
no evidence against telescopes either. The main weakness is that causality may run both ways: a province which
grows has more tax money and can spend it on research. To find out more I would use a pilot with a waiting list.
Suppose that twenty prefectures are good enough for a new institute and there is money for ten. Draw the ten at
random, pay the other ten later, and measure firms, wages and patents in all twenty every year. The difference
between the two groups would be the effect of the institute, and nobody would need a regression to see it. I would
recommend this before the next big dish is ordered.""",
)


@pytest.mark.parametrize("text", HONEST)
def test_2_6_honest_texts_are_ready_without_a_but(text):
    result = check("2.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Look at provinces that narrowly got a facility.", "a design"),
        ("Take the cities just under the line.", "a design"),
        ("Follow those that just missed it.", "a design"),
        ("Look at the winners of a facility and at the losers.", "a design"),
    ],
)
def test_2_6_other_ways_to_say_it_are_found(words, advice):
    filler = "It is said of the places that they are not like each other. "
    said, unsaid = check("2.6", f"{words} " + filler * 13), check("2.6", filler * 13)
    assert said.status == unsaid.status == "ready"
    assert any(advice in one for one in unsaid.advice) and not any(advice in one for one in said.advice)
