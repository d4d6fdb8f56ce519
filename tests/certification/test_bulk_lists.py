"""Lists as people have them: pasted, CSV of any program, XLSX; and lists that must be refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.spreadsheets import plain
from certification.bulk.entries import MOST, code_in, find_entries
from certification.bulk.lists import ListRefused, decode, read_file, read_text
from certification.codes import encode, show_code

A, B = encode(7**40), encode(11**30)


def codes(data: bytes | str) -> list[tuple[int, str | None, str]]:
    rows = read_text(data) if isinstance(data, str) else read_file(data)
    return [(each.row, each.code, each.name) for each in find_entries(rows).entries]


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        A,
        show_code(A),
        A.lower(),
        A.replace("0", "O").replace("1", "l"),
        f"https://training.example.org/verify/{A}/",
        f"https://training.example.org/verify/{A}",
        f"https://training.example.org/credentials/{A}.json",
    ],
)
def test_a_code_is_found_however_it_is_written(cell: str) -> None:
    assert code_in(cell) == A


def test_one_wrong_character_is_no_code_of_ours() -> None:
    assert code_in(A[:-1] + "U") is None
    assert code_in(A[:-1]) is None


def test_pasted_codes_stand_one_in_a_row_and_blank_rows_count() -> None:
    assert codes(f"{A}\r\n\r\n  {show_code(B)} \n") == [(1, A, ""), (3, B, "")]


def test_several_codes_in_a_row_are_each_a_question() -> None:
    assert codes(f"{A}, {B}") == [(1, A, ""), (1, B, "")]


def test_a_single_cell_beside_a_code_is_its_name() -> None:
    assert codes(f"{A}\tAmal Haddad\n{B}\tBela Nagy") == [
        (1, A, "Amal Haddad"),
        (2, B, "Bela Nagy"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
def test_a_csv_of_any_program_is_read(separator: str, encoding: str) -> None:
    rows = [["Holder", "Certificate code", "Course"], ["José Müller", A, "First contact"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    assert codes(text.encode(encoding)) == [(2, A, "José Müller")]


def test_the_separator_that_excel_names_is_used() -> None:
    assert codes(f"sep=;\r\ncode;name\r\n{A};Haddad, Amal\r\n") == [(3, A, "Haddad, Amal")]


def test_first_and_last_name_in_two_columns_are_one_name() -> None:
    assert codes(f"First name,Last name,Code\nAmal,Haddad,{A}") == [(2, A, "Amal Haddad")]


def test_columns_that_nobody_named_are_not_taken_for_names() -> None:
    found = find_entries(read_text(f"{A},Amal,First contact,2026-01-02"))
    assert found.entries[0].name == ""
    assert found.unnamed_columns
    assert not found.names


def test_a_heading_in_another_language_is_no_question() -> None:
    assert codes(f"Nachweis;Vorname\n{A};Amal") == [(2, A, "Amal")]


def test_a_formula_is_only_text() -> None:
    (found,) = find_entries(read_text('=HYPERLINK("http://evil.example","click")')).entries
    assert found.code is None
    assert found.given.startswith("=HYPERLINK")


def test_a_workbook_is_read_from_its_first_sheet() -> None:
    data = workbook(["name", "code"], ["Amal Haddad", show_code(A)], [None, None], ["Bela", B])
    assert codes(data) == [(2, A, "Amal Haddad"), (4, B, "Bela")]


def test_a_formula_in_a_workbook_is_not_worked_out() -> None:
    assert codes(workbook(["code"], [A], ["=1+1"])) == [(2, A, "")] or codes(
        workbook(["code"], [A], ["=1+1"])
    ) == [(2, A, ""), (3, None, "")]


def refused(data: bytes | str) -> str:
    with pytest.raises(ListRefused) as caught:
        codes(data)
    return str(caught.value)


def spoiled(data: bytes, part: str, change: Any) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == part else text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_bad_files_are_refused_with_a_sentence() -> None:
    good = workbook(["code"], [A])
    assert "XLS" in refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "cannot be read" in refused(good[:-40])
    assert "cannot be read" in refused(spoiled(good, SHEET, lambda text: text[:-30]))
    assert "neither CSV nor XLSX" in refused(b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 30)
    assert "no code" in refused("\n \n")
    assert "no code" in refused(workbook())


def test_an_open_document_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "neither CSV nor XLSX" in refused(out.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = spoiled(workbook(["code"], [A]), SHEET, lambda text: text + b" " * 40_000_000)
    assert len(data) < 200_000
    assert "much larger" in refused(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'

    def change(text: bytes) -> bytes:
        return (bomb + text.decode().partition("?>")[2]).encode(encoding)

    data = spoiled(workbook(["code"], [A]), SHEET, change)
    assert "no spreadsheet writes" in refused(data)


def test_more_than_the_most_is_refused_and_says_how_many() -> None:
    assert len(codes("\n".join([A] * MOST))) == MOST
    assert "5,001" in refused("\n".join([A] * (MOST + 1)))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    try:
        for entry in find_entries(read_file(data)).entries:
            assert entry.code is None or len(entry.code) == 26
    except ListRefused as refusal:
        assert str(refusal)  # noqa: PT017


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        find_entries(read_text(text))
    except ListRefused as refusal:
        assert str(refusal)  # noqa: PT017


@given(st.text(min_size=1, max_size=40))
def test_no_cell_of_ours_is_a_formula(text: str) -> None:
    assert plain(text)[0] not in "=+-@\t\r"


def test_latin_1_is_read_where_windows_has_no_letter() -> None:
    assert decode(b"caf\xe9 \x81") == "café \x81"
