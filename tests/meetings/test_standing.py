"""When I can’t: kept once for all dates, changed, ended and taken out; and nobody reads why."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings.away import Known, known_words
from meetings.clashes import Span
from meetings.laying_out import Sheet
from meetings.models import StandingAvailability
from tests.factories import first_of, make_group, make_membership, make_rhythm

pytestmark = pytest.mark.django_db


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
    ask("new_weekly", post={"weekdays": ["2", "0", "2"], "reason": "Choir"}, status=302)
    ask("new_weekly", post={"weekdays": ["2", "0", "2"], "reason": "Choir"}, status=302)  # pressed twice
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
        ("new_away", {"starts": "2031-02-29", "ends": "2031-03-01"}, "There is no such day."),
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


def on(*days: date) -> list[Span]:
    """From seven to nine in the evening of these days, in UTC."""
    return [Span(*(datetime.combine(day, time(hour), UTC) for hour in (19, 21))) for day in days]


def whom(group, dates: list[Span]) -> list[list]:
    known = Known(group, dates)
    return [known.clashes_for(date) for date in dates]


def test_whoever_plans_knows_for_whom_a_date_clashes_and_not_why(nia):
    ruth, gone = make_membership(nia.group, "Ruth"), make_membership(nia.group, "Bea")
    keep(ruth, starts=date(2026, 8, 3), ends=date(2026, 8, 4), reason="Surgery")
    keep(ruth, starts=date(2026, 8, 4), ends=date(2026, 8, 5))
    keep(gone, starts=date(2026, 8, 3), ends=date(2026, 8, 4))
    gone.leave()
    keep(make_membership(), starts=date(2026, 8, 3), ends=date(2026, 8, 4))  # of another group
    assert whom(nia.group, on(date(2026, 8, 2), date(2026, 8, 4), date(2026, 8, 6))) == [[], [ruth], []]
    assert known_words(nia.group, datetime(2026, 7, 1, tzinfo=UTC)) == [
        (ruth, ["away Monday 3 to Tuesday 4 August", "away Tuesday 4 to Wednesday 5 August"])
    ]


def test_hours_are_by_the_clock_of_whose_they_are(nia):
    far = make_membership(nia.group, "Kiri")
    far.member.zone = "Pacific/Auckland"  # where it is Wednesday morning then
    far.member.save()
    keep(far, "2", from_time=time(9), until_time=time(17))
    tuesday = date(2026, 6, 30)
    early = [Span(at - timedelta(hours=2), at) for at, _end in on(tuesday)]
    assert whom(nia.group, [*on(tuesday), *early]) == [[], []]
    late = [Span(end, end + timedelta(hours=1)) for _at, end in on(tuesday)]
    assert whom(nia.group, late) == [[far]]


def test_a_sheet_that_lays_out_a_year_says_for_whom_a_date_clashes(nia):
    ruth, rhythm = make_membership(nia.group, "Ruth"), make_rhythm(nia)
    year = rhythm.next_after(nia.group.today()).year
    first, *others = Sheet(nia.group, year).new or Sheet(nia.group, year + 1).new
    keep(ruth, starts=first.on, ends=first.on, reason="Surgery")
    noted = {proposal.on: proposal.notes for proposal in Sheet(nia.group, first.on.year).new}
    assert "As far as we know it clashes for Ruth." in noted[first.on]
    assert not any("Ruth" in note for proposal in others for note in noted[proposal.on])
    assert "Surgery" not in str(noted)


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
    assert len(nia.group.people) == people + 1  # at hand on any page
    with django_assert_num_queries(1):
        whom(nia.group, on(date(2026, 8, 2), date(2026, 8, 4)))


def test_it_is_gone_with_whoever_leaves(nia):
    ruth = make_membership(nia.group, "Ruth")
    keep(ruth, "2")
    ruth.leave()
    assert not StandingAvailability.objects.exists()
