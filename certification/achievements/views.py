"""The certificate editor: the list of courses, the form, and what it would look like."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.coreutils import get_content_languages

from accounts.people import User
from accounts.permissions import require
from certification.achievements import forms
from certification.achievements.boards import BOARDS
from certification.achievements.courses import course_rows, credit_task, version_for
from certification.achievements.pictures import PictureRefused
from certification.achievements.preview import Preview, default_words, preview, unreadable
from certification.actions.remove_achievement import remove_achievement
from certification.actions.save_achievement import save_achievement
from certification.models import Achievement
from courses.content.models import CoursePage

A_PAGE = 50


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Administrators: all courses. Trainers: those whose page they may edit."""
    rows = course_rows(_person(request))
    if not rows:
        raise PermissionDenied
    context = {
        "title": _("Certificate design"),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
        "languages": _other_languages(),
    }
    return render(request, "certification/achievements/index.html", context)


def _other_languages() -> list[tuple[str, str]]:
    """Languages that may have an achievement of their own, where the site has more than one."""
    languages = list(get_content_languages().items())
    return languages if len(languages) > 1 else []


def _course(request: HttpRequest, key: UUID, language: str) -> Any:
    """The course's page in the language, or its first. Raises Http404, PermissionDenied."""
    if language and language not in get_content_languages():
        raise Http404
    pages = CoursePage.objects.filter(translation_key=key).select_related("locale").order_by("pk")
    page = (pages.filter(locale__language_code=language).first() if language else None) or (
        pages.first()
    )
    if page is None:
        raise Http404
    require(request.user, "make certificates", page)
    return page


def _achievement(key: UUID, language: str) -> Achievement:
    found = Achievement.objects.filter(course_key=key, language=language).first()
    return found or Achievement(course_key=key, language=language)


class _Filled:
    """The two forms of the page, as they stand or as they were sent."""

    def __init__(self, request: HttpRequest, page: Any, achievement: Achievement) -> None:
        self.version = version_for(page)
        self.words = default_words(self.version)
        data = request.POST if request.method == "POST" else None
        self.form = forms.AchievementForm(data, instance=achievement, defaults=self.words)
        rows = achievement.signatories.all() if achievement.pk else []
        self.people = forms.SignatoryFormSet(
            data,
            prefix="signatories",
            initial=[
                {"name": each.name, "role": each.role, "image": each.image_id, "position": place}
                for place, each in enumerate(rows, 1)
            ],
            form_kwargs={"images": forms.images_for(_person(request), achievement)},
        )

    def valid(self) -> bool:
        whole = self.form.is_valid()
        whole = self.people.is_valid() and whole
        board = BOARDS.get(self.form.cleaned_data.get("board") or "")
        if whole and board and board.needs_signatory and not forms.people(self.people):
            self.form.add_error(
                None, _("The board wants a signature: name at least one who signs, below.")
            )
        return whole and not self.form.errors

    def drawn(self) -> Preview:
        """What is in the form, drawn: as far as it makes sense, errors or not."""
        if self.form.is_bound:
            self.form.is_valid()
            rows = forms.people(self.people) if self.people.is_valid() else []
        else:
            rows = [
                {"name": each.name, "role": each.role, "image": each.image}
                for each in (
                    self.form.instance.signatories.select_related("image")
                    if self.form.instance.pk
                    else []
                )
            ]
        return preview(self.version, self.form.instance, rows)

    def warnings(self) -> list[str]:
        board = BOARDS.get(self.form.instance.board)
        lacks = board is not None and board.needs_credit and not self.version.credit_lines
        return [credit_task()] if lacks else []


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: UUID, language: str = "") -> HttpResponse:
    """Administrators, and trainers who may edit the course. POST: save, or only look."""
    page = _course(request, key, language)
    achievement = _achievement(key, language)
    filled = _Filled(request, page, achievement)
    saving = request.method == "POST" and "look" not in request.POST
    if saving and filled.valid() and _saved(request, filled, page):
        return redirect(request.path)
    context = {
        "title": _("Certificate design"),
        "course": page,
        "language": get_content_languages().get(language, ""),
        "achievement": achievement,
        "form": filled.form,
        "people": filled.people,
        "media": filled.form.media + filled.people.media,
        "drawn": filled.drawn(),
        "warnings": filled.warnings(),
    }
    status = 422 if saving else 200
    return render(request, "certification/achievements/edit.html", context, status=status)


def _saved(request: HttpRequest, filled: _Filled, page: Any) -> bool:
    """Save where it can be printed. What cannot is put on the form."""
    people = forms.people(filled.people)
    drawn = preview(filled.version, filled.form.instance, people)
    for sentence in drawn.sentences:
        filled.form.add_error(None, sentence)
    if drawn.sentences:
        return False
    try:
        save_achievement(filled.form.instance, people, page, _person(request))
    except PictureRefused:
        filled.form.add_error(None, unreadable(page.title))
        return False
    messages.success(
        request,
        _("Saved. It holds for certificates issued from now on; those already issued stay."),
    )
    return True


@never_cache
@require_POST
def look(request: HttpRequest, key: UUID, language: str = "") -> HttpResponse:
    """Those who may edit: the picture for what is in the form, beside which it stands."""
    page = _course(request, key, language)
    filled = _Filled(request, page, _achievement(key, language))
    drawn = filled.drawn()
    context = {"drawn": drawn, "warnings": filled.warnings()}
    return render(request, "certification/achievements/preview.html", context)


@never_cache
@require_POST
def remove(request: HttpRequest, key: UUID, language: str = "") -> HttpResponse:
    """Those who may edit: back to the plain certificate."""
    page = _course(request, key, language)
    achievement = _achievement(key, language)
    if achievement.pk:
        remove_achievement(achievement, page, _person(request))
        messages.success(request, _("Removed. Certificates say what all others say, from now on."))
    return redirect("achievements:index")
