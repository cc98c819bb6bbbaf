from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import Seen
from larder.models import TopicKind


class KindForm(forms.ModelForm):
    """A new kind, or `kind` to be changed. The view hands `what()` to the verb."""

    seen = Seen()

    class Meta:
        model = TopicKind
        fields = ["name", "lid"]
        help_texts = {"lid": _("Two kinds may have the same lid. The word stands on each jar.")}
        widgets = {"lid": forms.RadioSelect}

    def __init__(self, *args, kind=None, **kwargs):
        super().__init__(*args, instance=kind, **kwargs)
        self.fields["lid"].choices = TopicKind.Lid.choices
        if kind:
            self.initial["seen"] = kind.stamp

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the kind itself."""

    def what(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OtherKindForm(forms.Form):
    """Of which kind the topics of `kind` are when it goes. Nothing is asked where it has none, or is the last."""

    to = forms.ModelChoiceField(
        label=_("Of which kind are its topics from now on?"),
        queryset=None,
        to_field_name="key",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        others = kind.group.topic_kinds.exclude(pk=kind.pk)
        self.is_last, self.fields["to"].queryset = not others.exists(), others
        if self.is_last or not kind.topics.exists():
            del self.fields["to"]
