"""The answers of a receipt as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.spreadsheets import plain
from certification.bulk.answers import NameAnswer, Note
from certification.codes import show_code
from certification.models import Credential
from certification.standing.state import State


def _words(choices: Any, value: Any) -> str:
    return str(dict(choices).get(value, "")) if value else ""


def table(receipt: dict[str, Any]) -> bytes:
    """UTF-8 with a byte-order mark, by which spreadsheets know it; one row for each answer."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in _rows(receipt):
        writer.writerow([plain(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _rows(receipt: dict[str, Any]) -> Iterator[list[Any]]:
    yield [
        _("Row in your list"),
        _("Code"),
        _("Answer"),
        _("Name"),
        _("Course"),
        _("Issued on"),
        _("Valid until"),
        _("Revoked or suspended since"),
        _("Reason"),
        _("Newer certificate"),
        _("Note"),
    ]
    for each in receipt["answers"]:
        note = _words(Note.choices, each.get("note"))
        if each.get("same_as_row"):
            note = _("The same code stands in row %(row)s.") % {"row": each["same_as_row"]}
        yield [
            each.get("row", ""),
            show_code(each["code"]) if each.get("code") else each.get("given", ""),
            _words(State.choices, each.get("state")),
            _words(NameAnswer.choices, each.get("name")),
            each.get("course", ""),
            each.get("issued_on", ""),
            each.get("valid_until", ""),
            each.get("since", ""),
            _words(Credential.Reason.choices, each.get("reason")),
            show_code(each["newer"]) if each.get("newer") else "",
            note,
        ]
