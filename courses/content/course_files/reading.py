"""Reading a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from courses.content.course_files.errors import CourseFileError


def read_yaml(path: Path) -> dict[str, Any]:
    """Raises CourseFileError for a file that cannot be read, or holds no names and values."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CourseFileError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise CourseFileError(f"{path.name} should begin with names and values.")
    return data
