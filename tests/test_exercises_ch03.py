"""The right answers of chapter 3's exercises, reached by another way than their solutions take."""

import math
import re

import numpy as np
import pytest
from exercise_kit import expected, rows

from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key


def test_prompts_say_how_many_decimals():
    for exercise_id, words in (("3.1", "two"), ("3.2", "two"), ("3.4", "one")):
        assert re.search(rf"\b{words} decimals?\b", get(exercise_id).prompt)


def intensity_2019():
    return {
        row["city"]: float(row["rd_intensity"])
        for row in rows("city_rd")
        if row["year"] == "2019" and row["rd_intensity"]
    }


@pytest.mark.parametrize("city", get("3.1").variants["city"])
def test_3_1_by_hand(city):
    figures, cities = intensity_2019(), get("3.1").params["cities"]
    low, high = sorted(cities, key=figures.get)[0], sorted(cities, key=figures.get)[-1]
    assert (low, high) == ("Zhengzhou", "Beijing")  # the praise names Beijing
    score = expected("3.1", {"city": city})
    # The score, taken as a way from the lowest to the highest, must lead to the city's figure.
    assert figures[low] + score * (figures[high] - figures[low]) == pytest.approx(figures[city])
    turned = (figures[high] - figures[city]) / (figures[high] - figures[low])
    says = {
        figures[city] / figures[high]: "a part of the highest figure",
        turned: "You measured from the top",
        figures[city] - figures[low]: "That is the distance from the lowest",
        (figures[city] - figures[low]) / figures[high]: "below the line as well",
    }
    for answer, words in says.items():
        assert words in check("3.1", round(answer, 2), {"city": city}).feedback


def test_3_1_the_other_scores_rise_without_beijing():
    figures = intensity_2019()
    rest = [figures[city] for city in get("3.1").params["cities"] if city != "Beijing"]
    for city in ("Shanghai", "Hefei"):
        assert (figures[city] - min(rest)) / (max(rest) - min(rest)) > expected("3.1", {"city": city})


def test_3_2_by_hand():
    assert "published 70, 20 and 60 articles" in get("3.2").text()
    assert "published 300, 200 and 300" in get("3.2").text()
    # 70 of 150 over 300 of 800: 56 / 45.
    assert expected("3.2") == pytest.approx(56 / 45)
    # 90 of 150 over 200 of 800: 2.4.
    assert expected("3.2", {"articles": [40, 90, 20], "field": "chemistry"}) == pytest.approx(2.4)


@pytest.mark.parametrize("settings", get("3.2").all_settings(limit=1000))
def test_3_2_agrees_with_the_measure(settings):
    from sciencecities.measures import balassa_index

    articles, everyone = settings["articles"], settings["everyone"]
    others = [total - one for total, one in zip(everyone, articles, strict=True)]
    at = ["physics", "chemistry", "biology"].index(settings["field"])
    assert expected("3.2", settings) == pytest.approx(balassa_index([articles, others])[0, at])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (0.47, "That is the field's part of the city's own articles."),
        (0.23, "That is the city's part of the field"),
        (0.8, "That is upside down"),
        (0.09, "That is the difference of the two parts."),
        (0.375, "That is how much the field counts for all cities."),
        (1.32, "You compared with the other cities only."),
        (124.4, "That is 100 times too much."),
        (1.24, "Well done."),
        (1.25, "Close, but not it."),
        (2, "Too high: divide the field's part"),
    ],
)
def test_3_2_by_slips(answer, words):
    assert check("3.2", answer).feedback.startswith(words)


def indicators():
    """Place, intensity and growth of the five cities of exercise 3.3, from the tables as printed."""
    five = get("3.3").answer.options
    place = {row["city"]: float(row["rank"]) for row in rows("science_cities") if row["edition"] == "2025"}
    logs = {city: [] for city in five}
    for row in rows("city_year"):
        if row["city"] in five and 2018 <= int(row["year"]) <= 2023:
            logs[row["city"]].append(math.log1p(float(row["real_growth"]) / 100))
    assert {len(each) for each in logs.values()} == {6}
    spent = intensity_2019()
    return {city: (place[city], spent[city], 100 * math.expm1(sum(logs[city]) / 6)) for city in five}


@pytest.mark.parametrize("weights", get("3.3").variants["weights"], ids=str)
def test_3_3_by_hand(weights):
    figures = indicators()
    columns = list(zip(*figures.values(), strict=True))
    index = {}
    for city, (place, spent, growth) in figures.items():
        scores = (
            (max(columns[0]) - place) / (max(columns[0]) - min(columns[0])),
            (spent - min(columns[1])) / (max(columns[1]) - min(columns[1])),
            (growth - min(columns[2])) / (max(columns[2]) - min(columns[2])),
        )
        index[city] = sum(weight * score for weight, score in zip(weights, scores, strict=True)) / sum(
            weights
        )
    first, second, *_ = sorted(index, key=index.get, reverse=True)
    assert expected("3.3", {"weights": weights}) == first
    assert index[first] - index[second] > 0.05  # no weights with which it hangs by a thread
    assert "Turn the rank round" in check("3.3", unturned(figures, weights), {"weights": weights}).feedback
    assert "in three units" in check("3.3", "Jinan", {"weights": weights}).feedback


def test_3_3_the_table_as_printed_decides_alike():
    for settings in get("3.3").all_settings(limit=1000):
        printed = solve.given(get("3.3"), settings)
        turned = np.array(printed) * [-1, 1, 1]
        scores = (turned - turned.min(axis=0)) / np.ptp(turned, axis=0)
        assert printed.index[int(np.argmax(scores @ settings["weights"]))] == expected("3.3", settings)


def unturned(figures, weights):
    table = np.array(list(figures.values()))
    scores = (table - table.min(axis=0)) / np.ptp(table, axis=0)
    return list(figures)[int(np.argmax(scores @ np.array(weights)))]


def test_3_3_both_cities_of_the_praise_can_be_first():
    firsts = [expected("3.3", {"weights": weights}) for weights in get("3.3").variants["weights"]]
    assert set(firsts) == {"Shanghai", "Hefei"} and min(firsts.count(city) for city in set(firsts)) >= 5


def per_resident():
    share = {
        row["city"]: float(row["share"])
        for row in rows("science_city_subjects")
        if row["subject"] == "physical sciences" and row["data_year"] == "2020" and row["share"]
    }
    residents = {
        row["city"]: float(row["population"])
        for row in rows("city_population")
        if row["year"] == "2020" and row["basis"] != "census"
    }
    return share, residents


@pytest.mark.parametrize("settings", get("3.4").all_settings(limit=1000))
def test_3_4_from_printed_figures(settings):
    share, residents = per_resident()
    city, other = settings["city"], settings["other"]
    assert share[city] < share[other]  # "stands below"
    answer = expected("3.4", settings)
    # The other city's Share per resident, raised by that much, is the city's.
    assert share[other] / residents[other] * (1 + answer / 100) == pytest.approx(
        share[city] / residents[city]
    )
    per_million = [100 * share[name] / residents[name] for name in (city, other)]
    rounded = round(per_million[0], 2) / round(per_million[1], 2)
    assert check("3.4", round(100 * (rounded - 1), 1), settings).correct
    total = check("3.4", round(100 * (share[city] / share[other] - 1), 1), settings)
    assert "compares the Shares themselves" in total.feedback
    ratio = check("3.4", round(per_million[0] / per_million[1], 2), settings)
    assert ratio.points == 1.5 and "take 1 away and multiply by 100" in ratio.feedback
    difference = check("3.4", round(per_million[0] - per_million[1], 1), settings)
    assert "difference per million residents" in difference.feedback


def test_3_4_one_row_of_residents_for_each_city():
    cities = [
        row["city"] for row in rows("city_population") if row["year"] == "2020" and row["basis"] != "census"
    ]
    assert len(cities) == len(set(cities))


def test_3_4_the_order_turns_for_some_and_not_for_others():
    signs = {expected("3.4", settings) > 0 for settings in get("3.4").all_settings(limit=1000)}
    assert signs == {True, False}


TABLE = [[1.0, 10.0], [3.0, 20.0], [5.0, 10.0], [9.0, None]]


def test_3_5_by_hand():
    composite = solve.run(get("3.5"), get("3.5").solution, {})["composite"]
    # Complete: 1 to 5 and 10 to 20. Scores (0, 0), (1/2, 1), (1, 0); weights 3 to 1.
    assert composite(TABLE, [3, 1]) == pytest.approx([0, 0.625, 0.75, None])
    assert composite(TABLE, [6, 2]) == composite(TABLE, [3, 1])
    for table in (
        [],
        [[1.0, None], [2.0, 3.0]],
        [[1.0, 2.0], [1.0, 3.0]],
        [[1.0, 2.0], [1.0, 3.0], [2.0, None]],
    ):
        with pytest.raises(ValueError, match="ranks nobody"):
            composite(table, [1, 1])


def test_3_5_agrees_with_the_measure():
    from sciencecities.measures import composite as measured

    composite = solve.run(get("3.5"), get("3.5").solution, {})["composite"]
    table = [[4.0, 2.0, 9.0], [1.0, 8.0, 3.0], [7.0, 5.0, 4.0], [6.0, 6.0, 1.0]]
    assert composite(table, [5, 2, 1]) == pytest.approx(measured(table, [5, 2, 1], "min-max"))


def test_3_5_pandas_will_do_and_typical_slips_are_told():
    import pandas as pd

    def by_pandas(table, weights):
        frame = pd.DataFrame(table, dtype=float)
        complete = frame.dropna()
        if len(complete) < 2 or (complete.min() == complete.max()).any():
            raise ValueError("ranks nobody")
        scores = (complete - complete.min()) / (complete.max() - complete.min())
        index = (scores * weights).sum(axis=1) / sum(weights)
        return [float(index[city]) if city in index else None for city in frame.index]

    assert check("3.5", by_pandas).correct
    percent = check("3.5", lambda t, w: [one and 100 * one for one in by_pandas(t, w)])
    assert percent.status == "partly" and "from 0 to 100" in percent.feedback
    gap = check("3.5", lambda t, w: pd.Series(by_pandas(t, w), dtype=float))
    assert gap.points == 3 and "put None: your function puts NaN there" in gap.feedback
    rounded = check("3.5", lambda t, w: [one and round(one, 3) for one in by_pandas(t, w)])
    assert rounded.points == 3 and "rounds what it returns" in rounded.feedback
    short = check("3.5", lambda t, w: [one for one in by_pandas(t, w) if one is not None])
    assert short.status == "partly" and "put None there" in short.feedback


def test_3_5_no_two_mistakes_agree_on_any_draw():
    for seed in range(20):
        key = answer_key(get("3.5"), seed=str(seed))
        outcomes = [key["expected"], *(near["value"] for near in key["near"])]
        assert all(one != other for at, one in enumerate(outcomes) for other in outcomes[:at])


def test_3_6_the_words_of_the_model_answer_fit_the_figures():
    from sciencecities import cityscape

    text = solve.value(get("3.6"), get("3.6").solution, {})
    edition = [row for row in rows("science_cities") if row["edition"] == "2025"]
    above = [row["city"] for row in edition if row["country"] == "China" and int(row["rank"]) < 12]
    assert above == [
        "Beijing",
        "Shanghai",
        "Nanjing",
        "Guangzhou",
        "Wuhan",
        "Hangzhou",
    ]  # "China's number seven"
    assert sorted(int(row["rank"]) for row in edition)[:12] == list(range(1, 13))  # none above it is missing
    assert "number 12 in the world" in text and "number seven" in get("3.6").prompt
    metropolitan = {row["city"] for row in edition if "metropolitan" in row["city_as_printed"]}
    assert metropolitan == {"New York", "Boston"}
    table = cityscape.complete(["rank_2025", "university_share", "rd_intensity", "gdp_per_head", "growth"])
    for key, words in (
        ("growth", "when only growth counts"),
        ("rd_intensity", "when only R&D intensity counts"),
    ):
        place = 1 + sum(table[key] > table.loc["Hefei", key])
        assert f"number {place} {words}" in text
    assert f"Among the {len(table)} cities" in text
    years = cityscape.indicators().loc[table.index, "rd_year"]
    assert (years["Hefei"], years.min(), years.max()) == (2019, 2018, 2021)
    assert "percent of GDP in 2019; other cities 2018 to 2021)" in text
    share, residents = per_resident()
    each = {city: 100 * share[city] / residents[city] for city in share if city in residents}
    place = 1 + sum(value > each["Hefei"] for value in each.values())
    assert len(each) == 10
    assert f"a Share of {each['Hefei']:.1f} in physical sciences (2020), number {place} of ten" in text
    chaohu = next(row for row in rows("hefei_timeline") if "Chaohu city abolished" in str(row))
    assert chaohu["year"] == "2011"


# Honest answers in words of their own; neither uses the phrases of the model answer.
HONEST = (
    """Number seven is what you get when you count the Chinese cities above Hefei in the newest Nature Index list,
and there are six. I have nothing against the count, but I would like to know what I am meant to do with it. If I
care about how fast a place gets richer, I take growth, and then Hefei with 6.5 percent a year is first of the
twelve cities in our table. If I care about effort, I take R&D over GDP, and then it is eighth with 3.10 percent in
2019, behind Beijing, Shanghai and even Tianjin. So the same city moves by seven steps when I change the recipe.
Nothing has happened in Hefei in the meantime. The second problem is size. The city of the statistics office
contains farmland and the shore of a lake since the border was moved in 2011, and the articles come from a few
streets in the middle. In America the list counts the commuter belt as part of the city, so the two things are not
alike. A fair index would ask a question first. It would then take figures for the same sort of area everywhere,
print how much each of them counts, let me change that, and tell me between which places a city can move. I would
call Hefei something between one and eight, and leave it there.""",
    """The sentence needs a footnote. Seven is its position among cities in China in the 2025 edition, which adds
up the authors' shares of articles. In my first index I gave equal weight to all five indicators of the chapter,
and Hefei came fourth of twelve. In my second index only R&D intensity in 2019 counted, and it came eighth. The two
weightings disagree because Hefei is strong in growth and in university research per resident, while its spending
of 3.1 percent of GDP is ordinary among such cities. Neither is the truth. Then there is the question of what a
city is. Hefei is an administrative unit with several counties, so its population is large and a figure per head
becomes small. Boston is counted as a metropolitan area, which follows where people live and work. If Hefei were
drawn in the same way it would have fewer residents and a higher Share per head, and its total would hardly change.
A fair index would therefore need one definition of a city for all, indicators that were fixed before the results
were known, and a reason for every weight. It should also publish an interval. With these things I would trust it,
and I would still ask who paid for it.""",
)


@pytest.mark.parametrize("text", HONEST)
def test_3_6_honest_texts_are_ready_without_a_but(text):
    result = check("3.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback


def test_3_6_is_ready_but_never_marked_by_a_machine():
    result = check("3.6", solve.value(get("3.6"), get("3.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("I give everything to growth.", "two weightings"),
        ("Another mix puts it fifth.", "two weightings"),
        ("Only the built-up part should count.", "boundaries"),
        ("The city has many farms.", "boundaries"),
        ("Hefei holds villages and the like.", "boundaries"),
        ("There are fields in it.", "boundaries"),
    ],
)
def test_3_6_other_ways_to_say_it_are_found(words, advice):
    filler = "It is said of the places that they are not like each other. "
    said, unsaid = check("3.6", f"{words} " + filler * 13), check("3.6", filler * 13)
    assert said.status == unsaid.status == "ready"
    assert any(advice in one for one in unsaid.advice) and not any(advice in one for one in said.advice)
