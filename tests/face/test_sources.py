"""What the face is made of: pinned parts, no registry in the lock, no word that shames."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "site" / "templates").rglob("*.html"))
SHAMING = re.compile(r"\b(wrong|failed|failure|incorrect|invalid|illegal|victim)\b", re.IGNORECASE)


def test_every_part_has_an_exact_version() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, part in lock["packages"].items() if "resolved" in part]
    assert all(part.get("integrity") for name, part in lock["packages"].items() if name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_shames_plays_or_styles_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not SHAMING.search(text)
    assert not re.search(r"\bautoplay\b|<style|\sstyle=|\son[a-z]+=|javascript:", text)


def test_our_styles_use_logical_sides() -> None:
    physical = re.compile(
        r"^\s*(margin|padding|border)-(left|right|top|bottom)\s*:|^\s*(left|right|top|bottom)\s*:"
        r"|text-align:\s*(left|right)",
        re.MULTILINE,
    )
    for path in (ROOT / "site" / "static" / "src").glob("*.scss"):
        assert not physical.search(path.read_text()), path.name


def test_colours_come_from_the_tokens_alone() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b|rgb\(", re.IGNORECASE)
    allowed = {"tokens.scss", "studio-tokens.scss", "print.scss"}
    for path in (ROOT / "site" / "static" / "src").glob("*.scss"):
        if path.name in allowed:
            continue
        lines = [line for line in path.read_text().splitlines() if colour.search(line)]
        # A shadow is black everywhere; a code to scan is on white everywhere.
        assert all("shadow" in line or "cameras" in line for line in lines), (path.name, lines)
