"""T11: nothing that others may see over a shoulder tells what the training is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

ROOT = Path(__file__).parents[2]
ROOMS = ("site", "courses", "media", "certification")
SENSITIVE = re.compile(
    r"traffick|exploit|abuse|violence|victim|survivor|sex|slave|rescue|crisis|scene|scenario",
    re.IGNORECASE,
)
# Editors and H5P's inner frame: no tab of a learner has these titles.
NO_TAB = {"block_preview.html", "player.html"}


def sources(ending: str) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob(f"*.{ending}")):
            if "migrations" not in path.parts and "build" not in path.parts:
                yield path


def subjects() -> Iterator[tuple[str, str]]:
    """The subject of every mail that our own code writes, where it stands."""
    for path in sources("py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in {"EmailMessage", "EmailMultiAlternatives", "send_mail"}:
                assert isinstance(node, ast.Call)
                words = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
                yield path.name, " ".join(map(str, words))


def test_subjects_of_mails_tell_nothing() -> None:
    found = list(subjects())
    assert len(found) >= 3
    for place, words in found:
        assert words, place  # a subject that is put together elsewhere is not seen here
        assert not SENSITIVE.search(words), (place, words)


@pytest.mark.parametrize("path", sorted(sources("txt")), ids=lambda path: path.name)
def test_subjects_from_templates_tell_nothing(path: Path) -> None:
    if path.name.endswith("_subject.txt"):
        assert not SENSITIVE.search(path.read_text(encoding="utf-8"))


def test_only_one_template_titles_the_tabs_of_learners() -> None:
    own = {}
    for path in sources("html"):
        text = path.read_text(encoding="utf-8")
        head = text.split("<body", 1)[0]
        title = re.search(r"<head>.*?<title>(.*?)</title>", head, re.DOTALL)
        if title and path.name not in NO_TAB:
            own[path.name] = title.group(1)
    base = own.pop("base.html")
    assert base.startswith("{% if face.neutral_titles %}")
    assert all("Training" in title for title in own.values()), own


@pytest.mark.django_db
@pytest.mark.parametrize("neutral", [True, False])
def test_a_page_that_names_its_theme_hides_it_where_titles_are_neutral(
    client: Client, settings, neutral: bool
) -> None:
    settings.NEUTRAL_TITLES = neutral
    page = BeautifulSoup(client.get("/support/").content, "lxml")
    assert page.title is not None
    assert (page.title.text == "Training") is neutral
