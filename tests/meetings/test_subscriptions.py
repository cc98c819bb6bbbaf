"""Making and taking back the links to one's own calendar."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import Subscription
from tests.factories import first_of, make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db

LIST, CREATE = "/calendar/", "/calendar/new/"


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def make_link(client, **data):
    return client.post(CREATE, {"label": "my phone", "detail": "place", **data})


def link_on(page: str) -> str:
    return re.search(r"/c/[\w-]{43}/calendar\.ics", page)[0]


def test_the_link_is_shown_once_and_only_its_hash_is_kept(nia, signed_in):
    client = signed_in(nia)
    page = make_link(client).content.decode()
    token = re.search(r"/c/([\w-]{43})/calendar\.ics", page)[1]
    assert f"webcal://copse.test/c/{token}/calendar.ics" in page
    assert token not in client.get(LIST).content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any(token in str(value) for row in cursor.fetchall() for value in row), table


def test_a_link_works_and_shows_all_my_groups_also_those_i_join_later(nia, signed_in, client):
    page = make_link(signed_in(nia)).content.decode()
    make_meeting(make_group().welcome(nia.member))
    assert client.get(link_on(page)).content.count(b"BEGIN:VEVENT") == 1


def test_a_link_taken_back_is_gone_from_my_list(nia, signed_in):
    client = signed_in(nia)
    make_link(client)
    client.post(reverse("calendar:revoke", args=[Subscription.objects.get().key]))
    assert Subscription.objects.get().revoked_at
    assert "No link yet" in client.get(LIST).content.decode()


def test_a_link_made_anew_is_the_same_link_with_another_secret(nia, signed_in, client):
    make_meeting(nia)
    page = make_link(signed_in(nia), tentative="on").content.decode()
    before, link = Subscription.objects.get(), link_on(page)
    client.get(link)
    page = signed_in(nia).post(reverse("calendar:renew", args=[before.key])).content.decode()
    now = Subscription.objects.working().get()
    assert (now.pk, now.key, now.label, now.tentative) == (before.pk, before.key, "my phone", True)
    assert (now.fetched_at, link_on(page) == link) == (None, False)
    assert client.get(link_on(page)).content.count(b"BEGIN:VEVENT") == 1
    old = client.get(link)
    assert (old.status_code, b"VEVENT" in old.content) == (200, False)


def test_the_page_of_a_link_made_anew_can_be_loaded_again_and_the_link_on_it_works_on(nia, signed_in, client):
    make_meeting(nia)
    client_of_nia = signed_in(nia)
    make_link(client_of_nia)
    key = Subscription.objects.get().key
    seen = re.search(r'name="seen" value="(\w+)"', client_of_nia.get(LIST).content.decode())[1]
    link = link_on(client_of_nia.post(reverse("calendar:renew", args=[key]), {"seen": seen}).content.decode())
    again = client_of_nia.post(reverse("calendar:renew", args=[key]), {"seen": seen}, follow=True).content.decode()
    assert "“my phone” is made anew already" in again
    assert b"VEVENT" in client.get(link).content
    assert Subscription.objects.count() == 2


def test_of_two_who_make_a_link_anew_at_once_one_has_the_link(nia, client):
    link, _token = Subscription.begin(member=nia.member, label="my phone")
    same = Subscription.objects.get(pk=link.pk)
    first, second = link.renew(), same.renew()
    make_meeting(nia)
    shown = [b"VEVENT" in client.get(Subscription.link(token)).content for token in (first, second)]
    assert shown == [False, True]
    assert Subscription.objects.count() == 3


def test_a_link_taken_back_is_not_made_anew(nia, signed_in):
    link, _token = Subscription.begin(member=nia.member, label="my phone")
    link.revoke()
    assert signed_in(nia).post(reverse("calendar:renew", args=[link.key])).status_code == 404
    with pytest.raises(ValueError, match="taken back"):
        link.renew()


def test_what_a_link_shows_can_change_and_the_link_stays(nia, signed_in, client):
    make_meeting(nia)
    page = make_link(signed_in(nia)).content.decode()
    assert b"Cancelled" not in client.get(link_on(page)).content
    url = reverse("calendar:change", args=[Subscription.objects.get().key])
    assert 'value="my phone"' in signed_in(nia).get(url).content.decode()
    signed_in(nia).post(url, {"label": "at work", "detail": "discreet", "tentative": "on"})
    shown = client.get(link_on(page)).content
    assert b"SUMMARY:Meeting\r\n" in shown
    assert nia.group.name.encode() not in shown
    link = Subscription.objects.get()
    assert (link.label, link.tentative, link.cancelled) == ("at work", True, False)


def test_a_feed_without_meetings_takes_its_header_anew(nia, client):
    link, token = Subscription.begin(member=nia.member, label="my phone", group=nia.group)
    etag = client.get(Subscription.link(token))["ETag"]
    nia.group.arrange(by=first_of(nia.group), name="The Rowans")
    renamed = client.get(Subscription.link(token), headers={"if-none-match": etag})
    assert b"\r\nNAME:The Rowans\r\n" in renamed.content
    link.change(label="my phone", detail="discreet", tentative=False, cancelled=True)
    discreet = client.get(Subscription.link(token), headers={"if-none-match": renamed["ETag"]})
    assert b"\r\nNAME:Meetings\r\n" in discreet.content
    assert b"Rowans" not in discreet.content
    assert b"URL" not in discreet.content
    assert client.get(Subscription.link(token), headers={"if-none-match": discreet["ETag"]}).status_code == 304


def test_the_page_that_shows_the_link_has_it_for_a_camera_too_and_nothing_inline(nia, signed_in):
    page = make_link(signed_in(nia)).content.decode()
    (square,) = re.findall(r'<svg class="qr".*?</svg>', page, re.DOTALL)
    assert "style" not in square
    assert 'role="img" aria-label="A square code' in square
    assert re.search(r'<path[^>]+d="M4 4h7v1h-7z', square)  # a corner, inside its margin


def test_nobody_takes_back_somebody_elses(nia, signed_in):
    make_link(signed_in(nia))
    url = reverse("calendar:revoke", args=[Subscription.objects.get().key])
    assert signed_in(make_membership()).post(url).status_code == 404
    assert not Subscription.objects.get().revoked_at


def test_a_link_is_of_a_group_that_is_mine(nia, signed_in):
    nia_elsewhere, theirs = make_group().welcome(nia.member), make_group()
    assert make_link(signed_in(nia), group=theirs.slug).status_code == 422
    assert make_link(signed_in(nia), group=nia_elsewhere.group.slug).status_code == 200
    assert Subscription.objects.get().group == nia_elsewhere.group


def test_twenty_links_are_enough(nia, signed_in):
    client = signed_in(nia)
    for _ in range(20):
        assert make_link(client).status_code == 200
    answer = make_link(client)
    assert answer.status_code == 422
    assert "Take one back first" in answer.content.decode()


def test_a_link_wants_a_name(nia, signed_in):
    assert make_link(signed_in(nia), label="").status_code == 422
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("n", [1, 19])
def test_the_list_asks_the_same_whatever_its_length(nia, signed_in, django_assert_num_queries, n):
    for _ in range(n):
        Subscription.begin(member=nia.member, label="my phone")
    client = signed_in(nia)
    with django_assert_num_queries(6):
        client.get(LIST)
