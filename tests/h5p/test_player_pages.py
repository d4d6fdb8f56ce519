"""The page of an activity and its files: for anybody who knows the address, and knowing nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from media.models import ActivityVersion
from media.style_sheets import relocate
from media.views import playing
from tests.h5p.packages import CHOICE, with_files

pytestmark = pytest.mark.django_db
Ready = Callable[..., ActivityVersion]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    playing._known.cache_clear()


def policy(response: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split("; "))
    return {name: values for name, *values in parts}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_page_runs_in_an_origin_that_is_nobodys(ready: Ready, client: Client) -> None:
    version = ready()
    response = client.get(f"/activities/play/{version.token}/")
    assert response.status_code == 200
    assert not response.cookies
    assert "X-Frame-Options" not in response
    found = policy(response)
    assert found["sandbox"] == ["allow-scripts"]
    assert found["default-src"] == found["frame-src"] == found["form-action"] == ["'none'"]
    assert found["script-src"] == found["connect-src"]
    for source in found["script-src"]:
        assert source.startswith(("http://testserver/static/", "http://testserver/activities/"))
        assert version.token in source or "/static/" in source
    assert "http://testserver" in found["frame-ancestors"]


def test_the_second_host_is_used_where_one_is_set(
    ready: Ready, client: Client, settings: Any
) -> None:
    settings.ACTIVITIES_URL = "https://play.example.org"
    response = client.get(f"/activities/play/{ready().token}/")
    assert all(
        source.startswith("https://play.example.org/") for source in policy(response)["script-src"]
    )
    assert b'src="https://play.example.org/static/' in response.content


def test_content_cannot_end_the_script_that_it_stands_in(ready: Ready, client: Client) -> None:
    from tests.h5p.packages import sound

    version = ready(sound(content={"question": "</script><script>alert(1)</script>"}))
    page = client.get(f"/activities/play/{version.token}/").content
    assert b"<script>alert" not in page


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("content/content.json", "application/json"),
        (f"libraries/{CHOICE}/scripts/choice.js", "text/javascript"),
        (f"libraries/{CHOICE}/choice.css", "text/css"),
        ("bundle.js", "text/javascript"),
        ("h5p.json", "application/json"),
    ],
)
def test_a_file_is_kept_for_long_and_runs_nothing_by_itself(
    ready: Ready, client: Client, path: str, kind: str
) -> None:
    response = client.get(f"/activities/files/{ready().token}/{path}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert "immutable" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response)["sandbox"] == []
    assert not response.cookies
    assert body(response)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "content/",
        "content/gone.json",
        "content/../../x",
        "content/%2e%2e/h5p.json",
        "libraries/",
        f"libraries/{CHOICE}/",
        f"libraries/{CHOICE}/semantics.json/x",
        "libraries/Other-1.0/library.json",
        "../secret",
        "secret",
    ],
)
def test_nothing_else_can_be_asked_for(ready: Ready, client: Client, path: str) -> None:
    assert client.get(f"/activities/files/{ready().token}/{path}").status_code == 404


def test_what_is_not_ready_is_not_there(
    received: Callable[..., ActivityVersion], client: Client
) -> None:
    token = received().token
    assert client.get(f"/activities/play/{token}/").status_code == 404
    assert client.get(f"/activities/files/{token}/h5p.json").status_code == 404
    assert client.get("/activities/play/unknown/").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "found"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=8-", 206, b"89"),
        ("bytes=-2", 206, b"89"),
        ("bytes=4-400", 206, b"456789"),
        ("bytes=10-", 416, b""),
        ("bytes=5-2", 416, b""),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("words=1-2", 200, b"0123456789"),
        ("", 200, b"0123456789"),
    ],
)
def test_a_range_of_a_video(
    ready: Ready, client: Client, wanted: str, status: int, found: bytes
) -> None:
    version = ready(with_files({"content/clip.mp4": b"0123456789"}))
    address = f"/activities/files/{version.token}/content/clip.mp4"
    response = client.get(address, headers={"range": wanted} if wanted else {})
    assert (response.status_code, body(response)) == (status, found)
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        assert response["Content-Length"] == str(len(found))


def test_all_scripts_in_one_file_and_all_styles_in_another(ready: Ready, client: Client) -> None:
    version = ready(with_files({f"{CHOICE}/choice.css": "p { background: url('images/x.png') }"}))
    script = body(client.get(f"/activities/files/{version.token}/bundle.js"))
    # The first file's "use strict" would otherwise hold for all that follow.
    assert script.startswith(b"wmFile(0);")
    assert b"H5P.TinyChoice" in script
    style = body(client.get(f"/activities/files/{version.token}/bundle.css"))
    assert f"url('libraries/{CHOICE}/images/x.png')".encode() in style


@pytest.mark.parametrize(
    ("css", "moved"),
    [
        ("url(a.png)", "url(libraries/L/css/a.png)"),
        ("url('../a.png?x#y')", "url('libraries/L/a.png?x#y')"),
        ('url( "./f/a.woff#iefix" )', 'url("libraries/L/css/f/a.woff#iefix")'),
        ("url(data:image/png;base64,AA)", "url(data:image/png;base64,AA)"),
        ("url(https://example.org/a.png)", "url(https://example.org/a.png)"),
        ("url(//example.org/a.png)", "url(//example.org/a.png)"),
        ("url(/a.png)", "url(/a.png)"),
        ("url(#mark)", "url(#mark)"),
        ("url(../../../../a.png)", "url(../../../../a.png)"),
        ('@charset "utf-8"; p {}', " p {}"),
    ],
)
def test_styles_find_their_files_from_elsewhere(css: str, moved: str) -> None:
    assert relocate(css, "libraries/L/css") == moved


@given(st.text())
def test_no_style_sheet_trips_the_move(css: str) -> None:
    relocate(css, "libraries/L")


def test_the_same_queries_with_more_activities(
    ready: Ready, client: Client, django_assert_max_num_queries: Any
) -> None:
    token = ready().token
    ready()
    with django_assert_max_num_queries(6):
        client.get(f"/activities/play/{token}/")
        client.get(f"/activities/files/{token}/bundle.js")
        client.get(f"/activities/files/{token}/bundle.css")


def test_a_large_script_goes_out_in_pieces(ready: Ready, client: Client) -> None:
    """A library may bring one of hundreds of megabytes, and anybody may ask for it."""
    long = "// " + "x" * 3_000_000
    version = ready(with_files({f"{CHOICE}/scripts/choice.js": long}))
    response = client.get(f"/activities/files/{version.token}/libraries/{CHOICE}/scripts/choice.js")
    pieces = list(response.streaming_content)
    assert max(len(piece) for piece in pieces) <= 64 * 1024
    assert b"".join(pieces) == b"wmHere();\n" + long.encode()
    assert response["Content-Length"] == str(len(long) + 10)
