"""Words of a mail go out in short lines that a reader may join again (RFC 3676); links stay in one piece."""

import email
from email import policy

import pytest
from django.core import mail

from copse.mail import Letter, flowed, send

LINK = "https://copse.example.org/groups/alders/meetings/" + "k" * 90 + "/"
TEXT = f"Hello,\n\nthere is something that we are deciding together, and your word – Žofie’s – is one that we wait for, says Bea:\n\n{LINK}\n\n- one\n- two\n"  # fmt: skip  # noqa: E501


def joined(text: str) -> str:
    """As a reader that knows the format shows it."""
    lines = [line.removeprefix(" ") for line in text.split("\n")]
    return "".join(line if line.endswith(" ") else f"{line}\n" for line in lines)[:-1]


@pytest.mark.once
def test_joined_again_it_is_what_was_written():
    for text in (TEXT, "word " * 40 + "end", "From here\n> on\n kept", "x" * 300, "", "a" * 77 + " b", "one\n\n\ntwo"):
        assert joined(flowed(text)) == text
        assert all(len(line) <= 79 for line in flowed(text).split("\n") if " " in line.strip())


@pytest.mark.once
def test_what_a_server_would_take_for_something_else_is_set_off():
    assert flowed("From here\n> on") == " From here\n > on"
    assert not [line for line in flowed("x" * 75 + " From a hill").split("\n") if line.startswith("From ")]


def test_a_mail_says_that_it_flows_and_its_links_are_whole():
    send(Letter(to="bea@example.org", subject="Words", text=TEXT), message_id="<1@copse.test>")
    content = mail.outbox[0].message().as_bytes()
    letter = email.message_from_bytes(content, policy=policy.default)
    assert (letter.get_content_type(), letter["Content-Type"].params["format"]) == ("text/plain", "flowed")
    assert LINK in letter.get_content().splitlines()
    assert joined(letter.get_content()) == TEXT
    assert [len(line) for line in letter.get_content().splitlines() if len(line) > 78] == [len(LINK)]
    assert mail.outbox[0].body == TEXT
