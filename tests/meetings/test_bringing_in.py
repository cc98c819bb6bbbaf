"""A group's past comes from a list: looked at first, all of it or none, and never twice."""

import csv
import io
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from copse import sheets
from groups.models import Membership
from larder.models import Topic
from meetings.bringing_in import COLUMNS, PastMeetings, columns, examples
from meetings.models import Attendance, Meeting
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db

HEAD = "date,start,end,last day,kind,place,title,topics,facilitator,who was there"
LIST = f"""{HEAD}
5/3/2020,19:00,21:00,,Face to face,The old library,,Thresholds; Salt,Bea,Bea; Amara
2020-09-11,,,13/9/2020,Retreat,,A weekend away,,,
12.4.2021,19:00,21:00,,,,,,,
2021-05-03,19:00,21:00,,,,,,Nobody,
"""


@pytest.fixture
def amara():
    amara = first_of(make_group())
    amara.known_as = "Amara"
    amara.save()
    make_membership(amara.group, "Bea")
    amara.group.refresh_from_db()
    return amara


def bring_in(text: str, by) -> PastMeetings:
    return PastMeetings.bring_in(text, by=by, seen=PastMeetings(text, by=by).stamp)


def test_what_is_in_the_list_is_brought_in(amara):
    salt = make_topic(amara, "salt")
    bring_in(LIST, amara)
    evening, weekend = amara.group.meetings.order_by("starts_at")
    assert (evening.starts_on, evening.start_time, evening.kind, evening.place) == (
        date(2020, 3, 5), time(19), "face", "The old library",
    )  # fmt: skip
    assert evening.facilitator.name == "Bea"
    assert sorted(a.membership.name for a in evening.answers.filter(answer="can")) == ["Amara", "Bea"]
    assert [o.topic.title for o in evening.opened.all()] == ["Thresholds", "salt"]
    assert salt in [o.topic for o in evening.opened.all()]
    assert (weekend.kind, weekend.starts_on, weekend.ends_on) == ("retreat", date(2020, 9, 11), date(2020, 9, 13))
    assert all(meeting.was_held() for meeting in (evening, weekend))


def test_what_is_refused_is_told_with_its_line_and_why(amara):
    refused = PastMeetings(LIST, by=amara).refused
    assert [line.number for line in refused] == [4, 5]
    assert "“12.4.2021” is no day" in refused[0].words
    assert "Nobody here is called “Nobody”" in refused[1].words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",19:00,21:00", "It has no date"),
        ("31/2/2020", "There is no day “31/2/2020”"),
        ("3/25/2020", "Write the day first"),
        ("5/3/20", "is no day"),
        ("2020-3-5", "is no day"),
        ("5/3/2020,19:00", "It has one time of two"),
        ("5/3/2020,21:00,19:00", "The end comes before the start"),
        ("5/3/2020,25:00,26:00", "is no time"),
        ("29/3/2020,01:30,03:00", "this time doesn’t exist"),
        ("5/3/2999,19:00,21:00", "It isn’t over yet"),
        ("5/3/0020", "It isn’t over yet"),
        ("5/3/2020,,,,party", "is no kind of meeting"),
        ("5/3/2020,,,,,," + "x" * 121, "more than 120 characters"),
        ("5/3/2020,,,,,,," + "x" * 121, "A topic has 120 characters"),
    ],
)
def test_lines_that_cannot_be_taken(amara, line, words):
    past = PastMeetings(f"{HEAD}\n{line}\n", by=amara)
    assert past.new == []
    assert words in past.refused[0].words


def test_two_of_the_same_name_are_not_guessed_between(amara):
    make_membership(amara.group, "Bea")
    amara.group.refresh_from_db()
    assert "More than one of us" in PastMeetings(LIST, by=amara).refused[0].words


def test_done_twice_adds_nothing_twice(amara):
    bring_in(LIST, amara)
    again = PastMeetings(LIST, by=amara)
    assert (again.new, again.here) == ([], [2, 3])
    bring_in(LIST, amara)
    assert Meeting.objects.count() == 2
    assert Topic.objects.count() == 2


def test_a_line_that_stands_twice_is_taken_once(amara):
    past = PastMeetings(f"{HEAD}\n5/3/2020\n2020-03-05\n", by=amara)
    assert len(past.new) == 1
    assert past.refused == [(3, "It begins when the meeting of line 2 does.")]


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_in_the_same_list_at_once(amara):
    seen = PastMeetings(LIST, by=amara).stamp
    done = at_once(*[lambda: PastMeetings.bring_in(LIST, by=amara, seen=seen)] * 2)
    assert all(isinstance(one, PastMeetings) for one in done), done
    assert Meeting.objects.count() == 2
    assert Attendance.objects.count() == 2


def test_the_list_may_have_semicolons_tabs_other_orders_and_other_letters(amara):
    for between in (";", "\t"):
        text = f"place{between}date\n“Café”{between}5/3/2020\n"
        assert PastMeetings(text, by=amara).new[0].what["place"] == "“Café”"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The first line names the columns"),
        ("when,where\n5/3/2020,here\n", "What stands there is: when, where"),
        ("date,date\n5/3/2020,5/3/2020\n", "The first line names the columns"),
        ('date,place\n5/3/2020,"The old library\n', "Line 2 can’t be read"),
        ("date\n" + "5/3/2020\n" * 2001, "2,000 lines at most"),
    ],
)
def test_what_is_no_list(amara, text, words):
    with pytest.raises(ValidationError, match=words):
        PastMeetings(text, by=amara)


@pytest.mark.slow
def test_two_thousand_lines_cost_as_many_queries_as_twenty(amara, django_assert_max_num_queries):
    lines = [f"{y}-{m:02}-{d:02}" for y in range(2000, 2007) for m in range(1, 13) for d in range(1, 25)][:2000]
    text = "\n".join(["date,facilitator", *(f"{day},Bea" for day in lines)])
    seen = PastMeetings(text, by=amara).stamp
    with django_assert_max_num_queries(80):  # SQLite takes a thousand values at once: a column more is three more
        PastMeetings.bring_in(text, by=amara, seen=seen)
    assert Meeting.objects.count() == 2000


# -- the pages


def test_it_is_looked_at_then_brought_in(amara, signed_in):
    client, slug = signed_in(amara), amara.group.slug
    file = SimpleUploadedFile("meetings.csv", ("\ufeff" + LIST).encode())
    look = client.post(reverse("meetings:bring_in", args=[slug]), {"file": file})
    page = look.content.decode()
    assert look.status_code == 200
    assert "Thursday 5 March 2020" in page or "5 March 2020" in page
    assert "Line 4" in page
    assert Meeting.objects.count() == 0
    held = {"text": look.context["form"].cleaned_data["text"], "seen": look.context["past"].stamp}
    done = client.post(reverse("meetings:past", args=[slug]), held)
    assert done["Location"] == reverse("meetings:year_of", args=[slug, 2020])
    assert "A weekend away" in client.get(done["Location"]).content.decode()


def test_what_has_changed_since_it_was_looked_at_is_looked_at_again(amara, signed_in):
    seen = PastMeetings(LIST, by=amara).stamp
    make_meeting(amara, day=date(2020, 3, 5), start_time=time(19), end_time=time(20))
    answer = signed_in(amara).post(reverse("meetings:past", args=[amara.group.slug]), {"text": LIST, "seen": seen})
    assert answer.status_code == 409
    assert Meeting.objects.count() == 1


def test_the_look_says_when_each_ended(amara):
    evening, weekend = (held.in_words for held in PastMeetings(LIST, by=amara).new)
    assert evening.startswith("until 9 pm, Thresholds")
    assert weekend.startswith("until 13 September 2020, A weekend away")


@pytest.mark.parametrize(("was", "now"), [("21:00", "22:00"), ("13/9", "14/9"), ("; Salt", ""), ("library", "mill")])
def test_whatever_else_the_list_says_is_looked_at_again(amara, was, now):
    seen = PastMeetings(LIST, by=amara).stamp
    PastMeetings.bring_in(LIST.replace(was, now), by=amara, seen=seen)
    assert not Meeting.objects.exists()


def test_what_is_no_list_comes_back_with_a_word(amara, signed_in):
    client, url = signed_in(amara), reverse("meetings:bring_in", args=[amara.group.slug])
    picture = SimpleUploadedFile("meetings.csv", b"\x89PNG\x00\x00")
    huge = SimpleUploadedFile("meetings.csv", b"x" * (sheets.MOST_CHARACTERS + 1))
    for data, words in (
        ({}, "Choose a file, or paste the lines."),
        ({"file": picture}, "This file is no CSV."),
        ({"file": huge}, "This file is too large for a list."),
        ({"text": "hello"}, "The first line names the columns"),
    ):
        answer = client.post(url, data)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_what_older_programs_write_is_read(amara, signed_in):
    file = SimpleUploadedFile("meetings.csv", "date;place\r\n5/3/2020;Café\r\n".encode("cp1252"))
    page = signed_in(amara).post(reverse("meetings:bring_in", args=[amara.group.slug]), {"file": file})
    assert "Café" in page.content.decode()


def test_the_list_to_fill_in_can_be_brought_in_as_it_is(amara, signed_in):
    answer = signed_in(amara).get(reverse("meetings:past_sheet", args=[amara.group.slug]))
    assert answer["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    text = answer.content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == list(columns().values())
    past = PastMeetings(text, by=amara)
    assert len(past.new) == len(examples(amara)) == 2
    assert past.refused == []
    assert set(COLUMNS) == set(columns())


def test_the_way_there_is_on_the_year_and_offered_until_there_is_a_past(amara, signed_in):
    client, year = signed_in(amara), reverse("meetings:year", args=[amara.group.slug])
    way, offer = reverse("meetings:bring_in", args=[amara.group.slug]), "Did you meet before you came here?"
    page = client.get(year).content.decode()
    assert offer in page
    assert page.count(way) == 1
    bring_in(LIST, amara)
    page = client.get(year).content.decode()
    assert offer not in page
    assert page.count(way) == 1


@pytest.mark.parametrize("name", ["=1+1", "+44", "-Nia", "@Nia", "'Nia", "=cmd|' /C calc'!A0"])
def test_no_spreadsheet_reckons_with_a_name_and_it_comes_back_as_it_was(amara, signed_in, name):
    Membership.objects.filter(pk=amara.pk).update(known_as=name)
    sheet = signed_in(amara).get(reverse("meetings:past_sheet", args=[amara.group.slug])).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(sheet)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(sheets.FORMULA)]
    first = next(sheets.lines(sheet, columns())).cells
    assert (first["facilitator"], first["people"]) == (name, name)
