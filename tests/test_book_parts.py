"""The build's small parts: dark pictures, formulas, tables, and colours that page and pictures share."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments import highlight
from pygments.lexers import PythonLexer

from sciencecities.book import math
from sciencecities.book.figures import dark_twin
from sciencecities.book.heard import heard
from sciencecities.book.listings import Lines
from sciencecities.book.outputs import tidy_html
from sciencecities.palette import DARK, LIGHT, PALETTE

CSS = "_assets/book.css"


@pytest.mark.parametrize("name", PALETTE)
def test_a_dark_twin_exchanges_each_colour_in_either_case(name):
    svg = f'<path fill="{LIGHT[name]}"/><path style="stroke: {LIGHT[name].upper()};"/>'
    assert dark_twin(svg) == f'<path fill="{DARK[name]}"/><path style="stroke: {DARK[name]};"/>'


@given(st.text(alphabet="#0123456789abcdefABCDEF;: <>", max_size=60))
def test_a_dark_twin_touches_nothing_but_the_palette(text):
    expected = text
    for found in reversed(list(re.finditer(r"#[0-9a-fA-F]{6}\b", text))):
        names = [name for name in LIGHT if LIGHT[name] == found.group().lower()]
        if names:
            expected = expected[: found.start()] + DARK[names[0]] + expected[found.end() :]
    assert dark_twin(text) == expected


def declarations(block: str) -> dict[str, str]:
    """The palette's custom properties of one CSS block."""
    return dict(re.findall(r"--sc-([a-z]+): (#[0-9a-f]{6});", block))


def test_the_style_sheet_has_the_palette_in_every_place(root):
    css = (root / CSS).read_text(encoding="utf-8")
    blocks = [found for block in re.findall(r"\{([^{}]*)\}", css) if (found := declarations(block))]
    # For all pages, for dark ones, for dark systems without JavaScript, and for paper.
    assert blocks == [LIGHT, DARK, DARK, LIGHT]


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "blue", "orange", "green", "purple", "red", "yellow"])
def test_colours_that_carry_text_are_readable(colours, name):
    one, other = sorted((luminance(colours[name]), luminance(colours["paper"])))
    assert (other + 0.05) / (one + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"T = \sum_{g} s_g \ln\frac{s_g}{n_g} + \sum_g s_g T_g", ["<mfrac>", "<munder>", "ln"]),
        (r"\hat\beta \pm 1.96\,\operatorname{se}(\hat\beta)", ["±", "se", "<mover"]),
        (r"\operatorname*{arg\,min}_{w \ge 0} \lVert x_1 - X_0 w \rVert^2", ["‖", "<msup>"]),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", ["<mtable", "<mtr>"]),
        (r"\frac{1}{n}\sum_{i=1}^{n} (f_i - o_i)^2", ["<mfrac>", "<munderover>"]),
    ],
)
def test_formulas_become_mathml(latex, parts):
    text = math.mathml(latex, display=True)
    assert text.startswith('<math display="block">') and text.endswith("</math>")
    for part in parts:
        assert part in text
    # Named entities other than these five are unknown outside HTML.
    assert set(re.findall(r"&(\w+);", text)) <= {"lt", "gt", "amp", "quot", "apos"}


def test_an_unreadable_formula_shows_its_source_as_text():
    assert math.mathml(r"\frac{a<b}{", display=False) == r"<code>\frac{a&lt;b}{</code>"


FRAME = """<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>gdp</th>
    </tr>
    <tr>
      <th>province</th>
      <th></th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>Anhui</th>
      <td>1</td>
    </tr>
  </tbody>
</table>
</div>"""


def test_a_data_frame_gets_scopes_and_loses_empty_headers_border_and_style():
    tidy = tidy_html(FRAME)
    assert "<style" not in tidy and "border=" not in tidy and "<th></th>" not in tidy
    assert tidy.count('<th scope="col">') == 2 and tidy.count('<th scope="row">') == 1
    assert '<div class="sc-table"><table class="dataframe">' in tidy


def test_other_output_stays_as_it_is():
    assert tidy_html("<p>No table, no <th></th>.</p>") == "<p>No table, no <th></th>.</p>"


CODE = 'def shares(table):\n    """One\n    for each."""\n\n    return table.loc[(1, 2)].round(2)\n'


def test_a_listing_has_a_box_for_each_line_and_says_what_was_written():
    shown = highlight(CODE, PythonLexer(), Lines())
    assert html.unescape(re.sub("<[^>]+>", "", shown)).strip() == CODE.strip()
    lines = re.findall(r'^(?:.*<pre>.*?)?<span class="sc-line">(.*)</span>$', shown, re.MULTILINE)
    assert len(lines) == CODE.count("\n")
    assert all(line.count("<span") == line.count("</span>") for line in lines)


def test_a_long_line_may_turn_over_before_a_method_and_behind_a_bracket_and_nowhere_within_a_word():
    shown = highlight("table.loc[(1, 2.5)].round(names)", PythonLexer(), Lines())
    pieces = [re.sub("<[^>]+>", "", piece) for piece in shown.split("<wbr/>")]
    assert [piece.strip() for piece in pieces] == ["table", ".loc[(", "1, 2.5)]", ".round(", "names)"]


def test_a_figure_has_its_number_for_a_name_and_a_heading_its_words_alone():
    sign = '<a class="headerlink" href="#club" title="Link to this {}">#</a>'
    page = (
        f"<h2>Club{sign.format('heading')}</h2>"
        '<figure class="sc-figure align-default" id="club"><figcaption>'
        f'<span class="caption-number">Fig. 1.2 </span>{sign.format("image")}</figcaption></figure>'
        '<figure class="sc-figure" id="bare"><p>Text.</p></figure>'
        '<p><span class="caption-number">Fig. 9 </span></p>'
        '<a class="headerlink" href="#claim-C01" aria-label="Link to claim C01">#</a>'
    )
    said = heard(page)
    assert said.count('aria-hidden="true" tabindex="-1"') == 2
    assert '<figure class="sc-figure align-default" id="club" aria-label="Fig. 1.2">' in said
    assert '<figure class="sc-figure" id="bare">' in said
    assert 'href="#claim-C01" aria-label="Link to claim C01">' in said
