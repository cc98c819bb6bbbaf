"""Whose calendar a link shows, for how long, and what is no link at all (trust.md, S19 and S21; calendar.md, 26)."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import Member, Sabbatical
from meetings.models import Subscription
from tests.factories import make_group, make_invitation, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    membership = make_membership()
    make_meeting(membership)
    return membership


def link_of(membership, **options) -> str:
    _subscription, token = Subscription.begin(member=membership.member, label="my phone", **options)
    return token


def fetch(token: str, **headers):
    return Client().get(reverse("calendar:feed", args=[token]), headers=headers)


def events(token: str) -> int:
    answer = fetch(token)
    assert answer.status_code == 200
    return answer.content.count(b"BEGIN:VEVENT")


@pytest.mark.once
def test_what_is_no_link_is_answered_with_the_same_bytes(nia, signed_in):
    """A database would see no more of these than their SHA-256."""
    token, client = link_of(nia), signed_in(nia)
    invitation = make_invitation(nia.group)
    key = Subscription.objects.get().key
    none = fetch("x" * 43)
    assert (none.status_code, none["Content-Type"]) == (404, "text/plain; charset=utf-8")
    for wrong in [
        token[:-1], token + "A", token[:-1] + "é", token.swapcase(), token + "=", f" {token}", f"{token}\0", token * 90,
        invitation.token, client.session.session_key, key, str(nia.pk), str(uuid.uuid4()), "..", "%", "' OR 1=1 --",
        Subscription.objects.get().token_hash,
    ]:  # fmt: skip
        answer = fetch(wrong)
        assert (answer.status_code, answer.content, answer.headers.items()) == (404, none.content, none.headers.items())
    for broken in (f"/c/{token}", f"/c/{token}/", f"/c/{token}/other.ics", f"/c/{token}/calendar.ics/"):
        assert Client().get(broken).status_code == 404, broken


def test_a_link_to_a_calendar_opens_nothing_else(nia):
    token = link_of(nia)
    for page in ("groups:join", "groups:join_with_account"):
        url = reverse(page, args=[token])
        unknown = Client().post(reverse(page, args=["x" * 43]))
        assert Client().post(url).status_code == unknown.status_code
    assert not Client().get(reverse("home", args=[nia.group.slug]), {"token": token}).wsgi_request.user.is_authenticated


def test_each_link_shows_its_own_group_and_no_other(nia):
    other = make_group().welcome(nia.member)
    make_meeting(other, title="Elsewhere"), make_meeting(other)
    mine, theirs, all_ = link_of(nia, group=nia.group), link_of(nia, group=other.group), link_of(nia)
    assert [events(token) for token in (mine, theirs, all_)] == [1, 2, 3]


def test_on_a_sabbatical_one_keeps_the_whole_calendar(nia):
    token = link_of(nia, group=nia.group)
    Sabbatical.take(by=nia, starts=nia.group.today(), ends=None)
    assert events(token) == 1


def test_whoever_leaves_keeps_what_their_other_groups_show(nia):
    other = make_group().welcome(nia.member)
    make_meeting(other)
    of_the_group, of_all = link_of(nia, group=nia.group), link_of(nia)
    nia.leave()
    assert [events(of_the_group), events(of_all)] == [0, 1]
    nia.group.welcome(nia.member)
    assert [events(of_the_group), events(of_all)] == [0, 2]  # whoever comes back makes a new link


def test_a_closed_account_shows_an_empty_calendar_and_after_ninety_days_none(nia):
    token = link_of(nia)
    Member.objects.filter(pk=nia.member_id).update(is_active=False)
    assert events(token) == 0
    Subscription.objects.update(revoked_at=timezone.now() - timedelta(days=91))
    answer = fetch(token)
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/plain; charset=utf-8")


def test_what_ended_says_so_to_those_who_had_it_before(nia):
    """Also to a reader that goes by Last-Modified alone, and had it in the very second of the end."""
    token = link_of(nia)
    before = fetch(token)
    Subscription.objects.get().revoke()
    for headers in (
        {"if-none-match": before["ETag"]},
        {"if-modified-since": before["Last-Modified"]},
    ):
        assert b"VEVENT" not in fetch(token, **headers).content
        assert fetch(token, **headers).status_code == 200


def test_of_two_changes_in_a_second_the_other_is_seen_too(nia):
    token, meeting = link_of(nia), nia.group.meetings.get()
    meeting.change(by=nia, place="The ropewalk", kind="face")
    first = fetch(token)
    meeting.let_go(by=nia)
    assert fetch(token, **{"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_the_links_of_a_group_that_is_deleted_are_empty_for_ninety_days_and_those_of_all_groups_go_on(nia):
    other = make_group().welcome(nia.member)
    make_meeting(other)
    long_ago = timezone.now() - timedelta(days=80)
    taken_back, of_the_group, of_all = link_of(nia, group=nia.group), link_of(nia, group=nia.group), link_of(nia)
    Subscription.find(taken_back).revoke(at=long_ago)
    before = [fetch(token)["ETag"] for token in (of_the_group, of_all)]
    nia.group.delete_for_good()
    assert [events(token) for token in (taken_back, of_the_group, of_all)] == [0, 0, 1]
    for token, etag in zip((of_the_group, of_all), before, strict=True):
        assert fetch(token, **{"if-none-match": etag}).status_code == 200
    assert Subscription.find(taken_back).revoked_at == long_ago
    assert nia.member.subscriptions.working().count() == 1
    Subscription.objects.exclude(revoked_at=None).update(revoked_at=timezone.now() - timedelta(days=91))
    assert [fetch(token).status_code for token in (taken_back, of_the_group, of_all)] == [410, 410, 200]


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ('"a", "b" , W/{etag}', 304), (', ,{etag},"', 304), ("*", 304), ('"*"', 200), ("{bare}", 200), ("W/", 200),
        (",,,", 200), ('"' + "x" * 20_000 + '"', 200), ("\xff\xfe", 200), ('"a" {etag}', 200),
    ],
)  # fmt: skip
def test_lists_of_what_a_reader_has_are_read_as_they_are_meant(nia, asked, status):
    token = link_of(nia)
    etag = fetch(token)["ETag"]
    asked = asked.replace("{etag}", etag).replace("{bare}", etag.strip('"'))
    assert fetch(token, **{"if-none-match": asked}).status_code == status


@pytest.mark.once
@pytest.mark.parametrize(
    "date",
    ["", "0", "-1", "yesterday", "Thu, 99 Foo 2026 25:61:00 GMT", "Thu, 31 Feb 2026 10:00:00 GMT", "\xff",
     "Thu, 01 Jan 99999 00:00:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "Mon, 01 Jan 1900 00:00:00 GMT"],
)  # fmt: skip
def test_a_date_that_is_none_or_before_is_answered_with_the_calendar(nia, date):
    assert fetch(link_of(nia), **{"if-modified-since": date}).status_code == 200
