"""What a verifier hands in: a list, pasted or as a file, and a day if it is about one."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.bulk.entries import Entries, find_entries
from certification.bulk.lists import ListRefused, read_file, read_text
from certification.bulk.receipts import LARGEST, Input

LARGEST_LIST = 2 * 1024 * 1024


class ManyForm(forms.Form):
    """A list of codes; a file counts where both are given. Clean, it has `entries` and `given`."""

    codes = forms.CharField(
        label=_("Paste the codes"),
        help_text=_(
            "One in each row, up to 5,000. Links, dashes and small letters do not matter. A name "
            "beside a code, after a comma or tab, is compared."
        ),
        required=False,
        max_length=LARGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_(
            "CSV or Excel (XLSX), up to 2 MB. With headings, the columns “code” and “name” count; "
            "of a workbook, the first sheet. It is looked at and kept nowhere."
        ),
        required=False,
        allow_empty_file=True,
    )
    on = forms.DateField(
        label=_("As it stood on a day (optional)"),
        help_text=_("Left empty, the answers are about now."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    entries: Entries
    given: Input

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("codes") or ""
        if self.errors:
            return cleaned
        field = "codes" if file is None else "file"
        try:
            if file is not None:
                self._read_file(file)
            else:
                data = text.encode()
                self.given = Input(hashlib.sha256(data).hexdigest(), len(data))
                self.entries = find_entries(read_text(text))
        except ListRefused as refused:
            self.add_error(field, str(refused))
        return cleaned

    def _read_file(self, file: Any) -> None:
        if file.size > LARGEST_LIST:
            raise ListRefused(_("This file is larger than 2 MB. Please send the list in parts."))
        if not file.size:
            raise ListRefused(_("This file is empty."))
        data = file.read()
        self.given = Input(hashlib.sha256(data).hexdigest(), len(data))
        self.entries = find_entries(read_file(data))

    @property
    def day(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        return day


class ReceiptForm(forms.Form):
    """A receipt that somebody was handed."""

    receipt = forms.FileField(
        label=_("The receipt"),
        help_text=_("The JSON file that was downloaded with the answers. It is kept nowhere."),
    )

    def clean_receipt(self) -> bytes:
        file = self.cleaned_data["receipt"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than any receipt from here."))
        data: bytes = file.read()
        return data
