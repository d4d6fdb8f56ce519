"""Answers a verifier: code or file in; the facts that were signed and one word out."""
