"""How allauth behaves here: words, mails, client addresses, what an identity provider tells."""

from __future__ import annotations

import logging
import time
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.client_address import client_address
from accounts.roles import LEARNER
from accounts.secrets_at_rest import decrypt, encrypt

log = logging.getLogger("waymark.accounts")
RESENDING_TAKES = _("Too many tries in a short time. Please wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "We could not sign you in with this e-mail address and password. Check both, "
            "or choose a new password."
        ),
        "incorrect_code": _("This is not the code that we sent last. Check the newest mail."),
        "incorrect_password": _("This is not your present password."),
        "invalid_password_reset": _("This code can no longer be used. Please ask for a new one."),
        "too_many_login_attempts": RESENDING_TAKES,
        "rate_limited": RESENDING_TAKES,
        "account_inactive": _("This account is closed."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in plain text, in the language of the person that it goes to."""
        name = gettext("Training") if settings.NEUTRAL_TITLES else settings.SITE_NAME
        user = context.get("user")
        language = getattr(user, "locale", "") or None
        request = allauth_context.request
        with override(language) if language else override(None, deactivate=False):
            message = self.render_mail(
                template_prefix,
                email,
                {
                    "request": request,
                    "email": email,
                    "site_name": name,
                    "site_url": settings.PUBLIC_URL,
                    "current_site": SimpleNamespace(
                        name=name, domain=urlsplit(settings.PUBLIC_URL).netloc
                    ),
                    **context,
                },
            )
        try:
            message.send()
        except OSError as error:
            # smtplib's errors are OSErrors too. Their texts may hold the address: name the kind.
            log.error("A mail could not be sent: %s", type(error).__name__)
            raise ImmediateHttpResponse(
                render(request, "accounts/mail_not_sent.html", status=503)
            ) from None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password again; not within minutes of signing in with it."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return str(gettext("Training") if settings.NEUTRAL_TITLES else settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = sociallogin.user
        user.email = (data.get("email") or "").lower()
        user.display_name = (data.get("name") or data.get("first_name") or "")[:150]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        user.groups.add(Group.objects.get(name=LEARNER))
        return user
