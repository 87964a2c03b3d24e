"""The right answers of chapter 6's exercises, reached by another way than their solutions take."""

import re
from fractions import Fraction
from itertools import product

import pytest
from exercise_kit import expected, rows

from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key


def test_prompts_say_how_many_decimals():
    for exercise_id, words in (("6.1", "four"), ("6.2", "one"), ("6.3", "four"), ("6.4", "two")):
        assert re.search(rf"\b{words} decimals?\b", get(exercise_id).prompt)


def places(edition):
    """City to place, read without pandas."""
    return {row["city"]: int(row["rank"]) for row in rows("science_cities") if row["edition"] == str(edition)}


def near_pairs(gap):
    """1 or 0 for each regional Chinese city at most `gap` places below a Western one in 2024: above it in 2025?"""
    country = {row["city"]: row["country"] for row in rows("science_cities")}
    west = ("United States", "United Kingdom", "France", "Germany", "Switzerland", "Austria")
    then, later = places(2024), places(2025)
    seen = sorted(set(then) & set(later))
    return [
        int(later[low] < later[high])
        for low, high in product(seen, seen)
        if country[low] == "China"
        and low not in ("Beijing", "Shanghai")
        and country[high] in west
        and 0 < then[low] - then[high] <= gap
    ]


def test_6_1_by_hand():
    # 0.1, 0.6, 0.3, 0.2: squares 0.01, 0.36, 0.09, 0.04, together 0.5, a quarter of it 0.125.
    assert expected("6.1") == pytest.approx(0.125)
    for settings in get("6.1").all_settings(limit=1000):
        squares = [
            (Fraction(str(p)) - o) ** 2 for p, o in zip(settings["said"], settings["happened"], strict=True)
        ]
        assert expected("6.1", settings) == pytest.approx(float(sum(squares) / 4))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.3, "That is the mean distance."),
        (0.5, "That is the sum"),
        (0.3536, "You took the root"),
        (0.25, "That is Brier's own score"),
        (0.1255, "Well done."),
        (0.4, "Too high: square each"),
    ],
)
def test_6_1_by_slips(answer, words):
    assert check("6.1", answer).feedback.startswith(words)


@pytest.mark.parametrize("settings", get("6.2").all_settings(limit=1000))
def test_6_2_by_counting(settings):
    first, last = map(places, settings["step"])
    both = set(first) & set(last)
    risen = [city for city in both if first[city] - last[city] >= settings["k"]]
    assert expected("6.2", settings) == pytest.approx(100 * len(risen) / len(both))
    if len(risen) > 1:
        assert "how many cities" in check("6.2", len(risen), settings).feedback
    assert "part of 1" in check("6.2", len(risen) / len(both), settings).feedback


def test_6_2_the_praise_fits_the_figures():
    for step, new in (([2024, 2025], 9), ([2022, 2023], 10)):
        first, last = map(places, step)
        assert not set(first) - set(last) and len(set(last) - set(first)) == new
        assert "nobody fell out, and nine or ten came in" in " ".join(
            check("6.2", expected("6.2")).feedback.split()
        )
        more = 100 * sum(first[city] - last[city] > 1 for city in first) / len(first)
        assert "exactly this many" in check("6.2", round(more, 1), {"step": step}).feedback


@pytest.mark.parametrize("settings", get("6.3").all_settings(limit=1000))
def test_6_3_one_by_one(settings):
    from sciencecities.measures import brier_decomposition

    said, happened = [], []
    for p, times, yes in zip(settings["said"], settings["times"], settings["happened"], strict=True):
        said += [p] * times
        happened += [1] * yes + [0] * (times - yes)
    parts = brier_decomposition(said, happened)
    assert expected("6.3", settings) == pytest.approx(parts.reliability)
    assert "resolution" in check("6.3", parts.resolution, settings).feedback
    assert "whole Brier score" in check("6.3", parts.score, settings).feedback


@pytest.mark.parametrize("settings", get("6.4").all_settings(limit=1000))
def test_6_4_by_the_variance(settings):
    happened = near_pairs(settings["gap"])
    base = Fraction(sum(happened), len(happened))
    # A constant p has the mean squared error (p - base)^2 + base (1 - base).
    worse = (Fraction(str(settings["p"])) - base) ** 2
    assert expected("6.4", settings) == pytest.approx(float(-worse / (base * (1 - base))))
    for rate, words in ((Fraction(10, 42), "all pairs"), (Fraction(12, 100), "the year before")):
        other = (rate - base) ** 2 + base * (1 - base)
        skill = 1 - (worse + base * (1 - base)) / other
        assert words in check("6.4", round(float(skill), 2), settings).feedback
    assert "sign is turned" in check("6.4", -expected("6.4", settings), settings).feedback


def test_6_5_by_hand():
    score_range = solve.run(get("6.5"), get("6.5").solution, {})["score_range"]
    # Happened, 0.3 to 0.6: kind 0.4^2, harsh 0.7^2. Did not, 0.7 to 0.9: kind 0.7^2, harsh 0.9^2.
    best, worst = score_range([[0.3, 0.6], [0.7, 0.9], [0.1, 0.2]], [1, 0, None])
    assert (best, worst) == (pytest.approx(0.325), pytest.approx(0.65))
    for ranges, outcomes in (
        ([], []),
        ([[0.1, 0.2]], [None]),
        ([[0.2, 0.1]], [1]),
        ([[0.2, 1.1]], [1]),
        ([[0.1, 0.2]], [1, 0]),
    ):
        with pytest.raises(ValueError, match=r"range|outcome"):
            score_range(ranges, outcomes)


def test_6_5_no_probability_in_the_range_does_better_or_worse():
    from sciencecities.measures import brier_score

    score_range = solve.run(get("6.5"), get("6.5").solution, {})["score_range"]
    ranges, outcomes = [[0.3, 0.6], [0.7, 0.9], [0.3, 0.6]], [1, 0, 0]
    best, worst = score_range(ranges, outcomes)
    inside = [brier_score(said, outcomes) for said in product(*[(a, (a + b) / 2, b) for a, b in ranges])]
    assert min(inside) == pytest.approx(best) and max(inside) == pytest.approx(worst)


def test_6_5_a_tuple_will_do_and_typical_slips_are_told():
    solution = solve.run(get("6.5"), get("6.5").solution, {})["score_range"]
    assert check("6.5", lambda ranges, outcomes: tuple(solution(ranges, outcomes))).correct
    swapped = check("6.5", lambda ranges, outcomes: solution(ranges, outcomes)[::-1])
    assert swapped.status == "partly" and "worst first" in swapped.feedback


def test_6_5_no_two_mistakes_agree_on_any_draw():
    for seed in range(20):
        key = answer_key(get("6.5"), seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])


def test_6_6_the_words_of_the_model_answer_fit_the_figures():
    text = " ".join(solve.value(get("6.6"), get("6.6").solution, {}).split())
    then, later = places(2024), places(2025)
    rose = [city for city in set(then) & set(later) if later[city] < then[city]]
    both = len(set(then) & set(later))
    assert f"{len(rose)} of the {both} cities seen in both editions rose" in text
    assert f"That alone would say {len(rose) / both:.1f}." in text
    hefei = [places(edition).get("Hefei") for edition in (2018, 2020, 2022, 2023)]
    assert hefei == sorted(hefei, reverse=True) and then["Hefei"] > later["Hefei"]  # "at every step"
    assert f"higher than {later['Hefei']}th" in text and f"stands {later['Hefei']}th or lower" in text
    assert later["Tokyo"] == later["Hefei"] - 1  # "right above it"


def test_6_6_is_ready_but_never_marked_by_a_machine():
    result = check("6.6", solve.value(get("6.6"), get("6.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()


# Honest answers in words of their own; neither uses the phrases of the model answer.
HONEST = (
    """I will stick my neck out. When the Nature Index publishes its city table in 2026, there will be ten or more
cities of the Chinese mainland among the first twenty. My chance for that is 85 %. Here is where the number comes
from. On the journals used up to 2023 the count went from four to six to eight to ten, and on the present journals
from nine to ten, so it has never fallen while the journals stayed the same, four times out of four. Four is not a
lot, therefore I do not go beyond 85. I do not go below it either because the eleventh candidate, Chengdu, was in
place 21 and Chicago, the nearest competitor from abroad, has dropped five places within a year. One weakness of my
count is that copies of the table often end at place twenty, so I know who came in and rarely who nearly did. If the
publisher changes the journals again I withdraw the bet and nobody wins. If only nine or fewer cities are in the
list, I was too optimistic and my penalty is 0.85 squared, about 0.72, which is almost as bad as it gets. I chose
this event because anybody with the table can check it within a minute.""",
    """Everybody expects; I prefer to bet. Event: Wuhan is ahead of San Francisco in the edition that appears at the end
of 2026. In the table of 2025 the Bay Area was number seven and Wuhan number eight, so a single place decides. What
happened to such neighbours so far? Between 2022 and 2023 two regional cities stood one or two places behind a hub
of the West and both went past it. Between 2024 and 2025 six of eight did. That makes eight of ten, and if I add one
case of each kind, as a careful person should, I get three quarters. I shave something off, because these cases are
not independent: a hub that slips is passed by several cities at once, and another year could be calmer. My number
is 65 percent. A reader who thinks that the Bay Area has stopped falling should go lower, and I would like to hear
the reason. The forecast has failed if Wuhan is still behind, by one place or by ten. It does not count if either
of the two has been given new boundaries, which has happened before. In December I will print the outcome here, with
the score, whichever way it went, and then make the next one.""",
)


@pytest.mark.parametrize("text", HONEST)
def test_6_6_honest_texts_are_ready_without_a_but(text):
    result = check("6.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback


@pytest.mark.parametrize("phrase", ["I was off", "I take it back", "the squared distance"])
def test_6_6_other_words_for_being_wrong_are_heard(phrase):
    words = (
        "In the next edition it rises with 0.7, as it did so far; so it goes on and on in the same way here. "
    )
    told = check("6.6", words * 9).advice
    assert any("show you wrong" in one for one in told)
    assert len(check("6.6", f"{words * 9}Below it {phrase}.").advice) == len(told) - 1
