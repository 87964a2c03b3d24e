"""Reports of a class: tables for people and platforms, pages for students and teacher, Gradescope, log, store."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_kit import complaints
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from report_kit import ABOUT, CLASS, HOSTILE, any_graded, graded, mark, text
from serving import serving
from static_page import sideways, visit

from sciencecities.classroom import sheets
from sciencecities.classroom.result import RIGHT
from sciencecities.grading import reports, store
from sciencecities.grading.model import HELD_BACK, GradeError
from sciencecities.grading.reports import classpage, feedback, gradescope, log, tables, words


def rows(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))


# --- tables


def test_marks_say_what_each_has_and_what_is_open():
    sheet = tables.marks_csv(CLASS)
    assert sheet.startswith("\ufeff"), "Excel would read the names in the system's old encoding"
    found = rows(sheet)
    assert list(found[0]) == [
        "id",
        "name",
        "exercise 4.1",
        "exercise 4.2",
        "exercise 4.7",
        "total",
        "of",
        "open",
        "late",
        "remarks",
    ]
    first, second, *_, last = found
    assert list(first.values())[:9] == ["s001", "张伟", "4", "1.5", "open", "5.5", "18", "1", ""]
    assert first["remarks"].startswith("The cell of exercise 4.2")
    assert list(second.values())[2:9] == ["0", "4", "7.5", "11.5", "18", "0", "late"]
    assert last["total"] == "0"


@pytest.mark.parametrize("sheet", [tables.marks_csv(CLASS), tables.moodle_csv(CLASS, True)])
def test_no_name_is_a_formula(sheet):
    assert "'=HYPERLINK(1)" in sheet
    cells = [cell for row in csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.sampled_from(["", "=", "+", "-", "@", "\t", "\n", "＝", "'", "'="]), st.text(max_size=5))
def test_a_harmless_cell_can_be_undone(start, rest):
    cell = start + rest
    made = sheets.harmless(cell)
    assert made[:1] not in tuple("=+-@\t\r\n＝＋－＠") or not made
    if not cell.startswith("'"):
        assert sheets.original(made) == cell


def test_moodle_gets_its_own_columns_and_no_grade_that_may_grow():
    found = rows(tables.moodle_csv(CLASS))
    # The three without which Moodle refuses the file.
    assert {"Identifier", "Grade", "Last modified (grade)"} <= found[0].keys()
    assert [row["Full name"] for row in found] == ["Áine O'Brien", "'=HYPERLINK(1)", ""]
    assert found[1]["Email address"] == "s003@example.edu"
    everyone = rows(tables.moodle_csv(CLASS, partial=True))
    assert len(everyone) == len(CLASS)
    assert everyone[0]["Identifier"] == "Participant 1234567"
    assert everyone[0]["Grade"] == "5.5"
    assert everyone[0]["Maximum Grade"] == "18"
    # Moodle reads comments as HTML.
    assert "<script" not in everyone[3]["Feedback comments"]
    assert "&lt;script&gt;" in everyone[3]["Feedback comments"]
    assert set(re.findall(r"<[^>]*>", everyone[3]["Feedback comments"])) == {"<br>"}


def test_canvas_gets_its_head_and_the_points_that_can_be_had():
    lines = list(csv.reader(io.StringIO(tables.canvas_csv(CLASS, ABOUT.canvas_column))))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Assignment 4 (7788)"]
    assert lines[1] == ["Points Possible", "", "", "", "", "18"]
    assert lines[2] == ["Áine O'Brien", "678", "", "s002", "", "11.5"]
    assert "s001" not in str(lines)
    assert "s001" in tables.canvas_csv(CLASS, "x", partial=True)


def test_whose_work_is_uncertain_is_left_out_of_what_is_uploaded():
    own = graded("s9", "Anna", mark("4.1", RIGHT, 4))
    unsure = replace(own, log=(f"perhaps one of these: Anna; {HELD_BACK}.",))
    for written in (tables.canvas_csv, lambda one, _: tables.moodle_csv(one)):
        assert "Anna" in written([own], "x") and "Anna" not in written([unsure], "x")
    assert "Anna" in tables.marks_csv([unsure])


def test_no_student_passes_for_the_points_of_canvas():
    own = graded("s9", "My Points Possible", mark("4.1", RIGHT, 4))
    lines = list(csv.reader(io.StringIO(tables.canvas_csv([own], "x"))))
    assert [line[0].count("Points Possible") for line in lines[1:]] == [1, 0]


def test_exercises_are_in_the_order_of_their_numbers():
    own = graded("s9", "A", *(mark(one, RIGHT, 4) for one in ("4.10", "4.9", "4.1")))
    assert tables.exercises_in([own]) == ["4.1", "4.9", "4.10"]


# --- Gradescope


def test_gradescope_is_told_all_and_renders_none_of_it():
    found = gradescope.gradescope_results(CLASS[0])
    assert found["score"] == 5.5
    assert {found[f"{name}output_format"] for name in ("", "test_")} == {"text"}
    assert found["stdout_visibility"] == "hidden"
    assert "1 text" in found["output"]
    assert "took too long" in found["output"]
    right, partly, still_open = found["tests"]
    assert right == {
        "name": "Exercise 4.1: Title of 4.1",
        "number": "4.1",
        "output": "Right. Well done.",
        "visibility": "visible",
        "score": 4,
        "max_score": 4,
        "status": "passed",
    }
    assert (partly["score"], partly["max_score"], partly["status"]) == (1.5, 4, "failed")
    assert not {"score", "max_score"} & still_open.keys()


@given(any_graded())
@settings(max_examples=40)
def test_gradescope_can_read_any_result(own):
    found = json.loads(gradescope.results_json(own))
    assert found["score"] == own.points
    assert len(found["tests"]) == len(own.marks)


# --- log


def test_the_log_says_all_and_no_student_forges_a_block():
    said = log.grading_log(CLASS)
    heads = [one for one in said.splitlines() if one and not one.startswith(" ")]
    assert [head.split("]")[0] for head in heads] == [f"[{own.key}" for own in CLASS]
    assert heads[0] == "[s001] 张伟: 5.5 of 18 points, 1 open"
    assert "KeyboardInterrupt after 60.0 s" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_the_log_of_one_student_ends():
    own = replace(CLASS[0], log=tuple("line\n" * 500 for _ in range(3)))
    said = log.grading_log([own])
    assert len(said.splitlines()) < log.MOST_LINES + 5
    assert "more lines, left out here" in said
    assert len(log.grading_log([replace(CLASS[0], log=("x" * 10_000_000,))])) < 3 * log.MOST_CHARACTERS


# --- pages


def test_a_page_tells_its_student_all_that_concerns_them_and_nothing_else():
    page = BeautifulSoup(feedback.feedback_page(CLASS[0], ABOUT), "html.parser")
    said = " ".join(page.main.get_text().split())
    for part in (
        "Results of assignment 04: Regional stability",
        "Hello 张伟",
        "5.5 of 18 points so far",
        "One of your texts is still to be read",
        "took too long",
        "Exercise 4.2: Title of 4.2 Partly right: 1.5 of 4 points You let each region count once.",
        "Waiting to be read (10 points)",
        "Say since when.",
        "since 2005.",
        "Look again at exercise 4.2",
        "chapter 4, Regional stability",
    ):
        assert part in said
    assert "KeyboardInterrupt" not in said
    assert "s002" not in str(page)
    assert not page.find_all(href=re.compile("//"))


def test_what_comes_next_fits_what_was_done():
    steps = [
        " ".join(
            BeautifulSoup(feedback.feedback_page(own, ABOUT), "html.parser")
            .ul.find_parent()
            .get_text()
            .split()
        )
        for own in (CLASS[4], graded("a", "A", mark("4.1", RIGHT, 4)))
    ]
    assert "may still hand in" in steps[0]
    assert "Nothing is left to mend" in steps[1]


def test_advice_that_the_feedback_holds_is_said_once():
    own = graded("a", "A", text(feedback="240 words. Say since when. A person marks it."))
    assert feedback.feedback_page(own, ABOUT).count("Say since when.") == 1


@given(any_graded(), st.sampled_from([HOSTILE, "</style><script>x</script>", "{{ 7*7 }}", "&lt;", "\u2028"]))
@settings(max_examples=40)
def test_no_word_of_a_student_becomes_markup(own, name):
    own = replace(own, name=name, remarks=(*own.remarks, name), student=name)
    for page in (feedback.feedback_page(own, ABOUT), classpage.class_page([own], ABOUT)):
        found = BeautifulSoup(page, "html.parser")
        assert not found.find_all(["script", "img", "iframe", "object", "form"])
        assert len(found.find_all("style")) == 1
        assert not [tag for tag in found.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
        page.encode()
        assert "49" not in found.get_text() or "{{" not in name


def test_a_long_text_is_cut_with_a_word_on_it():
    assert words.tidy("x" * 25_000).endswith("x … (5,000 more characters)")
    assert words.tidy("a\r\nb\rc") == "a\nb\nc"
    assert words.line("سلام 张伟 \u200d") == "سلام 张伟 \u200d"


def test_the_teacher_sees_what_the_class_did_not_understand():
    page = BeautifulSoup(classpage.class_page(CLASS, ABOUT), "html.parser")
    said = " ".join(page.main.get_text().split())
    assert "the middle one has 0 of 18 points; 2 texts are still to be marked" in said
    assert "2 students: Too high: mind the mean." in said
    assert "Well done." not in said
    assert "2 students: Say since when." in said.split("Exercise 4.7")[1]
    table = page.find("table")
    assert [row.get_text(" ", strip=True) for row in table.tbody.find_all("tr")] == [
        "full 1",
        "half or more 0",
        "less than half 0",
        "none 4",
    ]
    links = [link["href"] for link in page.find_all("a")]
    assert links == [f"feedback/{own.key.replace('@', '%40')}.html" for own in CLASS]


def test_an_assignment_has_the_title_of_its_chapter():
    assert feedback.About.of("04") == feedback.About("04", "Regional stability")
    assert feedback.About.of("04").canvas_column == "Assignment 04"


def test_an_empty_class_has_its_pages(tmp_path):
    reports.write([], ABOUT, tmp_path)
    assert "0 students" in (tmp_path / "index.html").read_text()


def test_the_same_class_gives_the_same_bytes_in_any_order(tmp_path):
    made = reports.write(CLASS, ABOUT, tmp_path / "one")
    reports.write(CLASS[::-1], ABOUT, tmp_path / "two")
    names = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()
    )
    assert len(names) == 5 + 2 * len(CLASS)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert all(path.exists() for path in made.values())


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reports")
    reports.write(CLASS, ABOUT, folder)
    with serving(folder) as address:
        yield address


PAGES = ("index", "feedback/s001", "feedback/s004")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_readable_on_a_phone(browser, site, page, scheme):
    with visit(browser, f"{site}/{page}.html", 360, color_scheme=scheme, bypass_csp=True) as (shown, trouble):
        assert sideways(shown) <= 0
        assert complaints(shown) == []
        assert not trouble


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nobody_and_obeys_its_own_policy(browser, site, page):
    with visit(browser, "about:blank", 360, color_scheme="dark") as (shown, trouble):
        asked = []
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(f"{site}/{page}.html")
        assert [url for url in asked if not url.startswith("data:")] == [f"{site}/{page}.html"]
        assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
        assert shown.title() != "caught"
        shown.emulate_media(media="print")
        assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not trouble
        policy = shown.locator("meta[http-equiv]").get_attribute("content") or ""
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-\S+'; img-src data:; base-uri 'none'; form-action 'none'",
            policy,
        )
        # Even a script that got into the page would not run.
        shown.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))"
        )
        assert shown.title() != "1"


# --- store


@given(any_graded())
def test_a_result_comes_back_as_it_was(own):
    assert store.from_json(store.to_json(own)) == own
    assert store.to_json(store.from_json(store.to_json(own))) == store.to_json(own)


GOOD = json.loads(store.to_json(CLASS[0]))


def bad_results() -> Iterator[object]:
    yield []
    yield {**GOOD, "format": 2}
    yield {**GOOD, "more": 1}
    yield {key: value for key, value in GOOD.items() if key != "log"}
    for name, value in {
        "key": 1,
        "late": 1,
        "files": "x",
        "log": [1],
        "platform": {"a": 1},
        "marks": [1],
    }.items():
        yield {**GOOD, name: value}
    for name, value in {"points": 5, "of": True, "advice": [None], "more": 1}.items():
        yield {**GOOD, "marks": [{**GOOD["marks"][0], name: value}]}


@pytest.mark.parametrize(
    "content",
    [
        *(json.dumps(one) for one in bad_results()),
        "",
        "{",
        "[" * 100_000,
        json.dumps(GOOD).replace("1.5", "NaN"),
    ],
)
def test_a_damaged_result_is_told(content):
    with pytest.raises(GradeError, match=r"x\.json is damaged: delete it and grade once more"):
        store.from_json(content, "x.json")


def test_results_are_read_from_a_folder(tmp_path: Path):
    with pytest.raises(GradeError, match="no results"):
        store.load_all(tmp_path)
    store.save(tmp_path / "s001.0a1b.json", CLASS[0])
    assert store.load_all(tmp_path) == [CLASS[0]]
    store.save(tmp_path / "s002.json", CLASS[0])
    with pytest.raises(GradeError, match="holds the result of s001"):
        store.load_all(tmp_path)
    (tmp_path / "s002.json").write_bytes(b"\xff")
    with pytest.raises(GradeError, match="damaged"):
        store.load_all(tmp_path)
