"""Scripts and style sheets made small: they do and show what they did."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from browser_kit import KINDS, POLICY, write_site
from docutils.core import publish_doctree
from playwright.sync_api import Browser
from serving import serving
from sphinx.errors import ConfigError

from sciencecities.book import head
from sciencecities.book.diet import scripts, styles
from sciencecities.book.diet.blanks import compact
from sciencecities.book.diet.join import joined, read
from sciencecities.book.diet.names import shorten

# Each says what it is at the end, as `said`; all lean on scope, or on names that are more than names.
SCRIPTS = {
    "shadowing": "const value = 1; function f(value) { return value + 1; } const said = [value, f(5)];",
    "a name read before it is declared in an inner block": (
        "const one = 1; function f() { const list = [one]; { const one = 2; list.push(one); } return list; }"
        "const said = f();"
    ),
    "a default that reads the outer name": (
        "const size = 3; function f(a = size) { const size = 4; return [a, size]; } const said = f();"
    ),
    "patterns, shorthand and rests": (
        "const f = ({ first, second: [two, ...more], third = 7, ...others }) => ({ first, two, more, third, others });"
        "const first = 'mine'; const said = [f({ first: 1, second: [2, 3, 4], fourth: 5 }), { first }];"
    ),
    "a destructuring that reads the line before": (
        "function f(value) { const text = String(value); const [whole, part] = text.split('.'); return [part, whole]; }"
        "const said = f(3.25);"
    ),
    "properties keep their names": (
        "const length = 'x'; const o = { length, get size() { return 1; }, keep(name) { return name; } };"
        "const said = [o.length, 'abc'.length, o.size, o.keep(2), 'length' in o];"
    ),
    "a function that names itself, and one that shadows its name": (
        "const up = function count(n) { return n ? n + count(n - 1) : 0; };"
        "function twin(x) { const twin = x + 1; return twin; } const said = [up(4), twin(1)];"
    ),
    "loops, errors and closures": (
        "const acts = []; for (const item of [1, 2]) { for (let i = 0; i < 2; i++) acts.push(() => item * 10 + i); }"
        "let seen; try { JSON.parse('{'); } catch (error) { seen = error.name; }"
        "const said = [acts.map((act) => act()), seen];"
    ),
    "templates and the browser's names": (
        "const name = 'a'; const a = 'b'; const said = [`${name}${a}`, typeof document, Math.max(1, 2), a ?? name];"
    ),
    "classes": (
        "class Pair { constructor(left, right) { this.left = left; this.right = right; } sum() { const { left } = this;"
        " return left + this.right; } } const said = new Pair(1, 2).sum();"
    ),
}


@pytest.fixture(scope="module")
def run(browser: Browser):
    """Run a script in Chromium, strictly, and give what its last line says."""
    page = browser.new_page()
    yield lambda script, end: page.evaluate(f"() => {{ 'use strict'; {script}\n return {end}; }}")
    page.close()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_short_names_change_nothing(run, script):
    end = "const probe = { said };"
    long, short = f"{script}\n{end}", shorten(f"{script}\n{end}")
    assert run(short, short.rsplit("=", 1)[0].split()[-1]) == run(long, "probe")


def test_names_get_short_and_texts_stay():
    long = "const longName = 'longName'; export_(longName.longName, { longName });"
    assert shorten(long) == "const a = 'longName'; export_(a.longName, { longName:a });"


BLANKS = {
    'const a = `1 ${ a ? ` 2 ${ b } 3` : "" } 4`; // note': 'const a=`1 ${a?` 2 ${b} 3`:""} 4`;',
    "a  = b - -c + +d / /x y/.exec( 'e  f' ); /* note */": "a=b- -c+ +d/ /x y/.exec('e  f');",
    "let a = 1\n\nlet b = [\n 2,\n 3 ]\n": "let a=1\nlet b=[2,3]",
    "if (a) b = typeof c in d; // note\nelse e()": "if(a)b=typeof c in d;else e()",
    "x = '// no note';\ny = \"/* none */\"": "x='// no note';y=\"/* none */\"",
    "`a\n  b`": "`a\n  b`",
    "const f = (a) => a, g = async (b) => (b), h = () => (1), i = (c, d) => 2;": (
        "const f=a=>a,g=async b=>(b),h=()=>(1),i=(c,d)=>2;"
    ),
    "function f(a) { return (b) => (c = 1, { d }) => e; }": "function f(a){return b=>(c=1,{d})=>e;}",
}


@pytest.mark.parametrize(("long", "short"), BLANKS.items())
def test_blanks_go_where_nothing_needs_them(long, short):
    assert compact(long) == short + "\n"


@pytest.mark.parametrize(
    ("script", "said"), [("const = 1;", "cannot be read"), ("var a = 1;", "`const` or `let`")]
)
def test_what_cannot_be_shortened_is_refused(script, said):
    with pytest.raises(ValueError, match=said):
        shorten(script)


MODULES = {
    "start": 'import { size } from "./left.js";\nimport { size as other, main as view } from "./right.js";\n'
    "const hidden = 'start';\nglobalThis.said = [size(), other(), view.hidden, hidden];\n",
    "left": "const hidden = 'left';\nexport function size() { return hidden; }\n",
    "right": 'import { size as wide } from "./left.js";\nconst hidden = "right";\n'
    "export const size = () => hidden + wide();\nexport default { hidden };\n",
}


def test_joined_modules_keep_their_own_names(run):
    assert run(joined(MODULES, "start"), "globalThis.said") == ["left", "rightleft", "right", "start"]


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./left.js";\n',
        'import * as all from "./left.js";\n',
        "const a = 1;\nexport { a };\n",
    ],
)
def test_other_ways_to_import_and_export_are_refused(text):
    with pytest.raises(ValueError, match=r"braces|export a declaration"):
        read("one", text)


def test_the_figures_script_holds_every_front_end_and_asks_for_none():
    text = scripts.figures(scripts.sources())
    assert "import" not in text and "export" not in text
    assert text.startswith('"use strict";{') and text.endswith("}\n")


@pytest.fixture(scope="module")
def twins(tmp_path_factory) -> Iterator[str]:
    """A page for each interactive figure with the modules, and the same page with the one script."""
    folder = tmp_path_factory.mktemp("twins")
    write_site(folder)
    (folder / "joined.js").write_text(scripts.figures(scripts.sources()), encoding="utf-8")
    for kind in KINDS:
        page = (folder / f"{kind.module}-light.html").read_text(encoding="utf-8")
        other = page.replace('type="module" src="explorables/host.js"', 'defer src="joined.js"')
        assert other != page
        (folder / f"{kind.module}-joined.html").write_text(other, encoding="utf-8")
    with serving(folder, POLICY) as address:
        yield address


# Ids are made up by chance: here in turn.
COUNT = "(() => { let count = 0; Math.random = () => (count += 1) / 4096; })()"
# What a figure draws and says at first, and after each of its ready-made settings.
PLAY = """async () => {
  const live = document.querySelector(".sc-x-live");
  const still = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const look = () => live.innerHTML;
  const seen = [look()];
  [...live.querySelectorAll("button")].find((one) => /^Skip/.test(one.textContent)).click();
  for (const button of [null, ...live.querySelectorAll(".sc-x-preset")]) {
    button?.click();
    await still();
    seen.push(look(), live.querySelector(".sc-x-sentence").textContent);
  }
  return seen;
}"""


# A map, a list of ranks and a simulation stand for all but in `make test-all`.
FEW = ("club", "rank", "mayor")


@pytest.mark.parametrize(
    "kind",
    [kind if kind.module in FEW else pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS],
    ids=lambda kind: kind.module,
)
def test_the_one_script_draws_and_says_what_the_modules_do(browser, twins, kind):
    seen = []
    for name in ("light", "joined"):
        page, trouble = browser.new_page(), []
        page.on("console", lambda message, trouble=trouble: trouble.append(message.text))
        page.on("pageerror", lambda error, trouble=trouble: trouble.append(str(error)))
        page.add_init_script(COUNT)
        page.goto(f"{twins}/{kind.module}-{name}.html")
        page.locator(".sc-x-live > .sc-x").wait_for()
        seen.append(page.evaluate(PLAY))
        assert trouble == []
        page.close()
    assert seen[0] == seen[1] and len(set(seen[0])) > 3


CSS = """/* a note */
.used { color: red; } .unused { color: red; }
.used .unused, #here > p:hover { color: blue; }
p:not(.unused) { margin: 0 }
@media print { .unused { display: none } }
@media screen { .used { display: block } .unused { display: none } }
@font-face { font-family: F; src: local("F") }
"""


def test_of_a_borrowed_sheet_the_rules_in_use_stay():
    used = styles.names(['<p class="used other" id="here">'])
    assert used == {"used", "other", "here"}
    kept = styles.minified([styles.purged(CSS, used)]).strip()
    assert kept == (
        ".used{color:red}#here > p:hover{color:blue}p:not(.unused){margin:0}@media screen{.used{display:block}}"
        '@font-face{font-family:F;src:local("F")}'
    ).replace(" > ", ">")


def test_a_sheet_that_cannot_be_read_is_refused_with_its_line():
    with pytest.raises(ValueError, match="line 2"):
        styles.purged(".a { color: red }\n}", {"a"})


# --- what a page says of itself


def test_the_first_paragraph_of_the_text_is_the_summary_cut_after_a_word():
    short = publish_doctree(
        "Title\n=====\n\nOther\n-----\n\n.. note:: Not this.\n\nThis *one*.\n\nNot this.\n"
    )
    assert head.summary(short) == "This one."
    long = head.summary(publish_doctree(f"Title\n=====\n\nA\n-\n\n{'word, ' * 60}\n"))
    assert len(long) <= head.LONGEST and long.endswith("word…")
    assert head.summary(publish_doctree("")) == ""


@pytest.mark.parametrize(
    "address", ["books.example/x", "ftp://books.example/", "https://", "https://a.example/?b=1"]
)
def test_an_address_that_is_none_is_refused(monkeypatch, address):
    monkeypatch.setenv(head.ADDRESS, address)
    with pytest.raises(ConfigError, match="give a full address such as https://host/folder/"):
        head.take_address(None, SimpleNamespace())


def test_an_address_ends_with_one_slash_and_none_leaves_the_configured_one(monkeypatch):
    config = SimpleNamespace(html_baseurl="https://configured.example/")
    monkeypatch.setenv(head.ADDRESS, "")
    head.take_address(None, config)
    assert config.html_baseurl == "https://configured.example/"
    monkeypatch.setenv(head.ADDRESS, "https://books.example/towns")
    head.take_address(None, config)
    assert config.html_baseurl == "https://books.example/towns/"
