from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from media.actions.curate_library import curate_library
from media.actions.store_library import store_library
from media.clearing import clear_soon
from media.h5p.archive import Archive
from media.h5p.package import read_libraries
from media.h5p.problems import PackageRefused
from media.models import Library


def install_libraries(source: IO[bytes], actor: User) -> list[Library]:
    """Take the libraries of a package, and nothing else of it, into the curated set.

    Gives those that were not in it before. Raises PackageRefused with everything that is wrong,
    and then nothing is stored; raises PermissionDenied.
    """
    require(actor, "curate libraries")
    archive = Archive(source)
    found, problems = read_libraries(archive)
    if problems:
        raise PackageRefused(*problems)
    added: list[Library] = []
    with _undone(added):
        rows = [store_library(archive, each, lambda _size: None, added) for each in found]
        new = [row for row in rows if not row.curated]
        with transaction.atomic():
            for row in new:
                curate_library(row, actor, curated=True)
            record(actor, "install libraries", libraries=[str(row) for row in new])
    return new


@contextmanager
def _undone(added: list[Library]) -> Iterator[None]:
    """Take away what was stored where the rest breaks off."""
    try:
        yield
    except BaseException:
        for row in added:
            unused = Library.objects.filter(pk=row.pk, version_rows=None, curated=False)
            if unused.delete()[0]:
                clear_soon(row.token)
        raise
