from django import forms
from django.utils.translation import gettext_lazy as _


class GoOnlineForm(forms.Form):
    """Where the online room is."""

    join_url = forms.URLField(
        label=_("The link to the online room"),
        help_text=_("You can leave this empty, and add it later without asking anybody again."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
