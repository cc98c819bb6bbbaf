"""From saying once when I can't to a date that it clashes with, and my calendar beside it."""

import pytest
from django.urls import reverse

from meetings.models import Availability
from tests.browser.looking import PHONE, TOO_WIDE
from tests.browser.steps import follow, press, says
from tests.meetings.icsfile import calendar, event

pytestmark = pytest.mark.browser


def test_what_clashes_is_chosen_and_counts_when_it_is_saved(kettle_row, open_page):
    amara = kettle_row.members.get(known_as="Amara")
    meeting = kettle_row.meetings.unsettled().first()
    page = open_page(amara.member, viewport=PHONE)
    page.goto(reverse("meetings:year", args=[kettle_row.slug]))
    follow(page, "Say when you can’t, for all dates")
    follow(page, "Add a day of the week")
    page.get_by_label(f"{meeting.starts_on:%A}").check()
    page.get_by_label("Why?").fill("Market day.")
    press(page, "Keep it")
    says(page, f"Kept: never on {meeting.starts_on:%A}s.")
    dates = reverse("meetings:dates", args=[kettle_row.slug, meeting.key])
    page.goto(dates)
    day = page.get_by_role("group", name=f"{meeting.starts_on:%A} {meeting.starts_on.day}").first
    assert day.get_by_role("radio", name="I can’t").is_checked()
    assert not Availability.objects.filter(membership=amara, option__poll=meeting.poll).exists()
    follow(page, "Lay my calendar beside these dates")
    starts = f"{meeting.starts_at:%Y%m%dT%H%M%SZ}"
    diary = calendar(event(dtstart=starts, dtend="", duration="PT1H", summary="Market"))
    page.get_by_label("Your calendar, as an .ics file").set_input_files(
        {"name": "mine.ics", "mimeType": "text/calendar", "buffer": diary}
    )
    press(page, "Lay it beside the dates")
    says(page, "One event read, one clashes with the dates.")
    says(page, "Your calendar has something then.")
    assert page.evaluate(TOO_WIDE) == []
    press(page, "Save my answers")
    said = Availability.objects.filter(membership=amara, option__starts_at=meeting.starts_at)
    assert said.get().answer == "cannot"
    assert not page.get_by_text("counts when you save").count()
