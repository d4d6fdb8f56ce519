"""Keys of the API: `wm_<eight characters>_<thirty-two characters>`, 160 random bits.

Of a key only its SHA-256 is stored. That is enough for a secret that nobody chose: there is
nothing to guess that a slower hash would protect.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from certification.api.problems import Refusal
from certification.models import ApiKey

_ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
_FORM = re.compile(r"wm_([a-z0-9]{8})_[a-z0-9]{32}")


@dataclass(frozen=True)
class NewKey:
    """A key as it is shown once."""

    prefix: str
    text: str

    @property
    def sha256(self) -> str:
        return digest(self.text)


def new_key() -> NewKey:
    prefix = "".join(secrets.choice(_ALPHABET) for _place in range(8))
    secret = "".join(secrets.choice(_ALPHABET) for _place in range(32))
    return NewKey(prefix, f"wm_{prefix}_{secret}")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def key_in(header: str) -> ApiKey:
    """The active key that an Authorization header carries, with its agency. Raises Refusal."""
    challenge = {"WWW-Authenticate": 'Bearer realm="api"'}
    scheme, _space, text = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Refusal("missing-key", headers=challenge)
    challenge = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}
    form = _FORM.fullmatch(text.strip())
    key = (
        ApiKey.objects.select_related("agency__organisation").filter(prefix=form[1]).first()
        if form
        else None
    )
    if key is None or not hmac.compare_digest(key.sha256, digest(text.strip())):
        raise Refusal("unknown-key", headers=challenge)
    state = key.state()
    if state != ApiKey.State.ACTIVE:
        raise Refusal(f"{state.value}-key", headers=challenge)
    return key
