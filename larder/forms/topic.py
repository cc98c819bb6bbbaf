from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput, Seen
from larder.models import Topic
from larder.models.tag import tags_in

LONGEST_LINE = 400


class TagsLine(forms.TextInput):
    """A line that offers the tags which the group has."""

    tags: tuple = ()

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, {**(attrs or {}), "list": "tags-in-use"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((tag,) for tag in self.tags))
        return format_html('{}<datalist id="tags-in-use">{}</datalist>', line, options)


class TagsInput(LineInput):
    """Words between commas; gives a list of them."""

    widget = TagsLine

    def clean(self, value):
        return tags_in(super().clean(value))


class TopicForm(forms.ModelForm):
    """A new topic; or `topic` to be worded anew, from how it was worded `before`, where that is said. The view hands
    `what()` to the verb.
    """

    tags = TagsInput(
        label=_("Tags"),
        help_text=_("Words of your own to find it by, with commas between them. You can leave this empty."),
        max_length=LONGEST_LINE,
        required=False,
    )
    seen = Seen()

    class Meta:
        model = Topic
        fields = ["title", "why", "kind"]
        help_texts = {"why": _("A few words will do. You can leave this empty.")}
        widgets = {"why": forms.Textarea(attrs={"rows": 4}), "kind": forms.RadioSelect}

    def __init__(self, *args, group, topic=None, before=None, **kwargs):
        super().__init__(*args, instance=topic, **kwargs)
        kinds = group.topic_kinds.all()
        self.fields["kind"].queryset = kinds
        self.fields["kind"].empty_label = None
        self.fields["tags"].widget.tags = [tag.name for tag in group.tags.all()]
        if topic:
            self.initial |= {"tags": ", ".join(topic.tag_names), "seen": topic.stamp}
        if before:
            self.initial |= {"title": before.title, "why": before.why, "tags": before.tags}
            still = [kind.pk for kind in kinds if kind.name == before.kind]
            self.initial["kind"] = still[0] if still else topic.kind_id

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the topic itself."""

    def clean_seen(self) -> str | None:
        return self.cleaned_data["seen"] or None

    def what(self) -> dict:
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "tags")}
