"""Why a file is not the one that was issued. One cause each, with the sentence that says it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cause(TextChoices):
    """What is the matter with a file; the label is shown to the verifier."""

    # PDF
    APPENDED = "appended", _("Something was added after the end of the file.")
    CUT = "cut", _("The file is not complete: its end is missing.")
    UNREADABLE = "unreadable", _("The file is damaged so that it cannot be read as a PDF.")
    TOO_LARGE = "too-large", _("The file is much larger than any certificate from here.")
    ENCRYPTED = "encrypted", _("The file is locked with a password; ours never are.")
    NOT_SIGNED = "not-signed", _("The PDF carries no signature. Ours always do.")
    SECOND_SIGNATURE = "second-signature", _("The PDF carries more than one signature.")
    BYTES_CHANGED = "bytes-changed", _("Something in the signed part of the file was changed.")
    SIGNATURE_BROKEN = "signature-broken", _("The signature in the file was changed.")
    FOREIGN_SIGNER = "foreign-signer", _("The PDF was signed by somebody else, not by us.")
    CHANGED_AFTER = "changed-after-signing", _("The PDF was edited after it had been signed.")
    NOT_CERTIFYING = "not-certifying", _("The signature is of another kind than ours.")
    REATTACHED = (
        "reattached",
        _("A genuine credential was attached to a PDF that was not issued by us."),
    )
    ATTACHMENT_SWAPPED = (
        "attachment-swapped",
        _("The credential in the file belongs to another certificate."),
    )
    ATTACHMENT_CHANGED = (
        "attachment-changed",
        _("The credential in the file was changed after it was issued."),
    )
    ATTACHMENT_MISSING = "attachment-missing", _("The signed credential in the file is missing.")
    # JSON
    NOT_JSON = "not-json", _("The file is not sound JSON.")
    DUPLICATE_KEY = "duplicate-key", _("The file says the same thing twice in different ways.")
    UNDEFINED_TERM = "undefined-term", _("The file has parts that no signature could cover.")
    NO_PROOF = "no-proof", _("The file carries no proof.")
    SEVERAL_PROOFS = "several-proofs", _("The file carries more than one proof.")
    FOREIGN_PROOF = "foreign-proof", _("The proof was made with a key that is not ours.")
    PROOF_BROKEN = "proof-broken", _("The content does not fit the proof: something was changed.")
    KEY_COMPROMISED = (
        "key-compromised",
        _(
            "The key that signed this is no longer trusted. Ask the holder for the certificate "
            "that was issued in its place."
        ),
    )
    # Token
    NOT_A_TOKEN = "not-a-token", _("The file is not a sound token.")
    ALGORITHM = "algorithm", _("The token names a way of signing that we never use.")
    CLAIMS_DIFFER = "claims-differ", _("The token and the credential in it say different things.")
    # Picture
    PICTURE_DAMAGED = "picture-damaged", _("The picture is damaged.")
    SEVERAL_CREDENTIALS = (
        "several-credentials",
        _("The picture carries more than one credential. Ours carry one."),
    )
    BAKED_OTHERWISE = (
        "baked-otherwise",
        _("The credential was put into the picture in a way that we never use."),
    )
    REBAKED = (
        "rebaked",
        _("A genuine credential was put into a picture that was not issued by us."),
    )
    NOT_AS_ISSUED = "not-as-issued", _("The file is not the one that was issued under its code.")
    # Both
    NOT_OURS = "not-ours", _("This file is not a certificate from here.")
    SIGNED_NOT_REGISTERED = (
        "signed-not-registered",
        _(
            "We signed this file and nothing in it was changed, but our register does not know it. "
            "It may have been restored from a backup since. Please ask us before you rely on it."
        ),
    )
    NOT_IN_REGISTER = "not-in-register", _("No certificate with this code was issued here.")
