"""axe, asked for what can differ: most of its time goes into the contrast of text that looks like other text."""

from __future__ import annotations

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

KEPT = 2
COLOURS = ("color-contrast", "link-in-text-block")
OFF = {"enabled": False}
# Besides colours, what is another thing in another window: which boxes scroll, how far controls are apart.
OF_A_VIEW = ("scrollable-region-focusable", "target-size")
# A row of a table without links or controls, a cell, a word of a program or a sign of a formula, under ancestors of the
# same names, classes and styles as KEPT others, is drawn as they are: axe need not read the thousandth. It is taken
# away, because to leave elements out takes axe longer than to read them.
THIN = """(kept) => {
    const held = "[id], [tabindex], [role], a, button, input";
    const seen = new Map();
    const look = (one) => `${one.localName}.${one.className}[${one.getAttribute("style") ?? ""}]`;
    const path = (one) => (one && one !== document.body ? `${path(one.parentElement)}>${look(one)}` : "");
    for (const table of document.querySelectorAll("main table")) {
        const rows = [...table.querySelectorAll("tbody tr")].filter((row) => !row.querySelector(held));
        rows.slice(kept).forEach((row) => row.remove());
    }
    document.querySelectorAll("main pre wbr").forEach((one) => one.remove());
    // From the end, so that what held nothing but such elements is looked at when they are gone.
    for (const one of [...document.querySelectorAll("main :is(td, td :not(a, a *), pre span, math *)")].reverse()) {
        if (one.childElementCount || one.matches("[id], [tabindex], [role]")) continue;
        const count = (seen.get(path(one)) ?? 0) + 1;
        seen.set(path(one), count);
        if (count > kept) one.localName === "td" ? one.replaceChildren() : one.remove();
    }
}"""
# The same for colours, where all that counts is how a text and its links are drawn, and on what: a text that is drawn
# as KEPT others is blank for as long as axe looks at colours.
BLANK = """(kept) => {
    const plain = { backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", opacity: "1", position: "static",
        transform: "none", filter: "none", mixBlendMode: "normal", clip: "auto", clipPath: "none" };
    const ink = ["color", "fontSize", "fontWeight", "fontStyle", "textDecoration", "textShadow", "borderBottom"];
    const behind = new Map([[null, ""]]);
    const ground = (one) => {
        if (!behind.has(one)) {
            const css = getComputedStyle(one);
            const drawn = Object.keys(plain).filter((name) => css[name] !== plain[name]).map((name) => css[name]);
            behind.set(one, ground(one.parentElement) + drawn.join(","));
        }
        return behind.get(one);
    };
    const look = (one) => {
        const css = getComputedStyle(one);
        return `${ground(one)}: ${ink.map((name) => css[name])}`;
    };
    const texts = (one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const seen = new Map();
    const alike = [...document.body.querySelectorAll(":not(svg, svg *, script, style, option)")].filter((one) => {
        if (!texts(one).length || !one.checkVisibility({ visibilityProperty: true })) return false;
        const drawn = [...new Set([one, ...one.querySelectorAll("a")].map(look))].join("|");
        seen.set(drawn, (seen.get(drawn) ?? 0) + 1);
        return seen.get(drawn) > kept;
    });
    window.blanked = alike.flatMap(texts).map((text) => [text, text.data]);
    for (const [text] of window.blanked) text.data = " ";
}"""
# Style sheets are not fetched again: no rule that is asked reads them.
FIND = """async (rules) => {
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false, ...rules });
    return found.violations.map((one) => `${one.id} (${one.impact}): ${one.nodes[0].html}`);
}"""
UNBLANK = "() => { for (const [text, words] of window.blanked) text.data = words; }"


def complaints(page: Page, view_only: bool = False) -> list[str]:
    """What axe finds on the page, of any impact: the rule and the first element.

    view_only: ask only what depends on the window's width and theme, of a page of which all was asked in another one.
    """
    page.evaluate(THIN, KEPT)
    found = _run(page, {"runOnly": list(OF_A_VIEW)} if view_only else {"rules": dict.fromkeys(COLOURS, OFF)})
    page.evaluate(BLANK, KEPT)
    found += _run(page, {"runOnly": list(COLOURS)})
    page.evaluate(UNBLANK)
    return found


def _run(page: Page, rules: dict[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FIND, rules)
    return found
