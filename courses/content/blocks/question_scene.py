"""A scene that asks: its questions, the review for those who need one, and the way on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.blocks.questions import QuestionStream
from courses.content.blocks.scenes import (
    SCENE_NAME_HELP,
    ConditionBlock,
    EffectBlock,
    FeedbackBlock,
    ScoreBlock,
    _Scene,
    laid_out,
)
from courses.scenarios.question_model import TRIES
from courses.scenarios.question_structure import MOST_TRIES


class SolvedFeedbackBlock(FeedbackBlock):
    """Each answer has its own words already, so these may stay empty."""

    happened = blocks.TextBlock(label=_("What happened"), required=False)
    why = blocks.TextBlock(label=_("Why"), required=False)
    next_time = blocks.TextBlock(label=_("What helps next time"), required=False)

    class Meta:
        icon = "comment"
        label = _("Feedback")
        collapsed = True


class WayOnBlock(blocks.StructBlock):
    """The choice that is taken by answering well."""

    text = blocks.CharBlock(
        label=_("Name of this way"),
        max_length=120,
        default=_("Answered well"),
        help_text=_("It stands on the map, in the script and in the learner's debrief."),
    )
    target = blocks.CharBlock(label=_("Leads to"), max_length=120, help_text=SCENE_NAME_HELP)
    feedback = SolvedFeedbackBlock(label=_("Feedback"))
    scores = blocks.ListBlock(
        ScoreBlock(),
        label=_("Points"),
        min_num=0,
        default=[],
        help_text=_("Given in full on every try."),
    )
    effects = blocks.ListBlock(EffectBlock(), label=_("Effects"), min_num=0, default=[])
    conditions = blocks.ListBlock(
        ConditionBlock(),
        label=_("Taken only when"),
        min_num=0,
        default=[],
        help_text=_(
            "Leave empty where there is one way on. With several, the first one whose conditions "
            "hold is taken."
        ),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Way on")
        label_format = "{text}"


class QuestionSceneBlock(_Scene):
    questions = QuestionStream(
        label=_("Questions"),
        help_text=_(
            "One, or a bank of several. Whoever does not know gets a second try and then your "
            "review: nobody is ever stuck."
        ),
    )
    draw = blocks.IntegerBlock(
        label=_("How many of them are asked"),
        required=False,
        min_value=1,
        help_text=_(
            "Leave empty to ask all. With a smaller number, each learner is asked that many, "
            "drawn at random from those above."
        ),
    )
    needed = blocks.IntegerBlock(
        label=_("How many must be answered well"),
        required=False,
        min_value=1,
        help_text=_("Leave empty for all that are asked."),
    )
    tries = blocks.IntegerBlock(
        label=_("Tries"),
        default=TRIES,
        min_value=1,
        max_value=MOST_TRIES,
        help_text=_("Two is a good number. After the last one, the review follows."),
    )
    choices = blocks.ListBlock(
        WayOnBlock(), label=_("The way on, once it is answered well"), min_num=1, max_num=4
    )
    review = blocks.CharBlock(
        label=_("Review: the scene after the last try"),
        max_length=120,
        help_text=_(
            "The name of an information scene that you write for it: what the answer is, and why. "
            "From there the story goes on, without the points."
        ),
    )

    class Meta:
        form_layout = laid_out("questions", "draw", "needed", "tries", "choices", "review")
        icon = "help"
        label = _("Question")
        label_format = "{name}"
        description = _("The learner answers; whoever does not know is led through a review.")
