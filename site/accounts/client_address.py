"""The address that a request came from, for rate limits. It is never stored or logged."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104


def client_address(request: HttpRequest) -> str:
    """The peer's address, or what the outermost trusted proxy says it was.

    With TRUSTED_PROXIES=n the n-th entry of X-Forwarded-For from the right is the one that
    our own first proxy wrote; entries further left are the client's word and count for nothing.
    """
    proxies: int = settings.TRUSTED_PROXIES
    entries = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    if proxies and len(entries) >= proxies and (found := _parse(entries[-proxies])):
        return found
    return _parse(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _parse(text: str) -> str:
    """`text` as a plain address without port or brackets; empty where it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
