"""The form pack: label, hint, error, input; errors that lead to their fields."""

import re

import polib
import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.html import parse_html
from django.utils import translation

from copse.fields import CountrySelect, country_choices
from copse.renderer import DRAWN, FormRenderer

RENDERERS = (FormRenderer(), DjangoTemplates())


class Form(forms.Form):
    title = forms.CharField(label="What is it called?", help_text="A few words.")
    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")])
    agreed = forms.BooleanField(label="We agreed on it")
    why = forms.CharField(label="What draws you to it?", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form, by: str = "{{ form|crispy }}") -> str:
    return Template("{% load crispy_forms_tags %}" + by).render(Context({"form": form}))


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


def test_where_nobody_can_be_chosen_it_is_not_said_again_that_it_may_stay_empty():
    class Who(forms.Form):
        who = forms.ChoiceField(required=False, choices=[("", "Nobody yet"), ("nia", "Nia")])

    assert "(you can leave this empty)" not in drawn(Who())


def test_a_hidden_field_has_no_label():
    assert '<input type="hidden" name="key"' in drawn(Form())
    assert 'for="id_key"' not in drawn(Form())


def test_what_a_member_wrote_comes_back_as_text():
    html = drawn(Form({"title": "<b>Salt</b>"}))
    assert "&lt;b&gt;Salt&lt;/b&gt;" in html
    assert "<b>Salt" not in html


@pytest.mark.parametrize("by", ["{{ form.title|as_crispy_field }}", "{% crispy form %}", "{{ form|crispy }}"])
def test_crispy_draws_the_same_field_as_a_page_does(by):
    form = Form({"title": ""})
    form.helper = FormHelper()
    form.helper.layout = Layout(Row("title", "why"))
    assert form["title"].as_field_group() in drawn(form, by)


def test_a_card_has_the_input_that_django_would_draw():
    form = Form(initial={"answer": "no"})
    form.fields["answer"].widget.attrs = {"autocomplete": "off", "data-said": '"<'}
    inputs = [option.tag() for option in form["answer"]]
    assert " checked" in inputs[1]
    assert [tag for tag in inputs if tag not in drawn(form)] == []


INPUTS = [
    forms.CheckboxInput, forms.ColorInput, forms.DateInput, forms.DateTimeInput, forms.EmailInput, forms.FileInput,
    forms.HiddenInput, forms.NumberInput, forms.PasswordInput, forms.SearchInput, forms.TelInput, forms.TextInput,
    forms.Textarea, forms.TimeInput, forms.URLInput,
]  # fmt: skip


@pytest.mark.parametrize("widget", INPUTS)
def test_an_input_is_the_one_that_django_would_draw(widget):
    told = {"class": "input", "required": True, "disabled": False, "data-said": '"<&', "maxlength": 5}
    for value in (None, "", True, 0, '"<b>&amp;</b>\n{}', "</textarea>"):
        drawn_by = (widget(attrs=told).render("na<me", value, {"id": "id_it"}, by) for by in RENDERERS)
        assert len({str(parse_html(html)) for html in drawn_by}) == 1, value


def test_whatever_a_field_is_given_stays_text():
    class Odd(forms.Form):
        words = forms.CharField(label="<i>", help_text="A hint.")
        one = forms.ChoiceField(label="<i>", choices=[("<i>", "<i>")], widget=forms.RadioSelect)
        agreed = forms.BooleanField(label="<i>")

    html = drawn(Odd({"<i>\"'-words": ""}, prefix="<i>\"'"))
    assert "<i>" not in html
    assert "&lt;i&gt;&quot;&#x27;-words" in html


def test_every_input_that_we_draw_is_held_beside_djangos():
    templates = {widget.template_name for widget in [*INPUTS, forms.Select, CountrySelect]}
    assert DRAWN.keys() - templates == {"django/forms/widgets/input.html", FormRenderer.field_template_name}


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
def test_a_select_is_the_one_that_django_would_draw(widget):
    class Selects(forms.Form):
        where = forms.MultipleChoiceField(
            choices=[("", "Anywhere"), ("In a room", [("a", "<A>"), ("b", "B")])],
            widget=widget(attrs={"class": "input", "autofocus": True, "disabled": False}),
        )

    ours, theirs = (Selects(initial={"where": ["b"]}, **by)["where"] for by in ({}, {"renderer": DjangoTemplates()}))
    assert parse_html(str(ours)) == parse_html(str(theirs))
    assert str(ours).count(" selected>") == 1


@pytest.mark.parametrize("chosen", ["", "GB", "XX", None])
def test_the_select_of_countries_is_the_one_that_django_would_draw(chosen):
    theirs = forms.Select(choices=country_choices()).render("country", chosen, {"id": "id_country"}, DjangoTemplates())
    ours = CountrySelect().render("country", chosen, {"id": "id_country"})
    assert parse_html(ours) == parse_html(theirs)


def test_what_the_pack_itself_says_can_be_translated(settings, tmp_path):
    words = {"Error:": "Gwall:", "(you can leave this empty)": "(cewch adael hwn yn wag)"}
    catalogue = polib.POFile()
    catalogue.extend(polib.POEntry(msgid=ours, msgstr=theirs) for ours, theirs in words.items())
    folder = tmp_path / "cy/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("cy"):
        html = drawn(Form({"title": ""}))
    assert [theirs for theirs in words.values() if theirs not in html] == []
    assert [ours for ours in words if ours in html] == []
