"""The facts of one certificate, as they were when it was issued. No Django here.

A `Facts` is what paper, credential and verification page all say. It is taken once, when a
certificate is issued, and never again computed from courses, templates or accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any

FORMAT = 2


@dataclass(frozen=True)
class CreditLine:
    """One line of credit that an accreditor grants for the course."""

    type: str
    amount: str
    unit: str = ""
    accreditor: str = ""
    approval_number: str = ""
    profession: str = ""
    language: str = ""
    valid_from: str = ""
    valid_to: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CreditLine:
        return cls(**_texts(cls, data) | {key: "" for key in ("type", "amount") if key not in data})

    def to_json(self) -> dict[str, str]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def counts(self, day: date, profession: str, language: str) -> bool:
        """Whether the line is granted to somebody of a profession who completed on a day.

        A blank on either side matches all: a line for nobody in particular is for everybody, and
        somebody who has not said what they do is given every line.
        """
        return (
            (not self.valid_from or date.fromisoformat(self.valid_from) <= day)
            and (not self.valid_to or day <= date.fromisoformat(self.valid_to))
            and (not self.profession or not profession or self.profession == profession)
            and (not self.language or self.language == language)
        )


@dataclass(frozen=True)
class Wording:
    """What stands in place of our own words; empty where ours stand."""

    heading: str = ""
    lead: str = ""
    completed: str = ""
    note: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Wording:
        return cls(**_texts(cls, data))

    def to_json(self) -> dict[str, str]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Signatory:
    """Who stands for the course, and the hash of the picture of the signature, if there is one."""

    name: str
    role: str = ""
    image: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Signatory:
        return cls(**_texts(cls, data))

    def to_json(self) -> dict[str, str]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def _texts(cls: type[Any], data: dict[str, Any]) -> dict[str, str]:
    known = {each.name for each in fields(cls)}
    return {key: "" if data[key] is None else str(data[key]) for key in known if key in data}


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
    # None: from the moment of issue. Later: a renewal that waits until the old one has ended.
    valid_from: date | None = None
    cause: str = "completion"
    wording: Wording = field(default_factory=Wording)
    signatories: tuple[Signatory, ...] = field(default=())
    layout: str = "way"
    board: str = ""
    board_fields: tuple[tuple[str, str], ...] = field(default=())

    def without_name(self) -> Facts:
        """The same facts with the one personal fact left out."""
        return replace(self, holder_name=None)

    def to_json(self) -> dict[str, Any]:
        result: dict[str, Any] = {"format": FORMAT}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, datetime):
                value = value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            elif isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, Wording):
                value = value.to_json()
            elif each.name in {"credit_lines", "signatories"}:
                value = [line.to_json() for line in value]
            elif each.name == "board_fields":
                value = [list(pair) for pair in value]
            result[each.name] = value
        return result

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Facts:
        """Reads what `to_json` wrote, format 1 (before achievements) too."""
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        for key in ("completed_on", "issued_on", "law_date", "valid_from", "valid_until"):
            if values.get(key):
                values[key] = date.fromisoformat(values[key])
        values["issued_at"] = datetime.fromisoformat(values["issued_at"])
        values["credit_lines"] = tuple(
            CreditLine.from_json(line) for line in values.get("credit_lines", ())
        )
        values["wording"] = Wording.from_json(values.get("wording", {}))
        values["signatories"] = tuple(
            Signatory.from_json(each) for each in values.get("signatories", ())
        )
        values["board_fields"] = tuple(
            (str(name), str(value)) for name, value in values.get("board_fields", ())
        )
        return cls(**values)
