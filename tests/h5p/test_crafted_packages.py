"""Zips made by hand against the reader: each beside its twin that lacks only the fault."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.h5p.archive import Archive, unsafe
from media.h5p.limits import LIMITS, Limits
from media.h5p.package import read_package
from media.h5p.problems import PackageRefused
from media.style_sheets import Room, closed, joinable
from tests.h5p.crafted import changed, end, entry, large, listing, parts
from tests.h5p.packages import CHOICE, TINY, files, pack, sound, with_files
from tests.h5p.test_read_packages import codes, unpacked

NOTE = "content/note.txt"


def with_note() -> io.BytesIO:
    return with_files({NOTE: "A calm voice helps. " * 20})


def refused_late(source: io.BytesIO) -> set[str]:
    """Sound to the eye; the codes of what is found as it is unpacked."""
    assert read_package(source).package is not None
    with pytest.raises(PackageRefused) as refused:
        unpacked(source)
    return {each.code for each in refused.value.problems}


def memory(act: Callable[[], Any]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# The records at the end


def test_records_for_large_zips_are_read_where_they_are_true() -> None:
    assert read_package(large(sound())).package is not None
    assert read_package(large(sound(), comment=65_535)).package is not None


@pytest.mark.parametrize("comment", [0, 65_535])
def test_a_record_that_hides_a_longer_list(comment: int) -> None:
    """Python's reader believes it, whatever the end of the zip says."""
    many = entry(b"content/x.txt") * 200_000
    source = listing(sound(), many, 7)
    honest, _listed, _count = parts(sound())
    size = len(source.getvalue()) - len(honest) - 22
    hidden = large(source, size=size, count=7, comment=comment)
    data = bytearray(hidden.getvalue())
    # The end of the zip states a short list.
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (400).to_bytes(4, "little")
    crafted = io.BytesIO(bytes(data))
    assert codes(crafted) == {"files-many"}
    assert memory(lambda: read_package(crafted)) < 2_000_000


@pytest.mark.parametrize("lie", [{"at": 0}, {"at": 1 << 62}, {"size": 1 << 60}, {"size": 3}])
def test_records_that_readers_would_find_differently(lie: dict[str, int]) -> None:
    assert codes(large(sound(), **lie)) <= {"damaged", "files-many"}


@pytest.mark.parametrize("count", [0, 1, 7, 65_535])
def test_the_number_of_files_is_counted_and_not_believed(count: int) -> None:
    assert read_package(listing(sound(), b"", count)).package is not None
    many = entry(b"content/x.txt") * (LIMITS.files + 1)
    crafted = listing(sound(), many, count)
    assert codes(crafted) == {"files-many"}
    assert memory(lambda: read_package(crafted)) < 6_000_000


def test_a_list_that_is_no_list() -> None:
    assert codes(listing(sound(), b"x" * 46)) == {"damaged"}
    assert codes(listing(sound(), entry(b"content/x.txt")[:-9])) == {"damaged"}
    whole, listed, count = parts(sound())
    assert codes(io.BytesIO(whole + listed + end(count, len(whole + listed) + 1, 0))) == {"damaged"}


def test_an_empty_zip_lacks_everything() -> None:
    empty = io.BytesIO(end(0, 0, 0))
    assert codes(empty) == {"manifest-missing", "content-missing"}


def test_what_stands_before_and_after_the_zip() -> None:
    whole = sound().getvalue()
    for kept in (b"PK" + b"\0" * 500 + whole, whole + b"\0" * 500):
        put, _hashes = unpacked(io.BytesIO(kept))
        assert set(put) == set(files())
    # A program, a picture or a page in front of it is another kind of file.
    for first, code in ((b"MZ", "not-a-package"), (b"\x89PNG", "not-a-package"),
                        (b"<!doctype html>", "web-page")):  # fmt: skip
        assert codes(io.BytesIO(first + b"\0" * 500 + whole)) == {code}


def test_a_package_in_a_package() -> None:
    assert codes(with_files({"content/inner.h5p": sound().getvalue()})) == {"type-refused"}
    assert codes(with_files({"content/inner.zip": sound().getvalue()})) == {"type-refused"}
    # Beside the content it is passed over.
    put, _hashes = unpacked(with_files({"inner.h5p": sound().getvalue()}))
    assert set(put) == set(files())


# Before a file and in the list


def test_both_places_say_the_same() -> None:
    assert unpacked(changed(with_note(), NOTE, local={}, listed={}))[0][NOTE]


@pytest.mark.parametrize(
    ("local", "listed"),
    [
        # Shared bytes: the list leads to another file's.
        ({}, {"at": 0}),
        ({}, {"at": 0xFFFFFFF0}),
        ({}, {"packed": 3}),
        ({}, {"sum": 1}),
        ({}, {"size": 0}),
    ],
)
def test_a_list_that_disagrees_with_the_file(local: Any, listed: Any) -> None:
    assert refused_late(changed(with_note(), NOTE, local=local, listed=listed)) == {"file-damaged"}


def test_another_name_before_the_file_than_in_the_list() -> None:
    data = with_note().getvalue()
    assert refused_late(io.BytesIO(data.replace(b"content/note.txt", b"content/evil.js\0", 1))) == {
        "file-damaged"
    }


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ({"flags": 0x1}, "file-locked"),
        ({"flags": 0x41}, "file-locked"),
        ({"flags": 0x2001}, "file-locked"),
        *(({"method": method}, "file-method") for method in (1, 6, 9, 12, 14, 93, 95, 99)),
    ],
)
def test_locked_and_packed_otherwise(listed: dict[str, int], code: str) -> None:
    assert codes(changed(with_note(), NOTE, local=listed, listed=listed)) == {code}


def test_entries_over_each_other_give_no_more_than_they_say() -> None:
    """Many names for the same bytes: each is measured, and all together."""
    packed = with_note()
    at = packed.getvalue().find(NOTE.encode()) - 30
    more = b"".join(entry(b"content/%d.txt" % number, at=at) for number in range(50))
    assert refused_late(listing(packed, more)) == {"file-damaged"}


# Names


@pytest.mark.parametrize(
    "name",
    [
        "content/dir./x.json",
        "content/x.json.",
        "content/x.json ",
        "content/aux.json",
        "content/NUL",
        "content/Com1.tar.png",
        "content/lpt².txt",
        "con/x.json",
        "content/\uff0e\uff0e/x.json",
        "content/\u2025/x.json",
        "content/a\uff0f\uff0e\uff0e\uff0fx.json",
        "content/x\u200b.json",
        "content/x\u2028.json",
        "content/x\x7f.json",
    ],
)
def test_names_that_another_system_reads_differently(name: str) -> None:
    assert codes(with_files({name: "{}"})) == {"name-unsafe"}


@pytest.mark.parametrize(
    "name",
    [
        "content/auxiliary.json",
        "content/console.png",
        "content/com10.txt",
        "content/a..b.png",
        "content/Frage：eins.png",
        "content/Ünïcödé 語 سلام.png",
        "content/ı.png",
        "content/…/x.png",
    ],
)
def test_names_that_only_look_so(name: str) -> None:
    assert name in unpacked(with_files({name: "x"}))[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("content/é.png", "content/" + unicodedata.normalize("NFD", "é") + ".png"),
        ("content/É.png", "content/" + unicodedata.normalize("NFD", "é") + ".png"),
        ("content/straße.png", "content/STRASSE.png"),
        ("content/\u212a.png", "content/k.png"),
        ("content/ﬁ.png", "content/fi.png"),
        # A file and a folder.
        ("content/a.txt", "content/a.txt/b.txt"),
        ("content/A.txt/b.txt", "content/a.txt"),
    ],
)
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    for name in (one, other):
        assert name in unpacked(with_files({name: "x"}))[0]
    assert codes(with_files({one: "x", other: "y"})) == {"name-twice"}


def test_dotted_and_dotless_are_two_letters() -> None:
    more = {"content/i.png": "x", "content/ı.png": "x", "content/İ.png": "x"}
    assert set(more) <= set(unpacked(with_files(more))[0])


@pytest.mark.parametrize(
    "name",
    [
        "content/" + "x" * 247 + ".txt",
        "content/" + "é" * 124 + ".txt",
        "content/" + "x/" * 450 + "x.txt",
    ],
)
def test_names_that_no_disk_takes(name: str) -> None:
    assert codes(with_files({name: "x"})) == {"name-long"}


def test_long_names_that_are_taken() -> None:
    more = {"content/" + "x" * 246 + ".txt": "x", "content/" + "x/" * 440 + "x.txt": "x"}
    assert set(more) <= set(unpacked(with_files(more))[0])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12))
def test_a_safe_name_is_safe_however_it_is_spelled(name: str) -> None:
    if unsafe(name) or name.startswith("."):
        return
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert ".." not in unicodedata.normalize(form, name).replace("\\", "/").split("/")


# JSON


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "9" * 5000, "1,", "'a'"])
def test_json_that_no_browser_reads(value: str) -> None:
    assert codes(with_files({"content/content.json": '{"a": ' + value + "}"})) == {"json-broken"}


def test_all_descriptions_together() -> None:
    one = '{"machineName": "X", "x": "' + "y" * 90_000 + '"}'
    more = {f"Folder{number}/library.json": one for number in range(12)}
    assert "json-all-large" in codes(with_files(more), Limits(json_all=1_000_000))
    assert "json-all-large" not in codes(with_files(more), Limits(json_all=1_200_000))


def test_a_list_of_a_million_things_is_walked_in_little_memory() -> None:
    source = with_files({"content/content.json": '{"a": [' + "0," * 1_000_000 + "0]}"})
    assert memory(lambda: read_package(source)) < 40_000_000


@pytest.mark.parametrize("key", ["title", "license", "source", "language"])
def test_texts_that_no_database_keeps(key: str) -> None:
    source = sound(manifest={key: "A\0B\ud800C\x1b\nD"})
    package = read_package(source).package
    assert package is not None
    said = {"title": package.title, "license": package.credits.licence,
            "source": package.credits.source, "language": package.language}  # fmt: skip
    assert said[key] == ("" if key == "language" else "ABC D")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("en", "en"), ("pt-br", "pt-br"), ("zh-Hant-TW", "zh-Hant-TW"), ('"><script>', ""),
     ("en us", ""), ("x" * 40, ""), (7, "")],
)  # fmt: skip
def test_a_language_is_a_tag_or_nothing(given: Any, kept: str) -> None:
    package = read_package(sound(manifest={"language": given})).package
    assert package is not None
    assert package.language == kept


# What is joined


def test_a_script_that_is_named_often_is_joined_once() -> None:
    often = [{"path": "scripts/choice.js"}, {"path": "./scripts/choice.js"}] * 500
    package = read_package(sound(main={"preloadedJs": often})).package
    assert package is not None
    assert package.libraries[1].scripts == (f"{CHOICE}/scripts/choice.js",)


HEAVY = {
    "one long import": "@import " + "a" * 300_000,
    "imports without an end": "@import a " * 60_000,
    "imports in quotes": '@import "a" (' * 60_000,
    "charsets": "@charset a " * 60_000,
    "escapes": '"' + '\\"' * 300_000,
    "open addresses": "url(" * 150_000,
    "spaces in addresses": ("url(" + " " * 2000) * 150,
    "open comments": "/*" * 300_000,
    "open blocks": "{" * 300_000,
}


@pytest.mark.parametrize("heavy", HEAVY)
def test_no_style_sheet_holds_the_worker_up(heavy: str) -> None:
    """With patterns that look back from every place, each of these took an hour and more."""
    joined = joinable(HEAVY[heavy], "L/a.css", lambda path: None)
    assert len(joined) <= 2 * len(HEAVY[heavy])


def test_sheets_that_import_each_other_end() -> None:
    read: list[str] = []

    def sheet(path: str) -> str:
        read.append(path)
        return '@import "a.css";@import "b.css";' * 50 + "p{}"

    joined = joinable(sheet("L/a.css"), "L/a.css", sheet, Room(100_000))
    assert len(read) < 200
    assert joined.count("p{}") < 200


def test_what_is_imported_has_room_over_all_sheets() -> None:
    room = Room(10_000)
    big = "p{}" * 2000
    assert big in joinable('@import "b.css";', "L/a.css", lambda path: big, room)
    assert joinable('@import "b.css";', "L/a.css", lambda path: big, room) == ""


@pytest.mark.parametrize(
    ("css", "whole"),
    [
        ("p{} /* \\*/ i{", "p{} /* \\*/ i{}"),
        ('p{content:"\\"{"}', 'p{content:"\\"{"}'),
        ('p{content:"open\n} i{', 'p{content:"open\n} i{}'),
        ("} p{", "} p{}"),
        ("p{ /* {", "p{ /* {*/}"),
    ],
)
def test_what_is_open_is_closed_as_a_browser_does(css: str, whole: str) -> None:
    assert closed(css) == whole


# By chance


def _tried(source: io.BytesIO) -> None:
    """A package or what is wrong, and never anything else."""
    reading = read_package(source)
    assert (reading.package is None) == bool(reading.problems)
    for each in reading.problems:
        assert each.sentence
    if reading.package is not None:
        with contextlib.suppress(PackageRefused):
            unpacked(source)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2**20), st.binary(min_size=1, max_size=8), st.sampled_from("=+-")),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_no_damage_trips_the_reader(damage: list[tuple[int, bytes, str]], wide: bool) -> None:
    data = bytearray((large(sound()) if wide else sound()).getvalue())
    for place, piece, way in damage:
        at = place % (len(data) or 1)
        if way == "=":
            data[at : at + len(piece)] = piece
        elif way == "+":
            data[at:at] = piece
        else:
            del data[at : at + len(piece)]
    _tried(io.BytesIO(bytes(data)))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_word_in_the_list_trips_the_reader(data: st.DataObject) -> None:
    """Every number that a zip states of a file, in both places, and of its list."""
    numbers = st.sampled_from([0, 1, 7, 0x7FFF, 0xFFFE, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1])
    keys = ["flags", "method", "sum", "packed", "size", "at"]
    words = st.dictionaries(st.sampled_from(keys), numbers, max_size=3)

    def fits(given: dict[str, int]) -> dict[str, int]:
        return {k: v & 0xFFFF if k in {"flags", "method"} else v for k, v in given.items()}

    name = data.draw(st.sampled_from([NOTE, "h5p.json", f"{CHOICE}/library.json"]))
    source = changed(
        with_note(), name,
        local={k: v for k, v in fits(data.draw(words)).items() if k != "at"},
        listed=fits(data.draw(words)),
    )  # fmt: skip
    whole, listed, _count = parts(source)
    state = data.draw(st.tuples(numbers, numbers, numbers))
    if data.draw(st.booleans()):
        source = io.BytesIO(whole + listed + end(state[0] & 0xFFFF, state[1], state[2]))
    _tried(source)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["machineName", "majorVersion", "minorVersion", "path", "library", "name",
                         "role", "mime", "", "x"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip
KEYS = ["title", "mainLibrary", "preloadedDependencies", "dynamicDependencies", "authors",
        "yearFrom", "license", "machineName", "majorVersion", "minorVersion", "patchVersion",
        "coreApi", "preloadedJs", "preloadedCss", "runnable", "fullscreen"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(*(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) for _part in range(3)))
def test_no_description_trips_the_reader(manifest: Any, main: Any, content: Any) -> None:
    _tried(sound(manifest=manifest, main=main, content={"x": content, **content}))


def test_no_reading_costs_much_memory() -> None:
    """A hundred lists with damage in them, one after the other."""
    whole = bytearray(sound().getvalue())
    at = whole.rfind(b"PK\x05\x06")

    def all_of_them() -> None:
        for step in range(100):
            data = bytearray(whole)
            data[at + 8 + step % 14] = 0xFF
            data[at - 1 - step] ^= 0xFF
            _tried(io.BytesIO(bytes(data)))

    assert memory(all_of_them) < 20_000_000


def test_names_in_the_old_code_page_are_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files().items():
            archive.writestr(name, json.dumps(data) if isinstance(data, dict) else data)
        archive.writestr("content/Bild.png", "x")
    data = packed.getvalue().replace(b"content/Bild.png", b"content/B\x81ld.png")
    assert "content/Büld.png" in unpacked(io.BytesIO(data))[0]


def test_a_library_that_is_only_a_folder_is_passed_over() -> None:
    put, _hashes = unpacked(with_files({f"{TINY}x/notes.txt": "x"}))
    assert set(put) == set(files())
    assert Archive(pack({"a/": ""})).files == {}
