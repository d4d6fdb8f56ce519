"""Makes the files of one certificate out of its facts. Changes nothing in the database."""

from __future__ import annotations

from dataclasses import dataclass

from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from certification import keyring, licences, press, timestamps
from certification.achievements.pictures import pictures_of
from certification.facts import Facts
from certification.kill_points import kill_point
from certification.models import CredentialFile, Issuer, SigningKey, StatusEntry
from certification.offline.printed import Place, fragment
from certification.open_badges import baking, jwt
from certification.open_badges.credential import StatusPlace, build, to_bytes
from certification.open_badges.did import method_id
from certification.open_badges.picture import draw_badge
from certification.open_badges.proof import prove
from certification.pdf.drawing import draw
from certification.pdf.signing import PdfSealer
from certification.pdf.tagging import tag
from certification.signers.base import Use
from certification.status_lists import list_address
from certification.wording import paper


@dataclass(frozen=True)
class Made:
    """The bytes of a certificate and the keys that signed them."""

    files: dict[str, bytes]
    credential_key: SigningKey
    pdf_key: SigningKey
    jwt_key: SigningKey


def make_files(facts: Facts, issuer: Issuer, entry: StatusEntry, licence: bytes = b"") -> Made:
    """Draw, prove and sign. `licence` is the sealed number that the board wants, on paper only.

    Raises MissingGlyph, FontsMissing, KeyMissing, LinkedDataError, and TimestampMissing (OSError)
    while an authority for time-stamps is set, does not answer and can be waited for.
    """
    keys = keyring.actives(*Use)
    proving, token = keys[Use.CREDENTIAL], keys[Use.JWT]
    sealer = press.sealer(keys[Use.PDF])
    stamper = timestamps.stamper(entry)
    place = StatusPlace(list_address(issuer, entry.list.number), entry.index)
    unproven = build(facts, place, issuer.time_zone)
    document = prove(
        unproven,
        proving.signer,
        method_id(issuer.did, proving.signer.key_id),
        facts.issued_at,
    )
    credential = to_bytes(document)
    printed = Place(entry.list.number, entry.index)
    texts = paper(
        facts,
        fragment(facts, printed, token.signer),
        licences.unseal(licence),
        pictures_of(facts),
    )
    kill_point("before-drawing")
    drawn = draw(texts, press.fonts())
    kill_point("after-drawing")
    tagged = tag(drawn, texts, facts.code, credential, facts.issued_at)
    kill_point("before-signing")
    pdf = _sealed(sealer, tagged, issuer.name, texts.heading, stamper, entry)
    kill_point("after-signing")
    badge = draw_badge(facts.course_title, issuer.name, texts.right_to_left, press.fonts())
    method = method_id(issuer.did, token.signer.key_id)
    kinds = CredentialFile.Kind
    return Made(
        {
            kinds.PDF.value: pdf,
            kinds.JSON.value: credential,
            kinds.JWT.value: jwt.sign(unproven, token.signer, method),
            kinds.PNG.value: baking.bake(badge, credential),
        },
        proving.row,
        keys[Use.PDF].row,
        token.row,
    )


def _sealed(
    sealer: PdfSealer,
    pdf: bytes,
    issuer: str,
    reason: str,
    stamper: TimeStamper | None,
    entry: StatusEntry,
) -> bytes:
    """The signed PDF, stamped where an authority is set and answers."""
    if stamper is not None:
        try:
            return sealer.seal(pdf, issuer, reason, stamper)
        except TimestampRequestError as error:
            timestamps.failed(entry, error)
    return sealer.seal(pdf, issuer, reason)
