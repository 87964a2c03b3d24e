"""load, card and the command line: types, copies, and one clear sentence for each broken rule."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sciencecities import __main__ as command
from sciencecities import _package, data

FIELDS = [
    {"name": "id", "type": "string", "title": "Id", "constraints": {"required": True, "pattern": "[a-z]+"}},
    {"name": "rank", "type": "integer", "title": "Rank", "missing": "x", "constraints": {"minimum": 1}},
    {"name": "share", "type": "number", "title": "Share", "missing": "x", "constraints": {"maximum": 9.5}},
    {"name": "sure", "type": "boolean", "title": "Sure", "missing": "x"},
    {
        "name": "kind",
        "type": "string",
        "title": "Kind",
        "missing": "x",
        "constraints": {"enum": ["hot", "cold"]},
    },
    {"name": "tag", "type": "string", "title": "Tag", "missing": "x", "constraints": {"unique": True}},
    {"name": "parent", "type": "string", "title": "Parent", "missing": "x"},
]
HEADER = "id,rank,share,sure,kind,tag,parent"
GOOD = [HEADER, "a,1,0.5,true,hot,t,p", "b,,,,,,", "c,3,9.5,false,cold,u,q"]


def write_package(folder: Path, rows: list[str]) -> Path:
    """A package of two small tables, `small` pointing to `parents`."""
    parents = [{"name": "name", "type": "string", "title": "Name", "constraints": {"required": True}}]
    small = {
        "fields": FIELDS,
        "primaryKey": ["id"],
        "foreignKeys": [
            {"fields": ["parent"], "reference": {"resource": "parents", "fields": ["name"]}},
        ],
    }
    resources = [
        {"name": "small", "path": "small.csv", "schema": small},
        {"name": "parents", "path": "parents.csv", "schema": {"fields": parents, "primaryKey": ["name"]}},
    ]
    (folder / "small.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "parents.csv").write_text("name\np\nq\n", encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    _package.seal(folder)
    return folder


def test_gaps_keep_whole_numbers_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCIENCECITIES_DATA", str(write_package(tmp_path, GOOD)))
    table = data.load("small")
    assert [str(kind) for kind in table.dtypes] == ["str", "Int64", "float64", "boolean", "str", "str", "str"]
    assert table["rank"].tolist() == [1, pd.NA, 3]
    assert table["sure"].tolist() == [True, pd.NA, False]
    assert table.loc[1].isna().tolist() == [False] + [True] * 6
    assert data.names() == ["small", "parents"]
    assert data.problems() == []


@pytest.mark.parametrize(
    ("line", "row", "sentence"),
    [
        (2, "a,one,0.5,true,hot,t,p", "line 2, column rank: 'one' must be a whole number."),
        (2, "a,1.5,0.5,true,hot,t,p", "line 2, column rank: '1.5' must be a whole number."),
        (4, "c,3,9;5,false,cold,u,q", "line 4, column share: '9;5' must be a number."),
        (4, "c,3,nan,false,cold,u,q", "line 4, column share: 'nan' must be a number."),
        (2, "a,1,0.5,yes,hot,t,p", "line 2, column sure: 'yes' must be true or false."),
        (3, ",,,,,,", "line 3, column id: '' must not be empty."),
        (3, "B,,,,,,", "line 3, column id: 'B' must match [a-z]+."),
        (4, "c,3,9.5,false,warm,u,q", "line 4, column kind: 'warm' must be one of: hot, cold."),
        (4, "c,3,9.5,false,cold,t,q", "line 4, column tag: 't' must not occur twice."),
        (4, "c,0,9.5,false,cold,u,q", "line 4, column rank: '0' is outside the range, minimum 1."),
        (4, "c,3,9.6,false,cold,u,q", "line 4, column share: '9.6' is outside the range, maximum 9.5."),
        (4, "a,3,9.5,false,cold,u,q", "line 4, column id: 'a' must not occur twice (primary key)."),
        (4, "c,3,9.5,false,cold,u,z", "line 4, column parent: 'z' is not in column name of parents."),
        (4, 'c,3,9.5,false,cold,"u\nv",q', "line 4, column tag: 'u\nv' must not hold a line break."),
        (3, "b,,,", "line 3: 4 cells, but the header has 7."),
        (3, "", "line 3: 0 cells, but the header has 7."),
    ],
)
def test_a_broken_rule_is_one_sentence(
    line: int, row: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(GOOD)
    rows[line - 1] = row
    monkeypatch.setenv("SCIENCECITIES_DATA", str(write_package(tmp_path, rows)))
    with pytest.raises(data.DataError) as caught:
        data.load("small")
    assert str(caught.value) == f"data/small.csv, {sentence}"
    assert f"data/small.csv, {sentence}" in data.problems()


def test_the_count_of_further_cells_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [HEADER, "a,x,,,,,", "b,y,,,,,", "c,2,,,,,"]
    monkeypatch.setenv("SCIENCECITIES_DATA", str(write_package(tmp_path, rows)))
    with pytest.raises(
        data.DataError, match=r"line 2, column rank: 'x' must be a whole number \(and 1 more\)\.$"
    ):
        data.load("small")


def test_a_wrong_header_is_shown_beside_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["id,rank,sure,share,kind,tag,parent", *GOOD[1:]]
    monkeypatch.setenv("SCIENCECITIES_DATA", str(write_package(tmp_path, rows)))
    with pytest.raises(
        data.DataError, match=r"^data/small\.csv, line 1: the header is id, rank, sure, share, .* but"
    ):
        data.load("small")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            HEADER.encode() + b"\na,1,1,true,hot,w,p,more\n",
            "data/small.csv, line 2: 8 cells, but the header has 7.",
        ),
        (
            HEADER.encode() + b"\n\xe9,,,,,,\n",
            "data/small.csv is not UTF-8 text (byte 35): save it as UTF-8.",
        ),
        (HEADER.encode() + b'\n"a"x,,,,,,\n', "data/small.csv is not a CSV table: ',' expected after '\"'."),
        (b"", "data/small.csv is empty: it needs at least a header."),
        (None, "data/small.csv is missing: restore it, or correct its path in datapackage.json."),
    ],
)
def test_a_file_that_is_no_table(
    content: bytes | None, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path, GOOD)
    monkeypatch.setenv("SCIENCECITIES_DATA", str(tmp_path))
    if content is None:
        (tmp_path / "small.csv").unlink()
    else:
        (tmp_path / "small.csv").write_bytes(content)
    with pytest.raises(data.DataError) as caught:
        data.load("small")
    assert str(caught.value) == sentence
    assert sentence in data.problems()


def test_no_package_and_no_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCIENCECITIES_DATA", str(tmp_path))
    with pytest.raises(data.DataError, match=r"^No datapackage\.json in .*: set SCIENCECITIES_DATA"):
        data.names()
    (tmp_path / "datapackage.json").write_text('{"resources": [}', encoding="utf-8")
    with pytest.raises(data.DataError, match=r"^data/datapackage\.json, line 1: not valid JSON"):
        data.names()


def test_an_unknown_name_lists_the_names() -> None:
    with pytest.raises(data.DataError) as caught:
        data.load("city")
    message = str(caught.value)
    assert message.startswith("No table is called 'city'.")
    assert all(name in message for name in data.names())
    with pytest.raises(ValueError, match=r"Did you mean science_cities\?"):
        data.describe("sciencecities")


def test_each_call_hands_out_a_copy() -> None:
    table = data.load("national_year")
    table.loc[0, "gdp"] = 0
    table["extra"] = 1
    assert data.load("national_year").loc[0, "gdp"] == 100280.1
    assert "extra" not in data.load("national_year")
    data.describe("national_year")["title"] = "changed"
    assert data.describe("national_year")["title"] == "China by year"


@pytest.mark.parametrize("name", data.names())
def test_types_are_those_of_the_description(name: str) -> None:
    table = data.load(name)
    allowed = {
        "integer": {"int64", "Int64"},
        "number": {"float64"},
        "boolean": {"bool", "boolean"},
        "string": {"str"},
    }
    for field in data.describe(name)["schema"]["fields"]:
        assert str(table[field["name"]].dtype) in allowed[field["type"]], field["name"]
    assert len(table) == data.describe(name)["rows"]


def test_maps_come_with_outlines() -> None:
    for name in ("provinces", "countries"):
        outlines = data.load(name)["geometry"]
        assert {outline.geom_type for outline in outlines} == {"Polygon", "MultiPolygon"}
    expected = ["id", "name", "name_zh", "unit_type", "region", "coast11", "touches_sea", "geometry"]
    assert list(data.load("provinces").columns) == expected


def test_loading_is_quick() -> None:
    for name in data.names():
        # The least of three: whoever runs when Python clears away what others left pays for them.
        assert min(_seconds_of_loading(name) for _ in range(3)) < 0.3, name


def _seconds_of_loading(name: str) -> float:
    data._load.cache_clear()
    start = time.process_time()
    data.load(name)
    return time.process_time() - start


@pytest.mark.parametrize("name", data.names())
def test_a_card_tells_what_one_must_know(name: str) -> None:
    card, resource = data.card(name), data.describe(name)
    flat = re.sub(r"\s+", " ", card)
    assert resource["title"] in flat
    assert f"A row is: {resource['description']}" in flat
    assert f"Rows: {resource['rows']}" in flat
    for field in resource["schema"]["fields"]:
        assert field["name"] in card
    for item in resource["breaks"]:
        assert f"Break: {item['where']}: {item['what']}" in flat
    for item in resource["licenses"]:
        assert item["title"] in flat
    assert "First rows:" in card
    assert max(map(len, card.split("First rows:")[0].splitlines())) <= 100


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "sciencecities", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def test_the_command_works_anywhere_and_names_what_is_wrong(tmp_path: Path) -> None:
    good = run("data", "deals", cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == data.card("deals")
    bad = run("data", "nope", cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.startswith("No table is called 'nope'.")
    assert bad.stderr.count("\n") == 1
    assert run("data", "deals", "--check", cwd=tmp_path).returncode == 2
    assert run(cwd=tmp_path).returncode == 2


def test_the_command_lists_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["data"]) == 0
    listed = capsys.readouterr().out
    for name in data.names():
        assert re.search(rf"^{name} +{data.describe(name)['rows']} ", listed, re.MULTILINE), name


def test_check_and_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_package(tmp_path, GOOD)
    monkeypatch.setenv("SCIENCECITIES_DATA", str(tmp_path))
    assert command.main(["data", "--check"]) == 0
    assert capsys.readouterr().out == "All tables are well.\n"
    (tmp_path / "small.csv").write_text("\n".join(GOOD[:-1]) + "\n", encoding="utf-8")
    assert command.main(["data", "--check"]) == 1
    assert "python -m sciencecities data --seal" in capsys.readouterr().out
    assert command.main(["data", "--seal"]) == 0
    assert capsys.readouterr().out == "Sealed anew: small.\nAll tables are well.\n"
    assert command.main(["data", "--seal"]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\nAll tables are well.\n"
    (tmp_path / "small.csv").write_text("\n".join([HEADER, "a,0,,,,,"]) + "\n", encoding="utf-8")
    assert command.main(["data", "--seal"]) == 1
    assert "'0' is outside the range" in capsys.readouterr().out


def test_the_data_page_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "data.md"
    monkeypatch.setattr(command, "DATA_PAGE", written)
    assert command.main(["data", "--write-page"]) == 0
    page = (Path(__file__).parent.parent / "reference" / "data.md").read_text(encoding="utf-8")
    assert page == written.read_text(encoding="utf-8"), "run: python -m sciencecities data --write-page"


def test_the_data_page_has_one_card_a_table_with_anchor_and_download() -> None:
    page = command.data_page()
    titles = re.findall(r"^## (.+)$", page, re.MULTILINE)
    slugs = {re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for title in titles}
    assert titles == [data.describe(name)["title"] for name in data.names()]
    assert re.findall(r'<span id="(\w+)"></span>', page) == data.names()
    assert not slugs & set(data.names()), "a heading and an anchor would share an id"
    for name in data.names():
        assert f"{{download}}`{name}.csv <../data/{name}.csv>`" in page
        assert f"(table-{name})=" in page
    columns = sum(len(data.describe(name)["schema"]["fields"]) for name in data.names())
    rows = re.findall(r"^\| `\w+` \|.*$", page, re.MULTILINE)
    assert len(rows) == columns
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 6 for row in rows)
