"""Which addresses a form may send a person back to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 2000
_NEVER = ("/exit/", "/break/", "/accounts/logout/")


def safe_path(raw: str | None) -> str | None:
    """The path where `raw` is one of this site's own, else None.

    Only a path with its query: no scheme, no host, no backslash or control character (browsers
    read some of these as another host), and none that would leave again at once.
    """
    if not raw or len(raw) > _LONGEST or not raw.startswith("/"):
        return None
    if (
        raw.startswith("//")
        or "\\" in raw
        or any(ord(char) < 33 or ord(char) == 127 for char in raw)
    ):
        return None
    if not url_has_allowed_host_and_scheme(raw, allowed_hosts=None):
        return None
    parts = urlsplit(raw)
    if parts.scheme or parts.netloc or parts.path.startswith(_NEVER):
        return None
    return raw
