"""What is read of a notebook that was handed in, and which sentence an odd file gets."""

import json
import re
import time

import pytest
from handin_kit import (
    CLASS,
    FOUR,
    IDS,
    PLAIN,
    changed,
    good_notebook,
    only,
    sentence,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sciencecities.classroom.assign import exercises_of
from sciencecities.grading.model import Notebook, Unreadable
from sciencecities.grading.notebooks import read_notebook

# Notebooks


def exercises(notebook: Notebook) -> dict[str, str]:
    """The source of each exercise's cell."""
    return {cell.exercise: cell.source for cell in notebook.cells if cell.exercise}


@pytest.mark.parametrize("chapter", range(1, 7))
def test_a_filled_copy_is_read_with_each_cell_at_its_exercise(chapter):
    asked = exercises_of(str(chapter))
    notebook = read_notebook(good_notebook(chapter, CLASS[0], "autumn"), asked)
    assert list(exercises(notebook)) == [one.id for one in asked]
    assert (notebook.student, notebook.assignment, notebook.remarks) == ("s001", f"{chapter:02d}", ())
    for one in asked:
        assert one.solution.strip("\n") in exercises(notebook)[one.id]


def bare(notebook):
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["source"] = "".join(cell["source"])


def without_checks(notebook):
    bare(notebook)
    for cell in notebook["cells"]:
        cell["source"] = re.sub(r"^check\(.*", "", cell["source"], flags=re.MULTILINE)


@pytest.mark.parametrize("chapter", range(1, 7))
@pytest.mark.parametrize("loss", [bare, without_checks])
def test_cells_without_their_marks_are_found_by_what_they_say(chapter, loss):
    asked = exercises_of(str(chapter))
    text = {f"{chapter}.6": 'answer = """It grew, and nobody knows why: the data say little."""'}
    content = good_notebook(chapter, answers=text)
    notebook = read_notebook(changed(content, loss), asked)
    assert list(exercises(notebook)) == [one.id for one in asked]
    assert (notebook.student, notebook.assignment) == ("", "")
    assert "had lost its mark" in only(list(notebook.remarks))


def cell_of(notebook, exercise):
    return next(
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("sciencecities", {}).get("exercise") == exercise
    )


def add(notebook, after, source, mark=None, at_end=False):
    cell = {"cell_type": "code", "source": source, "metadata": {}}
    if mark:
        cell["metadata"]["sciencecities"] = {"exercise": mark}
    place = len(notebook["cells"]) if at_end else notebook["cells"].index(cell_of(notebook, after)) + 1
    notebook["cells"].insert(place, cell)


@pytest.mark.parametrize(
    ("change", "source", "remark"),
    [
        (
            lambda nb: add(nb, "4.1", "answer = 1", "4.1"),
            "answer = 1",
            "exercise 4.1: the last one was marked",
        ),
        (
            lambda nb: add(nb, "4.1", "answer = 1\ncheck('4.1', answer)", at_end=True),
            "answer = 1",
            "exercise 4.1: the last",
        ),
        (lambda nb: add(nb, "4.1", "answer = 1"), "answer = 1", None),
        (lambda nb: add(nb, "4.1", "other = 1"), "answer = 2", None),
        (lambda nb: add(nb, "4.1", 'check("4.1", answer)', at_end=True), "answer = 2", None),
        (lambda nb: add(nb, "4.1", 'answer = 3\n# check("4.1", answer)', at_end=True), "answer = 2", None),
        # A copy of another exercise's cell, made to answer this one: what it checks says what it is for.
        (
            lambda nb: add(nb, "4.1", "answer = 1\ncheck('4.1', answer)", "4.2", True),
            "answer = 1",
            "exercise 4.1: the last",
        ),
        (lambda nb: nb["cells"].remove(cell_of(nb, "4.1")), None, "No cell was found for exercise 4.1:"),
    ],
)
def test_copied_added_and_deleted_cells(change, source, remark):
    content = good_notebook(4, answers={"4.1": "answer = 2"})
    notebook = read_notebook(changed(content, change), FOUR)
    found = exercises(notebook)
    assert found.get("4.1") is source if source is None else source in found["4.1"]
    assert remark in " ".join(notebook.remarks) if remark else notebook.remarks == ()
    assert sum(cell.exercise == "4.1" for cell in notebook.cells) == (source is not None)
    assert 'check("4.2"' in found["4.2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_does_no_harm(encoding):
    assert read_notebook(PLAIN.decode().encode(encoding), FOUR) == read_notebook(PLAIN, FOUR)


def as_three(notebook):
    for cell in notebook["cells"]:
        cell["input"] = cell.pop("source")
    notebook["nbformat"] = 3
    notebook["worksheets"] = [{"cells": notebook.pop("cells")}]


def bloated(notebook):
    for cell in notebook["cells"]:
        cell["outputs"] = [{"output_type": "stream", "text": "x" * 1000}]


def sparse(notebook):
    del notebook["nbformat"], notebook["nbformat_minor"]
    for cell in notebook["cells"]:
        cell.pop("id"), cell.pop("outputs", None)


@pytest.mark.parametrize("change", [as_three, bloated, sparse])
def test_other_ways_to_say_the_same_notebook(change):
    assert read_notebook(changed(PLAIN, change), FOUR) == read_notebook(PLAIN, FOUR)


def test_what_cannot_be_read_of_a_notebook_is_left_out_with_a_remark():
    def change(notebook):
        notebook["cells"] += [
            7,
            None,
            {"cell_type": "code", "source": 3},
            {"cell_type": "code", "source": [1]},
            {},
        ]
        notebook["cells"].append({"cell_type": "code", "source": "half = '\ud800'", "metadata": [1]})
        notebook["metadata"]["sciencecities"] = {"student": ["s001"], "assignment": "0" * 999}

    content = json.dumps(json.loads(PLAIN), ensure_ascii=True)
    notebook = json.loads(content)
    change(notebook)
    read = read_notebook(json.dumps(notebook).encode(), FOUR)
    assert "5 cells of your notebook could not be read" in " ".join(read.remarks)
    assert read.cells[-1].source == "half = '?'"
    assert (read.student, read.assignment) == ("", "")


THREE = good_notebook(3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\0\0", "is empty"),
        (b"{" + b" " * 20_000_000, "larger than 20 MB"),
        (b'{"cells": [', "damaged from line 1"),
        (PLAIN[:-300], "damaged from line"),
        (b'{"cells":[' + b"{}," * 1_000_001 + b"{}]}", "far too many parts"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"cells":' + b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "damaged"),
        (b"[]", "is not a notebook"),
        (b"null", "is not a notebook"),
        (b'{"a": 1}', "has no cells"),
        (b'{"cells": {}, "nbformat": 4}', "has no cells"),
        (b'{"nbformat": 3, "worksheets": 1}', "has no cells"),
        (b'{"nbformat": 3, "worksheets": [{"cells": 1}, 2]}', "has no cells"),
        (b'{"nbformat": 5, "cells": []}', "format 5 that is not read"),
        (b'{"nbformat": 2, "cells": []}', "format 2 that is not read"),
        (b'{"nbformat": "4", "cells": []}', "format that is not read"),
        (b'{"nbformat": true, "cells": []}', "format that is not read"),
        (b'{"nbformat": 4, "cells": []}', "holds no exercise of assignment 04"),
        (b"import pandas as pd\n", "a text or a program"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (zipped({"word/document.xml": "x"}), "a zip or an office document"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\xff\xfe\x00", "damaged on the way"),
        (b'{"a": "\xe9"}', "damaged on the way"),
        (THREE, "the notebook of assignment 03: hand in that of assignment 04"),
        (changed(THREE, bare), "the notebook of assignment 03: hand in that of assignment 04"),
        (
            json.dumps({"nbformat": 4, "cells": [{"cell_type": "code"}] * 2001}).encode(),
            "more than 2,000 cells",
        ),
        (
            json.dumps({"cells": [{"cell_type": "code", "source": "x" * 600_000}] * 2}).encode(),
            "1 million characters",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_notebook_of_this_assignment_gets_a_sentence(content, says):
    with pytest.raises(Unreadable) as problem:
        read_notebook(content, FOUR)
    assert says in sentence(str(problem.value))


@pytest.mark.parametrize(
    "source", ["answer=" + " " * 60_000, "check(" * 10_000, "a:" * 30_000, "answer=(" + "\n" * 60_000]
)
def test_no_source_takes_long_to_search(source):
    content = json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode()
    begun = time.process_time()
    with pytest.raises(Unreadable, match="no exercise"):
        read_notebook(content, FOUR)
    assert time.process_time() - begun < 2


def test_a_notebook_whose_cells_were_all_deleted_is_read_all_the_same():
    def change(notebook):
        notebook["cells"] = []

    notebook = read_notebook(changed(PLAIN, change), FOUR)
    assert notebook.cells == ()
    assert "exercises 4.1, 4.2, 4.3, 4.4, 4.5 and 4.6" in only(list(notebook.remarks))


def test_answers_in_last_weeks_notebook_count():
    def change(notebook):
        notebook["metadata"]["sciencecities"]["assignment"] = "03"

    notebook = read_notebook(changed(PLAIN, change), FOUR)
    assert list(exercises(notebook)) == IDS
    assert "calls itself assignment 03" in only(list(notebook.remarks))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda one: (
        st.lists(one, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(
                [
                    "cells",
                    "nbformat",
                    "metadata",
                    "source",
                    "cell_type",
                    "sciencecities",
                    "exercise",
                    "worksheets",
                    "input",
                ]
            ),
            one,
            max_size=4,
        )
    ),
    max_leaves=6,
)


def read_or_refuse(content: bytes) -> None:
    try:
        notebook = read_notebook(content, FOUR)
    except Unreadable as problem:
        sentence(str(problem))
        return
    for cell in notebook.cells:
        cell.source.encode()
    named = [cell.exercise for cell in notebook.cells if cell.exercise]
    assert len(named) == len(set(named)) and set(named) <= set(IDS)
    for remark in notebook.remarks:
        sentence(remark)


@settings(max_examples=50)
@given(st.binary(max_size=100) | JSON.map(lambda one: json.dumps(one).encode()))
def test_random_bytes_and_random_json_are_read_or_refused(content):
    read_or_refuse(content)


@given(st.data())
@settings(max_examples=60)
def test_a_notebook_with_a_part_exchanged_is_read_or_refused(data):
    notebook = json.loads(PLAIN)
    places = [(notebook, key) for key in notebook] + [(notebook["metadata"], "sciencecities")]
    places += [(cell, key) for cell in notebook["cells"] for key in cell]
    for where, key in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        where[key] = data.draw(JSON)
    read_or_refuse(json.dumps(notebook).encode())


@given(st.integers(0, len(PLAIN) - 1), st.binary(max_size=4), st.integers(0, 50))
def test_a_notebook_with_bytes_exchanged_is_read_or_refused(at, new, gone):
    read_or_refuse(PLAIN[:at] + new + PLAIN[at + gone :])
