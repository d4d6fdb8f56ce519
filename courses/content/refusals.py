"""Why a page may not go live: sentences that a trainer can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@dataclass(frozen=True)
class Refusal:
    """One reason. `field` is the page's field where it can be mended; `block` the block's id."""

    code: str
    message: str
    field: str | None = None
    block: str | None = None


class PublishRefused(ValidationError):
    """A page was not published. A ValidationError, so that Wagtail's API answers with it."""

    def __init__(self, page: Any, refusals: Sequence[Refusal]) -> None:
        self.page = page
        self.refusals = list(refusals)
        by_field: dict[str, list[ValidationError]] = {}
        for refusal in self.refusals:
            by_field.setdefault(refusal.field or NON_FIELD_ERRORS, []).append(
                ValidationError(refusal.message, code=refusal.code)
            )
        super().__init__(by_field)

    @property
    def sentences(self) -> list[str]:
        return [refusal.message for refusal in self.refusals]
