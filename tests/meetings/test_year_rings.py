"""The year's page for a group that meets often, and for one that has met for long: ring and list say the same."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from tests.factories import make_meeting, make_membership

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def read(signed_in, by, year: int = YEAR) -> str:
    page = signed_in(by).get(reverse("meetings:year_of", args=[by.group.slug, year])).content.decode()
    return unescape(page)


def fill(by, days: list[date]) -> None:
    for day in days:
        make_meeting(by, day=day)


def met(by, year: int, times: int) -> None:
    """Meetings that were held that year."""
    for n in range(times):
        what = {"starts_on": date(year, 1 + n % 12, 3), "kind": "online", "zone": "Europe/London"}
        begins = datetime(year, 1 + n % 12, 3, 19, tzinfo=ZoneInfo("Europe/London"))
        times_of_day = {"start_time": begins.time(), "end_time": (begins + timedelta(hours=2)).time()}
        past = {**what, **times_of_day, "ends_on": what["starts_on"], "facilitator": None}
        by.group.meetings.remember([(past, [])], by=by)


def test_of_twenty_six_meetings_ring_and_list_hold_the_same(signed_in, nia):
    first = date(YEAR, 5, 1)
    fill(nia, [first + timedelta(4 * n) for n in range(8)] + [date(YEAR, 1, 3) + timedelta(6 * n) for n in range(18)])
    page = read(signed_in, nia)
    marks = re.findall(r'<a class="mark [^>]+href="#(m-\w+)"', page)
    rows = re.findall(r'<li id="(m-\w+)"', page)
    assert len(rows) == 26
    assert sorted(marks) == sorted(rows)


def test_where_marks_had_to_leave_their_days_the_page_says_what_the_lines_are(signed_in, nia):
    fill(nia, [date(YEAR, 8, 20)] * 9)
    page = read(signed_in, nia)
    assert "ring-leader" in page
    assert "a thin line leads from a mark to its day" in page


def test_a_year_that_holds_more_than_the_ring_says_so_and_the_list_has_them_all(signed_in, nia):
    one = make_meeting(nia, day=date(YEAR, 8, 20))
    fields = [f.attname for f in Meeting._meta.concrete_fields if f.name not in ("id", "key", "uid")]
    facts = {name: getattr(one, name) for name in fields}
    Meeting.objects.bulk_create(Meeting(**facts) for _ in range(119))
    nia.group.changed("programme")
    page = read(signed_in, nia)
    assert "each meeting is a line at its day; the list names them" in page
    assert page.count('class="mark-line"') == page.count('<li id="m-') == 120


def test_the_earlier_rings_say_how_often_we_met_and_lead_to_their_years(signed_in, nia):
    met(nia, YEAR - 3, 2)
    page = read(signed_in, nia, YEAR - 1)
    rings = page[page.index('id="inside"') :].partition("</section>")[0]
    assert re.findall(r">(\d+)</a> <span class=\"tally\">(\w+)<", rings) == [
        (str(YEAR - 2), "none"),
        (str(YEAR - 3), "two"),
    ]
    assert reverse("meetings:year_of", args=[nia.group.slug, YEAR - 3]) in rings


def test_beyond_fifteen_years_the_oldest_are_told_together_as_they_are_drawn(signed_in, nia):
    for year in range(YEAR - 20, YEAR - 1):
        met(nia, year, 1)
    page = read(signed_in, nia, YEAR - 1)
    assert page.count("ring-heart") == 1
    rings = page[page.index('id="inside"') :].partition("</section>")[0]
    assert rings.count("<li>") == 16
    assert f'{YEAR - 17} and before</a> <span class="tally">four<' in rings


def test_in_its_first_year_a_group_has_no_earlier_rings(signed_in, nia):
    assert 'id="inside"' not in read(signed_in, nia)
