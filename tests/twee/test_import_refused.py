"""Files that are broken, that are no stories, or that mean harm."""

from __future__ import annotations

import time
from typing import Any

import pytest

from courses.scenarios.twee.importing import import_story
from courses.scenarios.twee.report import MOST_ITEMS
from courses.scenarios.twee.story import Passage, Story, StoryError


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-text"),
        (b"\xff\xfe\x00", "not-text"),
        (b"Just a letter.", "not-twine"),
        (b"<html><body>A page</body></html>", "not-twine"),
        (b"<p>tw-storydata</p>", "not-twine"),
        (b'<html><div id="storeArea"><div tiddler="Start">x</div></div>', "twine-1"),
        (b'<tw-storydata name="x">', "truncated"),
        (b'<tw-storydata name="x"><tw-passagedata pid="1" name="S">text', "truncated"),
        (b'<tw-storydata name="x"><tw-passagedata pid="1" </tw-storydata>', "truncated"),
        (b'<tw-storydata name="x"></tw-storydata>', "no-passages"),
        (b":: StoryTitle\nOnly a title", "no-passages"),
        (b":: StoryInit\n<<set $x to 1>>", "no-passages"),
        (b"\n".join(b":: P%d" % number for number in range(5_001)), "large"),
        (b":: S\n" + (b"[[S]]" * 9_000 + b"\n:: T\n") * 3, "large"),
        (b":: S\n" + b"[[S]]" * 20_001, "tangled"),
    ],
)
def test_files_that_cannot_be_imported_say_why(source: bytes, code: str) -> None:
    with pytest.raises(StoryError) as caught:
        import_story(source)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_utf_16_and_windows_line_ends_are_read() -> None:
    text = ":: Start\r\nGrüße [[A]]\r\n:: A\r\nEnde"
    for encoding in ("utf-16", "utf-8-sig", "utf-8"):
        scenario = import_story(text.encode(encoding)).scenario
        assert [each["name"] for each in scenario["scenes"]] == ["Start", "A"]


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img src=x onerror=alert(1)",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='https://x.example' onclick=alert(1)>x</a>",
        "<iframe src=//x.example></iframe>",
        "<svg/onload=alert(1)>",
        "<b/onmouseover=alert(1)>x</b>",
        "{{{<script>alert(1)</script>}}}",
        '"""<script>alert(1)</script>"""',
        "<scr<script>ipt>alert(1)</script>",
        "<<script>>alert(1)<</script>>",
        "[[x|javascript:alert(1)]]",
        '[[x|https://x.example/"onmouseover="alert(1)]]',
        "\ue002script\ue003alert(1)\ue002/script\ue003",
        "\ue002a javascript:alert(1)\ue003x\ue002/a\ue003",
    ],
)
def test_nothing_active_comes_through(one_passage: Any, as_html: Any, harm: str) -> None:
    story = Story("T", (Passage("S", harm + " [[A]]"), Passage("A", "a")), "S", format="SugarCube")
    for source in (one_passage(harm + " [[A]]"), as_html(story)):
        scene = import_story(source).scenario["scenes"][0]
        html = scene["body"][0]["html"] if scene["body"] else ""
        assert "<script" not in html.lower()
        # Whatever is left of the attributes is text, and every element is one of ours.
        tags = {part.split(">")[0].split(" ")[0] for part in html.split("<")[1:]}
        assert tags <= {"p", "/p", "b", "/b", "i", "/i", "a", "/a", "br/"}
        assert 'href="javascript' not in html
        assert not any(" on" in part.split(">")[0] for part in html.split("<")[1:])


@pytest.mark.parametrize(
    "hostile",
    [
        "<<" * 66_667,
        "[[" * 66_667,
        "<<a" * 40_001,
        "<<if $x>>" * 13_333,
        "<<if $x is 1>>[[A]]<<elseif $x is 2>>" * 667,
        "((((" * 33_333,
        "<<set $x to " + "(" * 100_001 + ">>",
        "/*" * 66_667,
        "<!--" * 33_333,
        "<a " * 46_667,
        "<a data-passage='A'>" * 6_667,
        "<b>" * 46_667,
        "''" * 66_667,
        "//x" * 46_667,
        "@@a" * 46_667,
        "@@a:b;" * 23_333,
        "{{{" * 46_667,
        "<script" * 20_001,
        "<script>" * 16_667,
        '<<a "' * 26_667,
        "*" * 133_333,
        "- " * 66_667 + "[[A]]x",
        "\\\n" * 66_667,
        "<tw-storydata name='" * 6_667,
        "<tw-storydata name=x>" * 6_667,
    ],
)
def test_no_text_takes_long(one_passage: Any, hostile: str) -> None:
    begun = time.process_time()
    sources = [one_passage(hostile), "<tw-storydata name='x'>" + hostile + "</tw-storydata>"]
    for source in sources:
        try:
            imported = import_story(source)
        except StoryError:
            continue
        assert len(imported.report.items) <= MOST_ITEMS
    assert time.process_time() - begun < 2


def test_what_goes_beyond_the_list_is_counted(one_passage: Any) -> None:
    report = import_story(one_passage("[[A]]" + "<<x>>" * (MOST_ITEMS + 30))).report
    assert len(report.items) == MOST_ITEMS
    assert report.more == {"macro": 30}
