"""What editors see of this app: the support contacts, as snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import SupportEntry


class SupportEntryViewSet(SnippetViewSet):
    model = SupportEntry
    icon = "help"
    menu_label = _("Support contacts")
    list_display = ("name", "country", "kind", "checked_on")
    list_filter = ("country", "kind", "role")
    search_fields = ("name",)


register_snippet(SupportEntryViewSet)
