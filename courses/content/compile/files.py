"""Which uploaded files a compiled text shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# The type of a block and the field of UsedFile that keeps its file.
KINDS = {"image": "image", "video": "recording", "audio": "recording", "download": "document",
         "activity": "activity_version"}  # fmt: skip


def files_shown(parts: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """Pairs of kind (a field of UsedFile) and primary key, for compiled blocks."""
    for part in parts:
        kind = KINDS.get(part["type"])
        pk = part.get("value", part).get("id")
        if kind and isinstance(pk, int):
            yield kind, pk
