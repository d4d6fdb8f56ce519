"""Can the questions of a scene be asked and answered at all?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from courses.scenarios.model import Scene
from courses.scenarios.problems import Problem, problem
from courses.scenarios.question_model import (
    MATCH,
    MULTIPLE,
    ORDER,
    SHORT,
    SINGLE,
    Question,
    QuestionSet,
)
from courses.scenarios.questions import plain

MOST_TRIES = 5


def question_problems(scene: Scene, questions: QuestionSet) -> Iterator[Problem]:
    title = scene.title or scene.id
    if not questions.items:
        yield problem("question-missing", scene.id, scene=title)
        return
    for each, times in Counter(item.id for item in questions.items).items():
        if times > 1:
            yield problem("id-twice", scene.id, id=each)
    held = len(questions.items)
    if questions.draw is not None and not 1 <= questions.draw <= held:
        yield problem("draw-impossible", scene.id, scene=title, draw=questions.draw, held=held)
    elif questions.needed is not None and not 1 <= questions.needed <= questions.asked:
        yield problem(
            "needed-impossible",
            scene.id,
            scene=title,
            needed=questions.needed,
            asked=questions.asked,
        )
    if not 1 <= questions.tries <= MOST_TRIES:
        yield problem("tries-impossible", scene.id, scene=title, most=MOST_TRIES)
    for item in questions.items:
        flaw = question_flaw(item)
        if flaw:
            code, words = flaw
            yield problem(code, scene.id, "", item.id, scene=title, question=item.text, **words)
        for each, times in Counter(_parts(item)).items():
            if times > 1:
                yield problem("id-twice", scene.id, "", item.id, id=each)


def question_flaw(item: Question) -> tuple[str, dict[str, str]] | None:
    """What keeps one question from being answered well: the code of its sentence, and words in it
    beside the question's own text."""
    code = _flaw(item)
    if code:
        return code, {}
    for parts in (item.options, item.prompts):
        seen: set[str] = set()
        for part in parts:
            words = plain(part.text)
            if words in seen:
                return "options-alike", {"text": part.text.strip()}
            seen.add(words)
    return None


def _flaw(item: Question) -> str | None:
    options = {each.id for each in item.options}
    if item.kind == SHORT:
        return None if any(plain(each) for each in item.accepted) else "accepted-missing"
    if len(options) < 2:
        return "options-few"
    if item.kind == MATCH:
        if not item.prompts:
            return "prompts-missing"
        return None if all(each.answer in options for each in item.prompts) else "right-unknown"
    if not options.issuperset(item.right):
        return "right-unknown"
    if item.kind == SINGLE and len(item.right) != 1:
        return "right-not-one"
    if item.kind == MULTIPLE and not item.right:
        return "right-missing"
    if item.kind == ORDER and (set(item.right) != options or len(item.right) != len(options)):
        return "order-incomplete"
    return None


def _parts(item: Question) -> list[str]:
    return [each.id for each in item.options] + [each.id for each in item.prompts]
