"""Finds the codes, and the names beside them, in the rows of a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from certification.bulk.lists import ListRefused, Row
from certification.codes import read_code

MOST = 5_000
# What stays of a cell that is no code, so that its row can be found again.
SHOWN = 60
_LINK = re.compile(
    r"/(?:verify|credentials)/([^/?#\s]+?)(?:\.(?:json|pdf|jwt|png))?/?(?:[?#]\S*)?$"
)
# Headings in the language that is on count as well.
_CODES = (gettext_noop("code"), gettext_noop("certificate"), gettext_noop("certificate code"))
_MORE_CODES = ("certificate number", "credential", "id", "link", "url", "address")
_NAMES = (gettext_noop("name"), gettext_noop("full name"), gettext_noop("holder"))
_MORE_NAMES = (
    "holder name",
    "first name",
    "firstname",
    "forename",
    "given name",
    "middle name",
    "last name",
    "lastname",
    "surname",
    "family name",
    "name on the certificate",
)


@dataclass(frozen=True)
class Entry:
    """One question: the row it stands in, what was given, the code in it, a name to compare."""

    row: int
    given: str
    code: str | None
    name: str = ""


@dataclass(frozen=True)
class Entries:
    """All questions of a list."""

    entries: tuple[Entry, ...]
    # Whether some column gave names.
    names: bool = False
    # Whether there were further columns of which nobody said that one holds names.
    unnamed_columns: bool = False


def code_in(cell: str) -> str | None:
    """The code in a cell: typed with or without dashes, or within one of our links."""
    code = read_code(cell)
    if code is None and (found := _LINK.search(cell)):
        code = read_code(found[1])
    return code


def find_entries(rows: Sequence[Row]) -> Entries:
    """The questions in a list. Raises ListRefused where there are none or too many."""
    heading = _heading(rows[0]) if rows else None
    if heading:
        found = [_entry(row, heading) for row in rows[1:]]
        result = Entries(tuple(each for each in found if each), names=bool(heading.names))
    else:
        result = _without_heading(rows)
    if not result.entries:
        raise ListRefused(_("There is no code in this list. Put one code in each row."))
    if len(result.entries) > MOST:
        raise ListRefused(
            _(
                "This list has %(number)s codes; %(most)s at a time are the most. "
                "Please send it in parts."
            )
            % {"number": f"{len(result.entries):,}", "most": f"{MOST:,}"}
        )
    return result


@dataclass(frozen=True)
class _Heading:
    code: int
    names: tuple[int, ...]


def _heading(row: Row) -> _Heading | None:
    """What the first row says of the columns; None where it is a row like the others."""
    if any(code_in(cell) for cell in row.cells):
        return None
    words = [re.sub(r"[\s_]+", " ", cell).strip().casefold() for cell in row.cells]
    known = {_(word).casefold() for word in _CODES} | {*_CODES, *_MORE_CODES}
    code = next((at for at, word in enumerate(words) if word in known), None)
    if code is None:
        return None
    called = {_(word).casefold() for word in _NAMES} | {*_NAMES, *_MORE_NAMES}
    return _Heading(code, tuple(at for at, word in enumerate(words) if word in called))


def _entry(row: Row, heading: _Heading) -> Entry | None:
    cell = row.cells[heading.code] if heading.code < len(row.cells) else ""
    name = " ".join(row.cells[at] for at in heading.names if at < len(row.cells)).strip()
    return Entry(row.number, cell[:SHOWN], code_in(cell), name)


def _without_heading(rows: Sequence[Row]) -> Entries:
    """Every cell that is a code is a question; one single other cell beside it is its name."""
    if len(rows) > 1 and _is_foreign_heading(rows[0]) and any(map(code_in, rows[1].cells)):
        rows = rows[1:]
    entries: list[Entry] = []
    names = further = False
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        codes = [cell for cell in filled if code_in(cell)]
        others = [cell for cell in filled if not code_in(cell)]
        if not codes:
            # The first cell is the likeliest place of a code with a slip in it.
            codes, others = filled[:1], filled[1:]
        name = others[0] if len(codes) == len(others) == 1 else ""
        names = names or bool(name)
        further = further or bool(others and not name)
        entries += [Entry(row.number, cell[:SHOWN], code_in(cell), name) for cell in codes]
    return Entries(tuple(entries), names, further)


def _is_foreign_heading(row: Row) -> bool:
    """Whether the first row is words alone, in whatever language: a code has digits in it."""
    return not any(character.isdigit() for cell in row.cells for character in cell)
