"""What an import could not take over as it was: where it stands, what it is, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# More than this nobody reads; the rest is counted by kind.
MOST_ITEMS = 2_000
LONGEST_QUOTE = 300

# code: why. Whoever shows it translates it: gettext(WHY[code]).
WHY = {
    "arithmetic": "Waymark compares and changes values by whole numbers; it does not calculate.",
    "block-left": "This part could not be taken over. Add it again in the editor.",
    "bounds-assumed": "Twine has no limits for values. These were assumed; check them.",
    "comment": "A note of the author, not for readers. It is not part of the text.",
    "condition-constant": "This is always so or never so. The choice is offered always.",
    "condition-deep": "The condition is nested too deeply. The choice is offered always.",
    "conditional-set": "A value cannot change only under a condition, unless a choice changes it.",
    "conditional-text": "Text is always shown. It was kept, with its condition noted around it.",
    "continue-added": "The story went on by itself here. A choice “Continue” stands for it.",
    "decimal": "Waymark counts in whole numbers.",
    "end-missing": "The macro does not end. The passage was read as if it ended here.",
    "external-link": "This leads out of the story. It was kept as a link in the text.",
    "format-other": "Macros are read as SugarCube's. Of other formats, text and links are read.",
    "formatting": "This formatting is not used in Waymark. The words were kept.",
    "function": "Functions are not understood. Where it was a condition, it is left out.",
    "harlowe": "This is a macro of another story format. It was kept as text.",
    "html": "This HTML is not used in Waymark. The words in it were kept.",
    "html-active": "Scripts, styles and embedded pages are never taken over.",
    "image": "The picture is not in the file. Upload it, say what it shows, and place it.",
    "link-empty": "This link leads to no passage. Its words were kept as text.",
    "link-unclear": "Where this leads is computed while playing. Its words were kept as text.",
    "macro": "This macro is not understood. What stands within it was kept.",
    "macro-script": "Scripts are never taken over.",
    "name-twice": "Two passages have this name. This one was renamed; links lead to the first.",
    "nested-deep": "Macros are nested too deeply here. The condition is left out.",
    "number-large": "The number is larger than Waymark counts.",
    "order": "This changes a value between two conditions that look at it. It changes before both.",
    "other-story": "A file can hold several stories. Only the first was read.",
    "note-left": "The content note could not be taken over. Write it again.",
    "passage-header": "What stands behind the name of this passage could not be read.",
    "passage-missing": "No passage has this name. An empty ending stands in for it.",
    "question-part-left": "The editor has no place for this part of a question. It was left out.",
    "recording": "The recording is not in the file. Upload it with its transcript, and place it.",
    "script": "The story's script is never taken over.",
    "shown-value": "Values are not put into text. Learners see the values that you mark as shown.",
    "special": "A special passage, which Waymark has no place for.",
    "special-init": "Its values became the values at the start; the passage itself is not used.",
    "start-missing": "The file does not say where the story begins. The first passage was taken.",
    "statement": "This change of a value is not understood.",
    "story-data": "The story's data could not be read.",
    "stray": "This ends or divides something that did not begin.",
    "shortened": "The words are longer than the field. The rest was cut off.",
    "stylesheet": "The story's stylesheet is not used in Waymark.",
    "tag-widget": "The macros that this passage defines are not understood.",
    "tags-and-places": "Tags and places on Twine's map are not kept. Waymark draws its own map.",
    "temporary": "Values for the moment (with _) are not kept.",
    "text-value": "Waymark keeps whole numbers and yes or no, no texts.",
    "two-values": "Waymark compares a value with a number, not with another value.",
    "unclear": "This condition is not understood. The choice is offered always.",
    "unclosed": "This begins and does not end. It was kept as text.",
    "waymark-broken": "Waymark's own data in the file is damaged. The story was read as Twine's.",
    "waymark-changed": "Changed in Twine: text, choices and values were taken from there, scores "
    "and feedback from Waymark's data where the choice is still the same.",
    "waymark-choice-gone": "This choice was removed or changed in Twine; its scores and feedback "
    "went with it.",
    "waymark-gone": "This scene was removed in Twine.",
    "waymark-new": "Added in Twine.",
}


@dataclass(frozen=True)
class Item:
    """`line` counts from 1 within the passage's text; 0 is the passage (or story) as a whole."""

    code: str
    passage: str = ""
    line: int = 0
    what: str = ""

    @property
    def why(self) -> str:
        return WHY[self.code]

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "passage": self.passage,
            "line": self.line,
            "what": self.what,
            "why": self.why,
        }


@dataclass
class Report:
    """The items in the order of the story; `more` counts those beyond MOST_ITEMS by code."""

    items: list[Item] = field(default_factory=list)
    more: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, passage: str = "", line: int = 0, what: str = "") -> None:
        if len(self.items) >= MOST_ITEMS:
            self.more[code] += 1
            return
        short = " ".join(what[: LONGEST_QUOTE * 2].split())
        if len(short) > LONGEST_QUOTE:
            short = short[: LONGEST_QUOTE - 1] + "…"
        self.items.append(Item(code, passage, line, short))

    def extend(self, items: list[Item]) -> None:
        for each in items:
            self.add(each.code, each.passage, each.line, each.what)
