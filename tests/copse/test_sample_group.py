"""The sample group: the same on every machine, alive on every day of the year, and never where others live."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from copse.sample import words
from copse.sample.group import build
from copse.sample.year import day_without_a_date, next_evening, programme
from groups.models import Group, Member, Outbox
from meetings.models import Attendance, ExceptionOffer
from tests.copse.production import run
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TURNS_OF_THE_YEAR = [
    datetime(2028, 2, 29, 0, 5, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 55, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
]
LOOKS = as_often(1, 23)
IN_A_YEAR = [datetime(2027, 12, 17, 9, tzinfo=UTC), datetime(2027, 5, 31, 9, tzinfo=UTC)]
THROUGH_A_YEAR = [datetime(2027, 1, 3, 18, tzinfo=UTC) + timedelta(days=365 // LOOKS * i) for i in range(LOOKS)]


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def sample(**options) -> str:
    printed = io.StringIO()
    call_command("sample_group", stdout=printed, **options)
    return printed.getvalue()


def portrait(group) -> list:
    """All that one sees of a group, without what is random on purpose: the keys of its addresses. In an order that is
    said, for where nothing says one, PostgreSQL gives rows as they lie."""
    meetings = [
        (m.starts_on, m.start_time, m.kind, m.title, m.place, m.learning, str(m.facilitator), str(m.focus),
         m.settled_at, m.let_go_at, m.sequence, [(o.topic.title, o.came_of_it) for o in m.opened.all()],
         sorted((str(a.membership), a.answer, a.answered_at) for a in m.answers.all()))
        for m in group.meetings.order_by("starts_at")
    ]  # fmt: skip
    used = lambda a: a.uses.values_list("part__meeting__starts_on", "part__part", "how_it_went").order_by("pk")  # noqa: E731
    activities = [
        (a.title, str(a.by), a.put_by_at, str(a.variation_of), a.instructions, list(used(a)),
         [wording.instructions for wording in a.wordings.order_by("pk")])
        for a in group.activities.in_order()
    ]  # fmt: skip
    topics = [(t.title, str(t.by), t.put_by_at, t.kind.name, [str(m) for m in t.wished_by], t.tag_names, t.put_back_at,
               [(str(n.by), n.text) for n in t.notes.all()], [(str(r.by), r.why) for r in t.revisions.all()])
              for t in group.topics.order_by("pk")]  # fmt: skip
    reading = [
        (r.title, str(r.by), r.put_by_at, r.address, r.reference, [a.topic.title for a in r.attachments.order_by("pk")])
        for r in group.resources.order_by("pk")
    ]
    editions = [
        (
            e.n,
            e.agreed_on,
            e.because,
            [(v.name, v.statement) for v in e.wording()],
            [str(m) for m in e.signers],
            [(str(c.by), c.old_statement, c.made_at) for c in e.corrections.order_by("pk")],
        )
        for e in group.editions.order_by("n")
    ]
    goals = list(group.goals.values_list("text", "state", "shared_at", "author__known_as"))
    people = list(group.members.in_order().values_list("known_as", "pronouns", "about", "joined_at", "tone"))
    return [meetings, topics, activities, reading, editions, goals, people]


def look_alive(group, now: datetime) -> None:
    """What every page needs to have something to show, on whatever day it is built. Nobody has a mail of it."""
    assert not Outbox.objects.exists()
    meetings, today = group.meetings.all(), now.date()
    assert group.members.count() == 4
    assert {m.kind for m in meetings} == {"online", "face", "hybrid", "retreat"}
    assert meetings.held(now).count() >= 40
    assert group.topics.count() == 30
    activities = group.activities.at_hand()
    assert activities.count() == 23, "some of the starter’s among them"
    assert activities.filter(variation_of__isnull=False, wordings=None).count() == 1
    assert activities.filter(wordings__isnull=False).count() == 1
    assert activities.exclude(uses=None).distinct().count() >= 8
    assert activities.filter(uses__how_it_went__gt="").distinct().count() >= 8
    assert not activities.filter(put_by_at__gt=now).exists()
    assert [len(e.signers) for e in group.editions.order_by("n")] == [4, 4, 3], "one has yet to sign the newest"
    assert group.editions.in_force().corrections.standing().filter(made_at__lt=now).count() == 1
    assert group.goals.filter(author=None).count() == 3
    assert group.goals.filter(author__isnull=False, shared_at=None).count() == 1
    (hoped,) = meetings.unsettled()
    assert hoped.is_ahead(now)
    found = [(h.suits, h.could_suit, len(h.can), len(h.waiting_for)) for h in hoped.poll.hearings(now)]
    offered = [(False, True, 3, 1), (False, True, 2, 1), (False, False, 2, 1)]
    assert found == offered[-hoped.poll.options.ahead(now).count() :]
    assert meetings.filter(let_go_at__isnull=False).count() == 1
    offers = ExceptionOffer.objects.standing().filter(meeting__group=group)
    assert [(offer.option is None, offer.acceptances.count()) for offer in offers] == [(False, 1), (True, 1)]
    smaller = group.meetings(manager="of_any_size").of_some().ahead(now)
    assert sorted(smaller.values_list("shown_to_all", flat=True)) == [False, True]
    assert meetings.filter(earlier_dates__isnull=False).count() == 1

    in_sight = meetings.filter(starts_on__year__in=(today.year, today.year + 1))
    assert in_sight.filter(kind="retreat").exists()
    assert in_sight.filter(learning=True).exists()
    ahead = list(meetings.ahead(now).settled())
    assert len(ahead) >= 8
    assert timedelta(0) < ahead[0].starts_at - now < timedelta(days=19), "the next is near"
    assert meetings.awaiting_answer_from(group.members.in_order().first(), now).count() == 2

    for meeting in meetings:
        assert meeting.created_at <= now
        assert meeting.changed_at <= now
        assert meeting.focus is None or meeting.focus != meeting.facilitator
    assert not Attendance.objects.filter(answered_at__gt=now).exists()
    assert not group.topics.filter(put_by_at__gt=now).exists()
    assert set(group.resources.values_list("form", flat=True)) == {"link", "reference", "file"}
    assert not group.resources.filter(put_by_at__gt=now).exists()
    assert group.tags.count() == 9
    assert group.topics.filter(notes__isnull=False, worded_at__lt=now).exists()
    assert group.topics.filter(put_back_at__lt=now).count() == 1
    assert not group.editions.filter(made_at__gt=now).exists()
    assert not group.goals.filter(shared_at__gt=now).exists()


# -- the command


def test_it_is_for_development_alone():
    with pytest.raises(CommandError, match="DEBUG=1"):
        sample()
    assert not Member.objects.exists()


def test_loaded_twice_it_is_loaded_once_and_whom_it_says_one_can_sign_in_as_is_true(development, client):
    told = json.loads(sample(json=True))
    look_alive(Group.objects.get(), timezone.now())
    before = portrait(Group.objects.get())
    assert json.loads(sample(json=True)) == told
    assert portrait(Group.objects.get()) == before
    assert Member.objects.count() == len(told["members"]) == 4
    assert told["group"] == "kettle-row"
    login = {"login": told["members"][0], "password": told["password"]}
    assert client.post(reverse("account_login"), login).status_code == 302
    for name in ("home", "meetings:year", "larder:list", "manifesto:current", "groups:members", "groups:goals"):
        assert client.get(reverse(name, args=["kettle-row"])).status_code == 200


def test_it_keeps_out_of_a_site_that_is_in_use_where_it_is_asked_to(development):
    member = Member.objects.create_user("nia@example.org", name="Nia")
    Group.begin(name="Ours", slug="ours", first=member)
    assert sample(if_empty=True) == ""
    assert Group.objects.count() == 1


def test_what_fails_half_way_leaves_nothing(development):
    Member.objects.create_user(words.MEMBERS[2][1], name="Somebody with the same address")
    with pytest.raises(Exception, match=r"(?i)unique"):
        build()
    assert not Group.objects.exists()
    assert Member.objects.count() == 1


# -- the group (on PostgreSQL as the command makes it; on which day it is made, no database knows)


@pytest.mark.once
@pytest.mark.parametrize("now", TURNS_OF_THE_YEAR[:1], ids=str)
def test_the_same_moment_gives_the_same_group(now):
    portraits = []
    for _ in range(2):
        with transaction.atomic():
            group = build(now)
            look_alive(group, now)
            portraits.append(portrait(group))
            transaction.set_rollback(True)
    assert portraits[0] == portraits[1]


@pytest.mark.once
@pytest.mark.parametrize("now", as_often(IN_A_YEAR[:1], IN_A_YEAR), ids=str)
def test_the_calendar_year_has_a_retreat_a_learning_evening_and_a_meeting_without_a_date(now):
    group = build(now)
    look_alive(group, now)
    in_this_year = group.meetings.in_year(now.year)
    assert in_this_year.filter(kind="retreat").exists()
    assert in_this_year.filter(learning=True).exists()
    assert list(in_this_year.unsettled()) == list(group.meetings.unsettled())


@pytest.mark.parametrize("today", [date(2027, 1, 1) + timedelta(days=8 * i) for i in range(46)], ids=str)
def test_the_year_is_planned_so_on_every_day(today):
    planned = list(programme(today))
    sorts = {meeting.sort for meeting in planned if meeting.first.year == meeting.last.year == today.year}
    assert {"evening", "day", "retreat", "learning"} <= sorts
    assert next_evening(today) in [meeting.first for meeting in planned if meeting.sort == "evening"]
    assert [m.first for m in planned] == sorted({m.first for m in planned})
    assert today <= day_without_a_date(today) <= date(today.year, 12, 31)


@pytest.mark.once
@pytest.mark.parametrize("now", as_often(TURNS_OF_THE_YEAR[1:2], TURNS_OF_THE_YEAR[1:]), ids=str)
def test_it_is_alive_at_the_turns_of_the_year(now):
    look_alive(build(now), now)


@pytest.mark.once
@pytest.mark.parametrize("now", THROUGH_A_YEAR, ids=lambda now: str(now.date()))
def test_it_is_alive_all_through_a_year(now):
    look_alive(build(now), now)


def test_a_database_without_tables_is_one_line(tmp_path):
    answer = run("manage.py", "sample_group", "--json", DEBUG="1", DATABASE_URL=f"sqlite:///{tmp_path}/copse.sqlite3")
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "CommandError: The database has no tables yet. `manage.py migrate` makes them, and so does `make run`."
    ]
