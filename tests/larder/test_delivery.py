"""A list that is brought: looked at, agreed on, taken in whole or not at all; a long one by the worker."""

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from groups.management.commands.worker import AWAITED_DEAD_AFTER
from groups.tick import tick
from larder.models import Delivery, Topic
from larder.models.delivery import KEPT, SHOWN, STALE
from larder.tasks import work_on
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_membership, make_topic
from tests.groups.elsewhere import wait_until, worker

pytestmark = pytest.mark.django_db

LIST = "title\nSalt\nRope\n"


@pytest.fixture
def nia():
    return first_of(make_group())


def long_list(n: int = 1500) -> str:
    return "title,why\n" + "".join(f"Topic {i},Because of {i}\n" for i in range(n))


def agree(delivery: Delivery, **options) -> Delivery:
    delivery.agree(seen=delivery.stamp, **options)
    return delivery


def work(delivery: Delivery) -> Delivery:
    work_on.call(delivery.key)
    delivery.refresh_from_db()
    return delivery


def test_a_short_list_is_looked_at_at_once_and_taken_in_when_agreed_on(nia):
    version = nia.group.larder_version
    delivery = Delivery.bring(LIST, by=nia)
    assert delivery.found["new"] == [["Line 2", "Salt", "Practice", ""], ["Line 3", "Rope", "Practice", ""]]
    assert not Topic.objects.exists()
    agree(delivery)
    assert sorted(nia.group.topics.values_list("title", flat=True)) == ["Rope", "Salt"]
    assert (delivery.found, delivery.text, delivery.is_at_work) == ({"taken_in": 2}, "", False)
    nia.group.refresh_from_db()
    assert nia.group.larder_version > version


def test_a_short_list_that_cannot_be_read_is_not_kept(nia):
    with pytest.raises(ValidationError, match="no column “when”"):
        Delivery.bring("when\n", by=nia)
    assert not Delivery.objects.exists()


def test_one_list_of_each_waits_and_what_was_agreed_on_is_not_put_aside(nia):
    agreed = agree(Delivery.bring(long_list(), by=nia) and work(Delivery.objects.get()))
    Delivery.bring(LIST, by=nia)
    second = Delivery.bring(LIST, by=nia)
    other = Delivery.bring(LIST, by=make_membership(nia.group))
    assert set(Delivery.objects.filter(put_aside_at=None)) == {agreed, second, other}


def test_what_was_put_aside_keeps_no_words_and_is_neither_looked_at_nor_taken_in(nia):
    first = Delivery.bring(long_list(), by=nia)
    Delivery.bring(LIST, by=nia)
    first.refresh_from_db()
    assert (first.text, first.is_at_work, first.is_given_up) == ("", False, False)
    assert work(first).looked_at is None
    looked_at = Delivery.objects.filter(put_aside_at=None).get()
    Delivery.bring("title\nOars\n", by=nia)
    assert agree(looked_at).agreed_at is None
    assert not Topic.objects.exists()


def test_a_long_list_brought_twice_is_looked_at_once(nia):
    assert Delivery.bring(long_list(), by=nia) == Delivery.bring(long_list(), by=nia)
    assert DBTaskResult.objects.count() == 1


def test_agreed_on_twice_is_taken_in_once(nia):
    delivery = Delivery.bring(LIST, by=nia)
    agree(delivery)
    Delivery.objects.get().agree(seen=delivery.stamp)
    Delivery.objects.get().take_in()
    assert nia.group.topics.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_take_in_the_same_list_at_once_take_it_in_once(nia):
    bea = make_membership(nia.group)
    mine, hers = (Delivery.bring(LIST, by=who) for who in (nia, bea))
    done = at_once(lambda: agree(mine), lambda: agree(hers))
    assert [one for one in done if isinstance(one, Exception)] == []
    assert Topic.objects.count() == 2
    assert sorted((mine.has_changed, hers.has_changed)) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_one_who_presses_twice_at_once_takes_it_in_once(nia):
    delivery = Delivery.bring(LIST, by=nia)
    same = Delivery.objects.get()
    at_once(lambda: agree(delivery), lambda: agree(same))
    assert Topic.objects.count() == 2


def test_what_something_has_come_between_is_looked_at_again(nia):
    delivery = Delivery.bring(LIST, by=nia)
    make_topic(nia, "salt")
    agree(delivery)
    assert delivery.has_changed
    assert [line[1] for line in delivery.found["here"]] == ["Salt"]
    assert nia.group.topics.count() == 1
    agree(delivery)
    assert not delivery.has_changed
    assert nia.group.topics.count() == 2


def test_a_page_that_was_looked_at_before_agrees_to_nothing(nia):
    delivery = Delivery.bring(LIST, by=nia)
    delivery.agree(seen="another stamp")
    assert delivery.agreed_at is None


def test_what_is_here_already_comes_in_once_more_when_asked_for(nia):
    make_topic(nia, "Salt")
    agree(Delivery.bring(LIST, by=nia), with_here=True)
    assert nia.group.topics.filter(title="Salt").count() == 2


# -- long ones


def test_the_worker_looks_at_a_long_list_and_takes_it_in(nia):
    delivery = Delivery.bring(long_list(), by=nia)
    assert delivery.is_at_work
    work(delivery)
    assert (delivery.done, delivery.lines, delivery.is_at_work) == (1500, 1500, False)
    assert (len(delivery.found["new"]), delivery.found["new_number"]) == (SHOWN, 1500)
    agree(delivery)
    assert delivery.is_at_work
    work(delivery)
    assert nia.group.topics.count() == 1500
    work(delivery)
    assert nia.group.topics.count() == 1500


def test_a_long_list_that_cannot_be_read_says_why(nia):
    delivery = work(Delivery.bring(long_list(5001), by=nia))
    assert "5,000 lines at most" in delivery.fault
    assert not delivery.is_at_work


def test_what_could_not_be_taken_in_can_be_brought_again(nia):
    delivery = agree(work(Delivery.bring(long_list(), by=nia)))
    delivery.fail()
    assert work(delivery).is_given_up
    assert not Topic.objects.exists()
    again = agree(work(Delivery.bring(delivery.text, by=nia)))
    work(again)
    assert Topic.objects.count() == 1500


def test_what_somebody_agreed_on_who_is_no_longer_in_is_not_taken_in(nia):
    bea = make_membership(nia.group)
    delivery = agree(work(Delivery.bring(long_list(), by=bea)))
    bea.leave()
    work(delivery)
    assert not Topic.objects.exists()


def test_what_nobody_did_within_an_hour_is_given_up_and_all_of_it_forgotten_after_a_day(nia):
    late = Delivery.bring(long_list(), by=nia, at=timezone.now() - STALE - timedelta(minutes=1))
    assert late.is_given_up
    tick(late.brought_at + KEPT)
    assert not Delivery.objects.exists()


@pytest.mark.once  # the time goes into reading the list
@pytest.mark.slow
def test_five_thousand_activities_are_looked_at_and_taken_in_within_a_minute(nia):
    how = "Write about the river, and then about its bank. " * 20
    rows = (f'"Activity {n}","{how}\n\n- one\n- two",20,Writing,Online,Listen.' for n in range(5000))
    head = "title,instructions,minutes,medium,place,alternative"
    delivery = Delivery.bring("\n".join([head, *rows]), by=nia)
    began = time.monotonic()
    agree(work(delivery))
    work(delivery)
    assert nia.group.activities.count() == 5000
    assert time.monotonic() - began < 60


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_was_at_is_done_once_by_another(nia):
    delivery = Delivery.bring(long_list(5000), by=nia)
    with worker() as killed:
        wait_until(lambda: Delivery.objects.filter(pk=delivery.pk, done__gt=0).exists())
        killed.kill()
    long_ago = timezone.now() - AWAITED_DEAD_AFTER - timedelta(seconds=1)
    DBTaskResult.objects.running().update(started_at=long_ago)
    with worker():
        wait_until(lambda: Delivery.objects.filter(pk=delivery.pk, looked_at__isnull=False).exists(), seconds=60)
    delivery.refresh_from_db()
    agree(delivery)
    with worker() as killed:
        wait_until(lambda: Delivery.objects.filter(pk=delivery.pk, done__gt=0).exists())
        killed.kill()
    assert Topic.objects.count() in (0, 5000)
    DBTaskResult.objects.running().update(started_at=long_ago)
    with worker():
        wait_until(lambda: Delivery.objects.filter(pk=delivery.pk, taken_in_at__isnull=False).exists(), seconds=60)
    assert Topic.objects.count() == 5000
