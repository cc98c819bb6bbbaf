"""How long one stays signed in, and how that ends (trust.md, S15, S16)."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.devices import forget, in_words
from groups.models import LogEntry, Member
from tests.factories import PASSWORD, make_group, make_member
from tests.fresh import sign_in
from tests.groups.post import mails_to

pytestmark = pytest.mark.django_db

ME, LOGIN, HERE = reverse("me"), reverse("account_login"), reverse("sessions")
DAY = 24 * 3600
NIA = "nia@example.org"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


@pytest.fixture
def nia():
    return make_member("Nia", email=NIA, password=PASSWORD)


def come_in(**headers) -> Client:
    client = Client(headers=headers)
    client.post(LOGIN, {"login": NIA, "password": PASSWORD})
    return client


def is_in(client) -> bool:
    return client.get(ME).status_code == 200


def days_later(monkeypatch, days: float):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * DAY)


# -- how long


def test_each_day_of_a_visit_gives_two_weeks_more(nia, monkeypatch):
    client = come_in()
    client.get(ME)
    assert "sessionid" not in client.get(ME).cookies, "once a day is enough"
    days_later(monkeypatch, 1)
    cookie = client.get(ME).cookies["sessionid"]
    assert cookie["max-age"] == 14 * DAY


def test_after_two_weeks_without_a_visit_the_cookie_opens_nothing(nia):
    client = come_in()
    rows = Session.objects.filter(pk=client.session.session_key)
    rows.update(expire_date=timezone.now() + timedelta(seconds=60))
    assert is_in(client)
    rows.update(expire_date=timezone.now())
    assert not is_in(client)


def test_after_ninety_days_one_signs_in_anew(nia):
    assert is_in(sign_in(Client(), nia, ago=90 * DAY - 60))
    old = sign_in(Client(), nia, ago=90 * DAY + 60)
    assert old.get(ME).url == f"{LOGIN}?next={ME}"
    assert not is_in(old)


def test_what_machines_fetch_touches_no_session(nia, django_assert_num_queries):
    client = sign_in(Client(), nia, ago=2 * DAY)
    with django_assert_num_queries(0):
        client.get(reverse("privacy"), headers={"Cookie": ""})


# -- which there are, and how they end


def test_my_devices_are_listed_by_names_that_i_know_them_by(nia):
    come_in(user_agent=PHONE)
    page = come_in().get(HERE).content.decode()
    assert "Safari on iPhone" in page
    assert page.count("Sign out there") == 1
    assert "This is where you are now." in page


@pytest.mark.parametrize("others", [1, 9])
def test_the_list_asks_the_same_whatever_its_length(nia, others, django_assert_num_queries):
    for _ in range(others):
        come_in()
    client = come_in()
    client.get(ME)
    with django_assert_num_queries(4):
        client.get(HERE)


def test_looking_at_the_list_ends_nothing(nia):
    come_in()
    client = come_in()
    for _ in range(2):
        assert client.get(HERE).content.decode().count("Sign out there") == 1


def test_one_other_is_ended_and_its_cookie_opens_nothing(nia):
    client, phone = come_in(), come_in()
    (row,) = nia.usersession_set.filter(session_key=phone.session.session_key)
    client.post(reverse("end_session", args=[row.pk]))
    assert (is_in(client), is_in(phone)) == (True, False)


def test_all_others_are_ended(nia):
    client, *others = (come_in() for _ in range(3))
    untold = sign_in(Client(), nia)  # one that is in no list
    client.post(reverse("end_other_sessions"))
    assert [is_in(browser) for browser in (client, *others, untold)] == [True, False, False, False]
    assert client.get(HERE).content.decode().count("Sign out there") == 0


def test_nobody_ends_somebody_elses_or_this_one_by_its_number(nia):
    client, stranger = come_in(), sign_in(Client(), make_member())
    (row,) = nia.usersession_set.all()
    for browser in (stranger, client):
        assert browser.post(reverse("end_session", args=[row.pk])).status_code == 404
    assert is_in(client)


def test_a_lost_or_new_second_step_ends_the_others(nia):
    from tests.groups.test_passkeys import add

    client, other = come_in(), come_in()
    add(nia, client=client)
    assert (is_in(client), is_in(other)) == (True, False)
    third = sign_in(Client(), nia)
    client.post(reverse("mfa_remove_webauthn", args=[nia.authenticator_set.get(type="webauthn").pk]))
    assert (is_in(client), is_in(third)) == (True, False)


def test_whoever_is_not_active_any_more_is_out_at_once(nia):
    client = come_in()
    Member.objects.update(is_active=False)
    assert not is_in(client)


def test_an_old_cookie_opens_nothing_after_signing_out(nia):
    client = come_in()
    kept = client.cookies["sessionid"].value
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert not is_in(thief)


def test_what_was_noted_of_a_device_goes_with_its_session(nia):
    out, idle, here = (come_in() for _ in range(3))
    out.post(reverse("account_logout"))
    assert nia.usersession_set.count() == 2
    Session.objects.filter(pk=idle.session.session_key).update(expire_date=timezone.now())
    forget(timezone.now())
    assert [row.session_key for row in nia.usersession_set.all()] == [here.session.session_key]
    assert not Session.objects.filter(pk=idle.session.session_key).exists()
    assert is_in(here)


def test_signing_out_of_nothing_clears_nothing(client):
    assert "Clear-Site-Data" not in client.post(reverse("account_logout")).headers


# -- by whoever keeps the server


def run(*words, **options) -> str:
    call_command(*words, stdout=(said := StringIO()), **options)
    return said.getvalue()


def test_the_keeper_ends_the_sessions_of_one_or_of_all(nia):
    bea = make_member("Bea", email="bea@example.org")
    browsers = [sign_in(Client(), nia), sign_in(Client(), bea)]
    assert "signed out everywhere" in run("end_sessions", NIA.upper())
    assert [is_in(browser) for browser in browsers] == [False, True]
    run("end_sessions", everybody=True)
    assert [is_in(browser) for browser in browsers] == [False, False]


@pytest.mark.parametrize("words", [[], [NIA, "--all"], ["nobody@example.org"]])
def test_ending_sessions_wants_to_know_whose(nia, words):
    with pytest.raises(CommandError):
        run("end_sessions", *words)


def test_who_cannot_get_in_is_given_another_address_by_the_keeper(nia):
    client = sign_in(Client(), nia)
    said = run("help_member", NIA, new_address="new@example.org")
    assert "in person or by voice" in said
    assert not is_in(client)
    nia.refresh_from_db()
    assert nia.email == "new@example.org"
    assert [a.email for a in nia.emailaddress_set.filter(verified=True)] == ["new@example.org"]
    for address in (NIA, "new@example.org"):
        assert mails_to(address)[-1].subject == "Your address on Copse was changed"


def test_each_of_their_groups_can_read_that_somebody_was_helped_in(nia):
    group, other = make_group(first=nia), make_group()
    run("help_member", NIA, new_address="new@example.org")
    (entry,) = group.log_entries.filter(act=LogEntry.Act.HELPED)
    assert entry.sentence == "Whoever keeps the server gave Nia another address to come in by."
    assert not other.log_entries.filter(act=LogEntry.Act.HELPED).exists()


def test_second_steps_stay_unless_the_keeper_says_otherwise(nia):
    from tests.groups.test_passkeys import add

    add(nia)
    assert "kept" in run("help_member", NIA, new_address="new@example.org")
    assert nia.authenticator_set.exists()
    assert "taken away" in run("help_member", "new@example.org", new_address=NIA, without_steps=True)
    assert not nia.authenticator_set.exists()


@pytest.mark.parametrize(
    ("email", "new"), [("nobody@example.org", "new@example.org"), (NIA, "bea@example.org"), (NIA, "no address")]
)
def test_no_help_for_a_stranger_to_somebody_elses_or_to_no_address(nia, email, new):
    make_member("Bea", email="bea@example.org")
    with pytest.raises(CommandError):
        run("help_member", email, new_address=new)
    nia.refresh_from_db()
    assert nia.email == NIA


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8", "A device"),
        ("", "A device"),
    ],
)
def test_a_device_is_told_in_words(user_agent, words):
    assert in_words(user_agent) == words
