"""Draws, tags and signs the PDF of a certificate. Knows no Django and no database."""
