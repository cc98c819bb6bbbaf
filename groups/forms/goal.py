from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import Seen, WordsInput
from groups.models import Goal


class GoalForm(forms.ModelForm):
    """One of mine. The view hands `what()` to the verb."""

    class Meta:
        model = Goal
        fields = ["text", "state", "look_back"]
        labels = {"text": _("What do you hope for from this group?")}
        help_texts = {"look_back": _("You can leave this empty.")}
        widgets = {
            "look_back": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "state": forms.RadioSelect,
        }

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the goal itself."""

    def what(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OurGoalForm(GoalForm):
    """One that all of us want. Each of us may change it, so it knows what it was changed from."""

    seen = Seen()

    class Meta(GoalForm.Meta):
        labels = {"text": _("What do all of us want?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.stamp


class ContributionForm(forms.Form):
    """Words for a gathering. Where they are changed they may be left empty: then they go."""

    text = WordsInput(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, question, may_be_empty: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text = question.question, question.hint
        if may_be_empty:
            field.required, field.help_text = False, _("Empty it to take it away.")
