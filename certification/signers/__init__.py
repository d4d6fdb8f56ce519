"""Signing without knowing where a key lives.

Everything that signs takes a `Signer` (see `base`). `files` keeps keys in a folder; a PKCS#11
token or a key service would be one more module with the same two properties and one method.
"""
