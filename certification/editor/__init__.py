"""Certificates in the editor: administrators look them up and decide about them."""
