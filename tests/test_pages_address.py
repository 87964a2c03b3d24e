"""Crafted addresses on the built pages: none runs a script, none breaks a page, whatever it asks for."""

import random
import re
from urllib.parse import quote

import pytest
from conftest import ROOT
from page_meter import pages

SITE = ROOT / "_build" / "html"
CHAPTERS = [page for page in pages(SITE) if page.startswith("chapters/")]
ROUNDS = 3
BREAKS = r"[#\s\0\ud7ff]"  # what ends a query or is none
# What has broken pages elsewhere.
NASTY = [
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "javascript:window.ran=1",
    "${window.ran=1}",
    "{{constructor.constructor('window.ran=1')()}}",
    "__proto__",
    "constructor",
    "-1e309",
    "NaN",
    "1e1000",
    "0x7fffffff",
    "9" * 400,
    "\u202e\u0000\ud7ff",
    "%E0%A4%A",
    "A" * 3000,
    "",
    ":",
    ",",
    "..",
]
# What must be as it was without the query: the page's scripts, and pictures of this book alone.
STATE = """() => ({
  ran: window.ran ?? null,
  polluted: ({}).ran ?? null,
  scripts: document.scripts.length,
  handlers: [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames())
    .filter((name) => name.startsWith("on")).length,
  alive: document.querySelectorAll(".sc-x-live > .sc-x").length,
})"""


def figures(page: str) -> dict[str, list[str]]:
    """The interactive figures of a page with the names of their settings."""
    text = (SITE / page).read_text(encoding="utf-8")
    found = {}
    for part in text.split('<figure class="sc-explorable')[1:]:
        name = re.search(r'data-name="([^"]+)"', part)[1]
        limits = re.search(r'"limits":\{(.*)', part)[1]
        found[name] = re.findall(r'"(\w+)":\{"kind"', limits)
    return found


def crafted(page: str, rng: random.Random) -> str:
    """A query that asks each figure of the page for nonsense, and for settings that there are."""
    parts = []
    for name, settings in figures(page).items():
        asked = [f"{rng.choice([*settings, rng.choice(NASTY)])}:{rng.choice(NASTY)}" for _ in range(12)]
        text = ",".join(asked)
        parts.append(f"{name}={quote(text) if rng.random() < 0.7 else re.sub(BREAKS, '', text)}")
    parts.append(f"{quote(rng.choice(NASTY))}={quote(rng.choice(NASTY))}")
    rng.shuffle(parts)
    return "&".join(parts)


@pytest.mark.parametrize("page", CHAPTERS or ["none"])
def test_no_crafted_address_breaks_a_chapter(visit, page):
    rng = random.Random(page)
    plain = visit(page).page.evaluate(STATE)
    assert plain["alive"] == len(figures(page)) >= 2 and all(figures(page).values())
    for _ in range(ROUNDS):
        query = crafted(page, rng)
        seen = visit(f"{page}?{query}#{quote(rng.choice(NASTY))}")
        assert seen.page.evaluate(STATE) == plain, query
        assert (seen.outside, seen.failed, seen.console) == ([], [], []), query
        shown = " ".join(seen.page.locator(".sc-x-live").all_inner_texts())
        assert not re.search(r"NaN|undefined|Infinity|\[object", shown), query


@pytest.mark.parametrize("nasty", [NASTY[0], NASTY[2], "__proto__", "A" * 3000])
def test_no_crafted_address_breaks_the_ledger_or_the_search(visit, nasty):
    ledger = "reference/claims.html"
    plain = visit(ledger).page.evaluate(STATE)
    seen = visit(f"{ledger}?verdict={quote(nasty)}&kind={quote(nasty)}&chapter={quote(nasty)}#{quote(nasty)}")
    assert seen.page.evaluate(STATE) == plain and seen.console == []
    assert seen.page.locator(".sc-claim:visible").count() == seen.page.locator(".sc-claim").count()
    found = visit(f"search.html?q={quote(nasty)}")
    found.page.locator("#search-results .search-summary", has_text=re.compile(r"\w")).wait_for()
    state = found.page.evaluate(STATE)
    assert (state["ran"], state["polluted"], state["handlers"]) == (None, None, 0)
    assert (found.outside, found.console) == ([], [])


def test_one_button_clears_what_the_book_keeps_and_nothing_else(visit):
    seen = visit("chapters/06-takeaway.html")
    tab = seen.page
    forecast = tab.locator("#explorable-forecast")
    forecast.get_by_role("button", name="Skip the guess").click()
    forecast.get_by_role("radio", name=re.compile("forecast")).check()
    slider = forecast.get_by_role("slider").first
    slider.fill("97")
    tab.get_by_role("button", name="Colours: as the system").click()
    tab.evaluate("localStorage.setItem('of another', '1')")
    assert tab.evaluate("localStorage.length") == 3
    button = tab.get_by_role("button", name="Clear what this book keeps in my browser")
    tab.once("dialog", lambda dialog: dialog.dismiss())
    button.click()
    assert tab.evaluate("localStorage.length") == 3
    tab.once("dialog", lambda dialog: dialog.accept())
    button.click()
    assert tab.evaluate("Object.keys(localStorage)") == ["of another"]
    assert slider.input_value() == "50" and tab.evaluate("document.documentElement.dataset.mode") == "auto"
    assert "Cleared" in tab.locator("#book-status").text_content()
    assert seen.console == []
