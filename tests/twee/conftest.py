"""Stories shaped like published ones, written by the tests, with what their import must list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import pytest

from courses.scenarios.twee.story import Passage, Story
from courses.scenarios.twee.write_twee import write_twee

# Code, passage, line, what.
Row = tuple[str, str, int, str]
CHAPTERS = 40


@dataclass
class Example:
    story: Story
    listed: list[Row] = field(default_factory=list)
    scenes: int = 0
    choices: int = 0


def published(story: Story) -> str:
    """The page that Twine 2 publishes, with a program in its head that names its own elements."""
    code = {"script": [], "stylesheet": []}  # type: dict[str, list[str]]
    passages = []
    start = ""
    for number, each in enumerate(story.passages, start=1):
        kind = next((tag for tag in each.tags if tag in code), "")
        if kind:
            code[kind].append(each.text)
            continue
        if each.name == story.start:
            start = str(number)
        places = " ".join(f'{key}="{value}"' for key, value in each.metadata.items())
        passages.append(
            f'<tw-passagedata pid="{number}" name="{escape(each.name)}" '
            f'tags="{escape(" ".join(each.tags))}" {places}>{escape(each.text)}</tw-passagedata>'
        )
    tags = "".join(
        f'<tw-tag name="{escape(tag)}" color="{colour}"></tw-tag>'
        for tag, colour in story.tag_colours.items()
    )
    return (
        '<!DOCTYPE html>\n<html data-init="no-js">\n<head>\n<meta charset="UTF-8">\n'
        f"<title>{escape(story.title)}</title>\n"
        "<script>/*! program */ var a = jQuery('tw-storydata'), b = '<tw-storydata>', "
        "c = a.find('tw-passagedata');</script>\n<style>#ui-bar{color:#eee}</style></head>\n"
        '<body><div id="init-screen"></div>\n'
        f'<tw-storydata name="{escape(story.title)}" startnode="{start}" creator="Twine" '
        f'creator-version="2.9.2" format="{story.format}" '
        f'format-version="{story.format_version}" ifid="{story.ifid}" options="" tags="" '
        f'zoom="{story.zoom}" hidden>'
        '<style role="stylesheet" id="twine-user-stylesheet" type="text/twine-css">'
        f"{''.join(code['stylesheet'])}</style>"
        '<script role="script" id="twine-user-script" type="text/twine-javascript">'
        f"{''.join(code['script'])}</script>{tags}{''.join(passages)}</tw-storydata>\n"
        "</body></html>\n"
    )


def chapter(number: int, example: Example) -> list[Passage]:
    """Seven passages: a meeting, three ways on, a shop, a road, and what is between chapters."""
    names = {
        key: f"{number}. {key}" for key in ("Meeting", "Listen", "Press", "Call", "Note", "Road")
    }
    following = f"{number + 1}. Meeting" if number < CHAPTERS else "The end"
    here = example.listed.append
    place = {"position": f"{number * 100},{number * 50}", "size": "100,100"}
    meeting = (
        f"<<set $minutes -= 5>>\\\n"
        "''Ana'' opens the door a hand's width. //Who is there?//\n"
        "\n"
        "<<if $trust gte 3 and not $police_called>>\n"
        "She lets you in.\n"
        "<<elseif $trust lt 1 or ($police_called and $minutes lte 20)>>\n"
        "She looks past you.\n"
        "<<else>>\n"
        "She waits, and has $minutes minutes.\n"
        "<</if>>\n"
        "\n"
        f"* [[Ask how she is|{names['Listen']}][$trust += 1]]\n"
        f"* [[Ask for papers->{names['Press']}]]\n"
        "<<if $trust is 2>>\n"
        f"  <<if $police_called isnot true>>* [[{names['Call']}<-Call a colleague]]<</if>>\n"
        "<</if>>\n"
        f'<<link "Leave \\"for now\\"" "{names["Road"]}">><<set $minutes to 60>><</link>>\n'
    )
    here(("conditional-text", names["Meeting"], 4, "<<if $trust gte 3 and not $police_called>>"))
    here(
        (
            "conditional-text",
            names["Meeting"],
            6,
            "<<elseif $trust lt 1 or ($police_called and $minutes lte 20)>>",
        )
    )
    here(("shown-value", names["Meeting"], 9, "$minutes"))
    here(("conditional-text", names["Meeting"], 8, "<<else>>"))
    listen = (
        "/* check with the survivor board */\n"
        '<<audio "door" play>>\n'
        "She says:\n"
        "> I am fine.\n"
        "----\n"
        '<<if visited("Shop")>>[[Go on|' + names["Note"] + "]]<<else>>"
        f'[[Wait|{names["Note"]}][$mood to "calm"]]<</if>>\n'
    )
    here(("comment", names["Listen"], 1, "/* check with the survivor board */"))
    here(("recording", names["Listen"], 2, '<<audio "door" play>>'))
    here(("function", names["Listen"], 6, '<<if visited("Shop")>>'))
    here(("text-value", names["Listen"], 6, '$mood to "calm"'))
    here(("formatting", names["Listen"], 0, "rule"))
    press = (
        "<<set $trust -= 2; $strikes++>><<nobr>>\n"
        'She steps back.<br><span class="hush">Silence.</span>\n'
        "<</nobr>>\n"
        "[img[A door|door.png]]\n"
        "<<if $strikes gte 3>><<set $police_called to true>><</if>>\n"
        f"[[Say sorry|{names['Note']}]]\n"
    )
    here(("html", names["Press"], 2, '<span class="hush">'))
    here(("image", names["Press"], 4, "[img[A door|door.png]]"))
    here(("conditional-set", names["Press"], 5, "$police_called to 1"))
    call = f"<<set $police_called to true>>\nA colleague comes.\n<<goto '{names['Note']}'>>\n"
    here(("continue-added", names["Call"], 3, f"<<goto '{names['Note']}'>>"))
    note = (
        "You write down what was said.\n"
        '<<silently>>state of things<<run Engine.play("x")>><</silently>>\n'
        "[[Read the guide|https://example.org/guide]] or "
        f"[[drive on|{names['Road']}]].\n"
        "<<if random(1,6) gt 3>>It rains.<</if>>"
    )
    here(("macro", names["Note"], 2, '<<run Engine.play("x")>>'))
    here(("comment", names["Note"], 2, "state of things"))
    here(("external-link", names["Note"], 3, "[[Read the guide|https://example.org/guide]]"))
    here(("function", names["Note"], 4, "<<if random(1,6) gt 3>>"))
    here(("conditional-text", names["Note"], 4, "<<if random(1,6) gt 3>>"))
    road = f"The road is long.\n\n[[On|{following}]]"
    example.scenes += 6
    example.choices += 4 + 2 + 1 + 1 + 1 + 1
    texts = (meeting, listen, press, call, note, road)
    return [
        Passage(name, text.rstrip(), (f"chapter-{number}",), place)
        for name, text in zip(names.values(), texts, strict=True)
    ]


@pytest.fixture
def example() -> Example:
    """Some 250 passages with macros, nested conditions and special passages."""
    found = Example(Story("", ()))
    here = found.listed.append
    special = [
        Passage("StoryInit", '<<set $trust to 2, $minutes to 60>>\n<<set $who to "Ana">>'),
        Passage("StoryCaption", "Trust: <<print $trust>>"),
        Passage("PassageHeader", "<<if $minutes lte 0>>Late.<</if>>"),
        Passage("Macros", '<<widget "say">>...<</widget>>', ("widget",)),
        Passage("Story Stylesheet", "body {color: red}", ("stylesheet",)),
        Passage("Story JavaScript", "window.x = 1;", ("script",)),
    ]
    here(("special-init", "StoryInit", 0, special[0].text.replace("\n", " ")))
    here(("text-value", "StoryInit", 2, '$who to "Ana"'))
    here(("special", "StoryCaption", 0, special[1].text))
    here(("special", "PassageHeader", 0, special[2].text))
    here(("tag-widget", "Macros", 0, special[3].text))
    here(("stylesheet", "Story Stylesheet", 0, special[4].text))
    here(("script", "Story JavaScript", 0, special[5].text))
    start = Passage("Begin", "[[Start|1. Meeting]]\n[[About]]", (), {"position": "0,0"})
    chapters = [each for number in range(1, CHAPTERS + 1) for each in chapter(number, found)]
    here(("passage-missing", "About", 0, "About"))
    last = Passage("The end", "<<set $trust to 10>>You did what you could.", ("ending",))
    here(("bounds-assumed", "", 0, f"$trust: {2 - 2 * CHAPTERS} to {2 + CHAPTERS}"))
    here(("bounds-assumed", "", 0, f"$minutes: {60 - 5 * CHAPTERS} to 60"))
    here(("bounds-assumed", "", 0, f"$strikes: 0 to {CHAPTERS}"))
    found.scenes += 3
    found.choices += 2
    found.story = Story(
        title="At the door & beyond",
        passages=(*special, start, *chapters, last),
        start="Begin",
        ifid="D674C58C-DEFA-4F70-B7A2-27742230C0FC",
        format="SugarCube",
        format_version="2.37.3",
        tag_colours={"ending": "green"},
        zoom="0.6",
    )
    return found


@pytest.fixture(params=["twee", "html"])
def written(request: pytest.FixtureRequest) -> Callable[[Story], str]:
    """Writes a story in one of the two formats."""
    return write_twee if request.param == "twee" else published


@pytest.fixture
def as_html() -> Callable[[Story], str]:
    return published


@pytest.fixture
def one_passage() -> Callable[[str], str]:
    """A story whose first passage has this text; the passages A and B stand behind it."""

    def write(text: str, init: str = "") -> str:
        data = json.dumps({"ifid": "X", "format": "SugarCube", "start": "S"})
        head = f":: StoryTitle\nT\n:: StoryData\n{data}\n"
        start = f":: StoryInit\n{init}\n" if init else ""
        return f"{head}{start}:: S\n{text}\n:: A\na\n:: B\nb\n"

    return write
