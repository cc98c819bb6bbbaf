"""The kinds of text members write: a line, words of any number of lines, the name of a time zone; and a country.

Control characters that no one types on purpose are dropped on the way in, because calendars, mails and papers
refuse them; a turn of direction ends in its own line; and words that nobody can see are none. Everything else that
somebody wrote is kept as it is.
"""

import re
import unicodedata
from functools import cache, lru_cache

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copse.countries import countries
from copse.direction import closed
from copse.zones import find_zone, zone_names

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
MARKLESS = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"}
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs, by their category, that are drawn as nothing


def tidy(text: str) -> str:
    """`text` with one kind of line end, without control characters (RFC 5545 allows only TAB and line ends), and with
    every turn of direction ended (`copse.direction`).
    """
    return closed(UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def visible(text: str) -> str:
    """`text`, or nothing where all of it is spaces, joiners, fillers and the like, which leave no mark on a page."""
    return text if any(c not in BLANK and unicodedata.category(c) not in MARKLESS for c in text) else ""


class LineInput(forms.CharField):
    """One line: line ends become spaces, and what nobody can see is nothing."""

    def to_python(self, value):
        return visible(super().to_python(" ".join(tidy(value or "").split("\n"))))


class WordsInput(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return visible(super().to_python(tidy(value or "")))


class DayInput(forms.DateField):
    """A day; what is written like one and isn't, such as 29 February 2027, is told apart from what can't be read."""

    WRITTEN_SO = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", re.ASCII)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if self.WRITTEN_SO.fullmatch(str(value)):
                raise forms.ValidationError(_("There is no such day."), code="invalid") from None
            raise


class Seen(forms.CharField):
    """The stamp of what stood there when the page was opened. A page without it is taken as up to date."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(required=False, empty_value=None, **options)


@cache
def zone_options() -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in sorted(zone_names())))


class ZoneLine(forms.TextInput):
    """A line that offers the zones which hold what is being typed."""

    def render(self, name, value, attrs=None, renderer=None):
        zones = f"{name}-zones"
        line = super().render(name, value, {**(attrs or {}), "list": zones, "spellcheck": "false"}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', line, zones, zone_options())


class ZoneInput(LineInput):
    """An IANA time zone, by its name or its city."""

    widget = ZoneLine

    def __init__(self, **kwargs):
        hint = _("Write a city near you, and choose from those that are offered.")
        super().__init__(**{"label": _("Time zone"), "help_text": hint, "max_length": 64, **kwargs})

    def clean(self, value):
        return find_zone(super().clean(value))


def country_choices() -> list[tuple[str, str]]:
    return [("", _("Not said")), *countries()]


@lru_cache(maxsize=64)
def country_options(chosen: str, language: str) -> SafeString:
    rows = ((code, " selected" if code == chosen else "", name) for code, name in country_choices())
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class CountrySelect(forms.Select):
    """A select whose 250 options are drawn once for each country that is chosen, as they are the same on every page."""

    def render(self, name, value, attrs=None, renderer=None):
        attributes = {"name": name, **self.build_attrs(self.attrs, attrs)}
        options = country_options(value or "", get_language())
        return format_html("<select{}>{}</select>", flatatt(attributes), options)


class CountryInput(forms.ChoiceField):
    """A country by its two letters (ISO 3166-1), or none."""

    widget = CountrySelect

    def __init__(self, **kwargs):
        super().__init__(**{"choices": country_choices, "required": False, **kwargs})


class LineField(models.CharField):
    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineInput, **kwargs})


class WordsField(models.TextField):
    def __init__(self, *args, max_length=5000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WordsInput, **kwargs})
