"""Class lists as spreadsheets of other languages write them, and the line that a message names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciencecities.classroom.roster import RosterError, Student, read_roster


@pytest.mark.parametrize(
    "content",
    [
        "id;name\r\ns1;Zoë, B.\r\ns2;Li\r\n",
        "id\tname\ns1\tZoë, B.\ns2\tLi\n",
        '"id";"name, first";name\ns1;x;"Zoë, B."\ns2;y;Li\n',
        '"id\n";name\ns1;Zoë, B.\ns2;Li\n',
        'id,name\ns1,"Zoë, B."\ns2,Li\n',
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_header_tells_what_parts_the_columns(tmp_path, content, mark):
    path = tmp_path / "class.csv"
    path.write_bytes((mark + content).encode())
    assert read_roster(path) == [Student("s1", "Zoë, B."), Student("s2", "Li")]


@pytest.mark.parametrize("header", ["id", "id,name", '"id",name'])
def test_a_semicolon_or_tab_in_an_id_of_a_comma_file_stays_there(tmp_path, header):
    path = tmp_path / "class.csv"
    path.write_text(f"{header}\na;1\na\t2\n", encoding="utf-8")
    assert [one.id for one in read_roster(path)] == ["a;1", "a\t2"]


@given(
    separator=st.sampled_from(",;\t"),
    names=st.lists(st.text("aé ,;\t\n", max_size=9), min_size=1, max_size=5),
)
def test_any_name_survives_in_quotation_marks(tmp_path_factory, separator, names):
    path = tmp_path_factory.mktemp("roster") / "class.csv"
    rows = [f's{at}{separator}"{name}"\n' for at, name in enumerate(names)]
    path.write_bytes("".join([f"id{separator}name\n", *rows]).encode())
    assert [one.name for one in read_roster(path)] == [
        name.strip() or f"s{at}" for at, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,name\ns1,A\n\n\n,B\n", "row 5, has no id"),
        ("id;name\r\ns1;A\r\n\r\ns1;B\r\n", "row 4, has the id s1 a second time"),
        ('id,name\ns1,"A\nB"\n,C\n', "row 4, has no id"),
        ("id,name\ns1,A,\ns2,Neil, Jr.\n", "row 3, has more fields than the header"),
    ],
)
def test_a_message_names_the_line_of_the_file(tmp_path, content, says):
    path = tmp_path / "class.csv"
    path.write_bytes(content.encode())
    with pytest.raises(RosterError, match=says):
        read_roster(path)
