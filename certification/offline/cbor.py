"""The few parts of CBOR that the printed code needs, in their one deterministic form.

Source: RFC 8949, §3 and §4.2.1. Integers, byte strings, text, lists, maps and null, all of
definite length. What is written in a longer form than needed is refused when read, so that one
meaning has one row of bytes.
"""

from __future__ import annotations

from typing import Any

DEEPEST = 4
_SMALL = 24
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}


def encode(value: Any) -> bytes:
    """The bytes of a value. Raises TypeError for what is none of the kinds above."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        raise TypeError("no truth values here")
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(encode(each) for each in value)
    if isinstance(value, dict):
        pairs = sorted((encode(key), encode(each)) for key, each in value.items())
        return _head(5, len(pairs)) + b"".join(key + each for key, each in pairs)
    raise TypeError(f"{type(value).__name__} is not written here")


def _head(major: int, number: int) -> bytes:
    if number < _SMALL:
        return bytes([major << 5 | number])
    for mark, size in _SIZES.items():
        if number < 1 << 8 * size:
            return bytes([major << 5 | mark]) + number.to_bytes(size)
    raise ValueError("the number is too large")


def decode(data: bytes) -> Any:
    """The one value in `data`. Raises ValueError for anything else than our form of it."""
    value, end = _read(data, 0, 0)
    if end != len(data):
        raise ValueError("something follows the value")
    return value


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > DEEPEST or at >= len(data):
        raise ValueError("too deep, or cut short")
    major = data[at] >> 5
    if data[at] == 0xF6:
        return None, at + 1
    if major > 5:
        raise ValueError("a kind of value that is not read here")
    number, at = _read_head(data, at)
    if major < 2:
        return (number if major == 0 else -1 - number), at
    if number > len(data) - at:
        raise ValueError("cut short")
    if major == 2:
        return data[at : at + number], at + number
    if major == 3:
        return data[at : at + number].decode(), at + number
    if major == 4:
        values = []
        for _each in range(number):
            value, at = _read(data, at, depth + 1)
            values.append(value)
        return values, at
    return _read_map(data, at, number, depth)


def _read_map(data: bytes, at: int, number: int, depth: int) -> tuple[dict[Any, Any], int]:
    result: dict[Any, Any] = {}
    before = b""
    for _each in range(number):
        start = at
        key, at = _read(data, at, depth + 1)
        if data[start:at] <= before or not isinstance(key, int | str):
            raise ValueError("the keys of a map are not in order")
        before = data[start:at]
        result[key], at = _read(data, at, depth + 1)
    return result, at


def _read_head(data: bytes, at: int) -> tuple[int, int]:
    mark = data[at] & 31
    if mark < _SMALL:
        return mark, at + 1
    size = _SIZES.get(mark)
    if size is None or at + 1 + size > len(data):
        raise ValueError("cut short, or of no definite length")
    number = int.from_bytes(data[at + 1 : at + 1 + size])
    if number < (_SMALL if size == 1 else 1 << 4 * size):
        raise ValueError("a number is written longer than needed")
    return number, at + 1 + size
