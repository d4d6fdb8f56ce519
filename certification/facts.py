"""The facts of one certificate, as they were when it was issued. No Django here.

A `Facts` is what paper, credential and verification page all say. It is taken once, when a
certificate is issued, and never again computed from courses, templates or accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True)
class CreditLine:
    """One line of credit that an accreditor grants for the course."""

    type: str
    amount: str
    unit: str = ""
    accreditor: str = ""
    approval_number: str = ""
    profession: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CreditLine:
        known = {each.name for each in fields(cls)}
        return cls(
            **{key: "" if data[key] is None else str(data[key]) for key in known if key in data}
            | {key: "" for key in ("type", "amount") if key not in data}
        )

    def to_json(self) -> dict[str, str]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Facts:
    """Everything that one certificate states. Only `holder_name` is personal."""

    code: str
    holder_name: str | None
    course_title: str
    course_number: int
    course_hash: str
    language: str
    issuer_name: str
    issuer_did: str
    issuer_url: str
    completed_on: date
    issued_at: datetime
    issued_on: date
    kind: str = "achievement"
    assessed: bool = True
    minutes: int | None = None
    law_date: date | None = None
    jurisdiction: str = ""
    valid_until: date | None = None
    issuer_address: str = ""
    supersedes: str | None = None
    credit_lines: tuple[CreditLine, ...] = field(default=())

    def without_name(self) -> Facts:
        """The same facts with the one personal fact left out."""
        return replace(self, holder_name=None)

    def to_json(self) -> dict[str, Any]:
        result: dict[str, Any] = {"format": 1}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, datetime):
                value = value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            elif isinstance(value, date):
                value = value.isoformat()
            elif each.name == "credit_lines":
                value = [line.to_json() for line in value]
            result[each.name] = value
        return result

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Facts:
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        for key in ("completed_on", "issued_on", "law_date", "valid_until"):
            if values.get(key):
                values[key] = date.fromisoformat(values[key])
        values["issued_at"] = datetime.fromisoformat(values["issued_at"])
        values["credit_lines"] = tuple(
            CreditLine.from_json(line) for line in values.get("credit_lines", ())
        )
        return cls(**values)
