"""axe, asked for what can differ: most of its time goes into the contrast of text that looks like other text."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

KEPT = 2
# A cell of a table, a word of a program or a sign of a formula, under ancestors of the same names, classes and styles
# as KEPT others before it, is drawn as they are: axe need not read the thousandth. It is taken away, because to leave
# elements out takes axe longer than to read them.
THIN = """(kept) => {
    const seen = new Map();
    const look = (one) => `${one.localName}.${one.className}[${one.getAttribute("style") ?? ""}]`;
    const path = (one) => (one && one !== document.body ? `${path(one.parentElement)}>${look(one)}` : "");
    for (const one of document.querySelectorAll("main :is(td, td :not(a, a *), pre span, math *)")) {
        if (one.childElementCount || one.matches("[id], [tabindex], [role]")) continue;
        const count = (seen.get(path(one)) ?? 0) + 1;
        seen.set(path(one), count);
        if (count > kept) one.localName === "td" ? one.replaceChildren() : one.remove();
    }
}"""


def complaints(page: Page) -> list[str]:
    """What axe finds on the page, of any impact: the rule and the first element."""
    page.evaluate(THIN, KEPT)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html']}" for one in found]
