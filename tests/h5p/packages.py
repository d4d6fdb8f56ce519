"""Small packages, made here, with or without something wrong in them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "libraries"
MAIN: dict[str, Any] = {
    "machineName": "H5P.TinyChoice",
    "majorVersion": 1,
    "minorVersion": 2,
    "patchVersion": 3,
    "title": "Tiny choice",
    "runnable": 1,
    "preloadedJs": [{"path": "scripts/choice.js"}],
    "preloadedCss": [{"path": "choice.css"}],
    "preloadedDependencies": [
        {"machineName": "TinyWords", "majorVersion": "1", "minorVersion": "0"}
    ],
    "editorDependencies": [
        {"machineName": "H5PEditor.Gone", "majorVersion": 9, "minorVersion": 9},
        {"machineName": "H5P.TinyChoice", "majorVersion": 1, "minorVersion": 2},
    ],
    "coreApi": {"majorVersion": 1, "minorVersion": 19},
}
WORDS: dict[str, Any] = {
    "machineName": "TinyWords",
    "majorVersion": 1,
    "minorVersion": 0,
    "patchVersion": 0,
    "title": "Words",
    "runnable": 0,
}
MANIFEST: dict[str, Any] = {
    "title": "What helps?",
    "language": "en",
    "mainLibrary": "H5P.TinyChoice",
    "embedTypes": ["div"],
    "license": "CC BY-SA",
    "licenseVersion": "4.0",
    "authors": [{"name": "A trainer", "role": "Author"}],
    "preloadedDependencies": [
        {"machineName": "H5P.TinyChoice", "majorVersion": "1", "minorVersion": "2"},
        {"machineName": "TinyWords", "majorVersion": 1, "minorVersion": 0},
    ],
}
CONTENT: dict[str, Any] = {
    "question": "What helps?",
    "answers": [
        {"text": "Listening", "right": True},
        {"text": "Pressing for details", "right": False},
    ],
}
CHOICE, TINY = "H5P.TinyChoice-1.2", "TinyWords-1.0"
Files = dict[str, bytes | str | dict[str, Any]]


def files(**changed: Any) -> Files:
    """The files of a sound package. Keyword: `manifest`, `main`, `words`, `content` (updates)."""
    return {
        "h5p.json": MANIFEST | changed.get("manifest", {}),
        "content/content.json": CONTENT | changed.get("content", {}),
        f"{CHOICE}/library.json": MAIN | changed.get("main", {}),
        f"{CHOICE}/semantics.json": "[]",
        f"{CHOICE}/scripts/choice.js": (HERE / "choice.js").read_text(),
        f"{CHOICE}/choice.css": "p { margin: 0; }",
        f"{TINY}/library.json": WORDS | changed.get("words", {}),
    }


def pack(content: Files, **options: Any) -> io.BytesIO:
    """A package of these files; `h5p.json` may carry a byte-order mark as text does."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = options.get("attributes", {}).get(name, 0o644 << 16)
            archive.writestr(info, json.dumps(data) if isinstance(data, dict) else data)
    packed.seek(0)
    return packed


def sound(**changed: Any) -> io.BytesIO:
    return pack(files(**changed))


def without(*names: str, **changed: Any) -> io.BytesIO:
    return pack({name: data for name, data in files(**changed).items() if name not in names})


def with_files(more: Files, **options: Any) -> io.BytesIO:
    return pack(files() | more, **options)
