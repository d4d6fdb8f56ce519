"""Names what became of an issued file by laying it beside the original."""

from __future__ import annotations

from certification.verify.causes import Cause


def compare(original: bytes, found: bytes) -> Cause | None:
    """The cause that two files side by side show, or None where it takes reading them."""
    if len(found) > len(original) and found.startswith(original):
        return Cause.CHANGED_AFTER if b" obj" in found[len(original) :] else Cause.APPENDED
    if len(found) < len(original) and original.startswith(found):
        return Cause.CUT
    if len(found) == len(original):
        return Cause.BYTES_CHANGED
    return None
