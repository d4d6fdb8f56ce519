"""What content shows from elsewhere: videos on YouTube, pictures and pages by their address.

Nothing of it can be shown, as an activity asks no other host; so a trainer is told beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from media.h5p.libraries import spoken

# What shows a page that lies elsewhere, and the parameter with its address.
FRAMES = {"H5P.IFrameEmbed": "source", "H5P.IframeEmbedder": "source"}
_IN_TEXT = re.compile(r"""<(?:img|iframe|video|audio|source)\b[^>]{0,2000}?\ssrc\s*=\s*["']?"""
                      r"""((?:https?:)?//[^"'\s>]{1,2000})""", re.IGNORECASE)  # fmt: skip
MOST = 20


def hosts(value: Any) -> Iterator[str]:
    """The hosts that one value of the content asks for."""
    if isinstance(value, str):
        if "src" in value:
            for found in _IN_TEXT.finditer(value):
                yield from _host(found[1])
    elif isinstance(value, dict):
        if isinstance(value.get("mime"), str):
            yield from _host(value.get("path"))
        named, given = spoken(value.get("library")), value.get("params")
        if named is not None and named.name in FRAMES and isinstance(given, dict):
            yield from _host(given.get(FRAMES[named.name]))


def _host(address: Any) -> Iterator[str]:
    if not isinstance(address, str) or len(address) > 4000:
        return
    if not address.lower().startswith(("http://", "https://", "//")):
        return
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return
    if host and len(host) <= 253 and host.isprintable():
        yield host
