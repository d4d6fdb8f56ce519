"""Small secrets in the database, such as the seed of a second factor, encrypted."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _keys() -> MultiFernet:
    """Keys made from SECRET_KEY and, to read only, from the ones that it replaced."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"at rest:" + key.encode()).digest()))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Raises cryptography.fernet.InvalidToken where no key fits."""
    return _keys().decrypt(text.encode()).decode()
