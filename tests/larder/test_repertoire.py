"""The repertoire: found by medium, time, part and place, by anybody's means, a page at a time."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from larder.repertoire import MOST, Repertoire
from tests.factories import make_activity, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(by, **asked) -> str:
    return reverse("larder:activities", args=[by.group.slug]) + (f"?{urlencode(asked)}" if asked else "")


def found(by, **asked) -> list[str]:
    return [activity.title for activity in Repertoire(by.group, asked).activities]


@pytest.fixture
def some(nia):
    make_activity(nia, "A song", medium="song", minutes=10, part="closing", place="room")
    make_activity(nia, "B page", medium="writing", minutes=20, part="creative", place="both")
    make_activity(nia, "C game", medium="play", minutes=40, part="", place="online")
    make_activity(nia, "D walk", medium="movement", minutes=90, part="creative", place="room")
    return nia


@pytest.mark.each
@pytest.mark.parametrize(
    ("asked", "letters"),
    [
        ({}, "ABCD"), ({"medium": "song"}, "A"), ({"medium": "drawing"}, ""),
        ({"time": "10"}, "A"), ({"time": "20"}, "AB"), ({"time": "40"}, "ABC"), ({"time": "longer"}, "D"),
        ({"part": "creative"}, "BCD"), ({"part": "closing"}, "AC"), ({"part": "grounding"}, "C"),
        ({"place": "online"}, "BC"), ({"place": "room"}, "ABD"), ({"place": "both"}, "B"),
        ({"part": "creative", "place": "room"}, "BD"), ({"part": "creative", "place": "room", "time": "20"}, "B"),
        ({"part": "creative", "place": "room", "time": "20", "medium": "play"}, ""),
        ({"medium": "mime", "time": "soon", "part": "supper", "place": "sea"}, "ABCD"), ({"time": "11"}, "ABCD"),
    ],
)  # fmt: skip
def test_it_can_be_asked_for_by_medium_time_part_and_place_together(some, asked, letters):
    assert "".join(title[0] for title in found(some, **asked)) == letters


def test_the_address_says_what_was_asked_for_and_the_page_shows_it_chosen(signed_in, some):
    page = signed_in(some).get(url_of(some, medium="song", place="room")).text
    assert "A song" in page
    assert "B page" not in page
    assert re.findall(r'<option value="(\w+)" selected', page) == ["song", "room"]


def test_a_long_repertoire_goes_on_over_the_page_with_what_was_asked_for(signed_in, nia):
    for n in range(MOST + 1):
        make_activity(nia, f"Activity {n:03}", medium="song")
    client = signed_in(nia)
    first = client.get(url_of(nia, medium="song")).text
    assert len(set(re.findall(r"Activity \d{3}", first))) == MOST
    assert "?medium=song&amp;page=2" in first
    second = client.get(url_of(nia, medium="song", page=2)).text
    assert set(re.findall(r"Activity \d{3}", second)) == {f"Activity {MOST:03}"}
    assert "?medium=song&amp;page=1" in second


@pytest.mark.each
@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "9" * 30, "9" * 5000])
def test_a_page_that_nobody_means_is_no_trouble(signed_in, nia, number):
    make_activity(nia)
    assert signed_in(nia).get(url_of(nia, page=number)).status_code == 200


def test_an_empty_one_says_how_to_begin_and_one_without_a_find_how_to_go_on(signed_in, nia):
    client = signed_in(nia)
    assert "Nothing in our repertoire yet." in client.get(url_of(nia)).text
    make_activity(nia)
    assert "Nothing like that in our repertoire yet." in client.get(url_of(nia, medium="song")).text


def test_parts_are_called_as_the_group_calls_them(nia):
    nia.group.rounds = "checks"
    (sieve,) = [sieve for sieve in Repertoire(nia.group, {}).sieves if sieve.name == "part"]
    assert ("closing", "Check-out") in sieve.choices


def test_what_is_drawn_of_an_activity_changes_with_every_fact_of_it(signed_in, nia):
    activity, client = make_activity(nia, minutes=20, part="closing"), signed_in(nia)
    nia.take_on("admin", by=nia)
    assert "Closing round</span>" in client.get(url_of(nia)).text
    facts = {
        "medium": ("song", "Song</span>"), "minutes": (33, "33 minutes"), "least": (3, "Three people or more"),
        "most": (5, "Three to five people"), "place": ("online", "Online</span>"),
        "part": ("opening", "Opening round</span>"), "content_note": ("Sea", "It might bring up: Sea"),
    }  # fmt: skip
    for name, (value, words) in facts.items():
        activity.change(by=nia, **{name: value})
        assert words in client.get(url_of(nia)).text
    nia.group.arrange(by=nia, rounds="checks")
    assert "Check-in</span>" in client.get(url_of(nia)).text


def test_the_minutes_of_a_part_can_be_asked_for_too(some):
    with_room = Repertoire(some.group, {"time": "18"}, room=18)
    assert [activity.title for activity in with_room.activities] == ["A song"]


def test_the_activities_of_another_group_are_not_there(nia):
    make_activity()
    assert found(nia) == []


def test_it_takes_as_many_queries_for_three_hundred_as_for_three(signed_in, nia, queries_of):
    client, counts = signed_in(nia), []
    for numbers in (range(3), range(3, 300)):
        for n in numbers:
            make_activity(nia, f"Activity {n}", variation_of=nia.group.activities.first())
        counts.append(queries_of(client, url_of(nia)))
    assert counts[0] == counts[1] <= 8


def test_an_activity_used_often_takes_as_many_queries_as_one_used_once(signed_in, nia, queries_of):
    activity, client, counts = make_activity(nia), signed_in(nia), []
    url = reverse("larder:activity", args=[nia.group.slug, activity.key])
    for days in (range(1, 3), range(3, 30)):
        for n in days:
            bea = make_membership(nia.group)
            for meeting in (make_meeting(bea, days=-7 * n), make_meeting(bea, days=7 * n)):
                meeting.parts.first().pick(activity, by=nia)
            make_activity(nia, f"Variation {n}", variation_of=activity).change(by=nia, instructions="Other words.")
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= 12
