"""From another site's page one comes here by a link, and in no other way (trust.md, S26)."""

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import Member
from tests.factories import make_member
from tests.fresh import sign_in

pytestmark = pytest.mark.django_db

LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
ME = reverse("me")


def test_a_form_of_another_site_is_refused_even_with_a_token():
    member = make_member("Nia")
    client = sign_in(Client(enforce_csrf_checks=True), member)
    token = client.get(ME).context["csrf_token"]
    form = {"name": "Eve", "zone": "Europe/London", "language": "en-gb", "csrfmiddlewaretoken": str(token)}
    assert client.post(ME, form, headers=LINK).status_code == 403
    assert Member.objects.get().name == "Nia"
    assert client.post(ME, form, headers={**LINK, "Sec-Fetch-Site": "same-origin"}).status_code == 302


@pytest.mark.parametrize("dest", ["iframe", "image", "script", "embed", "object", "empty", "style"])
def test_nothing_of_ours_is_part_of_another_sites_page(dest):
    client = sign_in(Client(), make_member())
    assert client.get(ME, headers={**LINK, "Sec-Fetch-Dest": dest}).status_code == 403


def test_a_link_in_a_mail_or_on_another_site_leads_here():
    assert sign_in(Client(), make_member()).get(ME, headers=LINK).status_code == 200


@pytest.mark.parametrize("site", ["", "none", "same-origin", "same-site"])
def test_all_else_comes_in_as_before(site):
    client = sign_in(Client(), make_member())
    assert client.get(ME, headers={"Sec-Fetch-Site": site}).status_code == 200
