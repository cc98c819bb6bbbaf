"""Reads one calendar file for when somebody is busy, in a process of its own: `meetings.own_calendar` runs it.

Knows nothing of Django or of the site. A file is never believed. A scanner keeps, of each event that can touch the time
asked about, the twelve properties that say when it is (`lines`, `event`), and refuses what would take long to work out
(`scan`); only what is left is handed to icalendar and recurring_ical_events (`instants`). The process takes limits on
itself that it can't take back (`__main__`).
"""


class Refused(Exception):
    """The file isn't read; the argument says why."""


class LeftOut(Exception):
    """An event can't be reckoned with."""
