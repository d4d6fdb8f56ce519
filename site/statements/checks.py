"""System checks: is the learning record store wholly named?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error


def record_store_is_named(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    given = {name: bool(getattr(settings, name)) for name in ("LRS_URL", "LRS_KEY", "LRS_SECRET")}
    missing = [name for name, is_given in given.items() if not is_given]
    if missing and len(missing) < len(given):
        found.append(
            Error(
                f"The learning record store is named by halves: {', '.join(missing)} is missing.",
                hint="Set LRS_URL, LRS_KEY and LRS_SECRET, or none of them.",
                id="statements.E001",
            )
        )
    parts = urlsplit(settings.LRS_URL)
    if parts.username or parts.password or parts.query or parts.fragment:
        found.append(
            Error(
                "LRS_URL has more than an address.",
                hint="Key and secret go into LRS_KEY and LRS_SECRET, and nothing after the path.",
                id="statements.E002",
            )
        )
    return found
