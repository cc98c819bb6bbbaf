"""Where a year begins and ends, and how far ahead one is laid out."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.programme import Programme
from tests.factories import make_meeting, make_membership, make_rhythm

pytestmark = pytest.mark.django_db

NEXT = timezone.localdate().year + 1


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def page(signed_in, by, *year: int) -> str:
    url = reverse("meetings:year_of" if year else "meetings:year", args=[by.group.slug, *year])
    return signed_in(by).get(url).content.decode()


@pytest.mark.parametrize("today", [date(2031, 12, 10), date(2032, 6, 1)], ids=["before it", "long after it"])
def test_a_weekend_over_new_year_stands_in_both_years_and_each_ring_has_its_part(nia, today):
    weekend = make_meeting(
        nia, kind="retreat", day=date(2031, 12, 31), ends_on=date(2032, 1, 2), start_time=None, end_time=None
    )
    make_meeting(nia, day=date(2032, 3, 2))
    nia.group.refresh_from_db()
    at = datetime.combine(today, datetime.min.time(), UTC)
    old, new = (Programme(nia.group, year, at=at) for year in (2031, 2032))
    assert [(m.first, m.last) for m in old.marks] == [(date(2031, 12, 31), date(2031, 12, 31))]
    assert (new.marks[0].first, new.marks[0].last) == (date(2032, 1, 1), date(2032, 1, 2))
    assert [row.get("meeting") or row["fallow"].month for row in new.rows][:2] == [weekend, 2]
    assert (old.in_words, new.in_words) == ("One stay of several days.", "One evening and one stay of several days.")


def test_a_year_too_far_ahead_to_be_laid_out_offers_nothing_to_begin_from(signed_in, nia):
    assert "Begin with this" not in page(signed_in, nia, NEXT + 10)
    make_rhythm(nia)
    assert f"Lay out {NEXT + 9}" in page(signed_in, nia, NEXT + 9)
    assert "Lay out" not in page(signed_in, nia, NEXT + 10)


def test_an_evening_until_midnight_on_new_years_eve_is_one_day_of_one_year(signed_in, nia):
    said = {"kind": "online", "starts_on": f"{NEXT}-12-31", "start_time": "21:00", "end_time": "00:00"}
    url = reverse("meetings:plan", args=[nia.group.slug])
    signed_in(nia).post(url, {**said, "zone": "Europe/London", "settled": "yes"})
    evening = nia.group.meetings.get()
    assert (evening.minutes, evening.ends_on) == (180, date(NEXT + 1, 1, 1))
    shown = page(signed_in, nia, NEXT)
    assert "9 pm to midnight" in shown
    assert "31</time>" in shown
    assert "One evening." in shown
    assert evening.key not in page(signed_in, nia, NEXT + 1)
    change = signed_in(nia).get(reverse("meetings:edit", args=[nia.group.slug, evening.key]))
    assert change.context["form"]["ends_on"].value() is None


def test_a_weekend_that_is_not_settled_has_its_question_mark(signed_in, nia):
    days = {"day": date(NEXT, 6, 5), "ends_on": date(NEXT, 6, 7)}
    make_meeting(nia, kind="retreat", **days, start_time=None, end_time=None, settled=False)
    assert "5–7?</time>" in page(signed_in, nia, NEXT)
