from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting
from meetings.models.meeting_date import MeetingDate
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.run_sheet import RunSheetPart

__all__ = ["Attendance", "Meeting", "MeetingDate", "MeetingTopic", "RunSheetPart"]
