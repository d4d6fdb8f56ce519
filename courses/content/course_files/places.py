"""Where pages that come from files are put."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Site

from courses.content.models import CataloguePage, ScenarioLibraryPage


def places() -> tuple[CataloguePage, ScenarioLibraryPage]:
    """The catalogue and the scenario library below the site's root; made where missing."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page.specific if site else Page.objects.filter(depth=1).get()
    catalogue = CataloguePage.objects.child_of(root).first()
    if catalogue is None:
        catalogue = add_draft(
            root, CataloguePage(title="Courses", slug="courses", show_in_menus=True)
        )
        catalogue.save_revision(log_action=True).publish()
    library = ScenarioLibraryPage.objects.child_of(root).first()
    if library is None:
        library = add_draft(root, ScenarioLibraryPage(title="Scenarios", slug="scenarios"))
        library.save_revision(log_action=True).publish()
    return catalogue, library


def add_draft(parent: Any, page: Any) -> Any:
    page.live = False
    page.locale = parent.locale
    return parent.add_child(instance=page)
