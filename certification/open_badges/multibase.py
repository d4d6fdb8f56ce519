"""The two multibase forms that proofs and status lists use, and Ed25519 Multikeys.

Sources: https://www.w3.org/TR/controller-document/#multibase-0 and #Multikey.
"""

from __future__ import annotations

import base64

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {character: value for value, character in enumerate(_BITCOIN)}
_ED25519_PUBLIC = b"\xed\x01"


def base58(data: bytes) -> str:
    """`data` with the prefix z, base58-btc."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data)
    digits = ""
    while number:
        number, rest = divmod(number, 58)
        digits = _BITCOIN[rest] + digits
    return "z" + "1" * zeros + digits


def read_base58(text: str) -> bytes:
    """The bytes of a text made by `base58`. Raises ValueError."""
    if not text.startswith("z") or len(text) > 200 or not set(text[1:]) <= set(_VALUE):
        raise ValueError("not base58-btc in multibase")
    digits = text[1:].lstrip("1")
    number = 0
    for digit in digits:
        number = number * 58 + _VALUE[digit]
    zeros = len(text) - 1 - len(digits)
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(data: bytes) -> str:
    """`data` with the prefix u, base64url without padding."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_base64url(text: str) -> bytes:
    """The bytes of a text made by `base64url`. Raises ValueError."""
    if not text.startswith("u"):
        raise ValueError("not base64url in multibase")
    return base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4))


def ed25519_multikey(raw: bytes) -> str:
    """An Ed25519 public key of 32 bytes as `publicKeyMultibase`."""
    return base58(_ED25519_PUBLIC + raw)


def read_ed25519_multikey(text: str) -> bytes:
    """The 32 bytes of a `publicKeyMultibase`. Raises ValueError."""
    data = read_base58(text)
    if len(data) != 34 or data[:2] != _ED25519_PUBLIC:
        raise ValueError("not an Ed25519 public key")
    return data[2:]
