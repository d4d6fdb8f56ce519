"""Wagtail's page of personal preferences, without what /accounts/profile/ does."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

ELSEWHERE = (NameEmailSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, ELSEWHERE)]
