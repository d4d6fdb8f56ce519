"""Answer a knowledge check. Any answer counts and gets feedback; it may be given anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.learning.actions.complete_course import complete_course
from courses.learning.actions.finish_lesson import locked_lesson
from courses.learning.activities import check_activity, course_activity, lesson_activity
from courses.learning.checks import Check, checks_of
from courses.learning.models import CheckAnswer
from courses.learning.versions import lesson_of
from statements.actions.record import record
from statements.vocabulary import ANSWERED


class CheckRefused(ValueError):
    """The answer cannot be taken. `reason`: "check" (no such question), "option" (no such
    answer), "empty" (nothing chosen), "several" (one was asked for)."""

    def __init__(self, reason: str, check_key: str) -> None:
        self.reason = reason
        self.check_key = check_key
        super().__init__(reason)


@dataclass(frozen=True)
class CheckAnswered:
    answer: CheckAnswer
    repeated: bool
    completed: bool


@transaction.atomic
def answer_check(
    person: User,
    enrolment_uuid: UUID,
    lesson_key: str,
    check_key: str,
    option_ids: Sequence[str],
    tries: int,
) -> CheckAnswered:
    """Store the answer with the wording of question and options, scored on the server.

    `tries` is how often the page that was sent had seen the check answered: a form sent twice
    finds another number, and stores nothing. Raises CheckRefused, and what `finish_lesson`
    raises apart from ChecksOpen.
    """
    enrolment, lesson = locked_lesson(person, enrolment_uuid, lesson_key)
    if check_key not in lesson.checks:
        raise CheckRefused("check", check_key)
    check = checks_of(lesson_of(lesson.hash))[check_key]
    chosen = chosen_of(check, option_ids)
    answer = CheckAnswer.objects.filter(
        enrolment=enrolment, lesson_key=lesson.key, check_key=check_key
    ).first()
    if (answer.tries if answer else 0) != tries:
        if answer is None:
            raise CheckRefused("check", check_key)
        return CheckAnswered(answer, repeated=True, completed=False)
    if answer is None:
        answer = CheckAnswer(
            enrolment=enrolment, lesson_key=lesson.key, check_key=check_key, tries=0
        )
    answer.question_wording = check.question
    answer.chosen = [{"id": each, "text": check.options[each].text} for each in chosen]
    answer.correct = check.is_right(chosen)
    answer.tries += 1
    answer.answered_at = timezone.now()
    answer.save()
    version = enrolment.course_version
    record(
        person.uuid,
        ANSWERED,
        check_activity(lesson, check_key, check.question, version.language),
        once_by=(enrolment.uuid, lesson.key, check_key, answer.tries),
        registration=enrolment.uuid,
        result={"response": "[,]".join(chosen), "success": answer.correct},
        parent=lesson_activity(lesson, version.language),
        grouping=course_activity(version),
        timestamp=answer.answered_at,
    )
    # A lesson finished in an earlier version may have been waiting for this check alone.
    completed = answer.tries == 1 and complete_course(enrolment) is not None
    return CheckAnswered(answer, repeated=False, completed=completed)


def chosen_of(check: Check, option_ids: Sequence[str]) -> list[str]:
    """The chosen options in the order of the check. Raises CheckRefused."""
    wanted = set(option_ids)
    if not wanted:
        raise CheckRefused("empty", check.key)
    if wanted - check.options.keys():
        raise CheckRefused("option", check.key)
    if len(wanted) > 1 and not check.multiple:
        raise CheckRefused("several", check.key)
    return [each for each in check.options if each in wanted]
