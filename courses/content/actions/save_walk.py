"""Keep a way through a scenario, or let it go. Both make a new draft of the page."""

from __future__ import annotations

import uuid
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit

MOST_WALKS, LONGEST_NAME = 30, 80


class Played(Protocol):
    """A play as the studio has it."""

    @property
    def steps(self) -> Any: ...
    @property
    def scene(self) -> Any: ...
    @property
    def result(self) -> Any: ...
    @property
    def ended(self) -> bool: ...
    @property
    def whole(self) -> bool: ...


@transaction.atomic
def save_walk(draft: Any, played: Played, name: str, actor: Any) -> None:
    """`draft` is the page with its latest draft's content; what `played` came to is what the
    walk is expected to come to from now on. Raises ValidationError with a sentence.
    """
    name = " ".join(name.split())
    if not played.whole or not played.ended:
        raise ValidationError(
            _("A walk goes from the start to an ending, with the values of the story.")
        )
    if not name:
        raise ValidationError(_("Give the walk a name, such as “A careful officer”."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("Keep the name to %(most)d characters.") % {"most": LONGEST_NAME})
    if any(walk["name"].casefold() == name.casefold() for walk in draft.walks):
        raise ValidationError(_("Another walk has this name. Give each its own."))
    if len(draft.walks) >= MOST_WALKS:
        raise ValidationError(
            _("There are %(most)d walks already. Remove one first.") % {"most": MOST_WALKS}
        )
    walk = {
        "id": str(uuid.uuid4()),
        "name": name,
        "steps": [{"choice": each.id, "text": each.text} for each in played.steps],
        "ending": played.scene.id,
        "passed": played.result.passed,
    }
    draft.walks = [*draft.walks, walk]
    draft.save_revision(user=actor, log_action=True)
    audit.record(actor, "content.walk_saved", draft, walk=walk["id"])


@transaction.atomic
def remove_walk(draft: Any, walk: str, actor: Any) -> bool:
    """False where there was no such walk."""
    left = [each for each in draft.walks if each["id"] != walk]
    if len(left) == len(draft.walks):
        return False
    draft.walks = left
    draft.save_revision(user=actor, log_action=True)
    audit.record(actor, "content.walk_removed", draft, walk=walk)
    return True
