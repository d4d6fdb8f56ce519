"""Answers thousands of codes with a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certification.bulk.entries import Entry
from certification.facts import Facts
from certification.models import Credential
from certification.names import comparable
from certification.standing.reading import Standing, standings_of
from certification.standing.state import State
from certification.vault import name_match

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2999, 12, 31)


class NameAnswer(TextChoices):
    """Whether a name is the one on the certificate."""

    MATCH = "match", _("Match")
    NO_MATCH = "no-match", _("No match")
    # Too many names were tried where the holder's own was erased.
    LATER = "later", _("Not compared")


class Note(TextChoices):
    """What is to be said of a row beside its word."""

    NOT_A_CODE = "not-a-code", _("Not a whole code: it has 26 letters and digits.")
    AGAIN = "again", _("The same code stands in an earlier row.")


@dataclass(frozen=True)
class Found:
    """What the register knows of one code."""

    credential: Credential
    facts: Facts
    standing: Standing


@dataclass(frozen=True)
class Line:
    """One row of the list with its answer."""

    entry: Entry
    state: State
    found: Found | None = None
    note: Note | None = None
    # The row in which the same code stood first.
    same_as: int | None = None
    name: NameAnswer | None = None

    @property
    def is_problem(self) -> bool:
        return self.state != State.VALID or self.name not in {None, NameAnswer.MATCH}


def find_all(codes: Iterable[str], day: date | None = None) -> dict[str, Found]:
    """What the register knows of canonical codes; those that it does not know are left out."""
    credentials = list(
        Credential.objects.exclude(standing=Credential.Standing.PREPARING).filter(
            code__in=set(codes)
        )
    )
    # No certificate is older or meant to hold longer; calendars end where zones reach over them.
    standings = standings_of(credentials, day and min(max(day, FIRST_DAY), LAST_DAY))
    return {each.code: Found(each, each.facts(), standings[each.pk]) for each in credentials}


MayCompare = Callable[[Credential], bool]


def compare_name(found: Found, name: str, may_compare: MayCompare) -> NameAnswer:
    """Whether a name is the certificate's, whatever its order, case and accents.

    Where the name was erased here, the one question that could be used to guess it,
    `may_compare` decides whether it is answered.
    """
    if found.facts.holder_name is not None:
        same = comparable(found.facts.holder_name) == comparable(name)
    elif may_compare(found.credential):
        same = found.credential.name_match == name_match(found.credential.code, name)
    else:
        return NameAnswer.LATER
    return NameAnswer.MATCH if same else NameAnswer.NO_MATCH


def answer_entries(
    entries: Iterable[Entry], may_compare: MayCompare, day: date | None = None
) -> list[Line]:
    """Every question with its answer, in the order of the list."""
    wanted = list(entries)
    known = find_all((each.code for each in wanted if each.code), day)
    first: dict[str, Entry] = {}
    return [_line(entry, known, first, may_compare) for entry in wanted]


def _line(
    entry: Entry,
    known: Mapping[str, Found],
    first: dict[str, Entry],
    may_compare: MayCompare,
) -> Line:
    if entry.code is None:
        return Line(entry, State.UNKNOWN, note=Note.NOT_A_CODE)
    earlier = first.setdefault(entry.code, entry)
    again = earlier is not entry
    note = Note.AGAIN if again else None
    same_as = earlier.row if again else None
    found = known.get(entry.code)
    if found is None:
        return Line(entry, State.UNKNOWN, note=note, same_as=same_as)
    name: NameAnswer | None = None
    if entry.name and again and found.facts.holder_name is None:
        # One list, one try: else a list would be five thousand guesses at one name.
        name = NameAnswer.LATER
    elif entry.name:
        name = compare_name(found, entry.name, may_compare)
    return Line(entry, found.standing.state, found, note, same_as, name)


_ORDER = (
    State.ALTERED,
    State.REVOKED,
    State.SUSPENDED,
    State.UNKNOWN,
    State.NOT_ISSUED,
    State.WAITING,
    State.EXPIRED,
    State.SUPERSEDED,
    State.VALID,
)


def problems_first(lines: Iterable[Line]) -> list[Line]:
    """What somebody must look at before what holds; within a kind as in the list."""

    def weight(line: Line) -> tuple[int, bool, int]:
        place = _ORDER.index(line.state)
        if line.name == NameAnswer.NO_MATCH:
            place = min(place, _ORDER.index(State.UNKNOWN))
        return (place, not line.is_problem, line.entry.row)

    return sorted(lines, key=weight)
