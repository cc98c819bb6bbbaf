"""From an empty year to a programme: a rhythm in words, read back, and its dates on one sheet; without scripts."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from tests.browser.looking import PHONE
from tests.browser.steps import follow, press, says
from tests.factories import first_of, make_group

pytestmark = pytest.mark.browser

YEAR = timezone.localdate().year + 1


def test_a_year_is_laid_out_from_a_sentence(open_page):
    nia = first_of(make_group("Three Stools", country="GB"))
    page = open_page(nia.member, viewport=PHONE, java_script_enabled=False)
    page.goto(reverse("meetings:year_of", args=[nia.group.slug, YEAR]))
    says(page, f"Nothing planned for {YEAR}.")
    follow(page, "Or say a rhythm of your own")
    page.get_by_label("Say it in words").fill("first Tuesday by moonlight, 19:00 to 21:00, online")
    press(page, "Read it back to me")
    says(page, "We don’t understand “by”, “moonlight”.")
    page.get_by_label("Say it in words").fill("first Tuesday, 19:00 to 21:00, online; third weekend of June")
    press(page, "Read it back to me")
    says(page, "The first Tuesday of each month, 7 to 9 pm, online")
    press(page, "Keep them as they were understood")
    follow(page, f"Lay out {YEAR}")
    dates = page.locator(".date-proposed")
    assert dates.count() == 13
    move(dates.last, f"{YEAR}-12-25")
    dates.nth(7).get_by_role("checkbox").uncheck()
    press(page, "Put these dates into the programme")
    says(page, "Bank holiday: Christmas Day.")
    assert not Meeting.objects.filter(group=nia.group).exists()
    move(dates.last, f"{YEAR}-12-09")
    press(page, "Put these dates into the programme")
    says(page, "Put into the programme: twelve.")
    assert nia.group.meetings.unsettled().count() == 12
    assert nia.group.meetings.filter(starts_on=f"{YEAR}-12-09").exists()
    follow(page, f"Lay out {YEAR}")
    says(page, "Left out on an earlier sheet")


def move(date, day: str) -> None:
    if not date.get_by_label(re.compile("day$", re.IGNORECASE)).is_visible():
        date.get_by_text("Move it").click()
    date.get_by_label("Day", exact=True).fill(day)
