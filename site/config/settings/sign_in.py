"""Sign-up, sign-in, second factor and identity provider: allauth's settings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

_env = Environment()

SESSION_ENGINE = "accounts.sessions"
AUTHENTICATION_BACKENDS = ["accounts.backends.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learning/"
LOGOUT_REDIRECT_URL = "/"
# How many proxies in front of us are ours; see accounts.client_address.
TRUSTED_PROXIES: int = _env.TRUSTED_PROXIES
EDITOR_PREFIX = "/admin/"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup_details.SignupDetails"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "signup": "accounts.forms.SignUpForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Codes, not links: the mail is read on a telephone, the code typed on the station's computer.
# Digits alone can be typed on every keyboard and read out.
_CODE = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = _CODE
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# allauth 65 looks for this spelling, with CODE twice.
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = _CODE
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 60 * 60
# A sign-in waits this long for its second step or code; mail may be slow.
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
# A class of 40 sits behind one address and starts at once: limits by address leave room for
# all of them with some slips. Guessing is slowed by account, and by address over failures.
ACCOUNT_RATE_LIMITS = {
    "signup": "120/5m/ip",
    "login": "240/5m/ip",
    "login_failed": "60/5m/ip,5/5m/key",
    "reset_password": "60/5m/ip,5/5m/key",
    "reset_password_from_key": "60/5m/ip",
    "confirm_email": "1/10s/key",
}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

SOCIALACCOUNT_ADAPTER = "accounts.adapters.IdentityProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _env.OIDC_URL:
    if not (_env.OIDC_CLIENT_ID and _env.OIDC_CLIENT_SECRET):
        raise ImproperlyConfigured(
            "OIDC_URL: set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too, or none of them."
        )
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": _env.OIDC_NAME,
                "client_id": _env.OIDC_CLIENT_ID,
                "secret": _env.OIDC_CLIENT_SECRET,
                "settings": {"server_url": _env.OIDC_URL},
            }
        ],
    }
    # The operator chose this provider: an address that it has confirmed is the person's.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Wagtail's own ways to sign in or change a password know no second factor: all off.
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
