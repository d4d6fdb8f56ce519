"""What holders ask for, and how administrators decide about certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certification.forms import CertificateNameForm
from certification.models import Appeal, Credential, SigningKey
from certification.standing.state import State
from courses.content.models import CourseVersion


class RequestForm(forms.Form):
    """What a holder asks of the administrators."""

    words = forms.CharField(
        label=_("What should we know?"),
        help_text=_("Only administrators of this site read it. They answer by mail."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class AppealForm(RequestForm):
    """Against a suspension or revocation."""


class CorrectionForm(CertificateNameForm, RequestForm):
    """For the name to be corrected."""

    field_order = ("name", "words")
    name = forms.CharField(
        label=_("The right name"),
        help_text=_("As it should be printed, in any script."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ReasonForm(forms.Form):
    """A decision and why."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the record here and for the holder. Verifiers do not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ClassForm(ReasonForm):
    """A decision against a certificate: its kind of reason is public."""

    field_order = ("reason_class", "reason")
    reason_class = forms.ChoiceField(
        label=_("Kind of reason"),
        help_text=_("Shown to everybody who checks the certificate."),
        choices=[each for each in Credential.Reason.choices if each[0] not in {"replaced", "key"}],
    )


class SuspendForm(ClassForm):
    title = _("Suspend")
    what = _(
        "It does not count until you decide. The holder gets a mail and can appeal. To let it "
        "count again, a new certificate is issued."
    )
    button = _("Suspend this certificate")


class RevokeForm(ClassForm):
    title = _("Revoke")
    what = _("It is withdrawn for good. The holder gets a mail and can appeal.")
    button = _("Revoke this certificate")
    is_serious = True


class ReinstateForm(ReasonForm):
    title = _("Let it count again")
    what = _("A new certificate that says the same takes its place. The holder gets a mail.")
    button = _("Issue a new one")


class CorrectForm(ReasonForm):
    title = _("Correct the name")
    what = _(
        "A new certificate with the same day of completion takes its place; the old one is shown "
        "as superseded. The holder gets a mail."
    )
    button = _("Issue it under this name")
    field_order = ("name", "reason")
    name = forms.CharField(
        label=_("The right name"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class IssueAnewForm(ReasonForm):
    title = _("Issue anew as the achievement is today")
    what = _(
        "What was issued never changes when you change the achievement of a course. Here you "
        "decide that this one person gets a new certificate with today's validity and wording."
    )
    button = _("Issue a new one")


class AnswerForm(forms.Form):
    """The answer to what a holder asked."""

    outcome = forms.ChoiceField(
        label=_("What you decide"),
        choices=[
            (Appeal.Outcome.GRANTED, _("The holder is right: issue a new certificate")),
            (Appeal.Outcome.UPHELD, _("It stays as it is")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Mailed to the holder word for word."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class StartRunForm(ReasonForm):
    """Everything that a key signed, issued anew."""

    field_order = ("key", "reason")
    key = forms.ModelChoiceField(
        label=_("Key"), queryset=SigningKey.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, keys: QuerySet[SigningKey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].queryset = keys  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("For the record here. Holders are told of the keys.")


class FilterForm(forms.Form):
    """Which certificates the list shows. Nothing that is typed is an error: it finds nothing."""

    q = forms.CharField(
        label=_("Code, name on the certificate, or e-mail address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    course = forms.ChoiceField(label=_("Course"), required=False)
    problem = forms.ChoiceField(label=_("What keeps it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        left_out = {State.NOT_ISSUED, State.ALTERED, State.UNKNOWN}
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            every,
            *((each.value, each.label) for each in State if each not in left_out),
            (Credential.Standing.PREPARING.value, Credential.Standing.PREPARING.label),
        ]
        # By the title of its newest version.
        titles = CourseVersion.objects.order_by("number").values_list("course_key", "title")
        newest = {str(key): title for key, title in titles}
        courses = sorted(newest.items(), key=lambda course: course[1].casefold())
        self.fields["course"].choices = [every, *courses]  # type: ignore[attr-defined]
        self.fields["problem"].choices = [  # type: ignore[attr-defined]
            every,
            *(each for each in Credential.Problem.choices if each[0]),
        ]
