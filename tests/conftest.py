"""What holds for every test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _support_drawn_by_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The support panel is read anew once a minute: in a long run, in the middle of a count."""
    monkeypatch.setattr("home.face._SUPPORT_SECONDS", 86_400.0)
