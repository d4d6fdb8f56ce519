"""JSON out of a package: bounded in size and depth, its values asked for by kind."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from media.h5p.archive import Archive
from media.h5p.limits import MEGABYTE, Limits
from media.h5p.problems import PackageRefused, problem

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")


def read_json(archive: Archive, name: str) -> dict[str, Any]:
    """A JSON object of the package. Raises PackageRefused with a sentence."""
    limits = archive.limits
    if archive.files[name].file_size > limits.json:
        raise PackageRefused(problem("json-large", file=name, most=limits.json // MEGABYTE))
    data = archive.read(name, limits.json)
    archive.json_left -= len(data)
    if archive.json_left < 0:
        raise PackageRefused(problem("json-all-large", most=limits.json_all // MEGABYTE))
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError as error:
        raise PackageRefused(problem("json-deep", file=name)) from error
    except ValueError as error:
        raise PackageRefused(problem("json-broken", file=name)) from error
    if not isinstance(value, dict):
        raise PackageRefused(problem("json-broken", file=name))
    if any(depth > limits.json_depth for _value, depth in walk(value, limits)):
        raise PackageRefused(problem("json-deep", file=name))
    return value


def walk(value: Any, limits: Limits) -> Iterator[tuple[Any, int]]:
    """Every value within a value, with its depth; goes one deeper than is allowed."""
    yield value, 0
    # One iterator a level, so that a list of a million holds no memory.
    levels = [_inner(value)]
    while levels:
        for each in levels[-1]:
            yield each, len(levels)
            if isinstance(each, dict | list) and len(levels) <= limits.json_depth:
                levels.append(_inner(each))
                break
        else:
            levels.pop()


def _inner(value: Any) -> Iterator[Any]:
    return iter(
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )


def _no_number(word: str) -> None:
    """Python's reader takes NaN and Infinity, which no browser does."""
    raise ValueError(word)


def text(data: dict[str, Any], key: str, longest: int = 255) -> str:
    """A text, on one line; empty where there is none. Without what no database keeps."""
    value = data.get(key)
    if not isinstance(value, str):
        return ""
    kept = (
        each for each in value if each.isspace() or unicodedata.category(each) not in {"Cc", "Cs"}
    )
    return " ".join("".join(kept).split())[:longest]


def language(data: dict[str, Any], key: str) -> str:
    """A language tag (BCP 47) such as “pt-BR”; empty where there is none."""
    found = _LANGUAGE.fullmatch(text(data, key))
    return found[0] if found and len(found[0]) <= 20 else ""


def whole(value: Any) -> int | None:
    """A whole number, also where it is written as a text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    return value if isinstance(value, int) and 0 <= value < 10**9 else None


def objects(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects of a list; empty where there is none."""
    value = data.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
