"""A year is laid out from the rhythm: on one sheet, in one act, and never twice."""

from datetime import UTC, date, datetime, time

import pytest
from django.http import QueryDict

from meetings.laying_out import MOST, Sheet
from meetings.models import LaidOut, Meeting, Rhythm, StandingAvailability
from meetings.pattern import Pattern
from meetings.ready_rhythms import READY
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership, make_rhythm, say

pytestmark = pytest.mark.django_db

AUTUMN = datetime(2030, 11, 5, 12, tzinfo=UTC)
BRITAIN = {"country": "GB"}


@pytest.fixture
def nia():
    return make_membership(make_group(**BRITAIN), name="Nia")


def rhythm(by, pattern: Pattern | None = None, **what) -> Rhythm:
    return make_rhythm(by, pattern, at=AUTUMN, starts_on=date(2031, 1, 1), **what)


def sheet_of(by, year: int = 2031, at=AUTUMN, **options) -> Sheet:
    by.group.refresh_from_db()
    return Sheet(by.group, year, at=at, **options)


def posted(sheet: Sheet, *, drop=(), **moved) -> QueryDict:
    """The sheet as a browser would send it; `moved` is by the rhythm's own day, as `d0107={"starts_on": …}`."""
    said = QueryDict(mutable=True)
    said["seen"] = sheet.stamps
    for proposal in sheet.proposals:
        if proposal.keep and proposal.on not in drop:
            said.appendlist("keep", proposal.key)
        for name, value in {**proposal.said, **moved.get(f"d{proposal.on:%m%d}", {})}.items():
            said[f"{proposal.key}-{name}"] = value
    return said


def made(by, sheet: Sheet | None = None, at=AUTUMN, **how) -> Sheet:
    return Sheet.make(posted(sheet or sheet_of(by), **how), 2031, by=by, at=at)


def days(sheet: Sheet) -> list[date]:
    return [proposal.meeting.starts_on for proposal in sheet.new]


def notes_on(sheet: Sheet, on: date) -> list[str]:
    return next(proposal.notes for proposal in sheet.proposals if proposal.on == on)


def test_the_sheet_has_every_date_of_every_rhythm_in_order(nia):
    rhythm(nia)
    rhythm(nia, Pattern.of(weekday=4, places=[3], months=[6]), kind="retreat", start_time=None, end_time=None, days=3)
    sheet = sheet_of(nia)
    assert len(days(sheet)) == 13
    assert days(sheet)[5:7] == [date(2031, 6, 3), date(2031, 6, 20)]
    assert days(sheet) == sorted(days(sheet))
    retreat = sheet.new[6].meeting
    assert (retreat.kind, retreat.start_time, retreat.ends_on) == ("retreat", None, date(2031, 6, 22))


def test_looking_at_the_sheet_makes_nothing(nia):
    rhythm(nia)
    sheet_of(nia)
    assert not nia.group.meetings.exists()
    assert not LaidOut.objects.exists()


def test_what_is_ticked_is_made_in_one_act_and_none_of_it_is_settled(nia):
    rhythm(nia, place="The old library", join_url="https://room.example.org/a", kind="hybrid")
    sheet = made(nia)
    assert len(sheet.made) == 12
    assert set(nia.group.meetings.values_list("settled_at", "place", "join_url", "kind", "zone", "start_time")) == {
        (None, "The old library", "https://room.example.org/a", "hybrid", "Europe/London", time(19))
    }
    assert all(meeting.poll for meeting in nia.group.meetings.all())


def test_laid_out_again_it_proposes_only_what_is_missing_and_touches_no_answer(nia):
    evenings = rhythm(nia)
    made(nia, drop=[date(2031, 8, 5)], d0401={"starts_on": "2031-04-09"})
    april = nia.group.meetings.get(starts_on=date(2031, 4, 9))
    april.let_go(by=nia)
    say(nia.group.meetings.exclude(pk=april.pk).first(), "can", by=nia, at=AUTUMN)
    before = list(nia.group.meetings.order_by("pk").values())
    sheet = sheet_of(nia)
    assert days(sheet) == []
    assert (sheet.in_programme, sheet.let_go_days) == (10, "Wednesday 9 April")
    assert [proposal.on for proposal in sheet.left_out] == [date(2031, 8, 5)]
    assert made(nia, sheet).made == []
    rhythm(nia, Pattern.of(weekday=5, places=[-1], months=[4]), kind="face")
    assert days(sheet := sheet_of(nia)) == [date(2031, 4, 26)]
    assert len(made(nia, sheet).made) == 1
    assert list(nia.group.meetings.order_by("pk").values())[:-1] == before
    assert evenings.laid_out.count() == 12


def test_a_changed_rhythm_says_what_it_has_in_a_month_and_nothing_there_is_ticked(nia):
    evenings = rhythm(nia, Pattern.of(weekday=1, places=[1], months=[1, 2]))
    made(nia)
    evenings.change(by=nia, pattern=Pattern.of(weekday=2, places=[1], months=[1, 2, 3]), starts_on=date(2031, 1, 1))
    january, _february, march = sheet_of(nia).new
    assert (january.keep, march.keep) == (False, True)
    assert january.notes[1:] == ["From before it was changed, this rhythm has Tuesday 7 January in the programme."]


def test_a_rhythm_until_midnight_makes_evenings_of_one_day_each(nia):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[2, 3]), start_time=time(21), end_time=time())
    february, march = made(nia, d0304={"starts_on": "2031-03-05"}).made
    assert (february.starts_on, february.ends_on, february.minutes) == (date(2031, 2, 4), date(2031, 2, 5), 180)
    assert (march.last_day, march.minutes) == (date(2031, 3, 5), 180)


def test_what_was_left_out_can_be_taken_up_again(nia):
    rhythm(nia)
    made(nia, drop=[date(2031, 8, 5)])
    sheet = sheet_of(nia)
    again = posted(sheet)
    again["keep"] = sheet.left_out[0].key
    assert [m.starts_on for m in Sheet.make(again, 2031, by=nia, at=AUTUMN).made] == [date(2031, 8, 5)]
    assert sheet_of(nia).proposals == []


def test_a_meeting_planned_by_hand_is_not_proposed_beside_itself(nia):
    rhythm(nia)
    make_meeting(nia, day=date(2031, 3, 4))
    sheet = sheet_of(nia)
    assert date(2031, 3, 4) not in days(sheet)
    assert sheet.in_programme == 1


def test_what_is_over_is_not_proposed(nia):
    make_rhythm(nia, at=AUTUMN, starts_on=date(2030, 1, 1))
    assert days(sheet_of(nia, 2030)) == [date(2030, 11, 5), date(2030, 12, 3)]
    evening = datetime(2030, 11, 5, 19, 30, tzinfo=UTC)
    assert days(sheet_of(nia, 2030, at=evening)) == [date(2030, 12, 3)]


# -- what meets a date


def test_bank_holidays_are_told_by_the_country_of_the_group(nia):
    rhythm(nia, Pattern.of(weekday=0, places=[2], months=[4]))
    rhythm(nia, Pattern.of(weekday=4, places=[2], months=[4]), kind="retreat", start_time=None, end_time=None, days=4)
    sheet = sheet_of(nia)
    assert notes_on(sheet, date(2031, 4, 14))[0] == "Bank holiday: Easter Monday, in a part of the country."
    assert notes_on(sheet, date(2031, 4, 11))[:2] == [
        "Bank holiday on Friday 11 April: Good Friday.",
        "Bank holiday on Monday 14 April: Easter Monday, in a part of the country.",
    ]


def test_without_a_country_or_where_none_are_known_no_holiday_is_told():
    nia = make_membership(make_group(country=""))
    rhythm(nia, Pattern.of(weekday=3, places=[4], months=[12]))
    assert notes_on(sheet := sheet_of(nia), date(2031, 12, 25)) == []
    assert not sheet.knows_holidays


def test_a_time_that_the_clocks_leave_out_is_put_later_and_told(nia):
    rhythm(nia, Pattern.of(weekday=6, places=[-1], months=[3]), start_time=time(1, 30), end_time=time(4))
    proposal = sheet_of(nia).new[0]
    assert (proposal.on, proposal.meeting.start_time) == (date(2031, 3, 30), time(2, 30))
    assert proposal.notes == [
        "1.30 am doesn’t exist that night, when the clocks go forward: 2.30 to 5 am is put instead.",
        "The clocks go forward on Sunday 30 March.",
    ]
    assert made(nia).made[0].start_time == time(2, 30)


def test_of_a_time_that_comes_twice_the_sheet_asks_which(nia):
    rhythm(nia, Pattern.of(weekday=6, places=[-1], months=[9, 10]), start_time=time(1, 30), end_time=time(4))
    september, october = (sheet := sheet_of(nia)).new
    assert october.notes == ["The clocks go back on Sunday 26 October.", "1.30 am comes twice that night."]
    assert ([which.value() for which in october.asked_which], september.asked_which) == (["first"], [])
    second = {"start_fold": "second"}
    asked = made(nia, sheet, d0928={"starts_on": "2031-10-26"}, d1026=second)
    assert asked.made is None
    assert "1.30 am comes twice. Choose which one you mean." in str(asked.new[0].errors["start_fold"])
    assert [meeting.start_fold for meeting in made(nia, sheet, d1026=second).made] == [False, True]


def test_a_zone_without_summer_time_any_more_tells_of_no_clocks(nia):
    rhythm(nia, Pattern.of(weekday=6), zone="America/Sao_Paulo")
    assert not any("clocks" in note for proposal in sheet_of(nia).new for note in proposal.notes)


def test_a_date_that_meets_a_meeting_is_left_out_until_somebody_ticks_it(nia):
    rhythm(nia)
    make_meeting(nia, kind="retreat", day=date(2031, 3, 3), ends_on=date(2031, 3, 5), start_time=None, end_time=None,
                 title="By the sea")  # fmt: skip
    proposal = sheet_of(nia).new[2]
    assert not proposal.keep
    assert proposal.notes == ["“By the sea” is in the programme then."]
    make_meeting(nia, kind="face", day=date(2031, 4, 1), start_time=time(10), end_time=time(12))
    words = "A meeting is in the programme then: Tuesday 1 April, face to face."
    assert notes_on(sheet_of(nia), date(2031, 4, 1)) == [words]


def test_who_has_said_once_that_they_cannot_is_told_without_why(nia):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[2, 3]))
    ruth = make_membership(nia.group, name="Ruth")
    StandingAvailability.keep(by=ruth, starts=date(2031, 3, 1), ends=date(2031, 3, 9), reason="Kept to myself")
    sheet = sheet_of(nia)
    assert [proposal.notes for proposal in sheet.new] == [[], ["As far as we know it clashes for Ruth."]]
    assert [proposal.keep for proposal in sheet.new] == [True, True]


def test_two_rhythms_on_one_day_are_told(nia):
    rhythm(nia)
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[5]), kind="face", start_time=time(10), end_time=time(16))
    words = ["Another of these dates is at the same time or on the same day."]
    assert [p.notes for p in sheet_of(nia).new if p.on == date(2031, 5, 6)] == [words, words]


def test_a_rhythm_without_a_date_in_the_year_says_when_it_comes(nia):
    leap = rhythm(nia, Pattern.of(monthday=29, months=[2]))
    assert sheet_of(nia).silent == [(leap, date(2032, 2, 29))]


def test_more_dates_than_a_sheet_holds_come_with_the_next(nia):
    for weekday in range(3):
        rhythm(nia, Pattern.of(weekday=weekday))
    sheet = sheet_of(nia)
    assert (len(sheet.new), sheet.others) == (MOST, 157 - MOST)


# -- moving


def test_a_date_is_moved_and_is_not_proposed_again_where_it_was(nia):
    rhythm(nia)
    sheet = made(nia, d0107={"starts_on": "2031-01-09", "start_time": "18:00", "end_time": "20:00"})
    first = min(sheet.made, key=lambda meeting: meeting.starts_at)
    assert (first.starts_on, first.ends_on, first.start_time) == (date(2031, 1, 9), date(2031, 1, 9), time(18))
    assert sheet_of(nia).proposals == []


def test_a_retreat_is_moved_by_its_first_day_and_keeps_its_nights(nia):
    rhythm(nia, Pattern.of(weekday=4, places=[3], months=[6]), kind="retreat", start_time=None, end_time=None, days=3)
    retreat = made(nia, d0620={"starts_on": "2031-06-27"}).made[0]
    assert (retreat.starts_on, retreat.ends_on) == (date(2031, 6, 27), date(2031, 6, 29))


@pytest.mark.parametrize(
    ("moved", "field", "words"),
    [
        ({"starts_on": "2030-11-01"}, "starts_on", "Choose a day from today on."),
        ({"starts_on": "2041-01-01"}, "starts_on", "Choose a day within the next ten years."),
        ({"starts_on": "2031-02-29"}, "starts_on", "There is no such day."),
        ({"starts_on": "2030-11-05", "start_time": "09:00"}, "start_time", "These hours are over. Choose later ones."),
        ({"start_time": ""}, "start_time", ""),
        ({"end_time": "18:00"}, "end_time", "The end comes before the start. Choose a later end."),
        ({"starts_on": "2031-03-30", "start_time": "01:30"}, "start_time", "The clocks go forward that night"),
    ],
)
def test_a_date_that_cannot_be_is_told_and_nothing_is_made(nia, moved, field, words):
    rhythm(nia)
    end = {"end_time": "10:00"} if moved.get("start_time") == "09:00" else {}
    sheet = made(nia, d0107=moved | end)
    assert sheet.made is None
    assert words in " ".join(sheet.new[0].errors[field])
    assert sheet.new[0].said.items() >= moved.items()
    assert not nia.group.meetings.exists()


def test_a_date_that_is_dropped_need_not_be_put_right(nia):
    rhythm(nia)
    assert len(made(nia, drop=[date(2031, 1, 7)], d0107={"starts_on": ""}).made) == 11


def test_what_a_moved_date_meets_is_told_before_anything_is_made(nia):
    rhythm(nia)
    sheet = made(nia, d0107={"starts_on": "2031-04-11"})
    assert sheet.made is None
    assert sheet.has_unseen
    assert sheet.new[0].notes == ["Bank holiday: Good Friday."]
    assert len(made(nia, sheet).made) == 12


# -- twice


def test_pressed_twice_it_is_made_once(nia):
    rhythm(nia)
    pressed = posted(sheet_of(nia))
    assert len(Sheet.make(pressed, 2031, by=nia, at=AUTUMN).made) == 12
    assert Sheet.make(pressed, 2031, by=nia, at=AUTUMN).made == []
    assert nia.group.meetings.count() == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_makes_the_dates(nia):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[2, 3]))
    ruth = make_membership(nia.group, name="Ruth")
    pressed = posted(sheet_of(nia))
    sheets = at_once(*(lambda by=by: Sheet.make(pressed, 2031, by=by, at=AUTUMN) for by in (nia, ruth)))
    assert sorted(len(sheet.made) for sheet in sheets) == [0, 2]
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.name)
def test_each_ready_rhythm_lays_out_a_year_by_the_same_sheet(nia, ready):
    for _twice in range(2):
        Rhythm.begin_first(ready.rhythms, by=nia, starts_on=date(2031, 1, 1), at=AUTUMN)
    assert nia.group.rhythms.count() == len(ready.rhythms)
    sheet = made(nia)
    wanted = {"monthly-evenings": 12, "evenings-and-two-days": 12, "six-weeks-and-a-retreat": 10}
    assert len(sheet.made) == wanted[ready.name]
    assert nia.group.meetings.settled().count() == 0
