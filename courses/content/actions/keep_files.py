"""Keep the files that a published version shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.content.models import UsedFile


def keep_files(files: Iterable[tuple[str, int]]) -> None:
    """From now on these files can be neither deleted nor replaced. Pairs of kind and key."""
    for kind, pk in sorted(set(files)):
        field: dict[str, Any] = {f"{kind}_id": pk}
        UsedFile.objects.get_or_create(**field)
