"""The manifesto's page: what is in force, and above it what waits for me, to be answered there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from manifesto.models import trial
from tests.factories import (
    first_of,
    make_change,
    make_correction,
    make_group,
    make_proposal,
    make_round,
    to_consent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def balance(nia):
    return nia.group.editions.get().entries.get(name="Balance").value


def page_of(client, nia) -> str:
    return client.get(reverse("manifesto:current", args=[nia.group.slug])).text


def answer_url(begun) -> str:
    return reverse("groups:answer_round", args=[begun.group.slug, begun.key])


def test_what_waits_for_me_is_answered_above_the_manifesto(signed_in, nia, bea, balance):
    begun = to_consent(make_round(nia, make_change("Balance", "Laughter, rest and silence.", value=balance)))
    page = page_of(signed_in(bea), nia)
    assert answer_url(begun) in page
    assert "<b>You</b> have not answered yet" in page
    signed_in(bea).post(answer_url(begun), {"answer": "consent", "words": "", "seen": "1"})
    assert answer_url(begun) not in page_of(signed_in(bea), nia)
    assert answer_url(begun) in page_of(signed_in(nia), nia)


def test_before_there_is_a_manifesto_too(signed_in, bea):
    nia = first_of(make_group())
    begun = to_consent(make_round(nia, make_change("Balance", "Laughter.")))
    assert answer_url(begun) in page_of(signed_in(nia), nia)


def test_of_two_that_wait_one_is_answered_here_and_the_other_is_a_line(signed_in, nia, bea, balance):
    first = to_consent(make_round(nia, make_change("Balance", "Laughter, rest and silence.", value=balance)))
    second = to_consent(make_round(nia, make_change("Rest", "We stop at nine.")))
    page = page_of(signed_in(bea), nia)
    assert answer_url(first) in page
    assert answer_url(second) not in page
    assert second.get_absolute_url() in page


def test_where_i_have_answered_it_is_seen_anew_each_time(signed_in, nia, bea):
    begun = to_consent(make_round(nia, make_change("Rest", "We stop at nine.")))
    assert "We wait to hear from <b>Bea</b>" in page_of(signed_in(nia), nia)
    begun.answer("not_yet", "The last bus goes at eight.", by=bea)
    assert "The last bus goes at eight." in page_of(signed_in(nia), nia)


def test_a_value_in_an_open_proposal_is_not_proposed_or_corrected_beside_it(signed_in, nia, bea, balance):
    def offered() -> list[bool]:
        page = page_of(signed_in(bea), nia)
        correct = reverse("manifesto:correct", args=[nia.group.slug, balance.key])
        return [f"?value={balance.key}" in page, f'href="{correct}"' in page]

    assert offered() == [True, True]
    begun = make_round(nia, make_change("Balance", "Rest.", value=balance))
    assert offered() == [False, False]
    begun.withdraw(by=nia)
    assert offered() == [True, True]


def test_what_is_on_trial_is_said_on_later_editions_too(signed_in, nia, bea):
    until = nia.group.today() + timedelta(days=30)
    for change, day in [(make_change("Rest", "We stop."), until), (make_change("Reading", "With a pencil."), None)]:
        begun = to_consent(make_round(nia, change, trial_until=day))
        for person in (nia, bea):
            begun.answer("consent", by=person)
    page = page_of(signed_in(bea), nia)
    assert "What was new in version two is on trial until" in page
    assert page.count("On trial until") == 1, "at the value that is tried"
    earlier = signed_in(bea).get(reverse("manifesto:edition", args=[nia.group.slug, 2])).text
    assert "What is new in it is on trial until" in earlier
    assert "on trial" not in signed_in(bea).get(reverse("manifesto:edition", args=[nia.group.slug, 1])).text


def test_there_is_no_such_edition(signed_in, nia):
    assert signed_in(nia).get(reverse("manifesto:edition", args=[nia.group.slug, 9])).status_code == 404


def test_a_third_draft_waits_and_says_so(signed_in, nia, bea):
    for name in ("Rest", "Reading"):
        make_round(bea, make_change(name, "Yes."))
    draft = make_proposal(nia, make_change("Craft", "Yes.")).round
    page = signed_in(nia).get(draft.get_absolute_url()).text
    assert "Two are open already" in page
    assert reverse("groups:open_round", args=[nia.group.slug, draft.key]) not in page


def test_the_page_costs_the_same_however_much_was_said_and_corrected(signed_in, queries_of, nia, bea, balance):
    url = reverse("manifesto:current", args=[nia.group.slug])
    begun = make_round(nia, make_change("Rest", "We stop at nine."))
    before = queries_of(signed_in(bea), url)
    for n in range(6):
        begun.speak(f"Why {n}?", by=nia)
    entry = balance.standing
    for n in range(4):
        make_correction(entry, bea, statement=f"Laughter and silence {n}.")
    assert queries_of(signed_in(bea), url) == before


def test_what_fell_due_says_until_when_we_look_for_new_words(signed_in, nia, bea):
    until = nia.group.today() + timedelta(days=30)
    begun = to_consent(make_round(nia, make_change("Rest", "We stop."), trial_until=until))
    for person in (nia, bea):
        begun.answer("consent", by=person)
    trial.ask(timezone.now() + timedelta(days=31))
    asked = nia.group.rounds_of_consent.open().get()
    page = page_of(signed_in(bea), nia)
    assert "Does it stay, change or lapse?" in page
    assert page.count("We stop.") == 2, "in force, and in what is asked"
    asked.answer("not_yet", "It is too quiet now.", by=bea)
    asked.answer("consent", by=nia)
    assert "it lapses." in page_of(signed_in(bea), nia)
    asked.run_out(timezone.now() + timedelta(weeks=10))
    assert "It lapsed on" in signed_in(bea).get(asked.get_absolute_url()).text
