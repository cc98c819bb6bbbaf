"""One mail of each sort as it is sent, to Joss of the sample group's people, on a day that is said: docs/mail/*.eml.

What is random on purpose (keys, tokens, the Message-ID) is the same each time here, and so is the date of sending.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from allauth.account.adapter import get_adapter
from django.core import mail
from django.db import transaction

from copse.near import forget
from copse.sample import words
from groups import friday
from groups.kinds import Kind, Rhythm
from groups.models import AdminClaim, Ending, Gathering, Goal, Group, MailChoice, Member, Membership, Outbox
from groups.reminding import remind
from larder.models import Resource
from meetings import turn_mail
from meetings.laying_out import Sheet
from meetings.models import Attendance, DatePoll, ExceptionOffer, Meeting, PollReminder, SmallerGuest, TurnOffer
from meetings.pattern import Pattern
from tests import factories
from tests.meetings.test_laying_out import posted

NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)  # a Tuesday
SETTINGS = {"SITE_URL": "https://copse.example.org", "SITE_UID_DOMAIN": "copse.example.org",
            "EMAIL_FROM": "copse@copse.example.org"}  # fmt: skip
RANDOM = [
    (rb"/u/[a-z2-9]{8}\.(\w+)\.[\w-]{43}/", rb"/u/k3v9qdwm.\1.Zk1vX3sJm0Qd8bYw5LhTtR2nGc7aEo4uPiK6fVyB9xM/"),
    (rb"/join/[\w-]{43}/", rb"/join/Zk1vX3sJm0Qd8bYw5LhTtR2nGc7aEo4uPiK6fVyB9xM/"),
    (rb"(/(?:meetings|smaller|rounds|gatherings)/)[a-z2-9]{8}/", rb"\1h7n4tpxe/"),
    (rb"(?m)^Message-ID: .*$", b"Message-ID: <5b0c2f0e-7d1a-4c7e-9d52-0f6f1f8f2a61@copse.example.org>"),
    (rb"(?m)^Date: .*$", b"Date: Tue, 02 Mar 2027 10:00:00 -0000"),
]


class Samples:
    """`each()` gives the mails by name. The clock has to stand at NOW."""

    def __init__(self):
        began = NOW - timedelta(days=400)
        people = [
            Member.objects.create_user(email, name=name, zone=zone) for name, email, _p, zone, *_rest in words.MEMBERS
        ]
        name, slug = words.GROUP
        self.group = Group.begin(name=name, slug=slug, first=people[0], at=began)
        self.amara, self.joss, self.petra, self.idris = (self.group.welcome(person, at=began) for person in people)
        Membership.objects.filter(group=self.group).update(joined_at=began)
        MailChoice.keep({Kind.SHARED: Rhythm.AT_ONCE}, by=self.joss)

    def each(self) -> dict[str, bytes]:
        return {name: self._sent(deed) for name, deed in sorted(self.deeds.items())}

    @property
    def deeds(self) -> dict[str, Callable[[], None]]:
        return {
            name.removeprefix("mail_").replace("_", "-"): getattr(self, name)
            for name in dir(self)
            if name.startswith("mail_")
        }

    def _sent(self, deed) -> bytes:
        """The newest mail to Joss, or to whom there is no member of, once it has been done; then it is undone."""
        for kept in (self.group, self.amara, self.joss, self.petra, self.idris):
            kept.refresh_from_db()
        with transaction.atomic():
            deed()
            whose = Outbox.objects.waiting().filter(member__in=[self.joss.member_id])
            row = (whose or Outbox.objects.waiting().filter(member=None)).order_by("pk").last()
            Outbox.objects.filter(pk=row.pk).update(due_at=NOW)
            assert Outbox.objects.get(pk=row.pk).deliver(at=NOW), row.kind
            transaction.set_rollback(True)
        forget()  # versions go back too
        content = mail.outbox[-1].message().as_bytes()
        for pattern, same in RANDOM:
            content = re.sub(pattern, same, content)
        return content

    # -- what there is to tell of

    def _meeting(self, days: int = 23, **what) -> Meeting:
        """On a Thursday evening, settled; Amara facilitates."""
        day = (NOW + timedelta(days=days)).date()
        plan = {"kind": "online", "starts_on": day, "ends_on": day, "start_time": time(19), "end_time": time(21)}
        plan |= {"zone": "Europe/London", "facilitator": self.amara, "settled": True, "by": self.amara}
        meeting = Meeting.plan(**plan | what, at=NOW - timedelta(days=1))
        if meeting.settled_at:
            Outbox.objects.all().delete()
        return meeting

    def _looked_for(self) -> Meeting:
        meeting = self._meeting(settled=False)
        for weeks in (1, 2):
            on = meeting.starts_on + timedelta(weeks=weeks)
            times = {"start_time": time(19), "end_time": time(21), "zone": "Europe/London", "kind": "online"}
            meeting.poll.offer(by=self.amara, starts_on=on, ends_on=on, **times)
        return meeting

    # -- a date to find

    def mail_date_asked(self):
        self._looked_for()

    def mail_date_year_laid_out(self):
        evening = {"kind": "online", "start_time": time(19), "end_time": time(21)}
        factories.Rhythm.begin(by=self.amara, pattern=Pattern.of(weekday=1, places=[1]), **evening)
        Sheet.make(posted(Sheet(self.group, 2028)), 2028, by=self.amara)

    def mail_date_reminder(self):
        meeting = self._looked_for()
        Outbox.objects.all().delete()
        PollReminder.send(meeting.poll, self.joss, by=self.amara)

    def mail_date_all_heard(self):
        meeting = self._meeting(settled=False, by=self.joss)
        Outbox.objects.all().delete()
        for person in (self.amara, self.joss, self.petra, self.idris):
            factories.say(meeting, "can", by=person)

    def mail_date_without_one_of_us(self):
        meeting = self._meeting()
        Attendance.say(meeting, "cannot", by=self.petra)
        Outbox.objects.all().delete()
        ExceptionOffer.make(meeting, by=self.petra)

    # -- a date settled or changed

    def mail_meeting_planned(self):
        day = NOW.date() + timedelta(days=23)
        self._meeting()
        Meeting.plan(
            by=self.amara, settled=True, kind="online", starts_on=day, ends_on=day, start_time=time(19),
            end_time=time(21), zone="Europe/London",
        )  # fmt: skip

    def mail_meeting_settled(self):
        meeting = self._meeting(settled=False)
        for person in (self.amara, self.joss, self.petra, self.idris):
            factories.say(meeting, "can", by=person)
        Outbox.objects.all().delete()
        factories.settle(meeting, by=self.amara)

    def mail_meeting_changed(self):
        meeting = self._meeting()
        later = meeting.starts_on + timedelta(days=7)
        meeting.change(by=self.amara, starts_on=later, ends_on=later)

    def mail_meeting_in_another_room(self):
        self._meeting(days=1).change(by=self.amara, join_url="https://room.example.org/b")

    def mail_meeting_looked_for_again(self):
        DatePoll.open(self._meeting(), by=self.amara)

    def mail_meeting_let_go(self):
        self._meeting().let_go(by=self.amara)

    def mail_meeting_revived(self):
        meeting = self._meeting()
        meeting.let_go(by=self.amara)
        Outbox.objects.all().delete()
        meeting.revive(by=self.amara)

    def mail_meeting_looked_for_after_all(self):
        meeting = self._looked_for()
        meeting.let_go(by=self.amara)
        Outbox.objects.all().delete()
        meeting.revive(by=self.amara)

    def mail_meeting_moved(self):
        poll = DatePoll.open(self._meeting(), by=self.amara)
        on = poll.meeting.starts_on + timedelta(weeks=1)
        evening = {"start_time": time(19), "end_time": time(21), "zone": "Europe/London", "kind": "online"}
        new = poll.offer(by=self.amara, starts_on=on, ends_on=on, **evening)
        for person in (self.amara, self.joss, self.petra, self.idris):
            poll.answer({new: "can"}, by=person)
        poll.settle(new, by=self.amara, at=NOW + timedelta(minutes=1))
        Outbox.objects.exclude(kind="meeting").delete()

    def mail_meeting_arranged(self):
        factories.make_smaller_meeting(self.amara, self.joss)

    def mail_meeting_taken_out(self):
        meeting = factories.make_smaller_meeting(self.amara, self.joss, self.petra)
        Outbox.objects.all().delete()
        SmallerGuest.rearrange(meeting, [self.petra], by=self.amara)

    def mail_meeting_at_risk(self):
        Attendance.say(self._meeting(), "cannot", by=self.petra)

    # -- your turn is coming

    def mail_turn_coming(self):
        self._meeting(days=9, facilitator=self.joss)
        turn_mail.remind(NOW)

    def mail_turn_offered(self):
        TurnOffer.make(self._meeting(), by=self.amara, to=self.joss)

    def mail_turn_swap(self):
        his = self._meeting(days=51, facilitator=self.joss)
        TurnOffer.make(self._meeting(), by=self.amara, to=self.joss, other=his)

    def mail_turn_taken(self):
        TurnOffer.make(self._meeting(facilitator=self.joss), by=self.joss).take(by=self.petra)

    # -- a proposal waits for you

    def mail_proposal_opened(self):
        factories.make_round(self.amara)

    def _agreeing(self):
        """Nobody has a question, and each of us has reacted."""
        begun = factories.make_round(self.amara)
        for _stage in ("questions", "reactions"):
            Outbox.objects.all().delete()
            for person in (self.amara, self.joss, self.petra, self.idris):
                if begun.stage != "consent":
                    begun.be_done(by=person)
                    begun.refresh_from_db()
        return begun

    def mail_proposal_moved_on(self):
        self._agreeing()

    def mail_proposal_not_yet(self):
        begun = self._agreeing()
        begun.answer("not_yet", "It would keep me away.", by=self.petra)
        for person in (self.amara, self.joss, self.idris):
            begun.answer("consent", by=person)

    def mail_proposal_agreed(self):
        begun = self._agreeing()
        for person in (self.amara, self.joss, self.petra, self.idris):
            begun.answer("consent", by=person)

    def mail_proposal_taken_back(self):
        factories.make_round(self.amara).withdraw(by=self.amara)

    def mail_proposal_next_step(self):
        begun = factories.make_round(self.amara)
        for person in (self.joss, self.idris):
            begun.be_done(by=person)
        self.petra.leave()
        Outbox.objects.all().delete()
        type(begun).objects.filter(pk=begun.pk).update(stage_since=NOW - timedelta(weeks=4), opened_at=NOW)
        remind(NOW)

    def mail_proposal_reminder(self):
        begun = factories.make_round(self.amara)
        type(begun).objects.filter(pk=begun.pk).update(stage_since=NOW - timedelta(weeks=4), opened_at=NOW)
        Outbox.objects.all().delete()
        remind(NOW)

    def mail_proposal_gathering(self):
        Gathering.begin("goals", by=self.amara)

    # -- something was shared

    def mail_shared(self):
        for title in ("Salt", "Doors"):
            factories.make_topic(self.amara, title)
        Resource.put_by(by=self.petra, title="A page on rivers", address="https://example.org/")
        Goal.write(by=self.idris, text="To publish something").share(by=self.idris)

    # -- the weekly letter

    def mail_letter(self):
        MailChoice.keep({Kind.SHARED: Rhythm.FRIDAY, Kind.MEETING: Rhythm.FRIDAY}, by=self.joss)
        self.mail_shared()
        self._looked_for()
        factories.make_round(self.amara)
        self._meeting(days=16)
        Outbox.objects.all().delete()
        friday.write(friday.last_due(self.joss.member.zone, NOW))

    # -- what always comes

    def mail_always_invitation(self):
        self.group.invite("bea@example.org", by=self.amara)

    def mail_always_code(self):
        get_adapter().send_mail("account/email/login_code", self.joss.member.email, {"code": "KX7Q-2MWD"})
        Outbox.objects.update(queued_at=NOW)  # it can be used for some minutes

    def mail_always_new_password(self):
        where = {"timestamp": NOW, "ip": "192.0.2.17", "user_agent": "Firefox 140"}
        get_adapter().send_mail("account/email/password_changed", self.joss.member.email, where)

    def mail_always_taken_out(self):
        self.joss.remove(by=self.amara, reason="It was too much.")

    def mail_always_back_again(self):
        self.joss.remove(by=self.amara, reason="It was too much.")
        self.joss.undo_removal(by=self.amara)

    def mail_always_offer_to_look_after(self):
        self.amara.leave()
        AdminClaim.make(by=self.petra)

    def mail_always_group_ending(self):
        Ending.ask(by=self.amara)
