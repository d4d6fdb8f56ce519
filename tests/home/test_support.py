"""T31–T34: support on every page, with sources and a word on confidentiality."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale

from home.actions.load_support import load_support
from home.models import SupportEntry

pytestmark = pytest.mark.django_db

ENTRY = """
entries:
  - id: gb-line
    name: A line
    country: GB
    role: police
    kind: wellbeing
    phone_e164: "+448000121700"
    phone_display: "08000 121 700"
    confidentiality: Nobody is told.
    source: Its own site
    mark: S
    checked_on: null
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "support.yaml"
    path.write_text(ENTRY)
    return path


def test_loading_shows_it_at_once_and_on_every_page(client: Client, file: Path) -> None:
    assert b"A line" not in client.get("/about/").content
    assert load_support(file, demonstration=True) == 1
    page = client.get("/about/").content.decode()
    assert 'href="tel:+448000121700"' in page
    assert "Nobody is told." in page
    assert "Demonstration data" in page


def test_loading_again_changes_nothing_that_an_editor_changed(file: Path) -> None:
    load_support(file, demonstration=True)
    SupportEntry.objects.update(hours="always", is_demonstration=False)
    assert load_support(file, demonstration=True) == 0
    entry = SupportEntry.objects.get()
    assert (entry.hours, entry.is_demonstration) == ("always", False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("confidentiality: Nobody is told.", "confidentiality: null"),
        ("kind: wellbeing", "kind: gossip"),
        ("name: A line", "name: null"),
        ("source: Its own site", "source: ''"),
        ("mark: S", "mark: U"),
        ("id: gb-line", "id: 'no slug'"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_and_nothing_is_added(
    file: Path, old: str, new: str
) -> None:
    good = ENTRY.replace("gb-line", "gb-other").removeprefix("\nentries:\n")
    file.write_text(ENTRY.replace(old, new) + good)
    with pytest.raises(ValidationError) as caught:
        load_support(file, demonstration=True)
    assert len(caught.value.messages) == 1
    assert not SupportEntry.objects.exists()


@pytest.mark.parametrize("text", ["entries: 5", "- a", "{", "", "entries: [1]"])
def test_a_file_of_another_shape_is_refused(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(ValidationError):
        load_support(file, demonstration=True)


def test_the_page_says_where_each_comes_from_and_whether_it_was_checked(
    client: Client, file: Path
) -> None:
    load_support(file, demonstration=True)
    page = client.get("/support/").content.decode()
    assert "Its own site" in page
    assert "Not checked yet by this site" in page
    SupportEntry.objects.update(checked_on="2026-02-03", checked_by="Noor")
    page = client.get("/support/").content.decode()
    assert "Checked on 3 February 2026" in page
    assert "by Noor" in page


def test_one_that_cannot_be_reached_is_on_the_page_but_not_in_the_panel(client: Client) -> None:
    SupportEntry.objects.create(
        key="x",
        locale=Locale.get_default(),
        name="No number",
        country="GB",
        kind="crisis",
        confidentiality="Ask.",
        source="A source",
    )
    assert b"No number" not in client.get("/about/").content
    assert b"No number is known to this site." in client.get("/support/").content


def test_the_demo_file_loads() -> None:
    path = Path(__file__).parents[2] / "courses" / "demo" / "support.yaml"
    assert load_support(path, demonstration=True) > 5
    assert not SupportEntry.objects.filter(checked_on__isnull=False).exists()


def test_queries_do_not_grow_with_pages_seen(
    client: Client, file: Path, django_assert_num_queries
) -> None:
    load_support(file, demonstration=True)
    client.get("/stay-safe/")
    with django_assert_num_queries(0):
        client.get("/stay-safe/")


def test_the_command_adds_and_tells_what_stands_in_its_way(file: Path, capsys) -> None:
    call_command("load_support", str(file), "--demonstration")
    assert "1 support contacts added." in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_support", str(file.with_name("none.yaml")))
    file.write_text(ENTRY.replace("gb-line", "gb-2").replace("kind: wellbeing", "kind: gossip"))
    with pytest.raises(CommandError, match="gb-2"):
        call_command("load_support", str(file))
