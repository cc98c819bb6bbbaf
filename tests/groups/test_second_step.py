"""An app's six digits and spare codes, and how they rest (trust.md, S10, S17)."""

import json
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_member
from tests.fresh import sign_in
from tests.groups.post import code_in, mails_to, newest_to

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # what is told is told after its commit

SET_UP, STEP, CODES = (reverse(f"mfa_{name}") for name in ("activate_totp", "authenticate", "view_recovery_codes"))
LOGIN, ASK, CODE = (reverse(f"account_{name}") for name in ("login", "request_login_code", "confirm_login_code"))
NIA = "nia@example.org"


@pytest.fixture
def nia():
    return make_member("Nia", email=NIA, password=PASSWORD)


def digits(secret: str) -> str:
    """What an app that knows `secret` shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(member) -> tuple[Client, str]:
    """A client of theirs who has just set up an app, and the app's secret."""
    client = sign_in(Client(), member)
    secret = client.get(SET_UP).context["form"].secret
    assert client.post(SET_UP, {"code": digits(secret)}).url == CODES
    return client, secret


def half_in(client=None) -> Client:
    """Somebody who knows the password."""
    client = client or Client()
    client.post(LOGIN, {"login": NIA, "password": PASSWORD})
    return client


def spare_codes(client) -> list[str]:
    return client.get(CODES).context["unused_codes"]


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def another_half_minute(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)


def test_the_picture_comes_from_this_site_and_only_while_the_app_is_set_up(nia):
    client = sign_in(Client(), nia)
    picture = reverse("app_picture")
    assert client.get(picture).status_code == 404
    assert f'src="{picture}"' in client.get(SET_UP).content.decode()
    answer = client.get(picture)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert answer.headers["Content-Security-Policy"] == settings_policy()
    set_up(nia)
    assert client.get(picture).status_code == 302, "signed out with all the others"


def settings_policy() -> str:
    return "; ".join(" ".join(part) for part in settings.CONTENT_SECURITY_POLICY.items())


def test_a_password_is_then_half_of_it(nia, monkeypatch):
    _client, secret = set_up(nia)
    another_half_minute(monkeypatch)
    client = half_in()
    assert not is_in(client)
    client.post(STEP, {"code": "000000"})
    assert not is_in(client)
    client.post(STEP, {"code": digits(secret)})
    assert is_in(client)


def test_a_mailed_code_is_then_half_of_it(client, nia):
    set_up(nia)
    client.post(ASK, {"email": NIA})
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == STEP
    assert not is_in(client)


def test_after_both_halves_one_comes_to_what_one_wanted(client, nia):
    owner, _secret = set_up(nia)
    spare = spare_codes(owner)
    client.post(LOGIN, {"login": NIA, "password": PASSWORD, "next": "/help/"})
    assert client.post(STEP, {"code": spare[0]}).url == "/help/"
    by_mail = Client()
    confirm = by_mail.post(ASK, {"email": NIA, "next": "/help/"}).url
    by_mail.post(confirm, {"code": code_in(newest_to(NIA)), "next": "/help/"})
    assert by_mail.post(STEP, {"code": spare[1]}).url == "/help/"


def test_digits_work_once(nia, monkeypatch):
    _client, secret = set_up(nia)
    another_half_minute(monkeypatch)
    shown = digits(secret)
    half_in().post(STEP, {"code": shown})
    again = half_in()
    again.post(STEP, {"code": shown})
    assert not is_in(again)


@pytest.mark.parametrize("later", [1, 31, 59])
def test_digits_work_once_also_while_a_slow_clock_would_still_show_them(nia, monkeypatch, later):
    _client, secret = set_up(nia)
    begins = (int(time.time()) // 30 + 4) * 30
    monkeypatch.setattr(time, "time", lambda: begins)
    shown = digits(secret)
    first, again = half_in(), half_in()
    first.post(STEP, {"code": shown})
    monkeypatch.setattr(time, "time", lambda: begins + later)
    again.post(STEP, {"code": f" {shown[:3]} {shown[3:]}"})
    assert (is_in(first), is_in(again)) == (True, False)


def test_the_digits_that_set_the_app_up_are_no_second_step(nia, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    _client, secret = set_up(nia)
    client = half_in()
    client.post(STEP, {"code": digits(secret)})
    assert not is_in(client)


def test_a_spare_code_takes_the_place_of_the_app_once(nia):
    client, _secret = set_up(nia)
    spare = spare_codes(client)[0]
    first, second = half_in(), half_in()
    for browser in (first, second):
        browser.post(STEP, {"code": spare})
    assert (is_in(first), is_in(second)) == (True, False)
    assert len(spare_codes(client)) == 9


def test_new_spare_codes_end_the_old_ones(nia):
    client, _secret = set_up(nia)
    old = spare_codes(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(spare_codes(client))
    browser = half_in()
    browser.post(STEP, {"code": old[0]})
    assert not is_in(browser)


def test_spare_codes_are_saved_as_a_file(nia):
    client, _secret = set_up(nia)
    saved = client.get(reverse("mfa_download_recovery_codes"))
    assert saved.content.decode().split() == spare_codes(client)
    assert "attachment" in saved.headers["Content-Disposition"]


def test_after_five_wrong_codes_the_right_one_waits(nia, monkeypatch):
    _client, secret = set_up(nia)
    another_half_minute(monkeypatch)
    client = half_in()
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": digits(secret)})
    assert not is_in(client)


def test_after_twenty_wrong_codes_in_a_day_the_right_one_waits_for_the_next(nia, monkeypatch):
    _client, secret = set_up(nia)
    begun = time.time()

    def comes_in(minutes: int, code: str = "") -> bool:
        monkeypatch.setattr(time, "time", lambda: begun + minutes * 60)
        client = half_in()
        client.post(STEP, {"code": code or digits(secret)})
        return is_in(client)

    assert [n for n in range(20) if comes_in(6 * n, "000000")] == []
    assert not comes_in(6 * 20)
    assert comes_in(24 * 60 + 1)


def test_right_codes_are_not_counted(nia, monkeypatch):
    _client, secret = set_up(nia)
    begun = time.time()
    for n in range(1, 23):
        monkeypatch.setattr(time, "time", lambda n=n: begun + n * 360)
        client = half_in()
        client.post(STEP, {"code": digits(secret)})
        assert is_in(client), n


def test_without_the_app_a_password_is_enough_again(nia):
    client, _secret = set_up(nia)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert is_in(half_in())
    assert [mail.subject for mail in mails_to(NIA)] == ["A second step was added", "A second step was taken away"]


def test_neither_the_secret_nor_the_spare_codes_can_be_read_in_the_database(nia, capsys):
    client, secret = set_up(nia)
    seed = Authenticator.objects.get(type="recovery_codes").wrap()
    codes = spare_codes(client)
    call_command("dumpdata", verbosity=0)
    dump = capsys.readouterr().out
    assert json.loads(dump)
    assert secret not in dump
    assert [code for code in codes if code in dump] == []
    assert seed.generate_codes() == [*codes], "and they can be told from what rests there"
    assert '"secret": "gAAAA' in dump
    assert '"seed": "gAAAA' in dump


def test_while_the_app_is_set_up_its_secret_can_not_be_read_in_the_session(nia):
    client = sign_in(Client(), nia)
    secret = client.get(SET_UP).context["form"].secret
    assert secret not in repr(client.session.items())
    again = client.post(SET_UP, {"code": "000000"})
    assert again.context["form"].secret == secret, "what the app was shown still holds"
    assert secret not in repr(client.session.items())
    assert client.post(SET_UP, {"code": digits(secret)}).url == CODES


def test_another_key_opens_them_only_while_it_is_kept(nia, settings, monkeypatch):
    _client, secret = set_up(nia)
    another_half_minute(monkeypatch)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-" + "k" * 50
    stranger = half_in()
    stranger.post(STEP, {"code": digits(secret)})
    assert not is_in(stranger)
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("seal_anew", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    client = half_in()
    client.post(STEP, {"code": digits(secret)})
    assert is_in(client)
