"""The pages for teachers: made parts that are current, prose that stays, plans that add up, links that set figures."""

from __future__ import annotations

import argparse
import dataclasses
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from browser_kit import KINDS, address_of, sentence, skip
from conftest import ROOT
from exercise_kit import CHAPTERS, cells

from sciencecities.__main__ import COMMANDS, main
from sciencecities.classroom import get, ids, pages, solve
from sciencecities.classroom.exercise import Number, Text
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.moments import MOMENTS
from sciencecities.classroom.registry import _all as registry
from sciencecities.explorables import Closing
from sciencecities.grading import written

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in pages.PAGES}
TEACHING = TEXTS["teaching"]
CLASS_MINUTES = 75
DECIMALS = ("none", "one", "two", "three", "four")


def section(heading: str) -> str:
    """A section of the teaching page, without its heading."""
    return TEACHING.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def fold(name: str) -> str:
    """An exercise's part of the exercises page: what is made, and the note by hand."""
    return TEXTS["exercises"].split(f"<!-- made: exercise {name} -->", 1)[1].split("\n:::\n", 1)[0]


# --- made parts and prose


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_is_current(name: str) -> None:
    stale = f"reference/{name}.md is stale: run python -m sciencecities.classroom.pages"
    assert "<!-- made: " in TEXTS[name]
    assert pages.render(TEXTS[name]) == TEXTS[name], stale


def test_prose_stays_and_made_parts_are_replaced() -> None:
    page = "Do <!-- made: box 1.2 -->old<!-- end --> now.\n\n<!-- made: overview 1 -->\nold\n<!-- end -->\n\nMine."
    made = pages.render(page)
    assert made.startswith('Do <!-- made: box 1.2 --><a href="../chapters/01-') and made.endswith("\n\nMine.")
    assert "old" not in made and "\n\n| Exercise |" in made and "</a><!-- end --> now." in made


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A page elsewhere, in place of the book's."""
    path = tmp_path / "page.md"
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr(pages, "PAGES", (path,))
    return path


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("slide 1", "there is no part 'made: slide'; choose one of: objectives,"),
        ("work 9.9", "'made: work 9.9' cannot be made: there is no exercise '9.9'"),
        ("box", "'made: box' cannot be made: "),
        ("box 1.2", "'made: box 1.2' begins a line, where Markdown drops what follows a comment"),
    ],
)
def test_a_part_that_cannot_be_made_is_named(
    page: Path, capsys: pytest.CaptureFixture[str], part: str, says: str
) -> None:
    text = f"A list:\n\n- <!-- made: {part} -->x<!-- end -->"
    page.write_text(text, encoding="utf-8")
    assert pages.main() == 2
    assert capsys.readouterr().err.startswith(f"page.md: {says}")
    assert page.read_text(encoding="utf-8") == text


def test_the_command_writes_and_says_where(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text("An exercise: <!-- made: box 1.2 -->old<!-- end -->", encoding="utf-8")
    assert pages.main() == 0
    assert capsys.readouterr().out == f"Wrote {page}.\n"
    assert "old" not in page.read_text(encoding="utf-8")


# --- exercises and objectives


@pytest.mark.parametrize("name", ids())
def test_each_exercise_has_its_fold_with_errors_or_rubric_and_a_note(name: str) -> None:
    one, text = get(name), fold(name)
    assert f"{one.id} {one.title} ({one.level}, {one.minutes} min, {one.points} points)" in text
    assert one.objective[1:] in text and re.search(r"\*\*In class\.\*\* .{40,}", text)
    for wrong in one.wrong:
        assert wrong.feedback.rstrip(".") in text.replace("**", "")
    rows = one.answer.rubric if isinstance(one.answer, Text) else ()
    assert all(f"| {row.criterion} | {row.points} | {row.full_marks} |" in text for row in rows)


def test_no_fold_is_of_an_exercise_that_is_gone() -> None:
    assert re.findall(r"<!-- made: exercise ([\d.]+) -->", TEXTS["exercises"]) == ids()


@pytest.mark.parametrize("name", ids())
def test_no_solution_line_and_no_answer_stands_on_a_page(name: str) -> None:
    one = get(name)
    lines = {line.strip() for line in one.solution.splitlines()} - {
        line.strip() for line in one.code(one.starter).splitlines()
    }
    lines = {line for line in lines if len(line) > 12}
    if isinstance(one.answer, Text):
        model = str(solve.value(one, one.solution, one.settings()))
        lines |= {part.strip() for part in re.split(r"(?<=[.!?])\s", model) if len(part) > 30}
    assert lines
    assert not [line for line in lines for text in TEXTS.values() if line in text]
    if isinstance(one.answer, Number):
        asked = re.search(r"\b(one|two|three|four) decimals?\b", one.prompt)
        assert asked
        shown = f"{answer_key(one, {})['expected']:.{DECIMALS.index(asked[1])}f}".lstrip("-")
        assert not re.search(rf"(?<![\d.]){re.escape(shown)}(?!\d)", fold(name))


def test_every_objective_names_the_exercises_that_test_it() -> None:
    text = pages.objectives()
    for chapter in pages.chapters():
        assert len(chapter.objectives) >= 3
        for objective in chapter.objectives:
            tests = [one.id for one in registry().values() if one.objective == objective]
            (line,) = re.findall(rf"^\d\. {re.escape(objective)}: (.+)$", text, re.MULTILINE)
            assert re.findall(r"\[([\d.]+)\]", line) == tests


def test_an_objective_without_an_exercise_says_so() -> None:
    bare = dataclasses.replace(pages.chapters()[0], objectives=("fly to the moon",))
    assert "1. fly to the moon: no exercise tests it" in pages._objectives_of(bare)


def test_times_add_up() -> None:
    assert len(pages.chapters()) == len(list((ROOT / "chapters").glob("*.ipynb")))
    *chapters, total = [re.findall(r"\d+", row.split("|", 2)[2]) for row in pages.times().splitlines()[2:]]
    assert len(chapters) == len(pages.chapters())
    assert [sum(int(row[place]) for row in chapters) for place in range(3)] == [int(one) for one in total]


# --- plans and discussions


def test_the_plans_by_minutes_run_from_0_to_75() -> None:
    plans = re.findall(PLAN, section("One class"))
    assert len(plans) == 2
    for plan in plans:
        spans = [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+)–(\d+) \|", plan, re.MULTILINE)]
        ends = [end for _, end in spans]
        assert [start for start, _ in spans] == [0, *ends[:-1]] and ends[-1] == CLASS_MINUTES


@pytest.mark.parametrize(("heading", "classes"), [("One week", 1), ("Four weeks", 12)])
def test_each_class_takes_75_minutes(heading: str, classes: int) -> None:
    lines = re.findall(r"^ *- \*In class:\* (.+)$", section(heading), re.MULTILINE)
    assert len(lines) == classes
    for line in lines:
        assert sum(int(minutes) for minutes in re.findall(r"\((\d+)\)", line)) == CLASS_MINUTES, line


PLAN = r"\| Minutes \|.*\n(?:\|.*\n)+"


@pytest.mark.parametrize("heading", ["One class", "One week", "Four weeks"])
def test_each_plan_says_what_to_do_with_two_hundred(heading: str) -> None:
    text = section(heading)
    plans = len(re.findall(PLAN, text)) + len(re.findall(r"\*In class:\* ", text))
    lines = re.findall(r"^(?: *- \*With 200:\*|\*\*With 200:\*\*) .{60,}$", text, re.MULTILINE)
    assert len(lines) == plans


def test_what_is_worked_in_class_is_not_set_again() -> None:
    text = section("Four weeks")
    worked = re.findall(r"exercise (\d\.\d)", text)
    home = [name for names in re.findall(r"<!-- made: work ([\d. ]+) -->", text) for name in names.split()]
    assert len(worked) > 8 and not set(worked) & set(home) and len(home) == len(set(home))
    plans = re.findall(PLAN, section("One class"))
    ends = re.findall(r"At home: <!-- made: work ([\d. ]+) -->", section("One class"))
    for plan, names in zip(plans, ends, strict=True):
        assert not set(re.findall(r"<!-- made: box ([\d.]+)", plan)) & set(names.split())


@pytest.mark.parametrize(("place", "chapter"), [(0, "01"), (1, "04")])
def test_the_chapter_gives_each_step_the_minutes_of_the_plan(place: int, chapter: str) -> None:
    (stem,) = (one for one in CHAPTERS if one.startswith(chapter))
    (box,) = re.findall(
        r"\{admonition\} In a class of 75 minutes\n.*?```", "\n".join(cells(stem, "markdown")), re.DOTALL
    )
    box = re.sub(r"<!--.*?-->", "", box.split("At home")[0])
    plan = re.findall(PLAN, section("One class"))[place]
    spans = re.findall(r"^\| (\d+)–(\d+) \|", plan, re.MULTILINE)
    assert re.findall(r"\((\d+)(?: minutes)?\)", box) == [str(int(b) - int(a)) for a, b in spans]


def test_the_forecast_comes_before_the_chapters_that_tell_its_answers() -> None:
    address = "chapters/06-takeaway.ipynb#place-your-forecast"
    first = section("Four weeks").split("**Class 1.")[1].split("*Homework:*")[0]
    assert address in first.split("*In class:*")[1].split(" · ")[0]
    assert address in section("One week").split("[chapter 4]")[0]
    assert address in (ROOT / "intro.md").read_text(encoding="utf-8").split("```")[0]
    (stem,) = (one for one in CHAPTERS if one.startswith("06"))
    overview = "\n".join(cells(stem, "markdown")).split("## Before you start")[0]
    assert "[Chapter 1](01-" in overview and "bet before you read those" in overview


def test_the_overviews_say_how_each_exercise_is_worked_out() -> None:
    text = TEXTS["exercises"]
    how = {
        name: re.search(rf"^\| \[{name}\].*$", text, re.MULTILINE)[0].split(" | ")[5]  # type: ignore[index]
        for name in ids()
    }
    assert [name for name, one in how.items() if one.startswith("spreadsheet with a regression: `")] == [
        "2.4",
        "4.4",
    ]
    assert how["5.3"] == "code: `province_year`" and how["1.5"] == "code"
    assert how["1.1"] == "spreadsheet: `province_year`"
    assert how["1.2"] == "paper" and how["6.6"] == "in words"
    assert all(name in section("The room") for name in ("2.4", "4.4", "5.3"))


def test_no_sentence_ends_twice() -> None:
    assert not re.findall(r".{20}[?!]\)?\.(?:\s|$)", "\n".join(TEXTS.values()))


def test_the_four_weeks_set_every_exercise() -> None:
    text = re.sub(r"<!-- made: work ([\d. ]+) -->.*?<!-- end -->", r"\1", section("Four weeks"))
    assert set(re.findall(r"\b[1-6]\.[1-6]\b", text)) == set(ids())


def test_each_chapter_has_predictions_and_questions_with_what_to_listen_for() -> None:
    folds = re.findall(r"```\{admonition\} Chapter (\d),.*?\n```\n", section("Chapter by chapter"), re.DOTALL)
    assert folds == [str(chapter.number) for chapter in pages.chapters()]
    for part in section("Chapter by chapter").split("```{admonition} ")[1:]:
        assert f"<!-- made: moments {part[8]} -->" in part
        questions = re.findall(r"^\d\. .+$", part.split("**Discuss**")[1], re.MULTILINE)
        assert 3 <= len(questions) <= 5
        for question in questions:
            assert re.match(r"\d\. \*.+\?\* Listen for: .+\. Misconception: .+\.$", question), question


# --- links that set a figure


def test_every_figure_has_a_moment_and_belongs_to_a_chapter() -> None:
    shown = {name for chapter in pages.chapters() for name in chapter.figures}
    assert {one.figure for one in MOMENTS} == {kind.__name__ for kind in KINDS} == shown


@pytest.fixture
def visit_figure(open_figures: Any) -> Any:
    return open_figures


@pytest.mark.parametrize("one", MOMENTS, ids=lambda one: one.label)
def test_a_moment_sets_what_the_figure_allows_and_nothing_that_is_so_anyway(one: Any) -> None:
    set_to = one.kind(**one.settings)
    assert {name: set_to.settings()[name] for name in one.settings} == one.settings
    assert not [name for name, value in one.settings.items() if one.kind().settings()[name] == value]
    assert one.query() == address_of(one.kind, dict(one.settings))
    assert f"?{one.query()}#explorable-{set_to.name}" in TEACHING and one.ask.endswith(("?", "sign."))


def test_the_fastest_lead_is_the_fastest() -> None:
    (lead,) = [one.settings["lead"] for one in MOMENTS if "fastest lead" in one.ask]
    assert lead == round(max(pace["nominal"] for pace in Closing().data["seen"]), 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.module)
def test_the_link_asks_first_and_then_says_what_the_page_says(visit_figure: Any, kind: Any) -> None:
    for one in (one for one in MOMENTS if one.kind is kind):
        seen = visit_figure(f"/{kind.module}-light.html?{one.query()}")
        said = skip(seen, kind.module)
        if one.shown:
            said.get_by_role("button", name="Show me the answers").click()
        assert sentence(said) == one.said


# --- what the page tells a teacher to type


def test_the_code_on_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", TEACHING, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    last = code.strip().splitlines()[-1]
    assert isinstance(eval(last, names), float)


def test_the_commands_on_the_page_exist(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```console\n(.+?)```", TEACHING, re.DOTALL)
    card, check, test = (line.removeprefix("$ .venv/bin/python -m ").split() for line in block.splitlines())
    assert card[:2] == check[:2] == ["sciencecities", "data"]
    assert main(card[1:]) == 0 and card[2] in capsys.readouterr().out
    assert check[2:] == ["--check"] and main(check[1:]) == 0
    assert test[0] == "pytest" and test[2] == "-k"
    assert f"def test_{test[3]}" in (ROOT / test[1]).read_text(encoding="utf-8")


def test_the_commands_for_marks_take_what_the_page_gives_them() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for add in COMMANDS:
        add(commands)
    typed = re.findall(r"`\.venv/bin/python -m sciencecities ([^`]+)`", section("Marks and honesty"))
    options = [parser.parse_args(shlex.split(line)) for line in typed]
    assert [line.split()[0] for line in typed] == ["assign", "grade", "grade", "grade"]
    handed, _, graded, merged = options
    assert Path(graded.assignment) == handed.out and merged.out == graded.out
    assert merged.merge == graded.out / written.SHEET
    for name in ("moodle.csv", "canvas.csv", written.PAGE):
        assert f"`{graded.out / name}`" in section("Marks and honesty")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_claim_check_sheet_is_one_page(visit: Any, paper: str) -> None:
    seen = visit("reference/claim-check.html")
    assert seen.page.locator(".sc-check tr").count() == 12
    assert seen.page.locator(".sc-ticks li").count() == 12
    printed = seen.page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    seen.page.evaluate(
        "document.querySelector('.sc-check').after(document.querySelector('.sc-check').cloneNode(true))"
    )
    assert len(re.findall(rb"/Type\s*/Page\b", seen.page.pdf(format=paper))) > 1
