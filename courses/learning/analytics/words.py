"""How the numbers of a flow are said: in the page and in the file alike."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# One for each band of `times.BOUNDS`, and the open one.
BANDS: tuple[str | Promise, ...] = (
    gettext_lazy("under 15 seconds"),
    gettext_lazy("15 to 30 seconds"),
    gettext_lazy("30 seconds to 1 minute"),
    gettext_lazy("1 to 2 minutes"),
    gettext_lazy("2 to 5 minutes"),
    gettext_lazy("5 to 10 minutes"),
    gettext_lazy("10 minutes or more, or with a break"),
)


TO_REVIEW = gettext_lazy("After the last try, to the review")


def number(count: int | None) -> str:
    """The number, or that it is hidden."""
    return _("hidden") if count is None else str(count)


def whole_percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def percent(share: float | None) -> str:
    """Whole percent; nothing where it cannot be said."""
    value = whole_percent(share)
    return "" if value is None else _("%(number)d %%") % {"number": value}


def band(which: int | None) -> str:
    return "" if which is None else str(BANDS[which])
