"""Issuers, keys, certificates with their files, status lists and notices."""

from certification.models.credential import Credential, CredentialFile, Notice
from certification.models.issuer import Issuer
from certification.models.keys import SigningKey
from certification.models.status import StatusEntry, StatusList

__all__ = [
    "Credential",
    "CredentialFile",
    "Issuer",
    "Notice",
    "SigningKey",
    "StatusEntry",
    "StatusList",
]
