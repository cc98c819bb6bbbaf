"""Taking from the starter larder: what one chooses, once, as one's own."""

import pytest
from django.urls import reverse

from groups.models import Group
from larder.starter import ACTIVITIES, TOPICS
from larder.starter.offer import Offer, take
from tests.at_once import at_once
from tests.factories import first_of, make_activity, make_group, make_membership, make_topic

pytestmark = pytest.mark.django_db

EVERYTHING = {starter.key for starter in (*TOPICS, *ACTIVITIES)}


@pytest.fixture
def nia():
    return first_of(make_group())


def url_of(by) -> str:
    return reverse("larder:starter", args=[by.group.slug])


def test_what_is_chosen_is_the_groups_own_by_whoever_took_it(signed_in, nia):
    answer = signed_in(nia).post(url_of(nia), {"take": ["letters", "rain"]}, follow=True)
    assert "Taken into our larder: two." in answer.content.decode()
    topic, activity = nia.group.topics.get(), nia.group.activities.get()
    assert (topic.title, topic.kind.name, topic.by) == ("Letters", "Form", nia)
    assert (activity.title, activity.medium, activity.part, activity.place) == ("Rain", "song", "creative", "room")
    assert activity.alternative.startswith("Be the one who listens")
    assert (activity.least, activity.by) == (4, nia)


def test_all_of_it_fits_and_taken_twice_it_is_taken_once(nia):
    assert take(EVERYTHING, by=nia) == 65
    assert take(EVERYTHING, by=make_membership(nia.group)) == 0
    assert (nia.group.topics.count(), nia.group.activities.count()) == (25, 40)
    for written in (*nia.group.topics.all(), *nia.group.activities.all()):
        written.full_clean(exclude={"worded_by", "worded_at", "put_back_at"})


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_at_once_take_it_once(nia):
    bea = make_membership(nia.group)
    done = at_once(lambda: take({"letters"}, by=nia), lambda: take({"letters"}, by=bea))
    assert sorted(done) == [0, 1]
    assert nia.group.topics.count() == 1


def test_what_is_here_is_shown_as_taken_whatever_its_capitals(signed_in, nia):
    make_topic(nia, "LETTERS")
    make_activity(nia, "rain")
    page = signed_in(nia).get(url_of(nia)).content.decode()
    assert page.count("It is in our larder.") == 2
    assert 'value="letters"' not in page
    assert page.count('name="take"') == 63
    take({"letters", "rain"}, by=nia)
    assert nia.group.topics.count() == nia.group.activities.count() == 1


def test_what_is_kept_of_the_page_is_another_for_each_group_and_changes_with_it(signed_in, nia):
    other, client = first_of(make_group()), signed_in(nia)
    for by in (nia, other):
        assert signed_in(by).get(url_of(by)).content.decode().count("It is in our larder.") == 0
    make_activity(nia, "Rain")
    assert client.get(url_of(nia)).content.decode().count("It is in our larder.") == 1
    assert "It is in our larder." not in signed_in(other).get(url_of(other)).content.decode()
    nia.group.arrange(by=nia, rounds="checks")
    page = client.get(url_of(nia)).content.decode()
    assert "Check-in" in page
    assert "Opening round" not in page
    assert "Check-in" not in signed_in(other).get(url_of(other)).content.decode()


def test_a_topic_of_a_kind_that_has_gone_is_of_the_first_kind(nia):
    nia.group.topic_kinds.filter(name="Form").delete()
    take({"letters"}, by=nia)
    assert nia.group.topics.get().kind == nia.group.topic_kinds.first()


def test_all_of_a_sort_can_be_ticked_and_what_was_ticked_stays(signed_in, nia):
    answer = signed_in(nia).post(url_of(nia), {"take": ["letters"], "tick": "song"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("checked") == 6
    assert not nia.group.topics.exists()


@pytest.mark.parametrize("data", [{}, {"take": "no-such-thing"}])
def test_nothing_chosen_comes_back_with_a_sentence(signed_in, nia, data):
    answer = signed_in(nia).post(url_of(nia), data)
    assert answer.status_code == 422
    assert "There is something to put right" in answer.content.decode()


def test_all_words_can_be_read_before_anything_is_taken(signed_in, nia):
    page = signed_in(nia).get(url_of(nia)).content.decode()
    for starter in TOPICS:
        assert str(starter.why).replace("'", "&#x27;") in page
    for starter in ACTIVITIES:
        assert str(starter.alternative) in page


def test_the_starter_larder_is_offered_where_the_larder_is_bare_and_quietly_where_lists_come_in(signed_in, nia):
    client, larder = signed_in(nia), reverse("larder:list", args=[nia.group.slug])
    assert "Begin from the starter larder" in client.get(larder).content.decode()
    assert url_of(nia) in client.get(reverse("larder:bring_in", args=[nia.group.slug])).content.decode()
    take({"letters"}, by=nia)
    assert "Begin from the starter larder" not in client.get(larder).content.decode()


def test_the_page_takes_as_many_queries_before_as_after(signed_in, nia, queries_of):
    client = signed_in(nia)
    before = queries_of(client, url_of(nia))
    take(EVERYTHING, by=nia)
    assert queries_of(client, url_of(nia)) == before


def test_each_topic_has_a_kind_that_a_new_group_has(nia):
    offered = Offer(Group.objects.get(pk=nia.group.pk))
    assert [sort.name for sort in offered.topics] == [kind.name for kind in nia.group.topic_kinds.all()]
    assert sum(len(sort.offered) for sort in (*offered.topics, *offered.activities)) == 65
