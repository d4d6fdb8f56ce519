"""A certificate, its files, and the notices sent about it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.codes import show_code
from certification.facts import Facts
from certification.models.keys import SigningKey
from certification.models.status import StatusEntry


class Credential(models.Model):
    """One certificate. Once issued, what it says never changes; only its standing may.

    The name of the holder is kept apart from the other facts, so that erasing a person takes the
    name and leaves the rest.
    """

    class Standing(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        ISSUED = "issued", _("Issued")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")

    class Problem(models.TextChoices):
        NONE = "", _("None")
        NAME = "name", _("The holder has not said which name to print")
        GLYPH = "glyph", _("The name has a character that no font can draw")
        GONE = "gone", _("The holder's account was erased before it was issued")
        LICENCE = "licence", _("The holder has not given the licence number that the board wants")
        FIELDS = "fields", _("Something that the course's certificates need is missing or past")

    class Reason(models.TextChoices):
        ERROR = "error", _("Issued in error")
        REPLACED = "replaced", _("Replaced by a corrected certificate")
        MISCONDUCT = "misconduct", _("Obtained by deception")
        REQUEST = "request", _("At the holder's request")
        KEY = "key", _("The signing key is no longer safe")
        OTHER = "other", _("Another reason")

    class Cause(models.TextChoices):
        COMPLETION = "completion", _("The course was completed")
        CORRECTION = "correction", _("The name was corrected")
        REINSTATEMENT = "reinstatement", _("A suspension or revocation was taken back")
        KEY = "key", _("The signing key was replaced")
        DECISION = "decision", _("It was issued anew by decision")

    code = models.CharField(_("code"), max_length=26, unique=True, editable=False)
    completion = models.ForeignKey(
        "learning.Completion",
        verbose_name=_("completion"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="credentials",
    )
    # 1 for the certificate that a completion brings, 2 for the first issue anew, and so on.
    issue = models.PositiveIntegerField(_("issue"), default=1)
    cause = models.CharField(
        _("why it was issued"), max_length=20, choices=Cause.choices, default=Cause.COMPLETION
    )
    cause_reason = models.TextField(_("reason for issuing anew"), blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="credentials",
    )
    holder_name = models.CharField(_("name as printed"), max_length=300, blank=True)
    # A keyed hash of the comparable name: confirms a name that somebody types, tells none.
    name_match = models.CharField(max_length=64, blank=True, editable=False)
    facts_json = models.JSONField(_("facts"), default=dict)
    course_key = models.UUIDField(null=True, db_index=True, editable=False)
    standing = models.CharField(
        _("standing"), max_length=20, choices=Standing.choices, default=Standing.PREPARING
    )
    problem = models.CharField(
        _("what keeps it"), max_length=20, choices=Problem.choices, blank=True
    )
    problem_detail = models.CharField(max_length=60, blank=True)
    status_entry = models.OneToOneField(
        StatusEntry, on_delete=models.PROTECT, related_name="credential"
    )
    credential_key = models.ForeignKey(
        SigningKey, null=True, on_delete=models.PROTECT, related_name="+"
    )
    pdf_key = models.ForeignKey(SigningKey, null=True, on_delete=models.PROTECT, related_name="+")
    jwt_key = models.ForeignKey(SigningKey, null=True, on_delete=models.PROTECT, related_name="+")
    # The licence number printed on the paper, encrypted with the master key. Never public.
    licence = models.BinaryField(default=bytes, editable=False)
    supersedes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last tried"), auto_now_add=True)
    issued_at = models.DateTimeField(_("issued"), null=True, db_index=True)
    # Empty where it holds from the moment of issue; later for a renewal that waits its turn.
    valid_from = models.DateField(_("valid from"), null=True)
    valid_until = models.DateField(_("valid until"), null=True, db_index=True)
    # Stays when it is revoked later, so that a question about a day in between is answered.
    suspended_at = models.DateTimeField(_("suspended"), null=True)
    ended_at = models.DateTimeField(_("revoked or suspended"), null=True)
    ended_class = models.CharField(
        _("kind of reason"), max_length=20, choices=Reason.choices, blank=True
    )
    ended_reason = models.TextField(_("reason"), blank=True)
    erased_at = models.DateTimeField(_("name erased"), null=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["completion", "issue"], name="certification_once_a_completion"
            ),
            models.CheckConstraint(
                condition=Q(standing="preparing") | Q(issued_at__isnull=False),
                name="certification_issued_has_date",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tried_at"],
                condition=Q(standing="preparing"),
                name="certification_preparing",
            )
        ]

    def __str__(self) -> str:
        return show_code(self.code)

    def save(self, *args: Any, **kwargs: Any) -> None:
        said = getattr(self, "_said", None)
        if said is not None and said != self._saying():
            raise TypeError("What a certificate says cannot be changed.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("certification:check", args=[self.code])

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        loaded = super().from_db(db, field_names, values, **kwargs)
        loaded._said = loaded._saying()  # type: ignore[attr-defined]
        return loaded

    def _saying(self) -> tuple[Any, ...] | None:
        """What may not change any more, once issued."""
        names = ("standing", "code", "facts_json", "holder_name", "issued_at")
        known = self.__dict__
        if any(name not in known for name in names) or known["standing"] == "preparing":
            return None
        return tuple(repr(known[name]) for name in names[1:])

    @property
    def shown_code(self) -> str:
        return show_code(self.code)

    @property
    def is_issued(self) -> bool:
        return self.standing != self.Standing.PREPARING

    def kinds(self) -> set[str]:
        """The kinds of files that can be fetched."""
        return {row.kind for row in self.files.all() if row.path}

    def facts(self) -> Facts:
        """The facts as issued; without the name where it was erased."""
        return Facts.from_json({**self.facts_json, "holder_name": self.holder_name or None})


class CredentialFile(models.Model):
    """Issued bytes: added, never replaced. Erasing takes key and bytes, the hash stays."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        JSON = "json", _("JSON")
        JWT = "jwt", _("Token")
        PNG = "png", _("Picture")

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size"))
    path = models.CharField(max_length=200, blank=True)
    wrapped_key = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(_("stored"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["credential", "kind", "revision"], name="certification_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.kind} {self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An issued file cannot be changed.")
        super().save(*args, **kwargs)


class Notice(models.Model):
    """A mail about a certificate, written down with the change and sent after it."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")
        NAME_NEEDED = "name", _("Name needed")
        SUSPENDED = "suspended", _("Suspended")
        ENDING = "ending", _("Ends soon")
        ANSWERED = "answered", _("Appeal answered")
        LICENCE_NEEDED = "licence", _("Licence number needed")

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["credential", "kind"], name="certification_notice_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                condition=Q(sent_at__isnull=True),
                name="certification_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.credential_id}"
