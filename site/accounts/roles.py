"""The six roles. Each is a group; a membership gives one within an organisation."""

from django.utils.translation import gettext_lazy as _

LEARNER = "learner"
TRAINER = "trainer"
REVIEWER = "reviewer"
MANAGER = "manager"
VERIFIER = "verifier"
ADMINISTRATOR = "administrator"

ROLE_CHOICES = [
    (LEARNER, _("Learner")),
    (TRAINER, _("Trainer")),
    (REVIEWER, _("Reviewer")),
    (MANAGER, _("Manager")),
    (VERIFIER, _("Verifier")),
    (ADMINISTRATOR, _("Administrator")),
]
ROLES = [role for role, _name in ROLE_CHOICES]
