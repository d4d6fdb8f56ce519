"""Checking without network: what the QR code on the paper carries, and the page that reads it."""
