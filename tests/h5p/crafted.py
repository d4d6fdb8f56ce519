"""Zip files as no program writes them: lists that lie, and entries that disagree with them."""

from __future__ import annotations

import io
import struct

END, LOCATOR = b"PK\x05\x06", b"PK\x06\x07"


def parts(source: io.BytesIO) -> tuple[bytes, bytes, int]:
    """The files of a sound zip, its list, and how many there are."""
    data = source.getvalue()
    count, size, offset = struct.unpack_from("<HII", data, data.rfind(END) + 10)
    return data[:offset], data[offset : offset + size], count


def entry(name: bytes, **fields: int) -> bytes:
    """One line of the list, of an empty file that is nowhere."""
    head = struct.pack(
        "<4sHHHHHHIII", b"PK\x01\x02", 20, 20, 0, fields.get("method", 0), 0, 0, 0, 0, 0
    )
    return head + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, fields.get("at", 0)) + name


def end(count: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    return struct.pack("<4s4H2LH", END, 0, 0, count, count, size, offset, len(comment)) + comment


def end_64(count: int, size: int, offset: int) -> bytes:
    return struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)


def locator(at: int) -> bytes:
    return struct.pack("<4sLQL", LOCATOR, 0, at, 1)


def large(source: io.BytesIO, **lies: int) -> io.BytesIO:
    """As programs write that always keep the records for large zips. `count` and `size` are what
    those say; `at` is where the locator points; `comment` is that long."""
    files, listed, count = parts(source)
    body = files + listed
    said = (lies.get("count", count), lies.get("size", len(listed)), len(files))
    tail = end_64(*said) + locator(lies.get("at", len(body)))
    tail += end(count, len(listed), len(files), b" " * lies.get("comment", 0))
    return io.BytesIO(body + tail)


def listing(source: io.BytesIO, more: bytes, count: int | None = None) -> io.BytesIO:
    """With more lines in the list than there are files; the list may state another number."""
    files, listed, true = parts(source)
    whole = listed + more
    return io.BytesIO(files + whole + end(true if count is None else count, len(whole), len(files)))


def changed(
    source: io.BytesIO, name: str, *, local: dict[str, int], listed: dict[str, int]
) -> io.BytesIO:
    """With other words before the file and in the list: "flags", "method", "sum", "packed", "size",
    and "at" in the list."""
    data = bytearray(source.getvalue())
    first, last = data.find(name.encode()) - 30, data.rfind(name.encode()) - 46
    where = {"flags": (6, 8, "<H"), "method": (8, 10, "<H"), "sum": (14, 16, "<I"),
             "packed": (18, 20, "<I"), "size": (22, 24, "<I"), "at": (0, 42, "<I")}  # fmt: skip
    for key, value in local.items():
        struct.pack_into(where[key][2], data, first + where[key][0], value)
    for key, value in listed.items():
        struct.pack_into(where[key][2], data, last + where[key][1], value)
    return io.BytesIO(bytes(data))
