from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.models import Attendance, DatePoll, Meeting
from tests.at_once import at_once
from tests.factories import days_from_now, make_meeting, make_membership

pytestmark = pytest.mark.django_db


def say_by_page(signed_in, by, meeting, answer="can", *, seen=None, **more):
    url = reverse("meetings:answer", args=[meeting.group.slug, meeting.key])
    seen = meeting.sequence if seen is None else seen
    return signed_in(by).post(url, {"answer": answer, "seen": seen, **more}, follow=True)


@pytest.mark.parametrize("answer", ["can", "stretch", "cannot"])
def test_each_says_whether_they_can_come(signed_in, answer):
    meeting = make_meeting()
    ruth = make_membership(meeting.group)
    page = say_by_page(signed_in, ruth, meeting, answer)
    assert "Your answer is with the others." in page.content.decode()
    assert meeting.answers.get().answer == answer


def test_an_answer_said_again_takes_the_place_of_the_first(signed_in):
    meeting = make_meeting()
    say_by_page(signed_in, meeting.facilitator, meeting, "can")
    say_by_page(signed_in, meeting.facilitator, meeting, "cannot", note="A train that I can’t miss")
    said = meeting.answers.get()
    assert (said.answer, said.note) == ("cannot", "A train that I can’t miss")


def test_an_answer_can_change_after_the_date_is_settled():
    meeting = make_meeting()
    ruth = make_membership(meeting.group)
    Attendance.say(meeting, "can", by=ruth)
    Attendance.say(meeting, "cannot", by=ruth)
    assert not meeting.answers.able().exists()


def test_no_answer_is_not_a_yes(signed_in):
    meeting = make_meeting()
    page = signed_in(meeting.facilitator).get(meeting.get_absolute_url()).context["page"]
    assert (page.can, page.waiting_for) == ([], page.members)


def test_a_move_makes_answers_void_and_keeps_their_words(signed_in):
    meeting = make_meeting()
    nia = meeting.facilitator
    Attendance.say(meeting, "can", by=nia, note="With soup")
    later = meeting.starts_on + timedelta(days=7)
    meeting.change(by=nia, starts_on=later, ends_on=later)
    assert not meeting.answers.standing().exists()
    assert meeting.answers.get().note == "With soup"
    page = signed_in(nia).get(meeting.get_absolute_url()).context["page"]
    assert (page.mine, page.waiting_for[-1]) == (None, nia)


def test_an_answer_after_the_move_stands():
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, place="The barn")
    Attendance.say(meeting, "can", by=meeting.facilitator, seen=meeting.sequence)
    assert meeting.answers.standing().exists()


def test_an_answer_stands_through_a_new_link():
    meeting = make_meeting()
    Attendance.say(meeting, "can", by=meeting.facilitator)
    meeting.change(by=meeting.facilitator, join_url="https://room.example.org/b")
    assert meeting.answers.standing().exists()


def test_an_answer_from_a_page_that_is_older_than_the_link_counts():
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, join_url="https://room.example.org/b")
    Attendance.say(meeting, "can", by=meeting.facilitator, seen=0)
    assert meeting.answers.standing().exists()


def test_an_answer_from_a_page_that_is_older_than_the_move_is_refused_in_words(signed_in):
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, place="The barn")
    page = say_by_page(signed_in, meeting.facilitator, meeting, seen=0)
    assert page.status_code == 409
    assert "The date or the place has changed since you opened the page. Look again." in page.content.decode()
    assert "The barn" in page.content.decode()
    assert not meeting.answers.exists()


def test_what_was_written_before_the_move_comes_back_and_can_be_said_to_what_stands_now(signed_in):
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, place="The barn")
    page = say_by_page(signed_in, meeting.facilitator, meeting, "stretch", seen=0, note="Only by the late train")
    form = page.context["page"].answer_form
    assert 'value="Only by the late train"' in page.content.decode()
    again = {name: form[name].value() for name in ("seen", "note")}
    say_by_page(signed_in, meeting.facilitator, meeting, form["answer"].value(), **again)
    said = meeting.answers.standing().get()
    assert (said.answer, said.note) == ("stretch", "Only by the late train")


@pytest.mark.parametrize("gone", ["over", "let go"])
def test_a_meeting_that_is_not_ahead_takes_no_answer(signed_in, gone):
    meeting = make_meeting(days=-1 if gone == "over" else 10)
    if gone == "let go":
        meeting.let_go(by=meeting.facilitator)
    page = say_by_page(signed_in, meeting.facilitator, meeting, note="Only by the late train")
    assert page.status_code == 409
    assert "This meeting has been, or was let go, since you opened the page." in page.content.decode()
    assert 'value="Only by the late train"' in page.content.decode()
    assert "Save my answer" not in page.content.decode()
    assert not meeting.answers.exists()


def test_while_a_meeting_goes_on_an_answer_is_still_taken():
    meeting = make_meeting()
    Attendance.say(meeting, "can", by=meeting.facilitator, at=meeting.ends_at - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        Attendance.say(meeting, "can", by=meeting.facilitator, at=meeting.ends_at)


def test_a_note_is_read_by_the_facilitator_of_that_meeting_and_by_nobody_else(signed_in):
    nia = make_membership()
    ruth, bea = make_membership(nia.group), make_membership(nia.group)
    meeting = make_meeting(nia)
    say_by_page(signed_in, ruth, meeting, "stretch", note="Only by the late train")
    seen = {who: "Only by the late train" in read(signed_in, who, meeting) for who in (nia, ruth, bea)}
    assert seen == {nia: True, ruth: True, bea: False}  # in Ruth's own form


def read(signed_in, who, meeting) -> str:
    return signed_in(who).get(meeting.get_absolute_url()).content.decode()


def test_an_answer_that_is_none_of_the_three_is_refused_and_the_note_stays(signed_in):
    meeting = make_meeting()
    page = say_by_page(signed_in, meeting.facilitator, meeting, "perhaps", note="A note that stays")
    assert page.status_code == 422
    assert "Choose one of the three." in page.content.decode()
    assert "A note that stays" in page.content.decode()
    assert not meeting.answers.exists()


def test_an_answer_without_a_choice_is_asked_for_once_by_the_name_of_its_field(signed_in):
    meeting = make_meeting()
    url = reverse("meetings:answer", args=[meeting.group.slug, meeting.key])
    page = signed_in(meeting.facilitator).post(url).content.decode()
    summary = page[page.index('role="alert"') :].partition("</ul>")[0]
    assert '<a href="#id_answer">Can you come?</a><br>Choose one of the three.' in summary
    assert summary.count("<li>") == 1


def test_nobody_answers_for_a_meeting_of_another_group(signed_in):
    meeting, stranger = make_meeting(), make_membership()
    with pytest.raises(ValueError, match="another group"):
        Attendance.say(meeting, "can", by=stranger)
    assert say_by_page(signed_in, stranger, meeting).status_code == 404
    url = reverse("meetings:answer", args=[stranger.group.slug, meeting.key])
    assert signed_in(stranger).post(url, {"answer": "can", "seen": 0}).status_code == 404
    assert not meeting.answers.exists()


@pytest.mark.django_db(transaction=True)
def test_two_answers_of_one_person_at_the_same_moment_are_one_row():
    meeting = make_meeting()
    by = meeting.facilitator
    answers = at_once(*[lambda a=a: Attendance.say(meeting, a, by=by) for a in ("can", "cannot", "stretch")])
    assert [type(a) for a in answers] == [Attendance] * 3
    assert meeting.answers.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_the_moment_of_a_move_is_to_the_old_date_or_to_the_new_one_seen():
    meeting = make_meeting()
    by, seen, later = meeting.facilitator, meeting.sequence, days_from_now(20).date()
    at_once(
        lambda: Attendance.say(meeting, "can", by=by, seen=seen),
        lambda: Meeting.objects.get().change(by=by, starts_on=later, ends_on=later),
    )
    assert not Meeting.objects.get().answers.standing().exists()


def test_an_answer_to_a_date_that_is_open_again_is_refused_with_what_was_written(signed_in):
    meeting = make_meeting()
    ruth = make_membership(meeting.group)
    Attendance.say(meeting, "can", by=ruth)
    DatePoll.open(meeting, by=meeting.facilitator)
    page = say_by_page(signed_in, ruth, meeting, "cannot", note="A train that I can’t miss")
    assert page.status_code == 409
    for words in ("The date isn’t settled any more.", "A train that I can’t miss"):
        assert words in page.content.decode()
    assert meeting.answers.get().answer == "can"
