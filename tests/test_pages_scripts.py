"""The scripts of a page run when there is something to read, in their order, and in a tab that paints nothing too."""

from __future__ import annotations

import pytest
from conftest import runs
from playwright.sync_api import Page, expect

PAGE = "chapters/02-science-growth-hack.html"
# A browser that does not say when it paints; one that never does; a tab that nobody sees.
UNTOLD = "delete window.PerformanceObserver;"
NEVER = "window.PerformanceObserver = class { static supportedEntryTypes = ['paint']; observe() {} };"
UNSEEN = "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });"


# The page's own patience with a reader who gives no sign is over when a test says so.
PATIENT = """{ const later = setTimeout;
  window.setTimeout = (act, wait) => wait === 5000 ? (window.waited = act) : later(act, wait); }"""
ASLEEP = "figure.sc-explorable:not(.sc-x-awake)"


@pytest.fixture
def page(browser, server):
    """A page that is given scripts before it loads; its context knows the book's address."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, base_url=f"{server}/")
    yield context.new_page()
    context.close()


def names(page: Page) -> list[str]:
    """The scripts that ran, in the order of the page's head."""
    found = page.locator("head script[src]").evaluate_all("all => all.map((one) => one.getAttribute('src'))")
    return [name.rpartition("/")[2].partition("?")[0] for name in found]


def test_they_are_asked_for_after_the_first_paint(page):
    page.goto(PAGE)
    runs(page)
    painted, *asked = page.evaluate(
        """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
          ...performance.getEntriesByType("resource").filter(({ name }) => /(book|explorables)[.]js/.test(name))
            .map(({ startTime }) => startTime)]"""
    )
    assert len(asked) >= 2 and min(asked) >= painted
    assert names(page) == ["theme.js", "book.js", "explorables.js"]


@pytest.mark.parametrize("browser_is", [UNTOLD, UNSEEN], ids=["untold", "unseen"])
def test_a_tab_that_tells_of_no_paint_has_them_at_once(page, browser_is):
    page.add_init_script(f"{browser_is} window.setTimeout = () => 0;")
    page.goto(PAGE)
    expect(page.locator("head script[type=later]")).to_have_count(0)
    page.locator("[data-book=contents][aria-haspopup]").wait_for(state="attached")


@pytest.mark.parametrize("then", ["waited()", "document.dispatchEvent(new Event('visibilitychange'))"])
def test_one_that_never_paints_has_them_after_a_while_or_when_it_is_left(page, then):
    page.add_init_script(
        f"{NEVER} window.setTimeout = (act, wait) => wait === 3000 && (window.waited = act);"
    )
    page.goto(PAGE)
    expect(page.locator("head script[type=later]")).to_have_count(2)
    page.evaluate(f"() => {{ {then}; }}")
    expect(page.locator("head script[type=later]")).to_have_count(0)
    page.locator("[data-book=contents][aria-haspopup]").wait_for(state="attached")


def test_without_javascript_none_is_fetched(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/{PAGE}")
    context.close()
    assert len(asked) > 2 and not [url for url in asked if ".js" in url]


@pytest.mark.parametrize(
    "sign",
    [
        lambda page: page.mouse.wheel(0, 30),
        lambda page: page.mouse.click(90, 90),
        lambda page: page.keyboard.press("Tab"),
        lambda page: page.evaluate("waited()"),
    ],
    ids=["scroll", "pointer", "key", "none for a while"],
)
def test_figures_far_down_wake_at_the_first_sign_of_a_reader(page, sign):
    page.add_init_script(PATIENT)
    page.goto(PAGE)
    runs(page)
    figures = page.locator("figure.sc-explorable").count()
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))")
    # At rest, so there was time, for the page's end as well.
    assert figures > 0 and page.locator(ASLEEP).count() == figures
    assert page.locator("html.later").count() == 1 and page.locator(".laid-out").count() == 0
    sign(page)
    expect(page.locator(ASLEEP)).to_have_count(0)
    expect(page.locator("html.later")).to_have_count(0)


def test_who_stands_in_a_still_picture_stands_in_the_figure_when_it_wakes(page):
    page.add_init_script(PATIENT)
    page.goto(PAGE)
    runs(page)
    page.evaluate(
        """() => {
          const still = document.querySelector("#explorable-drop > .sc-x-dead");
          still.style.animation = "none"; // it appears when scripts do not come
          still.querySelector("summary").focus();
        }"""
    )
    expect(page.locator(ASLEEP)).to_have_count(0)
    assert page.locator("#explorable-drop > .sc-x-live :focus").count() == 1


def test_the_search_page_has_its_own_in_their_order(page):
    page.goto("search.html?q=Theil")
    runs(page)
    page.locator("#search-results li").first.wait_for()
    assert names(page) == ["theme.js", "book.js", "search.js", "searchindex.js"]


def test_what_is_pressed_before_they_ran_is_done_when_they_have(page):
    page.emulate_media(color_scheme="light")
    page.add_init_script(NEVER)
    page.goto(PAGE)
    page.locator("[data-book=theme]").click()
    page.locator("h1").click()  # as one does when nothing happens
    assert page.locator("html[data-theme=light]").count() == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("html[data-theme=dark]").wait_for()


def test_a_page_whose_script_does_not_come_is_one_without_scripts(page):
    page.route("**/book.js*", lambda route: route.abort())
    page.goto(PAGE)
    expect(page.locator("html.js, html.later")).to_have_count(0)
    # The book's contents, which a button would else bring, are in the page, and its figures live all the same.
    assert page.locator("#contents").evaluate("one => one.offsetHeight") > 300
    expect(page.locator(ASLEEP)).to_have_count(0)


def test_a_dark_page_printed_before_they_ran_is_read_on_white(page):
    page.emulate_media(color_scheme="dark", media="print")
    page.add_init_script(NEVER)
    page.goto(PAGE)
    colours = page.locator("div.highlight span:not(:empty)").evaluate_all(
        "all => [...new Set(all.map((one) => getComputedStyle(one).color))]"
    )
    assert colours == ["rgb(27, 31, 36)"]
