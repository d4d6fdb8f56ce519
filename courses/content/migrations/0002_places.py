"""The catalogue and the scenario library, below the front page. Trainers own them afterwards."""

import uuid

from django.db import migrations

PLACES = (
    ("CataloguePage", "cataloguepage", "Courses", "courses", True),
    ("ScenarioLibraryPage", "scenariolibrarypage", "Scenarios", "scenarios", False),
)


def make_places(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    root = Page.objects.get(pk=site.root_page_id)
    for model, name, title, slug, in_menus in PLACES:
        if Page.objects.filter(path__startswith=root.path, depth=root.depth + 1, slug=slug):
            continue
        children = Page.objects.filter(path__startswith=root.path, depth=root.depth + 1)
        last = children.order_by("path").last()
        number = int(last.path[-4:], 36) + 1 if last else 1
        apps.get_model(f"content.{model}").objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=ContentType.objects.get_or_create(app_label="content", model=name)[0],
            path=f"{root.path}{_base36(number):0>4}",
            depth=root.depth + 1,
            numchild=0,
            url_path=f"{root.url_path}{slug}/",
            translation_key=uuid.uuid4(),
            locale_id=root.locale_id,
            live=True,
            show_in_menus=in_menus,
        )
        root.numchild += 1
        root.save(update_fields=["numchild"])


def _base36(number):
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits or "0"


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
        ("home", "0002_first_pages"),
    ]

    operations = [migrations.RunPython(make_places, migrations.RunPython.noop)]
