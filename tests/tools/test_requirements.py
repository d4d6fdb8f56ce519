"""Every package is pinned exactly, and nothing comes in that is not."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bootstrap.environment import direct_names

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-dev.txt", "tools/requirements-node.txt")
# In an environment of its own, beside ours.
APART = ("tools/requirements-store.txt",)


def pins(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", FILES + APART)
def test_every_line_is_an_exact_pin_and_stands_once(name: str) -> None:
    names = []
    for requirement in pins(name):
        assert [clause.operator for clause in requirement.specifier] == ["=="], requirement
        names.append(plain(requirement.name))
    assert len(names) == len(set(names))


def test_no_file_names_an_index() -> None:
    for name in FILES + APART:
        assert "://" not in (ROOT / name).read_text()


@pytest.mark.skipif(".venv-latest" in sys.prefix, reason="the newest releases are not the pinned")
def test_nothing_comes_along_that_is_not_pinned() -> None:
    pinned = {plain(each.name): each for name in FILES for each in pins(name)}
    for name, pin in pinned.items():
        if pin.marker and not pin.marker.evaluate():
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            assert name.startswith("nodejs"), f"{name} is pinned but not installed"
            continue
        assert found.version in pin.specifier
        for line in found.requires or []:
            needed = Requirement(line)
            if not needed.marker or needed.marker.evaluate({"extra": ""}):
                assert plain(needed.name) in pinned, f"{name} brings {needed.name}, not pinned"


def test_direct_parts_are_told_from_those_brought_along() -> None:
    direct = direct_names(ROOT / "requirements.txt")
    assert {"wagtail", "Django", "django-allauth", "reportlab", "django-q2"} <= set(direct)
    assert "asgiref" not in direct
