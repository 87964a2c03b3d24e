"""What holds for the exercises of every chapter: found by itself, checked against the chapter that shows them."""

import re

import pytest
from exercise_kit import CHAPTERS, expected, misplaced, objectives, stands

from sciencecities.classroom import get, ids
from sciencecities.classroom.exercise import Number
from sciencecities.classroom.key import answer_key
from sciencecities.classroom.selftest import _unclear

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}

pytestmark = pytest.mark.parametrize("chapter", CHAPTERS)


def exercises(chapter):
    """The exercises of a chapter, in its order."""
    return [one for one in map(get, ids()) if one.chapter == int(chapter[:2])]


def test_two_easy_two_medium_one_hard_one_written(chapter):
    levels = [one.level for one in exercises(chapter)]
    assert levels == ["easy", "easy", "medium", "medium", "hard", "written"]


def test_every_objective_has_an_exercise_in_the_words_of_the_chapter(chapter):
    listed = objectives(chapter)
    assert len(listed) == 5
    assert {one.objective for one in exercises(chapter)} == set(listed)


def test_no_answer_stands_in_the_chapter(chapter):
    for one in exercises(chapter):
        if isinstance(one.answer, Number):
            found = re.search(r"\b(one|two|three|four) decimals?\b", one.prompt)
            assert found, f"{one.id}: say how many decimals"
            assert not stands(chapter, f"{expected(one.id):.{WORDS[found[1]]}f}"), one.id


def test_the_chapter_has_each_box_and_below_it_the_cell_to_answer_in(chapter):
    assert misplaced(chapter, exercises(chapter)) == []


def test_the_cells_fit_the_chapter(chapter):
    for one in exercises(chapter):
        assert len(one.cell().splitlines()) <= 12 and max(map(len, one.cell().splitlines())) <= 110, one.id


def test_numbers_are_told_apart_in_every_variant(chapter):
    for one in exercises(chapter)[:4]:
        for settings in one.all_settings(limit=1000):
            assert _unclear(answer_key(one, settings)) == [], settings
