"""One spelling for every JSON value, so that equal content has an equal hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(data: Any) -> bytes:
    """`data` as UTF-8 JSON with sorted keys and no spaces.

    Raises ValueError for NaN and infinity and TypeError for what JSON cannot hold.
    """
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def fingerprint(data: Any) -> str:
    """SHA-256 of the canonical JSON of `data`, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(data)).hexdigest()
