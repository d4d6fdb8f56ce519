from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from accounts.audit import record
from media.actions.store_library import store_library
from media.activity_files import at_hand, delete_tree, putting, storage
from media.bundles import write_bundles
from media.clearing import clear_soon
from media.h5p.archive import Archive
from media.h5p.package import MANIFEST, Package, read_archive
from media.h5p.problems import PackageRefused, Problem, problem
from media.h5p.unpacking import tree
from media.installed import not_installed, resolve
from media.models import ActivityVersion, Library, VersionLibrary
from media.models.activities import new_token

State = ActivityVersion.State
# How often the row says how far it is, and asks whether it was cancelled.
EVERY = 0.5
# A try that says nothing for so long was killed; one at work says something twice a second.
SILENT = timedelta(minutes=1)
# The drawing that most content types bring.
SYMBOL = "icon.svg"


class _Cancelled(Exception):
    pass


class _Progress:
    """Counts what came out, and tells the row now and then."""

    def __init__(self, version: ActivityVersion) -> None:
        self._version = version
        self._done = 0
        self._said = time.monotonic()

    def __call__(self, size: int) -> None:
        """Raises _Cancelled where somebody called it off."""
        self._done += size
        if time.monotonic() - self._said < EVERY:
            return
        self._said = time.monotonic()
        if not _mine(self._version).update(done=self._done, changed_at=timezone.now()):
            raise _Cancelled


def unpack_version(version_id: int) -> str | None:
    """Unpack a version's package, once, however often this is called; gives its state.

    Files are put under names that nobody knows before the row says “ready”. A try that was killed
    is begun anew once it has been silent for a while; two never work beside each other. What is
    found wrong on the way is written into the row, and nothing is left. Raises OSError (storage):
    call it again.
    """
    now = timezone.now()
    silent = Q(state=State.UNPACKING, changed_at__lt=now - SILENT)
    started = ActivityVersion.objects.filter(Q(state=State.WAITING) | silent, pk=version_id).update(
        state=State.UNPACKING, done=0, changed_at=now, claim=new_token(), problems=[]
    )
    version = ActivityVersion.objects.filter(pk=version_id).first()
    if version is None or not started:
        return version.state if version else None
    added: list[Library] = []
    try:
        delete_tree(version.folder)
        with _package(version) as file:
            _unpack(version, Archive(file), added)
    except _Cancelled:
        _undo(version, added)
    except PackageRefused as refused:
        _undo(version, added)
        if _say(version, State.REFUSED, *refused.problems):
            clear_soon(version.token)
    except BaseException as error:
        _undo(version, added)
        away = [problem("storage-away")] if isinstance(error, OSError) else []
        _say(version, State.WAITING, *away)
        raise
    return ActivityVersion.objects.values_list("state", flat=True).get(pk=version.pk)


@contextmanager
def _package(version: ActivityVersion) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(at_hand(version.package_path))
        except FileNotFoundError as error:
            raise PackageRefused(problem("package-gone")) from error
        yield file


def _say(version: ActivityVersion, state: State, *problems: Problem) -> bool:
    """Write into the row how it ended, in the uploader's words; whether this try still has it."""
    with translation.override(_language(version)):
        sentences = [each.sentence for each in problems]
    changes = {"state": state, "problems": sentences, "changed_at": timezone.now()}
    return bool(_mine(version).update(**changes))


def _language(version: ActivityVersion) -> str:
    """The language that the uploader reads the site in."""
    return (version.uploaded_by.locale if version.uploaded_by else "") or settings.LANGUAGE_CODE


def _mine(version: ActivityVersion) -> QuerySet[ActivityVersion]:
    """The row, while this try has it: not called off, and no other has taken it over."""
    return ActivityVersion.objects.filter(pk=version.pk, state=State.UNPACKING, claim=version.claim)


def _undo(version: ActivityVersion, added: list[Library]) -> None:
    """Take away what this try has put. Libraries that others use by now stay."""
    if not ActivityVersion.objects.filter(pk=version.pk).exclude(claim=version.claim).exists():
        # Where the storage is away, the next try begins with this, or the worker does it.
        with suppress(OSError):
            delete_tree(version.folder)
    for library in added:
        if Library.objects.filter(pk=library.pk, version_rows=None, curated=False).delete()[0]:
            clear_soon(library.token)


def _unpack(version: ActivityVersion, archive: Archive, added: list[Library]) -> None:
    reading = read_archive(archive)
    if reading.package is None:
        raise PackageRefused(*reading.problems)
    found = reading.package
    resolved = resolve(found)
    if resolved.missing:
        raise PackageRefused(not_installed(resolved.missing))
    total = sum(archive.files[name].file_size for name in _names(found))
    ActivityVersion.objects.filter(pk=version.pk).update(total=total)
    step = _Progress(version)
    rows = dict(resolved.installed)
    for library in found.libraries:
        rows[library.called] = store_library(archive, library, step, added)
    names = (*found.content_files, MANIFEST)
    with putting(version.folder) as put:
        content, size = tree(archive, names, "", put, step)
    order = [rows[each] for each in resolved.order]
    write_bundles(version, order)
    main = rows[found.main]
    version.main_title, version.picture = main.title, _picture(found, main)
    _ready(version, content, size, order, added)


def _names(package: Package) -> Iterator[str]:
    yield MANIFEST
    yield from package.content_files
    for library in package.libraries:
        yield from library.files


def _picture(package: Package, main: Library) -> str:
    """What stands for it in lists, below the address of its files: a picture, a symbol, or ""."""
    if package.picture:
        return package.picture
    has_symbol = storage().exists(main.storage_path(SYMBOL))
    return f"libraries/{main.folder}/{SYMBOL}" if has_symbol else ""


def _ready(
    version: ActivityVersion, content: str, size: int, rows: list[Library], added: list[Library]
) -> None:
    with transaction.atomic():
        locked = ActivityVersion.objects.select_for_update().get(pk=version.pk)
        if locked.state != State.UNPACKING or locked.claim != version.claim:
            raise _Cancelled
        # A try that was killed at the very end may have left its rows.
        VersionLibrary.objects.filter(version=locked).delete()
        VersionLibrary.objects.bulk_create(
            VersionLibrary(version=locked, library=row, position=position)
            for position, row in enumerate(rows)
        )
        locked.content_tree, locked.size = content, size
        locked.main_title, locked.picture = version.main_title, version.picture
        locked.done = locked.total
        locked.state = State.READY
        locked.save()
        record(None, "unpack activity", locked.activity, version=locked.number)
    added.clear()
