"""Forms: label, hint and error of each field, and one summary that leads to them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As you write it.")
    mail = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autofocus": True}))
    work = forms.ChoiceField(
        label="Work", choices=[("p", "Police"), ("h", "Health")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label="Place", choices=[("a", "A")])
    shared = forms.BooleanField(label="Shared", help_text="Others use it too.", required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form) -> BeautifulSoup:
    return BeautifulSoup(render_to_string("components/form.html", {"form": form}), "lxml")


def test_every_field_has_a_label_of_its_own() -> None:
    page = drawn(Form())
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert page.select_one(f'label[for="{field["id"]}"]'), field
    assert page.legend.text == "Work"
    assert page.select_one("[name=secret]")["type"] == "hidden"


def test_hints_and_errors_are_read_with_the_field() -> None:
    page = drawn(Form({"mail": "no", "work": "p"}))
    name = page.select_one("[name=name]")
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert name["aria-invalid"] == "true"
    assert page.find(id="id_name_helptext").text == "As you write it."
    assert "required" in page.find(id="id_name_error").text


def test_the_summary_leads_to_each_field_and_comes_first() -> None:
    page = drawn(Form({"mail": "no"}))
    summary = page.select_one(".govuk-error-summary")
    assert summary["tabindex"] == "-1"
    targets = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert all(page.find(id=target) for target in targets)
    assert len(targets) == 5
    assert page.select("*")[2] is summary


def test_what_was_written_comes_back() -> None:
    page = drawn(Form({"name": 'A "B" <i>', "mail": "no", "text": "kept", "work": "h"}))
    assert page.select_one("[name=name]")["value"] == 'A "B" <i>'
    assert "kept" in page.textarea.text
    assert page.select_one("[value=h]").has_attr("checked")


def test_a_good_form_has_no_summary_and_nothing_takes_the_focus() -> None:
    page = drawn(Form())
    assert not page.select(".govuk-error-summary, [autofocus], [placeholder]")


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = Form({})
    form.full_clean()
    form.add_error(None, "Both together cannot be.")
    assert "Both together cannot be." in drawn(form).select_one(".govuk-error-summary").text
