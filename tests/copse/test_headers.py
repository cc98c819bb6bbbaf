"""What goes with every answer, whatever it is: its policy, its cookies, how long it may be kept (trust.md, S24)."""

from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from copse.middleware import HEADERS
from groups.models import Outbox
from tests.copse.production import settings_of
from tests.factories import PASSWORD, first_of, make_group, make_member, make_membership

pytestmark = pytest.mark.django_db

ELSEWHERE = ("http", "*", "data:", "blob:", "'unsafe", "'nonce", "'strict")


@login_not_required
def broken(request):
    raise RuntimeError("This page never works.")


urlpatterns = [path("broken/", broken), path("", include("copse.urls"))]  # for the 500


@pytest.fixture
def site(settings):
    """A client that meets errors as pages, of a site that serves its static files itself."""
    settings.ROOT_URLCONF = __name__
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    return Client(raise_request_exception=False)


def late_mail():
    yesterday = timezone.now() - timedelta(days=1)
    Outbox.queue("account", "login_code", to="nia@example.org", key="late", at=yesterday)


def member(site) -> Client:
    """The same client, as a member who has no duty."""
    site.membership = make_membership()
    site.force_login(site.membership.member)
    return site


def url_of(site, name: str) -> str:
    return reverse(name, args=[site.membership.group.slug])


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ANSWERS = {
    "200": lambda site: site.get("/help/"),
    "200 signed in": lambda site: member(site).get(url_of(site, "home")),
    "200 static": lambda site: site.get("/static/css/copse.css"),
    "302": lambda site: site.get("/"),
    "400 host": lambda site: site.get("/help/", headers={"Host": "evil.example"}),
    "403 duty": lambda site: member(site).get(url_of(site, "groups:invite")),
    "403 csrf": lambda site: Client(enforce_csrf_checks=True).post("/accounts/login/"),
    "404": lambda site: site.get("/nowhere/"),
    "404 static": lambda site: site.get("/static/nowhere.css"),
    "405 get": lambda site: site.get("/csp-report/"),
    "405 page": lambda site: site.get("/csp-report/", headers=BROWSER),
    "405 put": lambda site: site.put("/help/"),
    "405 trace": lambda site: site.trace("/help/"),
    "410": lambda site: site.get("/join/never-made/"),
    "413": lambda site: site.post("/csp-report/", b"x" * 9000, content_type="application/csp-report"),
    "422": lambda site: member(site).post(url_of(site, "groups:new_goal")),
    "500": lambda site: site.get("/broken/"),
    "503": lambda site: (late_mail(), site.get("/healthz"))[1],
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_every_header(site, kind):
    answer = ANSWERS[kind](site)
    assert answer.status_code == int(kind[:3])
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "font-src", "connect-src")} == {"'self'"}
    assert {policy[name] for name in ("base-uri", "object-src", "frame-ancestors")} == {"'none'"}
    assert policy["form-action"] == "'self'"
    assert not [source for name, source in policy.items() if source.startswith(ELSEWHERE)]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Server" not in answer.headers


@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if "static" not in kind])
def test_no_page_is_kept_by_any_cache(site, kind):
    assert "no-store" in ANSWERS[kind](site).headers["Cache-Control"]


def test_a_static_file_may_be_kept(site):
    assert "max-age" in ANSWERS["200 static"](site).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE", "OPTIONS", "NONSENSE"])
def test_methods_that_the_site_does_not_know_reach_nothing(site, method):
    group = make_group()
    site.force_login(first_of(group).member)
    answer = site.generic(method, reverse("home", args=[group.slug]))
    assert (answer.status_code, answer.content) == (405, b"")
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("status", "allow", "ask"),
    [
        (405, "POST", lambda site: site.get("/csp-report/", headers=BROWSER)),
        (405, "GET, HEAD", lambda site: site.post("/help/", headers=BROWSER)),
        (405, "GET, HEAD, POST", lambda site: site.put("/help/", headers=BROWSER)),
        (415, None, lambda site: site.post("/help/", "", "text/plain; charset=utf-16", headers=BROWSER)),
        (403, None, lambda site: site.post("/help/", headers={**BROWSER, "Sec-Fetch-Site": "cross-site"})),
    ],
)
def test_what_cannot_be_opened_by_itself_has_a_page_with_a_way_home(site, status, allow, ask):
    answer = ask(site)
    assert (answer.status_code, answer.headers.get("Allow")) == (status, allow)
    page = answer.content.decode()
    assert "That can’t be opened by itself." in page
    assert f'href="{reverse("front")}"' in page
    assert answer.headers.get("Content-Length") == str(len(answer.content))


def test_machines_are_refused_without_a_page(site):
    for address in ("/healthz", "/c/never-made/calendar.ics"):
        assert site.post(address, headers=BROWSER).content == b""


@pytest.mark.parametrize("address", ["/healthz", "/c/never-made/calendar.ics"])
def test_posting_to_what_changes_nothing_is_405_without_a_token(address):
    answer = Client(enforce_csrf_checks=True).post(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_page_for_an_error_says_nothing_of_its_cause(site):
    page = site.get("/broken/").content.decode()
    assert "Something broke on our side." in page
    assert "RuntimeError" not in page
    assert "never works" not in page


def test_on_ones_own_machine_what_is_not_there_looks_as_on_a_server(site, settings):
    there = site.get("/nowhere/")
    settings.DEBUG = True
    here = site.get("/nowhere/")
    assert (here.status_code, here.content) == (404, there.content)
    assert {name: here.headers.get(name) for name in HEADERS} == HEADERS


def test_on_ones_own_machine_what_is_wrong_with_a_request_looks_as_on_a_server(site, settings):
    settings.DEBUG = True
    answer = site.get("/", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (400, HEADERS["Content-Security-Policy"])
    assert "elsewhere.example" not in answer.text
    broken = site.get("/broken/")
    assert "RuntimeError" in broken.text, "what breaks is laid open"


def test_forwarded_headers_change_nothing_where_no_proxy_is_trusted(site):
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    answer = site.get("/", headers=forwarded)
    assert answer.url == "/accounts/login/?next=/"
    assert not answer.wsgi_request.is_secure()


# -- under https


@pytest.fixture
def https(settings):
    """A client of a site as it is in production, over TLS."""
    produced = settings_of()
    for name, value in produced.items():
        if name.startswith(("SESSION_COOKIE_", "CSRF_COOKIE_", "SECURE_")):
            setattr(settings, name, value)
    return Client()


def test_cookies_belong_to_this_host_over_tls_and_to_no_script(https):
    make_member(email="nia@example.org", password=PASSWORD)
    https.get("/accounts/login/", secure=True)
    https.post("/accounts/login/", {"login": "nia@example.org", "password": PASSWORD}, secure=True)
    assert set(https.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in https.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_browsers_are_told_to_come_by_tls_for_a_year(https):
    answer = https.get("/help/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_whoever_comes_without_tls_is_sent_to_it_and_a_health_check_is_answered(https):
    answer = https.get("/help/")
    assert (answer.status_code, answer.url) == (301, "https://testserver/help/")
    assert "Content-Security-Policy" in answer.headers
    assert https.get("/healthz").status_code == 200


def test_a_page_open_to_all_sets_no_cookie(client):
    for address in ("/help/", "/privacy/", "/how-copse-works/", "/healthz", "/join/never-made/"):
        assert not client.get(address).cookies
