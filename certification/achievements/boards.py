"""What boards want on a certificate, as data. Each item names the texts of the paper that say it.

Sources: California Code of Regulations, title 16, §1458 (nurses; the certificate's contents, the
four years, issue within 90 days); Texas Administrative Code, title 26, §370.1 (health
practitioners; the seven subjects of an approved course).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from certification.facts import Facts

# The lazy strings of gettext have no better type.
Words = Any
SIGNATORY, CREDIT = "signatory", "credit"


@dataclass(frozen=True)
class BoardField:
    """Something that only the provider knows. With `choices`, each must be ticked."""

    name: str
    label: Words
    help: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    choices_missing: Words = ""


@dataclass(frozen=True)
class Item:
    """One thing that the rule asks for: in its words, and the texts on the paper that say it."""

    rule: str
    texts: Callable[[Facts, str], tuple[str, ...]]


@dataclass(frozen=True)
class Board:
    """A board's wishes. `licence`: how the learner is asked for a number, empty where not."""

    name: str
    fields: tuple[BoardField, ...]
    licence: Words = ""
    licence_why: Words = ""
    notice: Words = ""
    needs_signatory: bool = False
    needs_credit: bool = False
    items: tuple[Item, ...] = ()


def value_of(facts: Facts, name: str) -> str:
    return dict(facts.board_fields).get(name, "")


def _field(name: str) -> Callable[[Facts, str], tuple[str, ...]]:
    return lambda facts, licence: (value_of(facts, name),)


_SUBJECTS = (
    ("types", _("Types and definitions of human trafficking")),
    ("vulnerability", _("What makes people vulnerable")),
    ("health", _("What it does to health")),
    ("identification", _("Identifying it")),
    ("assessment", _("Assessing what the person needs")),
    ("response", _("Responding")),
    ("resources", _("Where help is found")),
)

CALIFORNIA_NURSING = Board(
    name="ca-brn",
    fields=(
        BoardField(
            "provider_name",
            _("Provider's name"),
            _("As the Board of Registered Nursing approved it."),
        ),
        BoardField("provider_address", _("Provider's address")),
        BoardField(
            "provider_number",
            _("Provider number"),
            _("As the board gave it, such as CEP 12345."),
        ),
    ),
    licence=_("Licence or other ID number"),
    licence_why=_(
        "The California Board of Registered Nursing wants your RN licence number on the "
        "certificate. If you have no licence, give another number that identifies you, such as "
        "your staff number. It is printed on the paper and shown nowhere else: not to those who "
        "check the certificate, and not to your employer."
    ),
    notice=_("The licensee must keep this document for four years after the course has ended."),
    needs_signatory=True,
    needs_credit=True,
    items=(
        Item("student name", lambda facts, licence: (facts.holder_name or "",)),
        Item("student's RN licence or other ID number", lambda facts, licence: (licence,)),
        Item("course title", lambda facts, licence: (facts.course_title,)),
        Item("provider name as approved", _field("provider_name")),
        Item("provider address", _field("provider_address")),
        Item("provider number", _field("provider_number")),
        Item("date", lambda facts, licence: (f"{facts.completed_on:%-d %B %Y}",)),
        Item(
            "number of contact hours",
            lambda facts, licence: tuple(
                f"{line.amount} {line.unit}" for line in facts.credit_lines
            ),
        ),
        Item(
            "signature of instructor, provider or designee",
            lambda facts, licence: tuple(each.name for each in facts.signatories),
        ),
        Item(
            "notice that it must be kept four years",
            lambda facts, licence: ("must keep this document for four years",),
        ),
    ),
)

TEXAS_HEALTH = Board(
    name="tx-hhsc",
    fields=(
        BoardField(
            "approval_number",
            _("HHSC approval number"),
            _("That the Health and Human Services Commission gave this course."),
        ),
        BoardField(
            "subjects",
            _("What the course covers"),
            _("Tick each subject that the course teaches. The rule asks for all seven."),
            _SUBJECTS,
            _("The course does not cover yet: %(missing)s. The rule asks for all seven."),
        ),
    ),
    items=(
        Item("student name", lambda facts, licence: (facts.holder_name or "",)),
        Item("course title", lambda facts, licence: (facts.course_title,)),
        Item("date", lambda facts, licence: (f"{facts.completed_on:%-d %B %Y}",)),
        Item("approved by HHSC", _field("approval_number")),
        Item("types and definitions", lambda facts, licence: (str(_SUBJECTS[0][1]),)),
        Item("vulnerability factors", lambda facts, licence: (str(_SUBJECTS[1][1]),)),
        Item("health impact", lambda facts, licence: (str(_SUBJECTS[2][1]),)),
        Item("identification", lambda facts, licence: (str(_SUBJECTS[3][1]),)),
        Item("assessment", lambda facts, licence: (str(_SUBJECTS[4][1]),)),
        Item("response", lambda facts, licence: (str(_SUBJECTS[5][1]),)),
        Item("resources", lambda facts, licence: (str(_SUBJECTS[6][1]),)),
    ),
)

BOARDS = {board.name: board for board in (CALIFORNIA_NURSING, TEXAS_HEALTH)}


def unticked(field: BoardField, value: str) -> list[tuple[str, Words]]:
    """The choices of a field that are not ticked."""
    ticked = set(value.split(","))
    return [(name, label) for name, label in field.choices if name not in ticked]


def missing_fields(board: str, values: Mapping[str, str]) -> list[str]:
    """The names of a board's fields that are empty or not wholly ticked."""
    wanted = BOARDS[board].fields if board in BOARDS else ()
    return [
        field.name
        for field in wanted
        if not values.get(field.name, "").strip() or unticked(field, values[field.name])
    ]


def missing(facts: Facts) -> list[str]:
    """What the board of a certificate wants and its facts do not have, by name."""
    board = BOARDS.get(facts.board)
    if board is None:
        return []
    result = missing_fields(facts.board, dict(facts.board_fields))
    if board.needs_signatory and not facts.signatories:
        result.append(SIGNATORY)
    if board.needs_credit and not facts.credit_lines:
        result.append(CREDIT)
    return result


def board_rows(facts: Facts) -> list[tuple[str, str]]:
    """The board's fields as (label, value), in the language that is on."""
    board = BOARDS.get(facts.board)
    if board is None:
        return []
    rows = []
    for field in board.fields:
        value = value_of(facts, field.name)
        if field.choices:
            names = dict(field.choices)
            value = "; ".join(str(names[each]) for each in value.split(",") if each in names)
        rows.append((str(field.label), value))
    return rows


def wants_licence(board: str) -> bool:
    return board in BOARDS and bool(BOARDS[board].licence)
