"""What of its meetings a group takes along when it moves to another site, and what it leaves: see groups.carrying."""

from groups.carrying import Carried, LeftBehind
from meetings.models import (
    Attendance,
    Component,
    FeedDocument,
    Meeting,
    MeetingDate,
    MeetingTopic,
    OwnNotes,
    RunSheetPart,
    Subscription,
    Use,
)

RULES = [
    Carried(
        Meeting, "group",
        "group key uid kind title starts_on start_time ends_on end_time zone starts_at ends_at place join_url"
        " facilitator learning focus materials sequence asks_since created_at changed_at settled_at let_go_at",
    ),
    Carried(MeetingTopic, "meeting__group", "meeting topic order came_of_it"),
    Carried(MeetingDate, "meeting__group", "meeting starts_on start_time ends_on end_time zone moved_at by"),
    Carried(RunSheetPart, "meeting__group", "meeting order part minutes leader words"),
    Carried(Use, "part__meeting__group", "part activity order how_it_went"),
    Carried(Attendance, "meeting__group", "meeting membership answer at_sequence answered_at", left="note"),
    LeftBehind(OwnNotes, "for whoever wrote them alone"),
    LeftBehind(Subscription, "links of this site, each one's own"),
    LeftBehind(FeedDocument, "drawn from meetings"),
    LeftBehind(Component, "drawn from meetings"),
]  # fmt: skip
