"""The prover's figures in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.studio.draft import Draft
from courses.scenarios.prove import Figures
from courses.scenarios.prover.figures import Range, in_digits

LEGIBLE = 10**24


def figure_rows(draft: Draft) -> list[tuple[str, str]]:
    """Pairs of a name and what the proof found; empty where there was nothing to explore."""
    figures = draft.proven.figures if draft.proven else None
    if figures is None:
        return []
    rows = [
        (_("Different plays"), _many(figures.paths)),
        (_("Scenes that can be reached"), f"{len(figures.reached)} / {len(draft.scenes)}"),
        (_("Situations looked at (scene and values)"), str(figures.states)),
    ]
    if figures.decisions:
        rows.append((_("Decisions on the way"), _range(figures.decisions)))
    if figures.seconds:
        rows.append((_("Reading time"), _minutes(figures.seconds)))
    rows.append((_("Greatest intensity"), _intensity(draft, figures)))
    return rows


def ending_rows(draft: Draft) -> list[dict[str, Any]]:
    """Each ending that can be reached: plays, points in all and by competency."""
    figures = draft.proven.figures if draft.proven else None
    if figures is None:
        return []
    return [
        {
            "name": draft.scenes[each.scene]["name"],
            "address": draft.address(each.scene),
            "paths": _many(each.paths),
            "overall": _range(each.overall),
            "competencies": [
                _range(each.competencies[competency["id"]])
                for competency in draft.data["competencies"]
            ],
        }
        for each in figures.endings
    ]


def _many(paths: int | None) -> str:
    """Grouped as the language groups; beyond that as the engine prints it."""
    if paths is None:
        return _("without end")
    if paths < LEGIBLE:
        return str(number_format(paths, force_grouping=True))
    return in_digits(paths) or "0"


def _range(found: Range) -> str:
    if found.greatest is None:
        return _("%(least)s or more") % {"least": found.least}
    if found.least == found.greatest:
        return str(found.least)
    return _("%(least)s to %(greatest)s") % {"least": found.least, "greatest": found.greatest}


def _minutes(seconds: Range) -> str:
    least = max(1, round(seconds.least / 60))
    if seconds.greatest is None:
        return _("%(least)s minutes or more") % {"least": least}
    greatest = max(1, round(seconds.greatest / 60))
    if least == greatest:
        return ngettext("about %(minutes)s minute", "about %(minutes)s minutes", least) % {
            "minutes": least
        }
    return ngettext(
        "%(least)s to %(greatest)s minute", "%(least)s to %(greatest)s minutes", greatest
    ) % {"least": least, "greatest": greatest}


def _intensity(draft: Draft, figures: Figures) -> str:
    names = [
        draft.scenes[step.scene]["name"]
        for step in figures.intensity_path
        if step.scene in draft.scenes
    ]
    level = _("%(level)s of 4") % {"level": figures.intensity}
    return f"{level}: {' → '.join(names)}" if names else level
