"""One press stops one kind of mail from one group, signed out, from a mail app (trust.md, S22 and S23; RFC 8058)."""

import email
import logging
import re
from email import policy

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from copse.logs import JSONFormatter, NoSecrets
from groups import unsubscribing
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Outbox
from tests.factories import first_of, make_group, make_membership
from tests.groups.test_mail_choices import tell

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def nia():
    return make_membership(make_group("The Withies"), "Nia")


@pytest.fixture
def link(nia):
    return reverse("groups:unsubscribe", args=[unsubscribing.token_for(nia, Kind.PROPOSAL)])


def test_each_mail_of_a_kind_says_which_list_it_is_of_and_how_to_leave_it(nia, server, settings):
    settings.SITE_UID_DOMAIN = "copse.test"
    tell(nia.group)
    assert Outbox.deliver_due() == 1
    ((_envelope, letter),) = server.received
    (address,) = re.fullmatch(r"<https://copse\.test(/u/\S+)>", letter["List-Unsubscribe"].strip()).groups()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == f"<{nia.group.slug}.copse.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert address not in letter.get_payload(decode=True).decode(), "the link to leave is for the app, not for reading"
    assert Client().post(address, ONE_CLICK).status_code == 200
    assert MailChoice.of(nia)[Kind.PROPOSAL] == Rhythm.NEVER


def test_a_mail_app_that_leaves_out_the_last_slash_stops_them_as_well(nia, link):
    assert Client().post(link.rstrip("/"), ONE_CLICK).status_code == 200
    assert MailChoice.of(nia)[Kind.PROPOSAL] == Rhythm.NEVER


def test_looking_shows_a_button_and_changes_nothing(nia, link):
    client = Client(enforce_csrf_checks=True)
    for method in ("get", "head", "get"):
        answer = getattr(client, method)(link)
        assert (answer.status_code, answer.cookies) == (200, {})
    assert "<button" in answer.content.decode()
    assert not nia.mail_choices.exists()


def test_opened_once_more_it_says_that_they_have_stopped(nia, link):
    assert "Stop these mails?" in Client().get(link).content.decode()
    Client().post(link, ONE_CLICK)
    page = Client().get(link).content.decode()
    assert ("doesn’t reach you by mail any more" in page, "<button" in page) == (True, False)
    MailChoice.keep({Kind.PROPOSAL: Rhythm.FRIDAY}, by=nia)
    assert "Stop these mails?" in Client().get(link).content.decode(), "and asks again where they come again"


@pytest.mark.parametrize(
    "how",
    [
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": ONE_CLICK},  # multipart/form-data
    ],
    ids=["urlencoded", "multipart"],
)
def test_a_press_without_cookies_or_token_stops_that_kind_of_that_group_alone(nia, link, how):
    other = make_group().welcome(nia.member)
    client = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        answer = client.post(link, **how)
        assert (answer.status_code, answer.cookies, answer.headers.get("Location")) == (200, {}, None)
    assert [k for k, rhythm in MailChoice.of(nia).items() if rhythm == Rhythm.NEVER] == [Kind.PROPOSAL]
    assert not other.mail_choices.exists()
    tell(nia.group)
    assert Outbox.deliver_due() == 0
    assert not mail.outbox


def test_only_a_signature_made_for_this_opens_it(nia):
    facts = f"{nia.key}.proposal"
    good = unsubscribing.token_for(nia, Kind.PROPOSAL)
    forged = [
        Signer(sep=".").sign(facts), Signer(sep=".", salt="calendar").sign(facts), f"{facts}.", facts, good[:-1],
        good.replace("proposal", "letter"), good.replace(nia.key, first_of(nia.group).key), good + "x" * 500, "…",
        Signer(sep=".", salt="groups.unsubscribing").sign(f"{nia.key}.every"),
    ]  # fmt: skip
    for token in forged:
        answer = Client().post(reverse("groups:unsubscribe", args=[token]), ONE_CLICK)
        assert (answer.status_code, answer.cookies) == (404, {})
    assert not MailChoice.objects.exists()


def test_a_link_from_before_a_change_of_keys_goes_on_working(nia, link, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 6
    assert Client().post(link, ONE_CLICK).status_code == 200
    assert MailChoice.of(nia)[Kind.PROPOSAL] == Rhythm.NEVER


def test_whoever_has_left_hears_that_nothing_comes(nia, link):
    nia.leave()
    assert "nothing of it reaches you" in Client().post(link, ONE_CLICK).content.decode()
    nia.group.delete_for_good()
    assert Client().post(link, ONE_CLICK).status_code == 200


def test_a_link_is_in_no_log(link):
    record = logging.LogRecord("x", logging.ERROR, "", 1, 'GET %s "https://copse.test%s"', (link, link), None)
    assert NoSecrets().filter(record)
    assert JSONFormatter().format(record).count("/u/…") == 2
    assert link not in JSONFormatter().format(record)


@pytest.mark.parametrize("name", ['A "B" <evil@example.org>, C', "Bcc: all@example.org", "=?utf-8?q?x?=", "Žluťoučký"])
def test_a_groups_name_adds_no_header_and_no_address(nia, server, settings, name):
    """S29: names of groups and people are the only words of members' in a header."""
    type(nia.group).objects.filter(pk=nia.group_id).update(name=name)
    tell(nia.group)
    assert Outbox.deliver_due() == 1
    ((envelope, _letter),) = server.received
    letter = email.message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == [nia.member.email]
    assert [a.addr_spec for a in letter["From"].addresses] == [settings.EMAIL_FROM]
    assert not {"Bcc", "Cc"} & set(letter.keys())
