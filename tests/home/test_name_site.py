from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from home.actions.name_site import name_site

pytestmark = pytest.mark.django_db


def test_the_site_takes_name_and_address_from_the_settings(settings: Any) -> None:
    settings.SITE_NAME = "Training"
    settings.PUBLIC_URL = "https://training.example.org"

    assert name_site()

    site = Site.objects.get(is_default_site=True)
    assert (site.site_name, site.hostname, site.port) == (
        "Training",
        "training.example.org",
        443,
    )


def test_a_second_time_nothing_changes(settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8001"
    name_site()

    assert not name_site()
