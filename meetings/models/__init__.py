from meetings.models.attendance import Attendance
from meetings.models.component import Component
from meetings.models.meeting import Meeting
from meetings.models.meeting_date import MeetingDate
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.own_notes import OwnNotes
from meetings.models.run_sheet import RunSheetPart
from meetings.models.subscription import FeedDocument, Subscription
from meetings.models.use import Use

__all__ = [
    "Attendance",
    "Component",
    "FeedDocument",
    "Meeting",
    "MeetingDate",
    "MeetingTopic",
    "OwnNotes",
    "RunSheetPart",
    "Subscription",
    "Use",
]
