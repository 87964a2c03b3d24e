"""The right answers of chapter 1's exercises, reached by another way than their solutions take."""

import ast
import csv
import json
from pathlib import Path

import pytest

from sciencecities import data
from sciencecities.classroom import check, get, solve
from sciencecities.classroom.key import answer_key

ROOT = Path(__file__).resolve().parent.parent
OBJECTIVES = (
    "Compute the part of a total held by the top k and say what it hides",
    "Compute the Herfindahl index and read its inverse as an effective number",
    "Draw a Lorenz curve and compare two of them",
    "Explain why a rank is not a quantity and test how firm a rank is",
    "Judge a claim about places from several measures and name what none of them shows",
)
ALL = [get(f"1.{number}") for number in range(1, 7)]


def expected(exercise_id, params=None):
    return answer_key(get(exercise_id), params)["expected"]


def rows(name):
    """A table read by the plainest of readers."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_easy_two_medium_one_hard_one_written():
    assert [one.level for one in ALL] == ["easy", "easy", "medium", "medium", "hard", "written"]


def test_every_objective_has_an_exercise():
    assert {one.objective for one in ALL} == set(OBJECTIVES)


def test_the_chapter_has_each_box_and_below_it_the_cell_to_answer_in():
    notebook = json.loads((ROOT / "chapters" / "01-megacity-monopoly.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for one in ALL:
        below = cells[cells.index(f'exercise("{one.id}")') + 1]
        # Compared as code, so that a formatter may set it as it likes.
        assert ast.dump(ast.parse(below)) == ast.dump(ast.parse(one.cell())), f"put this there:\n{one.cell()}"


@pytest.mark.parametrize("year", [2010, 2016, 2023])
def test_1_1_against_the_national_total(year):
    table = [row for row in rows("province_year") if row["year"] == str(year)]
    two = sum(float(row["rd_expenditure"]) for row in table if row["province"] in ("Beijing", "Shanghai"))
    nation = next(float(row["rd_expenditure"]) for row in rows("national_year") if row["year"] == str(year))
    assert expected("1.1", {"year": year}) == pytest.approx(100 * two / nation, abs=0.02)


def test_1_2_by_hand():
    assert "which spend 40, 20, 10 and 10 (in million)" in get("1.2").text()
    # Parts 1/2, 1/4, 1/8, 1/8: squares 16/64, 4/64, 1/64, 1/64, together 22/64; its inverse is 32/11.
    assert expected("1.2") == pytest.approx(32 / 11)
    assert expected("1.2", {"spending": [45, 20, 20, 15]}) == pytest.approx(100**2 / 3050)


@pytest.mark.parametrize("year", [2010, 2019])
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

    assert expected("1.3", {"year": year}) == max(columns, key=lambda name: gini(columns[name]))


def test_1_4_from_two_printed_shares():
    share = {
        row["city"]: float(row["share"])
        for row in rows("science_city_subjects")
        if row["subject"] == "physical sciences" and row["data_year"] == "2020" and row["share"]
    }
    # The rise, added to Hefei's Share, must land on Chicago's.
    assert share["Hefei"] * (1 + expected("1.4") / 100) == pytest.approx(share["Chicago"])
    far = expected("1.4", {"city": "Xi'an", "target": "Tokyo"})
    assert share["Xi'an"] * (1 + far / 100) == pytest.approx(share["Tokyo"])


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
    assert "A person marks it" in result.feedback
    assert (
        check("1.6", "word " * 300).feedback == "Too long: 150 to 250 words are asked for, and here are 300."
    )
