"""Run other programs quietly; when one fails, say why in a sentence instead of a page of log."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bootstrap.places import ROOT
from bootstrap.report import Stop

# What programs print when the cause lies outside of them, and what to say then.
KNOWN_CAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "The disk is full: free some space and run the same command again.",
    ),
    (
        (
            "Temporary failure in name resolution",
            "Name or service not known",
            "nodename nor servname provided",
            "Network is unreachable",
            "NewConnectionError",
            "ConnectTimeoutError",
            "ECONNREFUSED",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ETIMEDOUT",
        ),
        "No connection to the package index: check the network (or the proxy settings) and run"
        " the same command again; it continues where it stopped.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "UNABLE_TO_GET_ISSUER_CERT", "SELF_SIGNED_CERT"),
        "The package index's certificate is not trusted here: if a proxy of your organisation"
        " stands in between, set PIP_CERT and NODE_EXTRA_CA_CERTS to its certificate.",
    ),
    (
        ("Permission denied", "EACCES"),
        "A file in this folder may not be written: check that it belongs to you.",
    ),
)


def run(
    command: Sequence[str | Path],
    *,
    doing: str,
    each_line: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run to the end and answer what was printed; `Stop` with the cause when it fails.

    `doing` names the work ("installing Python packages"); `each_line` sees the output as it comes.
    """
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise Stop(
            f"Stopped while {doing}: {command[0]} cannot be run ({error.strerror})."
        ) from None
    lines: list[str] = []
    with process:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            lines.append(line)
            if each_line:
                each_line(line)
    output = "".join(lines)
    if process.returncode:
        raise Stop(explain(doing, output))
    return output


def explain(doing: str, output: str) -> str:
    """A sentence on the cause, and the end of the output where the cause is not known."""
    for signs, sentence in KNOWN_CAUSES:
        if any(sign in output for sign in signs):
            return f"Stopped while {doing}. {sentence}"
    tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-15:])
    return f"Stopped while {doing}. Its last words were:\n{tail}"
