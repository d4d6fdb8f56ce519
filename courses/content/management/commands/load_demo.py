"""`manage.py load_demo`: load the demonstration courses, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.content.actions.load_course import load_course
from courses.content.course_files.errors import CourseFileError
from courses.content.refusals import PublishRefused

DEMO = Path(__file__).resolve().parents[3] / "demo"


class Command(BaseCommand):
    help = "Load the demonstration courses. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="*", type=Path, help="Folders with a course.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folder"] or sorted(path.parent for path in DEMO.glob("*/course.yaml"))
        for folder in folders:
            try:
                course = load_course(folder)
            except CourseFileError as error:
                raise CommandError(str(error)) from error
            except PublishRefused as refused:
                sentences = "\n".join(f"- {sentence}" for sentence in refused.sentences)
                raise CommandError(f"“{refused.page}” was not published:\n{sentences}") from refused
            if course is not None:
                self.stdout.write(f"Loaded: {course.title}")
