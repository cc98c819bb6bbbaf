"""What the worker does by itself, a row for each: how it falls due, and what one run leaves (trust.md, R10).

`tests/test_jobs.py` does each twice, and kills it wherever it writes: either way that is what is left, no more and no
less. A tick or a task without a row fails the suite.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone

from copse import files, inbound
from copse.undelivered import Cause, Fault
from groups import bounces, friday
from groups.models import AdminClaim, AskedPaper, ConsentRound, Ending, ErasureEntry, Export, Outbox
from groups.models.outbox import TRIES
from groups.tasks import make_export, make_paper
from larder.models import Delivery
from larder.tasks import work_on
from manifesto.models import trial
from meetings import zone_rules
from meetings.models import BusySpan, CalendarChoice, Meeting, MeetingInvitation, PutAside
from meetings.when import dates_of
from tests.factories import (
    first_of,
    make_admin,
    make_change,
    make_edition,
    make_group,
    make_meeting,
    make_membership,
    make_round,
)
from tests.groups.test_bounces import report
from tests.mailbox import OURS, Mailbox
from tests.manifesto.rounds import VALUES, agree

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Job:
    """`due` makes something due and gives the moment to run at, for a task what it is called with; `leaves` says in
    words what one run leaves, however often it is done and wherever it is killed. Where nothing `changes`, rows and
    files are as they were before.
    """

    due: Callable[[], datetime | str | int]
    leaves: str
    changes: bool = True
    forget: Callable[[], None] = lambda: None  # what a worker that begins doesn't remember


def two_of_us():
    nia = first_of(make_group())
    return nia, make_membership(nia.group, "Bea")


def claimed() -> datetime:
    nia, ruth = two_of_us()
    nia.leave()
    return AdminClaim.make(by=ruth).due_at


def a_round_that_waits() -> datetime:
    nia, _bea = two_of_us()
    make_edition(nia, values=VALUES)
    make_round(nia, make_change("Rest"))
    return timezone.now() + 5 * WEEK


def ending_agreed() -> datetime:
    nia = first_of(make_group())
    Ending.ask(by=nia).agree(by=make_admin(nia.group))
    return timezone.now() + 8 * DAY


def bytes_without_a_row() -> datetime:
    name = files.keep(b"left by a crash")
    long_ago = (timezone.now() - 2 * DAY).timestamp()
    os.utime(Path(settings.FILES_DIR) / name, (long_ago, long_ago))
    return timezone.now()


def a_mail_that_killed_the_worker() -> datetime:
    row = Outbox.queue("account", "login_code", to="nia@example.org", key="deadly")
    Outbox.objects.filter(pk=row.pk).update(tries=TRIES, leased_until=timezone.now())
    return timezone.now()


def an_address_that_takes_mails_again() -> datetime:
    member, at = first_of(make_group()).member, timezone.now()
    first, later = (Outbox.queue("account", "hello", to=member.email, key=key, member=member) for key in "ab")
    first.came_back(Fault(Cause.UNKNOWN, final=True, of_address=True), at)
    Outbox.objects.filter(pk=later.pk).update(sent_at=at + timedelta(hours=1))
    return at + 2 * DAY


def taken_out() -> datetime:
    nia, bea = two_of_us()
    bea.remove(by=nia, reason="Because.")
    return timezone.now() + 8 * DAY


def left_long_ago() -> datetime:
    _nia, bea = two_of_us()
    bea.leave()
    return timezone.now() + 31 * DAY


def an_old_copy() -> datetime:
    folder = Path(settings.DATA_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "old.zip").write_bytes(b"a copy")
    Export.objects.create(member=first_of(make_group()).member, file="old.zip", made_at=timezone.now())
    return timezone.now() + 8 * DAY


def an_old_paper() -> datetime:
    AskedPaper.ask(group=make_group(), maker="meetings", reference="2026").fail()
    return timezone.now() + 2 * DAY


def erased_a_moment_ago() -> datetime:
    ErasureEntry.note("nia", "account", at=timezone.now())
    return timezone.now()


def a_session_that_is_over() -> datetime:
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now())
    return timezone.now()


def nothing() -> datetime:
    return timezone.now()


def mail_that_came_back() -> datetime:
    box = Mailbox(Path(settings.DATA_DIR) / "mailbox")
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = box.url, OURS
    member = first_of(make_group()).member
    row = Outbox.queue("account", "hello", to=member.email, key="back", member=member)
    Outbox.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    box.lay_in(report(bounces.return_path(row)).encode())
    box.lay_in(report(inbound.address("b", "f" * 30)).encode())
    return timezone.now()


def clocks_that_have_changed() -> datetime:
    meeting, an_hour = make_meeting(days=10), timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=F("starts_at") + an_hour, ends_at=F("ends_at") + an_hour)
    return timezone.now()


def a_turn_in_a_week() -> datetime:
    nia, bea = two_of_us()
    make_meeting(nia, days=9, facilitates_with=bea)
    make_meeting(nia, days=9)
    return timezone.now() + 3 * DAY


def a_hoped_for_day_that_is_over() -> datetime:
    meeting = make_meeting(days=2, settled=False)
    day = meeting.starts_on + WEEK
    meeting.poll.offer(by=meeting.poll.by, **{**dates_of(meeting), "starts_on": day, "ends_on": day, "kind": "online"})
    return meeting.starts_at + timedelta(minutes=1)


def nobody_awaited_any_more() -> datetime:
    nia, bea = two_of_us()
    poll = make_meeting(nia, days=20, settled=False).poll
    poll.answer({poll.options.get(): "can"}, by=nia)
    type(bea).objects.filter(pk=bea.pk).update(left_at=timezone.now())
    return timezone.now()


def busy_times_beside_an_old_poll() -> datetime:
    nia = first_of(make_group())
    poll, at = make_meeting(nia, days=60, settled=False).poll, timezone.now()
    BusySpan.objects.create(poll=poll, membership=nia, starts_at=at, ends_at=at + DAY)
    return at + 31 * DAY


def a_list_from_before_yesterday() -> datetime:
    Delivery.bring("title\nSalt", by=first_of(make_group()))
    return timezone.now() + 3 * DAY


def on_trial() -> datetime:
    nia, bea = two_of_us()
    make_edition(nia, values=VALUES)
    agree(make_round(nia, make_change("Rest"), trial_until=nia.group.today() + 30 * DAY), nia, bea)
    return timezone.now() + 31 * DAY


def no_words_found_for_what_was_tried() -> datetime:
    at = on_trial()
    trial.ask(at)
    begun = ConsentRound.objects.open().get()
    for person in begun.waiting_for(at):
        begun.answer("not_yet", "It is too quiet now.", by=person, at=at)
    begun.let_rest("As it was", by=person, at=at)
    return at + 52 * WEEK


def a_friday_for_two_of_us() -> datetime:
    two_of_us()
    return friday.next_due("Europe/London", timezone.now()) + timedelta(hours=1)


def a_meeting_by_mail() -> datetime:
    nia, bea = two_of_us()
    CalendarChoice.choose("invitations", by=bea)
    make_meeting(nia)
    return timezone.now() + timedelta(hours=1)


def put_aside_for_a_meeting_that_is_over() -> datetime:
    at = a_meeting_by_mail()
    MeetingInvitation.send_due(at)
    invitation = MeetingInvitation.objects.get()
    PutAside.keep(invitation, "I would love to.", b"a mail", at)
    return invitation.meeting.ends_at + DAY


def a_copy_asked_for() -> str:
    return Export.ask(member=first_of(make_group()).member).key


def a_paper_asked_for() -> int:
    return AskedPaper.ask(group=make_group(), maker="nobody", reference="2026").pk


def a_long_list() -> str:
    lines = "\n".join(f"Topic {n}" for n in range(1001))  # so many that the worker looks at it
    return Delivery.bring(f"title\n{lines}", by=first_of(make_group())).key


TICKS = {
    "groups.models.admin_claim.AdminClaim.take_effect": Job(claimed, "whoever offered has the duty, once"),
    "groups.reminding.remind": Job(a_round_that_waits, "one reminder for each whom the round is up to"),
    "groups.models.ending.Ending.take_effect": Job(ending_agreed, "the group is gone, and what was in it"),
    "groups.models.file.File.sweep": Job(bytes_without_a_row, "the bytes are gone"),
    "groups.models.outbox.Outbox.give_up": Job(a_mail_that_killed_the_worker, "the mail is given up, once"),
    "groups.models.member.Member.hear_of_refused": Job(an_address_that_takes_mails_again, "nothing is said of it"),
    "groups.models.membership.Membership.finish_removals": Job(taken_out, "the removal is final, logged once"),
    "groups.models.departure.Departure.settle_due": Job(left_long_ago, "what was chosen is done, and noted once"),
    "groups.models.export.Export.expire": Job(an_old_copy, "neither the copy's file nor its row"),
    "groups.models.asked_paper.AskedPaper.expire": Job(an_old_paper, "nobody asked for it"),
    "groups.models.erasure_entry.ErasureEntry.wipe_again": Job(erased_a_moment_ago, "no trace, again", changes=False),
    "groups.friday.write": Job(a_friday_for_two_of_us, "one letter for each of us"),
    "groups.devices.forget": Job(a_session_that_is_over, "no session, and no browser that was noted of it"),
    "groups.search.settle": Job(nothing, "what is found is as before", changes=False),
    "groups.received.receive": Job(mail_that_came_back, "the mail is given up once; what isn't ours lies aside, once"),
    "meetings.zone_rules.look_once": Job(
        clocks_that_have_changed, "the instants follow, told by one new sequence", forget=zone_rules._looked.clear
    ),
    "meetings.turn_mail.remind": Job(a_turn_in_a_week, "one mail for each turn"),
    "meetings.models.date_poll.DatePoll.move_on": Job(a_hoped_for_day_that_is_over, "we hope for the next day"),
    "meetings.models.date_poll.DatePoll.hear": Job(nobody_awaited_any_more, "whoever asked is told, in one mail"),
    "meetings.models.busy_span.BusySpan.forget": Job(busy_times_beside_an_old_poll, "no busy times"),
    "meetings.models.meeting_invitation.MeetingInvitation.send_due": Job(
        a_meeting_by_mail, "one invitation, mailed once"
    ),
    "meetings.models.put_aside.PutAside.forget": Job(put_aside_for_a_meeting_that_is_over, "nothing lies aside"),
    "larder.models.delivery.Delivery.expire": Job(a_list_from_before_yesterday, "no list"),
    "manifesto.models.trial.ask": Job(on_trial, "one round that asks all of us, and one mail to each"),
    "manifesto.models.trial.let_lapse": Job(no_words_found_for_what_was_tried, "the former words, as one new edition"),
}
TASKS = {
    make_export.module_path: Job(a_copy_asked_for, "one copy, whole"),
    make_paper.module_path: Job(a_paper_asked_for, "it couldn't be made, said once"),
    work_on.module_path: Job(a_long_list, "the list has been looked at"),
}
