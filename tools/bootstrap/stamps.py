"""Stamps say what a step was done with, so that a second start leaves it out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bootstrap.places import ROOT


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over the files' names and contents (folders with all that is in them)."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(file for given in paths for file in _files(given)):
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def fresh(stamp: Path, value: str) -> bool:
    try:
        return stamp.read_text(encoding="ascii") == value
    except FileNotFoundError:
        return False


def write(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="ascii")


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return (file for file in path.rglob("*") if file.is_file())
    return [path] if path.is_file() else []
