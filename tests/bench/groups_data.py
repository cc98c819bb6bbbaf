"""A group as big as wanted, quickly: what members do by the hundred is written in bulk, the rest by their verbs."""

from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.utils import timezone

from groups.models import ConsentRound, Goal, Group, Member, Stage
from larder.models import Tag, Tagging, Topic, Wish
from manifesto.models import Change, Edition, Proposal
from meetings import when
from meetings.models import Attendance, Meeting, MeetingTopic, RunSheetPart, Turn

NAMES = ("Nia", "Bea", "Ruth", "Tom", "Ada", "Sol", "Zoe", "Max")
READY = 12  # topics that no meeting opens yet
EVENING = {"start_time": time(19), "end_time": time(21), "zone": "Europe/London"}
KINDS = (
    {"kind": "online", "join_url": "https://meet.example.org/room"},
    {"kind": "face", "place": "The reading room at Sallow Street"},
    {"kind": "hybrid", "place": "The old ropewalk, upstairs", "join_url": "https://meet.example.org/room"},
)
VALUES = [(f"Value {n}", "A date that we have all said yes to is a promise, and we keep it.") for n in range(1, 8)]


def make_group(slug: str, *, members: int, days: list[int], topics_each: int) -> Group:
    """A group that meets on these days, counted from today, opens `topics_each` topics and has everyone's answer."""
    people = [
        Member.objects.create_user(f"{name}@{slug}.example.org".lower(), None, name=name) for name in NAMES[:members]
    ]
    group = Group.begin(name="Kettle Row", slug=slug, first=people[0])
    now = timezone.now()
    began = now + timedelta(days=min(days))
    Group.objects.filter(pk=group.pk).update(created_at=began)
    us = [group.welcome(person, at=began) for person in people]
    group.memberships.update(joined_at=began)
    meetings = plan(group, us, days, now)
    answers = [Attendance(meeting=m, membership=u, answer="can", at_sequence=0) for m in meetings for u in us]
    Attendance.objects.bulk_create(answers, batch_size=1000)
    Turn.objects.bulk_create(
        Turn(meeting=m, membership=m.facilitator, laid_at=began, accepted_at=began) for m in meetings
    )
    for meeting in meetings:
        if topics_each and meeting.is_ahead(now):
            RunSheetPart.lay_out(meeting)
    fill_larder(group, us, meetings, topics_each)
    look_for_dates(us, now)
    edition = Edition.bring_in(by=us[0], agreed_on=began.date(), values=VALUES, at=began)
    for membership in us:
        edition.sign(by=membership, at=began)
    Goal.objects.create(group=group, author=us[0], text="To write something that is not for work.")
    group.refresh_from_db()
    return group


def plan(group, us: list, days: list[int], now: datetime) -> list[Meeting]:
    """Settled meetings, a turn for each of us."""
    made = now + timedelta(days=min(days))
    meetings = []
    for day, kind, facilitator in zip(sorted(days), cycle(KINDS), cycle(us)):
        on = now.date() + timedelta(days=day)
        meeting = Meeting(
            group=group, starts_on=on, ends_on=on, facilitator=facilitator, created_at=made, changed_at=made,
            settled_at=made, **EVENING, **kind,
        )  # fmt: skip
        when.reckon(meeting)
        meetings.append(meeting)
    return Meeting.objects.bulk_create(meetings, batch_size=500)


def look_for_dates(us: list, now: datetime, *, meetings: int = 3, options: int = 4) -> None:
    """Meetings whose date is still to be found, each with some options that all but the first of us have answered."""
    for n in range(meetings):
        on = now.date() + timedelta(days=230 + 30 * n)
        what = {**EVENING, **KINDS[n % 3]}
        poll = Meeting.plan(by=us[0], settled=False, starts_on=on, ends_on=on, facilitator=us[n], **what).poll
        dates = {"kind": what["kind"], "place": what.get("place", ""), **EVENING}
        offered = [poll.options.get()]
        for day in range(1, options):
            later = on + timedelta(days=day)
            offered.append(poll.offer(by=us[day % len(us)], starts_on=later, ends_on=later, **dates))
        for person in us[1:]:
            poll.answer(dict.fromkeys(offered, "can"), by=person)


def fill_larder(group, us: list, meetings: list[Meeting], each: int) -> None:
    """`each` topics for every meeting, and some that are ready, with two members who would like them."""
    kinds, by = cycle(group.topic_kinds.all()), cycle(us)
    count = each * len(meetings) + READY
    topics = Topic.objects.bulk_create(
        [
            Topic(group=group, by=next(by), kind=next(kinds), title=f"Topic {n:04}", put_by_at=meetings[0].created_at,
                  why="What we carry in with us when the room has already begun.")
            for n in range(count)
        ]
    )  # fmt: skip
    opened = zip([m for m in meetings for _ in range(each)], topics, strict=False)
    MeetingTopic.objects.bulk_create([MeetingTopic(meeting=m, topic=t, came_of_it="A list poem.") for m, t in opened])
    Wish.objects.bulk_create([Wish(topic=t, membership=u) for t in topics[-READY:] for u in us[1:3]])


def make_larder(slug: str, *, topics: int) -> Group:
    """A group that has opened twenty topics and is to open four; so many more are ready, each with two of twelve
    tags. Thirty of them are wanted by two of us and twenty by one: what six people want is no more where more is there.
    """
    group = make_group(slug, members=6, days=[*range(-700, 0, 35), *range(10, 90, 20)], topics_each=1)
    us, kinds, now = list(group.members.in_order()), cycle(group.topic_kinds.all()), timezone.now()
    why = "What we carry in with us when the room has already begun, and where we put it down."
    more = Topic.objects.bulk_create(
        [
            Topic(group=group, by=us[n % 6], kind=next(kinds), title=f"Theme {n:04}", why=why,
                  put_by_at=now - timedelta(days=800, hours=-n), touched_at=now - timedelta(days=800, hours=-n))
            for n in range(topics)
        ],
        batch_size=500,
    )  # fmt: skip
    marks = [Wish(topic=t, membership=u) for t in more[:30] for u in us[1:3]]
    Wish.objects.bulk_create(marks + [Wish(topic=t, membership=us[3]) for t in more[30:50]])
    tags = Tag.objects.bulk_create(Tag(group=group, name=f"Word {n}", folded=f"word {n}") for n in range(12))
    tagged = [Tagging(topic=t, tag=tags[n % 12 - m]) for n, t in enumerate(more) for m in (0, 5)]
    Tagging.objects.bulk_create(tagged, batch_size=500)
    group.refresh_from_db()
    return group


def make_round(slug: str, *, members: int, answers: int) -> ConsentRound:
    """A change to the manifesto that was worded anew each time that all had answered *not yet*, until there were so
    many answers.
    """
    people = [
        Member.objects.create_user(f"{name}@{slug}.example.org".lower(), None, name=name) for name in NAMES[:members]
    ]
    group = Group.begin(name="Kettle Row", slug=slug, first=people[0])
    us = [group.welcome(person) for person in people]
    edition = Edition.bring_in(by=us[0], agreed_on=group.today(), values=VALUES)
    value = edition.entries.first().value
    words = {"act": Change.Act.REWORD, "name": "Value 1", "statement": "A date is a promise, and we keep it."}
    proposal = Proposal.draft([Change(value=value, **words)], "It has been a long autumn.", by=us[0])
    proposal.open(by=us[0])
    begun = proposal.round
    while begun.stage != Stage.CONSENT:
        begun.be_done(by=begun.waiting_for()[0])
    for person in islice(cycle(us), answers):
        if begun.stage == Stage.INTEGRATING:
            proposal.reword([Change(value=value, **words)], "Once more.", by=us[0])
            begun = proposal.round
        begun.answer("not_yet", "The last bus goes at nine.", by=person)
    return begun
