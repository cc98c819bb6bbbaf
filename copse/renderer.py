"""What draws forms: functions a field of the form pack and the inputs of everyday, Django's templates what is rare.

A function writes what the widget or the field gives it, attribute for attribute. As a template of Django's, an
input costs many times as much (docs/decisions/0058).
"""

from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

INPUTS = "checkbox color date datetime email file hidden input number password search tel text time url"


class FormRenderer(DjangoTemplates):
    """Django's own renderer, which asks `DRAWN` first."""

    field_template_name = "copse/field"

    def render(self, template_name: str, context: dict, request=None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


# An input as Django's widgets tell of it: its name, value and attributes


def _input(context: dict) -> SafeString:
    widget = context["widget"]
    return _one_input(widget["type"], widget)


def _one_input(kind: str, widget: dict) -> SafeString:
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    return format_html("<input{}>", _attributes({"type": kind, "name": widget["name"], **value, **widget["attrs"]}))


def _textarea(context: dict) -> SafeString:
    widget = context["widget"]
    begin = _attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", begin, widget["value"] or "")


def _select(context: dict) -> SafeString:
    widget = context["widget"]
    groups = format_html_join("", "{}", ((_options(*group),) for group in widget["optgroups"]))
    return format_html("<select{}>{}</select>", _attributes({"name": widget["name"], **widget["attrs"]}), groups)


def _attributes(told: dict) -> SafeString:
    """Each with a space before it. True is a name alone; what is False isn't there."""
    there = ((name, value) for name, value in told.items() if value is not False)
    each = (format_html(*((" {}", name) if value is True else (' {}="{}"', name, value))) for name, value in there)
    return mark_safe("".join(each))  # noqa: S308 - each is escaped


def _options(group: str | None, options: list[dict], _index: int) -> SafeString:
    each = ((_attributes({"value": str(one["value"]), **one["attrs"]}), one["label"]) for one in options)
    options = format_html_join("", "<option{}>{}</option>", each)
    return format_html('<optgroup label="{}">{}</optgroup>', group, options) if group else options


# A field of the form pack "copse"


def _field(context: dict) -> SafeString:
    """Label, hint, error, input, in that order; choices become cards.

    Django itself ties hint and error to the input (aria-describedby, aria-invalid), so the input stays as its widget
    says and needs no class.
    """
    field: BoundField = context["field"]
    if field.is_hidden:
        return str(field)
    kind = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset:
        described = {"aria-describedby": field.aria_describedby} if field.aria_describedby else {}
        attributes = _attributes({"id": field.auto_id, **described})
        inputs = _cards(field, kind) if kind in ("radio", "checkbox") else field
        words = '<fieldset class="field"{}><legend>{}</legend>{}{}</fieldset>'
        return format_html(words, attributes, field.label, _said(field), inputs)
    if kind == "checkbox":
        card = _card(field.id_for_label, field, field.label)
        return format_html('<div class="field">{}{}</div>', _said(field), card)
    label = format_html('<label for="{}">{}{}</label>', field.id_for_label, field.label, _may_be_empty(field))
    return format_html('<div class="field">{}{}{}</div>', label, _said(field), field)


def _said(field: BoundField) -> SafeString:
    """The hint, which may have tags of ours, and what is to be put right."""
    hint, errors = str(field.help_text), field.errors
    hint = hint and format_html('<div class="hint" id="{}_helptext">{}</div>', field.auto_id, mark_safe(hint))  # noqa: S308
    if not errors:
        return hint
    each = format_html_join("", '<p><span class="vh">{} </span>{}</p>', ((gettext("Error:"), one) for one in errors))
    return format_html('{}<div class="error" id="{}_error">{}</div>', hint, field.auto_id, each)


def _may_be_empty(field: BoundField) -> SafeString | str:
    if field.field.required or field.help_text:
        return ""
    return format_html(' <span class="quiet">{}</span>', gettext("(you can leave this empty)"))


def _cards(field: BoundField, kind: str) -> SafeString:
    options = ((option, _one_input(kind, option.data)) for option in field)
    cards = ((_card(option.id_for_label, its_input, option.choice_label),) for option, its_input in options)
    first = field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""
    return format_html('<div class="choices">{}{}</div>', format_html_join("", "{}", cards), first)


def _card(id_: str, inputs, words: str) -> SafeString:
    return format_html('<label class="choice" for="{}">{}<span class="words">{}</span></label>', id_, inputs, words)


WIDGETS = {**dict.fromkeys(INPUTS.split(), _input), "textarea": _textarea, "select": _select}
DRAWN = {f"django/forms/widgets/{name}.html": draw for name, draw in WIDGETS.items()} | {"copse/field": _field}
