"""The ledger's page: entries, rubric, picture and filter."""

import html
import re
from html.parser import HTMLParser

import axe_kit
import pandas as pd
import pytest
import static_page

from sciencecities import _ledgerpage, claims

PAGE = _ledgerpage.PAGE.read_text(encoding="utf-8")


def raw_html():
    """The HTML of the page's raw blocks."""
    return "\n".join(re.findall(r"```\{raw\} html\n(.*?)\n```\n", PAGE, re.DOTALL))


def test_the_page_is_current():
    assert _ledgerpage.render() == PAGE, "reference/claims.md is stale: run python -m sciencecities.claims"


class Entries(HTMLParser):
    """Ids, links and the balance of tags."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_has_one_entry_and_one_link_for_each_claim():
    page = Entries()
    page.feed(raw_html())
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    for row in claims.every():
        assert row.anchor in page.ids
        assert f"#{row.anchor}" in page.links
    for meaning in [*claims.VERDICTS.values(), *claims.KINDS.values()]:
        assert meaning in PAGE


def test_every_entry_says_what_decided_it_where_it_is_tested_and_what_would_change_it():
    entries = re.findall(r'<li class="sc-claim" id="(c\d\d)".*?</li>', raw_html(), re.DOTALL)
    assert entries == [row.anchor for row in claims.every()]
    texts = re.findall(r'<li class="sc-claim".*?</li>', raw_html(), re.DOTALL)
    for row, entry in zip(claims.every(), texts, strict=True):
        answers = dict(re.findall(r"<dt>(.+?)</dt>\n<dd>(.*?)</dd>", entry, re.DOTALL))
        # What no record could settle is not tested anywhere.
        where = "Discussed in" if row.verdict == "untestable" else "Tested in"
        assert set(answers) == {
            "Kind",
            "What decided it",
            "Evidence",
            "What would change it",
            where,
            "Sources",
        }
        assert all(answers.values()), entry
        assert re.search(r'<a href="\.\./chapters/\d\d-[\w-]+\.html#verdict-c\d\d">', answers[where]), entry


def test_the_rubric_defines_each_verdict_with_an_example_that_got_it():
    assert list(claims.RUBRIC) == list(claims.VERDICTS)
    rubric = re.search(r'<dl class="sc-rubric">.*?</dl>', PAGE, re.DOTALL)[0]
    items = re.findall(r"<dt>(.*?)</dt>\n<dd>(.*?)</dd>", rubric, re.DOTALL)
    assert len(items) == len(claims.VERDICTS)
    for (name, text), (verdict, (question, example)) in zip(items, claims.RUBRIC.items(), strict=True):
        assert claims.get(example).verdict == verdict
        assert f">{verdict}<" in name and question.endswith("?")
        assert claims.VERDICTS[verdict] in text and question in text
        assert f'<a href="#{example.lower()}">' in text and html.escape(claims.get(example).claim) in text


def test_the_picture_of_the_ledger_has_a_mark_for_each_claim_in_its_cell():
    picture = re.search(r'<figure class="sc-ledger-picture"[^>]*>.*?</figure>', PAGE, re.DOTALL)[0]
    head, *rows = re.findall(r"<tr>(.*?)</tr>", picture.replace("&shy;", ""))
    assert re.findall(r'<th scope="col">(.*?)</th>', head) == list(claims.VERDICTS)
    assert [re.search(r'<th scope="row">(.*?)</th>', row)[1] for row in rows] == list(claims.KINDS)
    for kind, cells in zip(claims.KINDS, rows, strict=True):
        for verdict, cell in zip(claims.VERDICTS, re.findall(r"<td>(.*?)</td>", cells), strict=True):
            ids = [row.id for row in claims.every() if (row.kind, row.verdict) == (kind, verdict)]
            wanted = [str(len(ids)), *ids] if ids else []
            assert re.findall(r">(\d+|C\d\d)<", cell) == wanted, (kind, verdict)
    assert re.findall(r'href="#(c\d\d)"', picture) == [
        f"c{number}" for number in re.findall(r">C(\d\d)<", picture)
    ]
    assert f'id="ledger-finding">{html.escape(_ledgerpage.finding(claims.every()))}</p>' in picture
    assert 'aria-labelledby="ledger-finding"' in picture


def test_the_finding_of_the_picture_holds():
    table = claims.load()
    says = _ledgerpage.finding(claims.every())
    counts = pd.crosstab(table["kind"], table["verdict"])
    parts = counts["overstated"] / counts.sum(axis=1)
    assert parts["causal"] > parts.drop(index=["causal", "opinion"]).max()
    assert counts.loc["causal", "overstated"] == counts["overstated"].max()
    assert (
        f"of {counts.loc['causal'].sum()} causal claims {counts.loc['causal', 'overstated']} are over" in says
    )
    assert f"and {counts.loc['causal', 'supported'] or 'none'} supported" in says
    fact = counts.loc["fact"]
    assert f"Of {fact.sum()} facts {fact['supported']} are supported, {fact['overstated']} overstated" in says


def test_a_claim_treated_in_two_chapters_is_found_under_both():
    entry = raw_html().split('id="c04"')[1].split("</li>")[0]
    assert 'data-chapter="1 3"' in entry
    assert "Chapter 3, Provincial cities" in entry


def test_chapters_that_the_book_lists_are_linked():
    contents = (_ledgerpage.ROOT / "_toc.yml").read_text(encoding="utf-8")
    for row in claims.every():
        linked = f'href="../chapters/{row.tested_in}.html#verdict-{row.anchor}"' in PAGE
        assert linked == (f"chapters/{row.tested_in}" in contents)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with static_page.serve(tmp_path_factory.mktemp("ledger"), "ledger", raw_html()) as address:
        yield address


def shown(page):
    return page.locator(".sc-claim:visible").count()


def arrives(page, address):
    """The address bar comes to show this address (the browser tells it a moment after the script has set it)."""
    page.wait_for_url(lambda shown_there: shown_there == address, timeout=10_000)


def test_the_filter_counts_announces_and_keeps_its_state_in_the_address(browser, url):
    rows = claims.every()
    wrong = sum(row.verdict == "wrong" for row in rows)
    both = sum(row.verdict == "overstated" and row.kind == "causal" for row in rows)
    with static_page.visit(browser, url) as (page, complaints):
        assert shown(page) == 46
        page.get_by_label("Verdict", exact=True).select_option("wrong")
        assert shown(page) == wrong
        assert page.get_by_role("status").inner_text() == f"{wrong} of 46 claims shown."
        page.get_by_label("Verdict", exact=True).select_option("overstated")
        page.get_by_label("Kind").select_option("causal")
        assert shown(page) == both
        arrives(page, f"{url}?verdict=overstated&kind=causal")
        page.reload()
        assert shown(page) == both
        page.get_by_role("button", name="Show all").click()
        assert shown(page) == 46
        arrives(page, url)
        page.get_by_label("Chapter").select_option("3")
        assert shown(page) == sum(row.chapter == 3 or "03-" in row.also_in for row in rows)
        page.get_by_label("Verdict", exact=True).select_option("too early")
        page.get_by_label("Kind").select_option("ranking")
        assert page.get_by_role("status").inner_text() == "No claim fits these three choices."
        assert complaints == []


def test_the_filter_works_by_keyboard(browser, url):
    with static_page.visit(browser, url) as (page, _):
        page.get_by_label("Kind").focus()
        page.keyboard.type("pred")
        assert shown(page) == sum(row.kind == "prediction" for row in claims.every())


def test_a_link_to_a_claim_wins_over_a_filter(browser, url):
    with static_page.visit(browser, f"{url}?verdict=wrong#c08") as (page, _):
        assert shown(page) == 46
        assert page.locator("#c08").is_visible()
    with static_page.visit(browser, f"{url}?verdict=nonsense&chapter=6") as (page, _):
        assert shown(page) == sum(row.chapter == 6 for row in claims.every())


def test_the_summary_sets_the_filter(browser, url):
    with static_page.visit(browser, url) as (page, _):
        page.get_by_role("link", name="too early").first.click()
        arrives(page, f"{url}?verdict=too+early#all-claims")
        assert shown(page) == sum(row.verdict == "too early" for row in claims.every())


# What a phone of 360 pixels leaves between the page's margins, and a desk.
@pytest.mark.parametrize("width", [328, 1280])
def test_the_picture_fits_its_page_and_a_mark_leads_to_its_claim(browser, url, width):
    with static_page.visit(browser, f"{url}?verdict=wrong", width) as (page, _):
        table = page.locator(".sc-ledger-picture table")
        inner = table.locator(":is(td, th, a)")
        edge = table.evaluate("t => t.getBoundingClientRect().right")
        for sort in ("th", "td", "td a"):
            rights = table.locator(sort).evaluate_all(
                "all => all.map(one => one.getBoundingClientRect().right)"
            )
            assert max(rights) <= edge + 0.5
        assert inner.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth + 1)")
        marks = table.locator("a")
        assert marks.evaluate_all("all => Math.min(...all.map(a => a.getBoundingClientRect().height))") >= 24
        marks.filter(has_text="C08").click()
        assert page.locator("#c08").is_visible() and page.url.endswith("#c08")


def test_without_script_all_claims_are_read_and_no_filter_is_seen(browser, url):
    with static_page.visit(browser, url, java_script_enabled=False) as (page, _):
        assert shown(page) == 46
        assert page.locator("form:visible").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_ledger_fits_and_is_readable(browser, url, width, scheme):
    with static_page.visit(browser, url, width, color_scheme=scheme, bypass_csp=True) as (page, complaints):
        assert static_page.sideways(page) == 0
        assert axe_kit.complaints(page) == []
        assert complaints == []
