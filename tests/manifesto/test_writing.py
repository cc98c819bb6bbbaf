"""How a proposal is written: several changes on one page, a draft until it is opened, new words after *not yet*."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groups.models import ConsentRound
from tests.factories import (
    first_of,
    make_change,
    make_edition,
    make_group,
    make_membership,
    make_proposal,
    make_round,
    to_consent,
)
from tests.fresh import sign_in

pytestmark = pytest.mark.django_db
VALUES = [("Turning up", "We come."), ("Kept here", "It stays in the room."), ("Balance", "Laughter and silence.")]


@pytest.fixture
def nia(client):
    nia = first_of(make_group())
    make_edition(nia, values=VALUES)
    sign_in(client, nia.member)
    return nia


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


def key_of(nia, name):
    return nia.group.editions.in_force().entries.get(name=name).value.key


def url_of(nia, name="propose", *args):
    return reverse(f"manifesto:{name}", args=[nia.group.slug, *args])


def fields(key, name, statement, **more):
    said = {f"name-{key}": name, f"statement-{key}": statement}
    return said | {f"{part}-{key}": value for part, value in more.items()}


def test_the_first_version_is_not_offered_on_trial(nia, client):
    ruth = first_of(make_group())
    for person, offered in ((nia, True), (ruth, False)):
        page = sign_in(client, person.member).post(url_of(person), {"new": "0", "also": "new"}).text
        assert "A new value" in page
        assert ("Try it until" in page) == offered


def test_what_is_not_opened_is_not_written_about(nia, client):
    page = client.get(url_of(nia) + f"?value={key_of(nia, 'Balance')}").text
    assert "Laughter and silence." in page
    assert "It stays in the room." not in page


def test_another_value_is_opened_and_nothing_written_is_lost(nia, client):
    balance, kept = key_of(nia, "Balance"), key_of(nia, "Kept here")
    data = {
        "open": [balance],
        "new": "0",
        "also": kept,
        **fields(balance, "Balance", "Rest.", place=3),
        "reason": "tired",
    }
    page = client.post(url_of(nia), data)
    assert page.status_code == 200
    assert "Rest." in page.text
    assert "tired" in page.text
    assert "It stays in the room." in page.text
    assert not ConsentRound.objects.exists()


def test_several_changes_are_one_draft_and_only_what_differs_is_a_change(nia, client):
    balance, kept, turning = (key_of(nia, name) for name in ("Balance", "Kept here", "Turning up"))
    data = {
        "open": [balance, kept, turning], "new": "2", "reason": "tired",
        **fields(balance, "Balance", "Laughter, rest and silence.", place=3),
        **fields(kept, "Kept here", "It stays in the room.", place=2, retire="on"),
        **fields(turning, "Turning up", "We come.", place=1),
        **fields("new1", "Reading", "With a pencil.", place=1),
        **fields("new2", "", ""),
    }  # fmt: skip
    page = client.post(url_of(nia), data, follow=True)
    assert "Nobody else sees it until you open it" in page.text
    changes = ConsentRound.objects.get().version.changes.order_by("pk")
    assert [(change.act, change.called, change.order) for change in changes] == [
        ("retire", "Kept here", None),
        ("reword", "Balance", None),
        ("add", "Reading", 1),
    ]


def test_where_nothing_differs_nothing_is_proposed(nia, client):
    balance = key_of(nia, "Balance")
    data = {
        "open": [balance],
        "new": "0",
        "reason": "x",
        **fields(balance, "Balance", "Laughter and silence.", place=3),
    }
    page = client.post(url_of(nia), data)
    assert page.status_code == 422
    assert "Nothing is changed yet." in page.text


def test_a_new_value_has_a_name_and_a_try_ends_on_a_day_to_come(nia, client):
    today = nia.group.today().isoformat()
    data = {"new": "1", "reason": "x", **fields("new1", "", "With a pencil."), "trial_until": today}
    page = client.post(url_of(nia), data)
    assert "Give it a name." in page.text
    assert "Choose a day to come" in page.text
    assert "With a pencil." in page.text


def test_a_draft_is_written_anew_by_whoever_made_it_alone(nia, bea, client):
    draft = make_proposal(nia)
    page = client.get(url_of(nia, "redraft", draft.round.key))
    assert "We stop on time." in page.text
    until = nia.group.today() + timedelta(days=90)
    data = {"new": "1", "reason": "rest", "trial_until": until.isoformat(), **fields("new1", "Rest", "We stop.")}
    client.post(url_of(nia, "redraft", draft.round.key), data)
    version = draft.round.versions.get()
    assert (version.words, version.trial_until, version.changes.get().statement) == ("rest", until, "We stop.")
    sign_in(client, bea.member)
    assert client.get(url_of(nia, "redraft", draft.round.key)).status_code == 404


def test_after_not_yet_anybody_who_takes_part_brings_new_words(nia, bea, client):
    begun = make_round(nia, make_change("Rest", "We stop at nine."))
    to_consent(begun)
    begun.answer("not_yet", "The bus", by=nia)
    begun.answer("consent", by=bea)
    sign_in(client, bea.member)
    assert "We stop at nine." in client.get(url_of(nia, "reword", begun.key)).text
    data = {"new": "1", "seen": "1", "reason": "the bus", **fields("new1", "Rest", "We stop before the bus.")}
    page = client.post(url_of(nia, "reword", begun.key), data, follow=True)
    assert "The new wording is before all of us." in page.text
    assert "The bus" in page.text  # what was answered before
    begun.refresh_from_db()
    assert (begun.stage, begun.versions.count()) == ("consent", 2)


def test_words_written_from_an_earlier_wording_come_back_and_are_not_lost(nia, bea, client):
    begun = make_round(nia, make_change("Rest", "We stop at nine."))
    to_consent(begun)
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    begun.proposal.reword([make_change("Rest", "We stop at eight.")], "the bus", by=bea)
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    data = {"new": "1", "seen": "1", "reason": "x", **fields("new1", "Rest", "We stop when it comes.")}
    page = client.post(url_of(nia, "reword", begun.key), data)
    assert page.status_code == 422
    assert "Somebody else has brought a new wording" in page.text
    assert "We stop when it comes." in page.text


def test_whoever_came_later_is_told_so_before_they_write(nia, bea, client):
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    later = make_membership(nia.group)
    sign_in(client, later.member)
    page = client.get(url_of(nia, "reword", begun.key), follow=True)
    assert page.redirect_chain == [(begun.get_absolute_url(), 302)]
    assert "It was opened before you joined us." in page.text


@pytest.mark.parametrize("seen", [{}, {"seen": "abc"}])
def test_words_that_do_not_say_from_which_wording_they_were_written_come_back(nia, bea, client, seen):
    begun = to_consent(make_round(nia, make_change("Rest", "We stop at nine.")))
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
    data = {"new": "1", "reason": "x", **fields("new1", "Rest", "We stop when it comes."), **seen}
    sign_in(client, bea.member)
    page = client.post(url_of(nia, "reword", begun.key), data)
    assert page.status_code == 422
    assert "We stop when it comes." in page.text
    assert begun.versions.count() == 1


def test_forty_values_to_write_about_take_as_many_queries_as_three(client, queries_of):
    counts = []
    for count in (3, 40):
        nia = first_of(make_group())
        make_edition(nia, values=[(f"Value {n}", "We do.") for n in range(count)])
        sign_in(client, nia.member)
        counts.append(queries_of(client, url_of(nia)))
    assert counts[0] == counts[1]
