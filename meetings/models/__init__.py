from meetings.models.attendance import Attendance
from meetings.models.availability import Availability, PollNote
from meetings.models.busy_span import BusyReading, BusySpan
from meetings.models.calendar_choice import CalendarChoice, CalendarWay
from meetings.models.component import Component
from meetings.models.date_poll import DatePoll
from meetings.models.date_rule import DateRule
from meetings.models.exception_offer import ExceptionAcceptance, ExceptionOffer
from meetings.models.feed_document import FeedDocument
from meetings.models.meeting import Meeting
from meetings.models.meeting_date import MeetingDate
from meetings.models.meeting_invitation import MeetingInvitation
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.option import Option
from meetings.models.own_notes import OwnNotes
from meetings.models.put_aside import PutAside
from meetings.models.rhythm import LaidOut, Rhythm
from meetings.models.rota_order import RotaOrder
from meetings.models.run_sheet import RunSheetPart
from meetings.models.smaller_guest import SmallerGuest
from meetings.models.standing_availability import StandingAvailability
from meetings.models.subscription import Subscription
from meetings.models.turn import Turn
from meetings.models.turn_offer import TurnOffer
from meetings.models.unheard import PollReminder, TreatedAway
from meetings.models.use import Use

__all__ = [
    "Attendance",
    "Availability",
    "BusyReading",
    "BusySpan",
    "CalendarChoice",
    "CalendarWay",
    "Component",
    "DatePoll",
    "DateRule",
    "ExceptionAcceptance",
    "ExceptionOffer",
    "FeedDocument",
    "LaidOut",
    "Meeting",
    "MeetingDate",
    "MeetingInvitation",
    "MeetingTopic",
    "Option",
    "OwnNotes",
    "PollNote",
    "PollReminder",
    "PutAside",
    "Rhythm",
    "RotaOrder",
    "RunSheetPart",
    "SmallerGuest",
    "StandingAvailability",
    "Subscription",
    "TreatedAway",
    "Turn",
    "TurnOffer",
    "Use",
]
