"""The form pack: label, hint, error, input; errors that lead to their fields."""

import re

from django import forms
from django.template import Context, Template


class Form(forms.Form):
    title = forms.CharField(label="What is it called?", help_text="A few words.")
    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")])
    agreed = forms.BooleanField(label="We agreed on it")
    why = forms.CharField(label="What draws you to it?", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form) -> str:
    return Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": form}))


def test_a_field_says_label_then_hint_then_error_then_input():
    html = drawn(Form({"title": ""}))
    parts = [
        '<label for="id_title">',
        'id="id_title_helptext"',
        'id="id_title_error"',
        '<input type="text" name="title"',
    ]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)


def test_hint_and_error_are_tied_to_the_input():
    html = drawn(Form({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_a_fieldset_of_cards_with_a_name():
    html = drawn(Form())
    group = html[html.index("<fieldset") : html.index("</fieldset>")]
    assert "<legend>Your answer</legend>" in group
    assert group.count('<label class="choice"') == 2
    assert re.findall(r'<label class="choice" for="([^"]+)"', group) == re.findall(r'<input[^>]* id="([^"]+)"', group)


def test_each_line_of_the_summary_leads_to_something_on_the_page():
    html = drawn(Form({}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_title", "id_answer", "id_agreed"]
    assert all(f'id="{target}"' in html for target in targets)


def test_the_summary_takes_the_focus_and_is_announced():
    summary = re.search(r'<div class="message-error"[^>]*>', drawn(Form({})))[0]
    assert 'role="alert"' in summary
    assert 'tabindex="-1"' in summary
    assert "autofocus" in summary


def test_a_form_nobody_has_sent_has_nothing_to_put_right():
    assert "message-error" not in drawn(Form())
    assert "aria-invalid" not in drawn(Form())


def test_what_may_stay_empty_says_so_and_what_may_not_does_not():
    html = drawn(Form())
    assert html.count("(you can leave this empty)") == 1
    assert html.index("What draws you") < html.index("(you can leave this empty)")


def test_a_hidden_field_has_no_label():
    assert '<input type="hidden" name="key"' in drawn(Form())
    assert 'for="id_key"' not in drawn(Form())


def test_what_a_member_wrote_comes_back_as_text():
    html = drawn(Form({"title": "<b>Salt</b>"}))
    assert "&lt;b&gt;Salt&lt;/b&gt;" in html
    assert "<b>Salt" not in html
