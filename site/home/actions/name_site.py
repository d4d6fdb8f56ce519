"""Give Wagtail's site the name and address that the settings say."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def name_site() -> bool:
    """Bring the default site in step with SITE_NAME and PUBLIC_URL. True where it changed.

    The editor shows the name, and links that leave the site (mails, the editor's "View live")
    carry the address.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return False
    public = urlsplit(settings.PUBLIC_URL)
    port = public.port or (443 if public.scheme == "https" else 80)
    wanted = (settings.SITE_NAME, public.hostname or site.hostname, port)
    if (site.site_name, site.hostname, site.port) == wanted:
        return False
    site.site_name, site.hostname, site.port = wanted
    site.save()
    return True
