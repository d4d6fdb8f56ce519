"""The storage of H5P packages and of what was unpacked from them: on disk, or S3-compatible."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from media.h5p.unpacking import Put

# Larger files go through a file on disk, so that memory stays flat.
IN_MEMORY = 1024 * 1024
# A store is some milliseconds away, and a package has thousands of files.
AT_ONCE = 8


def storage() -> Storage:
    return storages["activities"]


@contextlib.contextmanager
def putting(folder: str) -> Iterator[Put]:
    """Puts files into a folder that was cleared before. All of them are there once this is left;
    what failed is raised then at the latest.

    Raises OSError, and on disk FileExistsError where something lies there already.
    """
    where = storage()
    if isinstance(where, FileSystemStorage):
        yield lambda path, pieces: _write(Path(where.path(f"{folder}/{path}")), pieces)
        return
    waiting: deque[Future[None]] = deque()

    def put_soon(path: str, pieces: Iterator[bytes]) -> None:
        buffer = _gathered(pieces)
        if len(waiting) >= 2 * AT_ONCE:
            waiting.popleft().result()
        waiting.append(pool.submit(_save, where, f"{folder}/{path}", buffer))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield put_soon
        while waiting:
            waiting.popleft().result()


def _gathered(pieces: Iterable[bytes]) -> IO[bytes]:
    """To be closed by whoever saves it."""
    buffer = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        for piece in pieces:
            buffer.write(piece)
    except BaseException:
        buffer.close()
        raise
    buffer.seek(0)
    return buffer


def _save(where: Storage, path: str, buffer: IO[bytes]) -> None:
    with buffer:
        used = where.save(path, File(buffer, name=path))
    if used != path:
        where.delete(used)
        raise FileExistsError(path)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
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


@contextlib.contextmanager
def at_hand(path: str) -> Iterator[IO[bytes]]:
    """A stored file to read here and there: from a copy on disk where it lies far away."""
    where = storage()
    with where.open(path) as file:
        if isinstance(where, FileSystemStorage):
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy, 1024 * 1024)
            copy.seek(0)
            yield copy


def delete_tree(folder: str) -> None:
    """Delete all files in a folder, and the folders where the storage has such."""
    where = storage()
    if isinstance(where, FileSystemStorage):
        _delete_folder(where, folder)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _done in pool.map(where.delete, list(_paths(where, folder))):
            pass


def _delete_folder(where: Storage, folder: str) -> None:
    try:
        folders, names = where.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        where.delete(f"{folder}/{name}")
    for inner in folders:
        _delete_folder(where, f"{folder}/{inner}")
    with contextlib.suppress(OSError):
        where.delete(folder)


def _paths(where: Storage, folder: str) -> Iterator[str]:
    folders, names = where.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _paths(where, f"{folder}/{inner}")
