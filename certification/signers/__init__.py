"""Signing without knowing where a key lives.

Everything that signs takes a `Signer` (see `base`). `files` keeps keys in a folder; a PKCS#11
token or a key service would be one more module with the same two properties and one method.
"""

from __future__ import annotations


def keys_present() -> bool:
    """Whether every use has an active key whose private half can be reached."""
    from certification import keyring, vault
    from certification.signers.base import KeyMissing, Use

    try:
        for use in Use:
            keyring.active(use)
    except KeyMissing:
        return False
    return vault.master_key_present()
