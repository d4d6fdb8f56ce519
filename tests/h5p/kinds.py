"""Packages of several types, of tiny libraries of our own that play on H5P's core."""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib
from typing import Any

from tests.h5p.packages import CHOICE, HERE, MAIN, TINY, WORDS, Files, pack

LISTEN = {"text": "Listening", "right": True}
PRESS = {"text": "Pressing for details", "right": False}


def picture(width: int = 40, height: int = 30) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x90" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def sound(seconds: float = 1.2) -> bytes:
    """A quiet tone."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        for step in range(int(8000 * seconds)):
            file.writeframes(struct.pack("<h", int(300 * math.sin(step / 3))))
    return out.getvalue()


def part(number: int, question: str) -> dict[str, Any]:
    """A question as a part of something else."""
    return {
        "library": "H5P.TinyChoice 1.2",
        "subContentId": f"00000000-0000-4000-8000-{number:012d}",
        "metadata": {"title": question, "license": "U", "contentType": "Tiny choice"},
        "params": {"question": question, "answers": [LISTEN, PRESS]},
    }


def library(name: str, scripts: dict[str, str], styles: dict[str, str], **more: Any) -> Files:
    """The folder of a library “Name” 1.0; `more` are fields of library.json."""
    major, minor = more.pop("version", (1, 0))
    folder = f"{name}-{major}.{minor}"
    described: dict[str, Any] = {
        "machineName": name,
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": 0,
        "title": name,
        "runnable": 1,
        "coreApi": {"majorVersion": 1, "minorVersion": 19},
        "preloadedJs": [{"path": path} for path in scripts],
        "preloadedCss": [{"path": path} for path in styles if not path.startswith("imported/")],
        **more,
    }
    return {
        f"{folder}/library.json": described,
        **{f"{folder}/{path}": text for path, text in (scripts | styles).items()},
    }


def need(name: str, major: int = 1, minor: int = 0) -> dict[str, Any]:
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def choices() -> Files:
    """The library that other types ask their questions with."""
    return {
        f"{CHOICE}/library.json": MAIN,
        f"{CHOICE}/scripts/choice.js": source("choice"),
        f"{CHOICE}/choice.css": "p { margin: 0; }",
        f"{TINY}/library.json": WORDS,
    }


def source(name: str) -> str:
    return (HERE / f"{name}.js").read_text()


def packed(name: str, content: dict[str, Any], *libraries: Files, **files: Any) -> io.BytesIO:
    """A package whose main library is “name” 1.0."""
    whole: Files = {
        "h5p.json": {
            "title": "What helps?",
            "language": "en",
            "mainLibrary": name,
            "embedTypes": ["div"],
            "license": "U",
            "preloadedDependencies": [need(name)],
            **files.get("manifest", {}),
        },
        "content/content.json": content,
    }
    for each in libraries:
        whole |= each
    return pack(whole | files.get("files", {}))


def question_set() -> io.BytesIO:
    main = library(
        "H5P.TinySet",
        {"set.js": source("set")},
        {},
        preloadedDependencies=[need("H5P.TinyChoice", 1, 2)],
    )
    questions = [part(1, "What helps first?"), part(2, "What helps then?")]
    return packed("H5P.TinySet", {"questions": questions}, main, choices())


def branching() -> io.BytesIO:
    scenes = {
        "start": {
            "text": "Somebody stands at the door.",
            "picture": {"path": "images/door.png", "mime": "image/png"},
            "ways": [{"text": "Listen", "to": "calm"}, {"text": "Press", "to": "gone"}],
        },
        "calm": {"text": "They sit down.", "score": 10},
        "gone": {"text": "They leave.", "score": 0},
    }
    main = library("H5P.TinyBranch", {"branch.js": source("branch")}, {})
    extra = {"content/images/door.png": picture()}
    return packed("H5P.TinyBranch", {"scenes": scenes}, main, files=extra)


def film() -> io.BytesIO:
    main = library("H5P.TinyFilm", {"film.js": source("film")}, {})
    content = {
        "file": {"path": "audios/tone.wav", "mime": "audio/wav"},
        "stops": [{"at": 0.3, "action": part(1, "What helps now?")}],
    }
    extra = {"content/audios/tone.wav": sound()}
    return packed("H5P.TinyFilm", content, main, choices(), files=extra)


def keeper(size: int = 10) -> io.BytesIO:
    """Keeps so many characters once it was pressed."""
    main = library("H5P.TinyKeeper", {"keeper.js": source("keeper")}, {})
    return packed("H5P.TinyKeeper", {"size": size}, main)


def leaflet(**more: str) -> io.BytesIO:
    """`more` are scripts of the library that come before its own."""
    styles = {
        "look.css": '@import "imported/more.css" screen;\n@import url(https://fonts.example/x.css);\n'
        "@font-face { font-family: Tiny; src: url('tiny.woff2?#iefix') format('woff2'); }\n"
        '.plain { background: url("pictures/a (1).png"); font-family: Tiny, serif; }\n'
        "@media screen { .tiny-leaflet .plain { color: rgb(1, 2, 3) }",
        "imported/more.css": ".imported { background: url(../pictures/b.png); color: rgb(4,5,6) }",
        "last.css": ".tiny-leaflet img { width: 40px; height: 30px }",
    }
    main = library(
        "H5P.TinyLeaflet",
        {**more, "leaflet.js": source("leaflet")},
        styles,
        fullscreen=1,
        preloadedDependencies=[need("TinyNotes", 1, 0), need("TinyNotes", 1, 1)],
    )
    told = "window.tinyLoaded = (window.tinyLoaded || []).concat('%s')\n"
    notes = [
        library("TinyNotes", {"n.js": told % f"1.{minor}"}, {}, version=(1, minor), runnable=0)
        for minor in (0, 1)
    ]
    content = {"text": "A leaflet", "picture": {"path": "images/c.png", "mime": "image/png"}}
    extra = {
        "content/images/c.png": picture(),
        "H5P.TinyLeaflet-1.0/pictures/a (1).png": picture(),
        "H5P.TinyLeaflet-1.0/pictures/b.png": picture(),
    }
    return packed("H5P.TinyLeaflet", content, main, *notes, files=extra)


CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nA quiet tone\n"
LATER = {
    "later.js": "window.tinyLater = 'came';",
    "module.js": "export const word = 'came';",
    "face.woff2": "no font",
}


def usual() -> io.BytesIO:
    """Does what libraries of many content types do."""
    main = library("H5P.TinyUsual", {"dist/usual.js": source("usual")}, {}, fullscreen=1)
    licence = {"license": "CC BY", "version": "4.0", "author": "A photographer"}
    content = {"picture": {"path": "c.png", "mime": "image/png", "copyright": licence}}
    extra: Files = {
        "content/c.png": picture(),
        "content/tone.wav": sound(),
        "content/words.vtt": CAPTIONS,
        "content/words.json": {"word": "came"},
        **{f"H5P.TinyUsual-1.0/dist/{name}": text for name, text in LATER.items()},
    }
    manifest = {"authors": [{"name": "A trainer", "role": "Author"}], "license": "CC BY-SA"}
    return packed("H5P.TinyUsual", content, main, files=extra, manifest=manifest)


def heights(height: str, **more: Any) -> io.BytesIO:
    main = library("H5P.TinyHeights", {"heights.js": source("heights")}, {})
    return packed("H5P.TinyHeights", {"height": height, **more}, main)


# Each alone stops a joint file; by itself it stops nothing but itself.
AWKWARD = {
    "same-word.js": "const tinySame = 1;",
    "same-word-again.js": "const tinySame = 2;",
    "thrown.js": "window.tinyLoaded = ['thrown']; throw new Error('out of order')",
    "strict.js": "'use strict'\nwindow.tinyScript = document.currentScript.src",
    "open.js": "var tinyOpen = function () { return 1 }",
    "bracket.js": "(function () { window.tinyLoaded.push('bracket') })()  // no line after this",
}


def hostile(harm: str, **params: Any) -> io.BytesIO:
    """A library that means harm: which of those in hostile.js."""
    # Deaf from the start, before anything else is there to listen.
    first = {"deaf.js": "window.tinyDeaf = true;"} if harm == "deaf" else {}
    main = library("H5P.TinyHostile", {**first, "hostile.js": source("hostile")}, {})
    return packed("H5P.TinyHostile", {"harm": harm, **params}, main)
