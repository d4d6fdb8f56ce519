"""The people of the demonstration. They exist only where settings.DEMO_ACCOUNTS_ALLOWED."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.organisations import Organisation
from accounts.people import Profession
from accounts.roles import ADMINISTRATOR, LEARNER, MANAGER, REVIEWER, TRAINER, VERIFIER


@dataclass(frozen=True)
class DemoPerson:
    email: str
    display_name: str
    certificate_name: str
    profession: str
    roles: tuple[str, ...]


ORGANISATION = "Lighthouse Training Network (demonstration)"
ORGANISATION_KIND = Organisation.Kind.NGO
POLICE, HEALTH, EDUCATION, OTHER = Profession

PEOPLE = (
    DemoPerson("police@demo.test", "Sam", "Samira Okafor", POLICE, (LEARNER,)),
    DemoPerson("nurse@demo.test", "Noor", "Noor van Dijk", HEALTH, (LEARNER,)),
    DemoPerson("teacher@demo.test", "Tomas", "Tomás Rivera", EDUCATION, (LEARNER,)),
    DemoPerson("trainer@demo.test", "Anja", "Anja Novak", OTHER, (LEARNER, TRAINER)),
    DemoPerson("reviewer@demo.test", "Ravi", "Ravi Menon", OTHER, (LEARNER, REVIEWER)),
    DemoPerson("manager@demo.test", "Mary", "Mary Achieng", POLICE, (LEARNER, MANAGER)),
    DemoPerson("verifier@demo.test", "Viktor", "Viktor Lindqvist", OTHER, (VERIFIER,)),
    DemoPerson("admin@demo.test", "Ada", "Ada Mensah", OTHER, (LEARNER, ADMINISTRATOR)),
)
