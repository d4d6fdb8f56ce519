"""What the task worker runs for activities. Tasks may run twice."""

from __future__ import annotations

from media import clearing
from media.actions.sweep_activities import sweep_activities
from media.actions.unpack_version import unpack_version


def unpack(version_id: int) -> str | None:
    return unpack_version(version_id)


def run_sweep() -> dict[str, int]:
    return sweep_activities()


def clear(tokens: list[str]) -> None:
    """Take away the files of versions and libraries that are gone."""
    for token in tokens:
        clearing.clear(token)
