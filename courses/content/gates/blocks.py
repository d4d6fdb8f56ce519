"""What the blocks themselves refuse, in sentences, for pages that no form has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.content.refusals import Refusal


def stream_refusals(page: Any, field: str) -> list[Refusal]:
    """Every rule of the blocks in a StreamField, as the editor would apply it."""
    stream = getattr(page, field)
    if not len(stream):
        return []
    try:
        stream.stream_block.clean(stream)
    except ValidationError as error:
        return list(_sentences(error, stream, field))
    return []


def _sentences(error: Any, stream: Any, field: str) -> Iterator[Refusal]:
    for place, child_error in sorted(getattr(error, "block_errors", {}).items()):
        child = stream[place]
        label = child.block.label
        for path, message, nearest in _flat(child_error, child.block, child.value):
            yield Refusal(
                "block",
                _("%(where)s: %(message)s")
                % {"where": ", ".join([f"{label} ({place + 1})", *path]), "message": message},
                field,
                nearest or child.id,
            )
    for message in _plain(error):
        yield Refusal("block", message, field)


def _flat(error: Any, block: Any, value: Any) -> Iterator[tuple[list[str], str, str | None]]:
    """The labels that lead to a fault, its sentence, and the nearest block that can be linked."""
    children = getattr(error, "block_errors", None)
    if children:
        for key, child_error in children.items():
            child_block, label, child_value, name = _child(block, key, value)
            for path, message, nearest in _flat(child_error, child_block, child_value):
                yield [label, *path], message, nearest or name
    for message in _plain(error):
        yield [], message, None


def _child(block: Any, key: Any, value: Any) -> tuple[Any, str, Any, str | None]:
    """The block within, its label, value and id: parts of a group have no id of their own."""
    if isinstance(key, str) and key in getattr(block, "child_blocks", {}):
        child = block.child_blocks[key]
        return child, str(child.label), value[key] if value else None, None
    bound = getattr(value, "bound_blocks", None)
    found = bound[key] if bound is not None and isinstance(key, int) else value[key]
    where = f"{key + 1}" if isinstance(key, int) else str(key)
    return found.block, where, found.value, found.id


def _plain(error: Any) -> list[str]:
    """The sentences that an error says itself, apart from those of the blocks within."""
    own = getattr(error, "non_block_errors", None)
    if own is not None:
        return [str(message) for item in own.as_data() for message in item.messages]
    return [str(message) for message in error.messages]
