"""The front page and the plain pages that every site starts with. Editors own them afterwards."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "first_pages"
HOME = ("Meet people with care", "home")
PLAIN = (("About Waymark", "about"), ("Accessibility", "accessibility"), ("Privacy", "privacy"))


def create_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("home.HomePage")
    StandardPage = apps.get_model("home.StandardPage")
    locale = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first()
    locale = locale or Locale.objects.order_by("pk").first()

    # Wagtail's own welcome page, and the site that points to it.
    Page.objects.filter(slug="home", depth=2, content_type__model="page").delete()

    def content_type(model):
        return ContentType.objects.get_or_create(app_label="home", model=model)[0]

    title, slug = HOME
    common = {"locale": locale, "live": True, "show_in_menus": False}
    root = Page.objects.get(depth=1)
    home = HomePage.objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type("homepage"),
        path=f"{root.path}0001",
        depth=2,
        numchild=len(PLAIN),
        url_path=f"/{slug}/",
        translation_key=uuid.uuid4(),
        **common,
    )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    for number, (title, slug) in enumerate(PLAIN, start=1):
        StandardPage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            body=(TEXTS / f"{slug}.html").read_text(encoding="utf-8"),
            content_type=content_type("standardpage"),
            path=f"{home.path}{number:04}",
            depth=3,
            numchild=0,
            url_path=f"{home.url_path}{slug}/",
            translation_key=uuid.uuid4(),
            **common,
        )
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]

    operations = [migrations.RunPython(create_pages, migrations.RunPython.noop)]
