from accounts.audit import AuditEntry
from accounts.organisations import Membership, Organisation
from accounts.people import Profession, User

__all__ = ["AuditEntry", "Membership", "Organisation", "Profession", "User"]
