"""That something was put by or shown for all of us is one mail for an evening of it, without a word of what it says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups.kinds import Kind, Rhythm
from groups.models import Goal, MailChoice, Outbox
from larder.models import Topic
from tests.factories import make_activity, make_group, make_link, make_membership, make_topic

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def two():
    group = make_group("The Alders")
    nia, bea = group.members.get(), make_membership(group, "Bea")
    for person in (nia, bea):
        MailChoice.keep({Kind.SHARED: Rhythm.AT_ONCE}, by=person)
    return nia, bea


def sent(to=None, *, after=HALF_AN_HOUR) -> list:
    Outbox.deliver_due(timezone.now() + after)
    return [letter for letter in mail.outbox if to is None or letter.to == [to.member.email]]


def test_an_evening_of_putting_things_by_is_one_mail_that_counts_them(two):
    nia, bea = two
    for title in ("Salt", "Doors"):
        make_topic(nia, title, "Because of the sea.")
    make_activity(nia, "Ten breaths")
    make_link(nia, title="A page on rivers")
    Goal.write(by=nia, text="To publish something").share(by=nia)
    assert sent(after=timedelta(minutes=20)) == []
    (letter,) = sent()
    assert letter.to == [bea.member.email]
    assert letter.subject == "Something new for us to look at"
    for line in ("two topics were put by", "an activity came into", "something to read or", "one of us shows what"):
        assert f"- {line}" in letter.body
    assert not [w for w in ("Salt", "Doors", "sea", "breaths", "rivers", "publish") if w in letter.body]
    assert reverse("home", args=[nia.group.slug]) in letter.body


def test_one_sort_of_thing_leads_to_its_own_page(two):
    make_topic(two[0])
    assert f"{reverse('larder:list', args=[two[0].group.slug])}\n" in sent(two[1])[0].body


def test_what_is_gone_again_or_not_shown_any_more_is_not_told(two):
    nia, _bea = two
    make_link(nia).take_out(by=nia)
    make_activity(nia).lay_aside(by=nia)
    goal = Goal.write(by=nia, text="To publish something")
    goal.share(by=nia)
    goal.keep_to_myself(by=nia)
    assert sent() == []
    assert not Outbox.objects.waiting().exists()


def test_each_hears_of_what_the_others_put_by(two):
    nia, bea = two
    make_topic(nia)
    make_topic(bea, "Doors")
    assert ["- a topic was put by" in sent(person)[0].body for person in two] == [True, True]
    assert len(mail.outbox) == 2


def test_by_itself_it_waits_for_the_friday_letter(two):
    MailChoice.objects.all().delete()
    make_topic(two[0])
    assert sent() == []


def test_many_at_once_cost_as_much_as_one(two, django_assert_max_num_queries):
    nia, _bea = two
    kind = nia.group.topic_kinds.first()
    rows = [{"title": f"Topic {n}", "why": "", "kind": kind} for n in range(60)]
    Topic.put_by_all(rows, by=nia)
    assert "- 60 topics were put by" in sent()[0].body
    with django_assert_max_num_queries(8):
        nia.group.tell_of_sharing(by=nia, at=timezone.now())
