"""Each of us chooses which kinds of mail come, and when; asked anew at the moment of sending (record 54)."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from groups import registry
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Member, Outbox, Sabbatical
from groups.quiet import end_of
from tests.factories import first_of, make_group, make_member, make_membership, make_round

pytestmark = pytest.mark.django_db
MAILS, NONE = reverse("groups:mails"), reverse("groups:no_mails")


@pytest.fixture
def group():
    return make_group("The Withies")


@pytest.fixture
def nia(group):
    return make_membership(group, "Nia")


def tell(group) -> None:
    """A mail of the kind PROPOSAL to each of us but the first."""
    begun = group.gatherings.model.begin("goals", by=first_of(group))
    Outbox.objects.exclude(reference=begun.key).delete()
    Outbox.objects.filter(member=first_of(group).member).delete()


def chosen_by(nia, **chosen) -> dict:
    """The form as a browser sends it: what isn't said stays as it is by itself."""
    fields = {f"{nia.key}-{kind}": chosen.get(kind.value, kind.default) for kind in Kind}
    return {**fields, "quiet_from": "", "quiet_until": "", **{k: v for k, v in chosen.items() if "quiet" in k}}


def as_drawn(page) -> dict:
    """What a browser sends of the page where nothing is touched."""
    inputs = re.findall(r"<input([^>]*)>", page.content.decode())
    said = [dict(re.findall(r'\s(name|value|checked|type)(?:="([^"]*)")?', one)) for one in inputs]
    return {one["name"]: one.get("value", "") for one in said if one["type"] != "radio" or "checked" in one}


# -- what is chosen


def test_whoever_has_chosen_nothing_hears_at_once_of_what_waits_and_of_the_rest_on_friday(nia):
    assert {kind for kind, rhythm in MailChoice.of(nia).items() if rhythm == Rhythm.FRIDAY} == {
        Kind.SHARED, Kind.LETTER,
    }  # fmt: skip
    assert {r for k, r in MailChoice.of(nia).items() if k.default == Rhythm.AT_ONCE} == {Rhythm.AT_ONCE}


def test_one_page_keeps_a_choice_for_each_kind_and_group(nia, signed_in):
    other = make_group("The Osiers").welcome(nia.member)
    answer = signed_in(nia).post(MAILS, chosen_by(nia, date="never") | chosen_by(other, turn="friday"), follow=True)
    assert "Your mails come as you chose." in answer.content.decode()
    assert (MailChoice.of(nia)[Kind.DATE], MailChoice.of(other)[Kind.DATE]) == (Rhythm.NEVER, Rhythm.AT_ONCE)
    assert (MailChoice.of(nia)[Kind.TURN], MailChoice.of(other)[Kind.TURN]) == (Rhythm.AT_ONCE, Rhythm.FRIDAY)
    assert 'value="never" id="id_' in answer.content.decode()


def test_a_page_left_open_keeps_what_differs_from_how_it_was_drawn_and_nothing_else(nia, signed_in):
    """Stopped by a link in a mail meanwhile, a kind doesn't come again; where nothing was chosen there is no row."""
    client = signed_in(nia)
    drawn = as_drawn(client.get(MAILS))
    assert drawn[f"initial-{nia.key}-date"] == drawn[f"{nia.key}-date"] == "at_once"
    MailChoice.keep({Kind.DATE: Rhythm.NEVER}, by=nia)
    client.post(MAILS, drawn | {"quiet_from": "22:00", "quiet_until": "07:00", f"{nia.key}-turn": "friday"})
    assert dict(nia.mail_choices.values_list("kind", "rhythm")) == {"date": "never", "turn": "friday"}
    nia.member.be_quiet(None, None)
    drawn = as_drawn(client.get(MAILS))
    nia.member.be_quiet(time(23), time(6))
    answer = client.post(MAILS, drawn | {f"{nia.key}-letter": "at_once"})
    assert answer.status_code == 422
    client.post(MAILS, as_drawn(answer) | {f"{nia.key}-letter": "never"})
    nia.member.refresh_from_db()
    assert (nia.member.quiet_from, MailChoice.of(nia)[Kind.LETTER]) == (time(23), Rhythm.NEVER)


def test_a_group_that_was_joined_while_the_page_was_open_is_left_as_it_is(nia, signed_in):
    client = signed_in(nia)
    drawn = as_drawn(client.get(MAILS))
    joined = make_group().welcome(nia.member)
    assert client.post(MAILS, drawn | {f"{nia.key}-turn": "friday"}).status_code == 302
    assert MailChoice.of(nia)[Kind.TURN] == Rhythm.FRIDAY
    assert not joined.mail_choices.exists()


def test_the_page_says_that_groups_joined_later_begin_anew(nia, signed_in):
    client = signed_in(nia)
    client.post(NONE)
    assert "a group that you join later" in client.get(MAILS).content.decode()
    assert MailChoice.of(make_group().welcome(nia.member))[Kind.DATE] == Rhythm.AT_ONCE


def test_the_page_is_reached_from_ones_own_settings(nia, signed_in):
    assert MAILS in signed_in(nia).get(reverse("me")).content.decode()


def test_all_are_off_in_one_step(nia, signed_in):
    other = make_group().welcome(nia.member)
    page = signed_in(nia).post(NONE, follow=True).content.decode()
    assert {*MailChoice.of(nia).values(), *MailChoice.of(other).values()} == {Rhythm.NEVER}
    assert "Nothing else comes now." in page
    assert NONE not in page


def test_what_would_stand_in_a_letter_that_never_comes_is_named(nia, signed_in):
    page = signed_in(nia).post(MAILS, chosen_by(nia, letter="never"), follow=True).content.decode()
    assert "isn’t told by mail at all" in page
    page = signed_in(nia).post(MAILS, chosen_by(nia, letter="never", shared="never"), follow=True).content.decode()
    assert "isn’t told by mail at all" not in page


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"quiet_from": "22:00"}, "Say until when it is quiet"),
        ({"quiet_until": "08:00"}, "Say from when it is quiet"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "They end as they begin."),
        ({"letter": "at_once"}, "put right"),
        ({"date": "hourly"}, "put right"),
    ],
)
def test_a_slip_is_said_and_nothing_is_kept(nia, signed_in, slip, said):
    answer = signed_in(nia).post(MAILS, chosen_by(nia, turn="never") | chosen_by(nia, **{"turn": "never", **slip}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not nia.mail_choices.exists()


def test_the_page_costs_the_same_for_one_group_and_for_five(nia, signed_in, queries_of):
    client = signed_in(nia)
    before = queries_of(client, MAILS)
    for _ in range(4):
        make_group().welcome(nia.member)
    assert queries_of(client, MAILS) == before


def test_a_letter_at_once_and_half_quiet_hours_are_refused_by_the_database(nia):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoice.keep({Kind.LETTER: Rhythm.AT_ONCE}, by=nia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=nia.member_id).update(quiet_from=time(22))


# -- asked anew at the moment of sending


@pytest.mark.parametrize(("rhythm", "sent"), [("at_once", 1), ("friday", 0), ("never", 0)])
def test_what_was_chosen_since_it_was_queued_counts(group, nia, rhythm, sent):
    tell(group)
    MailChoice.keep({Kind.PROPOSAL: rhythm}, by=nia)
    assert Outbox.deliver_due() == sent == len(mail.outbox)
    assert Outbox.objects.filter(dropped_at=None, sent_at=None).count() == 0


def test_another_kind_and_another_group_go_on(group, nia):
    other = make_group().welcome(nia.member)
    MailChoice.keep(dict.fromkeys(set(Kind) - {Kind.PROPOSAL}, Rhythm.NEVER), by=nia)
    MailChoice.keep({Kind.PROPOSAL: Rhythm.NEVER}, by=other)
    tell(group)
    assert Outbox.deliver_due() == 1


def test_no_mail_of_a_kind_reaches_whoever_has_left(group, nia):
    tell(group)
    nia.leave()
    assert Outbox.deliver_due() == 0


# -- quiet hours


def be_quiet(nia, hours: int = 8) -> datetime:
    """From an hour ago for so many hours where Nia is; when they end."""
    now = timezone.now().astimezone(nia.member.tzinfo).replace(second=0, microsecond=0)
    ends = now + timedelta(hours=hours - 1)
    nia.member.be_quiet((now - timedelta(hours=1)).time(), ends.time())
    return ends


def test_a_mail_waits_for_the_end_of_its_readers_quiet_hours(group, nia):
    Member.objects.filter(pk=nia.member_id).update(zone="Pacific/Auckland")
    nia.member.refresh_from_db()
    ends = be_quiet(nia)
    tell(group)
    assert Outbox.deliver_due() == 0
    row = Outbox.objects.get()
    assert (row.due_at, row.tries, row.leased_until) == (ends, 0, None), "it waits, and nothing went wrong"
    assert Outbox.deliver_due(ends - timedelta(seconds=1)) == 0
    assert Outbox.deliver_due(ends) == 1


def test_only_codes_and_words_on_an_account_never_wait(group, nia):
    ends = be_quiet(nia)
    MailChoice.stop_all(nia.member)
    secret = '{"subject": "Your code", "text": "QZXWVK"}'
    Outbox.queue("account", "login_code", to=nia.member.email, member=nia.member, key="code", secret=secret)
    nia.remove(by=first_of(group), reason="It was too much.")
    assert Outbox.deliver_due() == 1
    assert Outbox.deliver_due(ends) == 1
    assert {letter.subject for letter in mail.outbox} == {"Your code", "A change to one of your groups"}
    assert not any(name.startswith("List-") for letter in mail.outbox for name in letter.extra_headers)


NIGHT = time(22), time(8)
HALF_ONE = time(22), time(1, 30)  # which comes twice when the clocks go back, and not at all when they go forward


@pytest.mark.once
@pytest.mark.parametrize(
    ("hours", "at", "ends"),
    [
        (NIGHT, "2027-01-10T22:00", "2027-01-11T08:00"),
        (NIGHT, "2027-01-10T07:59", "2027-01-10T08:00"),
        (NIGHT, "2027-01-10T08:00", None),
        (NIGHT, "2027-01-10T21:59", None),
        ((time(12), time(13)), "2027-01-10T12:30", "2027-01-10T13:00"),
        ((time(12), time(13)), "2027-01-10T13:00", None),
        (NIGHT, "2027-03-27T23:00", "2027-03-28T07:00"),  # the clocks go forward in that night
        (HALF_ONE, "2027-03-28T00:30", "2027-03-28T01:30"),  # 02:30 by the clock
        (HALF_ONE, "2026-10-25T00:10", "2026-10-25T00:30"),  # 01:10 for the first time
        (HALF_ONE, "2026-10-25T01:10", "2026-10-25T01:30"),  # and for the second
    ],
)
def test_when_quiet_hours_end(hours, at, ends):
    at, ends = (said and datetime.fromisoformat(said).replace(tzinfo=UTC) for said in (at, ends))
    assert end_of(*hours, "Europe/London", at) == ends


# -- every kind


def test_each_mail_is_of_a_kind_or_always_comes():
    """What is of none is named here, so that nobody forgets to think of it."""
    always = {"account", "invitation", "removal", "removal_undone", "group_ending", "admin_claim", "put_aside"}
    assert set(registry.mails) == set(registry.kinds) | always
    assert not set(registry.kinds) & always
    assert set(registry.kinds.values()) == set(Kind)


def test_somebody_without_a_group_has_only_quiet_hours_to_choose(signed_in):
    answer = signed_in(make_member()).post(MAILS, {"quiet_from": "21:30", "quiet_until": "07:00"}, follow=True)
    assert 'value="21:30"' in answer.content.decode()


def test_whoever_is_on_sabbatical_is_not_asked_and_hears_how_it_ended(group, nia):
    begun = make_round(first_of(group))
    Sabbatical.take(by=nia, starts=group.today())
    Outbox.deliver_due()
    assert nia.member.email not in [letter.to[0] for letter in mail.outbox]
    begun.withdraw(by=first_of(group))
    Outbox.deliver_due()
    assert [letter.subject for letter in mail.outbox if letter.to == [nia.member.email]] == ["It is not decided now"]
