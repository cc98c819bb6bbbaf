import re
from itertools import chain

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsInput
from copse.words import join_names
from groups.models import Invitation


class InviteForm(forms.Form):
    emails = WordsInput(
        label=_("Their e-mail address"),
        help_text=_("Several at once: one to a line, or as you copy them from a list."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    note = WordsInput(
        label=_("A note to them"),
        help_text=_("They see it when they follow the link. You can leave this empty."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_emails(self) -> list[str]:
        """What was written, taken apart: each once, in small letters, whether it is an address or not."""
        lines = re.split(r"[,;\n]+", self.cleaned_data["emails"])
        return list(dict.fromkeys(one.lower() for line in lines for one in addresses_in(line)))

    def send(self, group, *, by) -> list[str]:
        """Invite each that can be invited, and give those. The others stay in the field, each with a word on why."""
        sent, left = [], {}
        for email in self.cleaned_data["emails"]:
            try:
                if not looks_right(email):
                    raise ValidationError(_("This doesn’t look like an e-mail address."))
                group.invite(email, by=by, note=self.cleaned_data["note"])
                sent.append(email)
            except ValidationError as error:
                left.setdefault(error.message, []).append(email)
        self.data = {**self.data.dict(), "emails": "\n".join(chain.from_iterable(left.values()))}
        for why, emails in left.items():
            self.add_error("emails", f"{join_names(emails)}: {why}")
        return sent


def addresses_in(line: str) -> list[str]:
    """Of `Nia Elm <nia@example.org>` what is in the brackets; else each of several with spaces between them."""
    bracketed = re.findall(r"<([^<>]*)>", line)
    words = line.split()
    if bracketed or sum("@" in word for word in words) > 1:
        return bracketed or words
    return [" ".join(words)] if words else []


def looks_right(email: str) -> bool:
    try:
        Invitation._meta.get_field("email").run_validators(email)
    except ValidationError:
        return False
    return bool(email)
