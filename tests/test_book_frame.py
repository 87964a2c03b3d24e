"""The frame of a page for every reader: large letters, forced colours, fingers, screen readers, paper, and search."""

import re

import pytest
import static_page
from conftest import runs
from tiny_book import address, chapter, go, html, project  # noqa: F401

from sciencecities import _ledgerpage

# ruff: noqa: F811

SIZE = "element => [element.getBoundingClientRect().width, element.getBoundingClientRect().height]"


def test_what_a_check_says_of_no_answer_stays_in_the_notebook(chapter):
    cell = chapter[chapter.index("tag_starter") :]
    assert "print" in cell and "cell_output" not in cell and "cell_output" in chapter


def test_a_table_brings_no_inline_style_and_still_aligns_numbers_right(go, chapter):
    assert not re.search(r"<(?:table|thead|tbody|tr|th|td)[^>]* style=", chapter)
    cells = go().page.locator("table.dataframe :is(thead th, td)")
    assert cells.count() > 30
    assert set(cells.evaluate_all("all => all.map(cell => getComputedStyle(cell).textAlign)")) == {"right"}


@pytest.mark.parametrize("width", [360, 320])
def test_letters_of_twice_the_size_fit(go, width):
    for path in ("chapters/01-tiny.html", "search.html"):
        page = go(path, width=width).page
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        boxes = page.locator(".bar .tool:visible")
        assert boxes.count() >= 3
        for box in boxes.all():
            assert min(box.evaluate(SIZE)) == 44 and box.bounding_box()["x"] + 44 <= width


def test_icons_are_seen_in_forced_colours(go):
    page = go(forced_colors="active").page
    colour = "icon => getComputedStyle(icon).backgroundColor"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    icons = page.locator(".bar .sc-icon:visible")
    assert icons.count() >= 4
    system = {}
    for name in ("ButtonText", "LinkText"):
        system[name] = page.evaluate(
            f"document.body.appendChild(Object.assign(document.createElement('p'), {{style: 'forced-color-adjust: none;"
            f" background: {name}'}})) && getComputedStyle(document.body.lastChild).backgroundColor"
        )
    for icon in icons.all():
        wanted = "LinkText" if icon.evaluate("icon => Boolean(icon.closest('a'))") else "ButtonText"
        assert icon.evaluate(colour) == system[wanted] != paper


def test_fingers_get_targets_of_44_pixels(go):
    page = go(has_touch=True, is_mobile=True).page
    for selector in ("details.hide > summary", ".search-field", ".contents li a", ".page-contents li a"):
        for target in page.locator(f"{selector}:visible").all():
            assert target.evaluate(SIZE)[1] >= 44, selector
    assert page.locator(".page-contents li a:visible").count()


def test_each_dialog_begins_with_a_button_that_closes_it(go):
    seen = go(width=360)
    page = seen.page
    for name in ("Contents of the book", "Contents of this page", "Search"):
        button = page.get_by_role("button", name=name, exact=True)
        assert button.get_attribute("aria-haspopup") == "dialog"
        button.click()
        dialog = page.get_by_role("dialog", name=name)
        assert dialog.evaluate("dialog => dialog.firstElementChild.textContent") == "Close"
        dialog.get_by_role("button", name="Close").click()
        assert not dialog.is_visible() and page.evaluate("document.activeElement.title") == name
    assert seen.complaints == []


def test_the_contents_button_says_what_it_does_and_dialogs_give_way_to_side_bars(go):
    page = go().page
    button = page.locator('[data-book="contents"]')
    says = "b => ['aria-expanded', 'aria-controls', 'aria-haspopup'].map(name => b.getAttribute(name))"
    assert button.evaluate(says) == ["true", "contents", None]
    button.click()
    assert button.evaluate(says) == ["false", "contents", None]
    button.click()
    for opener, name in (("contents", "Book"), ("page-contents", "On this page")):
        page.set_viewport_size({"width": 360, "height": 800})
        page.locator(f'[data-book="{opener}"]').click()
        assert button.evaluate(says) == [None, None, "dialog"]
        page.set_viewport_size({"width": 1280, "height": 800})
        page.locator(f".frame #{opener}").wait_for()
        assert page.locator("dialog[open]").count() == 0, name


def test_boxes_that_scroll_are_named_regions_while_they_scroll(go):
    page = go().page
    table = page.locator(".sc-table")
    says = "box => ['tabindex', 'role', 'aria-label'].map(name => box.getAttribute(name))"
    assert table.evaluate(says) == ["0", "region", "Table: Second part"]
    page.evaluate("document.querySelector('.sc-table table').remove(); dispatchEvent(new Event('resize'))")
    assert table.evaluate(says) == [None, None, None]


def test_copying_is_announced_and_so_is_its_failure(go):
    seen = go(permissions=["clipboard-read", "clipboard-write"])
    page = seen.page
    button, status = page.get_by_role("button", name="Copy code").last, page.locator("#book-status")
    assert status.get_attribute("role") == "status"
    button.click()
    page.locator("#book-status", has_text=re.compile("^Copied$")).wait_for(state="attached")
    assert "No answer yet" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    button.click()
    page.locator("#book-status", has_text="Not copied").wait_for(state="attached")
    assert seen.complaints == []


def test_paper_gets_folds_but_no_solution_that_was_not_opened(go):
    page = go().page
    page.evaluate(
        """for (const words of ["The answer.", "The opened answer."]) {
            const fold = document.createElement("details");
            fold.className = "sc-exercise__solution";
            fold.open = words.includes("opened");
            fold.innerHTML = `<summary>Solution</summary><p>${words}</p>`;
            document.querySelector("article").append(fold);
        }"""
    )
    page.emulate_media(media="print")
    for event in (None, "beforeprint"):
        if event:
            page.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert page.get_by_text("Unfold me.").is_visible()
        assert not page.get_by_text("The answer.").is_visible()
        assert page.get_by_text("The opened answer.").is_visible()
    breaks = page.locator("table, .admonition").evaluate_all(
        "all => all.map(box => getComputedStyle(box).breakInside)"
    )
    assert set(breaks) == {"auto"}


@pytest.mark.parametrize(
    ("query", "found"),
    [("constructor", 0), ("__proto__", 0), ("toString", 0), ("Theil", 1), ("-constructor", 0)],
)
def test_search_answers_any_word(go, query, found):
    seen = go(f"search.html?q={query}")
    says = r"found \d+ pages?\b" if found else "No page has all these words"
    seen.page.locator("#search-results .search-summary", has_text=re.compile(says)).wait_for()
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.locator("#search-results li").count() == found
    seen.page.locator("#book-status", has_text=re.compile(says)).wait_for(state="attached")
    assert seen.complaints == []


def test_the_empty_search_page_waits_for_a_word(go):
    page = go("search.html").page
    assert page.evaluate("document.activeElement.matches('main input[name=q]')")


def test_colours_follow_another_tab_and_keys_without_names_do_no_harm(go):
    seen = go(color_scheme="light")
    other = seen.page.context.new_page()
    other.goto(seen.page.url)
    runs(other)
    other.get_by_role("button", name="Colours: as the system").click()
    seen.page.wait_for_selector('html[data-theme="dark"]')
    # What a browser sends when it fills in a form.
    seen.page.evaluate("dispatchEvent(new Event('keydown'))")
    assert seen.complaints == []


def test_a_missing_page_leads_back_into_the_book_from_any_folder(go, html):
    text = (html / "404.html").read_text(encoding="utf-8")
    leads = re.findall(r'\b(?:href|src|action)="([^"]*)"', text)
    assert {"/intro.html", "/chapters/01-tiny.html", "/search.html", "/_static/book.css"} <= {
        lead.split("?")[0] for lead in leads
    }
    assert [lead for lead in leads if not lead.startswith(("/", "#"))] == []
    seen = go("404.html")
    assert (seen.outside, seen.complaints) == ([], [])
    seen.page.get_by_role("main").get_by_role("searchbox").fill("Theil")
    seen.page.keyboard.press("Enter")
    seen.page.locator("#search-results li").wait_for()


def test_a_link_to_a_claim_clears_filter_and_address(browser, tmp_path):
    page_source = _ledgerpage.PAGE.read_text(encoding="utf-8")
    ledger = "\n".join(re.findall(r"```\{raw\} html\n(.*?)\n```\n", page_source, re.DOTALL))
    with (
        static_page.serve(tmp_path, "ledger", ledger) as url,
        static_page.visit(browser, f"{url}?verdict=wrong#c08") as (page, complaints),
    ):
        # The address bar comes to show it a moment after the script has set it.
        page.wait_for_url(lambda address: address == f"{url}#c08", timeout=10_000)
        assert page.get_by_label("Verdict", exact=True).input_value() == ""
        page.get_by_label("Verdict", exact=True).select_option("too early")
        page.get_by_label("Kind").select_option("ranking")
        assert page.get_by_role("status").inner_text() == "No claim fits these three choices."
        page.get_by_role("button", name="Show all").click()
        page.locator("#c08").wait_for()
        assert complaints == []
