"""Where whoever we waited for has left or rests, it takes one of us to go on: all of us are told so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import ConsentRound, Gathering, Group, Outbox, Sabbatical
from groups.reminding import remind
from tests.factories import first_of, make_change, make_group, make_membership, make_round, to_consent
from tests.groups.post import newest_to

pytestmark = pytest.mark.django_db
ASKED = "One of us can take the next step."


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


@pytest.fixture
def ruth(nia, bea):
    return make_membership(nia.group, "Ruth")


@pytest.fixture
def begun(nia, bea, ruth):
    """A round in which Ruth alone is awaited."""
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("consent", by=person)
    return begun


def leaves(person) -> None:
    person.leave()


def rests(person) -> None:
    Sabbatical.take(by=person, starts=person.group.today())


def home(client, group) -> str:
    return client.get(reverse("home", args=[group.slug])).text


@pytest.mark.parametrize("go", [leaves, rests])
def test_home_asks_all_who_take_part_for_the_next_step(nia, bea, ruth, begun, signed_in, go):
    assert ASKED not in home(signed_in(nia), nia.group)
    go(ruth)
    later = make_membership(nia.group, "Later")
    assert [ASKED in home(signed_in(each), nia.group) for each in (nia, bea, later)] == [True, True, False]
    begun.go_on(by=bea)
    assert ASKED not in home(signed_in(nia), nia.group)


def test_a_sabbatical_that_begins_with_its_day_is_noticed_too(nia, bea, ruth, begun):
    day = nia.group.today() + timedelta(days=3)
    Sabbatical.take(by=ruth, starts=day)
    assert begun.hearing().it_is_up_to == [ruth]
    assert begun.hearing(timezone.now() + timedelta(days=4)).it_is_up_to == [nia, bea]


def test_all_are_written_to_for_the_next_step_at_most_twice(nia, bea, ruth, begun):
    ruth.leave()
    for days in (1, 8, 8, 22, 300):
        remind(timezone.now() + timedelta(days=days))
    told = Outbox.objects.filter(kind="round_reminder").values_list("member", flat=True)
    assert sorted(told) == sorted([nia.member_id, bea.member_id] * 2)


def test_the_mail_says_that_nobody_is_awaited_and_only_while_it_is_so(nia, bea, ruth, begun):
    ConsentRound.objects.update(stage_since=timezone.now() - timedelta(days=8))
    ruth.leave()
    remind(timezone.now())
    letter = newest_to(nia.member.email)
    assert letter.subject == "We can take the next step"
    assert "one of us can take the next step" in letter.body
    assert "we wait for" not in letter.body
    ConsentRound.objects.update(stage_since=timezone.now() - timedelta(days=22))
    remind(timezone.now())
    begun.go_on(by=nia)
    assert newest_to(nia.member.email).subject == "We have agreed"


def test_whoever_was_reminded_of_their_word_is_told_of_the_next_step(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    remind(timezone.now() + timedelta(days=8))
    begun.answer("consent", by=bea)
    ruth.leave()
    remind(timezone.now() + timedelta(days=9))
    assert Outbox.objects.filter(kind="round_reminder", member=bea.member).count() == 2


def test_the_manifestos_page_has_it_first_with_its_button(nia, bea, ruth, begun, signed_in):
    other = to_consent(make_round(bea, make_change("Reading", "With a pencil.")))
    other.answer("consent", by=nia)
    ruth.leave()
    page = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).text
    assert reverse("groups:next_stage", args=[nia.group.slug, begun.key]) in page
    assert page.index(begun.get_absolute_url()) < page.index(other.get_absolute_url())


def test_where_whoever_could_not_yet_has_left_nobody_is_waited_for(nia, bea, ruth, begun, signed_in):
    begun.answer("not_yet", "The bus", by=ruth)
    assert begun.hearing().expected_from == [nia, ruth]
    ruth.leave()
    assert begun.hearing().expected_from == []
    page = signed_in(bea).get(begun.get_absolute_url()).text
    assert "We wait for nobody any more." in page
    assert "We wait to hear from" not in page


def test_a_gathering_that_waits_for_nobody_is_said_to_all(nia, bea, ruth, signed_in):
    group = Group.objects.get(pk=nia.group_id)
    gathering = Gathering.begin("goals", by=nia)
    for person in (nia, bea):
        gathering.be_ready(by=person)
    assert "Open all of it" not in home(signed_in(nia), group)
    ruth.leave()
    for person in (nia, bea):
        assert "Open all of it" in home(signed_in(person), group)
    gathering.open(by=bea)
    assert "Open all of it" not in home(signed_in(nia), group)
