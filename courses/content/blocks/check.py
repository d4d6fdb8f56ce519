"""The knowledge check. What is right stays on the server until the learner has answered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.content.blocks import examples
from courses.content.blocks.base import FrozenPreview


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("This answer helps"), required=False)
    feedback = blocks.TextBlock(
        label=_("What the learner reads after choosing it"),
        help_text=_("What follows from it and what helps. Never “wrong” or “failed”."),
    )

    class Meta:
        icon = "radio-empty"
        label = _("Answer")


class CheckBlock(FrozenPreview, blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    kind = blocks.ChoiceBlock(
        choices=[("single", _("One answer")), ("multiple", _("Several answers"))],
        default="single",
        label=_("How many answers apply"),
    )
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(label=_("Explanation for everyone"), required=False)
    source = blocks.CharBlock(label=_("Source"), max_length=250, required=False)

    def clean(self, value: Any) -> Any:
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        problem = check_problem(
            value["kind"], [(option["text"], bool(option["right"])) for option in value["options"]]
        )
        if problem:
            raise StructBlockValidationError({"options": ValidationError(problem)})
        return value

    def freeze(self, value: Any) -> dict[str, Any]:
        """All of it, answers included: the compiler parts what learners may see from the rest."""
        options = [
            {
                "id": child.id or str(place),
                "text": child.value["text"],
                "right": bool(child.value["right"]),
                "feedback": child.value["feedback"],
            }
            for place, child in enumerate(value["options"].bound_blocks)
        ]
        return {
            "question": value["question"],
            "kind": value["kind"],
            "options": options,
            "explanation": value["explanation"] or "",
            "source": value["source"] or "",
        }

    class Meta:
        icon = "tick-inverse"
        label = _("Knowledge check")
        description = _("A question with answers. Any answer may be given; each gets feedback.")
        preview_value = examples.CHECK


def check_problem(kind: str, options: list[tuple[str, bool]]) -> Any:
    """The sentence that says what keeps a check from working, or None.

    `options` are pairs of wording and whether the answer helps.
    """
    right = sum(1 for _text, is_right in options if is_right)
    if len(options) < 2:
        return _("A check needs at least two answers.")
    if right == 0:
        return _("Mark at least one answer that helps.")
    if kind == "single" and right > 1:
        return _("Only one answer may be marked here. Choose “Several answers” to mark more.")
    wordings = [text.strip().casefold() for text, _right in options]
    if len(set(wordings)) < len(wordings):
        return _("Two answers have the same words.")
    return None
