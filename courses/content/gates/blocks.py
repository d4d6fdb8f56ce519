"""What the blocks themselves refuse, in sentences, for pages that no form has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue

from courses.content.refusals import Refusal
from courses.scenarios.quoting import quotable

# A part of a choice's feedback that is empty or too long. The proof says it in one sentence.
FEEDBACK = "block-feedback"


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
        label = _own_name(child.value) or f"{child.block.label} ({place + 1})"
        for path, message, nearest in _flat(child_error, child.block, child.value):
            where = ", ".join([label, *(each for _key, each in path)])
            yield Refusal(
                FEEDBACK if any(key == "feedback" for key, _label in path) else "block",
                _("%(where)s: %(message)s") % {"where": where, "message": message},
                field,
                nearest or child.id,
            )
    for message in _plain(error):
        yield Refusal("block", message, field)


def _own_name(value: Any) -> str:
    """A scene by its name, a choice by its first words: trainers do not count blocks."""
    words = ""
    if isinstance(value, StructValue):
        words = str(value.get("name") or value.get("text") or "")
    return f"“{quotable(Truncator(words).words(12))}”" if words.strip() else ""


def _flat(
    error: Any, block: Any, value: Any
) -> Iterator[tuple[list[tuple[Any, str]], str, str | None]]:
    """Keys and labels that lead to a fault, its sentence, and the nearest block to link to."""
    children = getattr(error, "block_errors", None)
    if children:
        for key, child_error in children.items():
            child_block, label, child_value, name = _child(block, key, value)
            for path, message, nearest in _flat(child_error, child_block, child_value):
                yield [(key, label), *path], message, nearest or name
    for message in _plain(error):
        yield [], message, None


def _child(block: Any, key: Any, value: Any) -> tuple[Any, str, Any, str | None]:
    """The block within, its label, value and id: parts of a group have no id of their own."""
    if isinstance(key, str) and key in getattr(block, "child_blocks", {}):
        child = block.child_blocks[key]
        return child, str(child.label), value[key] if value else None, None
    bound = getattr(value, "bound_blocks", None)
    found = bound[key] if bound is not None and isinstance(key, int) else value[key]
    where = _own_name(found.value) or (f"{key + 1}" if isinstance(key, int) else str(key))
    return found.block, where, found.value, found.id


def _plain(error: Any) -> list[str]:
    """The sentences that an error says itself, apart from those of the blocks within."""
    own = getattr(error, "non_block_errors", None)
    if own is not None:
        return [str(message) for item in own.as_data() for message in item.messages]
    return [str(message) for message in error.messages]
