"""Archives and folders that are odd or hostile: each file gives a result or a sentence, and nothing stops the class."""

import os
import random
import re
import socket
import stat
import struct
import tracemalloc
import zipfile

import pytest
from handin_kit import (
    by_student,
    changed,
    good_notebook,
    moodle_name,
    moodle_zip,
    only,
    sentence,
    tree,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sciencecities._package import write_whole
from sciencecities.classroom.assign import exercises_of
from sciencecities.classroom.roster import Student
from sciencecities.grading.files import MAX_BYTES
from sciencecities.grading.model import GradeError, Handed, Unreadable
from sciencecities.grading.notebooks import read_notebook
from sciencecities.grading.submissions import collect

CLASS = [
    Student("s001", "Li Wei"),
    Student("s002", "Áine O'Brien"),
    Student("s003", "张伟"),
    Student("s004", "Cher"),
]
FOUR = exercises_of("4")
PLAIN = good_notebook(4)
OTHER = good_notebook(4, CLASS[2], "autumn")
HERE = moodle_name("Li Wei", 7, "")
THERE = moodle_name("张伟", 8)


def member(name, content=PLAIN, mode=0):
    """A pair for `zipped`, of a member with a kind of file that is not ordinary."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info, content


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (member(HERE + "../../../evil.ipynb"), "leads out of it"),
        (member("/" + HERE + "evil.ipynb"), "leads out of it"),
        (member(HERE + "..\\evil.ipynb"), "leads out of it"),
        (member("C:/" + HERE + "evil.ipynb"), "leads out of it"),
        (member(HERE + "evil.ipynb", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link or a device"),
        (member(HERE + "evil.ipynb", b"", stat.S_IFCHR | 0o666), "a link or a device"),
        (member(HERE + "evil.ipynb", b"", stat.S_IFIFO | 0o666), "a link or a device"),
    ],
    ids=["up", "absolute", "backslash", "drive", "link", "device", "pipe"],
)
def test_a_member_that_must_not_be_read_is_refused_and_the_class_goes_on(tmp_path, bad, says):
    zipped([bad, (THERE, OTHER)], tmp_path / "all.zip")
    found = by_student(collect(tmp_path / "all.zip", CLASS))
    assert says in sentence(found["s001"].trouble) and found["s001"].read() == b""
    assert found["s003"].read() == OTHER
    zipped([bad, (THERE, OTHER), (HERE + "good.ipynb", PLAIN)], tmp_path / "all.zip")
    one = by_student(collect(tmp_path / "all.zip", CLASS))["s001"]
    assert one.read() == PLAIN and says in only(one.log)
    assert [path.name for path in tmp_path.rglob("*")] == ["all.zip"]


def patched(content, central=(), local=()):
    """A zip with bytes exchanged in its first member's two records: (offset in the record, new bytes) pairs."""
    content = bytearray(content)
    for start, changes in ((content.index(b"PK\x01\x02"), central), (content.index(b"PK\x03\x04"), local)):
        for offset, new in changes:
            content[start + offset : start + offset + len(new)] = new
    return bytes(content)


NAMES = {HERE + "a.ipynb": PLAIN, THERE: OTHER}
SMALL = struct.pack("<L", 10)
HUGE = struct.pack("<L", 2**31)


@pytest.mark.parametrize(
    ("central", "local", "says"),
    [
        ([(8, b"\x01")], [(6, b"\x01")], "locked with a password"),
        ([(10, b"\x0c")], [(8, b"\x0c")], "packed in a way that is not read"),
        ([(10, b"\x63")], [(8, b"\x63")], "packed in a way that is not read"),
        ([(24, SMALL)], [(22, SMALL)], "damaged within its zip"),
        ([(16, SMALL)], [(14, SMALL)], "damaged within its zip"),
        ([(24, HUGE)], [(22, HUGE)], ""),
        ([(20, HUGE)], [(18, HUGE)], "share their bytes"),
        ([], [(0, b"XXXX")], "damaged within its zip"),
        ([], [(30, b"other")], "damaged within its zip"),
        ([], [(80, b"\xff" * 200)], "damaged within its zip"),
    ],
    ids=["password", "bzip2", "aes", "small", "sum", "huge", "long", "no header", "name", "content"],
)
def test_headers_that_lie(tmp_path, central, local, says):
    (tmp_path / "all.zip").write_bytes(patched(zipped(NAMES), central, local))
    found = by_student(collect(tmp_path / "all.zip", CLASS))
    assert says in found["s001"].trouble and (says != "") == (found["s001"].trouble != "")
    if says != "share their bytes":
        assert found["s003"].read() == OTHER


def test_a_bomb_is_read_up_to_the_cap_and_no_further(tmp_path):
    bomb = zipped({"a.ipynb": b" " * 60_000_000})
    zipped(
        {HERE + "bomb.zip": bomb, moodle_name("张伟", 8, "b.ipynb"): b" " * 60_000_000}, tmp_path / "all.zip"
    )
    assert (tmp_path / "all.zip").stat().st_size < 200_000
    tracemalloc.start()
    found = by_student(collect(tmp_path / "all.zip", CLASS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 70_000_000
    for student in ("s001", "s003"):
        content = found[student].read()
        assert len(content) == MAX_BYTES + 1
        with pytest.raises(Unreadable, match="larger than 20 MB"):
            read_notebook(content, FOUR)


def test_members_that_share_their_bytes_are_refused(tmp_path):
    content = zipped({HERE + "a.ipynb": PLAIN})
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    record, tail = content[start:end], bytearray(content[end:])
    tail[8:16] = struct.pack("<HHL", 50, 50, 50 * len(record))
    (tmp_path / "all.zip").write_bytes(content[:start] + record * 50 + bytes(tail))
    assert "share their bytes" in collect(tmp_path / "all.zip", CLASS)[0].trouble


def test_two_members_of_one_name_are_both_there_and_the_later_is_marked(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        zipped([(HERE + "a.ipynb", OTHER), (HERE + "a.ipynb", PLAIN)], tmp_path / "all.zip")
    one = collect(tmp_path / "all.zip", CLASS)[0]
    assert one.read() == PLAIN and "2 notebooks" in only(one.remarks)


@pytest.mark.parametrize("name", ["Áine O'Brien", "张伟", "A\u0301ine O'Brien"])
def test_names_in_any_script_with_and_without_the_flag_for_utf8(tmp_path, name):
    content = zipped({moodle_name(name, 7): PLAIN})
    assert struct.unpack_from("<H", content, 6)[0] & 0x800
    flagless = patched(content, [(8, b"\0\0")], [(6, b"\0\0")])
    for version in (content, flagless):
        (tmp_path / "all.zip").write_bytes(version)
        present = [one for one in collect(tmp_path / "all.zip", CLASS) if not one.trouble]
        assert only(present).student in ("s002", "s003")


def test_too_many_members_and_broken_zips_stop_with_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "all.zip"
    zipped(NAMES, path)
    monkeypatch.setattr("sciencecities.grading.archive.MAX_FILES", 1)
    with pytest.raises(GradeError, match="more than 1 members"):
        collect(path)
    monkeypatch.undo()
    for content in (b"", b"PK\x03\x04", path.read_bytes()[:-40], zipped({})):
        path.write_bytes(content)
        with pytest.raises(GradeError) as problem:
            collect(path)
        sentence(str(problem.value).replace(str(path), "X"))


def test_a_flood_of_names_in_a_students_zip_is_not_read_into_memory(tmp_path, monkeypatch):
    flood = zipped({f"{n}" * 30: b"" for n in range(3_000)})
    zipped({HERE + "flood.zip": flood}, tmp_path / "all.zip")
    opened = []
    real = zipfile.ZipFile
    monkeypatch.setattr(zipfile, "ZipFile", lambda file: opened.append(file) or real(file))
    assert "no whole zip" in collect(tmp_path / "all.zip", CLASS)[0].trouble
    assert opened == [tmp_path / "all.zip"]


ZIP = zipped({**NAMES, HERE + "inner.zip": zipped({"x.ipynb": PLAIN})})


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, len(ZIP)), st.binary(max_size=4), st.integers(0, 4)), min_size=1, max_size=4
    )
)
def test_a_zip_with_bytes_exchanged_gives_results_or_one_sentence(tmp_path_factory, changes):
    content = ZIP
    for at, new, gone in changes:
        content = content[:at] + new + content[at + gone :]
    collected(tmp_path_factory.mktemp("zip") / "all.zip", content)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_zip_with_its_list_of_members_changed_gives_results_or_one_sentence(tmp_path_factory, seed):
    rng = random.Random(seed)
    content = bytearray(ZIP)
    start = content.index(b"PK\x01\x02" + ZIP[ZIP.rindex(b"PK\x01\x02") + 4 :][:2], len(ZIP) - 800)
    for _ in range(rng.randint(1, 6)):
        content[rng.randrange(start, len(content))] = rng.randrange(256)
    collected(tmp_path_factory.mktemp("zip") / "all.zip", bytes(content))


def collected(path, content):
    path.write_bytes(content)
    try:
        handed = collect(path, CLASS)
    except GradeError:
        return
    assert len({one.key for one in handed}) == len(handed)
    for one in handed:
        assert isinstance(one, Handed)
        if one.trouble:
            sentence(one.trouble)
        try:
            read_notebook(one.read(), FOUR)
        except Unreadable as problem:
            sentence(str(problem))


# Folders


def test_a_folder_follows_no_link_and_waits_for_no_pipe(tmp_path):
    source, outside = tmp_path / "source", tmp_path / "outside"
    tree(outside, ["secret.ipynb"], PLAIN)
    tree(source, ["s004/good.ipynb"], PLAIN)
    (source / "s001").mkdir()
    (source / "s001" / "a.ipynb").symlink_to(outside / "secret.ipynb")
    (source / "s002").symlink_to(outside)
    (source / "s003").mkdir()
    os.mkfifo(source / "s003" / "a.ipynb")
    (source / "loop").symlink_to(source)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(source / "s003" / "b.ipynb"))
    found = by_student(collect(source, CLASS))
    assert "is a link" in sentence(found["s001"].trouble)
    assert "is a link" in sentence(found["s002"].trouble)
    assert "no ordinary file" in sentence(found["s003"].trouble)
    assert not found["s004"].trouble
    assert found[""].name == "loop" and "is a link" in found[""].trouble


def test_a_file_that_became_a_link_or_went_away_is_not_read(tmp_path):
    names = ("s001", "s003", "s004")
    tree(tmp_path, [f"{name}.ipynb" for name in names], PLAIN)
    found = by_student(collect(tmp_path, CLASS))
    for name in names:
        (tmp_path / f"{name}.ipynb").unlink()
    (tmp_path / "s001.ipynb").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "s003.ipynb")
    for name in names:
        with pytest.raises(Unreadable) as problem:
            found[name].read()
        assert f"{name}.ipynb" in sentence(str(problem.value))


def test_no_permission_is_said(tmp_path, monkeypatch):
    """Refused by a stand-in for the system: the superuser, who may run this, may read everything."""
    tree(tmp_path, ["s001.ipynb", "s003/a.ipynb"], PLAIN)
    scan = os.scandir

    def no_folder(path):
        if str(path).endswith("s003"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    def no_file(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", no_folder)
    monkeypatch.setattr(os, "open", no_file)
    found = by_student(collect(tmp_path, CLASS))
    monkeypatch.undo()
    assert "permission denied" in sentence(found["s001"].trouble)
    assert "permission denied" in sentence(found["s003"].trouble)


def test_deep_and_odd_names(tmp_path):
    tree(tmp_path, ["s001/" + "d/" * 20 + "a.ipynb", "s003/x\n\u202ey.ipynb"], PLAIN)
    os.link(tmp_path / "s003" / "x\n\u202ey.ipynb", os.fsencode(tmp_path) + b"/x\xe9.ipynb")
    found = by_student(collect(tmp_path, CLASS))
    assert "too many folders deep" in sentence(found["s001"].trouble)
    assert found["s003"].files == ("s003/x\ufffd\ufffdy.ipynb",) and found["s003"].read() == PLAIN
    assert found[""].name == "x\ufffd" and found[""].read() == PLAIN


def test_a_large_file_is_read_up_to_the_cap(tmp_path):
    with (tmp_path / "s001.ipynb").open("wb") as file:
        file.truncate(50_000_000)
    assert len(collect(tmp_path, CLASS)[0].read()) == MAX_BYTES + 1


def test_sources_that_are_none(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.ipynb")
    tree(tmp_path, ["empty/.DS_Store", "lists/class.csv", "one.pdf"])
    for name in ("missing", "empty", "lists", "one.pdf", "pipe.ipynb"):
        with pytest.raises(GradeError) as problem:
            collect(tmp_path / name)
        assert str(tmp_path / name) in str(problem.value)
        sentence(str(problem.value).replace(str(tmp_path), ""))
    monkeypatch.setattr("sciencecities.grading.files.MAX_FILES", 2)
    with pytest.raises(GradeError, match="more than 2 files"):
        collect(tree(tmp_path / "many", "abc"))


def test_one_notebook_and_a_folder_around_one_zip(tmp_path):
    (tmp_path / "any.ipynb").write_bytes(OTHER)
    one = only(collect(tmp_path / "any.ipynb"))
    assert (one.student, one.name, one.read()) == ("s003", "any", OTHER)
    (tmp_path / "downloads").mkdir()
    moodle_zip(tmp_path / "downloads" / "all.zip", [(CLASS[0], 7, PLAIN), (CLASS[2], 8, OTHER)])
    assert len(collect(tmp_path / "downloads")) == 2


# The class


def test_keys_are_unique_fit_for_files_and_the_same_again(tmp_path):
    names = ["A", "a", "a.", "a b", "a_b", "con", "张伟", "é" * 200, "x" * 300]
    zipped([(moodle_name(name, 10 + at), PLAIN) for at, name in enumerate(names)], tmp_path / "all.zip")
    one, two = collect(tmp_path / "all.zip"), collect(tmp_path / "all.zip")
    assert one == two
    keys = [handed.key for handed in one]
    assert len({key.casefold() for key in keys}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{8,60}", key) for key in keys)


def test_memory_does_not_grow_with_the_class(tmp_path):
    big = changed(PLAIN, lambda nb: nb["cells"][0].update(source=random.Random(1).randbytes(30_000).hex()))
    peaks = []
    for size in (20, 80):
        zipped([(moodle_name(f"Student {at}", at + 1), big) for at in range(size)], tmp_path / "all.zip")
        tracemalloc.start()
        handed = collect(tmp_path / "all.zip")
        assert len(handed) == size and all(one.read() == big for one in handed)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 60 * len(big) / 5


def test_a_file_is_written_in_one_step(tmp_path, monkeypatch):
    path = tmp_path / ("x" * 250)
    write_whole(path, "old", sure=True)
    write_whole(path, "new", sure=True)
    assert path.read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == [path.name]

    def fail(_):
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "newer", sure=True)
    assert path.read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == [path.name]
