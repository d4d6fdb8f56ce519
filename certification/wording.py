"""What stands on the paper and on the check page, in the certificate's language.

Both are made from the same rows, so that no fact of the paper is missing on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people import Profession
from certification.achievements.boards import BOARDS, board_rows
from certification.codes import show_code
from certification.facts import CreditLine, Facts
from certification.pdf.paper import Paper, Signing

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def credit_words(line: CreditLine) -> str:
    """A credit line in one sentence-like row."""
    amount = " ".join(filter(None, [line.amount, line.unit]))
    profession = str(dict(Profession.choices).get(line.profession, line.profession))
    approval = line.approval_number and _("approval number %(number)s") % {
        "number": line.approval_number
    }
    language = line.language and language_name(line.language)
    return ", ".join(
        filter(None, [amount, line.type, profession, language, line.accreditor, approval])
    )


def _day(value: date) -> str:
    return date_format(value, "j F Y")


def language_name(code: str) -> str:
    """The language's name in the language that is on, or its code."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


def rows(facts: Facts) -> list[tuple[str, str]]:
    """Every fact but name and title: (label, value), in the language that is on."""
    return [
        *paper_rows(facts),
        *(
            (_("Signatory"), ", ".join(filter(None, [each.name, each.role])))
            for each in facts.signatories
        ),
        *((_("Wording"), text) for text in facts.wording.to_json().values() if text),
    ]


def paper_rows(facts: Facts, licence: str = "") -> list[tuple[str, str]]:
    """The rows that the paper prints as such; what else `rows` has stands elsewhere on it."""
    minutes = facts.minutes and ngettext("%d minute", "%d minutes", facts.minutes) % facts.minutes
    board = BOARDS.get(facts.board)
    causes = {
        "correction": _("The name was corrected"),
        "reinstatement": _("A suspension or revocation was taken back"),
        "key": _("The signing key was replaced"),
        "decision": _("An administrator decided so"),
    }
    result = [
        (_("Completed on"), _day(facts.completed_on)),
        (_("Issued on"), _day(facts.issued_on)),
        (_("Valid from"), _day(facts.valid_from) if facts.valid_from else ""),
        (_("Valid until"), _day(facts.valid_until) if facts.valid_until else _("No end date")),
        (_("Assessed"), _("Yes, by a scenario") if facts.assessed else _("No, attendance")),
        (_("Length"), minutes or ""),
        (_("Language"), language_name(facts.language)),
        (_("Law as of"), _day(facts.law_date) if facts.law_date else ""),
        (_("Jurisdiction"), facts.jurisdiction),
        (_("Course version"), f"{facts.course_number} ({facts.course_hash[:16]})"),
        (str(board.licence) if board else "", licence),
        *board_rows(facts),
        *((_("Credit"), credit_words(line)) for line in facts.credit_lines),
        (_("In place of"), show_code(facts.supersedes) if facts.supersedes else ""),
        (_("Issued anew because"), causes.get(facts.cause, "")),
    ]
    return [(label, value) for label, value in result if value]


def notes(facts: Facts) -> list[str]:
    """What stands at the foot: the board's notice, and what the trainer adds."""
    board = BOARDS.get(facts.board)
    return [text for text in (str(board.notice) if board else "", facts.wording.note) if text]


def heading(facts: Facts) -> str:
    if facts.wording.heading:
        return facts.wording.heading
    if facts.kind == "attendance":
        return _("Certificate of attendance")
    return _("Certificate of achievement")


def lead(facts: Facts) -> str:
    return facts.wording.lead or _("This certifies that")


def completed(facts: Facts) -> str:
    return facts.wording.completed or _("has completed the course")


def right_to_left(language: str) -> bool:
    return language.split("-")[0].lower() in _RIGHT_TO_LEFT


def paper(
    facts: Facts,
    signed: str = "",
    licence: str = "",
    pictures: Mapping[str, bytes] | None = None,
    sample: bool = False,
) -> Paper:
    """All texts of the paper, in the certificate's own language.

    `signed` are the signed facts that the printed code carries (`offline.printed.fragment`),
    `licence` the number that the board wants: it is on the paper only. `pictures` are those of
    the signatories by hash; a `sample` says across the page that it is one.
    """
    if facts.holder_name is None:
        raise ValueError("A paper needs a name.")
    address = f"{facts.issuer_url}/verify/"
    with translation.override(facts.language):
        return Paper(
            language=facts.language,
            right_to_left=right_to_left(facts.language),
            document_title=f"{heading(facts)}: {facts.course_title}",
            issuer=facts.issuer_name,
            issuer_address=facts.issuer_address,
            heading=heading(facts),
            lead=lead(facts),
            holder_name=facts.holder_name,
            completed=completed(facts),
            course_title=facts.course_title,
            details=tuple(paper_rows(facts, licence)),
            check_heading=_("Check this certificate"),
            check_text=_(
                "Type this address yourself, then the code. No account is needed, and the page "
                "never asks for a password."
            ),
            check_address=address,
            code=show_code(facts.code),
            qr_address=f"{address}{facts.code}/" + (f"#{signed}" if signed else ""),
            qr_alternative=_("QR code that leads to the page where this certificate is checked"),
            signature_note=_(
                "This file carries a digital signature and the signed credential. A printed copy "
                "is checked by its code."
            ),
            signings=tuple(
                Signing(
                    each.name,
                    each.role,
                    (pictures or {}).get(each.image, b""),
                    _("Signature of %(name)s") % {"name": each.name},
                )
                for each in facts.signatories
            ),
            notes=tuple(notes(facts)),
            plain=facts.layout == "plain",
            sample=_("Sample") if sample else "",
        )
