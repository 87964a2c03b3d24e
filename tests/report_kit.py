"""Graded submissions for tests of reports: a small class with every status, and hostile names and texts."""

from __future__ import annotations

from hypothesis import strategies as st

from sciencecities.classroom.result import EMPTY, INVALID, PARTLY, READY, RIGHT, WRONG
from sciencecities.grading.model import Graded, Mark
from sciencecities.grading.reports.feedback import About

ABOUT = About("04", "Regional stability", "Assignment 4 (7788)")
HOSTILE = "<script>document.title='caught'</script><img src=x onerror=alert(1)>\u202egnp\x00\x1b[31m\ud800"
ESSAY = "The gap between coast and interior has narrowed since 2005. " * 20


def mark(exercise: str, status: str, points: float | None, of: int = 4, **more: object) -> Mark:
    return Mark(
        exercise, f"Title of {exercise}", status, points, of, more.pop("feedback", "As it is."), **more
    )


def graded(key: str, name: str, *marks: Mark, **more: object) -> Graded:
    """A submission; its fields as in Graded, with the obvious defaults."""
    told = {"student": key, "files": (f"{key}.ipynb",), "late": False, "platform": {}, **more}
    return Graded(key=key, name=name, marks=marks, **told)


def text(points: float | None = None, words: str = ESSAY, **more: object) -> Mark:
    """A mark of the text of chapter 4, open unless it has points."""
    told = {
        "feedback": "240 words. A person marks it by the rubric.",
        "advice": () if points else ("Say since when.",),
        **more,
    }
    return Mark("4.7", "Judge a claim", READY, points, 10, text=words, **told)


CLASS = (
    graded(
        "s001",
        "张伟",
        mark("4.1", RIGHT, 4, feedback="Well done."),
        mark("4.2", PARTLY, 1.5, feedback="You let each region count once."),
        text(),
        platform={"moodle": "1234567"},
        remarks=("The cell of exercise 4.2 took too long and was stopped.",),
        log=("cell 5: KeyboardInterrupt after 60.0 s",),
    ),
    graded(
        "s002",
        "Áine O'Brien",
        mark("4.1", WRONG, 0.0, feedback="Too high: mind the mean."),
        mark("4.2", RIGHT, 4),
        text(7.5, feedback="Evidence: 4.5 of 5.\nClarity: 3 of 5. A clear end."),
        platform={"canvas": "678"},
        late=True,
    ),
    graded(
        "s003@example.edu",
        "=HYPERLINK(1)",
        mark("4.1", INVALID, 0.0, feedback="Your answer is a text: give a number."),
        mark("4.2", EMPTY, 0.0, feedback="Put your answer above and run this cell."),
        mark("4.7", EMPTY, 0.0, 10, feedback="Put your answer above and run this cell."),
    ),
    graded(
        "s004",
        HOSTILE,
        mark("4.1", WRONG, 0.0, feedback="Too high: mind the mean."),
        mark("4.2", "killed", 0.0, feedback=f"The kernel stopped: {HOSTILE}"),
        text(words=HOSTILE + "x" * 100_000 + "Z\u0310\u0330" * 300),
        remarks=(HOSTILE,),
        log=(f"\n[s001] 张伟: 18 of 18 points\n{HOSTILE}",),
    ),
    graded(
        "s005", "", mark("4.1", EMPTY, 0.0), mark("4.2", EMPTY, 0.0), mark("4.7", EMPTY, 0.0, 10), files=()
    ),
)

_words = st.text(max_size=40)
_tuples = st.lists(_words, max_size=3).map(tuple)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    of = draw(st.integers(1, 20))
    points = draw(st.none() | st.integers(0, of) | st.floats(0, of))
    status = draw(st.sampled_from([RIGHT, PARTLY, WRONG, INVALID, EMPTY, READY, "slow", ""]))
    return Mark(
        draw(st.from_regex(r"[1-6]\.[1-9]", fullmatch=True)),
        draw(_words),
        status,
        points,
        of,
        draw(_words),
        draw(_tuples),
        draw(_words),
    )


@st.composite
def any_graded(draw: st.DrawFn) -> Graded:
    """A submission with whatever texts and marks."""
    return Graded(
        key=draw(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)),
        student=draw(_words),
        name=draw(_words),
        files=draw(_tuples),
        late=draw(st.booleans()),
        platform=draw(
            st.dictionaries(st.sampled_from(["moodle", "canvas"]), st.from_regex(r"\d{1,9}", fullmatch=True))
        ),
        marks=tuple(draw(st.lists(marks(), max_size=4, unique_by=lambda one: one.exercise))),
        remarks=draw(_tuples),
        log=draw(_tuples),
    )
