"""The certificate as it would look, drawn as the real one is, for a person who does not exist."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification import press
from certification.achievements.boards import BOARDS
from certification.achievements.pictures import PictureRefused, read_image
from certification.achievements.terms import terms_of
from certification.facts import Signatory
from certification.models import Achievement, Issuer
from certification.pdf.drawing import draw
from certification.pdf.fonts import FontsMissing, MissingGlyph
from certification.snapshot import Withheld, drafted
from certification.wording import completed, heading, lead, paper

_CODE = "0" * 26
# As many letters as the signed facts have, so that the printed code has its real size.
_STAND_IN = "A" * 340
_SCALE = 1.6
# PDFium works for one at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Preview:
    """A picture (PNG) unless something keeps it from being drawn, and sentences about it."""

    picture: bytes = b""
    sentences: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.picture).decode()


def default_words(version: Any) -> dict[str, str]:
    """Our own words, in the language of the course, by the field that would replace them."""
    facts = _facts(version, Achievement(), [])
    with translation.override(version.language):
        return {"heading": heading(facts), "lead": lead(facts), "completed": completed(facts)}


def preview(version: Any, achievement: Any, people: list[dict[str, Any]]) -> Preview:
    """Draw an achievement, saved or not, with signatories as the form gives them."""
    sentences = []
    pictures: dict[str, bytes] = {}
    signatories = []
    for row in people:
        digest = ""
        if row.get("image"):
            try:
                data = read_image(row["image"])
            except PictureRefused:
                sentences.append(unreadable(row["name"]))
            else:
                digest = hashlib.sha256(data).hexdigest()
                pictures[digest] = data
        signatories.append(Signatory(row["name"], row.get("role") or "", digest))
    try:
        facts = _facts(version, achievement, signatories)
    except Withheld:
        return Preview(sentences=[_("The fixed date has passed.")])
    board = BOARDS.get(facts.board)
    with translation.override(version.language):
        licence = _("as the learner gives it") if board and board.licence else ""
    texts = paper(facts, _STAND_IN, licence, pictures, sample=True)
    try:
        drawn = draw(texts, press.fonts())
    except MissingGlyph as error:
        return Preview(sentences=[*sentences, unprintable(error)])
    except FontsMissing:
        return Preview(sentences=[_("The fonts of certificates are not installed.")])
    if not drawn.fits:
        sentences.append(_("This is too much for one page. Shorten the texts or the credit lines."))
    return Preview(_rasterised(drawn.pdf), sentences)


def unreadable(name: str) -> str:
    return _("The picture of the signature of %(name)s cannot be read. Choose another.") % {
        "name": name
    }


def unprintable(error: MissingGlyph) -> str:
    return _("We have no letter to print for %(sign)s. Please write it in another way.") % {
        "sign": error.code_point
    }


def _facts(version: Any, achievement: Any, signatories: list[Signatory]) -> Any:
    with translation.override(version.language):
        name = _("Alex Example")
    nobody = SimpleNamespace(certificate_name=name, profession=getattr(version, "profession", ""))
    now = timezone.now()
    completion = SimpleNamespace(course_version=version, person=nobody, completed_at=now)
    terms = terms_of(achievement, signatories)
    # Before keys are made there is no issuer yet.
    issuer = Issuer.objects.filter(is_current=True).first() or Issuer(
        name=settings.SITE_NAME, base_url=settings.PUBLIC_URL, time_zone=settings.TIME_ZONE
    )
    return drafted(completion, terms, issuer, _CODE, now)


def _rasterised(pdf: bytes) -> bytes:
    # Loaded with the first preview: no other page needs it.
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=_SCALE).to_pil()
        finally:
            document.close()
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()
