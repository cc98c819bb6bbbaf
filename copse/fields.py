"""The two kinds of text members write: a line and words of any number of lines.

Control characters that no one types on purpose are dropped on the way in, because calendars, mails and papers
refuse them; everything else that somebody wrote is kept as it is.
"""

import re

from django import forms
from django.db import models

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def tidy(text: str) -> str:
    """`text` with one kind of line end and without control characters (RFC 5545 allows only TAB and line ends)."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class LineInput(forms.CharField):
    """One line: line ends become spaces."""

    def to_python(self, value):
        return super().to_python(" ".join(tidy(value or "").split("\n")))


class WordsInput(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(tidy(value or ""))


class Seen(forms.CharField):
    """The stamp of what stood there when the page was opened. A page without it is taken as up to date."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(required=False, empty_value=None, **options)


class LineField(models.CharField):
    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineInput, **kwargs})


class WordsField(models.TextField):
    def __init__(self, *args, max_length=5000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WordsInput, **kwargs})
