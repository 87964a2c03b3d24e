"""The box of an exercise and the script that checks answers on the page, in a real browser."""

import dataclasses
import json
import math
import re
from html import escape
from pathlib import Path

import axe_kit
import pytest
import static_page

from sciencecities.classroom import Text, check, exercise, get, ids
from sciencecities.classroom.box import Box, page_key
from sciencecities.classroom.copies import prompt
from sciencecities.classroom.exercise import Choice, Number
from sciencecities.classroom.judge import judge

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    body = "\n".join(exercise(exercise_id)._repr_html_() for exercise_id in ids())
    with static_page.serve(tmp_path_factory.mktemp("exercises"), "exercises", body) as address:
        yield address


def answer(page, exercise_id, text):
    """Type an answer, press Enter, and read what is said."""
    form = page.locator(f"#{get(exercise_id).anchor} form")
    form.get_by_label("Your answer").fill(text)
    form.get_by_label("Your answer").press("Enter")
    return form.locator(".sc-result")


def answers(page, exercise_id, texts):
    """Many answers to one exercise, each put in and handed in by the page's own form: what is said, and its classes."""
    return page.locator(f"#{get(exercise_id).anchor} form").evaluate(
        """(form, texts) => texts.map((text) => {
            form.querySelector("input").value = text;
            form.requestSubmit();
            const out = form.querySelector(".sc-result");
            return [out.innerText, out.className];
        })""",
        texts,
    )


def numbers():
    return [one for one in map(get, ids()) if isinstance(one.answer, Number)]


def test_a_box_tells_all_and_hides_its_solution():
    for one in map(get, ids()):
        box = exercise(one.id)
        html = box._repr_html_()
        assert f'id="{one.anchor}"' in html and f"Exercise {one.id}: " in html
        for fact in (f"{one.minutes} minutes", f"{one.points} points", one.level.capitalize()):
            assert fact in html and fact in repr(box)
        assert escape(one.objective[1:]) in html
        assert html.index("<details") < html.index("</details>") and "<details open" not in html
        assert "Solutions are public: these exercises are for practice, not for marks." in html
        before = html[: html.index("<details")]
        assert one.solution.strip().splitlines()[-1] not in before
        assert ("<form" in html) == isinstance(one.answer, Number | Choice)
        assert ("<blockquote>" in html) == isinstance(one.answer, Text)
        assert ("cannot be checked on the page" in before) != ("<form" in html)


def test_the_rubric_is_seen_without_opening_anything():
    html = exercise("1.6")._repr_html_()
    before = html[: html.index("<details")]
    assert "it needs a pen, and the rubric that follows" in before
    for row in get("1.6").answer.rubric:
        assert row.criterion in before
    assert "it needs a notebook" in exercise("1.5")._repr_html_()


def test_a_box_leads_to_the_tables_it_needs():
    needed = {one: get(one).tables for one in ids() if one.startswith("1.")}
    assert needed == {
        "1.1": ["province_year"],
        "1.2": [],
        "1.3": ["province_year"],
        "1.4": ["science_city_subjects"],
        "1.5": [],
        "1.6": ["province_year", "science_cities"],
    }
    page = (ROOT / "reference" / "data.md").read_text(encoding="utf-8")
    for one, tables in needed.items():
        html = exercise(one)._repr_html_()
        assert re.findall(r'href="\.\./reference/data\.html#(\w+)"', html) == tables
        assert all(f'<span id="{table}"></span>' in page for table in tables)


def test_a_box_escapes_and_fills_its_prompt():
    html = exercise("1.1", {"year": 2015})._repr_html_()
    assert "in 2015?" in html and "{year}" not in html
    assert "year = 2015" in repr_code(html)
    assert "<code>rd_expenditure</code>" in html
    assert "onclick" not in html and "style=" not in html and "<script" not in html


def repr_code(html):
    """The solution's code as a reader sees it."""
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", html[html.index('<div class="sc-exercise__code') :]))


def test_right_typical_and_wrong_numbers_say_what_the_notebook_says(browser, url):
    with static_page.visit(browser, url) as (page, complaints):
        for one in numbers():
            key = page_key(one, one.settings())
            right = key["expected"]
            tries = [
                right,
                right + key["tolerance"] * 0.9,
                right + key["tolerance"] * 3,
                right * 1.5,
                right / 1.5,
            ]
            tries += [
                -right,
                -right - key["tolerance"] * 0.9,
                right * -1.5,
                right * 1000,
                0.0,
                *(near["value"] for near in key["near"]),
            ]
            said = answers(page, one.id, [repr(float(value)) for value in tries])
            for value, (text, classes) in zip(tries, said, strict=True):
                says = judge(key, float(value))
                # On the page code looks like code, without the backticks of a notebook.
                assert text == f"{says.headline}. {says.feedback}".replace("`", ""), value
                assert f"sc-result--{says.status}" in classes
        assert complaints == []


# How people write a number, and by how much of it the answer is off.
WRITTEN = (
    ("{:.2f}", 0.0),
    (" {:.2f} % ", 0.0),
    ("{:.2f} percent", 0.0),
    ("{:.2f} percentage points", 0.0),
    ("{:.2f} pct", 0.0),
    ("{:.2f}\uff05", 0.0),
    ("~{:.2f}", 0.0),
    ("\u2248 {:.2f}", 0.0),
    ("+{:.2f}", 0.0),
    ("\u2212{:.2f}", -2.0),
    ("minus {:.2f}", -2.0),
    ("Minus {:.2f} %.", -2.0),
    ("{:.2f}.", 0.0),
    ("{:.2f} %.", 0.0),
    ("{:.2f} points", 0.0),
    ("1,000,000.5", math.inf),
)


def test_numbers_are_read_as_people_write_them(browser, url):
    one = get("1.1")
    key = page_key(one, one.settings())
    right = key["expected"]
    with static_page.visit(browser, url) as (page, _):
        said = answers(page, one.id, [text.format(right) for text, _ in WRITTEN])
    for (text, off), (words, _) in zip(WRITTEN, said, strict=True):
        number = 1_000_000.5 if off == math.inf else right + off * right
        assert words.endswith(judge(key, number).feedback.replace("`", "")), text


def test_code_in_an_answer_looks_like_code(browser, url):
    seen = 0
    with static_page.visit(browser, url) as (page, complaints):
        for one in numbers():
            key = page_key(one, one.settings())
            far = 1.5 * key["expected"]
            written = re.findall("`([^`]*)`", judge(key, far).feedback)
            assert answer(page, one.id, repr(far)).locator("code").all_inner_texts() == written
            seen += len(written)
        assert complaints == []
    assert seen > 0


def test_a_decimal_comma_counts_and_a_doubtful_one_is_asked_about(browser, url):
    one = get("1.1")
    right = page_key(one, one.settings())["expected"]
    with static_page.visit(browser, url) as (page, _):
        assert "Right" in answer(page, one.id, f"{right:.2f}".replace(".", ",")).inner_text()
        wide = str.maketrans("0123456789.", "０１２３４５６７８９．")  # as an East Asian keyboard types
        assert "Right" in answer(page, one.id, f"{right:.2f}".translate(wide)).inner_text()
        asked = answer(page, "1.2", "2,909").inner_text()
        assert asked.endswith("Is the comma a decimal point? Then write a point instead: 2.909.")
        assert "Right" in answer(page, "1.2", "2.909").inner_text()
        for odd in ("a lot", "1e999", "32/11", "about 9", "%"):
            assert answer(page, one.id, odd).inner_text().endswith("Write only the number, such as 0.16.")
        assert "No answer yet" in answer(page, one.id, "  ").inner_text()
        hostile = answer(page, one.id, "<img src=x onerror=alert(1)>")
        assert "Write only the number" in hostile.inner_text()
        assert page.locator("img").count() == 0


def test_a_comma_after_a_nought_is_a_decimal_point(browser, url):
    one = get("2.1")
    right = page_key(one, one.settings())["expected"]
    assert -1 < right < 0
    with static_page.visit(browser, url) as (page, _):
        for text in (f"{right:.3f}", f"minus {-right:.3f}", f"\u2212{-right:.3f} percentage points."):
            assert "Right" in answer(page, one.id, text.replace(".", ",", 1)).inner_text(), text
        assert "Right" not in answer(page, one.id, f"{right:.3f}".lstrip("-").replace(".", ",")).inner_text()
        asked = answer(page, one.id, "-1,158").inner_text()
        assert asked.endswith("Is the comma a decimal point? Then write a point instead: -1.158.")
        for odd in ("0,158,000", "minus", "minus-0.1", "-0.16 .."):
            assert "Write only the number" in answer(page, one.id, odd).inner_text(), odd


def test_of_a_unit_of_two_words_either_may_be_left_out(browser, url):
    one = get("2.2")
    right = page_key(one, one.settings())["expected"]
    with static_page.visit(browser, url) as (page, _):
        assert page.locator(f"#{one.anchor} label").inner_text() == "Your answer, in million yuan"
        for unit in ("", " million", " yuan", " million yuan", " Million Yuan."):
            assert "Right" in answer(page, one.id, f"{right:g}{unit}").inner_text(), unit
        for unit in (" yuan million", " billion", " millions"):
            assert "Write only the number" in answer(page, one.id, f"{right:g}{unit}").inner_text(), unit


UNITS = ("years", "billion yuan", "index points", "percentage points", "percent", "share")


def test_an_answer_may_bear_its_own_unit(browser, tmp_path):
    first = get("1.2")
    made = [
        dataclasses.replace(first, id=f"1.{at}", answer=Number(0.01, unit))
        for at, unit in enumerate(UNITS, start=1)
    ]
    right = page_key(first, first.settings())["expected"]
    body = "\n".join(Box(one)._repr_html_() for one in made)
    with (
        static_page.serve(tmp_path, "exercises", body) as address,
        static_page.visit(browser, address) as (page, _),
    ):
        for one, unit in zip(made, UNITS, strict=True):
            for written in (unit, unit.title(), f"{unit}.", unit.removesuffix("s")):
                said = answers(page, one.id, [f"{right:.4f} {written}", f"{right:.4f}{written}"])
                assert all(text.startswith("Right") for text, _ in said), written
            [(text, _)] = answers(page, one.id, [f"{right:.4f} {unit} ago"])
            assert "Write only the number" in text


def test_a_number_that_is_no_percentage_bears_no_such_sign(browser, url):
    with static_page.visit(browser, url) as (page, _):
        for one in numbers():
            right = f"{page_key(one, one.settings())['expected']:.4f}"
            in_percent = one.answer.unit.startswith("percent")
            for sign in ("%", " percent", " pct."):
                said = answer(page, one.id, right + sign).inner_text()
                assert ("leave the per cent sign away" in said) != in_percent, (one.id, sign)
                assert ("Right" in said) == in_percent, (one.id, sign)


def test_a_right_percentage_of_a_part_of_one_is_told_how_to_be_written(browser, url):
    says = "Not yet. That is right as a percentage: write it as a part of 1, without the per cent sign."
    with static_page.visit(browser, url) as (page, _):
        for one in (one for one in numbers() if not one.answer.unit):
            key = page_key(one, one.settings())
            percent = f"{100 * key['expected']:.4f}"
            for sign in ("%", " %", " \uff05.", " per cent", " percent", " pct."):
                assert answer(page, one.id, percent + sign).inner_text() == says, (one.id, sign)
            for other in (percent, f"{percent} points", f"{200 * key['expected']:.4f} %"):
                assert "as a percentage" not in answer(page, one.id, other).inner_text(), (one.id, other)


def test_a_table_without_names_of_rows_shows_no_count_of_them(browser, url):
    one = get("6.4")
    with static_page.visit(browser, url, 360) as (page, _):
        head, row = page.locator(f"#{one.anchor} table tr").all_inner_texts()
    assert head.split() == ["pairs", "turned"]
    assert len(row.split()) == 2
    for plain in (repr(exercise("6.4")), prompt(one, one.settings())):
        assert re.search(r"^ *pairs +turned\n *\d+ +\d+$", plain, re.MULTILINE)


def test_a_table_that_is_given_stands_in_the_box(browser, url):
    one = get("3.3")
    with static_page.visit(browser, url, 360) as (page, _):
        rows = page.locator(f"#{one.anchor} table tr").all_inner_texts()
    assert [row.split() for row in rows] == [
        ["city", "rank_2025", "rd_intensity", "growth"],
        ["Changsha", "23", "2.73", "6.21"],
        ["Hangzhou", "10", "3.45", "5.46"],
        ["Hefei", "12", "3.10", "6.46"],
        ["Jinan", "27", "2.39", "5.92"],
        ["Shanghai", "2", "3.79", "4.49"],
    ]
    assert "Hangzhou       10.0          3.45    5.46" in repr(exercise("3.3"))
    assert "<table" not in exercise("3.4")._repr_html_()


def test_a_choice_is_made_by_keyboard(browser, url):
    one = get("1.3")
    key = page_key(one, one.settings())
    with static_page.visit(browser, url) as (page, complaints):
        form = page.locator(f"#{one.anchor} form")
        form.get_by_role("button").press("Enter")
        assert "No answer yet" in form.locator(".sc-result").inner_text()
        form.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for option in key["options"]:
            assert page.evaluate("document.activeElement.value") == option
            page.keyboard.press("Enter")
            assert (
                form.locator(".sc-result")
                .inner_text()
                .endswith(check(one.id, option).feedback.replace("`", ""))
            )
            page.keyboard.press("ArrowDown")
        assert complaints == []


def test_what_is_said_is_announced(browser, url):
    with static_page.visit(browser, url) as (page, _):
        choices = [one for one in map(get, ids()) if isinstance(one.answer, Choice)]
        assert page.locator("form [role=status]").count() == len(numbers()) + len(choices)


def test_without_script_no_form_is_seen_and_the_solution_opens(browser, url):
    with static_page.visit(browser, url, java_script_enabled=False) as (page, _):
        assert page.locator("form:visible").count() == 0
        page.locator("#exercise-1-1 summary").click()
        assert page.get_by_text("That is the part of the two named places.").is_visible()


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)]
)
def test_boxes_fit_are_readable_and_large_enough_to_touch(browser, url, width, scheme):
    with static_page.visit(browser, url, width, color_scheme=scheme, bypass_csp=True) as (page, complaints):
        answer(page, "1.1", "1")
        answer(page, "1.2", "x")
        for summary in page.locator("summary").all():
            summary.click()
        assert static_page.sideways(page) == 0
        small = page.eval_on_selector_all(
            "form input[type=text], form button, form label:has(input), summary",
            "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)",
        )
        assert small == []
        assert axe_kit.complaints(page) == []
        assert complaints == []


def test_the_key_survives_the_attribute():
    one = get("1.4")
    assert (
        json.loads(json.dumps(page_key(one, one.settings())))["expected"]
        == page_key(one, one.settings())["expected"]
    )
