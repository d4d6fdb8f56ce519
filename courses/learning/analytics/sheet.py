"""A flow as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.spreadsheets import plain
from courses.learning.analytics import words
from courses.learning.analytics.report import Report


def sheet(report: Report) -> str:
    """One line for the whole, for each scene, choice and question; hidden numbers are named so."""
    out = io.StringIO()
    # So that spreadsheets read it as UTF-8.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerows([plain(cell) for cell in line] for line in even(lines(report)))
    return out.getvalue()


def even(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Every line as long as the first one, the heading."""
    width = 0
    for row in rows:
        width = width or len(row)
        yield row + [""] * (width - len(row))


def lines(report: Report) -> Iterator[list[str]]:
    yield [
        _("Row"),
        _("Scene"),
        _("Choice or question"),
        _("Leads to"),
        _("Number"),
        _("Share"),
        _("Stopped here"),
        _("Time for a decision"),
        _("Well at the first try"),
        _("Share well at the first try"),
        _("Well in the end"),
        _("Share well in the end"),
    ]
    flow = report.flow
    if flow is None:
        return
    title = report.version.title
    count = words.number
    yield [_("Tries that ended"), title, "", "", count(flow.ended), "", "", ""]
    rate = words.percent(flow.pass_rate)
    yield [_("Passed"), title, "", "", count(flow.passed), rate, "", ""]
    yield [_("Tries that have not ended"), title, "", "", count(flow.standing), "", "", ""]
    titles = {scene.key: scene.title for scene in flow.scenes}
    for scene in flow.scenes:
        left = "" if scene.kind == "ending" else count(scene.left)
        time = words.band(scene.band)
        yield [_("Scene"), scene.title, "", "", count(scene.came), "", left, time]
        for choice in scene.choices:
            share = words.percent(choice.share)
            yield [
                _("Choice"),
                scene.title,
                choice.words,
                titles.get(choice.target, ""),
                count(choice.count),
                share,
                "",
                "",
            ]
        for each in scene.questions:
            yield [
                _("Question"),
                scene.title,
                each.words,
                "",
                count(each.answered),
                "",
                "",
                "",
                count(each.first),
                words.percent(each.first_share),
                count(each.ever),
                words.percent(each.ever_share),
            ]
