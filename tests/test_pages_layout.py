"""A long page is laid out as far as it is seen, then section by section, and is the same page in the end."""

import pytest
from conftest import runs
from playwright.sync_api import expect

PAGE = "chapters/01-megacity-monopoly.html"
FAR = "main section section:last-of-type > *"
NEVER_AT_REST = "window.requestIdleCallback = () => 0;"


@pytest.fixture
def tab(browser, server):
    """A page that any script may be given before it loads, with the book's address."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    yield context.new_page(), server
    context.close()


def shown(page) -> bool:
    """Whether the last section is laid out."""
    return page.locator(FAR).last.evaluate("one => one.checkVisibility({ contentVisibilityAuto: true })")


def test_what_is_out_of_sight_waits_until_the_browser_is_at_rest(tab):
    page, address = tab
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{address}/{PAGE}")
    runs(page)
    assert not shown(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator("main section section").last).to_be_in_viewport()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert shown(page)
    # Without a rest, what scrolls sideways can be reached all the same.
    assert page.locator("pre[tabindex='0']").count() > 10


def test_what_is_in_sight_is_laid_out_at_once_and_does_not_stir(tab):
    page, address = tab
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{address}/{PAGE}")
    kinds = page.locator("main section section").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).contentVisibility)"
    )
    assert kinds[0] == "visible" and kinds.count("auto") > 5


def test_a_place_far_down_is_found_at_once(tab):
    page, address = tab
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{address}/{PAGE}#summary")
    assert shown(page)
    assert 0 <= page.locator("#summary").evaluate("one => one.getBoundingClientRect().top") < 823


@pytest.mark.parametrize(
    "go", ["document.querySelector(\"a[href='#summary']\").click()", "location.hash = 'summary'"]
)
def test_who_goes_to_a_place_before_all_is_laid_out_gets_there_and_stays(tab, go):
    page, address = tab
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{address}/{PAGE}")
    page.evaluate(f"() => {{ {go}; }}")
    expect(page.locator("html.later")).to_have_count(0)
    page.wait_for_timeout(300)
    # Under the bar, and not behind it.
    assert 48 <= page.locator("#summary").evaluate("one => one.getBoundingClientRect().top") < 100


@pytest.mark.parametrize("height", [823, 1440])
def test_the_section_being_read_is_marked_and_no_other_laid_out_for_it(browser, server, height):
    context = browser.new_context(viewport={"width": 1280, "height": height})
    page = context.new_page()
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{server}/{PAGE}")
    links = page.locator(".page-contents a[href^='#']")
    marked = page.locator(".page-contents a[aria-current=true]")
    expect(marked).to_have_attribute("href", links.first.get_attribute("href"))
    assert not shown(page)
    for place in ("#the-data", "#explore", "#what-it-shows", "#the-claim"):
        link = page.locator(f".page-contents a[href='{place}']")
        link.click()
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", place)
    page.evaluate("scrollTo(0, 0)")
    expect(marked).to_have_attribute("href", links.first.get_attribute("href"))
    context.close()


def test_the_end_key_leads_to_the_end(tab):
    page, address = tab
    page.add_init_script(NEVER_AT_REST)
    page.goto(f"{address}/{PAGE}")
    page.keyboard.press("End")
    expect(page.locator("html.later")).to_have_count(0)
    expect(page.locator(".foot")).to_be_in_viewport()


def test_laid_out_late_a_page_is_as_high_as_laid_out_at_once(tab):
    page, address = tab
    page.goto(f"{address}/{PAGE}")
    page.evaluate("dispatchEvent(new Event('scroll'))")
    expect(page.locator("html.later")).to_have_count(0)
    expect(page.locator("figure.sc-explorable:not(.sc-x-awake)")).to_have_count(0)
    late = page.evaluate("document.documentElement.scrollHeight")
    page.goto("about:blank")
    page.goto(f"{address}/{PAGE}#summary")
    expect(page.locator("figure.sc-explorable:not(.sc-x-awake)")).to_have_count(0)
    assert late == page.evaluate("document.documentElement.scrollHeight")
