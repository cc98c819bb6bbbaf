"""The page of a consent round: what is proposed, who has said what, and what I can do now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Absence, ConsentRound, Group, Sabbatical
from groups.round_page import RoundPage
from tests.factories import (
    first_of,
    make_change,
    make_edition,
    make_group,
    make_membership,
    make_proposal,
    make_round,
    to_consent,
)
from tests.fresh import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    nia = first_of(make_group())
    make_edition(nia)
    return nia


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


def as_(client, person):
    sign_in(client, person.member)
    return client


def url_of(begun, name="round", *args):
    return reverse(f"groups:{name}", args=[begun.group.slug, begun.key, *args])


def test_a_draft_is_opened_from_its_page(nia, bea, client):
    draft = make_proposal(nia).round
    assert as_(client, bea).get(url_of(draft)).status_code == 404
    page = as_(client, nia).post(url_of(draft, "open_round"), follow=True)
    assert "It is before all of us now." in page.text
    assert "Because." in as_(client, bea).get(url_of(draft)).text


def test_a_draft_is_thrown_away(nia, client):
    draft = make_proposal(nia).round
    as_(client, nia).post(url_of(draft, "discard_round"))
    assert not ConsentRound.objects.exists()


def test_a_question_is_asked_and_answered(nia, bea, client):
    begun = make_round(nia)
    as_(client, bea).post(url_of(begun, "remark"), {"stage": "questions", "text": "Every month?"})
    question = begun.remarks.get()
    page = as_(client, nia).post(url_of(begun, "reply", question.key), {"reply": "Every other."}, follow=True)
    assert "Every month?" in page.text
    assert "Every other." in page.text


@pytest.mark.parametrize(("stage", "words"), [("questions", "has no more questions"), ("reactions", "has reacted or")])
def test_whoever_is_done_with_a_stage_is_shown_so_in_the_ring_and_in_words(nia, bea, client, stage, words):
    make_membership(nia.group, "Ruth")
    begun = make_round(nia)
    while begun.stage != stage:
        begun.be_done(by=begun.waiting_for()[0])
    if bea in begun.waiting_for():
        begun.be_done(by=bea)
    page = as_(client, nia).get(url_of(begun)).text
    assert f"<b>Bea</b> {words}" in page
    assert f"<b>Ruth</b> {words}" not in page
    assert "consent-heard" in page
    begun.take_back_said(by=bea)
    assert f"<b>Bea</b> {words}" not in as_(client, nia).get(url_of(begun)).text


def test_a_question_that_comes_too_late_is_not_lost(nia, bea, client):
    begun = to_consent(make_round(nia))
    page = as_(client, bea).post(url_of(begun, "remark"), {"stage": "questions", "text": "Every month?"})
    assert page.status_code == 422
    assert "moved on since you looked" in page.text


def test_no_words_are_taken_where_nobody_would_read_them(nia, bea, client):
    begun = to_consent(make_round(nia))
    page = as_(client, bea).post(url_of(begun, "remark"), {"stage": "consent", "text": "I wonder."})
    assert page.status_code == 422
    assert "I wonder." in page.text
    assert not begun.remarks.exists()


def test_each_sees_whom_we_wait_for_and_in_no_words_that_press(nia, bea, client):
    begun = to_consent(make_round(nia))
    page = as_(client, nia).get(url_of(begun)).text
    assert "We wait to hear from <b>Bea</b>" in page
    assert "<b>You</b> have not answered yet" in page


def test_not_yet_without_words_comes_back(nia, bea, client):
    begun = to_consent(make_round(nia))
    page = as_(client, bea).post(url_of(begun, "answer_round"), {"answer": "not_yet", "words": "", "seen": "1"})
    assert page.status_code == 422
    assert "Write what would be harmed" in page.text


def test_an_answer_to_an_earlier_wording_comes_back_beside_the_newest(nia, bea, client):
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    begun.reword("For the bus", by=nia)
    said = {"answer": "thought", "words": "And in May?", "seen": "1"}
    page = as_(client, bea).post(url_of(begun, "answer_round"), said)
    assert page.status_code == 409
    assert "There is a new wording since you looked" in page.text
    assert "And in May?" in page.text
    again = as_(client, bea).post(url_of(begun, "answer_round"), {**said, "seen": "2"})
    assert again.status_code == 302


@pytest.mark.parametrize("seen", [{}, {"seen": "abc"}, {"seen": "1" + "0" * 30}, {"seen": "-1"}])
def test_an_answer_that_does_not_say_which_wording_was_read_comes_back_with_its_words(nia, bea, client, seen):
    begun = to_consent(make_round(nia))
    said = {"answer": "thought", "words": "And in May?"}
    page = as_(client, bea).post(url_of(begun, "answer_round"), said | seen)
    assert page.status_code == 409
    assert "And in May?" in page.text
    assert not begun.version.positions.exists()


def test_what_ends_a_round_for_good_asks_back(nia, bea, client):
    page = as_(client, nia).get(url_of(make_round(nia))).text
    summary, _button, _rest = page.partition("Take it back for good")
    assert "Then it is over for all of us." in summary.rpartition("<details")[2]


def test_the_last_answer_adopts_and_the_page_says_so(nia, bea, client):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    page = as_(client, bea).post(url_of(begun, "answer_round"), {"answer": "consent", "seen": "1"}, follow=True)
    assert "when everyone who was asked had consented" in page.text
    assert "version two of our manifesto" in page.text


def test_set_aside_it_says_why(nia, bea, client):
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    as_(client, nia).post(url_of(begun, "let_rest"), {"reason": "Not this year"})
    page = as_(client, bea).post(url_of(begun, "let_rest"), follow=True)
    assert "by all who were asked" in page.text
    assert "Not this year" in page.text


def test_where_somebody_has_left_one_of_us_takes_the_next_step(nia, bea, client):
    ruth = make_membership(nia.group, "Ruth")
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("consent", by=person)
    ruth.leave()
    assert "Take the next step" in as_(client, nia).get(url_of(begun)).text
    page = as_(client, nia).post(url_of(begun, "next_stage"), follow=True)
    assert "had consented" in page.text


def test_after_a_month_of_silence_the_others_can_agree_to_go_on(nia, bea, client):
    ruth = make_membership(nia.group, "Ruth")
    begun = to_consent(make_round(nia))
    assert "We have not heard from Ruth" not in as_(client, nia).get(url_of(begun)).text
    begun.saids.update(at=timezone.now() - timedelta(weeks=5))
    ConsentRound.objects.update(stage_since=timezone.now() - timedelta(weeks=5))
    begun.changed()
    page = as_(client, nia).get(url_of(begun)).text
    assert "We have not heard from Ruth" in page
    page = as_(client, nia).post(url_of(begun, "go_on_without", ruth.key), follow=True).text
    assert "agrees" in page


def test_whoever_came_later_reads_and_is_asked_nothing(nia, bea, client):
    begun = to_consent(make_round(nia))
    page = as_(client, make_membership(nia.group)).get(url_of(begun)).text
    assert "before you joined us" in page
    assert "Give my answer" not in page


def test_home_asks_whom_we_wait_for_and_nobody_else(nia, bea, client):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    home = reverse("home", args=[nia.group.slug])
    assert begun.get_absolute_url() in as_(client, bea).get(home).text
    assert begun.get_absolute_url() not in as_(client, nia).get(home).text


@pytest.mark.parametrize("stage", ["questions", "reactions", "consent"])
def test_the_page_waits_for_whom_the_round_waits_for(nia, bea, stage):
    ruth, zoe = make_membership(nia.group, "Ruth"), make_membership(nia.group, "Zoe")
    begun = make_round(nia)
    while begun.stage != stage:
        begun.be_done(by=begun.waiting_for()[0])
    Sabbatical.take(by=zoe, starts=nia.group.today())
    make_membership(nia.group, "Later")
    at = timezone.now() + timedelta(weeks=5)
    for person in (nia, bea):
        if person in begun.waiting_for(at):
            begun.answer("consent", by=person) if stage == "consent" else begun.be_done(by=person)
        Absence.agree(begun, ruth, by=person, at=at) if ruth in begun.waiting_for(at) and begun.stage == stage else None
    begun = ConsentRound.objects.get(pk=begun.pk)
    begun.group = Group.objects.get(pk=nia.group_id)
    assert RoundPage(begun, nia, at=at).waiting_for == begun.waiting_for(at)


def test_eight_members_and_sixty_positions_take_as_many_queries_as_two(nia, bea, client, queries_of):
    begun = to_consent(make_round(nia))
    few = queries_of(as_(client, nia), url_of(begun))
    for n in range(6):
        make_membership(nia.group, f"Member {n}")
    ConsentRound.objects.update(opened_at=timezone.now())
    people = list(nia.group.members)
    for _ in range(7):
        for person in people:
            begun.answer("not_yet", "The bus", by=person)
        begun.reword("Again", by=nia)
    for person in people[:4]:
        begun.answer("consent", by=person)
    assert queries_of(as_(client, nia), url_of(begun)) == few <= 12


def test_three_hundred_rounds_take_as_many_queries_as_three(nia, client, queries_of):
    url = reverse("groups:rounds", args=[nia.group.slug])
    counts = []
    for count in (3, 297):
        at = timezone.now()
        facts = {"group": nia.group, "about": "manifesto", "by": nia, "stage": "withdrawn"}
        ConsentRound.objects.bulk_create(ConsentRound(**facts, opened_at=at, closed_at=at) for _ in range(count))
        counts.append(queries_of(as_(client, nia), url))
    assert counts[0] == counts[1]


def test_what_is_open_my_drafts_and_what_was_decided_stand_on_one_page(nia, bea, client):
    make_round(nia, make_change("Rest", "We stop."))
    make_proposal(nia, make_change("Bread", "We eat first."))
    make_round(bea, make_change("Bells", "We ring.")).withdraw(by=bea)
    url = reverse("groups:rounds", args=[nia.group.slug])
    mine, theirs = as_(client, nia).get(url).text, as_(client, bea).get(url).text
    assert [word in mine for word in ("Rest", "Bread", "Bells")] == [True, True, True]
    assert [word in theirs for word in ("Rest", "Bread", "Bells")] == [True, False, True]
