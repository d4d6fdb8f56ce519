"""A course file that cannot be loaded."""


class CourseFileError(ValueError):
    """Says in one sentence which file, and what is amiss."""
