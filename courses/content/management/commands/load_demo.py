"""`manage.py load_demo`: load the demonstration courses and scenarios, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.content.actions.load_course import load_course
from courses.content.actions.load_scenario import load_scenario
from courses.content.course_files.errors import CourseFileError
from courses.content.refusals import PublishRefused

DEMO = Path(__file__).resolve().parents[3] / "demo"


class Command(BaseCommand):
    help = "Load the demonstration courses and scenarios. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="*", type=Path, help="Folders with a course.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["folder"] or sorted(path.parent for path in DEMO.glob("*/course.yaml"))
        for folder in folders:
            self.load(load_course, folder)
        if not options["folder"]:
            for path in sorted(DEMO.glob("scenarios/*.yaml")):
                self.load(load_scenario, path)

    def load(self, action: Callable[[Path], Any], path: Path) -> None:
        try:
            page = action(path)
        except CourseFileError as error:
            raise CommandError(str(error)) from error
        except PublishRefused as refused:
            sentences = "\n".join(f"- {sentence}" for sentence in refused.sentences)
            raise CommandError(f"“{refused.page}” was not published:\n{sentences}") from refused
        if page is not None:
            self.stdout.write(f"Loaded: {page.title}")
