"""Each item that a board's rule asks for is on the paper, or the certificate waits."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from certification.achievements.boards import (
    BOARDS,
    CALIFORNIA_NURSING,
    TEXAS_HEALTH,
    Board,
    Item,
    missing,
)
from certification.actions.issue_credential import issue_credential
from certification.facts import CreditLine, Facts, Signatory
from certification.models import Achievement
from certification.pdf.drawing import draw
from certification.press import fonts
from certification.wording import paper
from courses.learning.models import Completion

FIELDS = {
    "ca-brn": (
        ("provider_address", "12 Mill Lane, Sacramento, CA 95814"),
        ("provider_name", "Waymark Training for Nurses"),
        ("provider_number", "CEP 12345"),
    ),
    "tx-hhsc": (
        ("approval_number", "HHSC-2026-17"),
        (
            "subjects",
            "types,vulnerability,health,identification,assessment,response,resources",
        ),
    ),
}
LICENCE = "RN 7204518"


@pytest.fixture
def facts(issued: Any) -> Facts:
    """The issued certificate's, as if it were for a board."""
    said: Facts = issued.credential.facts()
    return replace(
        said,
        signatories=(Signatory("Dr. Miriam Okafor", "Instructor"),),
        credit_lines=(CreditLine("CNE", "1.5", "contact hours", "BRN", "CEP 12345", "health"),),
    )


def spoken(facts: Facts, licence: str = "") -> str:
    """All that is tagged on the paper, as one text."""
    with pikepdf.open(io.BytesIO(draw(paper(facts, "", licence), fonts()).pdf)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    parts = content.split(b"/ActualText <FEFF")[1:]
    return " ".join(
        bytes.fromhex(each[: each.index(b">")].decode()).decode("utf-16-be") for each in parts
    )


ITEMS = [
    pytest.param(board, item, id=f"{board.name}: {item.rule}")
    for board in BOARDS.values()
    for item in board.items
]


@pytest.mark.parametrize(("board", "item"), ITEMS)
def test_the_paper_says_each_item_of_the_rule(facts: Facts, board: Board, item: Item) -> None:
    facts = replace(facts, board=board.name, board_fields=FIELDS[board.name])
    licence = LICENCE if board.licence else ""
    texts = item.texts(facts, licence)
    assert texts
    assert all(texts)
    said = spoken(facts, licence)
    for text in texts:
        assert text in said


def test_the_nurses_rule_is_mapped_whole() -> None:
    """16 CCR §1458: seven items, the first and the third with parts."""
    assert [item.rule for item in CALIFORNIA_NURSING.items] == [
        "student name",
        "student's RN licence or other ID number",
        "course title",
        "provider name as approved",
        "provider address",
        "provider number",
        "date",
        "number of contact hours",
        "signature of instructor, provider or designee",
        "notice that it must be kept four years",
    ]
    subjects = [field for field in TEXAS_HEALTH.fields if field.choices]
    assert len(subjects[0].choices) == 7


@pytest.mark.parametrize("board", list(BOARDS))
def test_nothing_is_missing_when_all_is_given(facts: Facts, board: str) -> None:
    assert missing(replace(facts, board=board, board_fields=FIELDS[board])) == []


@pytest.mark.parametrize("board", list(BOARDS))
def test_each_field_is_missed(facts: Facts, board: str) -> None:
    whole = dict(FIELDS[board])
    for name in whole:
        for value in ("", "  "):
            part = tuple({**whole, name: value}.items())
            assert missing(replace(facts, board=board, board_fields=part)) == [name]
    part = tuple((name, value) for name, value in whole.items() if name != "subjects")
    lacking = replace(facts, board=board, board_fields=part, signatories=(), credit_lines=())
    assert missing(lacking) == (["signatory", "credit"] if board == "ca-brn" else ["subjects"])


def test_six_of_seven_subjects_are_not_enough(facts: Facts) -> None:
    values = (*FIELDS["tx-hhsc"][:1], ("subjects", "types,vulnerability,health"))
    assert missing(replace(facts, board="tx-hhsc", board_fields=values)) == ["subjects"]


def test_a_board_without_its_fields_keeps_the_certificate(
    keys: list[str], completion: Completion
) -> None:
    made = Achievement.objects.create(
        course_key=completion.course_version.course_key,
        board="tx-hhsc",
        board_fields={"approval_number": "HHSC-2026-17"},
    )
    kept = issue_credential(completion)
    assert (kept.standing, kept.problem, kept.problem_detail) == (
        "preparing", "fields", "subjects"
    )  # fmt: skip
    made.board_fields["subjects"] = [name for name, _label in TEXAS_HEALTH.fields[1].choices]
    made.save()
    issued = issue_credential(completion)
    assert issued.is_issued
    assert dict(issued.facts().board_fields)["subjects"].count(",") == 6


def test_fields_of_a_board_that_was_taken_away_are_not_printed(
    keys: list[str], completion: Completion
) -> None:
    Achievement.objects.create(
        course_key=completion.course_version.course_key,
        board_fields={"approval_number": "HHSC-2026-17"},
    )
    assert issue_credential(completion).facts().board_fields == ()
