"""Ids that the same file gives on every site, so that its versions have equal hashes."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.UUID("6f2d5b0e-6a51-4f0c-9f0e-2b7c64a7c9d1")


def key(*parts: object) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))
