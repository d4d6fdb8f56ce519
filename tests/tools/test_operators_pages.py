"""The operators' pages say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from config.environment import VARIABLES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_says_what_it_means_in_a_sentence() -> None:
    for variable in VARIABLES:
        assert variable.meaning.endswith("."), variable.name
        assert not (variable.secret and variable.default), variable.name


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_test_that_the_page_on_bad_luck_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", (DOCS / "operators/bad-luck.md").read_text())
    assert len(named) > 20
    for path, name in named:
        assert f"def {name}(" in (DOCS.parent / path).read_text(), f"{path}::{name}"
