"""The storage of H5P packages and of what was unpacked from them: on disk, or S3-compatible."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

# Larger files go through a file on disk, so that memory stays flat.
IN_MEMORY = 1024 * 1024


def storage() -> Storage:
    return storages["activities"]


def put(path: str, pieces: Iterator[bytes]) -> None:
    """Store a file that comes in pieces. Leaves nothing where the pieces break off.

    Raises FileExistsError where something lies there already: no place that was cleared before.
    """
    where = storage()
    if isinstance(where, FileSystemStorage):
        _write(Path(where.path(path)), pieces)
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as buffer:
        for piece in pieces:
            buffer.write(piece)
        buffer.seek(0)
        used = where.save(path, File(buffer, name=path))
    if used != path:
        where.delete(used)
        raise FileExistsError(path)


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    """Straight to the disk: a package has thousands of files."""
    try:
        file = path.open("xb", buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("xb", buffering=0)
    try:
        with file:
            for piece in pieces:
                file.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


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
