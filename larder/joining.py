"""What the larder asks of somebody who has just joined, and need not be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput
from groups.registry import FirstThing
from larder.models import Topic


def fields(group) -> dict[str, forms.Field]:
    kinds = group.topic_kinds.all()
    return {
        "topic": LineInput(
            label=_("A topic that you would like to open with us"),
            help_text=_("It is put by in the larder. You can leave this empty."),
            max_length=120,
            required=False,
        ),
        "topic_kind": forms.ModelChoiceField(
            kinds,
            label=_("Which kind is it?"),
            widget=forms.RadioSelect,
            empty_label=None,
            initial=kinds.first(),
            required=False,
        ),
    }


def keep(membership, said: dict, *, key: str) -> None:
    if said["topic"]:
        kind = said["topic_kind"] or membership.group.topic_kinds.first()
        Topic.put_by(by=membership, title=said["topic"], why="", kind=kind, key=key)


first_topic = FirstThing(fields, keep)
