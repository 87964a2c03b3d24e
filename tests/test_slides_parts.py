"""What slides are made with: texts spread and not cut, headings, plans read, pictures in pieces that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities.book import slides
from sciencecities.book.slides.deck import Verdict
from sciencecities.book.slides.heads import Lead
from sciencecities.book.slides.pictures import FLOOR, Picture, Strip, pieces
from sciencecities.book.slides.plan import Part, follow, read_plan
from sciencecities.book.slides.text import chunks, count, off_slide, sentences, shorten, spread


def test_a_plan_is_read_and_a_part_without_slides_gets_one():
    plan = "You need chalk. Guess: up or down? (5 minutes) · exercise 1.2 (10) · reserve (3). At home: 4.1."
    parts = read_plan(plan, "a page")
    assert parts == [Part("Guess: up or down?", 5), Part("exercise 1.2", 10), Part("", 3)]
    made = [
        slides.Slide("title", "One"),
        slides.Slide("goals", "Two"),
        slides.Slide("task", "Three", "Exercise 1.2"),
    ]
    timed = follow([*made, slides.Slide("fair", "Four")], parts)
    assert [(slide.kind, slide.part, slide.seconds) for slide in timed] == [
        ("title", 0, 50),
        ("goals", None, 0),
        ("class", 0, 250),
        ("task", 1, 600),
        ("fair", 2, 180),
    ]
    with pytest.raises(slides.SlidesError, match="names no minutes"):
        read_plan("Talk.", "a page")


def test_a_fair_version_too_long_for_the_reserve_is_sent_home():
    fair = [slides.Slide("fair", name) for name in ("One", "Two", "Three")]
    timed = follow([slides.Slide("goals", "Zero"), *fair], [Part("Talk", 5), Part("", 2)])
    assert [(slide.kind, slide.part) for slide in timed if slide.kind != "goals"] == [
        ("class", 0),
        ("class", 1),
        *[("fair", None)] * 3,
    ]
    assert next(slide for slide in timed if slide.part == 1).title.startswith("In reserve")


def test_badges_that_a_plan_names_are_the_only_ones_of_its_part():
    made = [
        slides.Slide("verdict", name, f"What is the verdict on {name}?", verdict=Verdict(name, "", "", ""))
        for name in ("C08", "C09", "C10")
    ]
    timed = follow(made, [Part("argue two badges, <a>C10</a> and <a>C08</a>", 12)])
    assert [slide.part for slide in timed] == [0, None, 0]


def test_sentences_keep_their_elements_whole():
    text = "It <em>fell. It rose.</em> Then “why?” And so on, to 3.5 %. (No more.)"
    assert sentences(text) == [
        "It <em>fell. It rose.</em>",
        "Then “why?”",
        "And so on, to 3.5 %.",
        "(No more.)",
    ]
    assert shorten(text, 5) == ("It <em>fell. It rose.</em>", "Then “why?” And so on, to 3.5 %. (No more.)")
    assert shorten(text, 1)[0] == "It <em>fell. It rose.</em>"
    assert shorten("", 9) == ("", "")


@given(
    st.lists(st.integers(1, 30).map(lambda n: " ".join("w" * n)), max_size=12),
    st.integers(1, 80),
    st.integers(1, 6),
)
def test_chunks_keep_order_and_limits(items, words, most):
    groups = chunks(items, words, most)
    assert [item for group in groups for item in group] == items
    for group in groups:
        assert 1 <= len(group) <= most
        assert sum(map(count, group)) <= words or len(group) == 1


def test_what_points_off_the_slide_is_said_and_not_shown():
    assert off_slide("It falls. Change it below and see.") == ("It falls.", "Change it below and see.")
    assert off_slide("It misses, and so errs: remember it below.") == ("It misses, and so errs.", "")
    assert off_slide("One is above its mean. Read on the years after.")[1] == ""


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_long_text_is_spread_and_not_cut(lengths):
    text = " ".join(f"A{' w' * (n - 1)}." for n in lengths)
    shown, unsaid = spread(text, 50)
    assert " ".join(shown) == text and not unsaid
    assert all(count(one) <= 50 for one in shown)


def test_a_heading_is_a_question_a_name_or_the_sentence_before():
    finding = "It rose: by 3 points."
    assert Lead("Did it rise?", False).heading(finding)[0] == "Did it rise?"
    assert (
        Lead("Did it rise?", False, texts=["Now the others."], figures=1).heading(finding)[0]
        == "Now the others"
    )
    assert Lead("Cars", False, texts=["How many?"]).heading(finding) == ("How many?", "Cars", "")
    assert Lead("Cities", texts=["<strong>Wuhan.</strong> Look."]).heading(finding) == (
        "Wuhan",
        "Cities",
        "Look.",
    )
    assert Lead("The data").heading(finding)[0] == "It rose"


def picture(high: float, body: str) -> Picture:
    """A picture 400 wide, as the interactive figures draw them."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 {high:g}" fill="#0b6bb5">{body}</svg>'
    return Picture("two", svg, 400, round(high), "What the two show.")


def text(y: float, words: str = "word", more: str = "") -> str:
    return f'<text x="0" y="{y}" font-size="11" {more}>{words}</text>'


def panel(top: float, bottom: float) -> str:
    return f'<path d="M0 {top}L200 {bottom}L400 {top}"/>'


def test_a_picture_that_can_be_read_stays_whole():
    low = picture(400, text(20) + panel(30, 390))
    assert pieces(low) == (low,) and low.text >= FLOOR


def test_a_tall_picture_is_cut_between_its_panels():
    upper, lower = pieces(picture(600, panel(0, 290) + text(318, more='font-weight="700"') + panel(320, 600)))
    assert upper.strips == (Strip(0.0, pytest.approx(299.7, abs=0.5)),)
    assert lower.strips[0].top == upper.strips[0].bottom and lower.strips[0].bottom == 600
    assert (upper.alt, lower.alt) == ("What the two show.", "") and min(upper.text, lower.text) >= FLOOR
    assert "#5cb0f0" in upper.dark and "#0b6bb5" not in upper.dark


def test_a_list_of_rows_keeps_its_head():
    rows = "".join(f'<circle cx="9" cy="{40 + 20 * i}" r="4"/>{text(44 + 20 * i)}' for i in range(30))
    first, second = pieces(picture(650, text(12, "scale") + rows))
    head = second.strips[0]
    assert len(first.strips) == 1 and head.top == 0 and 12 < head.bottom < 36
    assert second.strips[1].top == first.strips[0].bottom
    assert (first.strips[0].bottom - 30) % 20 == pytest.approx(0, abs=1.5)


def test_what_cannot_be_cut_gives_way_to_words():
    assert pieces(picture(900, panel(0, 900) + text(450))) == ()
