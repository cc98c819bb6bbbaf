"""Whoever isn't where the group is: forms say by whose clock they take times, and no day is said by another's."""

from datetime import date, time, timedelta
from html import unescape
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from copse.home import Home
from copse.words import day_near
from groups.models import Group
from meetings.forms.dates import OfferForm
from meetings.forms.meeting import MeetingForm
from meetings.forms.smaller import SmallerForm
from meetings.models import TurnOffer
from tests.factories import first_of, make_group, make_meeting, make_member

pytestmark = pytest.mark.django_db

NEXT = timezone.localdate().year + 1
DAY = timezone.localdate() + timedelta(days=20)
LATE = {"day": DAY, "start_time": time(19), "end_time": time(21)}  # the next morning in Auckland


@pytest.fixture
def nia():
    return first_of(make_group(first=make_member("Nia")))


@pytest.fixture
def ana(nia):
    """A member of a group in London who lives in Auckland, eleven hours ahead or more."""
    ana = nia.group.welcome(make_member("Ana", zone="Pacific/Auckland"))
    ana.take_on("facilitator", by=nia)
    return ana


def said(day: date, zone: str = "Europe/London") -> str:
    return day_near(day, timezone.localdate(timezone=ZoneInfo(zone)))


def page(client, name: str, *args) -> str:
    return unescape(client.get(reverse(f"meetings:{name}", args=args)).content.decode())


def test_a_form_says_in_which_city_its_times_are_to_whoever_has_other_hours(nia, ana, signed_in):
    slug, meeting = nia.group.slug, make_meeting(nia, settled=False)
    forms = ("offer", slug, meeting.key), ("plan", slug), ("new_rhythm", slug)
    for name, *args in forms:
        told = page(signed_in(ana), name, *args)
        assert "From, in London" in told
        assert "Until, in London" in told
        assert "in London" not in page(signed_in(nia), name, *args)


def test_what_is_offered_is_said_back_with_its_times_for_both(nia, ana, signed_in):
    meeting, client = make_meeting(nia, settled=False), signed_in(ana)
    hours = {"start_time": "09:00", "end_time": "11:00", "zone": "Europe/London", "kind": "online"}
    offer = reverse("meetings:offer", args=[nia.group.slug, meeting.key])
    answer = client.post(offer, {"starts_on": date(NEXT, 1, 11), **hours}, follow=True)
    words = "you can make it: {day}, 10 pm to midnight where you are; 9 to 11 am in London."
    assert words.format(day=f"{date(NEXT, 1, 11):%A} 11 January {NEXT}") in unescape(answer.content.decode())


def test_the_year_and_whose_turn_say_the_day_of_whoever_reads(nia, ana, signed_in):
    make_meeting(nia, **LATE)
    here, there = said(DAY), said(DAY + timedelta(days=1), "Pacific/Auckland")
    turns = f'<span class="tally">{there}</span>'
    assert turns in page(signed_in(ana), "year", nia.group.slug)
    assert turns.replace(there, here) in page(signed_in(nia), "year", nia.group.slug)
    both = f"{there}, 8 to 10 am where you are; {here}, 7 to 9 pm in London"
    assert both in page(signed_in(ana), "turns", nia.group.slug)
    assert "where you are" not in page(signed_in(nia), "turns", nia.group.slug)


def test_the_turn_that_would_be_mine_and_those_that_are_are_said_by_my_day(nia, ana, signed_in):
    make_meeting(nia, days=15)
    make_meeting(nia, facilitator=None, **LATE)
    there = said(DAY + timedelta(days=1), "Pacific/Auckland")
    assert f"If everyone keeps their turn, yours is {there}." in page(signed_in(ana), "turns", nia.group.slug)
    TurnOffer.make(make_meeting(nia, **LATE), by=nia)
    with timezone.override("Pacific/Auckland"):
        asks = Home(ana).asks["first"]
    assert f"It is {there}." in [ask.words for ask in asks]


@pytest.mark.parametrize(
    ("here", "there", "error"),
    [("Pacific/Kiritimati", "Pacific/Pago_Pago", ""), ("Pacific/Pago_Pago", "Pacific/Kiritimati", "from today on")],
)
def test_today_is_the_day_that_it_is_where_the_times_are(nia, here, there, error):
    """The two are 25 hours apart."""
    meeting = make_meeting(nia, settled=False)
    Group.objects.filter(pk=nia.group_id).update(zone=there)
    nia.group.refresh_from_db()
    day = timezone.localdate(timezone=ZoneInfo(there if not error else here))
    plan = {"starts_on": day, "start_time": "23:57", "end_time": "23:59", "zone": there, "kind": "online"}
    with timezone.override(here):
        forms = (
            OfferForm(plan, instance=meeting),
            MeetingForm(QueryDict(urlencode(plan)), group=nia.group),
            SmallerForm(plan, by=nia),
        )
        for form in forms:
            assert error in str(form.errors.get("starts_on", "")), form
            assert bool(error) == ("starts_on" in form.errors)
