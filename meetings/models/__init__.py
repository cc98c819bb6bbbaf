from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting, MeetingDate, MeetingTopic
from meetings.models.run_sheet import RunSheetPart

__all__ = ["Attendance", "Meeting", "MeetingDate", "MeetingTopic", "RunSheetPart"]
