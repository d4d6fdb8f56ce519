"""Question scenes as a trainer writes them: each kind of question is a block of its own.

What is right is marked where it is written: at the answer itself, by the order, or in pairs.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.content.compile.question import question_of
from courses.scenarios.question_structure import question_flaw
from courses.scenarios.quoting import quotables
from courses.scenarios.sentences import SENTENCES

MOST_ANSWERS, MOST_QUESTIONS = 8, 30
# As many as are needed stand there from the beginning.
TWO_ANSWERS: list[dict[str, Any]] = [{"text": "", "right": False, "feedback": ""}] * 2
LONGEST_PART, LONGEST_ACCEPTED, LONGEST_SOURCE = 300, 200, 250


def _explanation() -> blocks.TextBlock:
    return blocks.TextBlock(
        label=_("Explanation"),
        required=False,
        help_text=_(
            "Shown once the question is answered well, and after the last try: why it is so."
        ),
    )


def _source() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Source"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=_("Where one can read it up."),
    )


class _Question(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Question"))

    # What is said against it, is said at this field.
    at_fault = "options"

    def clean(self, value: Any) -> Any:
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        flaw = question_flaw(question_of(self.name, "", value))
        if flaw:
            code, words = flaw
            sentence = _now(SENTENCES[code]) % quotables({"question": value["text"], **words})
            raise StructBlockValidationError({self.at_fault: ValidationError(sentence)})
        return value


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=LONGEST_PART)
    right = blocks.BooleanBlock(label=_("This answer is right"), required=False)
    feedback = blocks.TextBlock(
        label=_("What the learner reads after choosing it"),
        required=False,
        help_text=_("What speaks for it or against it. Never “wrong” or “failed”."),
    )

    class Meta:
        icon = "radio-empty"
        label = _("Answer")
        label_format = "{text}"


class SingleQuestionBlock(_Question):
    options = blocks.ListBlock(
        AnswerBlock(),
        label=_("Answers"),
        default=TWO_ANSWERS,
        min_num=2,
        max_num=MOST_ANSWERS,
        help_text=_("Tick one of them as right. Each learner sees them in an order of their own."),
    )
    explanation = _explanation()
    source = _source()

    class Meta:
        icon = "radio-full"
        label = _("One right answer")
        label_format = "{text}"
        description = _("Several answers to choose from, one of them is right.")


class MultipleQuestionBlock(_Question):
    options = blocks.ListBlock(
        AnswerBlock(),
        label=_("Answers"),
        default=TWO_ANSWERS,
        min_num=2,
        max_num=MOST_ANSWERS,
        help_text=_(
            "Tick every one that is right. It is answered well when exactly these are chosen."
        ),
    )
    explanation = _explanation()
    source = _source()

    class Meta:
        icon = "tick-inverse"
        label = _("Several right answers")
        label_format = "{text}"
        description = _("Several answers to choose from, some of them are right.")


class OrderQuestionBlock(_Question):
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=LONGEST_PART),
        label=_("Steps, in the right order"),
        default=["", ""],
        min_num=2,
        max_num=MOST_ANSWERS,
        help_text=_(
            "Write them in the right order, the first on top. Learners see them mixed and give "
            "each its place."
        ),
    )
    explanation = _explanation()
    source = _source()

    class Meta:
        icon = "list-ol"
        label = _("Put in order")
        label_format = "{text}"
        description = _("Steps that the learner puts in the right order.")


class PairBlock(blocks.StructBlock):
    prompt = blocks.CharBlock(label=_("This"), max_length=LONGEST_PART)
    answer = blocks.CharBlock(label=_("What belongs to it"), max_length=LONGEST_PART)

    class Meta:
        icon = "link"
        label = _("Pair")
        label_format = "{prompt} – {answer}"


class MatchQuestionBlock(_Question):
    pairs = blocks.ListBlock(
        PairBlock(),
        label=_("Pairs"),
        min_num=1,
        max_num=MOST_ANSWERS,
        help_text=_(
            "Write in each pair what belongs together. For each of these, learners choose from a "
            "mixed list what belongs to it. The same answer may stand in several pairs."
        ),
    )
    others = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=LONGEST_PART),
        label=_("Answers that belong to none"),
        min_num=0,
        max_num=MOST_ANSWERS,
        default=[],
        help_text=_("May stay empty. With some, the last pair cannot be told by leaving out."),
    )
    explanation = _explanation()
    source = _source()

    at_fault = "pairs"

    class Meta:
        icon = "link"
        label = _("Match")
        label_format = "{text}"
        description = _("Pairs that the learner brings together, chosen from lists.")


class ShortQuestionBlock(_Question):
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Accepted answer"), max_length=LONGEST_ACCEPTED),
        label=_("Accepted answers"),
        min_num=1,
        max_num=20,
        help_text=_(
            "All ways of writing it that you accept, such as “hotline” and “help line”. Capital "
            "letters, extra spaces and full stops at the end make no difference."
        ),
    )
    explanation = _explanation()
    source = _source()

    at_fault = "accepted"

    class Meta:
        icon = "edit"
        label = _("Short answer")
        label_format = "{text}"
        description = _("The learner writes a word or a few.")


class QuestionStream(blocks.StreamBlock):
    """The type of a block is the kind of its question."""

    single = SingleQuestionBlock()
    multiple = MultipleQuestionBlock()
    order = OrderQuestionBlock()
    match = MatchQuestionBlock()
    short = ShortQuestionBlock()

    class Meta:
        min_num = 1
        max_num = MOST_QUESTIONS
