"""Whose turn it is in the sample group."""

from datetime import date, datetime, timedelta

from meetings.models import Turn, TurnOffer
from meetings.turns import Laying, Turns


def agreed(day: date, today: date) -> bool:
    """Whether they have agreed among themselves who facilitates that day; further ahead they leave it to the order."""
    return day < today + timedelta(days=45)


def lay_turns(group, people: list, now: datetime) -> None:
    """What is further ahead is by the order; the others have said yes to theirs, and one would swap with the first."""
    at, (amara, joss, *_others) = now - timedelta(days=1), people
    found = Laying(Turns(group, at, kept=False))
    Laying.lay({told.go.meeting.key for told in found.proposed}, by=joss, seen=found.stamp, at=at)
    for turn in Turn.objects.ahead(at).filter(meeting__group=group).exclude(membership=amara)[:4]:
        Turn.accept(turn.meeting, by=turn.membership, at=at)
    mine, theirs = (group.meetings.ahead(now).filter(facilitator=who).last() for who in (joss, amara))
    TurnOffer.make(mine, by=joss, other=theirs, to=amara, at=at)
