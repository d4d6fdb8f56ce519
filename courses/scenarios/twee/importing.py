"""A file from Twine → a scenario, and a report of what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.scenarios.twee import waymark_data
from courses.scenarios.twee.assemble import assemble
from courses.scenarios.twee.reading import decoded, read_story
from courses.scenarios.twee.report import Report
from courses.scenarios.twee.story import Story


@dataclass(frozen=True)
class Imported:
    """The scenario as the engine's JSON, the report, and the story as it was read.

    `exact` says that the file is an export of Waymark that nobody changed since.
    """

    scenario: dict[str, Any]
    report: Report
    story: Story
    exact: bool = False


def import_story(source: bytes | str) -> Imported:
    """Read Twee 3 or Twine's published HTML. Raises StoryError, whose words are for people."""
    text = decoded(source) if isinstance(source, bytes) else source
    story = read_story(text)
    report = Report()
    report.extend(list(story.notices))
    known = waymark_data.find(story, report)
    if known is not None:
        scenario, exact = waymark_data.merge(story, known, report)
        return Imported(scenario, report, story, exact)
    if story.format and story.format.casefold() != "sugarcube":
        report.add("format-other", "", 0, f"{story.format} {story.format_version}".strip())
    return Imported(assemble(story, report), report, story)
