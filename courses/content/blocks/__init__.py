"""The blocks that trainers build lessons and scenarios from."""

from courses.content.blocks.course import CreditLineBlock, SourceBlock
from courses.content.blocks.note import NoteBlock
from courses.content.blocks.scenes import CompetencyBlock, VariableBlock
from courses.content.blocks.streams import LessonStream, SceneStream, SofterStream

__all__ = [
    "CompetencyBlock",
    "CreditLineBlock",
    "LessonStream",
    "NoteBlock",
    "SceneStream",
    "SofterStream",
    "SourceBlock",
    "VariableBlock",
]
