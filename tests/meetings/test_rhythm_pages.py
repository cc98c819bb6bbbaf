"""The pages of the rhythm: by form and in words, kept as a rule, and a year laid out from it."""

from datetime import date, time
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, Rhythm, StandingAvailability
from meetings.pattern import Pattern
from tests.factories import make_group, make_meeting, make_member, make_membership, make_rhythm
from tests.matrix_rhythm import EVENINGS

pytestmark = pytest.mark.django_db

NEXT = timezone.localdate().year + 1


@pytest.fixture
def nia():
    return make_membership(make_group(country="GB"), name="Nia")


def url(by, name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=[by.group.slug, *args])


def page(answer) -> str:
    return unescape(answer.content.decode())


def begin(signed_in, by, **more):
    return signed_in(by).post(url(by, "new_rhythm"), {**EVENINGS, **more})


def errors(answer) -> dict:
    assert answer.status_code == 422
    return {field: " ".join(errors) for field, errors in answer.context["form"].errors.items()}


# -- by form


def test_a_rhythm_by_form_is_kept_as_a_rule_with_wall_times_and_a_zone(signed_in, nia):
    answer = begin(signed_in, nia, place="The old library", join_url="room.example.org/a")
    assert answer.url == url(nia, "rhythms")
    rhythm = nia.group.rhythms.get()
    assert (rhythm.rule, rhythm.starts_on) == ("FREQ=MONTHLY;BYDAY=1TU", date(2031, 1, 7))
    assert (rhythm.start_time, rhythm.end_time, rhythm.zone) == (time(19), time(21), "Europe/London")
    assert (rhythm.place, rhythm.join_url) == ("The old library", "https://room.example.org/a")
    assert "The first Tuesday of each month, 7 to 9 pm, online, The old library" in page(signed_in(nia).get(answer.url))
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"places": ["2", "4"]}, "FREQ=MONTHLY;BYDAY=2TU,4TU"),
        ({"places": "-1", "weekday": "5", "months": "4"}, "FREQ=MONTHLY;BYMONTH=4;BYDAY=-1SA"),
        ({"repeat": "weeks", "interval": "6"}, "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU"),
        ({"repeat": "monthday", "monthday": "29", "months": "2"}, "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"),
        ({"repeat": "monthday", "monthday": "-1", "interval": "3"}, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
    ],
)
def test_each_sort_of_rhythm_can_be_chosen(signed_in, nia, more, rule):
    assert begin(signed_in, nia, **more).status_code == 302
    assert nia.group.rhythms.get().rule == rule


def test_a_weekend_has_dates_only(signed_in, nia):
    begin(signed_in, nia, kind="retreat", weekday="4", places="3", months="6", days="3")
    rhythm = nia.group.rhythms.get()
    assert (rhythm.start_time, rhythm.end_time, rhythm.days) == (None, None, 3)
    assert rhythm.sentence.startswith("The third Friday of June to the Sunday after, retreat")


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"places": []}, "places", "Choose one or more, such as the first."),
        ({"start_time": ""}, "start_time", "Choose both times."),
        ({"end_time": "18:00"}, "end_time", "The end comes before the start. Choose a later end."),
        ({"kind": "retreat", "days": "1"}, "days", "A retreat has a night in it, and here at most a week."),
        ({"repeat": "monthday", "monthday": "30", "months": "2"}, "repeat", "There is no such day in any year. "),
        ({"interval": "2", "months": "4"}, "repeat", "Say either how many months apart, or in which months."),
        ({"repeat": "weeks", "interval": "0"}, "interval", ""),
        ({"starts_on": "9999-12-31"}, "starts_on", "Choose a day of our time."),
        ({"starts_on": "0001-01-01"}, "starts_on", "Choose a day of our time."),
        ({"zone": "Nowhere"}, "zone", ""),
        ({"weekday": "7"}, "weekday", ""),
    ],
)
def test_what_is_to_be_put_right_is_told_and_what_was_written_stays(signed_in, nia, more, field, words):
    answer = begin(signed_in, nia, place="A place that stays", **more)
    assert words in errors(answer)[field]
    assert "A place that stays" in page(answer)
    assert not nia.group.rhythms.exists()


def test_pressed_twice_it_is_one(signed_in, nia):
    for _twice in range(2):
        assert begin(signed_in, nia).status_code == 302
    assert nia.group.rhythms.count() == 1


def test_twenty_stand_side_by_side_and_no_more(signed_in, nia):
    for weekday in range(20):
        make_rhythm(nia, Pattern.of(weekday=weekday % 7, interval=1 + weekday))
    assert errors(begin(signed_in, nia)) == {
        "__all__": "Twenty rhythms are the most. Change one of them, or let one go."
    }


# -- in words


def test_words_are_read_back_and_fill_the_form(signed_in, nia):
    words = {"words": "last Saturday of April, 10.30 am to 4 pm, face to face"}
    answer = signed_in(nia).get(url(nia, "new_rhythm"), words)
    assert answer.status_code == 200
    assert "The last Saturday of April, 10.30 am to 4 pm, face to face." in page(answer)
    form = answer.context["form"]
    chosen = {name: form[name].value() for name in ("repeat", "weekday", "places", "months", "kind", "start_time")}
    assert chosen == {
        "repeat": "places", "weekday": 5, "places": [-1], "months": [4], "kind": "face", "start_time": time(10, 30),
    }  # fmt: skip
    assert not nia.group.rhythms.exists()


def test_what_is_not_understood_is_told_and_the_rest_still_fills_the_form(signed_in, nia):
    answer = signed_in(nia).get(url(nia, "new_rhythm"), {"words": "every second Tuesday, 19:00 to 21:00, by boat"})
    assert answer.status_code == 422
    assert "We don’t understand “by”, “boat”." in page(answer)
    assert "every second Tuesday, 19:00 to 21:00, by boat" in page(answer)
    assert answer.context["form"]["start_time"].value() == time(19)


@pytest.mark.parametrize("words", ["", " ; ;", "x" * 5000, "\x00", "9" * 300, "first " * 60])
def test_no_words_break_the_page(signed_in, nia, words):
    assert signed_in(nia).get(url(nia, "new_rhythm"), {"words": words}).status_code == 422
    assert signed_in(nia).post(url(nia, "rhythms_in_words"), {"words": words}).status_code == 422


def test_several_in_words_are_kept_at_once_and_once(signed_in, nia):
    words = "first Tuesday but not in April, 19:00 to 21:00, online; third weekend of June"
    for _twice in range(2):
        answer = signed_in(nia).post(url(nia, "rhythms_in_words"), {"words": words})
        assert answer.url == url(nia, "rhythms")
    assert list(nia.group.rhythms.values_list("kind", "days")) == [("online", 1), ("retreat", 3)]


def test_of_several_none_is_kept_where_one_is_not_understood(signed_in, nia):
    words = "first Tuesday, 19:00 to 21:00, online; when the swifts come"
    answer = signed_in(nia).post(url(nia, "rhythms_in_words"), {"words": words})
    assert answer.status_code == 422
    assert not nia.group.rhythms.exists()


# -- later


def test_a_changed_rhythm_leaves_what_came_of_it(signed_in, nia):
    rhythm = make_rhythm(nia)
    meeting = make_meeting(nia)
    answer = signed_in(nia).post(url(nia, "edit_rhythm", rhythm.key), {**EVENINGS, "weekday": "3"})
    assert answer.status_code == 302
    assert nia.group.rhythms.get().rule == "FREQ=MONTHLY;BYDAY=1TH"
    assert nia.group.meetings.get() == meeting


def test_whoever_saves_a_rhythm_second_sees_both_texts(signed_in, nia):
    rhythm = make_rhythm(nia)
    seen = rhythm.changed_at.isoformat()
    signed_in(nia).post(url(nia, "edit_rhythm", rhythm.key), {**EVENINGS, "weekday": "3", "seen": seen})
    second = {**EVENINGS, "weekday": "2", "seen": seen}
    answer = signed_in(nia).post(url(nia, "edit_rhythm", rhythm.key), second)
    assert answer.status_code == 409
    assert "The first Thursday of each month" in page(answer)
    again = {**second, "seen": answer.context["form"]["seen"].value()}
    assert signed_in(nia).post(url(nia, "edit_rhythm", rhythm.key), again).status_code == 302
    assert nia.group.rhythms.get().rule == "FREQ=MONTHLY;BYDAY=1WE"


def test_a_rhythm_that_is_let_go_leaves_its_meetings(signed_in, nia):
    rhythm = make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    signed_in(nia).post(url(nia, "laid_out", NEXT), fields_of(signed_in(nia).get(url(nia, "lay_out", NEXT))))
    signed_in(nia).post(url(nia, "let_go_rhythm", rhythm.key))
    assert not Rhythm.objects.exists()
    assert nia.group.meetings.count() == 12


def fields_of(answer) -> dict:
    """What a browser would send of the sheet."""
    sheet = answer.context["sheet"]
    said = {f"{p.key}-{name}": value for p in sheet.proposals for name, value in p.said.items()}
    return {"seen": sheet.stamps, "keep": [p.key for p in sheet.proposals if p.keep], **said}


def test_a_year_is_laid_out_by_page(signed_in, nia):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    sheet = signed_in(nia).get(url(nia, "lay_out", NEXT))
    assert "Twelve dates are proposed." in page(sheet)
    answer = signed_in(nia).post(url(nia, "laid_out", NEXT), fields_of(sheet))
    assert answer.url == url(nia, "year_of", NEXT)
    assert nia.group.meetings.unsettled().count() == 12
    assert "Nothing is missing." in page(signed_in(nia).get(url(nia, "lay_out", NEXT)))


def test_of_two_who_lay_out_a_year_the_second_is_told_why_nothing_came_of_it(signed_in, nia):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    fields = fields_of(signed_in(nia).get(url(nia, "lay_out", NEXT)))
    for _twice in range(2):
        answer = signed_in(nia).post(url(nia, "laid_out", NEXT), fields, follow=True)
    assert "Nothing was put into the programme: these dates aren’t proposed any more." in page(answer)


def test_enter_in_a_field_of_the_sheet_looks_again_and_makes_nothing(signed_in, nia):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    sheet = page(signed_in(nia).get(url(nia, "lay_out", NEXT)))
    first = sheet[sheet.index('name="seen"') :].partition("<button")[2].partition(">")[0]
    assert f'formaction="{url(nia, "lay_out", NEXT)}"' in first


def test_looking_again_shows_what_a_moved_date_meets_and_makes_nothing(signed_in, nia):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    fields = fields_of(sheet := signed_in(nia).get(url(nia, "lay_out", NEXT)))
    christmas = f"{sheet.context['sheet'].proposals[-1].key}-starts_on"
    moved = {**fields, christmas: f"{NEXT}-12-25"}
    again = signed_in(nia).post(url(nia, "lay_out", NEXT), moved)
    assert again.status_code == 200
    assert "Bank holiday: Christmas Day" in page(again)
    unseen = signed_in(nia).post(url(nia, "laid_out", NEXT), moved)
    assert unseen.status_code == 409
    assert "Nothing has been made yet" in page(unseen)
    unreadable = signed_in(nia).post(url(nia, "laid_out", NEXT), {**fields, christmas: "soon"})
    assert unreadable.status_code == 422
    assert 'value="soon"' in page(unreadable)
    assert not nia.group.meetings.exists()


def test_a_date_moved_to_an_hour_that_the_clocks_leave_out_is_told_so(signed_in, nia):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    fields = fields_of(sheet := signed_in(nia).get(url(nia, "lay_out", NEXT)))
    key = sheet.context["sheet"].proposals[0].key
    forward = max(day for n in range(31) if (day := date(NEXT, 3, 1 + n)).weekday() == 6)
    night = {f"{key}-starts_on": str(forward), f"{key}-start_time": "01:30", f"{key}-end_time": "03:30"}
    answer = signed_in(nia).post(url(nia, "laid_out", NEXT), {**fields, **night})
    assert answer.status_code == 422
    assert "this time doesn’t exist. Choose 2.30 am or later." in page(answer)


def test_whoever_lives_elsewhere_reads_by_whose_clock_a_rhythm_goes(signed_in, nia):
    ravi = nia.group.welcome(make_member("Ravi", zone="Europe/Vienna"))
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    assert "7 to 9 pm in London, online" in page(signed_in(ravi).get(url(ravi, "rhythms")))
    assert "From, in London" in page(signed_in(ravi).get(url(ravi, "lay_out", NEXT)))
    words = {"words": "first Tuesday, 19:00 to 21:00, online"}
    assert "7 to 9 pm in London, online" in page(signed_in(ravi).get(url(ravi, "new_rhythm"), words))
    jane = nia.group.welcome(make_member("Jane", zone="Europe/Jersey"))  # another name for the same hours
    assert not any("in London" in page(signed_in(who).get(url(who, "lay_out", NEXT))) for who in (nia, jane))


def test_a_year_that_is_over_or_far_ahead_is_not_laid_out(signed_in, nia):
    for year in (NEXT - 2, NEXT + 10, 0, 10**9):
        assert signed_in(nia).get(url(nia, "lay_out", year)).status_code == 404


def test_an_empty_year_offers_three_rhythms_to_begin_from(signed_in, nia):
    year = page(signed_in(nia).get(url(nia, "year_of", NEXT)))
    assert f"Nothing planned for {NEXT}." in year
    assert "Most groups begin with a rhythm" in year
    assert year.count("Begin with this") == 3
    answer = signed_in(nia).post(url(nia, "begin_with", NEXT, "evenings-and-two-days"))
    assert answer.url == url(nia, "lay_out", NEXT)
    assert not nia.group.meetings.exists()
    assert "Twelve dates are proposed." in page(signed_in(nia).get(answer.url))
    assert signed_in(nia).post(url(nia, "begin_with", NEXT, "no-such")).status_code == 404
    later = page(signed_in(nia).get(url(nia, "year_of", NEXT)))
    assert "Begin with this" not in later
    assert url(nia, "lay_out", NEXT) in later


def test_whoever_does_not_plan_is_offered_nothing_to_begin(signed_in):
    ruth = make_membership(make_group(all_facilitate=False))
    assert "Begin with this" not in page(signed_in(ruth).get(url(ruth, "year_of", NEXT)))
    assert "Change it" not in page(signed_in(ruth).get(url(ruth, "rhythms")))


def test_the_sheet_takes_as_many_queries_for_a_week_as_for_a_year(signed_in, nia, queries_of):
    make_rhythm(nia, starts_on=date(NEXT, 1, 1))
    make_meeting(nia, day=date(NEXT, 1, 20))
    client = signed_in(nia)
    few = queries_of(client, url(nia, "lay_out", NEXT))
    for weekday in range(3):
        make_rhythm(nia, Pattern.of(weekday=weekday), starts_on=date(NEXT, 1, 1))
    for month in range(1, 13):
        make_meeting(nia, day=date(NEXT, month, 10))
    assert queries_of(client, url(nia, "lay_out", NEXT)) == few
    assert few <= 12


def test_the_sheet_that_is_kept_goes_by_the_clocks_that_we_have_now(signed_in, nia):
    make_rhythm(nia)
    far = make_membership(nia.group, "Kiri")
    far.member.live_by("Pacific/Auckland")
    StandingAvailability.keep(by=far, weekdays="2", until_time=time(12))  # while it is Tuesday evening in London
    sheet = url(nia, "lay_out", NEXT)
    assert "it clashes for Kiri" in page(signed_in(nia).get(sheet))
    far.member.live_by("Europe/London")
    assert "it clashes for Kiri" not in page(signed_in(nia).get(sheet))
