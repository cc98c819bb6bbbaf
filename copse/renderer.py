"""What draws forms: functions a field of the form pack and the inputs of everyday, Django's templates what is rare.

A function writes what the widget or the field gives it, attribute for attribute. As a template of Django's, an
input costs many times as much (docs/decisions/0058). All of them give HTML, and escape whatever else they are given.
"""

from django.forms import Select
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape as escaped
from django.utils.translation import gettext

INPUTS = "checkbox color date datetime email file hidden input number password search tel text time url"


class FormRenderer(DjangoTemplates):
    """Django's own renderer, which asks `DRAWN` first."""

    field_template_name = "copse/field"

    def render(self, template_name: str, context: dict, request=None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


# An input as Django's widgets tell of it: its name, value and attributes


def _input(context: dict) -> str:
    widget = context["widget"]
    return _one_input(widget["type"], widget)


def _one_input(kind: str, widget: dict) -> str:
    value = widget["value"]
    value = "" if value is None else f' value="{escaped(str(value))}"'
    return f'<input type="{kind}" name="{escaped(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _textarea(context: dict) -> str:
    widget = context["widget"]
    words = escaped(widget["value"] or "")
    return f'<textarea name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{words}</textarea>'


def _select(context: dict) -> str:
    widget = context["widget"]
    groups = "".join([_options(group, options) for group, options, _index in widget["optgroups"]])
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>{groups}</select>'


def _options(group: str | None, options: list[dict]) -> str:
    each = "".join(
        [
            f'<option value="{escaped(str(one["value"]))}"{_attributes(one["attrs"])}>{escaped(one["label"])}</option>'
            for one in options
        ]
    )
    return f'<optgroup label="{escaped(group)}">{each}</optgroup>' if group else each


def _attributes(told: dict) -> str:
    """Each with a space before it. True is a name alone; what is False isn't there. Names are ours."""
    return "".join(
        [
            f" {name}" if value is True else f' {name}="{escaped(value)}"'
            for name, value in told.items()
            if value is not False
        ]
    )


# A field of the form pack "copse"


def _field(context: dict) -> str:
    """Label, hint, error, input, in that order; choices become cards.

    Django itself ties hint and error to the input (aria-describedby, aria-invalid), so the input stays as its widget
    says and needs no class.
    """
    field: BoundField = context["field"]
    if field.is_hidden:
        return str(field)
    kind, label = getattr(field.field.widget, "input_type", ""), escaped(field.label)
    if field.use_fieldset:
        attributes = {"class": "field", "id": field.auto_id, "aria-describedby": field.aria_describedby or False}
        inputs = _cards(field, kind) if kind in ("radio", "checkbox") else field
        return f"<fieldset{_attributes(attributes)}><legend>{label}</legend>{_said(field)}{inputs}</fieldset>"
    if kind == "checkbox":
        return f'<div class="field">{_said(field)}{_card(field.id_for_label, field, label)}</div>'
    label = f'<label for="{escaped(field.id_for_label)}">{label}{_may_be_empty(field)}</label>'
    return f'<div class="field">{label}{_said(field)}{field}</div>'


def _said(field: BoundField) -> str:
    """The hint, which may have tags of ours, and what is to be put right."""
    hint, errors, id_ = field.help_text, field.errors, escaped(field.auto_id)
    hint = f'<div class="hint" id="{id_}_helptext">{hint}</div>' if hint else ""
    if not errors:
        return hint
    word = gettext("Error:")
    each = "".join([f'<p><span class="vh">{word} </span>{escaped(error)}</p>' for error in errors])
    return f'{hint}<div class="error" id="{id_}_error">{each}</div>'


def _may_be_empty(field: BoundField) -> str:
    """Where neither a hint nor a choice says so."""
    if field.field.required or field.help_text or isinstance(field.field.widget, Select):
        return ""
    words = gettext("(you can leave this empty)")
    return f' <span class="quiet">{words}</span>'


def _cards(field: BoundField, kind: str) -> str:
    cards = [_card(one.id_for_label, _one_input(kind, one.data), escaped(one.choice_label)) for one in field]
    first = field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""
    return f'<div class="choices">{"".join(cards)}{first}</div>'


def _card(id_: str, its_input, words: str) -> str:
    return f'<label class="choice" for="{escaped(id_)}">{its_input}<span class="words">{words}</span></label>'


WIDGETS = {**dict.fromkeys(INPUTS.split(), _input), "textarea": _textarea, "select": _select}
DRAWN = {f"django/forms/widgets/{name}.html": draw for name, draw in WIDGETS.items()} | {"copse/field": _field}
