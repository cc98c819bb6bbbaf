"""Whoever has a turn and can't be there doesn't go: the order, the pages, home and the mails agree; and the way in
which turns are taken now decides how many go.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from groups.models import Outbox
from meetings.models import Attendance, ExceptionOffer, Meeting, RotaOrder, Turn
from meetings.outlook import Outlook
from meetings.programme import Programme
from meetings.rota import Way
from meetings.turn_mail import remind, turn
from meetings.turn_page import TurnPage
from tests.factories import days_from_now, make_meeting, make_membership
from tests.meetings.laid import ahead, four, lay, laying, led, pages, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def us():
    return four()


def one_who_cannot(us) -> Meeting:
    """Nia has said yes to a turn and then that she can't come; all the others would meet without her."""
    nia, *others = us
    (meeting,) = ahead(nia, 1, facilitator=nia)
    Turn.accept(meeting, by=nia)
    Attendance.say(meeting, "cannot", by=nia)
    offer = ExceptionOffer.make(meeting, by=nia)
    for who in others:
        Attendance.say(meeting, "can", by=who)
        offer.accept(by=who)
    return meeting


def test_a_turn_of_somebody_who_cannot_come_is_nobodys_and_the_next_one_is_laid(us):
    nia, bea, *_others = us
    one_who_cannot(us)
    (told,) = pages(bea).kinds[0].ahead
    assert (told.who, told.kept, told.found) == ([bea], [nia], [bea])
    assert told.why.startswith("Nia can’t that day. Has not had a turn online yet")
    lay(bea)
    assert led(bea) == [["Bea"]]


def test_every_page_says_that_nobody_goes_instead_yet(us, signed_in):
    nia, bea, *_others = us
    meeting = one_who_cannot(us)
    bea.group.refresh_from_db()
    assert Home(bea).next.in_words.endswith("Nia has the turn. Nobody goes instead yet.")
    assert "You facilitate" not in Home(nia).next.in_words
    (row,) = [row for row in Programme(bea.group, meeting.starts_on.year, reader=bea).rows if "meeting" in row]
    assert row["nobody_goes"] == "Nia has the turn. Nobody goes instead yet."
    assert Programme(bea.group, meeting.starts_on.year, reader=bea).turns == []
    text = read(signed_in, bea, "detail", meeting.key)
    assert "Nia has this turn and can’t come." in text
    assert "Nia facilitates" not in text
    assert "Nobody goes instead yet By the order it would be Bea." in read(signed_in, bea, "turn", meeting.key)
    assert "Nia has a turn and can’t go." in read(signed_in, planner_of(bea))


def planner_of(who):
    """Somebody of the same group who plans meetings."""
    return make_membership(who.group, "Dot", duty="facilitator")


def test_whoever_cannot_come_can_pass_the_turn_on_where_the_meeting_is_at_risk(us, signed_in):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1, facilitator=nia)
    Attendance.say(meeting, "cannot", by=nia)
    text = read(signed_in, nia, "detail", meeting.key)
    assert "You have this turn and can’t come. Pass your turn on" in text
    assert "Pass it on" not in read(signed_in, bea, "detail", meeting.key)
    assert "You have this turn, and can’t go" in read(signed_in, nia, "turn", meeting.key)
    with pytest.raises(ValidationError, match="Nia has said that they can’t come"):
        Turn.accept(meeting, by=nia)
    signed_in(nia).post(reverse("meetings:skip_turn", args=[nia.group.slug, meeting.key]))
    assert led(nia) == [["Bea"]]
    Attendance.say(meeting, "can", by=nia)
    Turn.take_again(meeting, by=nia)
    assert led(nia) == [["Nia"]]


def test_whoever_cannot_come_isnt_reminded_and_has_had_no_turn(us):
    nia, bea, *_others = us
    meeting = one_who_cannot(us)
    remind(days_from_now(0))
    assert not Outbox.objects.filter(kind="turn").exists()
    Attendance.say(meeting, "can", by=nia)
    remind(days_from_now(0))
    row = Outbox.objects.get(kind="turn")
    assert turn(row)
    Attendance.say(meeting, "cannot", by=nia)
    assert turn(row) is None
    (kind,) = pages(bea, meeting.ends_at + timedelta(hours=1)).kinds
    assert (kind.before, kind.after[0][0]) == ([], nia)


def test_a_turn_of_somebody_who_is_removed_is_nobodys(us):
    nia, bea, *_others = us
    meeting = ahead(nia, 1, facilitator=bea)[0]
    Turn.accept(meeting, by=bea)
    admin = make_membership(nia.group, "Dot", duty="admin")
    bea.remove(by=admin, reason="A word that was broken.")
    (told,) = pages(nia).kinds[0].ahead
    assert (told.who, told.kept) == ([nia], [bea])
    assert told.why.startswith("Bea is not among us any more.")
    outlook = Outlook(nia.group, nia.group.people, days_from_now(0))
    assert outlook.kept_away(outlook.ahead[0]) == {bea.pk: "gone"}
    lay(nia)
    assert led(nia) == [["Nia"]]


# How many go


@pytest.mark.parametrize(
    ("before", "after", "laid"),
    [
        (Way(1), Way(2), [["Nia", "Bea"], ["Ruth", "Cleo"]]),
        (Way(2), Way(1), [["Nia"], ["Bea"]]),
        (Way(1), Way(0), [[], []]),
    ],
)
def test_another_way_of_taking_turns_counts_for_what_was_laid_and_planners_are_told(us, before, after, laid):
    nia = us[0]
    RotaOrder.arrange({"online": before}, by=nia)
    ahead(nia, 1, 2)
    lay(nia)
    assert not pages(nia).falls_otherwise
    RotaOrder.arrange({"online": after}, by=nia)
    assert pages(nia).falls_otherwise
    lay(nia)
    assert led(nia) == laid


def test_a_pair_that_lost_one_is_completed(us):
    nia, bea, *_others = us
    RotaOrder.arrange({"online": Way(2)}, by=nia)
    first, _second = ahead(nia, 1, 2)
    lay(nia)
    Turn.accept(first, by=nia)
    bea.leave()
    told = pages(nia).kinds[0].ahead[0]
    assert ([who.name for who in told.who], [who.name for who in told.found]) == (["Nia", "Ruth"], ["Ruth"])
    (_meeting, _who, _why, given), *_more = pages(nia).proposals(laying(nia))
    assert given == [], "Nia has said yes"
    lay(nia)
    assert led(nia) == [["Nia", "Ruth"], ["Cleo", "Nia"]]


def test_where_nobody_takes_a_turn_there_is_no_order_to_find_anybody(us):
    nia = us[0]
    (retreat,) = ahead(nia, 1, kind="retreat", facilitator=nia)
    nia.group.refresh_from_db()
    assert TurnPage(retreat, nia).stands.why == "Agreed on outside the order."
    assert Turn.skip(retreat, by=nia) == (None, None)
    assert led(nia) == [[]]
    assert pages(nia).kinds == []


# What the order does when meetings are let go


def test_where_a_meeting_is_let_go_the_pages_say_whose_the_next_is_and_planners_are_led_to_laying(us, signed_in):
    nia = us[0]
    first, _second, _third = ahead(nia, 1, 2, 3)
    lay(nia)
    planner = planner_of(nia)
    assert "Lay the turns anew, and they have the next one" in read(signed_in, planner, "let_go", first.key)
    first.refresh_from_db()
    first.let_go(by=planner)
    text = read(signed_in, planner, "detail", first.key)
    assert "It would have been the turn of Nia. By our order they have the next one" in text
    assert "Lay the turns" in text
    assert "It would have been the turn of Nia." in read(signed_in, us[2], "turn", first.key)
    assert "some turns fall otherwise by now" in read(signed_in, planner)


def test_somebody_new_who_would_go_first_by_now_doesnt_and_cannot_say_yes(us):
    nia, bea, *_others = us
    make_meeting(nia, days=-7, facilitator=nia)
    new = make_membership(nia.group, "Newcomer")
    nia.group.changed("people")
    meetings = ahead(nia, *range(1, 6))
    lay(nia)
    assert led(nia) == [["Bea"], ["Ruth"], ["Cleo"], ["Newcomer"], ["Nia"]]
    for meeting in meetings[:3]:
        meeting.refresh_from_db()
        meeting.let_go(by=nia)
    told = pages(nia).kinds[0].ahead[0]
    assert (told.who, told.kept) == ([bea], [new])
    assert told.why.startswith("Newcomer is new here. Has not had a turn online yet")
    with pytest.raises(ValidationError, match="Somebody new goes once another of us has"):
        Turn.accept(meetings[3], by=new)
    lay(nia)
    assert led(nia) == [["Bea"], ["Ruth"]]
