"""`next` leads to a path of this site or nowhere."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.addresses import safe_path

HERE = "https://training.example.org/learning/"
pieces = st.sampled_from(
    ["/", "\\", "//", ":", "@", "http:", "https://", "evil.org", "\t", "\n", "\x00", "..", "?", "#"]
)


@given(st.lists(pieces | st.text(max_size=5), max_size=8).map("".join))
def test_what_is_let_through_stays_on_the_site(raw: str) -> None:
    path = safe_path(raw)
    if path is not None:
        assert urlsplit(urljoin(HERE, path)).netloc == "training.example.org"
        assert path.startswith("/")
        assert not path.startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ["/", "/learning/", "/courses/first-contact/?page=2"])
def test_paths_of_the_site_are_let_through(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "raw", [None, "", "learning/", "//evil.org", "/\\evil.org", "/a\n", "/exit/", "/break/"]
)
def test_others_are_not(raw: str | None) -> None:
    assert safe_path(raw) is None
