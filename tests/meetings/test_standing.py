"""When I can’t: kept once for all dates, changed, ended and taken out; and nobody reads why."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings.away import Known, known_away
from meetings.clashes import Span
from meetings.models import StandingAvailability
from tests.factories import first_of, make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db

LONG_AGO, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def ask(client, nia):
    """What a page of the group says to Nia, or what she meets who posts there."""
    client.force_login(nia.member)

    def asked(name: str = "when_i_cant", *args, post: dict | None = None, status: int = 200) -> str:
        url = reverse(f"meetings:{name}", args=[nia.group.slug, *args])
        answer = client.get(url) if post is None else client.post(url, post)
        assert answer.status_code == status
        return answer.content.decode()

    return asked


def keep(by, weekdays: str = "", **what) -> StandingAvailability:
    return StandingAvailability.keep(by=by, weekdays=weekdays, **what)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"weekdays": "2"}, "never on Wednesdays"),
        ({"weekdays": "01234", "until_time": time(18)}, "never before 6 pm on weekdays"),
        ({"weekdays": "56", "from_time": time(21, 30)}, "never after 9.30 pm at weekends"),
        ({"weekdays": "13", "from_time": time(13), "until_time": time(15)},
         "never from 1 to 3 pm on Tuesdays and Thursdays"),
        ({"weekdays": "0123456", "until_time": time(9), "ends": date(2027, 6, 30)},
         "never before 9 am on any day, until 30 June 2027"),
        ({"starts": date(2031, 8, 3), "ends": date(2031, 8, 17)}, "away Sunday 3 to Sunday 17 August 2031"),
    ],
)  # fmt: skip
def test_it_says_itself_in_members_words(nia, what, words):
    assert keep(nia, **what, reason="Choir").in_words == words


def test_i_keep_change_end_and_take_out_mine(ask, nia):
    ask("new_weekly", post={"weekdays": ["2", "0"], "reason": "Choir"}, status=302)
    ask("new_weekly", post={"weekdays": ["2", "0"], "reason": "Choir"}, status=302)  # pressed twice
    kept = nia.standing.get()
    shown = ask()
    assert "Never on Mondays and Wednesdays" in shown
    assert "Choir" in shown
    ask("edit_standing", kept.key, post={"weekdays": ["4"], "until_time": "18:00"}, status=302)
    assert "Never before 6 pm on Fridays" in ask()
    ask("end_standing", kept.key, post={}, status=302)
    assert "What is over" in ask()
    ask("take_out_standing", kept.key, post={}, status=302)
    assert "Any day may do." in ask()


def test_what_had_not_begun_and_ends_never_was(nia):
    kept = keep(nia, "2", starts=timezone.localdate() + timedelta(days=3))
    kept.end(by=nia)
    assert not nia.standing.exists()


@pytest.mark.parametrize(
    ("name", "post", "words"),
    [
        ("new_weekly", {}, "Tick a day at least."),
        ("new_weekly", {"weekdays": ["9"]}, "id_weekdays_error"),
        ("new_weekly", {"weekdays": ["1"], "from_time": "18:00", "until_time": "18:00"}, "Both are the same time."),
        ("new_away", {"starts": "2031-08-17", "ends": "2031-08-03"}, "The last day comes before the first."),
        ("new_away", {"starts": "2001-08-17", "ends": "2001-08-19"}, "Choose a day within ten years from now."),
        ("new_away", {"starts": "2031-08-17"}, "id_ends_error"),
        ("new_away", {"starts": "2031-01-01", "ends": "2032-06-01"}, "take a sabbatical"),
    ],
)
def test_what_can_not_be_comes_back_as_it_was_written(ask, name, post, words):
    shown = ask(name, post={**post, "reason": "Choir"}, status=422)
    assert words in shown
    assert "Choir" in shown


def test_nobody_else_changes_it(nia):
    kept, ruth = keep(nia, "2"), make_membership(nia.group, "Ruth")
    for verb in (kept.change, kept.end, kept.take_out):
        with pytest.raises(ValueError, match="whose it is"):
            verb(by=ruth)


def test_sixty_are_enough(nia):
    for _ in range(60):
        keep(nia, "2")
    with pytest.raises(ValidationError, match="sixty"):
        keep(nia, "3")


def test_whoever_plans_knows_who_is_away_and_not_why(nia):
    ruth, gone = make_membership(nia.group, "Ruth"), make_membership(nia.group, "Bea")
    keep(ruth, starts=date(2026, 8, 3), ends=date(2026, 8, 4), reason="Surgery")
    keep(ruth, starts=date(2026, 8, 4), ends=date(2026, 8, 5))
    keep(gone, starts=date(2026, 8, 3), ends=date(2026, 8, 4))
    gone.leave()
    keep(make_membership(), starts=date(2026, 8, 3), ends=date(2026, 8, 4))  # of another group
    known = known_away(nia.group, LONG_AGO, LATER)
    assert known == [(ruth, datetime(2026, 8, 2, 23, tzinfo=UTC), datetime(2026, 8, 5, 23, tzinfo=UTC))]
    assert "Surgery" not in repr(known)


def test_hours_are_by_the_clock_of_whose_they_are(nia):
    far = make_membership(nia.group, "Kiri")
    far.member.zone = "Pacific/Auckland"
    far.member.save()
    keep(far, "2", from_time=time(9), until_time=time(17), starts=date(2026, 7, 1), ends=date(2026, 7, 1))
    at = datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert known_away(nia.group, LONG_AGO, LATER) == [(far, at, at + timedelta(hours=8))]


def test_a_date_says_for_whom_it_clashes(nia):
    ruth = make_membership(nia.group, "Ruth")
    clear, clash = make_meeting(nia, days=20), make_meeting(nia, days=21)
    keep(ruth, starts=clash.starts_on, ends=clash.starts_on)
    known = Known(nia.group, [clear, clash])
    assert [known.clashes_for(on) for on in (clear, clash)] == [[], [ruth]]


@pytest.mark.parametrize("rows", [3, 40])
def test_the_page_asks_as_often_for_many_as_for_few(ask, nia, rows, django_assert_max_num_queries):
    for _ in range(rows):
        keep(nia, "2")
    with django_assert_max_num_queries(9):
        ask()


@pytest.mark.parametrize("people", [2, 12])
def test_who_is_away_is_one_question(nia, people, django_assert_num_queries):
    for _ in range(people):
        keep(make_membership(nia.group), "2")
    with django_assert_num_queries(1):
        known_away(nia.group, LONG_AGO, LONG_AGO + timedelta(days=30))


def test_it_is_gone_with_whoever_leaves(nia):
    ruth = make_membership(nia.group, "Ruth")
    keep(ruth, "2")
    ruth.leave()
    assert known_away(nia.group, LONG_AGO, LATER) == []
    assert not StandingAvailability.objects.exists()


def test_spans_come_as_instants(nia):
    kept = keep(nia, starts=date(2026, 10, 25), ends=date(2026, 10, 25))  # the clocks go back
    day = Span(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 26, 0, tzinfo=UTC))
    assert kept.spans(LONG_AGO, LATER) == [day]
