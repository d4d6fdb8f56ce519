"""The storage of H5P packages and of what was unpacked from them: on disk, or S3-compatible."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import Storage, storages

# Larger files go through a file on disk, so that memory stays flat.
IN_MEMORY = 1024 * 1024


def storage() -> Storage:
    return storages["activities"]


def put(path: str, pieces: Iterator[bytes]) -> None:
    """Store a file that comes in pieces. Leaves nothing where the pieces break off."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as buffer:
        for piece in pieces:
            buffer.write(piece)
        buffer.seek(0)
        used = storage().save(path, File(buffer, name=path))
    if used != path:
        # Something lies there already: this is no place that was cleared before.
        storage().delete(used)
        raise FileExistsError(path)


def delete_tree(folder: str) -> None:
    """Delete all files in a folder, and the folders where the storage has such."""
    where = storage()
    try:
        folders, names = where.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        where.delete(f"{folder}/{name}")
    for inner in folders:
        delete_tree(f"{folder}/{inner}")
    with contextlib.suppress(OSError):
        where.delete(folder)
