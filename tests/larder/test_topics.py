import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copse import words
from larder.filters import Filters
from larder.models import Topic
from larder.shelves import FEW, MOST, Larder
from meetings.models import Meeting
from tests.at_once import at_once
from tests.factories import days_from_now, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(what, name: str = "detail") -> str:
    return reverse(f"larder:{name}", args=[what.group.slug, *([what.key] if isinstance(what, Topic) else [])])


def shelves(by, at=None, **filters) -> dict[str, list[str]]:
    by.group.refresh_from_db()  # as for each request
    larder = Larder(by, Filters(**filters), at=at)
    return {name: [t.title for t in getattr(larder, name).topics] for name in ("ready", "programme", "opened")}


# Putting by, and wanting


def test_a_topic_is_put_by_and_stands_ready(signed_in, nia):
    kind = nia.group.topic_kinds.first()
    answer = signed_in(nia).post(url_of(nia, "new"), {"title": "Salt", "why": "The taste of it", "kind": kind.pk})
    topic = nia.group.topics.get()
    assert answer.url == url_of(topic)
    assert (topic.title, topic.why, topic.kind, topic.by) == ("Salt", "The taste of it", kind, nia)
    assert shelves(nia) == {"ready": ["Salt"], "programme": [], "opened": []}


def test_a_topic_needs_a_title_and_keeps_what_was_written(signed_in, nia):
    kind = nia.group.topic_kinds.first()
    answer = signed_in(nia).post(url_of(nia, "new"), {"title": " ", "why": "Words that stay", "kind": kind.pk})
    assert answer.status_code == 422
    assert "Words that stay" in answer.content.decode()
    assert not nia.group.topics.exists()


def test_a_kind_of_another_group_is_refused(signed_in, nia):
    foreign = make_membership().group.topic_kinds.first()
    answer = signed_in(nia).post(url_of(nia, "new"), {"title": "Salt", "kind": foreign.pk})
    assert set(answer.context["form"].errors) == {"kind"}
    with pytest.raises(ValueError, match="another group"):
        Topic.put_by(by=nia, title="Salt", why="", kind=foreign)


def test_a_wish_marked_twice_is_marked_once_and_comes_off(signed_in, nia):
    topic, client = make_topic(nia), signed_in(nia)
    for _again in range(2):
        client.post(url_of(topic, "wish"), {"would_like": "yes"})
    assert topic.wishes.count() == 1
    for _again in range(2):
        client.post(url_of(topic, "wish"), {"would_like": "no"})
    assert not topic.wishes.exists()


def test_the_topic_says_who_would_like_it(signed_in, nia):
    topic, bea = make_topic(nia), make_membership(nia.group, "Bea")
    topic.wish(by=bea)
    text = signed_in(nia).get(url_of(topic)).content.decode()
    assert "Bea" in text
    assert "I would like this" in text
    assert "Take my mark off" in signed_in(bea).get(url_of(topic)).content.decode()


def test_nobody_of_another_group_marks_a_topic(nia):
    topic = make_topic(nia)
    with pytest.raises(ValueError, match="another group"):
        topic.wish(by=make_membership())


# The shelves


def test_most_wanted_first_and_of_these_the_newest(nia):
    bea = make_membership(nia.group)
    for days, title in ((-3, "Salt"), (-2, "Smoke"), (-1, "Bread")):
        make_topic(nia, title, at=days_from_now(days))
    wanted = make_topic(nia, "Tables", at=days_from_now(-9))
    wanted.wish(by=nia)
    wanted.wish(by=bea)
    Topic.objects.get(title="Salt").wish(by=bea)
    assert shelves(nia)["ready"] == ["Tables", "Salt", "Bread", "Smoke"]


def test_a_topic_moves_from_shelf_to_shelf_with_its_meeting(nia):
    meeting = make_meeting(nia, topics=[make_topic(nia, "Salt")])
    assert shelves(nia) == {"ready": [], "programme": ["Salt"], "opened": []}
    after = meeting.ends_at + timedelta(minutes=1)
    assert shelves(nia, at=after) == {"ready": [], "programme": [], "opened": ["Salt"]}


def test_a_topic_of_a_meeting_let_go_is_ready_again(nia):
    make_meeting(nia, topics=[make_topic(nia, "Salt")]).let_go(by=nia)
    assert shelves(nia) == {"ready": ["Salt"], "programme": [], "opened": []}


def test_a_topic_of_a_meeting_let_go_that_was_opened_before_stays_opened(nia):
    salt = make_topic(nia, "Salt")
    make_meeting(nia, days=-30, topics=[salt])
    make_meeting(nia, topics=[salt]).let_go(by=nia)
    assert shelves(nia) == {"ready": [], "programme": [], "opened": ["Salt"]}


def test_a_topic_whose_day_passed_without_being_settled_is_ready(nia):
    make_meeting(nia, days=-5, settled=False, topics=[make_topic(nia, "Salt")])
    assert shelves(nia) == {"ready": ["Salt"], "programme": [], "opened": []}


def test_a_topic_opened_again_stands_in_the_programme_and_then_shows_both_times(signed_in, nia):
    salt = make_topic(nia, "Salt")
    first = make_meeting(nia, days=-400, topics=[salt])
    again = make_meeting(nia, days=10, topics=[salt])
    assert shelves(nia) == {"ready": [], "programme": ["Salt"], "opened": []}
    later = Larder(nia, at=again.ends_at).opened.topics
    assert [[o.on for o in topic.openings] for topic in later] == [[again.starts_on, first.starts_on]]
    text = signed_in(nia).get(url_of(salt)).content.decode()
    assert [url in text for url in (first.get_absolute_url(), again.get_absolute_url())] == [True, True]


def test_the_programme_is_nearest_first_and_what_was_opened_latest_first(nia):
    for days in (-60, -30, 20, 10):
        make_meeting(nia, days=days, topics=[make_topic(nia, f"At {days}")])
    assert shelves(nia) == {"ready": [], "programme": ["At 10", "At 20"], "opened": ["At -30", "At -60"]}


def test_shelves_can_show_one_kind(nia):
    first, second = nia.group.topic_kinds.all()[:2]
    for kind in (first, second):
        Topic.put_by(by=nia, title=f"Ready {kind}", why="", kind=kind)
        planned = Topic.put_by(by=nia, title=f"Planned {kind}", why="", kind=kind)
        opened = Topic.put_by(by=nia, title=f"Opened {kind}", why="", kind=kind)
        make_meeting(nia, topics=[planned])
        make_meeting(nia, days=-10, topics=[opened])
    assert shelves(nia, kind=second.key) == {
        "ready": [f"Ready {second}"], "programme": [f"Planned {second}"], "opened": [f"Opened {second}"],
    }  # fmt: skip
    assert len(shelves(nia, kind="nothing")["ready"]) == 2


def test_a_long_shelf_goes_on_over_the_page(signed_in, nia):
    for n in range(MOST + 1):
        make_topic(nia, f"Topic {n:03}", at=days_from_now(-n))
    client = signed_in(nia)
    first, second = (client.get(url_of(nia, "list"), {"ready": n}).content.decode() for n in (1, 2))
    assert len(re.findall(r"<a[^>]*>Topic \d{3}", first)) == MOST
    assert re.findall(r"<a[^>]*>(Topic \d{3})", second) == [f"Topic {MOST:03}"]
    assert "ready=2#ready" in first
    assert "ready=1#ready" in second


@pytest.mark.each
@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "9" * 30, "9" * 5000])
def test_a_page_of_a_shelf_that_nobody_means_is_no_trouble(signed_in, nia, number):
    make_topic(nia)
    answer = signed_in(nia).get(url_of(nia, "list"), {"ready": number, "opened": number})
    assert answer.status_code == 200
    assert "The larder is bare." not in answer.content.decode()


def test_a_bare_larder_says_how_to_begin(signed_in, nia):
    assert "The larder is bare." in signed_in(nia).get(url_of(nia, "list")).content.decode()


@pytest.mark.once  # how many questions are asked is the same on both
def test_the_larder_takes_as_many_queries_for_sixty_topics_as_for_three(signed_in, nia):
    client, kind, counts = signed_in(nia), nia.group.topic_kinds.first(), []
    Topic.put_by(by=nia, title="The first", why="", kind=kind)
    client.get(url_of(nia, "list"))  # the frame of the page is drawn once, and who we are is read
    for numbers in (range(3), range(3, 60)):
        topics = [Topic.put_by(by=nia, title=f"Topic {n}", why="", kind=kind) for n in numbers]
        for i, topic in enumerate(topics):
            topic.wish(by=nia)
            if i % 3:
                make_meeting(nia, days=i - 30 if i % 3 == 1 else i, topics=[topic])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(nia, "list")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_jar_and_the_choice_of_a_meeting_tell_the_year_where_it_is_not_this_one(signed_in, nia):
    day = date(timezone.localdate().year + 1, 3, 2)
    make_meeting(nia, day=day, topics=[make_topic(nia)])
    choice = reverse("meetings:open_topic", args=[nia.group.slug, make_topic(nia).key])
    assert f"Opening {words.day_whole(day)}, with Nia" in signed_in(nia).get(url_of(nia, "list")).content.decode()
    assert f"{words.day_whole(day)}, 7 to 9 pm: " in signed_in(nia).get(choice).content.decode()


def test_six_of_those_opened_before_are_shown_and_all_of_them_are_a_link_away(signed_in, nia):
    for n in range(FEW + 2):
        make_meeting(nia, days=-10 - n, topics=[make_topic(nia, f"Topic {n}")])
    assert shelves(nia)["opened"] == [f"Topic {n}" for n in range(FEW)]
    assert shelves(nia, opened=1)["opened"] == [f"Topic {n}" for n in range(FEW + 2)]
    page = signed_in(nia).get(url_of(nia, "list")).content.decode()
    assert "All eight" in page
    assert "opened=1#opened" in page


# Opened again


def test_what_was_opened_before_is_put_back_and_says_both(signed_in, nia):
    salt = make_topic(nia, "Salt")
    past = make_meeting(nia, days=-400, topics=[salt])
    signed_in(nia).post(url_of(salt, "put_back"))
    assert shelves(nia) == {"ready": ["Salt"], "programme": [], "opened": []}
    page = signed_in(nia).get(url_of(nia, "list")).content.decode()
    assert f"Opened before: {words.month_year(past.starts_on)}" in page
    signed_in(nia).post(url_of(salt, "leave_opened"))
    assert shelves(nia) == {"ready": [], "programme": [], "opened": ["Salt"]}


def test_what_is_opened_after_it_was_put_back_was_opened_before(nia):
    salt = make_topic(nia, "Salt")
    make_meeting(nia, days=-400, topics=[salt])
    salt.put_back(by=nia)
    again = make_meeting(nia, days=10, topics=[salt])
    assert shelves(nia)["programme"] == ["Salt"]
    assert shelves(nia, at=again.ends_at + timedelta(minutes=1))["opened"] == ["Salt"]


@pytest.mark.parametrize("days", [None, 10])
def test_only_what_was_opened_and_is_not_planned_can_be_put_back(signed_in, nia, days):
    salt = make_topic(nia, "Salt")
    if days:
        make_meeting(nia, days=-30, topics=[salt])
        make_meeting(nia, days=days, topics=[salt])
    with pytest.raises(ValidationError, match="opened before"):
        salt.put_back(by=nia)
    page = signed_in(nia).post(url_of(salt, "put_back"), follow=True).content.decode()
    assert "Only what was opened before can be put back on the shelf." in page


# Choosing for a meeting


def open_at(signed_in, by, topic, meeting):
    url = reverse("meetings:open_topic", args=[topic.group.slug, topic.key])
    return signed_in(by).post(url, {"meeting": meeting.key})


def test_a_topic_is_chosen_for_a_meeting_ahead(signed_in, nia):
    salt, meeting = make_topic(nia, "Salt"), make_meeting(nia)
    assert open_at(signed_in, nia, salt, meeting).url == meeting.get_absolute_url()
    again = open_at(signed_in, make_membership(nia.group), salt, meeting)
    assert again.status_code == 302
    assert "It was chosen for this meeting already." in again.client.get(again.url).content.decode()
    assert [o.topic for o in meeting.opened.all()] == [salt]
    assert "Salt" in signed_in(nia).get(meeting.get_absolute_url()).content.decode()


def test_whoever_opens_it_where_it_is_planned_for_another_meeting_is_told(signed_in, nia):
    salt, first, second = make_topic(nia, "Salt"), make_meeting(nia, days=5), make_meeting(nia, days=9)
    page = reverse("meetings:open_topic", args=[nia.group.slug, salt.key])
    assert "It is planned already" not in signed_in(nia).get(page).text
    assert "another meeting too" not in signed_in(nia).get(open_at(signed_in, nia, salt, first).url).text
    client = signed_in(make_membership(nia.group, "Bea"))
    shown = client.get(page).text.partition("It is planned already")[2]
    assert first.get_absolute_url() in shown.partition("</p>")[0]
    answer = client.post(page, {"meeting": second.key})
    assert "We will open it there. It is planned for another meeting too:" in client.get(answer.url).text


def test_a_meeting_may_open_several_in_the_order_they_were_chosen(nia):
    meeting = make_meeting(nia, topics=[make_topic(nia, "Salt")])
    meeting.open_topic(make_topic(nia, "Smoke"), by=nia)
    assert Meeting.objects.get().name == "Salt · Smoke"


@pytest.mark.parametrize("gone", ["over", "let go"])
def test_only_a_meeting_that_is_ahead_can_be_chosen(signed_in, nia, gone):
    meeting = make_meeting(nia, days=-3 if gone == "over" else 3)
    if gone == "let go":
        meeting.let_go(by=nia)
    assert open_at(signed_in, nia, make_topic(nia), meeting).status_code == 422
    with pytest.raises(ValidationError, match="still to come"):
        meeting.open_topic(make_topic(nia), by=nia)


def test_neither_topic_nor_meeting_of_another_group_can_be_chosen(signed_in, nia):
    meeting, foreign = make_meeting(nia), make_topic()
    with pytest.raises(ValueError, match="another group"):
        meeting.open_topic(foreign, by=nia)
    assert open_at(signed_in, foreign.by, foreign, meeting).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_people_who_open_a_topic_at_the_same_moment_open_it_once(nia):
    topic, meeting = make_topic(nia), make_meeting(nia)
    results = at_once(*[lambda: Meeting.objects.get(pk=meeting.pk).open_topic(topic, by=nia)] * 2)
    assert (sorted(results), meeting.opened.count()) == ([False, True], 1)


@pytest.mark.django_db(transaction=True)
def test_two_wishes_of_one_person_at_the_same_moment_are_one(nia):
    topic = make_topic(nia)
    results = at_once(*[lambda: topic.wish(by=nia)] * 3)
    assert (results, topic.wishes.count()) == ([None] * 3, 1)
