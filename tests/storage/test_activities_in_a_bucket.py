"""An H5P package the whole way with an S3-compatible store, and certificates there."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people import User
from accounts.roles import TRAINER
from certification import vault
from media import tasks
from media.actions.cancel_version import cancel_version
from media.actions.receive_package import receive_package
from media.actions.sweep_activities import sweep_activities
from media.actions.unpack_version import unpack_version
from media.bundles import SCRIPTS
from media.models import Activity, ActivityVersion, Library
from tests.h5p.packages import CHOICE, sound, with_files
from tests.storage.bucket import keys

pytestmark = pytest.mark.django_db
State = ActivityVersion.State
FILM = bytes(range(256)) * 6000


@pytest.fixture
def tara(db: None) -> User:
    someone = User.objects.create_user("tara@example.org", "x", is_demo=True)
    someone.groups.set(Group.objects.filter(name=TRAINER))
    return someone


def received(tara: User, **more: Any) -> ActivityVersion:
    source = with_files({"content/videos/film.mp4": FILM, **more})
    activity = Activity(title="What helps?", text_alternative="Listening.")
    return receive_package(activity, source, "what-helps.h5p", tara)


def test_received_unpacked_played_and_downloaded(bucket: Any, tara: User, client: Client) -> None:
    version = received(tara)
    assert keys(bucket) == {f"activities/{version.package_path}"}
    assert unpack_version(version.pk) == State.READY
    version.refresh_from_db()
    assert f"activities/{version.storage_path('content/videos/film.mp4')}" in keys(bucket)
    page = client.get(reverse("activities:play", args=[version.token]))
    assert page.status_code == 200
    assert b"What helps?" in page.content
    film = reverse("activities:file", args=[version.token, "content/videos/film.mp4"])
    whole = client.get(film)
    assert (b"".join(whole), whole["Content-Length"]) == (FILM, str(len(FILM)))
    part = client.get(film, headers={"Range": "bytes=1000000-1000099"})
    assert part.status_code == 206
    assert b"".join(part) == FILM[1_000_000:1_000_100]
    last = client.get(film, headers={"Range": "bytes=-10"})
    assert b"".join(last) == FILM[-10:]
    assert client.get(film, headers={"Range": "bytes=9999999-"}).status_code == 416
    script = reverse("activities:file", args=[version.token, SCRIPTS])
    assert b"wmFile(0)" in b"".join(client.get(script))
    packed = client.get(script, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    alone = reverse(
        "activities:file", args=[version.token, f"libraries/{CHOICE}/scripts/choice.js"]
    )
    assert b"".join(client.get(alone)).startswith(b"wmHere();")
    gone = reverse("activities:file", args=[version.token, "content/none.png"])
    assert client.get(gone).status_code == 404
    client.force_login(tara)
    package = client.get(reverse("activity_library:download", args=[version.pk]))
    with storages["activities"].open(version.package_path) as file:
        assert b"".join(package) == file.read()
    assert "what-helps.h5p" in package["Content-Disposition"]


def test_what_breaks_off_leaves_nothing_and_can_be_done_again(
    bucket: Any, tara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from config.object_storage import StorageAway
    from config.s3_storage import OnS3

    version = received(tara)
    save, lock, put = OnS3._save, threading.Lock(), []

    def breaks_off(self: Any, name: str, content: Any) -> str:
        with lock:
            put.append(name)
            if len(put) > 4:
                raise StorageAway("away")
        return str(save(self, name, content))

    monkeypatch.setattr(OnS3, "_save", breaks_off)
    with pytest.raises(StorageAway):
        unpack_version(version.pk)
    assert keys(bucket) == {f"activities/{version.package_path}"}
    version.refresh_from_db()
    assert version.state == State.WAITING
    assert "tried again by itself" in version.problems[0]
    assert not Library.objects.exists()
    monkeypatch.undo()
    assert unpack_version(version.pk) == State.READY


def test_called_off_leaves_nothing(bucket: Any, tara: User) -> None:
    version = received(tara)
    assert cancel_version(version, tara)
    assert keys(bucket) == set()


def test_what_cannot_be_taken_away_at_once_is_taken_away_later(
    bucket: Any,
    tara: User,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from media import clearing

    version = received(tara)
    there, away = settings.STORAGES, dict(settings.STORAGES)
    options = {**there["activities"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
    away["activities"] = {**there["activities"], "OPTIONS": options}
    later: list[str] = []
    monkeypatch.setattr(clearing, "queue_clearing", later.extend)
    settings.STORAGES = away
    assert cancel_version(version, tara)
    assert later == [version.token]
    settings.STORAGES = there
    assert keys(bucket) == {f"activities/{version.package_path}"}
    tasks.clear(later)
    assert keys(bucket) == set()
    # A task that comes twice, or too late, takes nothing that is used.
    other = received(tara)
    assert unpack_version(other.pk) == State.READY
    before = keys(bucket)
    tasks.clear([other.token, *Library.objects.values_list("token", flat=True)])
    assert keys(bucket) == before


def test_the_sweep_takes_old_versions_and_their_libraries(bucket: Any, tara: User) -> None:
    old = received(tara, **{f"{CHOICE}/choice.css": "p { margin: 9px }"})
    unpack_version(old.pk)
    new = receive_package(old.activity, sound(), "x.h5p", tara)
    unpack_version(new.pk)
    long_ago = timezone.now() - timedelta(days=800)
    ActivityVersion.objects.update(uploaded_at=long_ago, last_used_at=long_ago)
    Library.objects.update(created_at=long_ago)
    assert sweep_activities() == {"queued": 0, "versions": 1, "libraries": 1}
    left = keys(bucket)
    assert not {each for each in left if old.token in each}
    assert f"activities/{new.package_path}" in left
    assert (
        len({each.split("/")[2] for each in left if each.startswith("activities/libraries")}) == 2
    )


def test_a_trainer_is_told_when_the_store_is_away(
    no_bucket: None, tara: User, client: Client
) -> None:
    client.force_login(tara)
    form = {
        "package": SimpleUploadedFile("a.h5p", sound().getvalue()),
        "title": "Kept words",
        "text_alternative": "Listening.",
    }
    answer = client.post(reverse("activity_library:add"), form)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "our storage cannot be reached" in page
    assert "Kept words" in page
    assert not Activity.objects.exists()


def test_certificates_lie_there_encrypted(bucket: Any) -> None:
    vault.make_master_key()
    path, key = vault.put("code/pdf-1", b"%PDF a name")
    assert keys(bucket) == {f"private/{path}"}
    stored = bucket.get_object(Bucket="waymark", Key=f"private/{path}")["Body"].read()
    assert b"a name" not in stored
    sha = hashlib.sha256(b"%PDF a name").hexdigest()
    assert vault.get(path, key, sha) == b"%PDF a name"
    bucket.put_object(Bucket="waymark", Key=f"private/{path}", Body=stored[:-1] + b"\0")
    with pytest.raises(vault.Damaged):
        vault.get(path, key, sha)


def test_certificates_while_the_store_is_away(no_bucket: None) -> None:
    vault.make_master_key()
    with pytest.raises(OSError, match="store"):
        vault.put("code/pdf-1", b"%PDF")
    with pytest.raises(OSError, match="store"):
        vault.get("code/pdf-1", vault._seal(vault._wrapping_key(), b"k" * 32, b"key"), "")
