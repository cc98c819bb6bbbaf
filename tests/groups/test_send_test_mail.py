"""`send_test_mail` says what became of the mail, in a line."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("slip", ["nobody", "a@b@example.org", "a@example.org\nBcc: b@example.org", ""])
def test_an_address_that_is_none_is_named_and_nothing_is_sent(slip):
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("send_test_mail", slip)
    assert not mail.outbox


def test_a_mail_that_is_printed_is_not_called_sent(settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    call_command("send_test_mail", "nia@example.org")
    said = capsys.readouterr().out
    assert "To: nia@example.org" in said
    assert said.endswith("Printed above and sent to nobody: EMAIL_URL is console:.\n")


def test_a_mail_that_a_server_took_names_the_server(settings, capsys):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example", 587
    call_command("send_test_mail", "nia@example.org")
    assert capsys.readouterr().out == "Sent to nia@example.org by mail.example:587.\n"
    assert [letter.to for letter in mail.outbox] == [["nia@example.org"]]
