"""Achievements, issuers, keys, certificates with their files, status lists and notices."""

from certification.models.achievement import Achievement, KeptImage, LicenceNumber, Signatory
from certification.models.chains import Appeal, CheckCount, Reissue
from certification.models.credential import Credential, CredentialFile, Notice
from certification.models.issuer import Issuer
from certification.models.keys import SigningKey
from certification.models.status import StatusEntry, StatusList

__all__ = [
    "Achievement",
    "Appeal",
    "CheckCount",
    "Credential",
    "CredentialFile",
    "Issuer",
    "KeptImage",
    "LicenceNumber",
    "Notice",
    "Reissue",
    "Signatory",
    "SigningKey",
    "StatusEntry",
    "StatusList",
]
