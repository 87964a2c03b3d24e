"""The data package as a package: described in full, sealed, valid for an independent checker, free of bad links."""

import json
import re
import shutil
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from sciencecities import _package, data

FIXED_NAMES = [
    "provinces",
    "countries",
    "cities",
    "province_year",
    "province_vintages",
    "national_year",
    "rd_by_country",
    "city_year",
    "city_population",
    "city_rd",
    "science_cities",
    "science_city_subjects",
    "science_city_counts",
    "science_countries",
    "institutions",
    "wipo_clusters",
    "wipo_counts",
    "innovation_hubs",
    "nev_output",
    "facilities",
    "policies",
    "hefei_timeline",
    "deals",
    "hefei_firms",
    "nio_cash",
    "city_bets",
    "claims",
    "claim_rewrites",
]
QUOTED = {
    "science_cities",
    "science_city_subjects",
    "science_city_counts",
    "science_countries",
    "institutions",
}
# Names of sites that are also names of outlets or of files; anything else that looks like a host is a link in disguise.
OUTLETS = {"China.org.cn", "Phys.org", "battery-news.de", "auto30.com", "nature.com"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data.DATA, target)
    return target


def resources() -> list[dict]:
    return _package.descriptor(data.DATA)["resources"]


def texts(item: object) -> list[str]:
    """Every string inside a descriptor entry, links left out."""
    if isinstance(item, dict):
        return [text for key, value in item.items() if key != "path" for text in texts(value)]
    if isinstance(item, list):
        return [text for value in item for text in texts(value)]
    return [item] if isinstance(item, str) else []


def test_the_tables_are_the_agreed_ones() -> None:
    assert data.names() == FIXED_NAMES


def test_every_file_is_described_and_every_description_has_its_file() -> None:
    files = {str(path.relative_to(data.DATA)) for path in data.DATA.rglob("*") if path.is_file()}
    assert files == {item["path"] for item in resources()} | {"datapackage.json", "README.md"}


def test_nothing_is_wrong() -> None:
    assert data.problems() == []


def test_an_independent_checker_agrees() -> None:
    report = frictionless.validate(str(data.DATA / "datapackage.json"))
    assert report.valid, [error.message for task in report.tasks for error in task.errors]
    assert report.stats["tasks"] == len(resources())


def test_the_independent_checker_is_awake(copy: Path) -> None:
    path = copy / "deals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("D02,2009", "D01,2009"), encoding="utf-8")
    _package.seal(copy)
    assert not frictionless.validate(str(copy / "datapackage.json")).valid
    assert any("D01" in problem for problem in data.problems(copy))


def change_a_cell(path: Path) -> None:
    """Write another value into the last filled cell of a table."""
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    filled = next(column for column in reversed(cells.columns) if (cells[column] != "").any())
    row = int((cells[filled] != "").to_numpy().nonzero()[0][-1])
    cells.loc[row, filled] = {"true": "false", "false": "true"}.get(
        cells.loc[row, filled], cells.loc[row, filled] + "1"
    )
    cells.to_csv(path, index=False, lineterminator="\n")


def test_a_changed_cell_of_any_table_is_reported(copy: Path) -> None:
    tables = [copy / data.describe(name)["path"] for name in FIXED_NAMES]
    assert len(tables) > 20
    for path in tables:
        change_a_cell(path)
    found = "\n".join(data.problems(copy))
    assert [path.name for path in tables if f"data/{path.name}: hash is sha256:" not in found] == []


@pytest.mark.parametrize("name", ["provinces", "countries"])
def test_a_changed_outline_is_reported(name: str, copy: Path) -> None:
    path = copy / data.describe(name)["geometry"]
    text = path.read_text(encoding="utf-8")
    first = re.search(r"\[\[(\d+),", text)
    assert first
    path.write_text(text[: first.start(1)] + "1" + text[first.end(1) :], encoding="utf-8")
    assert any(f"data/{path.name}: hash is" in problem for problem in data.problems(copy))


def test_a_shape_without_its_row_is_reported(copy: Path) -> None:
    path = copy / "geo" / "provinces.topojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"CN-AH"', '"CN-XX"'), encoding="utf-8")
    assert any("CN-AH, CN-XX must occur once" in problem for problem in data.problems(copy))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"arcs": [[[0]]], "transform": {"scale": 1, "translate": 0}}']
)
def test_outlines_of_another_make_are_reported(text: str, copy: Path) -> None:
    (copy / "geo" / "provinces.topojson").write_text(text, encoding="utf-8")
    found = data.problems(copy)
    said = "data/geo/provinces.topojson is no TopoJSON with one layer of shapes that have id: restore it."
    assert said in found


def test_a_missing_file_is_reported(copy: Path) -> None:
    (copy / "deals.csv").unlink()
    assert data.problems(copy) == [
        "data/deals.csv is missing: restore it, or correct its path in datapackage.json."
    ]


def test_a_lost_row_is_reported_even_when_the_hash_is_not_looked_at(copy: Path) -> None:
    path = copy / "claims.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").split("\n")[:-2]) + "\n", encoding="utf-8")
    assert "data/claims.csv: 45 rows, but datapackage.json says 46." in data.problems(copy)


def test_seal_writes_fingerprints_and_nothing_else(copy: Path) -> None:
    before = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    assert _package.seal(copy) == []
    path = copy / "national_year.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1401879", "1401880"), encoding="utf-8")
    assert data.problems(copy)
    assert _package.seal(copy) == ["national_year"]
    assert data.problems(copy) == []
    after = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    for old, new in zip(before["resources"], after["resources"], strict=True):
        if old["name"] == "national_year":
            assert old.pop("hash") != new.pop("hash")
        assert old == new


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.md"
    path.write_text("old", encoding="utf-8")

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        _package.write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FIXED_NAMES)
def test_a_table_is_described_in_full(name: str) -> None:
    resource = data.describe(name)
    for key in ("title", "description", "vintage", "made", "sources", "licenses", "consumers"):
        assert resource[key], key
    assert isinstance(resource["breaks"], list)
    assert all(item["where"] and item["what"] for item in resource["breaks"])
    assert all(1 <= chapter <= 6 for chapter in resource["consumers"])
    assert all(source["title"] for source in resource["sources"])
    known = {"required", "unique", "pattern", "enum", "minimum", "maximum"}
    table = data.load(name)
    for field in resource["schema"]["fields"]:
        rules = field.get("constraints", {})
        assert field["title"]
        assert set(rules) <= known, f"{name}.{field['name']} has a rule that load does not check"
        assert field["type"] in ("string", "integer", "number", "boolean")
        has_gaps = bool(table[field["name"]].isna().any())
        assert has_gaps == ("missing" in field), (
            f"{name}.{field['name']}: say why cells are empty, or nothing"
        )
        assert has_gaps != bool(rules.get("required")), f"{name}.{field['name']}: required and gaps disagree"
        if field["type"] in ("integer", "number"):
            assert {"minimum", "maximum"} <= set(rules) or "enum" in rules, (
                f"{name}.{field['name']}: no range"
            )
        if field["type"] == "number" and field["name"] not in ("value", "amount"):
            assert field["unit"], f"{name}.{field['name']}"


def test_licences_keep_quoted_figures_apart() -> None:
    for name in FIXED_NAMES:
        titles = " ".join(item["title"] for item in data.describe(name)["licenses"])
        assert ("© Springer Nature" in titles) == (name in QUOTED)
        assert ("World Intellectual Property" in titles) == name.startswith("wipo")
        assert ("Natural Earth" in titles) == (name in {"provinces", "countries", "cities"})
        assert ("GeoNames" in titles) == (name == "cities")


def test_no_table_quotes_a_whole_ranking() -> None:
    assert len(data.load("science_cities")) < 7 * 200 / 10
    assert len(data.load("institutions")) < 500 / 4
    assert (data.load("wipo_clusters").groupby("edition").size() < 50).all()


@pytest.mark.parametrize("name", FIXED_NAMES)
def test_no_link_in_disguise_and_no_path_of_a_machine(name: str) -> None:
    cells = (data.DATA / f"{name}.csv").read_text(encoding="utf-8")
    words = cells + " ".join(texts(data.describe(name)))
    assert "://" not in cells
    assert not re.search(r"/(home|tmp|work|Users)/", words)
    hosts = re.findall(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|de|io|hk|tw|my|info|xyz|fun)\b", words)
    assert set(hosts) <= OUTLETS


def test_links_of_sources_lead_to_those_who_publish() -> None:
    hosts = {
        source["path"].split("/")[2]
        for item in resources()
        for source in item["sources"] + item["licenses"]
        if "path" in source
    }
    assert hosts <= {
        "data.stats.gov.cn",
        "www.stats.gov.cn",
        "www.nature.com",
        "www.wipo.int",
        "www.naturalearthdata.com",
        "www.geonames.org",
        "data.worldbank.org",
        "creativecommons.org",
    }
