"""How often one may try (trust.md, S13), counted in the cache that all processes share."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account import forms
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_member
from tests.groups.post import code_in, newest_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LOGIN, ASK, CODE = (reverse(f"account_{name}") for name in ("login", "request_login_code", "confirm_login_code"))
NIA = "nia@example.org"
SHARED = dict(site.CACHES)


@pytest.fixture(autouse=True)
def shared_cache(settings):
    """The cache of the site itself, a table."""
    settings.CACHES = SHARED
    call_command("createcachetable", verbosity=0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def nia():
    return make_member("Nia", email=NIA, password=PASSWORD)


def try_password(password="wrong-wrong-wrong", email=NIA, **options) -> Client:
    client = Client(**options)
    client.post(LOGIN, {"login": email, "password": password})
    return client


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_what_is_counted_is_counted_for_all_processes():
    assert SHARED["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_two_processes_share_one_limit(nia):
    def elsewhere():
        connections.close_all()
        for _ in range(3):
            try_password()
        os._exit(0)  # nothing of the test's own is ended with it

    connections.close_all()
    other = multiprocessing.get_context("fork").Process(target=elsewhere)
    other.start()
    other.join()
    assert other.exitcode == 0
    for _ in range(2):
        try_password()
    assert not is_in(try_password(PASSWORD))


def test_from_one_network_address_twenty_wrong_tries_an_hour(nia):
    for n in range(20):
        try_password(email=f"somebody{n}@example.org")
    client = Client()
    answer = client.post(LOGIN, {"login": NIA, "password": PASSWORD})
    assert "There were many tries in a short time. Wait a while" in answer.content.decode()
    assert not is_in(client)


def test_a_right_password_is_no_try(nia):
    for _ in range(22):
        assert is_in(try_password(PASSWORD))


def test_very_many_tries_at_once_meet_a_page_that_says_to_wait(nia):
    for n in range(30):
        try_password(email=f"somebody{n}@example.org")
    answer = Client().post(LOGIN, {"login": NIA, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Wait a while, then try once more." in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]


def test_a_claimed_forwarded_address_is_not_believed(nia):
    for n in range(21):
        try_password(email=f"somebody{n}@example.org", headers={"X-Forwarded-For": f"192.0.2.{n}"})
    assert not is_in(try_password(PASSWORD, headers={"X-Forwarded-For": "192.0.2.99"}))


def test_behind_a_proxy_two_visitors_do_not_share_a_count(nia, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(21):
        try_password(email=f"somebody{n}@example.org", headers={"X-Forwarded-For": "192.0.2.1"})
    assert is_in(try_password(PASSWORD, headers={"X-Forwarded-For": "192.0.2.2"}))


@pytest.fixture
def compared(monkeypatch):
    """How many codes were compared with the right one."""
    codes, compare = [], forms.compare_user_code
    monkeypatch.setattr(forms, "compare_user_code", lambda **both: codes.append(1) or compare(**both))
    return codes


def test_tries_that_have_not_yet_heard_of_one_another_are_three_together(nia, compared):
    """As of twenty sent at once: each has read the session before any has written it."""
    client = Client()
    client.post(ASK, {"email": NIA})
    key = client.session.session_key
    before = Session.objects.get(session_key=key)
    for _ in range(20):
        before.save()
        client.cookies["sessionid"] = key
        client.post(CODE, {"code": "WRONGS"})
    assert len(compared) == 3


def test_of_tries_sent_at_once_few_are_compared(nia, compared):
    client = Client()
    client.post(ASK, {"email": NIA})

    def try_one(_n):
        other = Client()
        other.cookies = client.cookies
        try:
            return other.post(CODE, {"code": "WRONGS"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as tries:  # as many as the smallest pool of connections has room for
        assert set(tries.map(try_one, range(20))) <= {422, 302}
    assert 1 <= len(compared) <= 5


def test_the_count_of_a_code_begins_anew_with_the_next(nia):
    client = Client()
    for _ in range(2):
        client.post(ASK, {"email": NIA})
        for _ in range(3):
            client.post(CODE, {"code": "WRONGS"})
    client.post(ASK, {"email": NIA})
    client.post(CODE, {"code": code_in(newest_to(NIA))})
    assert is_in(client)
