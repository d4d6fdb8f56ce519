"""A bare one-file Django site to measure against, on the same server and database.

A page: session authentication, three queries, a small template. An answer: session
authentication, one locked row, two writes. Nothing of Waymark runs here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from config.database import database  # noqa: E402

VAR = Path(os.environ["WAYMARK_VAR"])

TEMPLATE = """<!doctype html><html lang="en"><head><title>{{ course.0 }}</title></head><body>
<h1>{{ course.0 }}</h1><p>{{ user.username }}</p>
<ul>{% for lesson in lessons %}<li><a href="/lesson/{{ lesson.0 }}">{{ lesson.1 }}</a></li>
{% endfor %}</ul><p>{{ done }} done</p>
<form method="post" action="/answer">{% csrf_token %}<button>Go</button></form>
</body></html>"""

settings.configure(
    SECRET_KEY="bench-" + "x" * 50,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": TEMPLATE})],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                ],
            },
        }
    ],
    DATABASES={"default": database(os.environ.get("BARE_DATABASE_URL", ""), VAR / "bare")},
    USE_TZ=True,
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Lesson(models.Model):
    title = models.CharField(max_length=100)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.title


class Attempt(models.Model):
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    step = models.IntegerField(default=0)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return str(self.step)


class Answer(models.Model):
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE)
    text = models.CharField(max_length=200)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text


@login_required
def page(request: HttpRequest) -> HttpResponse:
    course = Lesson.objects.values_list("title", "id").first()
    lessons = list(Lesson.objects.values_list("id", "title")[:5])
    done = Answer.objects.filter(attempt__person=request.user).count()
    return render(request, "page.html", {"course": course, "lessons": lessons, "done": done})


@login_required
def answer(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(person=request.user)
        Answer.objects.create(attempt=attempt, text=request.POST.get("choice", ""))
        attempt.step += 1
        attempt.save(update_fields=["step"])
    return HttpResponseRedirect("/page")


urlpatterns = [path("page", page), path("answer", answer)]


def prepare(people: int) -> list[str]:
    """Make the tables and `people` signed-in people; session keys come back."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    (VAR / "bare").mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    present = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (Lesson, Attempt, Answer):
            if model._meta.db_table not in present:
                editor.create_model(model)
    if not Lesson.objects.exists():
        Lesson.objects.bulk_create([Lesson(title=f"Lesson {n}") for n in range(5)])
    user_model: Any = get_user_model()
    keys = []
    with transaction.atomic():
        for n in range(people):
            user, _made = user_model.objects.get_or_create(username=f"person{n}")
            Attempt.objects.get_or_create(person=user)
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            keys.append(session.session_key)
    return keys


from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

if __name__ == "__main__":
    print("\n".join(prepare(int(sys.argv[1]))))
