"""JSON out of a package: bounded in size and depth, its values asked for by kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from media.h5p.archive import Archive
from media.h5p.limits import MEGABYTE, Limits
from media.h5p.problems import PackageRefused, problem


def read_json(archive: Archive, name: str) -> dict[str, Any]:
    """A JSON object of the package. Raises PackageRefused with a sentence."""
    limits = archive.limits
    if archive.files[name].file_size > limits.json:
        raise PackageRefused(problem("json-large", file=name, most=limits.json // MEGABYTE))
    data = archive.read(name, limits.json)
    try:
        value = json.loads(data.decode("utf-8-sig"))
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
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        yield each, depth
        if depth > limits.json_depth:
            continue
        if isinstance(each, dict):
            waiting += [(inner, depth + 1) for inner in each.values()]
        elif isinstance(each, list):
            waiting += [(inner, depth + 1) for inner in each]


def text(data: dict[str, Any], key: str, longest: int = 255) -> str:
    """A text, on one line; empty where there is none."""
    value = data.get(key)
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


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
