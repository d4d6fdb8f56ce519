"""What packages from elsewhere bring, and what their libraries ask for, without a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from media.h5p.package import read_package
from media.models import ActivityVersion
from media.views import playing
from tests.h5p import kinds
from tests.h5p.packages import CHOICE, sound, with_files

Ready = Callable[..., ActivityVersion]
CORE = Path(__file__).parents[2] / "node_modules/h5p-standalone/dist/frame.bundle.js"
# Of buttons that are not offered here, and of a dialog in whose place the lesson says it.
NOT_OFFERED = {
    "contentChanged", "startingOver",
    "advancedHelp", "contentCopied", "embed", "h5pDescription", "height", "hideAdvanced",
    "reuseContent", "showAdvanced", "size", "width",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    playing._known.cache_clear()


def settings_of(client: Client, version: ActivityVersion) -> dict[str, Any]:
    page = client.get(f"/activities/play/{version.token}/").content.decode()
    found = re.search(r'<script id="h5p-settings" type="application/json">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.django_db
def test_the_core_lacks_no_word(ready: Ready, client: Client) -> None:
    given = settings_of(client, ready())["l10n"]["H5P"]
    asked = set(re.findall(r"""\.t\("(\w+)"\)""", CORE.read_text(encoding="utf-8")))
    assert len(asked) > 30
    assert asked - set(given) <= NOT_OFFERED
    # Names of buttons say what stands on them, for those who speak to their computer.
    assert given["copyrightsDescription"].startswith(given["copyrights"])


@pytest.mark.django_db
def test_formulas_are_asked_for_without_a_worker(ready: Ready, client: Client) -> None:
    """`H5P.MathDisplay` merges this into the settings of MathJax, which starts one to speak."""
    response = client.get(f"/activities/play/{ready().token}/")
    assert "worker-src 'none'" in response["Content-Security-Policy"]
    given = settings_of(client, ready())["libraryConfig"]["H5P.MathDisplay"]
    options = given["renderer"]["mathjax"]["config"]["options"]
    assert options["enableExplorer"] is options["menuOptions"]["settings"]["speech"] is False


@pytest.mark.django_db
def test_the_core_is_told_what_the_package_says_of_itself(ready: Ready, client: Client) -> None:
    said = {
        "a11yTitle": "What helps, in words",
        "license": "CC BY",
        "licenseVersion": "4.0",
        "yearFrom": 2021,
        "authors": [{"name": "A", "role": "Author", "more": {}}, {"name": 3}, "B"],
        "changes": [{"date": "1-1-21", "author": "A", "log": "Made", "x": 1}],
        "authorComments": "Not for learners.",
    }
    found = settings_of(client, ready(sound(manifest=said)))["contents"]["cid-1"]["metadata"]
    assert found["title"] == "What helps?"
    assert (found["a11yTitle"], found["license"], found["yearFrom"]) == (
        said["a11yTitle"], "CC BY", 2021,
    )  # fmt: skip
    assert found["authors"] == [{"name": "A", "role": "Author"}, {}]
    assert found["changes"] == [{"date": "1-1-21", "author": "A", "log": "Made"}]
    assert "authorComments" not in found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", [{"authors": "A"}, {"authors": {"length": 1}}, {"license": 4, "authors": [[], 1]}]
)
def test_what_is_of_another_kind_is_left_out(ready: Ready, client: Client, said: Any) -> None:
    found = settings_of(client, ready(sound(manifest={"license": "U"} | said)))
    found = found["contents"]["cid-1"]["metadata"]
    assert (found["authors"], found["changes"]) == ([], [])
    assert found["license"] == "U"


@pytest.mark.django_db
def test_a_library_may_ask_with_headers_of_its_own(ready: Ready, client: Client) -> None:
    address = f"/activities/files/{ready().token}/content/content.json"
    headers = {"origin": "null", "access-control-request-headers": "x-requested-with"}
    asked = client.options(address, headers=headers)
    assert asked.status_code == 204
    assert "X-Requested-With" in asked["Access-Control-Allow-Headers"]
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in asked
    assert client.post(address).status_code == 405


VIDEO = {"path": "https://www.youtube.com/watch?v=1", "mime": "video/YouTube"}


@pytest.mark.parametrize(
    ("content", "hosts"),
    [
        ({"video": {"files": [VIDEO, VIDEO]}}, ("www.youtube.com",)),
        ({"b": {"path": "http://b.example/x.png", "mime": "image/png"}, "a": VIDEO},
         ("b.example", "www.youtube.com")),
        ({"text": '<p><img alt="" src="//img.example/a.png"></p>'}, ("img.example",)),
        ({"in": {"library": "H5P.IFrameEmbed 1.0", "params": {"source": "https://p.example/"}}},
         ("p.example",)),
        # Where it comes from, and where a link leads, is not shown from there.
        ({"file": {"path": "images/a.png", "mime": "image/png",
                   "copyright": {"source": "https://a.example/"}}}, ()),
        ({"text": '<a href="https://a.example/src=x">A</a>'}, ()),
        ({"file": {"path": "https://[bad", "mime": "image/png"}, "text": "<img src=//"}, ()),
    ],
)  # fmt: skip
def test_what_it_would_show_from_elsewhere_is_known(content: Any, hosts: Any) -> None:
    needed = {"H5P.IFrameEmbed-1.0/library.json": {
        "machineName": "H5P.IFrameEmbed", "majorVersion": 1, "minorVersion": 0}}  # fmt: skip
    package = read_package(with_files(needed | {"content/content.json": content})).package
    assert package is not None
    assert package.outside == hosts


@pytest.mark.django_db
def test_trainer_and_learner_are_told_of_it(ready: Ready, client: Client, tara: Any) -> None:
    version = ready(sound(content={"video": VIDEO}))
    assert version.outside == ["www.youtube.com"]
    client.force_login(tara)
    page = client.get(f"/admin/activities/{version.activity.pk}/").content.decode()
    assert "from www.youtube.com" in page
    page = client.get(f"/admin/activities/{version.activity.pk}/try/").content.decode()
    assert "lies on www.youtube.com" in page
    other = ready()
    assert (
        "lies on" not in client.get(f"/admin/activities/{other.activity.pk}/try/").content.decode()
    )


# As releases on GitHub, exports of Moodle, WordPress and Lumi, and boards of developers carry them.
BESIDES = [
    ".gitignore", ".github/workflows/ci.yml", ".h5pignore", "README.md", "LICENSE", "LICENSE.txt",
    "package.json", "package-lock.json", "webpack.config.js", "babel.config.cjs", "crowdin.yml",
    "src/entries/dist.js", "src/styles/a.scss", "src/a.ts", "dist/a.js.map", "index.html",
    "fonts/a.eot", "fonts/a.svg", "fonts/a.ttf", "fonts/a.woff", "fonts/a.woff2", "icon.svg",
    "language/.en.json", "language/de.json", "upgrades.js", "presave.js", "tests/a.spec.ts",
    "__MACOSX/._a", ".DS_Store", "Makefile", "a.htc", "a.swf", "build.sh", "a.php",
]  # fmt: skip


def test_no_file_that_releases_carry_has_a_package_refused() -> None:
    main = {
        "majorVersion": "1", "minorVersion": "2", "patchVersion": "3", "runnable": "1",
        "fullscreen": "1", "w": 1, "h": 1, "license": "MIT", "author": "Somebody",
        "embedTypes": ["iframe"], "contentType": "Question",
        "metadataSettings": {"disable": 0, "disableExtraTitleField": 1},
        "addTo": {"content": {"types": [{"text": {"regex": "/(a+)+$/"}}]}},
        "dynamicDependencies": [], "preloadedJs": [{"path": "./scripts/choice.js"}],
    }  # fmt: skip
    manifest = {
        "embedTypes": ["iframe"], "contentType": "Question", "metaKeywords": None, "w": "1",
        "license": "CC BY-SA", "licenseVersion": "4.0", "yearFrom": "2020", "yearTo": "2024",
        "source": "https://example.org/", "licenseExtras": "<p>More</p>", "a11yTitle": "A",
        "authors": [{"name": "A", "role": "Author"}], "changes": [], "defaultLanguage": "en",
        "extraTitle": "Extra", "authorComments": "",
        "preloadedDependencies": [
            {"machineName": "H5P.TinyChoice", "majorVersion": "1", "minorVersion": "2"}],
    }  # fmt: skip
    files: dict[str, Any] = {f"{CHOICE}/{name}": b"x" for name in BESIDES}
    made = with_files(files | {"README.md": "x", "content/": "", f"{CHOICE}/empty/": ""})
    assert read_package(made).package is not None
    package = read_package(sound(main=main, manifest=manifest)).package
    assert package is not None
    # What h5p.json does not list comes with what needs it.
    assert [each.called.name for each in package.libraries] == ["TinyWords", "H5P.TinyChoice"]


def test_the_tiny_ones_are_sound() -> None:
    for made in (kinds.usual(), kinds.heights("10px")):
        assert read_package(made).package is not None
