"""A line of credit says for whom and for when it was approved, and nothing where it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.content.blocks.course import CreditLineBlock
from courses.content.compile.course import _credit_line
from courses.content.course_files.course import course_fields

LINE = {"type": "CPD", "amount": Decimal("1.50"), "unit": "hours", "accreditor": "Nobody"}


def compiled(**fields: Any) -> dict[str, Any]:
    block = CreditLineBlock()
    return _credit_line(block.clean(block.to_python({**LINE, **fields})))


def test_the_limits_reach_the_version() -> None:
    made = compiled(language="en", valid_from=date(2026, 1, 1), valid_to=date(2027, 12, 31))
    assert made["language"] == "en"
    assert (made["valid_from"], made["valid_to"]) == ("2026-01-01", "2027-12-31")
    assert made["amount"] == "1.5"


def test_a_line_without_limits_compiles_as_before() -> None:
    """Otherwise each course would get a new version, with nothing changed in it."""
    assert set(compiled()) == {
        "type", "amount", "unit", "accreditor", "approval_number", "profession"
    }  # fmt: skip


def test_an_end_before_the_beginning_is_refused_where_it_stands() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        compiled(valid_from=date(2027, 1, 1), valid_to=date(2026, 12, 31))
    assert list(refused.value.block_errors) == ["valid_to"]


def test_a_course_file_may_hold_a_date_or_its_text() -> None:
    lines = [
        {"type": "CPD", "amount": 1, "valid_from": date(2026, 1, 1), "language": "en"},
        {"type": "CPD", "amount": 1, "valid_to": "2026-12-31"},
    ]
    first, second = course_fields({"title": "A", "slug": "a", "credit_lines": lines}, "somewhere")[
        "credit_lines"
    ]
    assert (first["value"]["valid_from"], first["value"]["valid_to"]) == ("2026-01-01", None)
    assert (second["value"]["valid_from"], second["value"]["valid_to"]) == (None, "2026-12-31")
    assert (first["value"]["language"], second["value"]["language"]) == ("en", "")
