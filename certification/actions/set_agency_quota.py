from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.people import User
from accounts.permissions import require
from certification.models import Agency


@transaction.atomic
def set_agency_quota(agency: Agency, actor: User) -> Agency:
    """Save a new partner agency, or how much one may ask.

    Raises PermissionDenied unless `actor` is an administrator.
    """
    require(actor, "set quota", agency)
    verb = "open partner agency" if agency._state.adding else "set quota"
    agency.save()
    record(
        actor,
        verb,
        agency,
        is_open=agency.is_open,
        monthly_checks=agency.monthly_checks,
        requests_a_minute=agency.requests_a_minute,
    )
    return agency
