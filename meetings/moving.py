"""What of its meetings a group takes along when it moves to another site, and what it leaves: see groups.carrying."""

from django.db.models import Q

from groups.carrying import Carried, LeftBehind
from meetings.models import (
    Attendance,
    Availability,
    BusyReading,
    BusySpan,
    CalendarChoice,
    Component,
    DatePoll,
    DateRule,
    ExceptionAcceptance,
    ExceptionOffer,
    FeedDocument,
    LaidOut,
    Meeting,
    MeetingDate,
    MeetingInvitation,
    MeetingTopic,
    Option,
    OwnNotes,
    PollNote,
    PollReminder,
    PutAside,
    Rhythm,
    RotaOrder,
    RunSheetPart,
    SmallerGuest,
    StandingAvailability,
    Subscription,
    TreatedAway,
    Turn,
    TurnOffer,
    Use,
)

OF_ALL = Q(meeting__smaller=False)
RULES = [
    Carried(
        Meeting, "group",
        "group key uid kind title starts_on start_time start_fold ends_on end_time end_fold zone starts_at ends_at"
        " place join_url facilitator facilitates_with learning focus materials sequence asks_since created_at"
        " changed_at settled_at let_go_at not_held_at",
        left="smaller shown_to_all news_by",
    ),
    Carried(MeetingTopic, "meeting__group", "meeting topic order came_of_it"),
    Carried(
        MeetingDate, "meeting__group",
        "meeting starts_on start_time start_fold ends_on end_time end_fold zone kind place sequence moved_at by",
        only=OF_ALL,
    ),
    Carried(RunSheetPart, "meeting__group", "meeting order part minutes leader words"),
    Carried(Use, "part__meeting__group", "part activity order how_it_went"),
    Carried(
        Attendance, "meeting__group", "meeting membership answer at_sequence answered_at",
        left="note by_mail_at", only=OF_ALL,
    ),
    Carried(DatePoll, "meeting__group", "meeting by asked_at chosen closed_at all_heard_at", afterwards="chosen"),
    Carried(
        Option, "poll__meeting__group",
        "poll key uid by starts_on start_time start_fold ends_on end_time end_fold zone starts_at ends_at kind place"
        " note added_at taken_back_at",
    ),
    Carried(
        Availability, "option__poll__meeting__group", "option membership answer answered_at confirmed_at",
        left="by_mail_at",
    ),
    Carried(ExceptionOffer, "meeting__group", "meeting option by key at_sequence offered_at"),
    Carried(ExceptionAcceptance, "offer__meeting__group", "offer membership accepted_at"),
    Carried(PollReminder, "poll__meeting__group", "poll to by at"),
    Carried(TreatedAway, "poll__meeting__group", "poll about by at"),
    Carried(DateRule, "group", "group online face hybrid retreat stretch"),
    LeftBehind(PollNote, "for whoever plans the meeting alone"),
    LeftBehind(SmallerGuest, "a meeting of twos and threes is no meeting of the group"),
    Carried(
        Rhythm, "group",
        "group key rule starts_on kind start_time end_time days zone place join_url changed_at",
    ),
    Carried(LaidOut, "rhythm__group", "rhythm on meeting"),
    Carried(RotaOrder, "group", "group sort together term"),
    Carried(Turn, "meeting__group", "meeting membership laid_at accepted_at skipped_at"),
    Carried(
        TurnOffer, "meeting__group",
        "key meeting by other to meeting_asks_since meeting_starts_at meeting_settled_at other_asks_since"
        " other_starts_at other_settled_at offered_at withdrawn_at declined_at taken_at taken_by",
    ),
    LeftBehind(OwnNotes, "for whoever wrote them alone"),
    LeftBehind(StandingAvailability, "each one's own, with private reasons"),
    LeftBehind(BusySpan, "each one's own, for a month at most"),
    LeftBehind(BusyReading, "when somebody had a calendar read, for an hour"),
    LeftBehind(CalendarChoice, "each one's own, of this site"),
    LeftBehind(MeetingInvitation, "its address is of this site"),
    LeftBehind(PutAside, "for whoever plans the meeting alone"),
    LeftBehind(Subscription, "links of this site, each one's own"),
    LeftBehind(FeedDocument, "drawn from meetings"),
    LeftBehind(Component, "drawn from meetings"),
]  # fmt: skip
