"""The parts of a scenario as a trainer writes it: scenes that name each other.

Names become block ids when the scenario is published, so a scene can be renamed or moved and
old answers still say what they said.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.content.blocks.activity import H5PBlock
from courses.content.blocks.base import TEXT_FEATURES
from courses.content.blocks.files import AudioBlock, ImageBlock, VideoBlock
from courses.content.blocks.text import QuoteBlock
from courses.content.vocabulary import Intensity, Theme

SCENE_NAME_HELP = _("The name of a scene. The names that you have given are suggested.")


class CompetencyBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("Short name"), max_length=40, help_text=_("Choices refer to it by this name.")
    )
    title = blocks.CharBlock(label=_("What the learner can do"), max_length=200)
    pass_percent = blocks.IntegerBlock(
        label=_("Pass mark, in percent"), min_value=0, max_value=100, default=60
    )

    class Meta:
        icon = "user"
        label = _("Competency")


class VariableBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("Short name"), max_length=40, help_text=_("Such as trust, safety or time.")
    )
    title = blocks.CharBlock(label=_("Name for the learner"), max_length=120)
    kind = blocks.ChoiceBlock(
        choices=[("number", _("Whole number")), ("flag", _("Yes or no"))],
        default="number",
        label=_("Kind"),
    )
    initial = blocks.IntegerBlock(
        label=_("At the start"), default=0, help_text=_("For yes or no: 1 is yes, 0 is no.")
    )
    minimum = blocks.IntegerBlock(label=_("Least"), default=0)
    maximum = blocks.IntegerBlock(label=_("Greatest"), default=10)
    shown = blocks.BooleanBlock(label=_("The learner sees it"), required=False)

    class Meta:
        icon = "sliders"
        label = _("What the story keeps track of")


class ScoreBlock(blocks.StructBlock):
    competency = blocks.CharBlock(label=_("Competency"), max_length=40)
    points = blocks.IntegerBlock(label=_("Points"), min_value=0, max_value=10)

    class Meta:
        icon = "tick"
        label = _("Points")


class EffectBlock(blocks.StructBlock):
    variable = blocks.CharBlock(label=_("What changes"), max_length=40)
    op = blocks.ChoiceBlock(
        choices=[("add", _("goes up or down by")), ("set", _("becomes"))],
        default="add",
        label=_("How"),
    )
    value = blocks.IntegerBlock(label=_("Value"))

    class Meta:
        icon = "resubmit"
        label = _("Effect")


class ComparisonBlock(blocks.StructBlock):
    variable = blocks.CharBlock(label=_("What is looked at"), max_length=40)
    op = blocks.ChoiceBlock(
        choices=[
            ("==", _("is")),
            ("!=", _("is not")),
            ("<", _("is less than")),
            ("<=", _("is at most")),
            (">", _("is more than")),
            (">=", _("is at least")),
        ],
        default=">=",
        label=_("How it compares"),
    )
    value = blocks.IntegerBlock(label=_("Value"), help_text=_("For yes or no: 1 is yes, 0 is no."))

    class Meta:
        icon = "sliders"
        label = _("Comparison")


class ConditionBlock(blocks.StructBlock):
    """Several of these hold together; each is true by all, any or none of its comparisons."""

    match = blocks.ChoiceBlock(
        choices=[
            ("all", _("all of these are true")),
            ("any", _("at least one of these is true")),
            ("not-all", _("at least one of these is not true")),
            ("none", _("none of these is true")),
        ],
        default="all",
        label=_("Holds when"),
    )
    comparisons = blocks.ListBlock(ComparisonBlock(), label=_("Comparisons"), min_num=1)

    class Meta:
        icon = "sliders"
        label = _("Condition")


class FeedbackBlock(blocks.StructBlock):
    happened = blocks.TextBlock(label=_("What happened"))
    why = blocks.TextBlock(label=_("Why"))
    next_time = blocks.TextBlock(label=_("What helps next time"))
    source = blocks.CharBlock(label=_("Source"), max_length=250, required=False)
    principle = blocks.CharBlock(
        label=_("Trauma-informed principle"), max_length=120, required=False
    )

    class Meta:
        icon = "comment"
        label = _("Feedback")


class CriticalBlock(blocks.StructBlock):
    reason = blocks.CharBlock(
        label=_("What makes it critical"),
        max_length=250,
        required=False,
        help_text=_("Leave empty where it is not critical."),
    )
    repair = blocks.CharBlock(
        label=_("Scene that lets the learner repair it"),
        max_length=120,
        required=False,
        help_text=SCENE_NAME_HELP,
    )

    class Meta:
        icon = "warning"
        label = _("Critical mistake")
        collapsed = True


class ChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What the learner may do"))
    target = blocks.CharBlock(label=_("Leads to"), max_length=120, help_text=SCENE_NAME_HELP)
    feedback = FeedbackBlock(label=_("Feedback"))
    scores = blocks.ListBlock(ScoreBlock(), label=_("Points"), min_num=0, default=[])
    effects = blocks.ListBlock(EffectBlock(), label=_("Effects"), min_num=0, default=[])
    conditions = blocks.ListBlock(
        ConditionBlock(),
        label=_("Offered only when"),
        min_num=0,
        default=[],
        help_text=_("Leave empty to offer it always. All conditions must hold."),
    )
    critical = CriticalBlock(label=_("Critical mistake"))

    class Meta:
        icon = "arrow-right"
        label = _("Choice")
        label_format = "{text}"


class SceneBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT_FEATURES)
    quote = QuoteBlock()
    image = ImageBlock()
    audio = AudioBlock()
    video = VideoBlock()
    activity = H5PBlock()


class _Scene(blocks.StructBlock):
    """What every kind of scene has."""

    name = blocks.CharBlock(
        label=_("Name of this scene"),
        max_length=120,
        help_text=_("Only you see it. Each scene has its own; choices lead to it by this name."),
    )
    title = blocks.CharBlock(label=_("Heading for the learner"), max_length=160)
    body = SceneBody(label=_("What the learner reads"), default=[("text", "")])
    softer_title = blocks.CharBlock(label=_("Softer heading"), max_length=160, required=False)
    softer = blocks.RichTextBlock(
        label=_("Softer version"),
        required=False,
        features=TEXT_FEATURES,
        help_text=_("Read in place of the above; the choices stay the same."),
    )
    summary = blocks.TextBlock(
        label=_("Summary"),
        required=False,
        help_text=_("For those who skip the reading: what one needs to know to decide."),
    )
    intensity = blocks.ChoiceBlock(
        choices=[(str(value), label) for value, label in Intensity.choices],
        default="1",
        label=_("How heavy it is"),
    )
    themes = blocks.MultipleChoiceBlock(choices=Theme.choices, required=False, label=_("Themes"))
    minutes = blocks.DecimalBlock(
        label=_("Reading time in minutes"),
        required=False,
        min_value=0,
        max_digits=4,
        decimal_places=1,
    )


def laid_out(*own: str) -> blocks.BlockGroup:
    """What a scene cannot do without comes first; what care adds stands together below."""
    return blocks.BlockGroup(
        [
            "name",
            "title",
            "body",
            "intensity",
            *own,
            blocks.BlockGroup(
                ["softer_title", "softer", "summary", "themes", "minutes"],
                heading=_("Softer version, summary, themes, reading time"),
                icon="view",
                classname="collapsed",
                label_format="",
            ),
        ]
    )


class DecisionSceneBlock(_Scene):
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"), min_num=1, max_num=8)

    class Meta:
        form_layout = laid_out("choices")
        icon = "arrow-right"
        label = _("Situation")
        label_format = "{name}"
        description = _("Something happens, and the learner decides.")


class InformationSceneBlock(DecisionSceneBlock):
    class Meta:
        icon = "info-circle"
        label = _("Information")
        label_format = "{name}"
        description = _("Something to read before going on, usually with one way forward.")


class NextStepBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("What one can do"), max_length=200)
    url = blocks.CharBlock(
        label=_("Address"), max_length=300, required=False, help_text=_("May stay empty.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Next step")


class EndingSceneBlock(_Scene):
    outcome = blocks.CharBlock(label=_("How it ends, in one line"), max_length=200)
    debrief = blocks.RichTextBlock(label=_("Debrief"), features=TEXT_FEATURES)
    next_steps = blocks.ListBlock(
        NextStepBlock(),
        label=_("What you can do"),
        min_num=0,
        help_text=_("At least one: nobody is left without a way on."),
    )
    lived_through = blocks.TextBlock(
        label=_("As the other person lived it"),
        required=False,
        help_text=_("What the same hours were like for the person whom the learner met."),
    )

    class Meta:
        form_layout = laid_out("outcome", "debrief", "next_steps", "lived_through")
        icon = "check"
        label = _("Ending")
        label_format = "{name}"
        description = _("The story ends here, with a debrief and what one can do.")
