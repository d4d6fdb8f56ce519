"""What a statement is about: one activity, named by an address that stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings

from statements.vocabulary import ACTIVITY_TYPES


def home_page() -> str:
    """The address that accounts and activities are named under, without a slash at the end."""
    address: str = settings.PUBLIC_URL or settings.WAGTAILADMIN_BASE_URL
    return address.rstrip("/")


def activity_id(kind: str, *keys: str) -> str:
    """The address of an activity: kind and keys under the site's own. Nothing answers there."""
    path = "/".join(quote(str(key), safe="") for key in keys)
    return f"{home_page()}/xapi/{kind}/{path}"


@dataclass(frozen=True)
class Activity:
    """`kind` is a key of ACTIVITY_TYPES; `keys` name the one meant, from the outside inwards.

    `name` is the title in `language`; `description` the wording of a question.
    """

    kind: str
    keys: tuple[str, ...]
    name: str
    language: str = "en"
    description: str = ""
    interaction: tuple[tuple[str, Any], ...] = ()

    @property
    def id(self) -> str:
        return activity_id(self.kind, *self.keys)

    def to_json(self) -> dict[str, Any]:
        """The xAPI object (1.0.3, part two, 2.4.4.1)."""
        definition: dict[str, Any] = {
            "type": ACTIVITY_TYPES[self.kind],
            "name": {self.language: self.name},
            **dict(self.interaction),
        }
        if self.description:
            definition["description"] = {self.language: self.description}
        return {"objectType": "Activity", "id": self.id, "definition": definition}
