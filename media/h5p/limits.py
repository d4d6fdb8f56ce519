"""How large a package and its parts may be. Genuine packages stay under every number."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What is read of a package at most; sizes in bytes, of what really comes out."""

    package: int = 512 * MEGABYTE
    files: int = 10_000
    # The list of files at the end of the package; 10,000 long names take about 3 MB.
    directory: int = 6 * MEGABYTE
    # Bytes of a path and of one part of it: what S3 and common disks take beside our own.
    name: int = 900
    part: int = 250
    unpacked: int = 1024 * MEGABYTE
    one_file: int = 512 * MEGABYTE
    # Text packs about 20 times; beyond this only what was made to.
    ratio: int = 200
    # Below this size a ratio says nothing: a small file of spaces is no harm.
    ratio_from: int = 10 * MEGABYTE
    json: int = 4 * MEGABYTE
    # Of all that is read while somebody waits: one for each library and two for the activity.
    json_all: int = 16 * MEGABYTE
    json_depth: int = 100


LIMITS = Limits()
# The newest version of H5P's core that the player here has (h5p-standalone 3.8).
CORE = (1, 28)

# H5P's own list, less scripts and office types.
CONTENT_TYPES = frozenset(
    [
        "json",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "bmp",
        "webp",
        "tif",
        "tiff",
        "eot",
        "ttf",
        "woff",
        "woff2",
        "otf",
        "webm",
        "mp4",
        "ogg",
        "mp3",
        "m4a",
        "wav",
        "txt",
        "pdf",
        "csv",
        "md",
        "vtt",
        "webvtt",
        "gltf",
        "glb",
    ]
)
LIBRARY_TYPES = CONTENT_TYPES | {"js", "css", "svg", "xml"}
