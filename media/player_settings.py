"""What H5P's core reads before it starts an activity (`H5PIntegration`)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext as _

from media.activity_files import storage
from media.hosts import play_origin
from media.models import ActivityVersion

# What libraries are told beside their content. MathJax 4 speaks formulas in a worker, which none
# may start here; it would wait for that for ever, and draw no formula that comes later.
_SILENT = {"speech": False, "braille": False, "enrich": False, "assistiveMml": False}
_MATHS = {"options": {"enableExplorer": False, "menuOptions": {"settings": _SILENT}}}
LIBRARIES = {"H5P.MathDisplay": {"renderer": {"mathjax": {"config": _MATHS}}}}
# Of what a package says of itself, that which libraries and the core's page on rights show.
_TEXTS = (
    "title", "a11yTitle", "extraTitle", "source", "license", "licenseVersion", "licenseExtras",
    "defaultLanguage",
)  # fmt: skip
_YEARS = ("yearFrom", "yearTo")
_LISTS = {"authors": ("name", "role"), "changes": ("date", "author", "log")}


def player_settings(request: HttpRequest, version: ActivityVersion, files: str) -> dict[str, Any]:
    """For a version whose files lie below the address `files`. Names no person."""
    with storage().open(version.storage_path("content/content.json")) as file:
        content = file.read().decode("utf-8-sig")
    libraries = [row.library for row in version.library_rows.select_related("library")]
    main = next((row for row in libraries if row.name == version.main), None)
    scripts = [
        f"{files}/libraries/{quote(row.folder)}/{quote(path)}"
        for row in libraries
        for path in row.scripts
    ]
    return {
        "baseUrl": play_origin(request),
        "url": files,
        "urlLibraries": f"{files}/libraries",
        "siteUrl": play_origin(request),
        "ajax": {"setFinished": "", "contentUserData": ""},
        "saveFreq": 10,
        "postUserStatistics": False,
        "reportingIsEnabled": True,
        "crossorigin": "anonymous",
        "libraryConfig": LIBRARIES,
        "loadedJs": [],
        "loadedCss": [],
        "core": {"scripts": [], "styles": []},
        "l10n": {"H5P": _words()},
        "contents": {
            "cid-1": {
                "title": version.title,
                "library": f"{version.main} {version.main_major}.{version.main_minor}",
                "url": f"{play_origin(request)}/activities/{version.activity.uuid}",
                "contentUrl": f"{files}/content",
                "jsonContent": content,
                "fullScreen": "1" if main is not None and main.fullscreen else "0",
                "exportUrl": "",
                "embedCode": "",
                "resizeCode": "",
                # Asked for only where the joint file breaks off.
                "scripts": scripts,
                "styles": [],
                # The frame is where “Rights of use” stands, where there is anything to say.
                "displayOptions": {
                    "frame": True,
                    "export": False,
                    "embed": False,
                    "copyright": True,
                    "icon": False,
                    "copy": False,
                },
                "contentUserData": [],
                "metadata": _metadata(version),
            }
        },
    }


def _metadata(version: ActivityVersion) -> dict[str, Any]:
    """What the package says of itself, each part of the kind that the core takes it for."""
    with storage().open(version.storage_path("h5p.json")) as file:
        given = json.loads(file.read().decode("utf-8-sig"))
    found: dict[str, Any] = {"title": version.title, "license": "U", "defaultLanguage": "en"}
    if version.language:
        found["defaultLanguage"] = version.language
    if version.main_title:
        found["contentType"] = version.main_title
    found |= {key: given[key] for key in _TEXTS if isinstance(given.get(key), str) and given[key]}
    found |= {key: given[key] for key in _YEARS if isinstance(given.get(key), str | int)}
    for key, parts in _LISTS.items():
        rows = given.get(key)
        found[key] = [
            {part: row[part] for part in parts if isinstance(row.get(part), str)}
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        ]
    return found


def _words() -> dict[str, str]:
    """Words of H5P's core that learners may meet."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "title": _("Title"),
        "confirmDialogHeader": _("Please confirm"),
        "confirmDialogBody": _("Go on? This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
        "offlineDialogHeader": _("The connection is gone"),
        "offlineDialogBody": _("What you do is sent once it is back."),
        "offlineDialogRetryMessage": _("Trying again in :num …"),
        "offlineDialogRetryButtonLabel": _("Try again now"),
        "offlineSuccessfulSubmit": _("Sent."),
        "connectionLost": _("The connection is gone"),
        "connectionReestablished": _("The connection is back"),
        "resubmitScores": _("What you did is sent now."),
        "showMore": _("Show more"),
        "showLess": _("Show less"),
        "subLevel": _("Level below"),
        **_rights(),
    }


def _rights() -> dict[str, str]:
    """Words of the page on rights of use. Licences by the names that Creative Commons gave them."""
    return {
        "copyrights": _("Rights of use"),
        "copyrightsDescription": _("Rights of use: who made this, and what others may do with it"),
        "copyrightInformation": _("Rights of use"),
        "noCopyrights": _("Nothing is said about rights of use."),
        "author": _("Author"),
        "by": _("by"),
        "year": _("Year"),
        "source": _("Source"),
        "license": _("Licence"),
        "licenseExtras": _("More on the licence"),
        "thumbnail": _("Small picture"),
        "contentType": _("Type"),
        "changes": _("What was changed"),
        "licenseU": _("Not stated"),
        "licenseC": _("All rights reserved"),
        "licensePD": _("Public domain"),
        "licensePDM": _("Public domain mark"),
        "licenseCC010": "CC0 1.0",
        "licenseCCBY": "Attribution",
        "licenseCCBYSA": "Attribution-ShareAlike",
        "licenseCCBYND": "Attribution-NoDerivs",
        "licenseCCBYNC": "Attribution-NonCommercial",
        "licenseCCBYNCSA": "Attribution-NonCommercial-ShareAlike",
        "licenseCCBYNCND": "Attribution-NonCommercial-NoDerivs",
        "licenseCC40": "4.0 International",
        "licenseCC30": "3.0 Unported",
        "licenseCC25": "2.5 Generic",
        "licenseCC20": "2.0 Generic",
        "licenseCC10": "1.0 Generic",
        "licenseGPL": "General Public License",
        "licenseV3": "3",
        "licenseV2": "2",
        "licenseV1": "1",
    }
