from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from media.activity_files import delete_tree, putting, storage
from media.clearing import clear_soon
from media.h5p import libraries as pure
from media.h5p.archive import Archive
from media.h5p.unpacking import Step, tree
from media.models import Library


def store_library(
    archive: Archive, library: pure.Library, step: Step, added: list[Library]
) -> Library:
    """The stored tree that equals a library's in a package; stored where there is none.

    What was stored is appended to `added`. Raises PackageRefused, and what `step` raises.
    """
    digest, size = tree(archive, library.files, library.folder, _forget, step)
    known = Library.objects.filter(tree=digest).first()
    if known is not None:
        if not storage().exists(known.storage_path("library.json")):
            # A backup came back without its files: those here are the same, byte for byte.
            place = f"libraries/{known.token}"
            delete_tree(place)
            with putting(place) as put:
                tree(archive, library.files, library.folder, put, step)
        return known
    start = len(library.folder) + 1
    row = Library(
        tree=digest,
        name=library.called.name,
        major=library.called.major,
        minor=library.called.minor,
        patch=library.patch,
        title=library.title,
        licence=library.licence,
        author=library.author,
        scripts=[path[start:] for path in library.scripts],
        styles=[path[start:] for path in library.styles],
        needs=[[each.name, each.major, each.minor] for each in library.needs],
        runnable=library.runnable,
        fullscreen=library.fullscreen,
        size=size,
    )
    try:
        with putting(f"libraries/{row.token}") as put:
            tree(archive, library.files, library.folder, put, lambda _: None)
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Another process stored the same tree in the meantime.
        clear_soon(row.token)
        return Library.objects.get(tree=digest)
    except BaseException:
        clear_soon(row.token)
        raise
    added.append(row)
    return row


def _forget(path: str, pieces: Iterator[bytes]) -> None:
    for _piece in pieces:
        pass
