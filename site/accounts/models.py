from accounts.audit import AuditEntry
from accounts.organisations import Membership, Organisation
from accounts.people import Profession, User
from accounts.sessions import PersonSession

__all__ = ["AuditEntry", "Membership", "Organisation", "PersonSession", "Profession", "User"]
