"""Pages that trainers write, and the frozen versions that come of publishing them."""

from courses.content.models.catalogue import CataloguePage
from courses.content.models.course import CoursePage, ModulePage
from courses.content.models.lesson import LessonPage
from courses.content.models.scenario import ScenarioLibraryPage, ScenarioPage
from courses.content.models.versions import (
    CourseVersion,
    CourseVersionLesson,
    CourseVersionScenario,
    LessonVersion,
    ScenarioVersion,
    SceneRow,
    UsedFile,
)

__all__ = [
    "CataloguePage",
    "CoursePage",
    "CourseVersion",
    "CourseVersionLesson",
    "CourseVersionScenario",
    "LessonPage",
    "LessonVersion",
    "ModulePage",
    "ScenarioLibraryPage",
    "ScenarioPage",
    "ScenarioVersion",
    "SceneRow",
    "UsedFile",
]
