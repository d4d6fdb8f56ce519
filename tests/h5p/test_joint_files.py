"""Scripts and styles of an activity in one file each: nothing of one reaches into another."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from media.models import ActivityVersion
from media.style_sheets import closed, joinable
from media.views import playing
from tests.h5p.packages import CHOICE

Ready = Callable[..., ActivityVersion]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    playing._known.cache_clear()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("css", "joined"),
    [
        ('@import "b.css";p{}', "b{}p{}"),
        ("@import url(in/c.css) print;", "@media print {\ni{background:url(L/in/x.png)}\n}\n"),
        ('@import url("https://elsewhere.example/x.css");p{}', "p{}"),
        ('@import "gone.css"; p{}', " p{}"),
        ('@import "loop.css";', ""),
        ('p{background:url("a (1).png")}', 'p{background:url("L/a (1).png")}'),
        ("@media screen{p{}", "@media screen{p{}}"),
        ('/* @import "b.css"; */p{}', '/* @import "b.css"; */p{}'),
        ('/* @import "b.css"; ', '/* @import "b.css"; */'),
    ],
)
def test_a_sheet_among_others(css: str, joined: str) -> None:
    sheets = {
        "L/b.css": "b{}",
        "L/in/c.css": "i{background:url(x.png)}",
        "L/loop.css": '@import "loop.css";',
    }
    assert joinable(css, "L/a.css", sheets.get) == joined


@pytest.mark.parametrize(
    ("css", "whole"),
    [
        ("p{}", "p{}"),
        ("p{", "p{}"),
        ("p{} /* open", "p{} /* open*/"),
        ('p{content:"{"}', 'p{content:"{"}'),
        ("/* { */ p{}", "/* { */ p{}"),
        ("p{}}}", "p{}}}"),
        ("p:not(.a{", "p:not(.a{})"),
        ("p{margin:calc(1px", "p{margin:calc(1px)}"),
        ("p{background:url(a", "p{background:url(a)}"),
        ("p{background:url(data:x,{<)}", "p{background:url(data:x,{<)}"),
        ("p{content:'a", "p{content:'a'}"),
        ('p{content:"a\n}', 'p{content:"a\n}'),
        ("p{} \\", "p{} \\ "),
    ],
)
def test_what_is_open_at_its_end_is_closed(css: str, whole: str) -> None:
    assert closed(css) == whole


@given(st.text(alphabet="{}()[]\"'/*\\\n;@aurl:", max_size=40))
def test_no_sheet_trips_the_closing(css: str) -> None:
    assert closed(css).startswith(css)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bundle.js", "bundle.css"])
def test_it_travels_packed_where_the_browser_says_so(
    ready: Ready, client: Client, name: str
) -> None:
    address = f"/activities/files/{ready().token}/{name}"
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert gzip.decompress(body(packed)) == body(plain)


@pytest.mark.django_db
def test_a_script_runs_in_the_player_alone(ready: Ready, client: Client) -> None:
    version = ready()
    alone = client.get(f"/activities/files/{version.token}/libraries/{CHOICE}/scripts/choice.js")
    assert body(alone).startswith(b"wmHere();\n")


@pytest.mark.django_db
def test_a_play_costs_few_queries(
    ready: Ready, client: Client, django_assert_max_num_queries: Any
) -> None:
    version = ready()
    with django_assert_max_num_queries(6):
        for path in ("bundle.js", "bundle.css", "content/content.json"):
            assert client.get(f"/activities/files/{version.token}/{path}").status_code == 200
        assert client.get(f"/activities/play/{version.token}/").status_code == 200
