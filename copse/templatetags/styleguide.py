"""What the style guide shows: an invented group, so that every component stands there with its states."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

from django import forms, template
from django.template.loader import render_to_string

from copse.differences import word_changes
from copse.rings import KINDS, Mark
from copse.sheets import Refusal

register = template.Library()

KIND_NAMES = ("Online", "Face to face", "Both at once", "Retreat", "Action learning")
NAMES = ("Ishbel", "Marek", "Joan", "Devi", "Oona", "Yusra", "Lotte", "Piers")
TODAY = date(2026, 5, 20)


class SampleForm(forms.Form):
    title = forms.CharField(label="What is the topic called?")
    day = forms.DateField(
        label="Which day?", help_text="From today on.", widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(label="Which kind is it?", choices=[("practice", "Practice"), ("form", "Form")])
    answer = forms.ChoiceField(
        label="Your answer", widget=forms.RadioSelect, choices=[("yes", "I consent"), ("notyet", "Not yet")]
    )
    why = forms.CharField(label="What draws you to it?", required=False, widget=forms.Textarea)
    easier = forms.BooleanField(label="Easier letters", required=False)


def _people() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            pk=pk, initial=name[0], name=name, disc_tone=pk, joined_at=datetime(2019 + pk % 5, 1, 9, tzinfo=UTC)
        )
        for pk, name in enumerate(NAMES, 1)
    ]


def _activities() -> list[SimpleNamespace]:
    """Two that look as unlike as they can."""
    long = {
        "title": "A walk that tells", "lid": 3, "get_medium_display": "Movement", "minutes": 60,
        "part_name": "Any part", "get_place_display": "In the room", "people": "two to six people",
        "content_note": "Being alone with somebody",
        "instructions": "Out, *one* of you talking:\n\n1. as far as the lock\n2. and back, **the other** talking\n\n"
        "- no notes\n- no hurry\n\n> And then?",
        "alternative": "Walk at the back, where we see each other.", "materials": "Shoes", "source": "A shepherd",
    }  # fmt: skip
    short = {"title": "Three sounds", "lid": 6, "get_medium_display": "Something else", "minutes": 5, "people": ""}
    plain = dict.fromkeys(("content_note", "alternative", "materials", "source"), "")
    return [SimpleNamespace(**long), SimpleNamespace(**{**long, **plain, **short})]


def _programme() -> SimpleNamespace:
    days = [(1, 14), (2, 11), (4, 18), (5, 27), (6, 20), (9, 9), (9, 16), (11, 11)]
    kinds = ["online", "learning", "retreat", "hybrid", "face", "online", "learning", "face"]
    days += [(10, 20)] * 5  # so close together that lines lead to their day
    kinds += ["online", "face", "hybrid", "learning", "online"]
    marks = [
        Mark(
            kind,
            day := date(2026, *md),
            day.replace(day=20) if kind == "retreat" else day,
            settled=day.month < 11,
            held=day < TODAY,
            next=md == (5, 27),
        )
        for md, kind in zip(days, kinds, strict=True)
    ]
    return SimpleNamespace(
        year=2026, today=TODAY, earlier_years=[(2023, 6), (2024, 10), (2025, 9)], marks=marks, season=None
    )


def _offer() -> SimpleNamespace:
    """Two activities of a sort: one that is ticked, one that is here already."""
    how = {
        "instructions": "Write one line about something that you can *see*.", "materials": "Paper and pen",
        "alternative": "Look out of the window.", "source": "Copse", "least": 2, "content_note": "",
    }  # fmt: skip
    shown = [
        {"starter": {"key": key, "title": title, **how}, "about": "Six minutes. Grounding", "is_here": here}
        for key, title, here in (("line", "A line", False), ("hum", "A hum", True))
    ]
    offered = [render_to_string("larder/_offered.html", {**each, "is_ticked": True}) for each in shown]
    return SimpleNamespace(key="sg-offer", name="Writing", lid=0, is_left=True, offered=offered)


def _proposed() -> list[SimpleNamespace]:
    """A date that meets something, and one that was moved to where it can't be."""
    evening = {"get_kind_display": "Online", "start_time": time(19)}
    plain = {
        "times": "7 to 9 pm",
        "rhythm": {"place": ""},
        "on": date(2026, 9, 7),
        "keep": True,
        "notes": [],
        "errors": {},
    }
    first = {
        "key": "sg-first", "day": "Monday 31 August", "meeting": SimpleNamespace(**evening),
        "said": {"starts_on": "2026-08-31", "start_time": "19:00", "end_time": "21:00"},
        "notes": ["Bank holiday: Late Summer Bank Holiday, in a part of the country.", "Joan and Devi can’t then."],
    }  # fmt: skip
    moved = {
        "key": "sg-moved", "day": "Monday 14 September", "meeting": SimpleNamespace(**evening), "was_moved": True,
        "said": {"starts_on": "2026-09-14", "start_time": "19:00", "end_time": "18:00"},
        "errors": {"end_time": ["The end comes before the start. Choose a later end."]},
    }  # fmt: skip
    return [SimpleNamespace(**{**plain, **first}), SimpleNamespace(**{**plain, **moved})]


@register.simple_tag
def samples() -> dict:
    """People of all eight tones, a year with every kind of meeting, a run sheet, activities, a list, a form right and
    wrong.
    """
    people = _people()
    states = ("yes", "thought", "wait", "notyet", "heard")
    parts = [("hold", 8), ("gather", 18), ("make", 40), ("gather", 42), ("hold", 12)]
    return {
        "people": people,
        "kinds": list(zip(KINDS, KIND_NAMES, strict=True)),
        "programme": _programme(),
        "consent": list(zip(people, states, strict=False)),
        "closed": [(person, "yes") for person in people[:5]],
        "parts": [SimpleNamespace(tone=tone, minutes=minutes) for tone, minutes in parts],
        "columns": {"starts_on": "date", "place": "place", "topics": "topics"},
        "refused": [
            Refusal(4, "“12.4.2021” is no day. Write it as 5/3/2020 or 2020-03-05."),
            Refusal(7, "More than one of us is called “Joan”."),
        ],
        "here": [2, 3, 5],
        "unreached": SimpleNamespace(
            unreached=True,
            refused_address="joan@example.org",
            refused_at=datetime(2026, 5, 18, 9, tzinfo=UTC),
            refusal="The mail server there knows no such address.",
        ),
        "offer": _offer(),
        "proposed": _proposed(),
        "activities": _activities(),
        "lids": [1, 2, 3, 4, 5, 6],
        "group": SimpleNamespace(slug="kettle-row"),
        "found": [(False, "What we carry to the "), (True, "table"), (False, ", and what we leave under it …")],
        "changes": word_changes(
            "We take our time over supper.", "We stop before we are tired, over supper or earlier."
        ),
        "wrong": SampleForm({"day": "soon", "kind": "form"}, auto_id="wrong_%s"),
        "right": SampleForm({"title": "Thresholds", "day": "2026-06-20", "answer": "yes"}, auto_id="right_%s"),
    }
