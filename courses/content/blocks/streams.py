"""Which blocks stand where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.blocks.activity import H5PBlock
from courses.content.blocks.base import TextBlock
from courses.content.blocks.check import CheckBlock
from courses.content.blocks.files import AudioBlock, DownloadBlock, ImageBlock, VideoBlock
from courses.content.blocks.question_scene import QuestionSceneBlock
from courses.content.blocks.reference import ScenarioReferenceBlock
from courses.content.blocks.scenes import (
    DecisionSceneBlock,
    EndingSceneBlock,
    InformationSceneBlock,
)
from courses.content.blocks.text import (
    CalloutBlock,
    CaseStudyBlock,
    IndicatorBlock,
    ReflectionBlock,
    SupportBlock,
)

CARE = _("Care")
READING = _("Reading")
FILES = _("Pictures, recordings, documents")
DOING = _("Doing")


def _text() -> TextBlock:
    return TextBlock(
        icon="pilcrow",
        label=_("Text"),
        group=READING,
        description=_("Headings, paragraphs, lists and links."),
        preview_value="<h2>Three parts</h2><p>Trafficking has an act, a means and a purpose.</p>",
    )


class SofterStream(blocks.StreamBlock):
    """What may stand in the softer version: reading, no checks."""

    text = _text()
    callout = CalloutBlock(group=READING)
    indicator = IndicatorBlock(group=READING)
    case = CaseStudyBlock(group=READING)
    image = ImageBlock(group=FILES)
    download = DownloadBlock(group=FILES)
    reflection = ReflectionBlock(group=CARE)


class LessonStream(blocks.StreamBlock):
    text = _text()
    callout = CalloutBlock(group=READING)
    indicator = IndicatorBlock(group=READING)
    case = CaseStudyBlock(group=READING)
    image = ImageBlock(group=FILES)
    video = VideoBlock(group=FILES)
    audio = AudioBlock(group=FILES)
    download = DownloadBlock(group=FILES)
    check = CheckBlock(group=DOING)
    scenario = ScenarioReferenceBlock(group=DOING)
    activity = H5PBlock(group=DOING)
    reflection = ReflectionBlock(group=CARE)
    support = SupportBlock(group=CARE)


class SceneStream(blocks.StreamBlock):
    """The type of a block is the kind of its scene."""

    situation = DecisionSceneBlock()
    information = InformationSceneBlock()
    question = QuestionSceneBlock()
    ending = EndingSceneBlock()

    class Meta:
        # By their names, they are an overview; open all at once, sixty take a browser minutes.
        collapsed = True
