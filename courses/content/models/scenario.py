"""Scenarios, as trainers write them. They live in a library and serve many courses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.people import Profession
from courses.content.blocks import (
    CompetencyBlock,
    NoteBlock,
    SceneStream,
    SourceBlock,
    VariableBlock,
)
from courses.content.models.gated import GatedPage
from courses.content.refusals import Refusal
from courses.content.studio.panel import ProofPanel
from courses.content.vocabulary import Intensity


class ScenarioLibraryPage(Page):
    subpage_types: ClassVar[list[str]] = ["content.ScenarioPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("scenario library")
        verbose_name_plural = _("scenario libraries")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Scenarios are played in courses; the library is for those who write."""
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []


class ScenarioPage(GatedPage):
    summary = models.TextField(
        _("in two sentences"),
        blank=True,
        help_text=_("Shown before the first scene: who the learner is, and what it is about."),
    )
    scenes = StreamField(
        SceneStream(),
        blank=True,
        verbose_name=_("scenes"),
        help_text=_("The first scene is where the story begins."),
    )
    competencies = StreamField(
        [("competency", CompetencyBlock())], blank=True, verbose_name=_("competencies")
    )
    variables = StreamField(
        [("variable", VariableBlock())],
        blank=True,
        verbose_name=_("what the story keeps track of"),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark over all, in percent"), default=60, validators=[MaxValueValidator(100)]
    )
    critical_allowed = models.PositiveSmallIntegerField(
        _("critical mistakes that may stay unrepaired"), default=0
    )
    minutes = models.PositiveSmallIntegerField(_("how long, in minutes"), default=15)
    intensity = models.PositiveSmallIntegerField(
        _("how heavy it is"), choices=Intensity.choices, default=Intensity.MODERATE
    )
    note = StreamField(
        [("note", NoteBlock())],
        blank=True,
        max_num=1,
        verbose_name=_("content note"),
        help_text=_("Shown before the first scene, with equal choices."),
    )

    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    profession = models.CharField(
        _("profession"), max_length=20, choices=Profession.choices, blank=True
    )
    sources = StreamField(
        [("source", SourceBlock())],
        blank=True,
        verbose_name=_("sources"),
        help_text=_("What the feedback rests upon, in full. Choices name it in short."),
    )

    # Written in the studio. See courses.content.walks for its shape.
    walks = models.JSONField(_("saved walks"), default=list, blank=True, editable=False)

    content_panels: ClassVar[list[Any]] = [
        ProofPanel(heading=_("Proof of the saved draft")),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("scenes"),
    ]
    scoring_panels: ClassVar[list[Any]] = [
        FieldPanel("competencies"),
        MultiFieldPanel(
            [FieldPanel("pass_percent"), FieldPanel("critical_allowed")], heading=_("Passing")
        ),
        FieldPanel("variables"),
    ]
    care_panels: ClassVar[list[Any]] = [
        FieldPanel("intensity"),
        FieldPanel("note"),
        FieldPanel("minutes"),
    ]
    about_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("profession")], heading=_("For whom")),
        FieldPanel("sources"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Story")),
            ObjectList(scoring_panels, heading=_("Scoring")),
            ObjectList(care_panels, heading=_("Care")),
            ObjectList(about_panels, heading=_("About")),
            ObjectList([FieldPanel("slug"), *Page.settings_panels], heading=_("Settings")),
        ]
    )
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("scenes"),
        index.SearchField("audience"),
        index.FilterField("profession"),
    ]
    parent_page_types: ClassVar[list[str]] = ["content.ScenarioLibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "content/scenario_preview.html"

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def refusals(self) -> list[Refusal]:
        from courses.content.gates.scenario import scenario_refusals

        return scenario_refusals(self)

    def compile_live(self) -> None:
        from courses.content.actions.publish_affected_courses import publish_courses_playing
        from courses.content.actions.publish_scenario_version import publish_scenario_version

        publish_scenario_version(self)
        publish_courses_playing(self)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.content.scenario_preview import script

        context: dict[str, Any] = self.get_context(request)
        context["script"] = script(self)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A scenario's words are read by playing it within a course."""
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []
