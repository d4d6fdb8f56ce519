"""Bitstring status lists: which credentials are revoked or suspended. Pure."""
