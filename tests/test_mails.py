"""docs/mail/ holds a mail of each sort as it would be sent today; docs/mail.md names every kind there is."""

import email
import os
import re
from email import policy

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from groups import registry
from groups.kinds import Kind
from tests.mails import NOW, SETTINGS, Samples

FOLDER = django_settings.BASE_DIR / "docs/mail"
WITHOUT_A_LINK = {"always-code", "always-new-password"}  # they are read beside the page, or answered by somebody
PAGE = (django_settings.BASE_DIR / "docs/mail.md").read_text()

pytestmark = [pytest.mark.once, pytest.mark.slow]  # the words come from templates


@pytest.fixture
def samples(db, settings, monkeypatch):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return Samples().each()


def test_each_mail_in_docs_is_what_would_be_sent_today(samples):
    """`make mails` writes them anew."""
    if os.environ.get("WRITE_MAILS"):
        for name, content in samples.items():
            (FOLDER / f"{name}.eml").write_bytes(content)
    kept = {path.stem: path.read_bytes() for path in FOLDER.glob("*.eml")}
    assert sorted(kept) == sorted(samples)
    assert [name for name in samples if kept[name] != samples[name]] == []


def test_each_is_plain_text_of_one_matter_with_one_link_and_no_tracking(samples):
    for name, content in samples.items():
        letter = email.message_from_bytes(content, policy=policy.default)
        text = letter.get_content()
        links = re.findall(r"^https://\S+$", text, re.MULTILINE)
        assert (name, letter.get_content_type(), len(links)) == (name, "text/plain", name not in WITHOUT_A_LINK)
        assert letter["Auto-Submitted"] == "auto-generated"
        assert not re.search(r"[!?&]utm|<img|</|please|sorry|!", text, re.IGNORECASE), name
        assert len(letter["Subject"]) < 70
        always = name.startswith("always-")
        assert [letter[h] is None for h in ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")] == [always] * 3
        if not always:
            assert f".{name.partition('-')[0]}." in letter["List-Unsubscribe"], "of its own kind"


def test_every_kind_has_a_sample():
    assert {path.stem.partition("-")[0] for path in FOLDER.glob("*.eml")} == {*Kind.values, "always"}


def test_the_page_names_each_mail_and_of_which_kind_it_is_and_shows_one():
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|[^|]+\|[^|]*\]\([^|]*\|$", PAGE, re.MULTILINE))
    named = {kind: str(Kind(value).label) for kind, value in registry.kinds.items()}
    assert rows == dict.fromkeys(registry.mails, "always") | named
    for file in re.findall(r"\]\(mail/([\w-]+\.eml)\)", PAGE):
        assert (FOLDER / file).exists()
