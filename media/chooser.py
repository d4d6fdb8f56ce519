"""Choosing an activity in the editor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class ActivityChooserViewSet(ChooserViewSet):
    model = "media.Activity"
    icon = "media"
    per_page = 20
    choose_one_text = _("Choose an activity")
    choose_another_text = _("Choose another activity")
    link_to_chosen_text = _("Open this activity")


activity_chooser = ActivityChooserViewSet("activity_chooser", url_prefix="activity-chooser")
# Wagtail makes the block's class from the viewset.
ActivityChooserBlock: Any = activity_chooser.get_block_class(
    name="ActivityChooserBlock", module_path="media.chooser"
)
