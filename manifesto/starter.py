"""Values that many such groups hold to, in our own words: to begin from, and to make one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Starter:
    """Not a tuple: Django would take a choice's label for a group of choices."""

    key: str
    name: Any
    statement: Any


STARTERS = (
    Starter(
        "stays",
        _("What is said stays"),
        _("What anyone says, writes or makes here goes no further, unless they say that it may."),
    ),
    Starter(
        "pass", _("A pass needs no reason"), _("Each of us chooses what to share and when. Listening is taking part.")
    ),
    Starter(
        "listen",
        _("Listening first"),
        _("We hear one another out before we answer, and leave a silence where one is wanted."),
    ),
    Starter(
        "here", _("Being here"), _("We begin together, put other work away, and stay until we have closed together.")
    ),
    Starter(
        "level",
        _("Nobody above"),
        _("Whoever leads a meeting leads that meeting. In what we decide each voice counts the same."),
    ),
    Starter(
        "turns", _("Taking turns"), _("Leading, hosting and remembering go round, so that nobody carries them alone.")
    ),
    Starter(
        "make",
        _("Making, not marking"),
        _("What we make is for the making. We say what stayed with us, and give advice only where it is asked for."),
    ),
    Starter(
        "enough",
        _("Enough is enough"),
        _("Each of us looks after our own limits, and may say stop, step out, and come back."),
    ),
    Starter(
        "different",
        _("Room for difference"),
        _("We come with different bodies, beliefs and ways of working, and nobody leaves theirs at the door."),
    ),
    Starter(
        "mend",
        _("Mending"),
        _("When something between us hurts, we bring it up soon and kindly, and stay to put it right."),
    ),
    Starter(
        "practice",
        _("Learning from the work"),
        _("We bring what our work asks of us: what went well, what went wrong, and what we don’t know yet."),
    ),
    Starter(
        "others",
        _("Those we work with"),
        _("We speak of the people we work with as if they could hear us, and so that nobody could know them."),
    ),
    Starter("play", _("Lightness"), _("We leave room for play, for laughter, and for things that come to nothing.")),
)


class StartersForm(forms.Form):
    """Which of them to draw from. Those whose names are in `but` are left out: they are there already.

    On a page: `{% include "manifesto/_starters.html" with field=form.starters only %}`.
    """

    starters = forms.MultipleChoiceField(
        label=_("Draw from these"),
        help_text=_("They can be put into your own words afterwards."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args, but: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        held = {name.casefold() for name in but}
        self.offered = [starter for starter in STARTERS if str(starter.name).casefold() not in held]
        self.fields["starters"].choices = [(starter.key, starter) for starter in self.offered]

    @property
    def drawn(self) -> list[tuple[str, str]]:
        """(name, statement) of each that was chosen, in the reader's language."""
        chosen = self.cleaned_data["starters"]
        return [(str(s.name), str(s.statement)) for s in self.offered if s.key in chosen]
