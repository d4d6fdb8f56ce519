"""A sound package is understood; each thing wrong with one is said, all at once."""

from __future__ import annotations

import contextlib
import io
import json
import stat
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.h5p.archive import Archive, ignored, unsafe
from media.h5p.libraries import LibraryName
from media.h5p.limits import LIMITS, Limits
from media.h5p.package import read_package
from media.h5p.problems import SENTENCES, PackageRefused
from media.h5p.reports import Reports
from media.h5p.unpacking import tree
from tests.h5p.packages import CHOICE, MAIN, TINY, files, pack, sound, with_files, without


def codes(source: io.BytesIO, limits: Limits = LIMITS) -> set[str]:
    assert read_package(sound()).package is not None
    reading = read_package(source, limits)
    assert reading.package is None
    for each in reading.problems:
        assert each.sentence
        assert "%(" not in each.sentence
    return {each.code for each in reading.problems}


def unpacked(
    source: io.BytesIO, limits: Limits = LIMITS
) -> tuple[dict[str, bytes], dict[str, str]]:
    """All that comes out by path, and the hash of each tree; the content's folder is ""."""
    package = read_package(source, limits).package
    assert package is not None
    archive = Archive(source, limits)
    put: dict[str, bytes] = {}
    hashes = {}
    trees = {each.folder: each.files for each in package.libraries}
    trees[""] = (*package.content_files, "h5p.json")
    for folder, names in trees.items():
        start = f"{folder}/" if folder else ""

        def keep(path: str, pieces: Iterator[bytes], start: str = start) -> None:
            put[start + path] = b"".join(pieces)

        hashes[folder], size = tree(archive, names, folder, keep, lambda size: None)
        assert size == sum(len(put[name]) for name in names)
    return put, hashes


def read_to_the_end(name: str, data: Iterator[bytes]) -> None:
    for _piece in data:
        pass


def test_a_sound_package_is_understood() -> None:
    package = read_package(sound()).package
    assert package is not None
    assert package.title == "What helps?"
    assert package.main == LibraryName("H5P.TinyChoice", 1, 2)
    assert package.language == "en"
    assert package.credits.licence == "CC BY-SA"
    assert package.credits.authors[0].name == "A trainer"
    assert [each.folder for each in package.libraries] == [TINY, CHOICE]
    choice = package.libraries[1]
    assert choice.scripts == (f"{CHOICE}/scripts/choice.js",)
    assert choice.styles == (f"{CHOICE}/choice.css",)
    assert package.missing == ()
    assert not package.content_only


def test_what_it_can_report() -> None:
    for name, reports in {
        "H5P.MultiChoice": Reports.SCORE,
        "H5P.Questionnaire": Reports.FINISHED,
        "H5P.Accordion": Reports.VIEWED,
    }.items():
        library = {"machineName": name, "majorVersion": 1, "minorVersion": 2}
        source = without(
            *(path for path in files() if path.startswith(CHOICE)),
            manifest={"mainLibrary": name, "preloadedDependencies": [library]},
        )
        package = read_package(source).package
        assert package is not None
        assert package.reports == reports


def test_unpacking_gives_every_file_and_the_same_hash_for_the_same_tree() -> None:
    put, first = unpacked(sound())
    assert set(put) == set(files())
    assert put[f"{CHOICE}/choice.css"] == b"p { margin: 0; }"
    again = unpacked(sound(content={"question": "Another"}))[1]
    assert {each for each in first if again[each] != first[each]} == {""}
    changed = unpacked(with_files({f"{CHOICE}/choice.css": "p { margin: 1px; }"}))[1]
    assert {each for each in first if changed[each] != first[each]} == {CHOICE}


def test_content_without_libraries_says_what_it_expects() -> None:
    package = read_package(
        pack({name: data for name, data in files().items() if not name.startswith((CHOICE, TINY))})
    ).package
    assert package is not None
    assert package.content_only
    assert [str(each) for each in package.missing] == ["H5P.TinyChoice 1.2", "TinyWords 1.0"]


def test_what_the_content_names_is_needed_too() -> None:
    deep = {"parts": [{"inner": {"library": "H5P.Deep 1.4"}}]}
    package = read_package(sound(content=deep)).package
    assert package is not None
    assert [str(each) for each in package.missing] == ["H5P.Deep 1.4"]


# What H5P tolerates


@pytest.mark.parametrize(
    "more",
    [
        {"__MACOSX/._h5p.json": "x"},
        {".DS_Store": "x", f"{CHOICE}/.eslintrc": "x"},
        {f"{CHOICE}/_old/x.php": "x"},
        {"content/.htaccess": "Options +Indexes"},
        {f"{CHOICE}/LICENSE": "words", f"{CHOICE}/build.sh": "rm"},
        {"h5p.jpg": "x", "notes/x.txt": "x"},
        {
            "H5P.TinyChoice-1.3/library.json": MAIN
            | {"minorVersion": 3, "preloadedJs": [], "preloadedCss": []}
        },
    ],
)
def test_what_is_harmless_is_passed_over(more: Any) -> None:
    put, _hashes = unpacked(with_files(more))
    assert set(put) == set(files())


def test_a_byte_order_mark() -> None:
    marked = "\ufeff" + json.dumps(files()["h5p.json"])
    assert read_package(with_files({"h5p.json": marked})).package is not None


# What is refused


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-package"),
        (b"hello", "not-a-package"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web-page"),
        (b"\xef\xbb\xbf\n<HTML>", "web-page"),
        (b"PK\x03\x04" + b"x" * 50, "damaged"),
        (sound().getvalue()[:-40], "damaged"),
        (sound().getvalue()[: len(sound().getvalue()) // 2], "damaged"),
    ],
)
def test_what_is_no_package(data: bytes, code: str) -> None:
    assert codes(io.BytesIO(data)) == {code}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.js",
        f"{CHOICE}/../../evil.js",
        "content/../../evil.json",
        "/etc/passwd.txt",
        "content\\evil.json",
        "C:/evil.json",
        "content/a:b.json",
        "content//x.json",
        "content/x .json/y.json ",
        "content/\u202exnosj.json",
    ],
)
def test_names_that_lead_out(name: str) -> None:
    assert codes(with_files({name: "{}"})) == {"name-unsafe"}


def test_a_nul_in_a_name() -> None:
    data = with_files({"content/evilX.json": "{}"}).getvalue()
    assert codes(io.BytesIO(data.replace(b"evilX", b"evil\0"))) == {"name-unsafe"}


def test_a_link() -> None:
    name = "content/link.json"
    source = with_files({name: "/etc/passwd"}, attributes={name: (stat.S_IFLNK | 0o777) << 16})
    assert codes(source) == {"file-link"}


@pytest.mark.parametrize("name", ["content/Picture.png", "content/picture.png"])
def test_the_same_name_twice(name: str) -> None:
    packed = with_files({"content/picture.png": "x"})
    with zipfile.ZipFile(packed, "a") as archive, warnings.catch_warnings():
        # Python's own writer warns of what is meant here.
        warnings.simplefilter("ignore")
        archive.writestr(name, "y")
    packed.seek(0)
    assert codes(packed) == {"name-twice"}


@pytest.mark.parametrize(
    "name", ["x.js", "x.html", "x.htm", "x.svg", "x.php", "x.xml", "x.css", "x.swf", "x.doc", "x"]
)
def test_scripts_in_the_content(name: str) -> None:
    assert codes(with_files({f"content/{name}": "x"})) == {"type-refused"}


def test_a_locked_file() -> None:
    data = bytearray(sound().getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "file-locked" in codes(io.BytesIO(bytes(data)))


def test_an_unknown_way_of_packing() -> None:
    data = bytearray(sound().getvalue())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 10, 12)
    assert "file-method" in codes(io.BytesIO(bytes(data)))


def test_too_many_files() -> None:
    more = {f"content/{number}.txt": b"" for number in range(40)}
    assert codes(with_files(more), Limits(files=30)) == {"files-many"}


def test_a_list_of_a_million_files_is_not_even_read() -> None:
    data = bytearray(sound().getvalue())
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, at + 8, 2, 2)
    struct.pack_into("<I", data, at + 12, 60_000_000)
    tracemalloc.start()
    assert codes(io.BytesIO(bytes(data))) == {"files-many"}
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_bomb_by_its_declared_size() -> None:
    source = with_files({"content/zeros.txt": b"0" * 3_000_000})
    assert codes(source, Limits(unpacked=2_000_000)) == {"unpacked-large"}


def test_reading_a_file_twice_counts_it_once() -> None:
    """Libraries are read once for their hash and once to be stored."""
    source = with_files({"content/long.txt": b"0" * 700_000})
    archive = Archive(source, Limits(unpacked=1_000_000))
    for _time in range(3):
        assert len(archive.read("content/long.txt", 800_000)) == 700_000


def test_a_bomb_by_ratio() -> None:
    source = with_files({"content/zeros.txt": b"0" * 3_000_000})
    limits = Limits(ratio_from=1_000_000)
    assert read_package(source, limits).package is not None
    with pytest.raises(PackageRefused) as refused:
        unpacked(source, limits)
    assert [each.code for each in refused.value.problems] == ["file-bomb"]


def lying(source: io.BytesIO, name: str, size: int) -> io.BytesIO:
    """The package with another size stated for a file, in both places."""
    data = bytearray(source.getvalue())
    at = data.find(name.encode())
    struct.pack_into("<I", data, at - 30 + 22, size)
    at = data.rfind(name.encode())
    struct.pack_into("<I", data, at - 46 + 24, size)
    return io.BytesIO(bytes(data))


@pytest.mark.parametrize("size", [10, 2_999_999, 3_000_001, 4_000_000])
def test_a_size_that_lies(size: int) -> None:
    name = "content/zeros.txt"
    source = lying(with_files({name: b"0" * 3_000_000}), name, size)
    with pytest.raises(PackageRefused) as refused:
        unpacked(source)
    assert [each.code for each in refused.value.problems] == ["file-damaged"]


def test_a_file_that_lies_costs_no_memory() -> None:
    name = "content/zeros.txt"
    source = lying(with_files({name: b"0" * 50_000_000}), name, 10)
    tracemalloc.start()
    assert read_package(source).package is not None
    with pytest.raises(PackageRefused):
        tree(Archive(source), [name], "", read_to_the_end, lambda size: None)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_json_out_of_bounds() -> None:
    name = "content/content.json"
    assert codes(with_files({name: "{"})) == {"json-broken"}
    assert codes(with_files({name: "[]"})) == {"json-broken"}
    assert codes(with_files({name: b"\xff{}"})) == {"json-broken"}
    assert codes(with_files({name: '{"a": NaN}'})) == {"json-broken"}
    assert codes(with_files({name: '{"a":' * 150 + "1" + "}" * 150})) == {"json-deep"}
    assert codes(with_files({name: '{"a":' * 90_000 + "1" + "}" * 90_000})) == {"json-deep"}
    large = json.dumps({"a": "x" * 300_000})
    assert codes(with_files({name: large}), Limits(json=100_000)) == {"json-large"}


def test_hostile_expressions_are_never_run() -> None:
    """`semantics.json` may hold regular expressions that never come to an end."""
    hostile = json.dumps([{"name": "q", "type": "text", "regexp": {"pattern": "(a+)+$"}}])
    source = with_files({f"{CHOICE}/semantics.json": hostile})
    assert read_package(source).package is not None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"manifest": {"mainLibrary": None}}, "main-missing"),
        ({"manifest": {"mainLibrary": "H5P.Other"}}, "main-unlisted"),
        ({"manifest": {"preloadedDependencies": "none"}}, "main-unlisted"),
        ({"main": {"runnable": 0}}, "main-not-runnable"),
        ({"main": {"machineName": "../x"}}, "library-broken"),
        ({"main": {"majorVersion": "one"}}, "library-broken"),
        ({"words": {"machineName": "H5P.Other"}}, "library-folder"),
        ({"words": {"coreApi": {"majorVersion": 1, "minorVersion": 29}}}, "core-newer"),
        ({"words": {"coreApi": {"majorVersion": "2", "minorVersion": "0"}}}, "core-newer"),
        ({"words": {"preloadedJs": [{"path": "gone.js"}]}}, "asset-missing"),
        ({"words": {"preloadedJs": [{"path": "https://example.org/x.js"}]}}, "asset-outside"),
        ({"words": {"preloadedJs": [{"path": "//example.org/x.js"}]}}, "asset-outside"),
        ({"words": {"preloadedCss": [{"path": "../content/x.css"}]}}, "asset-outside"),
        ({"words": {"preloadedCss": [{"path": f"../{CHOICE}/choice.css"}]}}, "asset-outside"),
    ],
)
def test_what_the_package_says_of_itself(changed: Any, code: str) -> None:
    assert code in codes(sound(**changed))


def test_parts_that_are_missing() -> None:
    assert codes(without("h5p.json")) == {"manifest-missing"}
    assert codes(without("content/content.json")) == {"content-missing"}


def test_everything_wrong_is_said_at_once() -> None:
    content = files(words={"preloadedJs": [{"path": "gone.js"}]}) | {
        "content/evil.js": "x",
        "../evil.txt": "x",
    }
    del content["content/content.json"]
    found = codes(pack(content))
    assert found == {"asset-missing", "type-refused", "name-unsafe", "content-missing"}


def test_every_problem_has_a_sentence_that_is_used() -> None:
    from pathlib import Path

    rooms = [Path("media"), Path("media/h5p"), Path("media/actions")]
    source = "".join(path.read_text() for room in rooms for path in sorted(room.glob("*.py")))
    for code in SENTENCES:
        assert source.count(f'"{code}"') >= 2, code


# By property


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_a_name_that_is_let_through_stays_inside(name: str) -> None:
    import posixpath

    if unsafe(name) or ignored(name):
        return
    assert posixpath.normpath(f"/base/{name}").startswith("/base/")
    assert posixpath.normpath(name) == name.rstrip("/")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 255), st.integers(1, 4))
def test_no_changed_byte_trips_the_reader(place: int, value: int, times: int) -> None:
    data = bytearray(sound().getvalue())
    for step in range(times):
        data[(place * (step + 1)) % len(data)] = value
    source = io.BytesIO(bytes(data))
    reading = read_package(source)
    assert (reading.package is None) == bool(reading.problems)
    if reading.package is not None:
        with contextlib.suppress(PackageRefused):
            unpacked(source)
