"""A group with turns, for tests of them."""

import re
from html import unescape

from django.urls import reverse

from meetings.models import Meeting
from meetings.turn_page import TurnsPage
from meetings.turns import Laying, Turns
from tests.factories import days_from_now, first_of, make_group, make_meeting, make_member, make_membership


def four() -> list:
    """Nia, Bea, Ruth and Cleo, as they came, long ago."""
    group = make_group(first=make_member("Nia"))
    us = [first_of(group), *(make_membership(group, name) for name in ("Bea", "Ruth", "Cleo"))]
    for n, who in enumerate(us):
        who.joined_at = days_from_now(n - 90)
        who.save()
    return us


def ahead(by, *weeks: int, **what) -> list[Meeting]:
    return [make_meeting(by, days=7 * week, **{"facilitator": None, **what}) for week in weeks]


def laying(by) -> Laying:
    by.group.refresh_from_db()  # as for each request
    return Laying(Turns(by.group))


def lay(by, *but: Meeting) -> None:
    found = laying(by)
    keys = {told.go.meeting.key for told in found.proposed} - {meeting.key for meeting in but}
    assert Laying.lay(keys, by=by, seen=found.stamp)


def led(by) -> list[list[str]]:
    return [meeting.seats.names for meeting in by.group.meetings.ahead().for_page()]


def pages(by, at=None) -> TurnsPage:
    """The screen *whose turn* as they read it."""
    by.group.refresh_from_db()
    return TurnsPage(by.group, by, at)


def read(signed_in, by, name: str = "turns", *args) -> str:
    """The words of a page."""
    page = signed_in(by).get(reverse(f"meetings:{name}", args=[by.group.slug, *args])).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
