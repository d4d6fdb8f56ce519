"""What stands on the paper, as strings in the certificate's language. Made by `wording`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signing:
    """Who stands for the course: name, role, and the picture of the signature (JPEG), if any."""

    name: str
    role: str = ""
    picture: bytes = b""
    alternative: str = ""


@dataclass(frozen=True)
class Paper:
    """All texts of one certificate, in reading order."""

    language: str
    right_to_left: bool
    document_title: str
    issuer: str
    issuer_address: str
    heading: str
    lead: str
    holder_name: str
    completed: str
    course_title: str
    details: tuple[tuple[str, str], ...]
    check_heading: str
    check_text: str
    check_address: str
    code: str
    qr_address: str
    qr_alternative: str
    signature_note: str
    signings: tuple[Signing, ...] = ()
    notes: tuple[str, ...] = ()
    plain: bool = False
    # Across the page; only a preview has it.
    sample: str = ""
