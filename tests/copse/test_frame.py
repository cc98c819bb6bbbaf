"""The pages of the frame: open to all, one's own, and those that machines ask for."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import Member, Outbox
from tests.factories import make_group, make_meeting, make_member, make_membership

pytestmark = pytest.mark.django_db

ME = {"name": "Nia", "language": "en-gb", "zone": "Europe/London", "clock": "", "theme": "", "easier_letters": ""}
OPEN = ["how", "help", "privacy"]


# -- open to all


@pytest.mark.parametrize("name", OPEN)
def test_whoever_comes_may_read_how_it_works_help_and_privacy(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert reverse("account_login") in answer.content.decode()


@pytest.mark.parametrize("name", [*OPEN, "me"])
def test_light_or_dark_and_easier_letters_hold_on_every_page(signed_in, name):
    member = make_member(theme="dark", easier_letters=True)
    page = signed_in(member).get(reverse(name)).content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-letters="easier"' in page


def test_who_cannot_get_in_is_led_somewhere(client):
    page = client.get(reverse("help")).content.decode()
    assert 'id="get-in"' in page
    assert reverse("account_request_login_code") in page
    assert reverse("account_reset_password") in page


@pytest.mark.each
@pytest.mark.parametrize("value", ["\x00", "x" * 1000, "%s{{7*7}}", "a@example.org\x00", "\u202egro.elpmaxe@a"])
@pytest.mark.parametrize("name", ["login", "request_login_code", "confirm_login_code", "reset_password", "signup"])
def test_no_way_in_breaks_whatever_is_typed(client, name, value):
    fields = ("login", "password", "email", "code", "name", "password1", "next")
    assert client.post(reverse(f"account_{name}"), dict.fromkeys(fields, value)).status_code in (200, 302, 422)


# -- one's own


def test_whoever_is_in_one_group_comes_straight_to_its_home(signed_in):
    membership = make_membership()
    assert signed_in(membership).get(reverse("front")).url == reverse("home", args=[membership.group.slug])


def test_whoever_is_in_several_sees_the_next_meetings_of_all_of_them(signed_in):
    member = make_member()
    first, second, other = make_group(first=member), make_group(first=member), make_membership()
    make_meeting(first.members.get(), title="Salt")
    make_meeting(second.members.get(), title="Rivers")
    make_meeting(other, title="Somebody else’s")
    page = signed_in(member).get(reverse("front")).content.decode()
    assert "Salt" in page
    assert "Rivers" in page
    assert "Somebody else’s" not in page


def test_whoever_is_in_none_is_told_how_to_come_into_one(signed_in):
    answer = signed_in(make_member()).get(reverse("front"))
    assert answer.status_code == 200
    assert "invit" in answer.content.decode()


def test_my_settings_are_saved_and_hold_in_every_group(signed_in):
    membership = make_membership()
    client = signed_in(membership)
    answer = client.post(reverse("me"), {**ME, "zone": "Asia/Tokyo", "theme": "dark", "easier_letters": "on"})
    assert answer.url == reverse("me")
    member = Member.objects.get(pk=membership.member_id)
    assert (member.zone, member.theme, member.easier_letters) == ("Asia/Tokyo", "dark", True)
    assert 'data-theme="dark"' in client.get(reverse("home", args=[membership.group.slug])).content.decode()


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Londen", "Did you mean Europe/London?"),
        ("GMT+1", "Write the time zone as"),
        ("../../etc/passwd", "time zone"),
    ],
)
def test_a_zone_that_is_none_is_refused_with_the_nearest(signed_in, zone, words):
    member = make_member()
    answer = signed_in(member).post(reverse("me"), {**ME, "zone": zone})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Member.objects.get(pk=member.pk).zone == "Europe/London"


def test_nobody_gives_themselves_more_than_settings(signed_in):
    member = make_member(email="nia@example.org")
    more = {"is_staff": "1", "is_active": "", "email": "else@example.org", "password": "x", "language": "xx"}
    signed_in(member).post(reverse("me"), {**ME, **more})
    after = Member.objects.get(pk=member.pk)
    assert (after.is_staff, after.is_active, after.email, after.language) == (False, True, "nia@example.org", "en-gb")
    assert after.password == member.password


def test_the_style_guide_is_for_whoever_keeps_the_server(client, signed_in):
    url = reverse("styleguide")
    assert client.get(url).status_code == 302
    assert signed_in(make_member()).get(url).status_code == 404
    assert signed_in(make_member(is_staff=True)).get(url).status_code == 200


def test_whoever_keeps_the_server_sees_no_group(signed_in):
    group = make_group()
    assert signed_in(make_member(is_staff=True)).get(reverse("home", args=[group.slug])).status_code == 404


# -- a form that comes too late


def test_what_was_written_comes_back_from_a_page_that_was_open_too_long(signed_in):
    membership = make_membership()
    url = reverse("groups:new_goal", args=[membership.group.slug])
    words = "I would like to write <b>something</b> that is not for work at all."
    answer = signed_in(membership, enforce_csrf_checks=True).post(url, {"text": words, "state": "growing"})
    assert answer.status_code == 403
    assert "something&lt;/b&gt; that is not for work at all.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("field", ["password", "oldpassword", "password1", "password2", "csrfmiddlewaretoken"])
def test_no_password_comes_back(signed_in, field):
    secret = "a-very-long-password-of-many-many-words-in-a-row"
    answer = signed_in(make_member(), enforce_csrf_checks=True).post("/accounts/password/change/", {field: secret})
    assert answer.status_code == 403
    assert secret not in answer.content.decode()


# -- for machines


def queue_mail(minutes_ago: float) -> Outbox:
    due = timezone.now() - timedelta(minutes=minutes_ago)
    return Outbox.queue("account", "login_code", to="canary@example.org", key=str(minutes_ago), at=due)


def test_a_site_that_can_write_and_send_is_healthy(client):
    queue_mail(4)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200, {"status": "ok", "data": "ok", "disk": "ok", "mail": "ok"},
    )  # fmt: skip


def test_a_mail_that_waits_for_more_than_five_minutes_is_a_degraded_site(client):
    queue_mail(6)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["mail"]) == (503, "late")


def test_a_data_folder_that_is_not_there_is_a_degraded_site(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["data"]) == (503, "read-only")


@pytest.mark.parametrize(("megabytes", "told"), [(499, (503, "nearly full")), (500, (200, "ok"))])
def test_a_disk_with_less_than_500_megabytes_is_a_degraded_site(client, monkeypatch, megabytes, told):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=megabytes * 1024**2))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["disk"]) == told


def test_how_many_mails_were_given_up_is_told_to_whoever_keeps_the_server_alone(client, signed_in):
    """Others could ask for codes to an address, and see whether it is a member's by the mail that is given up."""
    queue_mail(6)
    Outbox.objects.update(given_up_at=timezone.now())
    answer = signed_in(make_member(is_staff=True)).get("/healthz")
    assert (answer.status_code, answer.json()["parked"]) == (200, 1), "the mails of others go out"
    for other in (client, signed_in(make_member())):
        assert other.get("/healthz").json() == {"status": "ok", "data": "ok", "disk": "ok", "mail": "ok"}


def test_health_is_told_without_secrets_names_or_versions(client):
    queue_mail(6)
    assert set(client.get("/healthz").json()) == {"status", "data", "disk", "mail"}
    assert "canary" not in client.get("/healthz").content.decode()


def report(client, size: int, **headers):
    return client.post("/csp-report/", b"x" * size, content_type="application/csp-report", headers=headers)


def test_a_browsers_report_is_taken_up_to_its_size(client):
    assert report(client, 8192).status_code == 204
    assert report(client, 8193).status_code == 413


@pytest.mark.parametrize("length", ["many", "-1", "²", "1e3"])
def test_a_report_whose_length_is_no_number_is_refused(client, length):
    assert report(client, 10, **{"Content-Length": length}).status_code == 413


def test_a_report_needs_no_token_and_sets_no_cookie():
    answer = report(Client(enforce_csrf_checks=True), 10)
    assert answer.status_code == 204
    assert not answer.cookies


def test_help_says_what_the_larder_is_for(client):
    page = client.get(reverse("help")).text.partition('id="larder"')[2].partition("<h2")[0]
    assert all(word in page for word in ("Put a topic by", "repertoire", "Resources", "files"))


# -- in a group


def test_the_foot_says_how_many_we_are_whoever_looked_before(signed_in):
    """What is kept of it goes by how many we are, and not by somebody's own count of changes."""
    nia = make_membership()
    bea = make_membership(nia.group)
    home = reverse("home", args=[nia.group.slug])
    newest = Member.objects.get(pk=bea.member_id).version
    Member.objects.filter(pk=nia.member_id).update(version=newest + 1)  # where Bea's count is when somebody comes
    assert "Only the three of us can see this." in signed_in(nia).get(home).text
    make_membership(nia.group)
    assert "Only the four of us can see this." in signed_in(bea).get(home).text
