"""The log holds no token, no words and no address, whatever happens (trust.md, S8 and S23)."""

import io
import json
import logging
from urllib.parse import unquote

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django_tasks import task

from copse.logs import JSONFormatter, NoSecrets
from copse.middleware import RequestLog
from groups.models import Outbox
from tests.factories import PASSWORD, make_invitation, make_member, make_membership
from tests.groups.post import code_in, newest_to

pytestmark = pytest.mark.django_db

SECRET = "canary-secret-in-a-path"
TOKEN = "canary-_" + "x7" * 17 + "Q"  # as `secrets.token_urlsafe(32)` makes them
WORDS = "canary words of a member"
NIA = "canary@example.org"


@login_not_required
def broken(request, token):
    members_words = WORDS
    raise RuntimeError(members_words)


@task()
def breaks(words: str) -> None:
    raise RuntimeError(words)


urlpatterns = [
    path("c/<str:token>/calendar.ics", broken),
    path("u/<str:token>/", broken),
    path("join/<str:token>/", broken),
    path("accounts/password/reset/key/<str:token>/", broken),
    path("", include("copse.urls")),
]


@pytest.fixture
def log():
    """What the site's own handler writes, as it is set up in the settings."""
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, JSONFormatter)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().split("\n") if line]


@pytest.mark.parametrize(
    "address",
    [f"/c/{SECRET}/calendar.ics", f"/u/{SECRET}/", f"/join/{SECRET}/", f"/accounts/password/reset/key/1-{SECRET}/"],
)
def test_a_page_that_breaks_tells_where_and_neither_which_secret_nor_whose_words(log, settings, address):
    settings.ROOT_URLCONF = __name__
    site = Client(raise_request_exception=False)
    assert site.post(f"{address}?q={SECRET}", {"text": WORDS}).status_code == 500
    (error,) = [line for line in lines(log) if line["level"] == "error"]
    assert "RuntimeError" in error["traceback"]
    assert "in broken" in error["traceback"]
    assert SECRET not in log.getvalue()
    assert WORDS not in log.getvalue()


def test_the_web_server_of_ones_own_machine_writes_no_secret_either(log, capsys):
    logging.getLogger("django.server").warning('"GET /begin/%s/nothing/ HTTP/1.1" %s', SECRET, 404)
    assert "/begin/…/nothing/" in lines(log)[0]["message"]
    assert SECRET not in log.getvalue() + capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    [
        f"/c/{SECRET}/",
        f"/u/{SECRET}/",
        f"/join/{SECRET}/",
        f"/join/{SECRET}/sign-in/",
        f"/begin/{SECRET}/",
        f"/accounts/password/reset/key/1-{SECRET}/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_no_path_with_a_secret_is_written(log, address, method):
    Client().generic(method, address, headers={"Referer": f"https://copse.test{address}"})
    assert lines(log)
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        f"/c/%20{SECRET}/calendar.ics", f"/C/{SECRET}/calendar.ics", f"//c/{SECRET}/calendar.ics",
        f"/%63/{SECRET}/calendar.ics", f"/%2563/{SECRET}/calendar.ics", f"/c%2F{SECRET}%2Fcalendar.ics",
        f"/c//{SECRET}/calendar.ics", f"/c/{SECRET}", f"/c/{SECRET}%0Acalendar.ics", f"/c/half%20{SECRET}",
        f"/c/half%22{SECRET}", f"/%20c/{SECRET}", f"/calendar/c/{SECRET}", f"/U/{SECRET}/", f"/u%20/{SECRET}",
        f"/Join/{SECRET}/", f"/join/%0D%0A{SECRET}/sign-in/", f"/BEGIN/{SECRET}/", f"/begin/{SECRET}/sign-in",
        f"/accounts/password/reset/KEY/1-{SECRET}/", f"/c/x/{TOKEN}/calendar.ics", f"/{TOKEN}", f"/d/{TOKEN}.ics",
        f"/calendar.ics?c={TOKEN}", f"/me/copy/{TOKEN}.zip", f"/u/x/the-key.larder:{TOKEN}/",
    ],
)  # fmt: skip
def test_however_a_link_with_a_secret_is_mistyped_no_log_has_it(log, address):
    site = Client()
    site.get("/", PATH_INFO=unquote(address).partition("?")[0])
    logging.getLogger("django.server").warning('"GET %s HTTP/1.1" %s', address, 404)
    assert len(lines(log)) >= 2
    assert not [secret for secret in (SECRET, TOKEN) if secret in log.getvalue()]


def test_an_address_without_a_secret_is_written_as_it_is(log):
    logging.getLogger("django.server").warning('"GET %s HTTP/1.1" 500', "/groups/alders/larder/100%25-wool/?page=2")
    assert lines(log)[0]["message"] == '"GET /groups/alders/larder/100%25-wool/?page=2 HTTP/1.1" 500'


def test_a_form_that_comes_too_late_leaves_no_words(log):
    membership = make_membership()
    site = Client(enforce_csrf_checks=True)
    site.force_login(membership.member)
    assert site.post(reverse("groups:new_goal", args=[membership.group.slug]), {"text": WORDS}).status_code == 403
    assert WORDS not in log.getvalue()
    assert membership.member.email not in log.getvalue()


def test_the_whole_way_in_leaves_no_address_no_code_and_no_password(log):
    invitation = make_invitation(email=NIA, note=WORDS)
    site = Client()
    site.get(reverse("groups:join", args=[invitation.token]))
    site.post(reverse("groups:join", args=[invitation.token]))
    site.post(reverse("account_signup"), {"email": NIA, "name": "Canary", "password1": PASSWORD})
    code = code_in(newest_to(NIA))
    site.post(reverse("account_email_verification_sent"), {"code": code})
    site.post(reverse("groups:accept"))
    site.post(reverse("account_logout"))
    site.post(reverse("account_login"), {"login": NIA, "password": "canary-wrong-password"})
    assert len(lines(log)) >= 7
    assert not [s for s in (NIA, code, PASSWORD, WORDS, invitation.token, "anary") if s in log.getvalue()]


def test_a_request_is_a_line_with_its_route_and_its_status(log):
    membership = make_membership()
    site = Client()
    site.force_login(membership.member)
    site.get(reverse("home", args=[membership.group.slug]))
    (line,) = lines(log)
    assert {name: line[name] for name in ("route", "method", "status", "level")} == {
        "route": "home", "method": "GET", "status": 200, "level": "info",
    }  # fmt: skip
    assert line["ms"] >= 0
    assert membership.group.slug not in log.getvalue()


def test_a_mail_that_cannot_be_sent_leaves_its_kind_and_no_address(log, settings):
    settings.EMAIL_BACKEND = "copse.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    invitation = make_invitation(email=NIA)
    Outbox.deliver_due()
    (line,) = lines(log)
    assert (line["kind"], line["cause"]) == ("invitation", "ConnectionRefusedError")
    assert not [s for s in (NIA, invitation.token, invitation.group.name) if s in log.getvalue()]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_leaves_no_words(log):
    breaks.enqueue(WORDS)
    call_command("worker", once=True)
    assert [line for line in lines(log) if line["level"] == "error"]
    assert WORDS not in log.getvalue()


MUCH = {"data": f"text={WORDS}{'x' * 3 * 1024**2}", "content_type": "application/x-www-form-urlencoded"}
REFUSED = {
    "DisallowedHost": lambda site: site.get("/help/", headers={"Host": f"{SECRET}.example"}),
    "RequestDataTooBig": lambda site: site.post("/accounts/login/", **MUCH),
    "TooManyFieldsSent": lambda site: site.post("/accounts/login/", {f"{SECRET}{n}": WORDS for n in range(600)}),
    "MultiPartParserError": lambda site: site.post("/accounts/login/", WORDS, "multipart/form-data; boundary=é"),
}


@pytest.mark.parametrize("cause", REFUSED)
def test_what_cannot_be_taken_is_one_line_without_a_traceback_and_without_what_was_sent(log, cause):
    assert REFUSED[cause](Client(enforce_csrf_checks=True)).status_code == 400
    refused, request = lines(log)
    assert {name: refused[name] for name in refused if name not in ("at", "logger")} == {
        "level": "warning", "message": "request refused", "status": 400, "cause": cause,
    }  # fmt: skip
    assert (request["message"], request["status"]) == ("request", 400)
    assert not [said for said in (SECRET, WORDS) if said in log.getvalue()]


def test_what_somebody_may_not_see_is_one_line_without_a_traceback(log):
    membership = make_membership()
    site = Client()
    site.force_login(membership.member)
    assert site.get(reverse("groups:invite", args=[membership.group.slug])).status_code == 403
    assert [line.get("cause") for line in lines(log)] == ["PermissionDenied", None]
    assert "traceback" not in log.getvalue()


def test_words_with_line_ends_stay_on_one_line(log):
    logging.getLogger("copse").warning('first\n{"level": "error"}\x1b[31m\u2028')
    (line,) = lines(log)
    assert line["level"] == "warning"
    assert "\x1b" not in log.getvalue()


def test_an_unknown_host_or_query_leaves_no_query(log):
    make_member(email=NIA)
    Client().get(f"/nowhere/?address={NIA}&token={SECRET}")
    assert NIA not in log.getvalue()
    assert SECRET not in log.getvalue()


def test_every_handler_takes_secrets_out(settings):
    assert all("no_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s went to %s", ("She", f"/join/{SECRET}/sign-in/"), None)
    NoSecrets().filter(record)
    assert record.getMessage() == "She went to /join/…/sign-in/"


@pytest.mark.parametrize(("status", "told"), [(200, []), (304, []), (404, [404])])
def test_a_static_file_that_is_there_has_no_line(log, rf, status, told):
    RequestLog(lambda request: HttpResponse(status=status))(rf.get("/static/css/copse.css"))
    assert [line["status"] for line in lines(log)] == told
