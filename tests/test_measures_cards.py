"""The methods page: every snippet gives what is printed, every measure has its card, every card has its parts."""

import doctest
import re
from pathlib import Path

import pytest

from sciencecities import measures

PAGE = Path(__file__).resolve().parent.parent / "reference" / "methods.md"
TEXT = PAGE.read_text(encoding="utf-8")
CARDS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^#{2,3} |\Z)", TEXT, re.MULTILINE | re.DOTALL))
PARTS = ("Question.", "Formula.", "By hand.", "Code.", "Source.", "What it hides.")


def test_every_snippet_gives_what_is_printed():
    snippets = re.findall(r"```pycon\n(.*?)```", TEXT, re.DOTALL)
    assert len(snippets) > len(CARDS)
    test = doctest.DocTestParser().get_doctest("\n".join(snippets), {}, PAGE.name, str(PAGE), 0)
    report: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert outcome.attempted > len(CARDS)
    assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize("title", CARDS)
def test_a_card_has_all_its_parts_in_order(title):
    found = [part for part in re.findall(r"^\*\*(.+?)\*\*", CARDS[title], re.MULTILINE) if part in PARTS]
    assert tuple(found) == PARTS
    assert re.search(r"[A-Z][a-z]+.*?\d{4}|sport|practice|Navigation", CARDS[title].split("**Source.**")[1])


def test_every_measure_is_on_a_card():
    helpers = {"shares", "noisy_values", "noisy_ranks", "deterministic_normals", "deterministic_uniforms"}
    functions = {name for name in measures.__all__ if name[0].islower()} - helpers
    code = " ".join(re.findall(r"```pycon\n(.*?)```", TEXT, re.DOTALL))
    assert {name for name in functions if f"measures.{name}(" not in code} == set()


def test_the_glossary_leads_to_cards_that_exist_and_to_each_of_them():
    glossary = (PAGE.parent / "glossary.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\(methods\.md#([\w-]+)\)", glossary))
    cards = {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in CARDS}
    assert linked <= cards, linked - cards
    helpers = {"gap-range", "brier-score-taken-apart", "net-present-value"}
    assert cards - linked <= helpers, cards - linked
