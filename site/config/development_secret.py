"""A secret of this machine's own for development, kept in var/."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def development_secret(var: Path) -> str:
    """Read `var/secret_key`, made on first use; readable by its owner alone."""
    path = var / "secret_key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()
