"""What happens at the door is a line in the log, with nobody's words, addresses or secrets in it (trust.md, S41)."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from copse.logs import JSONFormatter, NoSecrets
from tests.factories import PASSWORD, make_member
from tests.groups.post import newest_to
from tests.groups.test_passkeys import NONSENSE, add

pytestmark = pytest.mark.django_db
NIA = "nia@example.org"


def lines(caplog) -> list[dict]:
    records = [record for record in caplog.records if record.name == "copse.security" and NoSecrets().filter(record)]
    return [json.loads(JSONFormatter().format(record)) for record in records]


def test_each_thing_that_happens_at_the_door_is_a_line_without_words(caplog):
    caplog.set_level(logging.INFO, "copse.security")
    nia, client = make_member("Nia", email=NIA, password=PASSWORD), Client()
    login, ask, code = (reverse(f"account_{n}") for n in ("login", "request_login_code", "confirm_login_code"))
    client.post(login, {"login": NIA, "password": "wrong\nwrong"})
    other = Client()
    other.post(ask, {"email": NIA})
    other.post(code, {"code": "WRONGS"})
    client.post(login, {"login": NIA, "password": PASSWORD})
    add(nia, client=client)
    client.post(reverse("account_logout"))
    client.post(reverse("mfa_login_webauthn"), {"credential": NONSENSE})
    client.post(login, {"login": NIA, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    said = lines(caplog)
    events = ["sign-in refused", "code refused", "signed in", "webauthn added", "signed out", "passkey refused"]
    events += ["second step refused"]
    assert [line["event"] for line in said] == events
    assert [line["ways"] for line in said if "ways" in line] == ["password"]
    assert {line.get("member") for line in said} == {None, nia.pk}
    assert newest_to(NIA)
    text = json.dumps(said)
    assert [word for word in (NIA, "Nia", PASSWORD, "wrong", "my phone") if word in text] == []
