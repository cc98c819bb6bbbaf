"""How a feed is fetched (calendar.md, 1b; trust.md S21)."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_http_date

from groups.models import Membership
from meetings.models import Subscription
from tests.factories import make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    membership = make_membership()
    make_meeting(membership)
    return membership


@pytest.fixture
def feed(nia):
    subscription, token = Subscription.begin(member=nia.member, label="my phone")
    return subscription, reverse("calendar:feed", args=[token])


def test_a_feed_comes_without_session_cookie_or_encoding(feed):
    answer = Client().get(feed[1], headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="copse.ics"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert not {"Vary", "Content-Encoding"} & set(answer.headers)


def test_a_cookie_changes_nothing(feed, nia, signed_in):
    assert signed_in(make_membership()).get(feed[1]).content == Client().get(feed[1]).content


def test_a_cookie_of_a_session_that_is_none_is_left_alone(feed):
    client = Client()
    client.cookies["sessionid"] = "none"
    answer = client.get(feed[1])
    assert answer.status_code == 200
    assert not {"Set-Cookie", "Vary"} & set(answer.headers)
    assert not answer.cookies


def test_head_is_get_without_the_bytes(feed):
    got, head = Client().get(feed[1]), Client().head(feed[1])
    assert head.content == b""
    assert head["ETag"] == got["ETag"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-none-match": "{etag}"}, 304),
        ({"if-none-match": "W/{etag}"}, 304),
        ({"if-none-match": '"other", {etag}'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": '"other"', "if-modified-since": "{changed}"}, 200),
        ({"if-modified-since": "{changed}"}, 304),
        ({"if-modified-since": "yesterday"}, 200),
    ],
)
def test_nothing_new_is_304(feed, headers, status):
    first = Client().get(feed[1])
    known = {"etag": first["ETag"], "changed": first["Last-Modified"]}
    asked = {name: value.format(**known) for name, value in headers.items()}
    assert Client().get(feed[1], headers=asked).status_code == status


def test_a_date_that_lies_ahead_is_none(feed, nia):
    ahead = {"if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"}
    known = Client().get(feed[1])
    assert Client().get(feed[1], headers=ahead).status_code == 200
    assert Client().get(feed[1], headers={**ahead, "if-none-match": known["ETag"]}).status_code == 304


def test_no_change_is_told_for_later_than_now(feed, nia):
    """Of two changes within a second the other counts as one a second later, and is told as one of now."""
    meeting = nia.group.meetings.get()
    for place in ("The ropewalk", "The mill", "The ford"):
        meeting.change(by=nia, place=place, kind="face")
        answer = Client().get(feed[1])
        assert parse_http_date(answer["Last-Modified"]) <= timezone.now().timestamp()
    again = Client().get(feed[1], headers={"if-modified-since": answer["Last-Modified"]})
    assert (again.status_code, b"The ford" in again.content) == (200, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "PROPFIND", "DELETE"])
def test_a_feed_is_fetched_and_nothing_else(feed, method):
    answer = Client().generic(method, feed[1])
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET, HEAD", b"")


def test_nothing_new_costs_two_queries_at_the_most(feed, django_assert_max_num_queries):
    etag = Client().get(feed[1])["ETag"]
    with django_assert_max_num_queries(2):
        assert Client().get(feed[1], headers={"if-none-match": etag}).status_code == 304
    Subscription.objects.update(counted_from=F("counted_from") - timedelta(hours=1))
    assert Client().get(feed[1]).status_code == 200


def test_a_change_is_seen_at_the_next_fetch(feed, nia):
    etag = Client().get(feed[1])["ETag"]
    nia.group.meetings.get().let_go(by=nia)
    answer = Client().get(feed[1], headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert b"CANCELLED" in answer.content


def test_an_unknown_link_is_not_there(feed):
    assert Client().get(reverse("calendar:feed", args=["no-such-link"])).status_code == 404


def test_a_link_taken_back_shows_an_empty_calendar_for_ninety_days_and_then_ends(feed):
    subscription, url = feed
    subscription.revoke()
    answer = Client().get(url)
    assert answer.status_code == 200
    assert b"VEVENT" not in answer.content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P7D" in answer.content.replace(b"P1W", b"P7D")
    Subscription.objects.update(revoked_at=timezone.now() - timedelta(days=91))
    assert Client().get(url).status_code == 410


def test_whoever_left_sees_nothing_at_the_next_fetch(feed, nia):
    assert b"VEVENT" in Client().get(feed[1]).content
    Membership.objects.filter(pk=nia.pk).update(left_at=timezone.now())
    assert b"VEVENT" not in Client().get(feed[1]).content


def test_sixty_whole_calendars_an_hour_are_enough_but_304_is_always_told(feed):
    etag = Client().get(feed[1])["ETag"]
    Subscription.objects.update(fetches=60)
    answer = Client().get(feed[1])
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Client().get(feed[1], headers={"if-none-match": etag}).status_code == 304


def test_what_has_just_changed_is_shown_after_sixty_too_and_once(feed, nia):
    Client().get(feed[1])
    Subscription.objects.update(fetches=60)
    nia.group.meetings.get().let_go(by=nia)
    assert b"CANCELLED" in Client().get(feed[1]).content
    assert Client().get(feed[1]).status_code == 429


def fetched_by(url, agent: str) -> Subscription:
    Client().get(url, headers={"user-agent": agent})
    return Subscription.objects.get()


def test_whoever_fetched_it_last_is_seen_and_the_same_reader_is_noted_once_an_hour(feed):
    assert fetched_by(feed[1], "Google-Calendar-Importer").reader == "Google-Calendar-Importer"
    assert fetched_by(feed[1], "Evil/1").reader == "Evil"
    noted = fetched_by(feed[1], "Google-Calendar-Importer")
    assert noted.reader == "Google-Calendar-Importer"
    assert fetched_by(feed[1], "Google-Calendar-Importer").fetched_at == noted.fetched_at
    Subscription.objects.update(fetched_at=F("fetched_at") - timedelta(minutes=61))
    assert fetched_by(feed[1], "Google-Calendar-Importer").fetched_at > noted.fetched_at


@pytest.mark.parametrize("agent", ["curl/8 \x07", " curl/8", "curl/8 " + "x" * 200, ""])
def test_a_reader_with_an_odd_name_is_noted_no_more_often(feed, agent):
    noted = fetched_by(feed[1], agent)
    assert noted.fetched_at
    assert fetched_by(feed[1], agent).fetched_at == noted.fetched_at


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google-Calendar-Importer"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.5.0", "Thunderbird"),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "MSOffice"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 (something else)", "Mozilla"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)", "Microsoft Office"),
        ("Mac+OS+X/10.15.7 (19H2026) CalendarAgent/930.5.1", "Mac OS X"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "iOS"),
        ("khal", "khal"),
        ("", "an app that gives no name"),
    ],
)
def test_a_reader_has_the_name_that_it_gives_itself(agent, name):
    assert Subscription(fetched_by=agent).reader == name
