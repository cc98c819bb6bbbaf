"""The inbound mailbox: what comes to one of our addresses is given to whoever answers for it, all else is put aside."""

import shutil
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from copse import inbound
from copse.environment import inbound_address, inbound_url
from groups import registry
from groups.received import receive
from groups.tick import tick
from tests import dovecot
from tests.mailbox import OURS, Mailbox

pytestmark = [pytest.mark.once, pytest.mark.slow]  # nothing of it is the database's


@pytest.fixture
def box(settings, tmp_path):
    box = Mailbox(tmp_path)
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = box.url, OURS
    return box


@pytest.fixture
def came(monkeypatch):
    """(token, message) of what was handed to the purpose x, which deals with all but an address named `not`."""
    came = []

    def deal(token, message, at):
        came.append((token, message))
        return inbound.name_in(token) != "not"

    monkeypatch.setattr(registry, "received", {"x": deal})
    return came


def to(name: str = "abc", purpose: str = "x") -> str:
    return inbound.address(purpose, inbound.token(purpose, name))


def letter(*, size: int = 0, **headers) -> EmailMessage:
    message = EmailMessage()
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content("Yes. " + ("x" * 70 + "\n") * (size // 70))
    return message


# -- addresses


def test_an_address_is_signed_for_its_purpose_and_its_facts(settings):
    token = inbound.token("r", "k3v9qd", "facts")
    assert inbound.is_signed(token, "r", "facts")
    others = [
        (token, "b", "facts"),
        (token, "r", "other"),
        ("x" + token, "r", "facts"),
        (token[:-1] + "1", "r", "facts"),
    ]
    assert [other for other in others if inbound.is_signed(*other)] == []
    assert inbound.name_in(token) == "k3v9qd"
    assert len(inbound.address("r", inbound.token("r", "x" * 9)).partition("@")[0]) <= 64  # RFC 5321, 4.5.3.1.1


def test_what_was_signed_with_a_key_of_before_is_still_ours(settings):
    token = inbound.token("r", "abc")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    assert inbound.is_signed(token, "r")
    settings.SECRET_KEY_FALLBACKS = []
    assert not inbound.is_signed(token, "r")


@pytest.mark.parametrize("header", inbound.SAID_TO)
def test_an_address_is_found_wherever_it_may_stand(box, header):
    token = inbound.token("x", "abc")
    found = letter(**{header: f'"Nia, of us" <nia@example.org>, <{to().upper()}>'})
    assert inbound.tokens_in(found) == [("x", token)]


@pytest.mark.parametrize(
    "said", ["copse@in.example.org", "copse+x-abc@in.example.org", "my{to}", "{to}.example.com", "{to}@elsewhere.org"]
)
def test_another_address_is_not_ours(box, said):
    assert inbound.tokens_in(letter(To=said.format(to=to()))) == []


# -- what becomes of a message


def test_what_is_dealt_with_is_gone_and_all_else_is_put_aside(box, came):
    for name, said in (("a", to()), ("b", to("not")), ("c", to(purpose="y")), ("d", "nia@example.org")):
        box.lay_in(letter(To=said), name)
    assert receive(timezone.now()) == (1, 3)
    assert (box.waiting, box.aside) == ([], ["b", "c", "d"])
    assert [inbound.name_in(token) for token, _message in came] == ["abc", "not"]


def test_of_what_is_too_large_the_beginning_is_read(box, came):
    box.lay_in(letter(To=to(), size=300_000))
    assert receive(timezone.now()) == (1, 0)
    assert isinstance(came[0][1], inbound.Beginning)
    assert 200_000 < len(came[0][1].get_payload()) < inbound.MOST_BYTES


HOSTILE = {
    "nothing of a mail": b"\x00\xff\xfe" * 1000,
    "an address of a quarter of a megabyte": b"To: " + b"a@b.c," * 40_000 + b"\n\nYes",
    "boxes within boxes": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(5000)
    ),
    "headers without an end": b"X: y\n" * 50_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_read_is_put_aside_and_the_next_is_read(box, came, what):
    box.lay_in(HOSTILE[what], "a")
    box.lay_in(letter(To=to()), "b")
    assert receive(timezone.now()) == (1, 1)
    assert box.aside == ["a"]


def test_one_that_breaks_whoever_deals_with_it_is_put_aside(box, monkeypatch):
    monkeypatch.setattr(registry, "received", {"x": lambda *_: 1 / 0})
    box.lay_in(letter(To=to()))
    assert receive(timezone.now()) == (0, 1)


def test_where_the_database_is_away_a_message_stays_for_the_next_time(box, monkeypatch):
    def away(*_):
        raise OperationalError

    monkeypatch.setattr(registry, "received", {"x": away})
    box.lay_in(letter(To=to()))
    with pytest.raises(OperationalError):
        receive(timezone.now())
    assert (len(box.waiting), box.aside) == (1, [])


def test_where_the_folder_aside_cannot_be_written_what_belongs_there_stays_and_all_else_is_dealt_with(
    db, box, came, client, monkeypatch, caplog
):
    (box.folder / ".Aside").write_text("no folder")
    for name, said in (("a", "nia@example.org"), ("b", to()), ("c", "nia@example.org"), ("d", to())):
        box.lay_in(letter(To=said), name)
    with pytest.raises(inbound.NotAside):
        receive(timezone.now())
    assert (box.waiting, len(came)) == (["a", "c"], 2)
    monkeypatch.setattr(registry, "ticks", [receive])
    tick()
    assert caplog.records[-1].cause == "NotAside"
    with pytest.raises(CommandError, match="Its folder Aside can’t be written"):
        call_command("fetch_replies")
    assert client.get("/healthz").json()["mailbox"] == "stuck"
    (box.folder / ".Aside").unlink()
    assert receive(timezone.now()) == (0, 2)
    assert "mailbox" not in client.get("/healthz").json()


def test_a_run_reads_two_hundred(box, came):
    for n in range(inbound.MOST_A_RUN + 1):
        box.lay_in(letter(To=to()), f"{n:03}")
    assert receive(timezone.now()) == (inbound.MOST_A_RUN, 0)
    assert len(box.waiting) == 1


# -- who reads it


def test_the_clock_reads_it_and_so_does_a_command_which_says_what_was_in_it(box, came, monkeypatch):
    monkeypatch.setattr(registry, "ticks", [receive])
    box.lay_in(letter(To=to()))
    tick()
    assert (len(came), box.waiting) == (1, [])
    box.lay_in(letter(To=to()))
    said = StringIO()
    call_command("fetch_replies", stdout=said)
    assert said.getvalue() == "1 dealt with, 0 put aside in its folder Aside.\n"


def test_without_a_mailbox_nothing_is_read_and_the_command_says_so(settings):
    assert receive(timezone.now()) == (0, 0)
    with pytest.raises(CommandError, match="INBOUND_URL is not set"):
        call_command("fetch_replies")


def test_a_mailbox_that_is_away_is_a_sentence_and_keeps_nothing_else_from_being_done(box, monkeypatch):
    told = []
    monkeypatch.setattr(registry, "ticks", [receive, told.append])
    shutil.rmtree(box.folder)
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("fetch_replies")
    tick()
    assert len(told) == 1


def test_over_imap_it_is_the_same(settings, came):
    """Against Dovecot; see tests.dovecot for where it is."""
    with dovecot.serving() as (settings.INBOUND_URL, folder):
        settings.INBOUND_ADDRESS = OURS
        box = Mailbox(folder)
        for name, message in (
            ("1.a.x", letter(To=to("first"))),
            ("2.a.x", letter(To=to("large"), size=300_000)),
            ("3.a.x", letter(To=to("not"))),
            ("4.a.x", letter(To="nia@example.org", size=300_000)),
            ("5.a.x", b"\x00\xff" * 500),
        ):
            box.lay_in(message, name)
        assert receive(timezone.now()) == (2, 3)
        assert receive(timezone.now()) == (0, 0)
        assert [inbound.name_in(token) for token, _message in came] == ["first", "large", "not"]
        assert "Yes." in came[0][1].get_payload()
        assert [isinstance(message, inbound.Beginning) for _token, message in came] == [False, True, False]
        assert 200_000 < len(came[1][1].get_payload()) < inbound.MOST_BYTES
        assert (box.waiting, len(box._names(folder / ".Aside" / "cur")) + len(box.aside)) == ([], 3)
        wrong = settings.INBOUND_URL.replace("p%40ss", "pass")
        settings.INBOUND_URL = wrong
        with pytest.raises(CommandError, match="can’t be read: MailboxLoginError"):
            call_command("fetch_replies")


# -- settings


@pytest.mark.parametrize("url", ["pop3://mail.example", "imaps://", "maildir:", "mail.example", "imaps://a:b@c:99999"])
def test_another_mailbox_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="INBOUND_URL"):
        inbound_url(url)


@pytest.mark.parametrize(
    "url", ["", "imaps://copse:p%40ss@mail.example/INBOX", "imap+tls://mail.example", "maildir:///m"]
)
def test_a_mailbox_is_named_as_it_is_or_not_at_all(url):
    assert inbound_url(url) == url


@pytest.mark.parametrize(
    "said", ["Copse <copse@a.example>", "copse", "copse+in@a.example", "copse" * 5 + "@a.example", ""]
)
def test_its_address_stands_alone_without_a_plus(said):
    with pytest.raises(ImproperlyConfigured, match="INBOUND_ADDRESS"):
        inbound_address(said, "maildir:///m")
    assert inbound_address(OURS, "maildir:///m") == OURS
    with pytest.raises(ImproperlyConfigured, match="both or neither"):
        inbound_address(OURS, "")


def test_over_imap_what_cannot_be_put_aside_stays_too(settings, came):
    with dovecot.serving() as (settings.INBOUND_URL, folder):
        settings.INBOUND_ADDRESS = OURS
        (folder / ".Aside").mkdir(mode=0o000)
        (folder / ".INBOX.Aside").mkdir(mode=0o000)
        box = Mailbox(folder)
        for name, said in (("1.a.x", "nia@example.org"), ("2.a.x", to())):
            box.lay_in(letter(To=said), name)
        with pytest.raises(inbound.NotAside):
            receive(timezone.now())
        assert (len(came), len(box.waiting)) == (1, 1)
