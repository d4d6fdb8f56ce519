"""Load support contacts from a readable file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from home.models import SupportEntry

_WORDS = (
    "name",
    "country",
    "role",
    "kind",
    "phone_e164",
    "phone_display",
    "text_number",
    "hours",
    "languages",
    "cost",
    "confidentiality",
    "source",
    "mark",
)


def load_support(path: Path, *, demonstration: bool) -> int:
    """Add the contacts of `path` that are not there yet, in the site's own language.

    in:  YAML with `entries`, each with `id` and the fields of `SupportEntry`.
    out: how many were added. One that exists is left as it is: an editor may have checked it.
    Raises ValidationError with a sentence for each entry that cannot be used; then nothing is
    added.
    """
    problems: list[str] = []
    new: list[SupportEntry] = []
    locale = Locale.get_default()
    known = set(SupportEntry.objects.filter(locale=locale).values_list("key", flat=True))
    for raw in _entries(path):
        key = str(raw.get("id") or "")
        if key in known:
            continue
        entry = SupportEntry(key=key, locale=locale, is_demonstration=demonstration)
        for field in _WORDS:
            if raw.get(field) is not None:
                setattr(entry, field, str(raw[field]))
        checked_on = raw.get("checked_on")
        if isinstance(checked_on, datetime.date):
            entry.checked_on = checked_on
        try:
            entry.full_clean()
        except ValidationError as error:
            problems.append(f"{key or '?'}: {' '.join(error.messages)}")
        known.add(key)
        new.append(entry)
    if problems:
        raise ValidationError(problems)
    with transaction.atomic():
        for entry in new:
            entry.save()
    return len(new)


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValidationError(_("The file is not YAML: %(why)s") % {"why": error}) from error
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValidationError(_("The file has no list of entries."))
    return entries
