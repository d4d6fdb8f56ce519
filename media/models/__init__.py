"""Images, recordings and documents; H5P activities with their versions and libraries."""

from media.models.activities import Activity, ActivityVersion, Library, VersionLibrary
from media.models.files import CourseDocument, CourseImage, CourseImageRendition, Recording
from media.models.playing import ActivityResult, ActivityState

__all__ = [
    "Activity",
    "ActivityResult",
    "ActivityState",
    "ActivityVersion",
    "CourseDocument",
    "CourseImage",
    "CourseImageRendition",
    "Library",
    "Recording",
    "VersionLibrary",
]
