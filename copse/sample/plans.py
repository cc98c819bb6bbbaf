"""What becomes of the sample group's plans: one meeting is moved and one let go, somebody can't come after all, and
some of them meet by themselves.
"""

from datetime import datetime, time, timedelta

from meetings.models import Attendance, ExceptionOffer, SmallerGuest


def change(group, people: list, now: datetime, zone: str) -> None:
    """All of it was said within the last days; each thing on whatever day it is built."""
    move_one_and_let_one_go(group, people, now)
    somebody_cannot_come(group, people, now)
    meet_as_twos_and_threes(people, now, zone)


def move_one_and_let_one_go(group, people: list, now: datetime) -> None:
    """Since we last met; the one by a week, and all have said again that they can."""
    last = group.meetings.held(now).first()
    lately = max(last.ends_at + timedelta(hours=1), now - timedelta(days=3))
    plain = list(group.meetings.ahead(now).filter(kind="online", learning=False))
    moved, gone = plain[-2], plain[-1]
    day = moved.starts_on + timedelta(days=7)
    moved.change(by=people[1], starts_on=day, ends_on=day, at=lately)
    for person in people:
        Attendance.say(moved, "can", by=person, at=lately + timedelta(minutes=30))
    gone.let_go(by=people[2], at=lately)


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
