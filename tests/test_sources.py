"""The list of sources and the pages that lead to it: every link has its entry, every entry is used."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import ROOT
from pybtex.database import Entry, parse_file
from sphinx.application import Sphinx
from test_crossrefs import CHAPTERS, LINK, blank, text_of

ENTRIES: dict[str, Entry] = dict(parse_file(ROOT / "reference" / "sources.bib").entries)
LIST = (ROOT / "reference" / "sources.md").read_text(encoding="utf-8")
PAGES = [ROOT / "intro.md", *CHAPTERS, *sorted((ROOT / "reference").glob("*.md"))]
GROUPS = set(re.findall(r':filter: keywords % "(\w+)"', LIST))


def words(entry: Entry, field: str, mark: str) -> list[str]:
    """The parts of a field that a mark separates."""
    return [part.strip() for part in entry.fields.get(field, "").split(mark) if part.strip()]


def links(text: str) -> list[str]:
    """The keys that a page leads to."""
    return re.findall(r"\]\((?:\.\./reference/)?sources\.md#([\w-]+)\)", text)


def ledger() -> set[str]:
    """The sources that the ledger names."""
    with (ROOT / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {name.strip() for row in csv.DictReader(file) for name in row["sources"].split(";")}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_link_to_a_source_has_its_entry(page: Path) -> None:
    assert set(links(text_of(page))) <= ENTRIES.keys()


def test_every_entry_is_used() -> None:
    """A page leads to it, or a claim of the ledger rests on it."""
    used = {key for page in PAGES for key in links(text_of(page))}
    named = {key for key, entry in ENTRIES.items() if words(entry, "ledger", ";")}
    assert ENTRIES.keys() - used - named == set()
    assert len(used) > 60


def test_every_entry_stands_in_one_group_and_says_something() -> None:
    assert len(GROUPS) == 4
    for key, entry in ENTRIES.items():
        keywords = set(words(entry, "keywords", ","))
        assert len(keywords & GROUPS) == 1 and keywords <= GROUPS | {"sceptical"}, key
        assert entry.fields["says"].endswith("."), key
        assert entry.persons or entry.fields.get("title"), key
        assert re.fullmatch(r"[a-z][a-z0-9-]*", key), f"{key} would be another id on the page"


def test_names_of_the_ledger_are_as_the_ledger_has_them() -> None:
    named = [name for entry in ENTRIES.values() for name in words(entry, "ledger", ";")]
    assert len(named) == len(set(named)) >= 20
    assert set(named) <= ledger()


def test_an_address_stands_where_it_is_published() -> None:
    for key, entry in ENTRIES.items():
        assert re.fullmatch(r"(10\.\d{4,}/\S+)?", entry.fields.get("doi", "")), key
        assert re.fullmatch(r"(https://\S+)?", entry.fields.get("url", "")), key


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_what_a_chapter_tells_to_read_leads_to_its_entry(chapter: Path) -> None:
    """Each item but the last, and a DOI beside it is that of an entry of the item; a doubter is called sceptical."""
    *items, last = re.findall(r"^- .+$", text_of(chapter).split("## Read on")[1], re.MULTILINE)
    assert len(items) >= 3 and "methods.md" in last
    for item in items:
        keys = links(item)
        assert keys, item
        dois = {ENTRIES[key].fields.get("doi") for key in keys}
        assert set(re.findall(r"https://doi\.org/([^)]+)", item)) == dois - {None}, item
        if any("sceptical" in ENTRIES[key].fields["keywords"] for key in keys):
            assert "sceptical" in item, item


@pytest.mark.parametrize("page", [*CHAPTERS, ROOT / "reference" / "methods.md"], ids=lambda path: path.stem)
def test_a_work_named_by_author_and_year_is_a_link(page: Path) -> None:
    bare = blank(r"<!--.*?-->|```.*?```", blank(LINK, text_of(page)))
    for key, entry in ENTRIES.items():
        people = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
        for name in people if entry.fields.get("year") else []:
            found = re.search(rf"{re.escape(name)}[^.;\n]{{0,12}}?\(?{entry.fields['year']}", bare)
            assert not found, f"{found and found[0]!r} should lead to {key}"


def test_the_source_of_a_table_leads_to_its_entry() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    sources = [source for item in package["resources"] for source in item["sources"]]
    assert {source["cite"] for source in sources if "path" in source} <= ENTRIES.keys()
    for source in sources:
        if "cite" in source and (address := ENTRIES[source["cite"]].fields.get("url")):
            assert source["path"] == address, source["title"]


# --- the page itself, built small


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A list of three works, a page that leads to two of them, and what Sphinx complained of."""
    place = tmp_path_factory.mktemp("sources")
    (place / "reference").mkdir()
    (place / "index.md").write_text(
        "# Start\n\n```{toctree}\n:numbered: 1\none\n```\n\n```{toctree}\nreference/sources\nreference/claims\n```\n",
        encoding="utf-8",
    )
    (place / "one.md").write_text(
        "# One\n\nSee [Whyte (2010)](reference/sources.md#whyte2010), and [again](reference/sources.md#whyte2010); "
        "[a ghost](reference/sources.md#ghost1900).\n",
        encoding="utf-8",
    )
    (place / "reference" / "claims.md").write_text("# Ledger\n", encoding="utf-8")
    (place / "reference" / "sources.md").write_text(
        '# Sources\n\n```{bibliography}\n:filter: keywords % "study"\n:list: bullet\n```\n\n'
        '```{bibliography}\n:filter: keywords % "method"\n:list: bullet\n```\n\n```{ledger-sources}\n```\n',
        encoding="utf-8",
    )
    (place / "few.bib").write_text(
        "@misc{whyte2010, author = {Whyte, M. K.}, year = {2010}, title = {Myth}, keywords = {study, sceptical}, "
        "ledger = {Whyte, Myth of the Social Volcano (2010)}, says = {Surveys.}}\n"
        "@misc{gini1914, author = {Gini}, year = {1914}, keywords = {method}, says = {The coefficient.}}\n",
        encoding="utf-8",
    )
    settings = {
        "extensions": ["myst_parser", "sphinxcontrib.bibtex", "sciencecities.book.sources"],
        "bibtex_bibfiles": ["few.bib"],
        "bibtex_default_style": "plain",
    }
    said = io.StringIO()
    folders = (place, None, place / "out", place / "doctrees")
    Sphinx(*folders, "html", settings, status=None, warning=said, freshenv=True).build()
    pages = {name: (place / "out" / f"{name}.html").read_text() for name in ("one", "reference/sources")}
    return pages | {"said": said.getvalue()}


def entry_of(page: str, key: str) -> str:
    """The HTML of one entry."""
    return page.split(f'<li id="{key}">')[1].split("</li>")[0]


def test_a_link_and_its_entry_lead_to_each_other(built: dict[str, str]) -> None:
    assert 'href="reference/sources.html#whyte2010"' in built["one"]
    assert built["one"].count('id="cites-whyte2010"') == 1
    entry = entry_of(built["reference/sources"], "whyte2010")
    assert 'Named in <a class="reference internal" href="../one.html#cites-whyte2010">chapter 1</a>.' in entry
    assert 'Claims: <a class="reference internal" href="claims.html#c28">C28</a>.' in entry


def test_a_sceptical_work_is_marked_in_words_and_others_are_not(built: dict[str, str]) -> None:
    assert '<span class="sc-sceptical">sceptical</span>' in entry_of(built["reference/sources"], "whyte2010")
    other = entry_of(built["reference/sources"], "gini1914")
    assert "sceptical" not in other and "Named in" not in other and "The coefficient." in other


def test_a_link_to_no_entry_is_a_warning(built: dict[str, str]) -> None:
    assert built["said"].count("WARNING") == 1 and "ghost1900" in built["said"]


def test_the_ledgers_other_sources_are_listed_with_their_claims(built: dict[str, str]) -> None:
    rest = built["reference/sources"].split("sc-sources--short")[1]
    assert re.search(r'Caixin on HSMC \(27 Feb 2021\): <a [^>]*href="claims.html#c39">C39</a>', rest)
    assert "Myth of the Social Volcano" not in rest


def test_no_command_of_latex_is_left_on_the_page(site: Path) -> None:
    page = (site / "reference" / "sources.html").read_text(encoding="utf-8")
    assert not re.findall(r"\\[a-z]+", page)
