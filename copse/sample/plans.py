"""What becomes of the sample group's plans: somebody can't come after all, and two of them meet by themselves."""

from datetime import datetime, time, timedelta

from meetings.models import Attendance, ExceptionOffer, SmallerGuest


def change(group, people: list, now: datetime, zone: str) -> None:
    """All of it was said within the last days; each thing on whatever day it is built."""
    somebody_cannot_come(group, people, now)
    meet_as_twos_and_threes(people, now, zone)


def somebody_cannot_come(group, people: list, now: datetime) -> None:
    """To the meeting after the next two. They offer that the others meet without them; one of those has said yes."""
    meeting = group.meetings.ahead(now).settled()[2]
    absent = next(person for person in people[2:] if person != meeting.facilitator)
    Attendance.say(meeting, "cannot", by=absent, at=now - timedelta(days=2))
    offer = ExceptionOffer.make(meeting, by=absent, at=now - timedelta(days=2))
    offer.accept(by=people[1], at=now - timedelta(days=1))


def meet_as_twos_and_threes(people: list, now: datetime, zone: str) -> None:
    """One that all can see, and one that only the two who are in it see."""
    for days, guests, shown, title in ((8, people[1:3], True, "A walk along the canal"), (12, people[3:], False, "")):
        day = now.date() + timedelta(days=days)
        what = {"kind": "face" if shown else "online", "starts_on": day, "start_time": time(10), "ends_on": day,
                "end_time": time(11, 30), "zone": zone, "place": "From the lock" if shown else ""}  # fmt: skip
        SmallerGuest.arrange(guests, by=people[0], shown_to_all=shown, title=title, at=now - timedelta(days=1), **what)
