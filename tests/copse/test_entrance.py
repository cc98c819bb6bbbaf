"""Coming in, and what goes wrong: allauth's pages and mails, and the error pages, in Copse's words."""

import re
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import make_member
from tests.matrix import ROWS

NEVER = re.compile(
    r"\b(please|invalid|oops|sorry|failed|required|submit|successfully|users?|accounts?|sign up|log ?in|click)\b|!",
    re.IGNORECASE,
)
TEMPLATES = settings.BASE_DIR / "templates"
MAILS = sorted([*TEMPLATES.glob("account/email/*_subject.txt"), *TEMPLATES.glob("mfa/email/*_subject.txt")])
VISITORS = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
]
MEMBERS = ["account_email", "account_change_password", "account_reauthenticate", "account_logout", "sessions"]
MEMBERS += ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"]


def said(html: str) -> str:
    """What a page says, without its tags and its addresses."""
    return re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("name", VISITORS)
def test_a_visitors_page_stands_behind_our_door_in_our_words(client, name):
    html = client.get(reverse(name)).content.decode()
    assert '<body class="door">' in html
    assert NEVER.findall(said(html)) == []
    assert html.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", MEMBERS)
def test_a_members_page_is_in_our_words(signed_in, name):
    html = signed_in(make_member(password="three-words-more")).get(reverse(name)).content.decode()
    assert NEVER.findall(said(html)) == []
    assert html.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "request_login_code", "reset_password"])
def test_a_way_in_with_something_to_put_right_comes_back_as_every_form_does(client, name):
    answer = client.post(reverse(f"account_{name}"), {"login": "nobody", "email": "nobody"})
    assert (answer.status_code, answer.context["form"].is_bound) == (422, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_activate_totp"])
def test_so_does_what_a_member_changes_about_coming_in(signed_in, name):
    answer = signed_in(make_member(password="three-words-more")).post(reverse(name), {"action_add": "yes"})
    assert answer.status_code == 422


@pytest.mark.django_db
def test_the_status_tells_nobody_which_addresses_are_here(client):
    make_member(email="nia@example.org", password="three-words-more")
    for door in ("login", "request_login_code", "reset_password"):
        known, unknown = (
            client.post(reverse(f"account_{door}"), {"login": who, "email": who, "password": "wrong-wrong-wrong"})
            for who in ("nia@example.org", "nobody@example.org")
        )
        assert known.status_code == unknown.status_code, door


@pytest.mark.django_db
def test_the_door_offers_a_passkey_and_a_code_as_large_as_the_password(client):
    html = client.get(reverse("account_login")).content.decode()
    assert html.count("btn-wide") == 3
    assert f'href="{reverse("account_request_login_code")}"' in html
    assert f'href="{reverse("help")}#get-in"' in html


@pytest.mark.django_db
def test_the_code_page_has_one_field_that_takes_a_pasted_code_and_does_not_tell_who_is_here():
    pages = []
    for email in (make_member().email, "nobody@example.org"):
        page = Client().post(reverse("account_request_login_code"), {"email": email}, follow=True).content.decode()
        assert 'autocomplete="one-time-code"' in page
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "someone"))
    assert pages[0] == pages[1]


@pytest.mark.django_db
def test_something_to_put_right_is_said_in_the_title_too(client):
    html = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "<title>Error: Come in" in html


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_is_plain_text_in_our_words_and_says_who_sends_it(path):
    context = {
        "code": "NTBH-DGBG",
        "email": "o'neill@example.org",
        "from_email": "old@example.org",
        "to_email": "o'neill@example.org",
        "added_email": "o'neill@example.org",
        "deleted_email": "o'neill@example.org",
        "password_reset_url": "https://copse.test/?a=1&b=2",
        "timestamp": datetime(2026, 3, 3, 19, 12, tzinfo=UTC),
        "ip": "192.0.2.7",
        "user_agent": "A browser",
        "old": "old@example.org",
        "new": "o'neill@example.org",
        "steps_gone": True,
    }
    name = str(path.relative_to(TEMPLATES))
    subject = render_to_string(name, context).strip()
    text = render_to_string(name.replace("_subject", "_message"), context).strip()
    assert "&#x27;" not in text
    assert "&amp;" not in text
    assert "<" not in text
    assert "\n" not in subject
    assert text.endswith("Sent by Copse, the private place of your group. Nobody reads an answer to this mail.")
    assert NEVER.findall(f"{subject} {re.sub(r'https?://[^ ]+', '', text)}") == []


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "405", "429"])
def test_an_error_page_needs_nobody_and_says_how_to_go_on(name):
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    html = render_to_string(f"{name}.html", {"words": ["A page of writing."]}, request)
    assert NEVER.findall(said(html)) == []
    assert "href=" in html
    assert ("A page of writing." in html) == (name == "403_csrf")


def test_the_page_for_our_own_faults_needs_nothing_at_all():
    source = (settings.BASE_DIR / "templates/500.html").read_text()
    assert re.findall(r"{[{%]", source) == []
    assert "Something broke on our side." in engines["django"].from_string(source).render()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["how", "help", "privacy"])
def test_the_pages_of_the_frame_are_open_to_all_and_in_our_words(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert NEVER.findall(said(response.content.decode())) == []


# -- nothing in allauth's own clothes

OFF = re.compile(  # of what this site doesn't have, and the bases that none of our pages stands on
    r"phone|signup_by_passkey|signup_form|trust\.html|usersession|/snippets/|base_|/base\.html|sessions_logged_out"
)
THEIRS = Path(find_spec("allauth").origin).parent / "templates"


def test_no_page_mail_or_message_of_allauth_is_left_in_its_own_words():
    found = [path.relative_to(THEIRS) for app in ("account", "mfa") for path in THEIRS.glob(f"{app}/**/*.*")]
    theirs = [str(path) for path in found if not OFF.search(str(path))]
    assert len(theirs) > 60
    assert [name for name in theirs if not (TEMPLATES / name).exists()] == []


def test_all_ways_in_are_written_down_and_no_other():
    """ASVS 6.1.3: what lets somebody in, or proves that it is them."""
    page = (settings.BASE_DIR / "docs/ways-in.md").read_text()
    proofs = re.compile(r"login|signup|authenticate|reset_password|fresh_code|email_verification_sent|:begin$")
    no_way = {"account_reset_password_done", "account_reset_password_from_key_done"}
    theirs = {name for name in ROWS if proofs.search(name)} - no_way
    assert set(re.findall(r"`([\w:]+)`", page)) & set(ROWS) == theirs
