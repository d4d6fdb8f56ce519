"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.sharing_out import Sharing, rank

# Other work on the machine makes an example slow, and says nothing of what is tested.
hypothesis_settings.register_profile(
    "by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("by no clock")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    return Sharing(config, log)


# Last, after pytest-django has sorted the tests.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=rank)


@pytest.fixture(autouse=True)
def _support_drawn_by_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The support panel is read anew once a minute: in a long run, in the middle of a count."""
    monkeypatch.setattr("home.face._SUPPORT_SECONDS", 86_400.0)
