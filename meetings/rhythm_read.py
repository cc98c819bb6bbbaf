"""Reads a rhythm from a sentence that somebody wrote: "first Tuesday, 19:00 to 21:00, online".

Each word is a letter for what it may mean (`rhythm_words`), and the sentence is read as a string of these letters: its
parts are looked for one after the other, and each piece is taken once. What isn't understood is said, never guessed.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from copse.words import number_word, ordinal_word
from meetings.models import Meeting
from meetings.models.rhythm import DAYS_LONG
from meetings.pattern import PLACES, Pattern, validate_day
from meetings.rhythm_said import said
from meetings.rhythm_words import Piece, pieces
from meetings.when import is_until_midnight

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])?")
PLACE = re.compile(r"[“\"]([^“”\"]+)[”\"]")
LONGEST, LONGEST_PLACE = 300, 200  # characters; a sentence is shorter
WEEKEND = 3  # days, from its Friday


@dataclass
class Reading:
    """What a sentence says. `what` is what was understood of it, as `Rhythm` takes it; `lacking` are sentences about
    what wasn't, or what it doesn't say.
    """

    words: str
    what: dict = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    today: date | None = None
    zone: str = ""  # in which its times are

    @property
    def sentence(self) -> str:
        """As it was understood, where nothing is lacking."""
        return said(**self.what, zone=self.zone, today=self.today)


def read_all(words: str, today: date, zone: str = "") -> list[Reading]:
    """Several rhythms have semicolons between them, or lines of their own."""
    return [read(part.strip(), today, zone) for part in re.split(r"[;\n]", words[:LONGEST]) if part.strip()]


def read(words: str, today: date, zone: str = "") -> Reading:
    """`today` decides on the year of a day without one."""
    reading = Reading(words, today=today, zone=zone)
    if named := PLACE.search(words):
        words = PLACE.sub(" ", words, count=1)
        reading.what["place"] = named[1].strip()[:LONGEST_PLACE]
    sentence = _Sentence(words)
    if strange := sentence.strange:
        reading.lacking.append(_("We don’t understand “%(words)s”.") % {"words": "”, “".join(strange)})
    for part in (_from, _times, _kind, _span, _pattern):
        try:
            reading.what |= part(sentence, today)
        except ValidationError as error:
            reading.lacking += error.messages
    if not reading.lacking and (left := sentence.left()):
        reading.lacking.append(_("We don’t understand what “%(words)s” means here.") % {"words": left})
    if not reading.lacking:
        _fit_together(reading)
        reading.what["starts_on"] = reading.what["pattern"].first_from(reading.what.get("starts_on", today))
    return reading


def _fit_together(reading: Reading) -> None:
    what = reading.what
    if what["days"] > 1 and what["kind"] != Meeting.Kind.RETREAT:
        reading.lacking.append(_("What goes over a night is a retreat here. Say “retreat”, or one day alone."))
    elif what["days"] > DAYS_LONG:
        reading.lacking.append(_("A retreat has a night in it, and here at most a week."))
    elif what["kind"] == Meeting.Kind.RETREAT and what["days"] == 1:
        reading.lacking.append(_("Say until which day the retreat goes, as in “Friday to Sunday”."))
    elif what["kind"] == Meeting.Kind.RETREAT and what["start_time"]:
        reading.lacking.append(_("A retreat has dates only. Leave out the times."))
    elif what["kind"] != Meeting.Kind.RETREAT and not what["start_time"]:
        reading.lacking.append(_("Say from when until when, as in “19:00 to 21:00” or “7 to 9 pm”."))


class _Sentence:
    """The pieces of a sentence, each taken once."""

    def __init__(self, words: str):
        found = list(pieces(words))
        self.strange = [piece.words for piece in found if not piece.letter]
        self.pieces = [piece for piece in found if piece.letter]
        self.shape = "".join(piece.letter for piece in self.pieces)

    def take(self, shape: str) -> list[Piece] | None:
        """The pieces of the first place that has this shape; they are then gone."""
        match = re.search(shape, self.shape)
        if not match:
            return None
        first, last = match.span()
        self.shape = self.shape[:first] + " " * (last - first) + self.shape[last:]
        return self.pieces[first:last]

    def values(self, shape: str, letters: str) -> list | None:
        """The values of those pieces that have these letters."""
        taken = self.take(shape)
        return None if taken is None else [piece.value for piece in taken if piece.letter in letters]

    def first(self, shape: str) -> Piece | None:
        """The first piece that has this shape; it stays."""
        match = re.search(shape, self.shape)
        return self.pieces[match.start()] if match else None

    def left(self) -> str:
        return " ".join(piece.words for piece, letter in zip(self.pieces, self.shape, strict=True) if letter != " ")


# -- the parts of a sentence


def _from(sentence: _Sentence, today: date) -> dict:
    """From when it counts; a day without a year is the next such day."""
    taken = sentence.take("F(?:I|M[NO](?![TDLPOJWU])Y?|[NO]?MY?)")
    if not taken:
        return {}
    said = {piece.letter: piece.value for piece in taken}
    refused = ValidationError(_("“%(words)s” is no day.") % {"words": " ".join(piece.words for piece in taken[1:])})
    try:
        if "I" in said:
            return {"starts_on": _day(date.fromisoformat(said["I"]))}
        month, day = said["M"], said.get("N", said.get("O", 1))
        if "Y" in said:
            return {"starts_on": _day(date(said["Y"], month, day))}
        years = [year for year in range(today.year, today.year + 9) if (month, day) != (2, 29) or year % 4 == 0]
        return {"starts_on": next(found for year in years if (found := date(year, month, day)) >= today)}
    except (ValueError, StopIteration):
        raise refused from None


def _day(said: date) -> date:
    """Raises ValidationError for one that no rhythm is counted from."""
    validate_day(said)
    return said


def _times(sentence: _Sentence, today: date) -> dict:
    taken = sentence.take("F?[CN]T[CN](?!M)")
    half = sentence.values("H", "H")
    if not taken:
        if sentence.take("F?C"):
            raise ValidationError(_("Say until when, too, as in “19:00 to 21:00” or “7 to 9 pm”."))
        return {"start_time": None, "end_time": None}
    said = [piece for piece in taken if piece.letter in "CN"]
    start, end = (_Clock.of(piece) for piece in said)
    words = {"words": " ".join(piece.words for piece in taken if piece.letter != "F")}
    if half and not (start.half or end.half or start.is_certain or end.is_certain):
        end = end._replace(half=half[0])
    if not (start.half or end.half or start.is_clear or (end.is_clear and end.at() != time())):
        raise ValidationError(_("Is “%(words)s” in the morning or in the evening? Write am or pm, or 19:00.") % words)
    start, end = _between(start, end)
    if start is None or end is None:
        raise ValidationError(_("“%(words)s” are no times of day.") % words)
    if end <= start and not is_until_midnight(start, end):
        raise ValidationError(_("The end comes before the start. Choose a later end."))
    return {"start_time": start, "end_time": end}


class _Clock(NamedTuple):
    """A time of day as it was written; `half` is "a", "p" or nothing."""

    hour: int
    minute: int
    half: str
    is_clear: bool  # as 24 hours, where no half is said: "7:00"
    is_certain: bool  # as 24 hours, whatever is said beside it: "07:00", "19:00", or a word

    @classmethod
    def of(cls, piece: Piece) -> "_Clock":
        if isinstance(piece.value, time):  # noon, midnight
            return cls(piece.value.hour, piece.value.minute, "", True, True)
        if piece.letter == "N":
            return cls(piece.value, 0, "", piece.value > 12, piece.value > 12)
        hour, minute, half = CLOCK.match(str(piece.value).casefold()).groups()
        certain = not half and (int(hour) > 12 or hour.startswith("0"))
        return cls(int(hour), int(minute or 0), half or "", certain or (not half and ":" in piece.value), certain)

    def at(self, half: str = "") -> time | None:
        """With a half, the hour is one of twelve. None where there is no such time."""
        half = self.half or ("" if self.is_certain else half)
        hour = self.hour
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0)
        if (hour, self.minute) == (24, 0):
            return time()
        return time(hour, self.minute) if hour < 24 and self.minute < 60 else None


def _between(start: _Clock, end: _Clock) -> tuple[time | None, time | None]:
    """A half of the day that stands at one of two holds for both, where the end is then later: "10.30 to 4 pm". An end
    that says no half is in the second, where it would come before the start: "noon to 2".
    """
    first, last = start.at(end.half), end.at(start.half)
    if first and last and last <= first:
        if end.half == "p" and not start.half:
            first = start.at("a")
        elif not end.half and (start.half == "a" or not end.is_clear):
            last = end.at("p")
    return first, last


def _kind(sentence: _Sentence, today: date) -> dict:
    kinds = set()
    while found := sentence.values("K", "K"):
        kinds.update(found)
    if len(kinds) > 1:
        raise ValidationError(_("Say one way of meeting in each rhythm, with semicolons between several rhythms."))
    if not kinds and not sentence.first("L|TD"):
        raise ValidationError(_("Say how you meet: online, face to face, or in the room and online."))
    return {"kind": kinds.pop() if kinds else Meeting.Kind.RETREAT}


def _span(sentence: _Sentence, today: date) -> dict:
    """How many days: "Friday to Sunday", "for three days", a weekend."""
    first = sentence.first("[DL]")
    if last := sentence.values("TD", "D"):
        if not first or not sentence.first("[DL]"):
            raise ValidationError(_("Say from which day until which, as in “Friday to Sunday”."))
        return {"days": (last[0] - first.value) % 7 + 1}
    if days := sentence.values("NJ", "N"):
        return {"days": days[0]}
    return {"days": WEEKEND if first and first.letter == "L" else 1}


def _pattern(sentence: _Sentence, today: date) -> dict:
    every = {"months": _months(sentence)}
    every["interval"], unit = _interval(sentence)
    if taken := sentence.take("E?O+J?[DLP]"):
        places = [piece.value for piece in taken if piece.letter == "O"]
        _check_every(taken, sentence)
        if unit == "weeks":
            raise ValidationError(_("Say either which one of the month, or how many weeks apart."))
        if not set(places) <= set(PLACES):
            raise ValidationError(_("A month has five of a weekday at most. Say first to fifth, or last."))
        return {"pattern": Pattern.of(weekday=taken[-1].value, places=places, **every)}
    if taken := sentence.take("E?[DLP]"):
        if sentence.first("[DLP]"):
            raise ValidationError(_("Say one day of the week in each rhythm, with semicolons between several rhythms."))
        if unit != "weeks" and len(taken) == 1 and taken[0].letter != "P":
            said = {"weekday": _("weekend") if taken[0].letter == "L" else WEEKDAYS[taken[0].value]}
            raise ValidationError(_("Say which %(weekday)s: the first of the month, the last, or every one.") % said)
        return {"pattern": Pattern.of(weekday=taken[-1].value, **every)}
    if unit == "weeks":
        raise ValidationError(_("Say on which day of the week, as in “every six weeks on Tuesday”."))
    days = sentence.values("J?[NO]J?", "NO")
    if not days:
        raise ValidationError(_("Say on which days, as in “first Tuesday” or “every six weeks on Tuesday”."))
    if not (days[0] == -1 or 1 <= days[0] <= 31):
        raise ValidationError(_("A month has 31 days at most."))
    return {"pattern": Pattern.of(monthday=days[0], **every)}


def _check_every(taken: list[Piece], sentence: _Sentence) -> None:
    """Many mean a fortnight by "every second Tuesday". Raises ValidationError where nothing says which is meant."""
    ambiguous = taken[0].letter == "E" and len(taken) == 3 and taken[1].value in PLACES[1:-1]
    if ambiguous and not any(piece.letter in "UGQ" for piece in sentence.pieces):
        said = {
            "words": " ".join(piece.words for piece in taken),
            "number": number_word(taken[1].value),
            "ordinal": ordinal_word(taken[1].value),
            "weekday": _("weekend") if taken[2].letter == "L" else WEEKDAYS[taken[2].value],
        }
        words = _(
            "“%(words)s” can mean two things. "
            "Write “every %(number)s weeks on %(weekday)s” or “%(ordinal)s %(weekday)s of the month”."
        )
        raise ValidationError(words % said)


def _months(sentence: _Sentence) -> list[int]:
    if out := sentence.values("XM(?:R?M)*", "M"):
        return [n for n in range(1, 13) if n not in out]
    found = []
    while more := sentence.values("M+", "M"):
        found += more
    return found


def _interval(sentence: _Sentence) -> tuple[int, str]:
    """How many weeks or months apart, and which of the two; "" where neither is said."""
    if weeks := sentence.values("E?[NO]W|V|EN(?=[DP])", "NOV"):  # the last: every other Tuesday
        return weeks[0], "weeks"
    if sentence.take("EW"):
        return 1, "weeks"
    if months := sentence.values("E[NO]U|Q", "NOQ"):
        return months[0], "months"
    sentence.take("EU|G|U")
    return 1, ""
