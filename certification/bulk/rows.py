"""What the table of answers says in each row, as texts: five thousand rows are drawn at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from certification.bulk.answers import Line, NameAnswer
from certification.codes import show_code

_BADGES = {
    NameAnswer.MATCH: "valid",
    NameAnswer.NO_MATCH: "altered",
    NameAnswer.LATER: "unknown",
}


def draw_rows(lines: Iterable[Line], with_names: bool) -> SafeString:
    """The rows of the table as HTML."""
    placeholder = "0" * 26
    base = reverse("certification:check", args=[placeholder])
    context = {
        "lines": [_row(line, base, placeholder) for line in lines],
        "with_names": with_names,
        "words": {
            "row": _("Row"),
            "name": _("Name in your list:"),
            "newer": _("Newer:"),
            "nothing": _("Nothing that we issued."),
        },
    }
    return render_to_string("certification/bulk/rows.html", context)


def _row(line: Line, base: str, placeholder: str) -> dict[str, Any]:
    entry, found = line.entry, line.found
    note = line.note.label if line.note else ""
    if line.same_as is not None:
        note = _("The same code as in row %(row)d.") % {"row": line.same_as}
    row: dict[str, Any] = {
        "entry": entry,
        "state": line.state,
        "note": note,
        "shown": show_code(entry.code) if entry.code else entry.given,
        "found": found is not None,
        "name": line.name,
        "name_badge": _BADGES[line.name] if line.name else "",
    }
    if found is None:
        return row
    facts, standing = found.facts, found.standing
    dates = _("Issued %(day)s") % {"day": _day(facts.issued_on)}
    if facts.valid_until:
        dates += ", " + _("valid until %(day)s") % {"day": _day(facts.valid_until)}
    if standing.since:
        reason = str(found.credential.get_ended_class_display())
        since = _("Since %(day)s") % {"day": _day(standing.since)}
        row["why"] = f"{since}: {reason}" if reason else since
    if standing.newer:
        row["newer"] = show_code(standing.newer.code)
        row["newer_address"] = base.replace(placeholder, standing.newer.code)
    return row | {
        "address": base.replace(placeholder, found.credential.code),
        "holder": facts.holder_name or _("Name erased at the holder's wish"),
        "course": facts.course_title,
        "dates": dates,
    }


def _day(value: Any) -> str:
    return date_format(value, "j F Y")
