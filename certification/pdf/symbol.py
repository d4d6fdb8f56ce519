"""The QR code of a paper: its dark and light squares.

Source: ISO/IEC 18004. The parts of the address are written in the mode that takes least room, so
that an address with the signed facts behind # still prints in squares that a phone reads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import segno

# Beyond this size squares get small; then less is kept for repair instead.
LARGEST_WITH_MORE_REPAIR = 14
_SIGNED = re.compile(r"(?P<start>.+#)(?P<facts>[A-Z2-7]+)")


@lru_cache(maxsize=64)
def squares(address: str) -> tuple[tuple[int, ...], ...]:
    """Rows of 1 (dark) and 0 (light), without the light margin around them."""
    signed = _SIGNED.fullmatch(address)
    # Capital letters and digits take 5.5 bits each in their own mode, 8 in that for anything.
    # segno's encoder takes parts; only its description of `make` does not say so.
    content: Any = (signed["start"], signed["facts"]) if signed else address
    # To find the best of the eight masks takes longer than all the rest of the page. It evens out
    # patterns, and signed facts have none.
    mask = 1 if signed else None
    code = segno.make(content, error="m", micro=False, boost_error=True, mask=mask)
    if isinstance(code.version, int) and code.version > LARGEST_WITH_MORE_REPAIR:
        code = segno.make(content, error="l", micro=False, boost_error=True, mask=mask)
    return tuple(tuple(row) for row in code.matrix)
