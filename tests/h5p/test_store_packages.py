"""Each upload is a version of its own; what fails, is killed or is called off leaves nothing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.people import User
from media import activity_use
from media.actions.cancel_version import cancel_version
from media.actions.receive_package import receive_package
from media.actions.sweep_activities import sweep_activities
from media.actions.unpack_version import unpack_version
from media.h5p.problems import PackageRefused
from media.models import Activity, ActivityVersion, Library
from tests.h5p.packages import CHOICE, TINY, files, pack, sound, with_files

pytestmark = pytest.mark.django_db
Received = Callable[..., ActivityVersion]
State = ActivityVersion.State


def stored(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_package_is_received_unpacked_and_ready(ready: Received, activities_folder: Path) -> None:
    version = ready()
    assert version.number == 1
    assert version.main == "H5P.TinyChoice"
    assert version.credits["authors"] == [{"name": "A trainer", "role": "Author"}]
    assert version.done == version.total > 0
    assert [row.library.folder for row in version.library_rows.all()] == [TINY, CHOICE]
    choice = Library.objects.get(name="H5P.TinyChoice")
    assert choice.scripts == ["scripts/choice.js"]
    assert choice.needs == [["TinyWords", 1, 0]]
    assert (activities_folder / choice.storage_path("scripts/choice.js")).is_file()
    assert (activities_folder / version.storage_path("content/content.json")).is_file()
    assert (activities_folder / version.package_path).read_bytes() == sound().getvalue()


def test_libraries_are_stored_once_and_never_replaced(
    ready: Received, activities_folder: Path
) -> None:
    first = ready()
    before = stored(activities_folder)
    patched = with_files({f"{CHOICE}/choice.css": "p { color: red; }"})
    second, third = ready(sound(content={"question": "Other"})), ready(patched)
    trees = [set(each.libraries.all()) for each in (first, second, third)]
    assert trees[0] == trees[1]
    assert len(trees[0] & trees[2]) == 1
    assert Library.objects.count() == 3
    assert before < stored(activities_folder)
    css = next(row for row in trees[0] if row.name == "H5P.TinyChoice").storage_path("choice.css")
    assert (activities_folder / css).read_text() == "p { margin: 0; }"


def test_a_library_whose_files_are_gone_gets_them_back(
    ready: Received, activities_folder: Path
) -> None:
    first = ready()
    choice = Library.objects.get(name="H5P.TinyChoice")
    before = stored(activities_folder)
    shutil.rmtree((activities_folder / choice.storage_path("library.json")).parent)
    again = ready()
    assert again.state == State.READY
    assert choice in again.libraries.all()
    assert before <= stored(activities_folder)
    assert set(again.libraries.all()) == set(first.libraries.all())


def test_a_replacement_is_a_new_version_and_the_old_one_stays(
    ready: Received, activities_folder: Path
) -> None:
    first = ready()
    second = ready(sound(content={"question": "Other"}), first.activity)
    assert (first.number, second.number) == (1, 2)
    assert (activities_folder / first.storage_path("content/content.json")).is_file()


def test_what_is_wrong_is_said_at_once_and_nothing_is_stored(
    tara: User, activities_folder: Path
) -> None:
    activity = Activity(title="x", text_alternative="y")
    bad = pack(files() | {"content/evil.js": "x", "../evil.txt": "x"})
    with pytest.raises(PackageRefused) as refused:
        receive_package(activity, bad, "x.h5p", tara)
    assert {each.code for each in refused.value.problems} == {"type-refused", "name-unsafe"}
    assert not Activity.objects.exists()
    assert stored(activities_folder) == set()


def damaged() -> io.BytesIO:
    """Sound to the eye; one file's sum is wrong."""
    name, data = "content/long.txt", b"A calm voice helps. " * 50
    packed = with_files({name: data}).getvalue()
    at = packed.rfind(name.encode()) - 46
    return io.BytesIO(packed[: at + 16] + b"\0\0\0\0" + packed[at + 20 :])


def test_what_is_found_wrong_while_unpacking_leaves_nothing(
    received: Received, activities_folder: Path
) -> None:
    version = received(damaged())
    assert unpack_version(version.pk) == State.REFUSED
    version.refresh_from_db()
    assert "long.txt" in version.problems[0]
    assert not Library.objects.exists()
    assert stored(activities_folder) == set()


def test_a_full_disk_leaves_nothing_and_it_can_be_run_again(
    received: Received, activities_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media import activity_files as module

    version = received()
    write, calls = module._write, []

    def fills_up(path: Path, pieces: Any) -> None:
        calls.append(path)
        if len(calls) == 5:
            raise OSError(28, "No space left on device")
        write(path, pieces)

    monkeypatch.setattr(module, "_write", fills_up)
    with pytest.raises(OSError, match="No space"):
        unpack_version(version.pk)
    assert stored(activities_folder) == {version.package_path}
    assert not Library.objects.exists()
    # Whoever waits for it is told why it takes so long.
    version.refresh_from_db()
    assert version.state == State.WAITING
    assert "is full at the moment" in version.problems[0]
    monkeypatch.undo()
    assert unpack_version(version.pk) == State.READY
    version.refresh_from_db()
    assert version.problems == []


def test_a_package_that_is_gone_from_the_storage_is_not_waited_for(
    received: Received, activities_folder: Path
) -> None:
    version = received()
    (activities_folder / version.package_path).unlink()
    assert unpack_version(version.pk) == State.REFUSED
    version.refresh_from_db()
    assert "Please upload it again" in version.problems[0]


def test_a_worker_that_was_killed_is_followed_by_another(
    received: Received, activities_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill runs nothing on its way out, so files stay for the next one to find."""
    from media.actions import unpack_version as module

    version = received()
    with monkeypatch.context() as patch:
        patch.setattr(module, "_undo", lambda *given: None)
        patch.setattr(module, "_ready", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            unpack_version(version.pk)
    ActivityVersion.objects.update(state=State.UNPACKING)
    # It may still be at work: nobody takes it over before it has been silent for a while.
    assert unpack_version(version.pk) == State.UNPACKING
    ActivityVersion.objects.update(changed_at=timezone.now() - timedelta(minutes=2))
    assert unpack_version(version.pk) == State.READY
    assert unpack_version(version.pk) == State.READY
    assert Library.objects.count() == 2


def test_a_try_that_was_taken_over_stops_and_takes_nothing_away(
    received: Received, activities_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media.actions import unpack_version as module

    version = received()
    ready = module._ready
    inner: list[str | None] = []

    def overtaken(*given: Any) -> None:
        """Slow enough to be taken for dead: another does the whole of it in the meantime."""
        if not inner:
            inner.append(None)
            ActivityVersion.objects.update(changed_at=timezone.now() - timedelta(minutes=2))
            inner.append(unpack_version(version.pk))
        ready(*given)

    monkeypatch.setattr(module, "_ready", overtaken)
    assert unpack_version(version.pk) == State.READY
    assert inner == [None, State.READY]
    version = ActivityVersion.objects.get()
    assert (activities_folder / version.storage_path("content/content.json")).is_file()
    assert {row.library.folder for row in version.library_rows.all()} == {CHOICE, TINY}


def test_called_off_before_and_while_it_is_unpacked(
    received: Received, tara: User, activities_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media import activity_files as storing
    from media.actions import unpack_version as module

    version = received()
    assert cancel_version(version, tara)
    assert not cancel_version(version, tara)
    assert unpack_version(version.pk) == State.CANCELLED
    assert stored(activities_folder) == set()

    version = received()
    monkeypatch.setattr(module, "EVERY", 0)
    write = storing._write

    def called_off(path: Path, pieces: Any) -> None:
        write(path, pieces)
        if path.name == "content.json":
            cancel_version(version, tara)

    monkeypatch.setattr(storing, "_write", called_off)
    assert unpack_version(version.pk) == State.CANCELLED
    assert stored(activities_folder) == set()
    assert not Library.objects.exists()


def test_who_may_not_call_it_off(received: Received, lena: User) -> None:
    with pytest.raises(PermissionDenied):
        cancel_version(received(), lena)
    assert ActivityVersion.objects.get().state == State.WAITING


def content_only(**changed: Any) -> io.BytesIO:
    kept = {
        name: data for name, data in files(**changed).items() if not name.startswith((CHOICE, TINY))
    }
    return pack(kept)


def test_content_only_packages_play_with_the_curated_set(
    ready: Received, tara: User, activities_folder: Path
) -> None:
    activity = Activity(title="x", text_alternative="y")
    with pytest.raises(PackageRefused) as refused:
        receive_package(activity, content_only(), "x.h5p", tara)
    assert "H5P.TinyChoice 1.2, TinyWords 1.0" in refused.value.problems[0].sentence
    source = ready()
    source.libraries.update(curated=True)
    version = ready(content_only())
    assert list(version.libraries.order_by("pk")) == list(source.libraries.order_by("pk"))


def test_a_package_is_played_with_its_own_libraries_before_the_curated(ready: Received) -> None:
    ready().libraries.update(curated=True)
    patched = ready(with_files({f"{CHOICE}/choice.css": "p { margin: 2px; }"}))
    own = patched.libraries.get(name="H5P.TinyChoice")
    assert not own.curated


def test_the_sweep_takes_old_versions_and_never_needed_ones(
    ready: Received, activities_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = ready().activity
    patched = with_files({f"{CHOICE}/choice.css": "p { margin: 3px; }"})
    second = ready(patched, activity)
    third = ready(sound(content={"question": "Third"}), activity)
    assert sweep_activities()["versions"] == 0
    long_ago = timezone.now() - timedelta(days=800)
    ActivityVersion.objects.update(uploaded_at=long_ago, last_used_at=long_ago)
    Library.objects.update(created_at=long_ago)
    first = ActivityVersion.objects.get(number=1)
    monkeypatch.setattr(activity_use, "_askers", [lambda keys: {first.pk} & set(keys)])
    assert sweep_activities() == {"queued": 0, "versions": 1, "libraries": 1}
    assert not (activities_folder / "versions" / second.token).exists()
    assert (activities_folder / "versions" / first.token).exists()
    assert (activities_folder / "versions" / third.token).exists()
    assert Library.objects.count() == 2
    assert sweep_activities() == {"queued": 0, "versions": 0, "libraries": 0}


def test_old_versions_that_are_needed_do_not_hide_the_rest(
    ready: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media.actions import sweep_activities as module

    activity = ready().activity
    for number in range(3):
        ready(sound(content={"question": str(number)}), activity)
    long_ago = timezone.now() - timedelta(days=800)
    ActivityVersion.objects.update(uploaded_at=long_ago, last_used_at=long_ago)
    needed = set(ActivityVersion.objects.filter(number__lt=3).values_list("pk", flat=True))
    monkeypatch.setattr(module, "AT_ONCE", 1)
    monkeypatch.setattr(activity_use, "_askers", [lambda keys: needed & set(keys)])
    assert sweep_activities()["versions"] == 1
    assert ActivityVersion.objects.exclude(swept_at=None).get().number == 3


def test_the_sweep_goes_on_where_a_worker_was_killed(
    received: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media.actions import sweep_activities as module

    queued: list[int] = []
    monkeypatch.setattr(module, "queue_unpacking", queued.append)
    version = received()
    assert sweep_activities()["queued"] == 0
    ActivityVersion.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    assert sweep_activities()["queued"] == 1
    assert queued == [version.pk]


def test_texts_that_no_database_keeps_are_kept_without_them(ready: Received) -> None:
    odd = "What\0 \ud800helps?"
    version = ready(
        sound(
            manifest={"title": odd, "license": odd, "source": odd},
            main={"title": odd, "author": odd},
        )
    )
    assert version.title == version.main_title == "What helps?"
    assert Library.objects.get(name="H5P.TinyChoice").author == "What helps?"


def test_names_as_long_as_are_taken_lie_on_the_disk(
    ready: Received, activities_folder: Path
) -> None:
    """What the disk refused would be tried again for ever."""
    name = "content/" + "é" * 120 + "/" + "x" * 246 + ".txt"
    version = ready(with_files({name: "x"}))
    assert (activities_folder / version.storage_path(name)).is_file()


def test_a_script_that_is_named_a_thousand_times_is_on_the_disk_once(
    ready: Received, activities_folder: Path
) -> None:
    often = [{"path": "scripts/choice.js"}] * 1000
    version = ready(sound(main={"preloadedJs": often}))
    joint = (activities_folder / version.storage_path("bundle.js")).read_text()
    assert joint.count("wmFile(0);") == 1
    assert joint.count("H5P.TinyChoice = ") == 1
