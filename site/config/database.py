"""DATABASE_URL → Django's DATABASES entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str, var: Path) -> dict[str, Any]:
    """Settings for SQLite (empty address: `var/db.sqlite3`) or PostgreSQL.

    SQLite gets write-ahead mode, immediate transactions and a patient timeout: with 20
    writers at once all three are needed, none is enough. Both keep connections for a while:
    opening one costs as much CPU as a page, and closing SQLite's last one syncs the disk.
    """
    if not url or url.startswith("sqlite:"):
        path = unquote(urlsplit(url).path) if url else ""
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path or str(var / "db.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
                    # What is erased shall not be read from the file's free pages.
                    "PRAGMA secure_delete=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL: write postgres://user:password@host:5432/name or sqlite:///path."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
