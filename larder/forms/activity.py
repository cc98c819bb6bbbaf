from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import Seen
from groups.parts import Part, name_of
from larder.models import Activity
from larder.models.activity import MOST_MINUTES, MOST_PEOPLE


def from_one_to(most: int) -> dict:
    """The same sentence for what is less and for what is more."""
    words = format_lazy(_("Write a whole number from 1 to {most}."), most=most)
    return {"min_value": words, "max_value": words}


class ActivityForm(forms.ModelForm):
    """An activity to put by, or to change; what is put by as a variation says so beside the form."""

    seen = Seen()

    class Meta:
        model = Activity
        fields = ["title", "instructions", "medium", "minutes", "place", "part", "materials", "least", "most",
                  "content_note", "alternative", "source"]  # fmt: skip
        help_texts = {
            "instructions": _(
                "As to somebody who has never done it. An empty line begins a paragraph, - or 1. a list, > a quotation;"
                " *one star* or **two** around words set them off; [words](https://…) is a link."
            ),
            "part": _("Any part, if it suits several."),
            "least": _("Empty, if it works alone."),
            "most": _("Empty, if there can’t be too many."),
            "materials": _("It stands in the run sheet, under what to bring. You can leave this empty."),
            "content_note": _("A few words that let each of us decide beforehand, such as: about a death."),
            "alternative": _("Another way to take part, or none."),
            "source": _("Whoever thought of it, a book, a workshop: so that credit is given."),
        }
        error_messages = {"minutes": from_one_to(MOST_MINUTES)} | dict.fromkeys(
            ("least", "most"), from_one_to(MOST_PEOPLE)
        )
        widgets = {
            "instructions": forms.Textarea(attrs={"rows": 9}),
            "alternative": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(part.value, name_of(part, group)) for part in Part]
        self.fields["part"].choices = [("", _t("Any part")), *parts]
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.stamp

    @property
    def shows_more(self) -> bool:
        """Whether what is folded away says something already, or is to be put right."""
        folded = [self[name] for name in ("least", "most", "source")]
        return any(field.value() or field.errors for field in folded)

    def clean(self) -> dict:
        data = super().clean()
        least, most = data.get("least"), data.get("most")
        if least and most and most < least:
            self.add_error("most", _t("Fewer than the number before it. Choose the same number, or a larger one."))
        return data

    def what(self) -> dict:
        """The activity's own fields, for the verb."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
