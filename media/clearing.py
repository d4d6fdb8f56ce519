"""Takes away the files of versions and libraries that are no more."""

from __future__ import annotations

from media.activity_files import delete_tree, storage
from media.models import ActivityVersion, Library
from media.queue import queue_clearing

State = ActivityVersion.State


def clear(token: str) -> None:
    """What lies under this token goes, unless a version or a library has it. Raises OSError."""
    kept = ActivityVersion.objects.filter(
        token=token, swept_at=None, state__in=[State.WAITING, State.UNPACKING, State.READY]
    )
    if not kept.exists():
        gone = ActivityVersion(token=token)
        storage().delete(gone.package_path)
        delete_tree(gone.folder)
    if not Library.objects.filter(token=token).exists():
        delete_tree(f"libraries/{token}")


def clear_soon(token: str) -> None:
    """At once, or by the worker where the storage is away."""
    try:
        clear(token)
    except OSError:
        queue_clearing([token])
