"""Reads what a verifier pasted or uploaded into rows of cells. Pure: no database, nothing kept.

Text comes in whatever a spreadsheet wrote: UTF-8 with or without a mark, UTF-16, or Latin-1, with
commas, semicolons or tabs. Nothing in a cell is ever worked out: a formula is its text, or in a
workbook the value that was stored beside it.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_CELL = 400
MOST_COLUMNS = 50
# Blank and heading rows count here; what is asked about is counted later.
MOST_ROWS = 20_000
# What a workbook may unpack to, whatever its directory claims: zipfile stops there.
UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 300
_SEPARATORS = "\t;,|"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class ListRefused(Exception):
    """A list that cannot be read, with what is wrong and what to do as a sentence."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells without outer blanks."""

    number: int
    cells: tuple[str, ...]


def read_file(data: bytes) -> list[Row]:
    """The rows of a CSV file or an XLSX workbook, told by its bytes. Raises ListRefused."""
    if data.startswith(b"PK"):
        return list(_rows(_workbook(data)))
    if data.startswith(_OLD_OFFICE):
        raise ListRefused(
            _("This is an old Excel file (XLS) or a locked one. Save it as XLSX or CSV.")
        )
    return read_text(decode(data))


def read_text(text: str) -> list[Row]:
    """The rows of pasted text or of a CSV file. Raises ListRefused."""
    text = text.removeprefix("\ufeff")
    separator = _separator(text)
    if text[:4].lower() == "sep=":
        # Excel's own first line, which names the separator. It stays as an empty row.
        text = "\n" + text.partition("\n")[2]
    try:
        return list(_rows(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except csv.Error:
        raise ListRefused(
            _("This list cannot be read as a table. Save it as CSV once more, or paste the codes.")
        ) from None


def decode(data: bytes) -> str:
    """The text of a file whose encoding nobody tells."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    beginning = data[:2000]
    if 0 in beginning:
        # UTF-16 without its mark has a zero at every second place.
        first, second = beginning[::2], beginning[1::2]
        if not second.count(0) and first.count(0) > len(first) // 2:
            return data.decode("utf-16-be", errors="replace")
        if not first.count(0) and second.count(0) > len(second) // 2:
            return data.decode("utf-16-le", errors="replace")
        raise ListRefused(_("This file is neither CSV nor XLSX. Save the list as one of these."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")  # what Windows writes where others write Latin-1
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    if first[:4].lower() == "sep=" and first[4:5] in tuple(_SEPARATORS):
        return first[4]
    beginning = "\n".join(text.splitlines()[:50])
    unquoted = "".join(beginning.split('"')[::2])
    return max(_SEPARATORS, key=unquoted.count) if unquoted.strip() else ","


def _rows(found: Iterator[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(found, 1):
        if number > MOST_ROWS:
            raise ListRefused(
                _("This list has more than %(most)d rows. Please send it in parts.")
                % {"most": MOST_ROWS}
            )
        kept = tuple(cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS])
        if any(kept):
            yield Row(number, kept)


def _workbook(data: bytes) -> Iterator[list[str]]:
    """The cells of a workbook's first sheet. Nothing is unpacked before its size is known."""
    damaged = _("This workbook cannot be read. Save it as XLSX once more, or as CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_strange(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise ListRefused(damaged) from None
    # Loaded with the first workbook: most processes never see one.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise ListRefused(damaged)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
                yield [_text(value) for value in cells]
    except ListRefused:
        raise
    except Exception:
        # openpyxl raises whatever its parts raise: KeyError, ValueError, ParseError, TypeError …
        raise ListRefused(damaged) from None


def _refuse_strange(packed: zipfile.ZipFile) -> None:
    """Refuse bombs and document types. Raises ListRefused."""
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise ListRefused(
            _("This workbook is much larger than a list of codes. Copy the codes to a new one.")
        )
    if "xl/workbook.xml" not in packed.namelist():
        raise ListRefused(_("This file is neither CSV nor XLSX. Save the list as one of these."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            # Without its zeros UTF-16 looks like the rest. Office never writes a document type.
            text = packed.read(part).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise ListRefused(
                    _("This workbook has parts that no spreadsheet writes. Save it as CSV.")
                )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
