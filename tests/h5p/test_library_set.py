"""The curated set: libraries for packages that come without them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.audit import AuditEntry
from accounts.people import User
from media.actions.curate_library import curate_library
from media.actions.install_libraries import install_libraries
from media.actions.unpack_version import unpack_version
from media.h5p.problems import PackageRefused
from media.models import Activity, ActivityVersion, Library
from tests.h5p.packages import CHOICE, TINY, sound, without

pytestmark = pytest.mark.django_db
LIBRARIES = [f"{CHOICE}/library.json", f"{CHOICE}/semantics.json", f"{CHOICE}/scripts/choice.js",
             f"{CHOICE}/choice.css", f"{TINY}/library.json"]  # fmt: skip


@pytest.fixture
def browser(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def upload(browser: Client, source: io.BytesIO) -> Any:
    file = SimpleUploadedFile("libraries.h5p", source.read())
    return browser.post(reverse("activity_library:libraries"), {"package": file}, follow=True)


def test_only_its_libraries_are_taken(
    browser: Client, received: Callable[..., ActivityVersion]
) -> None:
    content_only = without(*LIBRARIES)
    with pytest.raises(PackageRefused, match="libraries-missing"):
        received(content_only)
    page = upload(browser, sound()).content.decode()
    assert "2 libraries were put into the set" in page
    assert not Activity.objects.exists()
    assert Library.objects.filter(curated=True).count() == 2
    assert AuditEntry.objects.filter(verb="install libraries").count() == 1
    version = received(without(*LIBRARIES))
    assert unpack_version(version.pk) == ActivityVersion.State.READY
    assert "in the set already" in upload(browser, sound()).content.decode()


def test_a_package_without_an_activity_is_as_good(ada: User) -> None:
    bare = without("h5p.json", "content/content.json")
    assert [row.folder for row in install_libraries(bare, ada)] == [CHOICE, TINY]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (lambda: without(*LIBRARIES), "There is no library in this package"),
        (lambda: without(f"{CHOICE}/choice.css"), "needs its file “choice.css”"),
        (lambda: io.BytesIO(b"no zip"), "not an H5P package"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    browser: Client, source: Callable[[], io.BytesIO], sentence: str
) -> None:
    response = upload(browser, source())
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Library.objects.exists()


def test_what_breaks_off_leaves_nothing(ada: User, activities_folder: Any) -> None:
    packed = sound().read()
    at = packed.index(b"TinyWords-1.0/library.json") + len("TinyWords-1.0/library.json")
    with pytest.raises(PackageRefused):
        install_libraries(io.BytesIO(packed[:at] + bytes(4) + packed[at + 4 :]), ada)
    assert not Library.objects.exists()
    assert [path for path in activities_folder.rglob("*") if path.is_file()] == []


def test_one_of_a_name_and_version_takes_the_other_s_place(
    ada: User, ready: Callable[..., ActivityVersion]
) -> None:
    older = ready()
    newer = ready(sound(main={"patchVersion": 9}))
    first, second = (
        Library.objects.get(versions=version, name="H5P.TinyChoice") for version in (older, newer)
    )
    assert curate_library(first, ada, curated=True) is None
    assert curate_library(second, ada, curated=True) == first
    assert list(Library.objects.filter(curated=True)) == [second]
    # What plays with the first goes on with it.
    assert older.libraries.filter(pk=first.pk).exists()
    verbs = list(AuditEntry.objects.filter(verb__contains="the set").values_list("verb", flat=True))
    assert len(verbs) == 3
    assert curate_library(second, ada, curated=False) is None
    assert not Library.objects.filter(curated=True).exists()


def test_no_trainer_changes_the_set(tara: User, ready: Callable[..., ActivityVersion]) -> None:
    ready()
    library = Library.objects.filter(name="TinyWords").get()
    with pytest.raises(PermissionDenied):
        curate_library(library, tara, curated=True)
    with pytest.raises(PermissionDenied):
        install_libraries(sound(), tara)


def test_the_list_says_use_and_what_the_set_lacks(
    browser: Client, ready: Callable[..., ActivityVersion]
) -> None:
    ready()
    library = Library.objects.get(name="H5P.TinyChoice")
    address = reverse("activity_library:curate", args=[library.pk])
    page = browser.post(address, {"curated": "yes"}, follow=True).content.decode()
    assert "Needs TinyWords 1.0, which the set has not." in page
    assert "1 version" in page
    found = browser.get(reverse("activity_library:libraries"), {"set": "1"}).content.decode()
    assert "H5P.TinyChoice" in found
    assert "<small>TinyWords</small>" not in found
    page = browser.post(address, {"curated": "no"}, follow=True).content.decode()
    assert "is out of the set" in page
