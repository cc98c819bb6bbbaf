import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copse.rings import Mark
from meetings.models import Attendance, Meeting
from meetings.programme import Programme
from tests.factories import make_group, make_meeting, make_membership, say

pytestmark = pytest.mark.django_db

SPRING = datetime(2031, 4, 10, 12, tzinfo=UTC)


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def on(by, month: int, day: int = 4, *, year: int = 2031, **what) -> Meeting:
    return make_meeting(by, day=date(year, month, day), **what)


def weekend(by, month: int, day: int, **what) -> Meeting:
    days = {"starts_on": date(2031, month, day), "ends_on": date(2031, month, day) + timedelta(days=2)}
    return make_meeting(by, kind="retreat", **days, start_time=None, end_time=None, **what)


def programme(by, year: int = 2031, at=SPRING) -> Programme:
    by.group.refresh_from_db()  # as for each request
    return Programme(by.group, year, at=at)


def listed(by, **options) -> list:
    """The rows: a meeting's day, or the name of a month that lies fallow."""
    rows = programme(by, **options).rows
    return [row["fallow"].strftime("%B") if "fallow" in row else row["meeting"].starts_on for row in rows]


def test_meetings_stand_in_order_with_the_fallow_months_between_them(nia):
    on(nia, 6)
    on(nia, 2)
    on(nia, 3)
    assert listed(nia) == [date(2031, 2, 4), date(2031, 3, 4), "April", "May", date(2031, 6, 4)]


def test_a_meeting_without_a_name_of_its_own_is_called_by_its_day(nia, signed_in):
    on(nia, 5, year=timezone.localdate().year)
    page = signed_in(nia).get(reverse("meetings:year", args=[nia.group.slug])).content.decode()
    row = page[page.index('<ol class="programme"') : page.index("</ol>")]
    assert re.search(r"<h3><a [^>]*>\w+day 4 May</a></h3>", row)
    assert row.count("Online") == 1


def test_the_next_meeting_and_one_without_a_date_say_who_can_be_there(nia, signed_in):
    bea, year = make_membership(nia.group, "Bea"), timezone.localdate().year + 1
    settled, hoped, later = on(nia, 5, year=year), on(nia, 6, year=year, settled=False), on(nia, 7, year=year)
    url = reverse("meetings:year_of", args=[nia.group.slug, year])

    def said(by, meeting) -> str:
        page = unescape(signed_in(by).get(url).content.decode())
        row = page[page.index(f'id="m-{meeting.key}"') :].partition("</li>")[0]
        return re.sub(r"<[^>]*>", "", row.rpartition('<p class="small">')[2]).strip() if '"small"' in row else ""

    for person in nia.group.members.exclude(pk=bea.pk):
        Attendance.say(settled, "can", by=person)
        say(hoped, "can", by=person)
    assert said(nia, settled) == "Next. We wait to hear from Bea."
    assert said(nia, hoped) == "We wait to hear from Bea."
    assert said(bea, hoped) == "We wait to hear from Bea. Say if you can"
    assert said(nia, later) == ""
    Attendance.say(settled, "can", by=bea)
    say(hoped, "can", by=bea)
    assert said(bea, settled) == "Next. All three of us can be there."
    assert said(bea, hoped) == "All three of us can be there."


def test_a_year_lies_fallow_neither_before_its_first_meeting_nor_after_its_last(nia):
    on(nia, 5)
    assert listed(nia) == [date(2031, 5, 4)]


def test_a_month_whose_meeting_is_let_go_lies_fallow(nia):
    on(nia, 2)
    on(nia, 3).let_go(by=nia)
    on(nia, 4)
    assert listed(nia) == [date(2031, 2, 4), date(2031, 3, 4), "March", date(2031, 4, 4)]


def test_a_weekend_over_the_end_of_a_month_fills_both(nia):
    weekend(nia, 2, 28)
    on(nia, 4)
    assert listed(nia) == [date(2031, 2, 28), date(2031, 4, 4)]


def test_two_meetings_in_a_month_name_nothing_twice(nia):
    on(nia, 2, 4)
    on(nia, 2, 20)
    on(nia, 4)
    assert listed(nia) == [date(2031, 2, 4), date(2031, 2, 20), "March", date(2031, 4, 4)]


def test_the_next_is_the_nearest_ahead_that_is_settled_and_stands(nia):
    on(nia, 3)
    on(nia, 5, settled=False)
    on(nia, 6).let_go(by=nia)
    july = on(nia, 7)
    on(nia, 8)
    assert programme(nia).next == july
    assert [row["meeting"] for row in programme(nia).rows if row.get("is_next")] == [july]


def test_a_year_has_no_next_while_one_of_another_year_comes_sooner(nia):
    july, later = on(nia, 7), on(nia, 2, year=2032)
    assert programme(nia, 2032).next is None
    assert programme(nia, 2032, at=july.ends_at).next == later


def test_a_meeting_is_the_next_until_it_ends(nia):
    may = on(nia, 5)
    assert programme(nia, at=may.ends_at - timedelta(minutes=1)).next == may
    assert programme(nia, at=may.ends_at).next is None


def test_only_what_was_settled_and_is_over_was_held(nia):
    held, hoped = on(nia, 2), on(nia, 3, settled=False)
    ahead = on(nia, 5)
    rows = {row["meeting"]: row["held"] for row in programme(nia).rows if "meeting" in row}
    assert rows == {held: True, hoped: False, ahead: False}


def test_the_shape_of_the_year_in_words(nia):
    for month in (1, 2, 3):
        on(nia, month)
    on(nia, 4, start_time=time(10, 30), end_time=time(16), kind="face")
    weekend(nia, 6, 6)
    assert programme(nia).in_words == "Three evenings, one day and one weekend."


@pytest.mark.parametrize(
    ("day", "days", "words"),
    [
        (6, 3, "One weekend."),  # from a Friday
        (7, 2, "One weekend."),
        (8, 3, "One stay of several days."),
        (2, 6, "One stay of several days."),
    ],
)
def test_a_weekend_has_a_saturday_and_four_days_at_most(nia, day, days, words):
    first = date(2031, 6, day)
    ends = {"ends_on": first + timedelta(days=days - 1), "start_time": None, "end_time": None}
    make_meeting(nia, day=first, kind="retreat", **ends)
    assert programme(nia).in_words == words


def test_an_evening_that_goes_on_over_midnight_is_an_evening(nia):
    night = {
        "starts_on": date(2031, 12, 31),
        "ends_on": date(2032, 1, 1),
        "start_time": time(21),
        "end_time": time(0, 30),
    }
    make_meeting(nia, **night)
    assert programme(nia).in_words == "One evening."


def test_one_whole_day_is_a_day(nia):
    on(nia, 10, 26, kind="retreat", start_time=None, end_time=None)  # 25 hours long
    assert programme(nia).in_words == "One day."


def test_what_is_let_go_is_not_counted(nia):
    on(nia, 2)
    on(nia, 3).let_go(by=nia)
    assert programme(nia).in_words == "One evening."


def test_earlier_years_say_how_often_we_met_and_keep_the_empty_ones(nia):
    on(nia, 2, year=2028)
    on(nia, 3, year=2028)
    on(nia, 4, year=2028, settled=False)
    on(nia, 5, year=2030)
    on(nia, 6, year=2030).let_go(by=nia, at=datetime(2030, 1, 1, tzinfo=UTC))
    on(nia, 2)
    assert programme(nia).earlier_years == [(2028, 2), (2029, 0), (2030, 1)]


def test_a_group_in_its_first_year_has_none_before(nia):
    on(nia, 2)
    assert programme(nia).earlier_years == []


def test_whose_turn_says_who_facilitates_next_kind_by_kind(nia):
    bea = make_membership(nia.group, "Bea")
    on(nia, 2)
    may, july = on(nia, 5, facilitator=bea, facilitates_with=nia), on(nia, 7, kind="face")
    on(nia, 6).let_go(by=nia)
    on(nia, 8, facilitator=None)
    found = programme(nia).turns
    assert found == [("online", "Online", [(may, [bea, nia])]), ("face", "Face to face", [(july, [nia])])]


def test_the_year_leads_to_the_order_as_soon_as_there_is_a_meeting(nia, signed_in):
    order = reverse("meetings:turns", args=[nia.group.slug])
    assert order not in page(signed_in, nia)
    make_meeting(nia, facilitator=None)
    text = page(signed_in, nia)
    assert order in text
    assert "Nobody has a turn yet." in text


def test_each_standing_meeting_is_a_mark_on_the_ring(nia):
    held, gone = on(nia, 2), on(nia, 3)
    gone.let_go(by=nia)
    hoped = on(nia, 5, settled=False, kind="face")
    nearest = on(nia, 6, learning=True, focus=make_membership(nia.group))
    retreat = weekend(nia, 9, 5)
    assert programme(nia).marks == [
        Mark("online", held.starts_on, held.ends_on, held=True, href=f"#m-{held.key}"),
        Mark("face", hoped.starts_on, hoped.ends_on, settled=False, href=f"#m-{hoped.key}"),
        Mark("learning", nearest.starts_on, nearest.ends_on, next=True, href=f"#m-{nearest.key}"),
        Mark("retreat", retreat.starts_on, retreat.ends_on, href=f"#m-{retreat.key}"),
    ]


def test_two_action_learning_evenings_make_a_season(nia):
    on(nia, 2, learning=True)
    assert programme(nia).season is None
    on(nia, 5, learning=True)
    assert programme(nia).season == (date(2031, 2, 4), date(2031, 5, 4))


def test_today_is_the_groups_own(nia):
    group = make_group(zone="Pacific/Auckland")
    assert Programme(group, 2031, at=datetime(2031, 12, 31, 23, tzinfo=UTC)).today == date(2032, 1, 1)


# The page


def page(signed_in, by, year=None) -> str:
    args = [by.group.slug, *([year] if year else [])]
    return signed_in(by).get(reverse("meetings:year_of" if year else "meetings:year", args=args)).content.decode()


def test_an_empty_year_says_so_and_how_to_begin(signed_in, nia):
    year = timezone.localdate().year + 1
    text = page(signed_in, nia, year)
    assert f"Nothing planned for {year}." in text
    assert "Most groups begin with a rhythm" in text


def test_the_page_says_what_each_meeting_is(signed_in, nia):
    year = timezone.localdate().year
    june = on(nia, 6, 3, year=year + 1, title="Salt", place="The barn")
    on(nia, 8, 5, year=year + 1, settled=False, title="Smoke")
    text = page(signed_in, nia, year + 1)
    said = ("Salt", "7 to 9 pm", "The barn", "Nia facilitates", "July lies fallow", "Date not settled", f"m-{june.key}")
    assert [words for words in said if words not in text] == []


def test_a_weekend_over_the_end_of_a_month_names_both_months(signed_in, nia):
    weekend(nia, 2, 28)
    day = re.search(r'<p class="day wide">(.*?)</p>', page(signed_in, nia, 2031))[1]
    assert re.sub(r"<[^>]*>", " ", day).split() == ["28–2", "Feb–Mar"]


def test_the_switch_leads_to_years_that_have_a_page(signed_in, nia):
    on(nia, 6, year=timezone.localdate().year + 3)
    client, this = signed_in(nia), timezone.localdate().year
    for year in (this - 1, this, this + 1, this + 2, this + 3):
        url = reverse("meetings:year_of", args=[nia.group.slug, year])
        assert client.get(url).status_code == 200
        offered = Programme(nia.group, year).years
        assert offered == [y for y in (year - 1, year, year + 1) if this <= y <= this + 3 or y == year]


@pytest.mark.parametrize("year", [0, 1900, 9999])
def test_a_year_that_nobody_means_is_not_there(signed_in, nia, year):
    assert signed_in(nia).get(reverse("meetings:year_of", args=[nia.group.slug, year])).status_code == 404


@pytest.mark.once  # how many questions are asked is the same on both
def test_the_year_takes_as_many_queries_for_sixty_meetings_as_for_three(signed_in, nia):
    client, year = signed_in(nia), timezone.localdate().year + 1
    url = reverse("meetings:year_of", args=[nia.group.slug, year])
    on(nia, 1, 1, year=year)
    client.get(url)  # the frame of the page is drawn once, and who we are is read
    counts = []
    for days in (range(1, 4), range(4, 60)):
        for day in days:
            on(nia, 1 + day % 12, 1 + day // 12, year=year, title=f"Meeting {day}")
        with CaptureQueriesContext(connection) as queries:
            assert f"Meeting {days[-1]}" in client.get(url).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
