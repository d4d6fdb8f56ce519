"""What can be the matter with a package, in sentences that a trainer understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "not-a-package": _(
        "This is not an H5P package. Export the activity again as “.h5p” from where it was made."
    ),
    "web-page": _(
        "This is a web page that was saved with the name of a package. Use the download or reuse "
        "button of the activity, and choose “Download as an .h5p file”."
    ),
    "package-large": _("The package has %(size)s MB. Up to %(most)s MB can be taken."),
    "damaged": _(
        "The package is damaged or was not uploaded to its end. Export it again and try once more."
    ),
    "files-many": _("The package holds more than %(most)s files."),
    "unpacked-large": _("Unpacked, the package would have more than %(most)s MB."),
    "file-large": _("“%(file)s” would have more than %(most)s MB when unpacked."),
    "file-bomb": _("“%(file)s” is packed as no real content is. The package was not unpacked."),
    "file-damaged": _("“%(file)s” is damaged, or its size is not the one that it states."),
    "file-locked": _("“%(file)s” is locked with a password. Export the package without one."),
    "file-method": _("“%(file)s” is packed in a way that H5P does not use."),
    "file-link": _("“%(file)s” is a link to another place and not a file."),
    "name-unsafe": _(
        "The name “%(file)s” would lead out of the package, or mean something else on another "
        "computer."
    ),
    "name-long": _("The name “%(file)s” is too long."),
    "name-twice": _("There are two files of the name “%(file)s” (capitals do not count)."),
    "type-refused": _(
        "“%(file)s” is of a kind that H5P content may not have. Take it out and export again."
    ),
    "manifest-missing": _("“h5p.json” is missing, so this is not a whole H5P package."),
    "content-missing": _("“content/content.json” is missing: the activity itself is not there."),
    "json-broken": _("“%(file)s” cannot be read: it is no sound JSON."),
    "json-large": _("“%(file)s” is larger than %(most)s MB, which no real activity is."),
    "json-all-large": _("The descriptions in the package have more than %(most)s MB together."),
    "json-deep": _("“%(file)s” is nested deeper than any real activity."),
    "main-missing": _("“h5p.json” does not say which main library plays the activity."),
    "main-unlisted": _(
        "The main library “%(library)s” is not among the libraries that “h5p.json” lists."
    ),
    "main-not-runnable": _("The main library “%(library)s” cannot be played by itself."),
    "library-broken": _("The library in the folder “%(folder)s” cannot be read."),
    "library-folder": _(
        "The folder “%(folder)s” holds the library “%(library)s”, whose name it does not carry."
    ),
    "library-twice": _("The library “%(library)s” is in the package twice."),
    "core-newer": _(
        "“%(library)s” needs H5P %(needed)s or later; here it is %(have)s. Export it with an older "
        "version of the content type, or ask your administrator for an update."
    ),
    "libraries-missing": _(
        "The activity needs %(libraries)s, which is neither in the package nor installed here. "
        "Export it with its libraries, or ask your administrator to install them."
    ),
    "package-gone": _("The uploaded file is no longer in our storage. Please upload it again."),
    "storage-away": _(
        "Our storage cannot be reached or is full at the moment. It is tried again by itself every "
        "few minutes. If it stays so, tell your administrator."
    ),
    "libraries-none": _(
        "There is no library in this package. Export it with its libraries, or take a package of "
        "the content type from where it is published."
    ),
    "asset-missing": _("“%(library)s” needs its file “%(file)s”, which is not in the package."),
    "asset-outside": _(
        "“%(library)s” wants to load “%(file)s” from elsewhere. It may use its own files only."
    ),
}


@dataclass(frozen=True)
class Problem:
    """One problem: its code and what its sentence speaks of."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in the language that is on."""
        return str(SENTENCES[self.code]) % self.parameters


def problem(code: str, /, **parameters: Any) -> Problem:
    return Problem(
        code,
        {
            key: printable(value) if isinstance(value, str) else value
            for key, value in parameters.items()
        },
    )


def printable(text: str, longest: int = 120) -> str:
    """A name out of a package as it may stand in a sentence: no control characters, not endless."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


class PackageRefused(Exception):
    """A package that cannot be read on; holds everything that was found until then."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(each.code for each in problems))
