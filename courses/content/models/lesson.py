"""Lessons, as trainers write them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.content.blocks import LessonStream, NoteBlock, SofterStream
from courses.content.blocks.base import TEXT_FEATURES
from courses.content.models.gated import GatedPage
from courses.content.refusals import Refusal
from courses.content.vocabulary import Intensity


class LessonPage(GatedPage):
    body = StreamField(LessonStream(), blank=True, verbose_name=_("the lesson"))
    softer = StreamField(
        SofterStream(required=False),
        blank=True,
        verbose_name=_("softer version"),
        help_text=_("Read in place of the lesson. Checks and scenarios stay the same."),
    )
    summary = RichTextField(
        _("summary"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("For those who skip the reading. Checks and scenarios stay the same."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("how long, in minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    required = models.BooleanField(_("needed to complete the course"), default=True)
    looks_after_learner = models.BooleanField(
        _("looks after the learner"),
        default=False,
        help_text=_(
            "Tick it on the page about the learner's own wellbeing: usual reactions, what helps, "
            "and what grows from this work. A course that goes deeper needs one."
        ),
    )
    intensity = models.PositiveSmallIntegerField(
        _("how heavy it is"), choices=Intensity.choices, default=Intensity.MILD
    )
    note = StreamField(
        [("note", NoteBlock())],
        blank=True,
        max_num=1,
        verbose_name=_("content note"),
        help_text=_("Shown before the lesson, with three equal choices."),
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    care_panels: ClassVar[list[Any]] = [
        FieldPanel("intensity"),
        FieldPanel("note"),
        FieldPanel("softer"),
        FieldPanel("summary"),
        FieldPanel("looks_after_learner"),
    ]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required")], heading=_("Completion")),
        *Page.settings_panels,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Lesson")),
            ObjectList(care_panels, heading=_("Care")),
            ObjectList(Page.promote_panels, heading=_("Address")),
            ObjectList(settings_panels, heading=_("Settings")),
        ]
    )
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar[list[str]] = ["content.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/lesson_preview.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def refusals(self) -> list[Refusal]:
        from courses.content.gates.lesson import lesson_refusals

        return lesson_refusals(self)

    def compile_live(self) -> None:
        from courses.content.actions.publish_affected_courses import publish_course_above

        publish_course_above(self)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Full")),
            ("softer", _("Softer version")),
            ("summary", _("Summary")),
        ]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.content.lesson_preview import lesson_preview

        context: dict[str, Any] = self.get_context(request)
        context["parts"] = lesson_preview(self, mode_name or "full")
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lessons are read within an enrolment; anyone else is led to the course's own page."""
        return redirect(self.get_parent().get_parent().get_url(request))
