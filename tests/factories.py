"""Plain factories: each makes one thing and what it can't do without, through the verbs that members use."""

from datetime import date, datetime, time, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from copse import uploads
from groups.models import Duty, Group, Invitation, Member, Membership, Outbox
from larder.models import Activity, Resource, Topic
from larder.references.csl import tidied
from manifesto.models import Change, Correction, Edition, Proposal, Value
from meetings.models import DatePoll, Meeting, Rhythm, SmallerGuest
from meetings.pattern import Pattern

_n = count(1)
PASSWORD = "four-words-in-a-row"


def make_member(name: str = "", *, email: str = "", password: str | None = None, **fields) -> Member:
    n = next(_n)
    email = email or f"member{n}@example.org"
    member = Member.objects.create_user(email, password, name=name or f"Member {n}", **fields)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def make_group(name: str = "", *, first: Member | None = None, **fields) -> Group:
    n = next(_n)
    group = Group.begin(name=name or f"Group {n}", slug=f"group-{n}", first=first or make_member())
    if fields:
        Group.objects.filter(pk=group.pk).update(**fields)
        group.refresh_from_db()
    return group


def make_membership(group: Group | None = None, name: str = "", *, duty: str = "", **fields) -> Membership:
    """Somebody who is in `group`, made where none is given; with `duty` they hold it."""
    group = group or make_group()
    membership = group.welcome(make_member(name))
    if fields:
        Membership.objects.filter(pk=membership.pk).update(**fields)
        membership.refresh_from_db()
    if duty:
        membership.take_on(duty, by=membership)
    return membership


def make_admin(group: Group | None = None, name: str = "") -> Membership:
    return make_membership(group, name, duty=Duty.Name.ADMIN)


def first_of(group: Group) -> Membership:
    """Whoever began the group: its admin."""
    return group.members.in_order().first()


def make_invitation(group: Group | None = None, email: str = "", *, note: str = "", **fields) -> Invitation:
    """Sent by whoever began the group; `fields` are then as given, such as `revoked_at`."""
    group = group or make_group()
    invitation = group.invite(email or f"invited{next(_n)}@example.org", by=first_of(group), note=note)
    if fields:
        Invitation.objects.filter(pk=invitation.pk).update(**fields)
        invitation.refresh_from_db()
    return invitation


def make_topic(by: Membership | None = None, title: str = "Tables", why: str = "", **fields) -> Topic:
    by = by or make_membership()
    return Topic.put_by(by=by, title=title, why=why, **{"kind": by.group.topic_kinds.first(), **fields})


def make_activity(by: Membership | None = None, title: str = "Ten lines", **what) -> Activity:
    by = by or make_membership()
    how = {"instructions": "Write ten lines that begin with a place.", "minutes": 20, "part": "creative"}
    return Activity.put_by(by=by, title=title, **{**how, **what})


def make_link(by: Membership | None = None, address: str = "https://example.org/", **what) -> Resource:
    return Resource.put_by(by=by or make_membership(), address=address, **{"title": "A page", **what})


def make_reference(by: Membership | None = None, title: str = "Rivers", *, why: str = "", to=None, **item) -> Resource:
    """A book, unless `item` says what else."""
    parts = Resource.parts_of(tidied({"type": "book", "title": title, **item}))
    return Resource.put_by(by=by or make_membership(), why=why, to=to, **parts)


def make_file(by: Membership | None = None, title: str = "My notes", *, content: bytes = b"Ten lines.", **what):
    """A text, unless `name` says what else."""
    upload = uploads.taken(content, what.pop("name", "notes.txt"))
    return Resource.put_by(by=by or make_membership(), title=title, upload=upload, **what)


def make_meeting(
    by: Membership | None = None, *, days: int = 10, settled: bool = True, told: bool = True, **what
) -> Meeting:
    """A meeting `days` from today (before it, if negative), 19:00 to 21:00 in London, online. `told`: whoever it
    concerns has read the mail of it.
    """
    by = by or make_membership()
    day = what.pop("day", None) or timezone.localdate() + timedelta(days=days)
    plan: dict = {
        "kind": "online", "starts_on": day, "start_time": time(19), "ends_on": day, "end_time": time(21),
        "zone": "Europe/London", "facilitator": by,
    }  # fmt: skip
    meeting = Meeting.plan(by=by, settled=settled, **{**plan, **what})
    if told:
        Outbox.objects.waiting().filter(group=by.group, kind__in=("meeting", "dates")).delete()
    return meeting


def say(meeting, answer: str, *, by, at=None) -> None:
    """What `by` says of the nearest date that is offered."""
    meeting.poll.answer({meeting.poll.options.ahead(at).first(): answer}, by=by, at=at)


def settle(meeting, *, by, at=None) -> None:
    """On the nearest date that is offered."""
    meeting.poll.settle(meeting.poll.options.ahead(at).first(), by=by, at=at)
    meeting.refresh_from_db()


def suits(meeting) -> bool:
    """Whether the nearest date that is offered can be settled."""
    return DatePoll.objects.get(meeting=meeting).hearings()[0].suits


def make_smaller_meeting(
    by: Membership, *guests: Membership, days: int = 5, shown_to_all: bool = False, **what
) -> Meeting:
    """A meeting of twos and threes, 10:00 to 11:00 in London, online."""
    day = what.pop("day", None) or timezone.localdate() + timedelta(days=days)
    plan: dict = {
        "kind": "online", "starts_on": day, "start_time": time(10), "ends_on": day, "end_time": time(11),
        "zone": "Europe/London",
    }  # fmt: skip
    what.setdefault("at", days_from_now(days - 1 if days < 0 else 0))
    return SmallerGuest.arrange(guests, by=by, shown_to_all=shown_to_all, **{**plan, **what})


def make_rhythm(by: Membership | None = None, pattern: Pattern | None = None, **what) -> Rhythm:
    """The first Tuesday of each month, 19:00 to 21:00, online, unless something else is said."""
    pattern = pattern or Pattern.of(weekday=1, places=[1])
    evening = {"kind": "online", "start_time": time(19), "end_time": time(21)}
    return Rhythm.begin(by=by or make_membership(), pattern=pattern, **{**evening, **what})


def make_edition(by: Membership | None = None, *, agreed_on: date | None = None, values=()) -> Edition:
    by = by or make_membership()
    values = list(values) or [("We come", "We keep a date that all of us have said yes to.")]
    return Edition.bring_in(by=by, agreed_on=agreed_on or timezone.localdate(), values=values)


def make_change(name: str = "", statement: str = "We stop on time.", *, value=None, act: str = "", order=None):
    """One that isn't saved: it adds a value, or rewords, moves or retires `value`."""
    act = act or (Change.Act.REWORD if value else Change.Act.ADD)
    if act in (Change.Act.MOVE, Change.Act.RETIRE):
        name = statement = ""
    elif not name:
        name = "Rest"
    return Change(value=value, act=act, name=name, statement=statement, order=order)


def make_proposal(by: Membership | None = None, *changes: Change, reason: str = "Because.", **what) -> Proposal:
    """A draft; without changes, it adds a value."""
    return Proposal.draft(list(changes) or [make_change()], reason, by=by or make_membership(), **what)


def make_round(by: Membership | None = None, *changes: Change, **what):
    """An open round, with its first questions, about a change to the manifesto."""
    proposal = make_proposal(by, *changes, **what)
    proposal.open(by=proposal.round.by)
    return proposal.round


def make_next_edition(*values: tuple[Value | None, str, str], after: Edition, **fields) -> Edition:
    """The edition after `after`, of these values, as an adopted change makes it; a value that is None is a new one."""
    fields = {"agreed_on": timezone.localdate(), **fields}
    edition = Edition.objects.create(group=after.group, n=after.n + 1, **fields)
    edition.set_out([(value or Value.objects.create(group=after.group), *words) for value, *words in values])
    after.group.changed("manifesto")
    return edition


def make_correction(entry, by: Membership | None = None, *, name: str = "", statement: str = "", **when) -> Correction:
    by = by or first_of(entry.edition.group)
    reads = entry.reads()
    return Correction.make(entry, by=by, name=name or reads.name, statement=statement or reads.statement, **when)


def to_consent(begun):
    """The round, once nobody has a question and everyone has reacted or passed."""
    while begun.stage != "consent":
        begun.be_done(by=begun.waiting_for()[0])
    return begun


def days_from_now(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)
