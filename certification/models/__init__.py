"""Achievements, issuers, keys, certificates with their files, status lists and notices."""

from certification.models.achievement import Achievement, KeptImage, LicenceNumber, Signatory
from certification.models.agency import (
    Agency,
    ApiCall,
    ApiKey,
    Invitation,
    MonthlyUse,
    Scope,
)
from certification.models.chains import Appeal, CheckCount, Reissue
from certification.models.credential import Credential, CredentialFile, Notice
from certification.models.issuer import Issuer
from certification.models.keys import RevocationList, SigningKey
from certification.models.status import StatusEntry, StatusList

__all__ = [
    "Achievement",
    "Agency",
    "ApiCall",
    "ApiKey",
    "Appeal",
    "CheckCount",
    "Credential",
    "CredentialFile",
    "Invitation",
    "Issuer",
    "KeptImage",
    "LicenceNumber",
    "MonthlyUse",
    "Notice",
    "Reissue",
    "RevocationList",
    "Scope",
    "Signatory",
    "SigningKey",
    "StatusEntry",
    "StatusList",
]
