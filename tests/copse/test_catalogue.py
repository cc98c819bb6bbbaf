"""The catalogue that says Django's and allauth's messages in our words."""

from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po"
THEIRS = {"django": ["conf", "contrib/auth"], "allauth": ["."]}
NEVER = ("please", "invalid", "oops", "sorry", "failed", "required", "submit", "successfully", "user", "!")


@pytest.fixture(scope="module")
def ours():
    return polib.pofile(str(CATALOGUE))


@pytest.fixture(scope="module")
def theirs():
    found = {}
    for package, folders in THEIRS.items():
        base = Path(find_spec(package).origin).parent
        for folder in folders:
            for entry in polib.pofile(str(base / folder / "locale/en/LC_MESSAGES/django.po")):
                found[entry.msgid] = entry
    return found


def test_each_message_is_one_that_django_or_allauth_still_says(ours, theirs):
    assert [entry.msgid for entry in ours if entry.msgid not in theirs] == []


def test_each_message_has_the_same_plural_as_theirs(ours, theirs):
    assert [e.msgid for e in ours if e.msgid_plural != theirs[e.msgid].msgid_plural] == []


def test_every_message_is_translated_and_none_is_a_guess(ours):
    assert ours.untranslated_entries() == []
    assert ours.fuzzy_entries() == []


def test_our_words_avoid_what_we_do_not_say(ours):
    said = [text for e in ours for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in said for word in NEVER if word in text.lower()] == []
