from django import forms
from django.utils.translation import gettext_lazy as _

from larder.models import Topic


class TopicForm(forms.ModelForm):
    class Meta:
        model = Topic
        fields = ["title", "why", "kind"]
        help_texts = {"why": _("A few words will do. You can leave this empty.")}
        widgets = {"why": forms.Textarea(attrs={"rows": 4}), "kind": forms.RadioSelect}

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = group.topic_kinds.all()
        self.fields["kind"].empty_label = None
