"""The right answers of chapter 1's exercises, reached by another way than their solutions take."""

import re
from pathlib import Path

import pytest
from exercise_kit import cells, expected, rows

from sciencecities import data
from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.selftest import _unclear

ROOT = Path(__file__).resolve().parent.parent
ALL = [get(f"1.{number}") for number in range(1, 7)]


def test_no_answer_stands_in_the_chapter():
    text = re.sub(r"<!--.*?-->", "", "\n".join(cells("01-megacity-monopoly", "markdown")))
    assert not re.search(rf"(?<![\d.,]){expected('1.1'):.1f}(?![\d.])", text)
    assert not re.search(rf"(?<![\d.,]){expected('1.2'):.2f}", text)
    assert not re.search(rf"(?<![\d.,]){expected('1.4'):.1f}(?![\d.])|{expected('1.4'):.0f} %", text)
    assert "2016" not in text and get("1.1").params["year"] == 2016
    assert get("1.3").params["year"] not in (2019, 2023)  # the years of the chapter's Lorenz curves


def spending(year):
    return {
        row["province"]: float(row["rd_expenditure"])
        for row in rows("province_year")
        if row["year"] == str(year) and row["rd_expenditure"]
    }


@pytest.mark.parametrize("year", get("1.1").variants["year"])
def test_1_1_against_the_national_total(year):
    money = spending(year)
    nation = next(float(row["rd_expenditure"]) for row in rows("national_year") if row["year"] == str(year))
    first, second = sorted(money, key=money.get)[-2:]
    assert {first, second} == {"Guangdong", "Jiangsu"}  # as the praise says, and as the named two are not
    gap = money[first] + money[second] - money["Beijing"] - money["Shanghai"]
    assert expected("1.1", {"year": year}) == pytest.approx(100 * gap / nation, abs=0.03)


def test_1_1_parts_that_were_rounded_before_still_count():
    for year in get("1.1").variants["year"]:
        money = spending(year)
        parts = [100 * value / sum(money.values()) for value in (sum(sorted(money.values())[-2:]),)]
        parts.append(100 * (money["Beijing"] + money["Shanghai"]) / sum(money.values()))
        assert check("1.1", round(parts[0], 1) - round(parts[1], 1), {"year": year}).correct


def test_1_1_each_slip_is_told_what_it_is():
    late = spending(2024)
    assert len(late) == 6
    total, two = sum(late.values()), late["Beijing"] + late["Shanghai"]
    six = "Only six provinces have a figure for 2024, so your sum is not the country."
    for year in get("1.1").variants["year"]:
        money = spending(year)
        largest, named = sum(sorted(money.values())[-2:]), money["Beijing"] + money["Shanghai"]
        says = {
            100 * named / sum(money.values()): "That is the part of the two named places.",
            100 * largest / sum(money.values()): "That is the part of the two largest.",
            100 * (sum(sorted(late.values())[-2:]) - two) / total: six,
            100 * two / total: six + " Besides",
        }
        for answer, words in says.items():
            assert check("1.1", round(answer, 1), {"year": year}).feedback.startswith(words), (year, answer)


def test_1_2_by_hand():
    assert "which spend 40, 20, 10 and 10 (in million)" in get("1.2").text()
    # Parts 1/2, 1/4, 1/8, 1/8: squares 16/64, 4/64, 1/64, 1/64, together 22/64; its inverse is 32/11.
    assert expected("1.2") == pytest.approx(32 / 11)
    assert expected("1.2", {"spending": [45, 25, 20, 20]}) == pytest.approx(110**2 / 3450)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (2200, "Square the parts, not the amounts."),
        (0.0005, "One divided by it is right, but square the parts, not the amounts."),
        (0.00045, "One divided by it is right, but square the parts, not the amounts."),
        (3438, "That is the index on the 10,000 scale that competition lawyers use."),
        (4.55, "You divided by 100."),
        (0.34, "That is the Herfindahl index itself."),
        (2.9, "Well done."),
        (2.95, "Close, but not it. If you rounded, give more decimals. If not, go through"),
        (3.3, "Too high: divide each amount by the sum of all"),
    ],
)
def test_1_2_by_slips(answer, words):
    assert check("1.2", answer).feedback.startswith(words)


@pytest.mark.parametrize("year", get("1.3").variants["year"])
def test_1_3_by_mean_differences(year):
    columns = {
        "R&D spending": "rd_expenditure",
        "invention patents": "invention_patents_granted",
        "technology contracts": "technology_contracts",
    }
    table = [row for row in rows("province_year") if row["year"] == str(year)]

    def gini(column):
        # The mean absolute difference between all pairs, over twice the mean.
        values = [float(row[column]) for row in table if row[column]]
        return sum(abs(a - b) for a in values for b in values) / (2 * len(values) * sum(values))

    least, second, _ = sorted(columns, key=lambda name: gini(columns[name]))
    assert expected("1.3", {"year": year}) == least
    assert gini(columns[second]) - gini(columns[least]) > 0.02  # no year in which it hangs by a thread


def test_1_3_the_cell_draws_what_is_put_in():
    from sciencecities import look, measures

    shown = []
    names = {"data": data, "look": look, "measures": measures, "display": shown.append, "check": check}
    cell = get("1.3").cell()
    exec(cell, dict(names))
    assert shown == []
    curve = re.search(r"# (curves\[.+\)), and two more", cell)[1]
    exec(cell.replace("if curves:", f"{curve}\nif curves:"), dict(names))
    assert len(shown) == 1 and "R&D spending" in shown[0].alt and "<svg" in shown[0].svg


def test_the_cells_fit_the_chapter():
    for one in ALL:
        assert len(one.cell().splitlines()) <= 12 and max(map(len, one.cell().splitlines())) <= 110


def test_1_4_from_two_printed_shares():
    share = {
        row["city"]: float(row["share"])
        for row in rows("science_city_subjects")
        if row["subject"] == "physical sciences" and row["data_year"] == "2020" and row["share"]
    }
    # The rise, added to Wuhan's Share, must land on that of Los Angeles.
    assert share["Wuhan"] * (1 + expected("1.4") / 100) == pytest.approx(share["Los Angeles"])
    far = expected("1.4", {"city": "Xi'an", "target": "Tokyo"})
    assert share["Xi'an"] * (1 + far / 100) == pytest.approx(share["Tokyo"])


def test_1_4_a_rounded_difference_is_known_in_every_variant():
    for settings in get("1.4").all_settings(limit=1000):
        share = data.load("science_city_subjects").query(
            "subject == 'physical sciences' and data_year == 2020"
        )
        share = share.set_index("city")["share"]
        difference = share[settings["target"]] - share[settings["city"]]
        assert "difference in Share" in check("1.4", round(difference), settings).feedback
        assert "difference in Share" in check("1.4", round(difference, 1), settings).feedback


def test_numbers_are_told_apart_in_every_variant():
    for one in ALL:
        settings = one.all_settings(limit=1000)
        assert [fault for each in settings for fault in _unclear(answer_key(one, each))] == []


def test_prompts_say_how_many_decimals():
    assert "Give one decimal" in get("1.1").prompt
    assert "Give two decimals" in get("1.2").prompt
    assert "Give one decimal" in get("1.4").prompt


def test_1_5_typical_slips():
    def percent(a, b, errors):
        if not errors:
            raise ValueError
        return 100 * reference(a, b, errors)

    reference = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    assert "gives percent" in check("1.5", percent).feedback
    swapped = check("1.5", lambda a, b, errors: reference(b, a, [[y, x] for x, y in errors]))
    assert "how often b comes out above a" in swapped.feedback and swapped.points == 0


@pytest.mark.parametrize(
    ("a", "b", "errors", "part"),
    [
        (100.0, 90.0, [[0, 0]], 1.0),
        (90.0, 100.0, [[0, 0]], 0.0),
        (100.0, 100.0, [[0.05, 0.05]], 0.5),
        (100.0, 104.0, [[0.05, 0.0], [0.0, 0.0], [0.0, -0.05], [0.0, 0.05]], 0.5),
        (100.0, 100.0, [[0.1, 0.0], [0.2, 0.2], [0.0, 0.1], [0.3, 0.1]], 0.625),
    ],
)
def test_1_5_by_hand(a, b, errors, part):
    part_above = solve.run(get("1.5"), get("1.5").solution, {})["part_above"]
    assert part_above(a, b, errors) == part
    with pytest.raises(ValueError, match="no measurement"):
        part_above(a, b, [])


def test_1_6_the_words_of_the_model_answer_fit_the_figures():
    from sciencecities.measures import effective_number, top_share

    table = data.load("province_year").pivot(index="year", columns="province", values="rd_expenditure")
    two = table[["Beijing", "Shanghai"]].sum(axis=1) / table.sum(axis=1)
    contracts = data.load("province_year").pivot(
        index="year", columns="province", values="technology_contracts"
    )
    know_how = contracts[["Beijing", "Shanghai"]].sum(axis=1) / contracts.sum(axis=1)
    assert two[2023] < two[2010]  # "has become smaller"
    assert know_how[2010] - know_how[2019] > two[2010] - two[2023]  # "fell further"
    assert know_how[2019] == pytest.approx(1 / 3, abs=0.02)  # "still a third"
    assert top_share(table.loc[2023], 2) > top_share(table.loc[2010], 2)  # "more than the top two of 2010"
    change = effective_number(table.loc[2023]) - effective_number(table.loc[2010])
    assert abs(change) < 0.5  # "hardly moved"
    assert not {"Beijing", "Shanghai"} & set(
        table.loc[2023].nlargest(2).index
    )  # "one small group to another"


def test_1_6_is_ready_but_never_marked_by_a_machine():
    result = check("1.6", solve.value(get("1.6"), get("1.6").solution, {}))
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert "A person marks it" in result.feedback and result.advice == ()
