"""Ralph's record store, on files. Runs in Ralph's own environment, not in ours.

Set right is what its file storage leaves open: a second batch is appended, where its default is
to refuse to write to a file that exists; and what a killed process left half written is cut off
at the start, as a database would: the last line, and the list of its own reads and writes, which
nobody reads. What is asked and answered is Ralph's.
"""

from __future__ import annotations

import os
from pathlib import Path

from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

FSLRSBackend.default_operation_type = BaseOperationType.APPEND


def cut_off_half_a_line(path: Path) -> None:
    data = path.read_bytes() if path.exists() else b""
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        with path.open("r+b") as file:
            file.truncate(whole)


Path(os.environ["RALPH_HISTORY_FILE"]).unlink(missing_ok=True)
cut_off_half_a_line(
    Path(os.environ["RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH"]) / "fs_lrs.jsonl"
)

from ralph.api import app  # noqa: E402, F401
