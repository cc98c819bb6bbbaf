"""What meetings keep of people, and what becomes of it when they leave: see groups.holding and groups.belonging."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from groups.models import Membership
from meetings import calendar, personal_away, personal_dates, personal_mailed, personal_turns
from meetings.calendar import Detail
from meetings.models import (
    Attendance,
    Component,
    DatePoll,
    ExceptionAcceptance,
    ExceptionOffer,
    FeedDocument,
    LaidOut,
    Meeting,
    MeetingDate,
    MeetingTopic,
    OwnNotes,
    Rhythm,
    RunSheetPart,
    SmallerGuest,
    Subscription,
    Use,
)

ANSWERS = Holding(
    Attendance, gettext_lazy("Your answers to dates"), whose="membership",
    copied="meeting.starts_on answer note answered_at by_mail_at", blanked={"note": ""},
    ours="meeting answer answered_at by_mail_at",
    plain="at_sequence",
)  # fmt: skip
HOSTED = Holding(
    Meeting, gettext_lazy("Meetings that you facilitated"), whose="facilitator",
    copied="starts_on kind title", ours="starts_on kind title",
    plain="group key uid start_time start_fold ends_on end_time end_fold zone starts_at ends_at place join_url"
    " learning materials sequence asks_since created_at changed_at settled_at let_go_at not_held_at smaller"
    " shown_to_all topics",
)  # fmt: skip
RULES = [
    ANSWERS,
    Holding(
        OwnNotes, gettext_lazy("Your notes for meetings"), whose="membership", goes=True,
        copied="meeting.starts_on text",
    ),
    HOSTED,
    Holding(
        Meeting, gettext_lazy("Meetings with you in focus"), whose="focus", copied="starts_on", ours="starts_on"
    ),
    Holding(
        Meeting, gettext_lazy("Meetings that you planned, settled, changed or let go last"), whose="news_by",
        copied="starts_on", ours="starts_on",
    ),
    Holding(
        MeetingDate, gettext_lazy("Meetings that you moved"), whose="by", copied="meeting.starts_on moved_at",
        ours="meeting moved_at",
        plain="starts_on start_time start_fold ends_on end_time end_fold zone kind place sequence",
    ),
    Holding(
        SmallerGuest, gettext_lazy("Smaller meetings that you were in"), whose="membership",
        copied="meeting.starts_on meeting.title", ours="meeting",
    ),
    Holding(
        ExceptionOffer, gettext_lazy("When you offered that we meet without you"), whose="by",
        copied="meeting.starts_on option.starts_on offered_at", ours="meeting option offered_at",
        plain="key at_sequence",
    ),
    Holding(
        ExceptionAcceptance, gettext_lazy("When you agreed to meet without somebody"), whose="membership",
        copied="offer.meeting.starts_on accepted_at", ours="offer accepted_at",
    ),
    Holding(
        RunSheetPart, gettext_lazy("Parts of meetings that you led"), whose="leader", copied="meeting.starts_on part",
        ours="meeting part", plain="order minutes words",
    ),
    Holding(
        Subscription, gettext_lazy("Your calendar links"), whose="member", of_account=True, goes=True,
        copied="label group.name detail tentative cancelled created_at renewed_at fetched_at fetched_by revoked_at",
        plain="key token_hash fetches counted_from stamp etag changed_at fresh_until",
    ),
    NotPersonal(
        FeedDocument, "drawn from meetings, and goes with its link", "subscription etag content total built_at",
    ),
    NotPersonal(
        Component, "drawn from meetings, and forgotten when a name goes",
        "meeting detail language changed_at says zone until text",
    ),
    NotPersonal(MeetingTopic, "what came of a topic is the group's own", "meeting topic order came_of_it"),
    NotPersonal(
        Rhythm, "the rhythm of a group is its own",
        "group key rule starts_on kind start_time end_time days zone place join_url changed_at",
    ),
    NotPersonal(LaidOut, "what came of a day of the rhythm", "rhythm on meeting"),
    NotPersonal(Use, "how an activity went is the group's own", "part activity order how_it_went"),
    *personal_away.RULES,
    *personal_dates.RULES,
    *personal_mailed.RULES,
    *personal_turns.RULES,
]  # fmt: skip


class Answers(Belonging):
    key, order, title = "answers", 60, gettext_lazy("Your answers to dates")
    fates = (Fate.UNNAMED,)
    holdings = (ANSWERS, personal_dates.AVAILABILITIES)

    def says(self, fate, n):
        words = ngettext(
            "%(number)s answer: to a meeting ahead it goes at once; to one before it stays as a count, without your"
            " name.",
            "%(number)s answers: those to meetings ahead go at once, those before stay as a count, without your name.",
            n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


class Hosted(Belonging):
    key, order, title = "meetings", 70, gettext_lazy("Meetings that you facilitate")
    fates = (Fate.UNNAMED,)
    holdings = (HOSTED, personal_turns.HOSTED_WITH)

    def says(self, fate, n):
        words = ngettext(
            "%(number)s meeting: where it is ahead, somebody else can facilitate it; where it has been, it stays with"
            " what came of it, without your name.",
            "%(number)s meetings: those ahead are free for somebody else to facilitate; those that have been stay with"
            " what came of them, without your name.", n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


class Feeds(Belonging):
    key, order, title = "feeds", 90, gettext_lazy("Calendar links of this group")

    def seen(self, whose):
        return [Subscription.objects.working().filter(member=whose.member_id, group=whose.group_id)]

    def says(self, fate, n):
        words = ngettext(
            "%(number)s calendar link of this group shows nothing any more.",
            "%(number)s calendar links of this group show nothing any more.", n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


BELONGINGS = [Answers(), Hosted(), Feeds()]


def end_feeds(membership, at) -> None:
    """Whoever goes, be it for a week: their feeds of the group end."""
    Subscription.revoke_for(membership, at=at)
    membership.group.changed("programme")


def end_part_in_meetings(membership, at) -> None:
    """Whoever goes for good: their answers to what was ahead when they went go, and what they would do there is free
    for somebody else.
    """
    ahead = Meeting.of_any_size.filter(group=membership.group_id, ends_at__gt=membership.removed_at or at)
    alone = Meeting.of_any_size.of_some().with_guest(membership)
    alone.exclude(guests__membership__in=Membership.objects.live()).delete()  # nobody is left to whom it says anything
    for theirs in (membership.attendances, membership.exceptions_offered, membership.smaller_meetings):
        theirs.filter(meeting__in=ahead).delete()
    membership.availabilities.filter(option__poll__in=DatePoll.objects.open()).delete()
    for theirs in (membership.standing, membership.busy):
        theirs.all().delete()
    RunSheetPart.objects.filter(meeting__in=ahead, leader=membership).update(leader=None)
    ahead.filter(focus=membership).update(focus=None, changed_at=at)
    personal_mailed.end(membership, at)
    personal_turns.free(membership, ahead, at)
    for area in ("programme", "answers"):
        membership.group.changed(area)


def forget_drawn(group) -> None:
    """Feeds and their pieces are drawn anew: some hold the name of whoever facilitated."""
    Component.objects.filter(meeting__group=group).delete()
    feeds = Subscription.objects.filter(Q(group=group) | Q(group=None, member__memberships__group=group))
    found = list(feeds.values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=found).update(stamp="", etag="")
    FeedDocument.objects.filter(subscription__in=found).update(etag="", content=b"")


def my_calendar(member) -> dict[str, bytes]:
    """The meetings of all the member's groups as a calendar file."""
    at = timezone.now()
    groups = [membership.group for membership in member.joined_groups()]
    theirs = Meeting.of_any_size.of(member).filter(group__in=groups).settled()
    meetings = list(theirs.select_related("group").order_by("starts_at"))
    zones = {calendar.tzid(meeting, at.year) for meeting in meetings} - {""}
    texts = [calendar.component(meeting, Detail.PLACE, member.language, at.year) for meeting in meetings]
    head = calendar.header(_("Our meetings"), _("When we meet."))
    return {"meetings.ics": calendar.document(head, zones, texts, at.year)}
