"""Files that something published shows. Apps above register how to tell; media asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.limits import is_new

_askers: list[Callable[[Any], bool]] = []


def register(asker: Callable[[Any], bool]) -> None:
    """`asker(file)` says whether something published shows the image, recording or document."""
    if asker not in _askers:
        _askers.append(asker)


def is_shown(item: Any) -> bool:
    return item.pk is not None and any(asker(item) for asker in _askers)


def refuse_replacing(item: Any, field: str = "file") -> None:
    """Raises ValidationError where a published file would be replaced by another."""
    if item.pk is not None and is_new(getattr(item, field)) and is_shown(item):
        raise ValidationError(
            {
                field: ValidationError(
                    _(
                        "A published course shows this file, and learners are entitled to what "
                        "they were shown. Upload the new file beside it."
                    ),
                    code="file-published",
                )
            }
        )
