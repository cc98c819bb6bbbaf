"""A year on paper: its ring and its list on one sheet, on two where it is long, made once for what it says."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from copse.hours import clock_read
from copse.pdf import job, press
from groups.models import Member
from meetings.papers import YearPaper
from tests.factories import make_meeting, make_member, make_membership
from tests.manifesto.papers import pages_of
from tests.tagged_pdf import figure_words, findings, text_of

pytestmark = pytest.mark.django_db

YEAR = 2031


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def set_year(tmp_path):
    """`set_year(by)`: the paper of the year; WeasyPrint's errors fail the test."""

    def set_here(by, year=YEAR):
        by.group.refresh_from_db()
        errors: list[str] = []
        path = tmp_path / "year.pdf"
        path.write_bytes(press.set_paper(job(**YearPaper(by.group, year).parts), errors))
        assert errors == []
        return path

    return set_here


def fill(by, n: int, *, apart: int = 14, **what) -> None:
    for i in range(n):
        kind = ("online", "face", "hybrid", "retreat")[i % 4]
        place = "" if kind == "online" else "The old sail loft, up the outer stairs"
        day = date(YEAR, 1, 6) + timedelta(days=apart * i)
        make_meeting(by, day=day, kind=kind, title=f"Evening number {i}", place=place, **what)


@pytest.mark.press
def test_twenty_six_meetings_their_ring_and_their_list_fit_one_sheet(nia, set_year):
    fill(nia, 26, facilitator=nia)
    path = set_year(nia)
    assert pages_of(path) == 1
    assert findings(path) == []
    assert figure_words(path) == ["The year 2031 as a ring, with its meetings as marks; the list has them all"]
    text = text_of(path)
    assert [n for n in range(26) if f"Evening number {n}" not in text] == []


@pytest.mark.press
def test_a_long_year_takes_two_sheets_and_loses_nothing(nia, set_year):
    fill(nia, 60, apart=6)
    path = set_year(nia)
    assert pages_of(path) == 2
    assert [n for n in range(60) if f"Evening number {n}" not in text_of(path)] == []


@pytest.mark.press
def test_it_says_days_times_place_and_who_and_names_what_lies_fallow(nia, set_year):
    make_meeting(nia, day=date(YEAR, 3, 4), title="Salt", place="The barn", kind="face")
    make_meeting(nia, day=date(YEAR, 5, 6), settled=False)
    make_meeting(nia, day=date(YEAR, 6, 6), ends_on=date(YEAR, 6, 8), kind="retreat", start_time=None, end_time=None)
    make_meeting(nia, day=date(YEAR, 8, 4), title="Gone").let_go(by=nia)
    text = text_of(set_year(nia))
    for said in (
        "Tuesday 4 March Salt Face to face · 7 to 9 pm · The barn · Nia facilitates",
        "April lies fallow",
        "Date not settled",
        "Friday 6 to Sunday 8 June",
    ):
        assert said in text
    assert "Gone" not in text


@pytest.mark.press
def test_a_year_without_meetings_says_so(nia, set_year):
    assert "Nothing planned for 2031." in text_of(set_year(nia))


def test_it_is_the_same_paper_until_something_that_it_says_changes(nia):
    meeting = make_meeting(nia, day=date(YEAR, 3, 4), title="Salt")
    Member.objects.filter(pk=nia.member_id).update(zone="Asia/Tokyo", clock="24")

    def parts():
        nia.group.refresh_from_db()
        return YearPaper(nia.group, YEAR).parts

    before = parts()
    with timezone.override("Asia/Tokyo"):
        assert parts() == before, "whoever asks for it"
    meeting.change(by=nia, join_url="https://room.example.org/a")
    assert parts() == before
    meeting.change(by=nia, start_time=time(18))
    assert parts() != before


def test_where_one_of_us_lives_elsewhere_the_paper_says_whose_times_it_has_by_the_clock_of_its_language(nia):
    nia.group.welcome(make_member("Ravi"))
    make_meeting(nia, day=date(YEAR, 3, 4))
    make_meeting(nia, day=date(YEAR, 4, 1), zone="Europe/Vienna")

    def html():
        nia.group.refresh_from_db()
        return YearPaper(nia.group, YEAR).parts["html"]

    assert "Times are those in" not in html()
    Member.objects.filter(name="Ravi").update(zone="Asia/Tokyo", clock="24")
    with timezone.override("Asia/Tokyo"), clock_read("24"):
        said = html()
    for words in ("Times are those in London.", "Tuesday 4 March", ">7 to 9 pm<", ">7 to 9 pm in Vienna<"):
        assert words in said


def test_the_year_leads_to_its_paper_where_there_is_something_on_it(nia, signed_in):
    year = timezone.localdate().year + 1
    url, paper = (reverse(f"meetings:{name}", args=[nia.group.slug, year]) for name in ("year_of", "year_paper"))
    assert paper not in signed_in(nia).get(url).content.decode()
    make_meeting(nia, day=date(year, 3, 4))
    assert paper in signed_in(nia).get(url).content.decode()


@pytest.mark.parametrize("year", [0, 1900, 9999])
def test_there_is_no_paper_of_a_year_that_nobody_means(nia, signed_in, year):
    assert signed_in(nia).get(reverse("meetings:year_paper", args=[nia.group.slug, year])).status_code == 404
