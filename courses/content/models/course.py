"""Courses and their modules, as trainers write them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.people import Profession
from courses.content.blocks import CreditLineBlock, NoteBlock, SourceBlock
from courses.content.blocks.base import TEXT_FEATURES
from courses.content.models.gated import GatedPage
from courses.content.refusals import Refusal


class CoursePage(GatedPage):
    summary = models.TextField(
        _("in two sentences"), blank=True, help_text=_("Shown in the list of courses.")
    )
    description = RichTextField(_("about the course"), blank=True, features=TEXT_FEATURES)
    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    profession = models.CharField(
        _("profession"), max_length=20, choices=Profession.choices, blank=True
    )
    minutes = models.PositiveIntegerField(
        _("how long, in minutes"),
        null=True,
        blank=True,
        help_text=_("Left empty, the lessons are added up."),
    )
    law_date = models.DateField(
        _("date of its law"),
        null=True,
        blank=True,
        help_text=_("The day on which its statements about the law were last checked."),
    )
    jurisdiction = models.CharField(
        _("whose law"), max_length=200, blank=True, help_text=_("For instance: England and Wales.")
    )
    content_notes = StreamField(
        [("note", NoteBlock())],
        blank=True,
        verbose_name=_("content notes"),
        help_text=_("What the course as a whole asks of the learner's feelings."),
    )
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("Afterwards the learner can …"), max_length=300))],
        blank=True,
        verbose_name=_("objectives"),
    )
    credit_lines = StreamField(
        [("credit", CreditLineBlock())], blank=True, verbose_name=_("credit lines")
    )
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))
    authors = RichTextField(_("who made it"), blank=True, features=TEXT_FEATURES)
    licence = models.CharField(_("licence"), max_length=200, blank=True, default="CC BY-SA 4.0")

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("profession"),
                FieldPanel("minutes"),
            ],
            heading=_("For whom and how long"),
        ),
        FieldPanel("description"),
        FieldPanel("objectives"),
        FieldPanel("content_notes"),
        MultiFieldPanel(
            [FieldPanel("jurisdiction"), FieldPanel("law_date")], heading=_("The law it speaks of")
        ),
        FieldPanel("credit_lines"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("authors"), FieldPanel("licence")], heading=_("Credits")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("audience"),
        index.SearchField("objectives"),
        index.FilterField("profession"),
    ]
    parent_page_types: ClassVar[list[str]] = ["content.CataloguePage"]
    subpage_types: ClassVar[list[str]] = ["content.ModulePage"]
    template = "content/course.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def refusals(self) -> list[Refusal]:
        from courses.content.gates.course import course_refusals

        return course_refusals(self)

    def compile_live(self) -> None:
        from courses.content.actions.publish_course_version import publish_course_version

        publish_course_version(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.content.course_page import course_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(course_context(self, preview=getattr(request, "is_preview", False)))
        return context


class ModulePage(GatedPage):
    intro = models.TextField(_("in one sentence"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["content.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["content.LessonPage"]
    template = "content/module_preview.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def compile_live(self) -> None:
        from courses.content.actions.publish_affected_courses import publish_course_above

        publish_course_above(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The outline stands on the course page; a module has none of its own."""
        if getattr(request, "is_preview", False):
            response: HttpResponse = super().serve(request, *args, **kwargs)
            return response
        return redirect(self.get_parent().get_url(request))
