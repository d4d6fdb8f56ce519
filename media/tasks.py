"""What the task worker runs for activities. Tasks may run twice."""

from __future__ import annotations

from media.actions.sweep_activities import sweep_activities
from media.actions.unpack_version import unpack_version
from media.activity_files import delete_tree, storage
from media.models import ActivityVersion


def unpack(version_id: int) -> str | None:
    return unpack_version(version_id)


def run_sweep() -> dict[str, int]:
    return sweep_activities()


def clear(tokens: list[str]) -> None:
    """Take away the files of versions whose rows are gone."""
    for token in tokens:
        if not ActivityVersion.objects.filter(token=token).exists():
            gone = ActivityVersion(token=token)
            storage().delete(gone.package_path)
            delete_tree(f"versions/{token}")
