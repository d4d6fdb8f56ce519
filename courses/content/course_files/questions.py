"""The questions of a scene, from the engine's JSON to the blocks that trainers write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from courses.content.course_files.errors import CourseFileError
from courses.content.course_files.keys import key
from courses.content.course_files.rich_text import plain_text
from courses.scenarios.problems import ScenarioError
from courses.scenarios.question_model import (
    MATCH,
    ORDER,
    SHORT,
    Question,
    QuestionSet,
    read_question_set,
)
from courses.scenarios.reader import Reader


def question_fields(scene: dict[str, Any], where: str) -> dict[str, Any]:
    """Fields of a question scene's block. Raises CourseFileError where it cannot be read."""
    read = Reader()
    questions = read_question_set(read.mapping(scene.get("question"), "question"), read)
    if read.problems:
        raise CourseFileError(
            f"{where}: the question scene “{scene['id']}” cannot be read. "
            f"{ScenarioError(read.problems)}"
        )
    return set_fields(questions, FileIds(where, scene["id"]), plain_text)


class Ids(Protocol):
    def of(self, name: str, *within: object) -> str:
        """The id of a block for the engine's id `name`, which is its own within `within`."""
        ...


class FileIds:
    """Ids of blocks that the same file gives on every site."""

    def __init__(self, where: str, *names: object) -> None:
        self.names = (where, *names)

    def of(self, name: str, *within: object) -> str:
        return str(key(*self.names, *within, name))


def set_fields(
    questions: QuestionSet, ids: Ids, words: Callable[[str], str] = str.strip
) -> dict[str, Any]:
    """The fields of a question scene, all texts through `words`."""
    return {
        "questions": [
            {
                "type": each.kind,
                "id": ids.of(each.id, "question"),
                "value": _question(each, ids, words),
            }
            for each in questions.items
        ],
        "draw": questions.draw,
        "needed": questions.needed,
        "tries": questions.tries,
    }


def _question(question: Question, ids: Ids, words: Callable[[str], str]) -> dict[str, Any]:
    def item(name: str, value: Any) -> dict[str, Any]:
        return {"type": "item", "id": ids.of(name, "question", question.id), "value": value}

    value: dict[str, Any] = {
        "text": words(question.text),
        "explanation": words(question.explanation),
        "source": words(question.source),
    }
    if question.kind == SHORT:
        value["accepted"] = [
            item(f"accepted/{number}", words(each)) for number, each in enumerate(question.accepted)
        ]
    elif question.kind == MATCH:
        answers = {each.id: words(each.text) for each in question.options}
        told = {each.answer for each in question.prompts}
        value["pairs"] = [
            item(each.id, {"prompt": words(each.text), "answer": answers.get(each.answer, "")})
            for each in question.prompts
        ]
        value["others"] = [
            item(each.id, words(each.text)) for each in question.options if each.id not in told
        ]
    elif question.kind == ORDER:
        # The editor knows the right order by the order in which the steps are written.
        place = {name: number for number, name in enumerate(question.right)}
        steps = sorted(question.options, key=lambda each: place.get(each.id, len(place)))
        value["options"] = [item(each.id, words(each.text)) for each in steps]
    else:
        value["options"] = [
            item(
                each.id,
                {
                    "text": words(each.text),
                    "right": each.id in question.right,
                    "feedback": words(each.feedback),
                },
            )
            for each in question.options
        ]
    return value
