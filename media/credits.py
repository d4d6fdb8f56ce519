"""Licence and authors of an activity in words. Source: H5P specification, “license”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def licence_words(credits: Mapping[str, Any]) -> str:
    """The licence as a reader knows it; empty where the package names none."""
    code = str(credits.get("licence") or "")
    version = str(credits.get("licence_version") or "")
    named = {
        "": "",
        "U": "",
        "C": _("all rights reserved"),
        "PD": _("public domain"),
        "CC PDM": _("public domain"),
        "CC0 1.0": "CC0 1.0",
        "GNU GPL": "GNU GPL",
        "ODC PDDL": "ODC PDDL",
    }.get(code)
    if named is not None and (not version or code in {"", "U", "C", "CC0 1.0"}):
        return named
    return f"{named or code} {version}".strip()


def author_words(credits: Mapping[str, Any]) -> str:
    """The authors by name, with commas."""
    authors = credits.get("authors") or []
    return ", ".join(str(each["name"]) for each in authors if each.get("name"))
