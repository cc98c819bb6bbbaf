"""What draws forms: the form pack's field and Django's widgets, all of them Jinja2 templates."""

from pathlib import Path

from django import forms
from django.forms.renderers import Jinja2
from django.utils.functional import cached_property
from django.utils.translation import gettext

FOLDERS = [Path(module).parent / "jinja2" for module in (__file__, forms.__file__)]  # ours before Django's


class FormRenderer(Jinja2):
    """Django's own, with the form pack's field, and with `_` for words that can be translated."""

    field_template_name = "copse/field.html"

    @cached_property
    def engine(self):
        engine = self.backend({"NAME": "forms", "DIRS": FOLDERS, "APP_DIRS": False, "OPTIONS": {}})
        engine.env.globals.clear()  # no template here uses them, and they are copied for every widget
        return engine

    def render(self, template_name, context, request=None) -> str:
        return super().render(template_name, {"_": gettext, **context}, request)
