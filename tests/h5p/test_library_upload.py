"""Bringing a package: everything wrong is said at once, and what was typed comes back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.people import User
from media.actions.unpack_version import unpack_version
from media.h5p.limits import Limits
from media.models import Activity, ActivityVersion
from tests.h5p.packages import CHOICE, sound, with_files, without

pytestmark = pytest.mark.django_db
State = ActivityVersion.State
WORDS = "Listening helps; pressing for details does not."


@pytest.fixture
def browser(tara: User) -> Client:
    client = Client()
    client.force_login(tara)
    return client


def package(source: io.BytesIO, name: str = "what-helps.h5p") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, source.read())


def upload(browser: Client, **fields: Any) -> Any:
    return browser.post(reverse("activity_library:add"), fields)


def test_the_title_comes_from_the_package_where_none_is_given(browser: Client) -> None:
    response = upload(browser, package=package(sound()), title="", text_alternative=WORDS)
    version = ActivityVersion.objects.get()
    assert response["Location"] == reverse("activity_library:version", args=[version.pk])
    assert (version.activity.title, version.activity.text_alternative) == ("What helps?", WORDS)
    assert version.activity.created_by == version.uploaded_by
    assert version.state == State.WAITING


def test_everything_wrong_is_said_at_once_and_the_form_comes_back(browser: Client) -> None:
    bad = without(f"{CHOICE}/choice.css", manifest={"mainLibrary": "H5P.Gone"})
    response = upload(browser, package=package(bad), title="Mine", text_alternative="")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write the text alternative" in page
    assert "choice.css" in page
    assert "H5P.Gone" in page
    assert 'value="Mine"' in page
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"<!doctype html><title>My activity</title>", "This is a web page"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\x89PNG", "not an H5P package"),
    ],
)
def test_what_is_no_package(browser: Client, data: bytes, sentence: str) -> None:
    response = upload(browser, package=package(io.BytesIO(data)), text_alternative=WORDS)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert WORDS in response.content.decode()


def test_without_a_file(browser: Client) -> None:
    response = upload(browser, text_alternative=WORDS)
    assert response.status_code == 422
    assert "Choose the package" in response.content.decode()


def test_what_is_too_large_is_not_read(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.library.uploading.LIMITS", Limits(package=1000))
    large = io.BytesIO(bytes(2 * 1024 * 1024))
    response = upload(browser, package=package(large), text_alternative=WORDS)
    assert response.status_code == 413
    assert "so it was not read" in response.content.decode()
    chunked = browser.generic(
        "POST", reverse("activity_library:add"), b"", headers={"transfer-encoding": "chunked"}
    )
    assert chunked.status_code == 413
    assert "size of the file was not sent" in chunked.content.decode()


def test_nobody_else_s_page_can_upload_in_a_trainer_s_name(tara: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(tara)
    response = upload(careful, package=package(sound()), text_alternative=WORDS)
    assert response.status_code == 403
    assert not Activity.objects.exists()


def test_the_limits_are_stated(browser: Client) -> None:
    page = browser.get(reverse("activity_library:add")).content.decode()
    assert "512" in page
    assert "10,000 files" in page


def shown(browser: Client, version: ActivityVersion) -> Any:
    return browser.get(reverse("activity_library:version", args=[version.pk]))


def test_how_far_it_is(browser: Client, received: Callable[..., ActivityVersion]) -> None:
    version = received()
    assert "It waits to be unpacked" in shown(browser, version).content.decode()
    ActivityVersion.objects.filter(pk=version.pk).update(state=State.UNPACKING, done=40, total=100)
    page = shown(browser, version).content.decode()
    assert "40 %" in page
    assert 'value="40"' in page
    assert "data-under-way" in page
    ActivityVersion.objects.filter(pk=version.pk).update(state=State.WAITING)
    unpack_version(version.pk)
    response = shown(browser, version)
    assert response["Location"] == reverse("activity_library:activity", args=[version.activity_id])


def test_it_is_called_off(browser: Client, received: Callable[..., ActivityVersion]) -> None:
    version = received()
    browser.post(reverse("activity_library:cancel", args=[version.pk]))
    page = shown(browser, version).content.decode()
    assert "nothing of it is kept" in page
    assert "Upload again" in page
    assert unpack_version(version.pk) == State.CANCELLED
    # Too late, and said so.
    again = browser.post(reverse("activity_library:cancel", args=[version.pk]), follow=True)
    assert "too late" in again.content.decode()


def test_what_is_found_wrong_only_while_it_is_unpacked(
    browser: Client, received: Callable[..., ActivityVersion]
) -> None:
    packed = with_files({"content/long.txt": "a" * 5000}).read()
    at = packed.index(b"content/long.txt") + len("content/long.txt")
    damaged = io.BytesIO(packed[:at] + bytes(8) + packed[at + 8 :])
    version = received(damaged)
    assert unpack_version(version.pk) == State.REFUSED
    page = shown(browser, version).content.decode()
    assert "refused while it was unpacked" in page
    assert "content/long.txt" in page
    whole = browser.get(reverse("activity_library:activity", args=[version.activity_id]))
    assert "Refused" in whole.content.decode()
    assert "Try it" not in whole.content.decode()


def test_a_package_is_no_document(tara: User, browser: Client) -> None:
    response = browser.post(
        reverse("wagtaildocs:add"), {"title": "x", "file": package(sound()), "collection": 1}
    )
    assert "h5p" in response.content.decode()
    from media.models import CourseDocument

    assert not CourseDocument.objects.exists()
