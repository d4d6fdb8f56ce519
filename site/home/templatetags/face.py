"""Forms in the face of the site: labels, hints, errors and fields as the library has them."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# Widget to class; the first match counts, so the special stand before the general.
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.SelectMultiple, "govuk-select"),
    (forms.Select, "govuk-select"),
    (forms.ClearableFileInput, "wm-file"),
    (Input, "govuk-input"),
)


@register.simple_tag
def form_field(field: BoundField) -> SafeString:
    """One field of a Django form with its label, hint and error.

    Choices become radios or checkboxes in a fieldset; a single tick box stands before its
    label; everything else is a label above a field. Autofocus is dropped: the reader starts at
    the top of the page, or at the error summary.
    """
    widget = field.field.widget
    widget.attrs.pop("autofocus", None)
    widget.attrs.pop("placeholder", None)  # a hint that vanishes helps nobody
    described_by = " ".join(
        part
        for part in (
            f"{field.auto_id}_helptext" if field.help_text else "",
            f"{field.auto_id}_error" if field.errors else "",
        )
        if part
    )
    context: dict[str, Any] = {
        "field": field,
        "hint": field.help_text,
        "described_by": described_by,
    }
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        # Django's boxes to tick are a kind of its radios, so they are asked for first.
        several = isinstance(widget, forms.CheckboxSelectMultiple)
        name = "checkboxes" if several else "radios"
        widget.attrs["class"] = f"govuk-{name}__input"
        context |= {
            "kind": "choices",
            "group_class": f"govuk-{name}",
            "item_class": f"govuk-{name}",
        }
        return render_to_string("components/field.html", context)
    attributes: dict[str, str | bool] = {"class": _field_class(field, widget)}
    if described_by:
        attributes["aria-describedby"] = described_by
    tick = isinstance(widget, forms.CheckboxInput)
    context |= {"kind": "tick" if tick else "line", "widget": field.as_widget(attrs=attributes)}
    return render_to_string("components/field.html", context)


def _field_class(field: BoundField, widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "govuk-checkboxes__input"
    base = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "govuk-input")
    return f"{base} {base}--error" if field.errors else base
