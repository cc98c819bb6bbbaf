"""What there is to read belongs to topics and to activities, to as many as one likes."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from larder.models import Attachment, Resource
from larder.reading import reading_of
from tests.at_once import at_once
from tests.factories import make_activity, make_link, make_meeting, make_membership, make_reference, make_topic
from tests.larder.test_resources import page, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.mark.parametrize("kind", ["topic", "activity"])
def test_put_by_from_a_page_it_belongs_there(signed_in, nia, kind):
    place = {"topic": make_topic, "activity": make_activity}[kind](nia)
    url = f"{to(nia, 'new_resource')}?{kind}={place.key}"
    assert place.title in page(signed_in(nia), url)
    signed_in(nia).post(url, {"address": "https://example.org/", "title": "Rivers"})
    assert [resource.title for resource in reading_of(place)] == ["Rivers"]


def test_a_topic_shows_what_belongs_to_it(signed_in, nia):
    topic = make_topic(nia)
    link, reference = make_link(nia, to=topic), make_reference(nia, to=topic)
    told = page(signed_in(nia), reverse("larder:detail", args=[nia.group.slug, topic.key]))
    assert to(link, "resource") in told
    assert "<i>Rivers</i>" in told
    assert reading_of(topic) == [link, reference]


def test_an_activity_shows_what_belongs_to_it(signed_in, nia):
    activity = make_activity(nia)
    link = make_link(nia, to=activity)
    there = reverse("larder:activity", args=[nia.group.slug, activity.key])
    assert to(link, "resource") in page(signed_in(nia), there)
    assert there in page(signed_in(nia), to(link, "resource"))


def test_what_belonged_to_something_that_was_taken_out_stays_in_the_larder(nia):
    topic = make_topic(nia)
    link = make_link(nia, to=topic)
    make_meeting(nia, days=-3, topics=[topic])
    topic.take_out()
    assert nia.group.topics.get() == topic  # a place without words
    assert not link.attachments.exists()


def test_it_is_attached_and_detached_and_twice_is_once(signed_in, nia):
    link, topic, activity, client = make_link(nia), make_topic(nia), make_activity(nia), signed_in(nia)
    for said in [{"topic": topic.key}, {"activity": activity.key}] * 2:
        client.post(to(link, "attach_resource"), said)
    assert [attachment.place for attachment in link.attachments.order_by("pk")] == [topic, activity]
    first = link.attachments.order_by("pk").first()
    for _ in range(2):
        client.post(to(link, "detach_resource", first.pk))
    assert [attachment.place for attachment in link.attachments.all()] == [activity]
    assert not reading_of(topic)


def test_another_groups_topic_is_not_there(signed_in, nia):
    link, foreign = make_link(nia), make_topic()
    client = signed_in(nia)
    assert client.post(to(link, "attach_resource"), {"topic": foreign.key}).status_code == 404
    assert client.post(to(link, "attach_resource"), {}).status_code == 404
    for name in ("new_resource", "resources"):
        assert client.get(f"{to(nia, name)}?topic={foreign.key}").status_code == 404
    for wrong in (lambda: link.attach(foreign, by=nia), lambda: link.attach(make_topic(nia), by=foreign.by)):
        with pytest.raises(ValueError, match="another group"):
            wrong()


def test_places_are_found_by_a_part_of_their_title(signed_in, nia):
    link = make_link(nia)
    make_topic(nia, "Salt and sea"), make_topic(nia, "Tables"), make_activity(nia, "A seaside walk")
    make_topic(title="The sea elsewhere")
    told = page(signed_in(nia), f"{to(link, 'resource_places')}?words=SEA")
    assert "Salt and sea" in told
    assert f'name="topic" value="{nia.group.topics.get(title="Salt and sea").key}"' in told
    assert "A seaside walk" in told
    assert f'name="activity" value="{nia.group.activities.get().key}"' in told
    assert "Tables" not in told
    assert "elsewhere" not in told
    link.attach(nia.group.topics.get(title="Salt and sea"), by=nia)
    assert "Salt and sea" not in page(signed_in(nia), f"{to(link, 'resource_places')}?words=sea")


@pytest.mark.parametrize("kind", ["topic", "activity"])
def test_from_a_page_one_chooses_for_it_and_comes_back(signed_in, nia, kind):
    make, name = {"topic": (make_topic, "detail"), "activity": (make_activity, "activity")}[kind]
    place, client = make(nia, "Salt and sea"), signed_in(nia)
    here, link, known = reverse(f"larder:{name}", args=[nia.group.slug, place.key]), make_link(nia), make_reference(nia)
    known.attach(place, by=nia)
    choose = f"{to(nia, 'resources')}?{kind}={place.key}"
    assert choose in page(client, here)
    told = page(client, f"{choose}&form=link")
    assert "Choose what belongs to “Salt and sea”, too." in told
    assert f"?{kind}={place.key}&amp;form=file" in told
    assert f'<input type="hidden" name="{kind}" value="{place.key}">' in told
    assert to(known, "attach_resource") not in page(client, choose)
    answer = client.post(to(link, "attach_resource"), {kind: place.key, "chosen": "yes"})
    assert answer.url == here
    assert reading_of(place) == [known, link]
    assert "Nothing here that doesn’t belong to it already." in page(client, choose)


def test_the_next_page_is_for_the_same_topic(signed_in, nia):
    topic = make_topic(nia)
    for n in range(31):
        make_link(nia, title=f"Rivers {n}")
    told = page(signed_in(nia), f"{to(nia, 'resources')}?topic={topic.key}&form=link")
    assert f"?topic={topic.key}&amp;form=link&amp;page=2" in told
    assert "Attach it here" not in page(signed_in(nia), to(nia, "resources"))


def test_an_attachment_leads_to_one_place():
    link, topic = make_link(), None
    topic, activity = make_topic(link.by), make_activity(link.by)
    for wrong in ({}, {"topic": topic, "activity": activity}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.create(resource=link, **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_who_attach_at_once_attach_once():
    link = make_link()
    topic = make_topic(link.by)
    given = at_once(*[lambda: Resource.objects.get(pk=link.pk).attach(topic, by=link.by)] * 2)
    assert given == [None, None]
    assert link.attachments.count() == 1
