"""Where activities are played: on this host, or on a second one where the settings name it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static


def site_origin(request: HttpRequest) -> str:
    """Scheme and host of the pages that show activities."""
    return settings.PUBLIC_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def play_origin(request: HttpRequest) -> str:
    """Scheme and host from which activities are loaded."""
    return settings.ACTIVITIES_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def static_address(request: HttpRequest, path: str) -> str:
    return f"{play_origin(request)}{static(path)}"


def player_policy(request: HttpRequest, token: str) -> dict[str, list[str]]:
    """What the page of an activity may do: its own files and the player's, and nothing else.

    The sandbox gives it an origin that is nobody's: no cookies, no parent, no storage.
    """
    host = play_origin(request)
    ours = [f"{host}{settings.STATIC_URL}", f"{host}/activities/files/{token}/"]
    return {
        "default-src": ["'none'"],
        "script-src": ours,
        "style-src": [*ours, "'unsafe-inline'"],
        "img-src": [*ours, "data:", "blob:"],
        "font-src": [*ours, "data:"],
        "media-src": [*ours, "data:", "blob:"],
        "connect-src": ours,
        "frame-src": ["'none'"],
        "worker-src": ["'none'"],
        "webrtc": ["'block'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": sorted(
            {site_origin(request), f"{request.scheme}://{request.get_host()}"}
        ),
        "sandbox": ["allow-scripts"],
    }
