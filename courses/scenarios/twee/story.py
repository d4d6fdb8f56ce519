"""A Twine story as data: passages with names, tags and places. No macro is read here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courses.scenarios.twee.report import Item

MOST_PASSAGES = 5_000
WAYMARK_TAG = "waymark"

SPECIAL_NAMES = frozenset(
    {
        "MenuOptions",
        "MenuShare",
        "MenuStory",
        "PassageDone",
        "PassageFooter",
        "PassageHeader",
        "PassageReady",
        "StoryAuthor",
        "StoryBanner",
        "StoryCaption",
        "StoryDisplayTitle",
        "StoryIncludes",
        "StoryInit",
        "StoryInterface",
        "StoryMenu",
        "StorySettings",
        "StoryShare",
        "StorySubtitle",
    }
)
SPECIAL_TAGS = {
    "script": "script",
    "stylesheet": "stylesheet",
    "widget": "tag-widget",
    "init": "special-init",
    "Twine.audio": "special",
    "Twine.image": "special",
    "Twine.private": "special",
    "Twine.video": "special",
    "Twine.vtt": "special",
}
REASONS = {
    "empty": "The file is empty.",
    "large": "The story has more passages than can be imported: %(found)s, and at most %(most)s.",
    "no-passages": "This is a Twine story without passages.",
    "not-text": "This file is no text. Choose a Twee file (.twee, .tw) or a page published by "
    "Twine (.html).",
    "not-twine": "This is no story of Twine. In Twine, choose “Publish to file” or “Export as Twee”"
    ", and upload that file.",
    "tangled": "The story has more links and macros than can be imported (%(most)s at most).",
    "truncated": "The file is damaged: the story in it does not end. Publish it again in Twine.",
    "twine-1": "This was published by Twine 1. Open it in Twine 2, publish it again, and upload "
    "that file.",
}


class StoryError(ValueError):
    """The file holds no story that can be read; `code` is a key of REASONS."""

    def __init__(self, code: str, **parameters: object) -> None:
        self.code = code
        self.parameters = parameters
        super().__init__(REASONS[code] % parameters)


@dataclass(frozen=True)
class Passage:
    name: str
    text: str = ""
    tags: tuple[str, ...] = ()
    # "position" and "size", as Twine writes them: "600,400".
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def special(self) -> str:
        """The code of the report where this is no scene; empty for a scene."""
        if self.name == "StoryInit":
            return "special-init"
        if self.name in SPECIAL_NAMES:
            return "special"
        return next((SPECIAL_TAGS[tag] for tag in self.tags if tag in SPECIAL_TAGS), "")


@dataclass(frozen=True)
class Story:
    """`start` is the name of a passage, or empty; `notices` is what reading the file left out."""

    title: str
    passages: tuple[Passage, ...]
    start: str = ""
    ifid: str = ""
    format: str = ""
    format_version: str = ""
    tag_colours: Mapping[str, str] = field(default_factory=dict)
    zoom: str = ""
    notices: tuple[Item, ...] = ()


def checked(story: Story) -> Story:
    """Raises StoryError for a story without passages, or with too many."""
    if not story.passages:
        raise StoryError("no-passages")
    if len(story.passages) > MOST_PASSAGES:
        raise StoryError("large", found=len(story.passages), most=MOST_PASSAGES)
    return story
