"""vobject, which Radicale reads with."""

import vobject
from shape import given, say

TEXTS = ("status", "summary", "location", "description")
calendar = vobject.readOne(given())
say(
    (event.uid.value, event.dtstart.value, event.dtend.value, *(event.getChildValue(name, "") for name in TEXTS))
    for event in calendar.vevent_list
)
