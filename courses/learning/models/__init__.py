from courses.learning.models.completions import Completion
from courses.learning.models.enrolments import CheckAnswer, Enrolment, LessonProgress
from courses.learning.models.practice import Answer, Attempt

__all__ = ["Answer", "Attempt", "CheckAnswer", "Completion", "Enrolment", "LessonProgress"]
