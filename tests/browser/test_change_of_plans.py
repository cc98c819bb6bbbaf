"""Somebody can't come after all: said, offered and accepted by four members, and two of them meet by themselves."""

import re

import pytest
from django.urls import reverse

from meetings.models import Attendance
from tests.browser.looking import PHONE
from tests.browser.steps import follow, press, says
from tests.factories import make_meeting

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(kettle_row):
    """The next one, settled, which all four have said that they can make."""
    people = list(kettle_row.members.in_order())
    meeting = make_meeting(people[0], days=1, kind="face", place="The ropewalk")
    for person in people:
        Attendance.say(meeting, "can", by=person)
    return meeting


def test_one_cannot_come_and_the_others_meet_without_them_this_once(open_page, kettle_row, meeting):
    members = {person.known_as: person.member for person in kettle_row.members}
    petra = open_page(members["Petra"], java_script_enabled=False, viewport=PHONE)
    url = meeting.get_absolute_url()
    petra.goto(url)
    petra.get_by_role("radio", name="I can’t after all").check()
    press(petra, "Save my answer")
    says(petra, "nobody needs a reason")
    press(petra, "Offer it")
    says(petra, "You offer that the others meet without you this once.")
    for name in ("Amara", "Joss", "Idris"):
        page = open_page(members[name])
        page.goto(reverse("home", args=[kettle_row.slug]))
        says(page, "See what we can do")
        page.goto(url)
        press(page, "It is all right to meet without Petra")
    says(page, "It is all right for all the others.")
    petra.goto(reverse("home", args=[kettle_row.slug]))
    says(petra, "Amara, Joss and Idris can be there. Petra can’t.")


def test_it_is_taken_online_and_two_of_us_meet_by_themselves(open_page, kettle_row, meeting):
    amara, joss = (open_page(kettle_row.members.get(known_as=name).member) for name in ("Amara", "Joss"))
    Attendance.say(meeting, "cannot", by=kettle_row.members.get(known_as="Petra"))
    amara.goto(meeting.get_absolute_url())
    follow(amara, "Arrange one")
    amara.get_by_label("Joss").check()
    amara.get_by_role("radio", name="Online", exact=True).check()
    press(amara, "Arrange it")
    says(amara, "Only those who are in it can see it.")
    joss.goto(reverse("meetings:year_of", args=[kettle_row.slug, meeting.starts_on.year]))
    joss.locator("section", has=joss.locator("#smaller")).get_by_role("link", name="Say if you can").first.click()
    joss.get_by_role("radio", name="I can", exact=True).check()
    press(joss, "Save my answer")
    joss.goto(meeting.get_absolute_url())
    follow(joss, "Meet online")
    joss.get_by_label(re.compile("link to the online room")).fill("meet.example.org/kettle-row")
    press(joss, "Meet online")
    says(joss, "We meet online.")
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.place) == ("online", "")
    assert amara.complaints == joss.complaints == []
