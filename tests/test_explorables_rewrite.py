"""*Rewrite the claim*: every choice against the ledger, and what the page shows, hides and counts."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import traitlets
from browser_kit import figure, sentence, skip, writes
from playwright.sync_api import expect

from sciencecities import data
from sciencecities.explorables import Rewrite

STRIKE = 4
CLAIMS = [one["id"] for one in Rewrite().data["claims"]]


@pytest.fixture
def visit(open_figures: Any) -> Any:
    return open_figures


@pytest.fixture(scope="module")
def options() -> pd.DataFrame:
    return data.load("claim_rewrites")


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return data.load("claims").set_index("id")


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_each_claim_has_three_phrases_one_strike_and_one_right_choice(options: pd.DataFrame) -> None:
    for claim, rows in options.groupby("claim"):
        assert list(rows["option"]) == [1, 2, 3, 4] and rows["holds"].sum() == 1, claim
        assert rows["phrase"].is_unique and list(rows["phrase"])[-1] == "Strike the claim"
        for row in rows.itertuples():
            assert row.option == STRIKE or row.sentence.count(row.phrase) == 1, (claim, row.phrase)
            assert row.sentence.endswith(".") and row.why.endswith(".") and not row.figure.endswith(".")
    right = options[options["holds"]]["option"]
    assert right.nunique() == STRIKE, "the right choice does not always stand in one place"


def test_the_claims_are_ones_that_say_too_much(options: pd.DataFrame, ledger: pd.DataFrame) -> None:
    verdicts = ledger.loc[options["claim"].unique(), "verdict"]
    assert 8 <= len(verdicts) <= 10
    assert set(verdicts) <= {"overstated", "wrong", "mostly supported", "untestable"}
    struck = options[options["holds"] & (options["option"] == STRIKE)]["claim"]
    assert list(struck) == ["C43"] and ledger.loc["C43", "verdict"] == "wrong"


def test_no_number_stands_here_that_the_ledger_lacks(options: pd.DataFrame, ledger: pd.DataFrame) -> None:
    for row in options.itertuples():
        entry = ledger.loc[row.claim]
        known = numbers(f"{entry['claim']} {entry['deciding']} {entry['evidence']}")
        found = numbers(f"{row.phrase} {row.sentence} {row.why} {row.figure}")
        assert found <= known, (row.claim, row.option, found - known)


def test_value_and_lines_of_every_choice(options: pd.DataFrame, ledger: pd.DataFrame) -> None:
    rows = options.set_index(["claim", "option"])
    for claim in CLAIMS:
        stands = Rewrite(claim=claim)
        assert stands.value["holds"] is None and stands.value["explained"] == []
        assert stands.lines()["headline"] == f"As it stands: {ledger.loc[claim, 'verdict']}."
        assert stands.lines()["first"] == ledger.loc[claim, "claim"]
        for option in (1, 2, 3, 4):
            row, made = rows.loc[(claim, option)], Rewrite(claim=claim, option=option)
            assert made.value["holds"] == row["holds"]
            assert made.value["explained"] == ([1, 2, 3, 4] if row["holds"] else [option])
            assert made.sentence().endswith(f"{row['sentence']} {row['why']} ({row['figure']}.)")
            assert (
                made.lines()["headline"]
                in {
                    (True, True): ["Rightly struck."],
                    (True, False): ["Struck too soon."],
                    (False, True): ["So it holds."],
                    (False, False): ["So it still fails."],
                }[option == STRIKE, bool(row["holds"])]
            )
    assert Rewrite().value["mended"] == 9 and Rewrite().value["n"] == 10


def test_the_sentences_of_one_claim() -> None:
    assert Rewrite().sentence() == (
        "As it stands: untestable. Wuhan is a rising star of biopharmaceuticals. "
        "Which phrase does justice to the evidence, or must it go?"
    )
    assert Rewrite(option=1).sentence() == (
        "So it holds. Wuhan is a star of the physical sciences. In the Nature Index that is where its strength lies, "
        "and there it can be looked up. (Edition 2025: 4th in the world, chemistry 5th.)"
    )
    assert Rewrite(claim="C43", option=4).lines()["headline"] == "Rightly struck."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"claim": "C99"}, "no claim 'C99': choose one of C10"),
        ({"option": 5}, "no option 5: choose one of 0, 1, 2, 3, 4"),
    ],
)
def test_bad_settings_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        Rewrite(**change)


def test_the_presets_ask_and_do_not_tell() -> None:
    for preset in Rewrite().data["presets"]:
        assert Rewrite(**preset["set"]).value["holds"] is None


def test_the_still_marks_only_what_is_explained() -> None:
    svg = "{http://www.w3.org/2000/svg}"
    for option, marked in ((0, 0), (2, 1), (1, 4)):
        made = Rewrite(option=option)
        root = ElementTree.fromstring(made.still())
        assert len(list(root.iter(f"{svg}path"))) == marked
        words = " ".join(text.text or "" for text in root.iter(f"{svg}text"))
        assert all(one["phrase"] in words for one in made.now["options"])
    assert len(json.dumps(Rewrite().state(), allow_nan=False)) < 20_000
    assert list(Rewrite().table()["holds"]) == ["yes", "no", "no", "no"]


def test_the_reader_chooses_first_and_is_told_more_when_right(visit: Any) -> None:
    page = visit("/rewrite-light.html")
    found = figure(page, "rewrite")
    expect(found.get_by_text("How many of them can one phrase mend")).to_be_visible()
    found.get_by_role("slider", name="My guess").fill("7")
    found.get_by_role("button", name="That is my guess").click()
    expect(found.locator(".sc-x-result")).to_contain_text("It is 9 of 10, 2 claims more than your 7 of 10.")
    reasons = found.locator(".sc-x-reasons li")
    expect(reasons).to_have_count(0)
    found.get_by_role("radio", name="among the first three in the biological sciences").check()
    expect(reasons).to_have_text([re.compile("^✗ Fails: among the first three in the biological")])
    expect(found.get_by_role("img", name="0 of 10 done")).to_be_visible()
    found.get_by_role("radio", name="of the physical sciences").check()
    assert sentence(found) == Rewrite(option=1).sentence()
    expect(reasons).to_have_count(4)
    expect(found.locator(".sc-x-sentence .sc-x-blue")).to_have_text("of the physical sciences")
    expect(found.get_by_role("img", name="1 of 10 done, 0 at the first choice")).to_be_visible()
    found.get_by_role("button", name="Next claim").click()
    assert sentence(found) == Rewrite(claim="C31").sentence()
    expect(reasons).to_have_count(0)
    found.get_by_role("radio", name="paid in by the city for its first panel works").check()
    assert sentence(found) == Rewrite(claim="C31", option=3).sentence()
    expect(found.get_by_role("img", name="2 of 10 done, 1 at the first choice")).to_be_visible()
    writes(page, "claim:C31", "option:3")


def test_a_claim_counts_once_and_a_link_does_not_count(visit: Any) -> None:
    page = visit("/rewrite-light.html?rewrite=claim:C24,option:1")
    found = skip(page, "rewrite")
    expect(found.get_by_role("img", name="0 of 10 done, 0 at the first choice")).to_be_visible()
    for _ in range(2):
        found.get_by_role("radio", name="nothing: as it stands").check()
        found.get_by_role("radio", name="of the physical sciences").check()
    found.get_by_role("radio", name="Strike the claim").check()
    expect(found.get_by_role("img", name="1 of 10 done, 1 at the first choice")).to_be_visible()


def test_every_claim_can_be_gone_through_by_keyboard(visit: Any) -> None:
    page = visit("/rewrite-light.html")
    found = skip(page, "rewrite")
    for claim in CLAIMS:
        found.get_by_role("combobox", name="Claim").select_option(claim)
        found.get_by_role("radio", name="nothing: as it stands").focus()
        right = next(n for n in (1, 2, 3, 4) if Rewrite(claim=claim, option=n).value["holds"])
        for _ in range(right):
            page.keyboard.press("ArrowDown")
        assert sentence(found) == Rewrite(claim=claim, option=right).sentence()
    expect(found.locator(".sc-x-tally")).to_have_attribute("aria-label", re.compile("^10 of 10 done"))
