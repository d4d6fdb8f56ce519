"""The page of an activity, and its files. They know nobody: no session, no cookie, no person."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import IO

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from media.activity_files import storage
from media.bundles import PACKED, SCRIPTS, STYLES
from media.hosts import play_origin, player_policy, static_address
from media.models import ActivityVersion, Library
from media.player_settings import player_settings
from media.ranges import answer, begun

READY = ActivityVersion.State.READY
A_YEAR = "public, max-age=31536000, immutable"
# Opened by itself, a file of a package runs nothing.
FILE_POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": [""]}
ONLY_HERE = b"wmHere();\n"
# No header opens more here: whoever knows the address may have the file.
ASKED = MappingProxyType(
    {
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Cache-Control, Content-Type, Range, X-Requested-With",
        "Access-Control-Max-Age": "86400",
    }
)
KINDS = {
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "svg": "image/svg+xml",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    "webp": "image/webp",
    "vtt": "text/vtt",
    "webvtt": "text/vtt",
    "md": "text/plain",
    "csv": "text/plain",
    "gltf": "model/gltf+json",
    "glb": "model/gltf-binary",
    "m4a": "audio/mp4",
}


@require_safe
@xframe_options_exempt
def play(request: HttpRequest, token: str) -> HttpResponse:
    """Anyone who has the address: the lesson that shows it says who may. Starts when the page
    around it hands over what to start with."""
    versions = ActivityVersion.objects.select_related("activity")
    version = get_object_or_404(versions, token=token, state=READY, swept_at=None)
    files = f"{play_origin(request)}/activities/files/{version.token}"
    response = render(
        request,
        "media/player.html",
        {
            "version": version,
            "integration": player_settings(request, version, files),
            "scripts": [
                static_address(request, "face/h5p-start.js"),
                static_address(request, "face/h5p/frame.bundle.js"),
            ],
            "styles": [static_address(request, "face/h5p/styles/h5p.css")],
            "player": static_address(request, "face/h5p-player.js"),
            "files": files,
        },
    )
    # Read by django-csp's middleware, which stands outside of this.
    setattr(response, "_csp_config", player_policy(request, token))  # noqa: B010
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def activity_file(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """Anyone who has the address: a file of a version, or of a library that it plays with. OPTIONS:
    a browser asks whether a script may send headers of its own along, as many libraries do."""
    if request.method == "OPTIONS":
        return _headed(HttpResponse(status=204), ASKED)
    place = _place(token, path)
    if place is None:
        raise Http404
    wanted = request.headers.get("range", "")
    joint = path in {SCRIPTS, STYLES}
    packed = joint and not wanted and "gzip" in request.headers.get("accept-encoding", "")
    found = (_open(place + PACKED) if packed else None) or _open(place)
    if found is None:
        raise Http404
    file, size, name = found
    ending = path.rpartition(".")[2].lower()
    kind = KINDS.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind == KINDS["js"] and not joint:
        # It runs in the player and nowhere else: see h5p-start.js.
        return _headed(begun(ONLY_HERE, file, size, kind))
    response = answer(file, size, kind, wanted)
    if joint:
        response["Vary"] = "Accept-Encoding"
        if name.endswith(PACKED):
            response["Content-Encoding"] = "gzip"
    return _headed(response)


def _headed(
    response: HttpResponseBase, more: Mapping[str, str] = MappingProxyType({})
) -> HttpResponseBase:
    response["Cache-Control"] = A_YEAR
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Accept-Ranges, Content-Length, Content-Range"
    for name, value in more.items():
        response[name] = value
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    setattr(response, "_csp_config", FILE_POLICY)  # noqa: B010
    return response


def _open(place: str) -> tuple[IO[bytes], int, str] | None:
    """A file, its size and its place; None where there is none."""
    try:
        file = storage().open(place)
        return file, file.size, place
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
        return None


def _place(token: str, path: str) -> str | None:
    """Where a file lies, or None. Only what unpacking put there can be asked for."""
    version, libraries = _known(token)
    if version is None or ".." in path.split("/"):
        return None
    top, _slash, rest = path.partition("/")
    if top == "libraries":
        folder, _slash, inner = rest.partition("/")
        library = libraries.get(folder)
        return library.storage_path(inner) if library is not None and inner else None
    if top == "content" or path in {"h5p.json", SCRIPTS, STYLES}:
        return version.storage_path(path)
    return None


@lru_cache(maxsize=256)
def _known(token: str) -> tuple[ActivityVersion | None, dict[str, Library]]:
    """A ready version and its libraries by folder. They never change, so they are kept."""
    version = ActivityVersion.objects.filter(token=token, state=READY, swept_at=None).first()
    if version is None:
        raise Http404
    return version, {row.folder: row for row in version.libraries.all()}
