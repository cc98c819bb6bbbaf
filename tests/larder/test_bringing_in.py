"""The pages on which lists come in and the larder goes out."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from larder.forms.bringing_in import LarderListForm
from larder.models import Delivery
from tests.factories import first_of, make_activity, make_group, make_membership, make_topic

pytestmark = pytest.mark.django_db

LIST = "title,kind\nSalt,Form\nHarbours,Places\n,Form\n"


@pytest.fixture
def nia():
    return first_of(make_group())


def url_of(by, name: str, *args) -> str:
    return reverse(f"larder:{name}", args=[by.group.slug, *args])


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_list_is_looked_at_then_taken_in(signed_in, nia):
    client = signed_in(nia)
    file = SimpleUploadedFile("topics.csv", LIST.encode("utf-16"))
    answer = client.post(url_of(nia, "bring_in"), {"file": file}, follow=True)
    page, delivery = answer.content.decode(), Delivery.objects.get()
    for words in ("To take in: two", "Harbours", "they come with it: Places", "Left out: one", "Line 4"):
        assert words in page
    assert not nia.group.topics.exists()
    answer = client.post(url_of(nia, "take_in", delivery.key), {"seen": delivery.stamp}, follow=True)
    assert "Taken in: two lines of your list." in answer.content.decode()
    assert sorted(nia.group.topics.values_list("title", flat=True)) == ["Harbours", "Salt"]


def test_what_is_here_is_taken_in_too_when_its_box_is_ticked(signed_in, nia):
    make_topic(nia, "Salt")
    client = signed_in(nia)
    page = client.post(url_of(nia, "bring_in"), {"text": LIST}, follow=True).content.decode()
    assert "Here already: one" in page
    assert 'name="with_here"' in page
    delivery = Delivery.objects.get()
    client.post(url_of(nia, "take_in", delivery.key), {"seen": delivery.stamp, "with_here": "yes"})
    assert nia.group.topics.count() == 3


def test_where_the_larder_has_changed_it_is_looked_at_again(signed_in, nia):
    client, delivery = signed_in(nia), Delivery.bring(LIST, by=nia)
    make_topic(nia, "salt")
    answer = client.post(url_of(nia, "take_in", delivery.key), {"seen": delivery.stamp})
    assert answer.status_code == 409
    assert "Our larder has changed since you looked." in answer.content.decode()
    assert nia.group.topics.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file, or paste the lines."),
        ({"text": "when,where\na,b"}, "There is no column “when”."),
        ({"text": '{"format": "copse-larder", "version": 1'}, "can’t be read from line 1 on"),
        ({"text": "title\n" + "Salt\n" * 130_000}, "600000 letters long"),
        ({"file": b"\x89PNG\x00"}, "This file is no CSV."),
        ({"file": b"title\n\x81\x8d\x8f"}, "The letters of this file can’t be read."),
        ({"file": b"x" * (LarderListForm.most_bytes + 1)}, "This file is too large for a list."),
    ],
)
def test_what_is_no_list_comes_back_with_a_sentence_and_with_what_was_pasted(signed_in, nia, data, words):
    if "file" in data:
        data = {"file": SimpleUploadedFile("list.csv", data["file"])}
    answer = signed_in(nia).post(url_of(nia, "bring_in"), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["form"]["text"].value() == data.get("text")
    assert not Delivery.objects.exists()


def test_a_long_list_waits_on_its_page_which_says_how_far_it_is(signed_in, nia):
    client = signed_in(nia)
    page = client.post(url_of(nia, "bring_in"), {"text": "title\n" + "Salt\n" * 1200}, follow=True).content.decode()
    assert "It waits its turn." in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    delivery = Delivery.objects.get()
    Delivery.objects.update(done=400, lines=1200)
    page = client.get(url_of(nia, "delivery", delivery.key)).content.decode()
    assert "400 of 1,200 lines are read." in page
    assert 'value="400" max="1200"' in page
    assert url_of(nia, "delivery", delivery.key) in client.get(url_of(nia, "bring_in")).content.decode()
    delivery.work()
    page = client.get(url_of(nia, "delivery", delivery.key)).content.decode()
    assert "To take in: one" in page
    assert "These are the first 200." in page
    assert "noscript" not in page


def test_going_back_to_the_list_finds_it_there(signed_in, nia):
    delivery = Delivery.bring(LIST, by=nia)
    page = signed_in(nia).get(url_of(nia, "bring_in"), {"list": delivery.key}).content.decode()
    assert "Harbours,Places" in page


def test_nobody_else_finds_what_i_brought(signed_in, nia):
    delivery, bea = Delivery.bring(LIST, by=nia), make_membership(nia.group)
    client = signed_in(bea)
    assert client.get(url_of(nia, "delivery", delivery.key)).status_code == 404
    assert client.post(url_of(nia, "take_in", delivery.key), {"seen": delivery.stamp}).status_code == 404
    assert "Harbours" not in client.get(url_of(nia, "bring_in"), {"list": delivery.key}).content.decode()


@pytest.mark.once  # how many questions are asked is the same on both
@pytest.mark.slow
def test_what_goes_out_is_a_file_with_a_name_and_the_same_queries_whatever_its_length(signed_in, nia):
    client, counts = signed_in(nia), {name: [] for name in ("topics_csv", "activities_csv", "json")}
    for number in (3, 300):
        for n in range(number):
            make_topic(nia, f"Topic {n}")
            make_activity(nia, f"Activity {n}")
        for name, asked in counts.items():
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(url_of(nia, name))
                text = text_of(answer)
            asked.append(len(queries))
            assert "2" in text, name
            assert answer["Content-Disposition"].startswith(f'attachment; filename="{nia.group.slug}-'), name
            assert answer["Cache-Control"] == "no-store", name
    assert {name: few for name, (few, many) in counts.items() if few != many} == {}


def test_what_goes_out_is_of_this_group_alone(signed_in, nia):
    make_topic(nia, "Salt", "Of the sea")
    make_activity(nia, "Ten lines")
    make_topic(title="Somebody else’s")
    client = signed_in(make_membership(nia.group))
    rows = list(csv.DictReader(io.StringIO(text_of(client.get(url_of(nia, "topics_csv"))).removeprefix("\ufeff"))))
    assert rows == [{"title": "Salt", "why": "Of the sea", "kind": "Practice", "tags": ""}]
    told = json.loads(text_of(client.get(url_of(nia, "json"))))
    assert [topic["title"] for topic in told["topics"]] == ["Salt"]
    assert [activity["title"] for activity in told["activities"]] == ["Ten lines"]


def test_a_list_that_waits_is_said_before_another_takes_its_place_and_its_link_says_that_it_did(signed_in, nia):
    client, first = signed_in(nia), Delivery.bring(LIST, by=nia)
    assert "or bring in another in its place" in client.get(url_of(nia, "bring_in")).text
    client.post(url_of(nia, "bring_in"), {"text": "title\nOars"})
    answer = client.get(url_of(nia, "delivery", first.key))
    assert (answer.status_code, "This list was put aside" in answer.text, "Harbours" in answer.text) == (
        200,
        True,
        False,
    )
    taken = client.post(url_of(nia, "take_in", first.key), {"seen": first.stamp}, follow=True)
    assert "This list was put aside" in taken.text
    assert "Oars" in client.get(url_of(nia, "delivery", Delivery.objects.get(put_aside_at=None).key)).text


def test_each_line_shows_how_its_words_begin_and_its_tags(signed_in, nia):
    sheet = f'title,why,tags\nSalt,Because {"of the sea " * 9},"sea, kitchen"\n'
    page = signed_in(nia).post(url_of(nia, "bring_in"), {"text": sheet}, follow=True).text
    assert "Because of the sea of the sea" in page
    assert "… · sea, kitchen" in page
    assert "of the sea " * 9 not in page
    activities = 'title;instructions;minutes\nRope;"Hold it.\n\nLet go.";9\n'
    assert "Hold it. Let go." in signed_in(nia).post(url_of(nia, "bring_in"), {"text": activities}, follow=True).text
