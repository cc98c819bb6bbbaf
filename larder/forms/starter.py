from django import forms
from django.utils.translation import gettext_lazy as _

from larder.starter import ACTIVITIES, TOPICS


class StarterForm(forms.Form):
    """Which topics and activities to take, by their keys."""

    take = forms.MultipleChoiceField(
        choices=[(starter.key, starter.title) for starter in (*TOPICS, *ACTIVITIES)],
        error_messages={"required": _("Choose at least one.")},
    )
