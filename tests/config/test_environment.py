"""The table of settings, and the page made from it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from config.content_policy import learner_policy
from config.environment import VARIABLES, Environment
from config.object_storage import object_storage


def test_the_operators_page_is_current() -> None:
    call_command("environment", "--check")


def test_an_empty_environment_is_a_usable_one() -> None:
    environment = Environment({})
    assert environment.PORT == 8000
    assert environment.TRUSTED_PROXIES == 0


def test_every_setting_says_what_it_means() -> None:
    names = [variable.name for variable in VARIABLES]
    assert len(set(names)) == len(names)
    assert all(variable.meaning.endswith(".") for variable in VARIABLES)


def test_several_mistakes_are_told_together() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"PORT: .*TIME_ZONE: "):
        Environment({"PORT": "x", "TIME_ZONE": "y"})


@settings(deadline=None)
@given(st.sampled_from([variable.name for variable in VARIABLES]), st.text(max_size=30))
def test_any_text_is_used_or_refused_with_the_name(name: str, value: str) -> None:
    refusal = ""
    try:
        Environment({name: value})
    except ImproperlyConfigured as error:
        refusal = str(error)
    assert not refusal or f"{name}: " in refusal


@pytest.mark.parametrize(
    "url",
    ["s3://host/bucket", "s3://key:secret@host/", "s3://key:secret@host/a/b", "https://x/y"],
)
def test_a_store_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="S3_URL: write"):
        object_storage(url)


def test_a_store_is_set_by_one_address() -> None:
    stores = object_storage("s3://key:se%2Fcret@store.example.org:9000/waymark?tls=no")
    options = stores["private"]["OPTIONS"]
    assert options["endpoint_url"] == "http://store.example.org:9000"
    assert (options["secret_key"], options["bucket_name"]) == ("se/cret", "waymark")
    assert stores["default"]["OPTIONS"]["location"] != options["location"]


def test_uploads_in_a_store_keep_our_own_address() -> None:
    from config.s3_storage import UploadsOnS3

    options = object_storage("s3://k:s@store.example.org/w")["default"]["OPTIONS"]
    assert UploadsOnS3(**options).url("images/a b.png") == "/uploads/images/a%20b.png"


def test_forms_may_go_to_the_identity_provider_and_nowhere_else() -> None:
    assert learner_policy()["form-action"] == ["'self'"]
    policy = learner_policy("https://id.example.org:8443/realms/x")
    assert policy["form-action"] == ["'self'", "https://id.example.org:8443"]
