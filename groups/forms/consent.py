from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from copse.fields import Seen, WordsInput
from groups.models import Position

Answer = Position.Answer
MEANING = {
    Answer.CONSENT: _("I can stand by this as it is."),
    Answer.THOUGHT: _("I can stand by it, and there is something I’d like heard."),
    Answer.NOT_YET: _("Something would be harmed, and we work that through first. The proposal stays open."),
}
SAYING = {
    "questions": _("What would you like to understand?"),
    "reactions": _("How does it sit with you?"),
    "integrating": _("How could it meet what was said?"),
}


def wording_seen(seen: str | None) -> int:
    """The number of the wording that was read; 0, which none has, where that can't be told."""
    return int(seen) if seen and seen.isdecimal() and len(seen) < 6 else 0


class AnswerForm(forms.Form):
    """Whether I can stand by the wording that I read."""

    answer = forms.ChoiceField(label=_("My answer"), widget=forms.RadioSelect)
    words = WordsInput(
        label=_("What would you like to say?"), max_length=2000, required=False,
        help_text=_("With “Not yet”, write what would be harmed. Otherwise you can leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seen = Seen()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (answer.value, format_html("<b>{}</b><span>{}</span>", answer.label, MEANING[answer])) for answer in Answer
        ]

    @property
    def version_seen(self) -> int:
        return wording_seen(self.cleaned_data["seen"])


class RemarkForm(forms.Form):
    """A question, a reaction or a thought, by the stage in which it was written."""

    stage = forms.CharField(widget=forms.HiddenInput)
    text = WordsInput(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, stage: str, **kwargs):
        super().__init__(*args, initial={"stage": stage}, **kwargs)
        self.fields["text"].label = SAYING.get(stage, _("What would you like to say?"))


class ReplyForm(forms.Form):
    reply = WordsInput(label=_("Your reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class LetRestForm(forms.Form):
    reason = WordsInput(
        label=_("Why set it aside?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
