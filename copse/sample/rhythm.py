"""The rhythm of the sample group: evenings, two days and a weekend, as it mostly meets."""

from datetime import date, datetime, time

from copse.sample import words
from copse.sample.year import FRIDAY, SATURDAY, TUESDAY, next_evening, retreat_month
from meetings.models import Rhythm
from meetings.pattern import Pattern

EVENING = (time(19), time(21))
DAY = (time(10, 30), time(16))


def keep_a_rhythm(*, by, today: date, at: datetime) -> None:
    anchor = next_evening(today)
    week, retreat = (anchor.day - 1) // 7 + 1, retreat_month(anchor)
    evenings = [month for month in range(1, 13) if month not in (4, 8, 10, retreat)]
    online = {"kind": "online", "join_url": words.JOIN_URL, "start_time": EVENING[0], "end_time": EVENING[1]}
    in_a_room = {"kind": "face", "place": words.PLACES[0], "start_time": DAY[0], "end_time": DAY[1]}
    away = {"kind": "retreat", "place": words.RETREAT_PLACE, "days": 3}
    for pattern, what in (
        (Pattern.of(weekday=TUESDAY, places=[week], months=evenings), online),
        (Pattern.of(weekday=SATURDAY, places=[week], months=[4, 10]), in_a_room),
        (Pattern.of(weekday=FRIDAY, places=[week], months=[retreat]), away),
    ):
        Rhythm.begin(by=by, pattern=pattern, at=at, **what)
