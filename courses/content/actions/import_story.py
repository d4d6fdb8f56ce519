"""Make a draft scenario of a story from Twine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment

from accounts import audit
from courses.content.models import ScenarioPage
from courses.content.story.fields import StoryFields
from courses.content.story.walks import walks_in
from courses.scenarios.parse import read_scenario
from courses.scenarios.reader import Reader
from courses.scenarios.twee.exporting import special_passages
from courses.scenarios.twee.importing import Imported
from courses.scenarios.twee.importing import import_story as read_story
from courses.scenarios.twee.report import WHY, Report

LONGEST_COMMENT = 6_000


@dataclass(frozen=True)
class Draft:
    """A story as the page that it would become, and all that was left out on the way."""

    imported: Imported
    fields: dict[str, Any]
    report: Report
    blocks: dict[str, str]


def draft_of(source: bytes | str) -> Draft:
    """Read a file and make nothing yet. Raises StoryError, whose words are for people."""
    imported = read_story(source)
    scenario = read_scenario(imported.scenario, Reader())
    made = StoryFields(scenario, imported.report)
    fields = {**made.fields(), "walks": walks_in(scenario)}
    return Draft(imported, fields, imported.report, made.blocks)


@transaction.atomic
def import_story(library: Any, source: bytes | str, actor: Any) -> ScenarioPage:
    """The new draft below `library`; it is never live. Raises StoryError.

    What was left out stands beside the scenes as comments, for whoever works on the draft.
    """
    draft = draft_of(source)
    page = ScenarioPage(**draft.fields, live=False, owner=actor, locale=library.locale)
    library.add_child(instance=page)
    revision = page.save_revision(user=actor, log_action=True)
    Comment.objects.bulk_create(
        Comment(page=page, user=actor, text=text, contentpath=path, revision_created=revision)
        for path, text in _comments(draft)
    )
    audit.record(
        actor,
        "content.story_imported",
        page,
        scenes=len(draft.fields["scenes"]),
        listed=len(draft.report.items) + draft.report.more.total(),
    )
    made: ScenarioPage = ScenarioPage.objects.get(pk=page.pk)
    return made


def _comments(draft: Draft) -> list[tuple[str, str]]:
    """Pairs of content path and words: for each scene, and for the story."""
    words: dict[str, list[str]] = defaultdict(list)
    for item in draft.report.items:
        block = draft.blocks.get(item.passage)
        path = f"scenes.{block}.name" if block else "title"
        place = item.passage if item.passage and not block else ""
        line = _("line %(number)s") % {"number": item.line} if item.line else ""
        where = ", ".join(part for part in (place, line) if part)
        words[path].append(
            "".join((f"{where}: " if where else "", f"{item.what} – " if item.what else ""))
            + _(WHY[item.code])
        )
    comments = [
        (path, f"{_('Imported from Twine:')}\n{text}")
        for path, lines in words.items()
        for text in _portions(lines)
    ]
    # Special passages have no scene; their whole text stays with the draft.
    for passage in special_passages(draft.imported.scenario):
        heading = _("The passage “%(name)s” in Twine:") % {"name": passage.name}
        comments.append(("title", f"{heading}\n{_short(passage.text)}"))
    return comments


def _portions(lines: list[str]) -> Iterator[str]:
    """The lines, as many in one comment as can be read there."""
    portion: list[str] = []
    size = 0
    for line in lines:
        if portion and size + len(line) > LONGEST_COMMENT:
            yield "\n".join(portion)
            portion, size = [], 0
        portion.append(line)
        size += len(line)
    yield "\n".join(portion)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_COMMENT else f"{text[:LONGEST_COMMENT]}…"
