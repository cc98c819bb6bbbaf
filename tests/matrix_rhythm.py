"""The rows of tests/matrix.py for our rhythm, and for laying out a year from it."""

from tests.rows import Row, facilitators, members

GROUP = {"group": "group"}
YEAR = {"group": "group", "year": "year"}
RHYTHM = {"group": "group", "key": "rhythm"}
EVENINGS = {"repeat": "places", "weekday": "1", "places": "1", "interval": "1", "monthday": "1", "kind": "online",
            "starts_on": "2031-01-01", "start_time": "19:00", "end_time": "21:00", "days": "3",
            "zone": "Europe/London"}  # fmt: skip

RHYTHMS: dict[str, Row] = {
    "meetings:rhythms": Row(get=members(200), args=GROUP),
    "meetings:new_rhythm": Row(get=facilitators(200), post=facilitators(302), args=GROUP, data=EVENINGS),
    "meetings:rhythms_in_words": Row(
        get=None, post=facilitators(302), args=GROUP, data={"words": "first Monday, 19:00 to 21:00, online"}
    ),
    "meetings:edit_rhythm": Row(get=facilitators(200), post=facilitators(302), args=RHYTHM, data=EVENINGS),
    "meetings:let_go_rhythm": Row(get=None, post=facilitators(302), args=RHYTHM),
    "meetings:begin_with": Row(
        get=None, post=facilitators(302), args=YEAR | {"ready": "ready"}, raises_version=False
    ),  # the group has a rhythm
    "meetings:lay_out": Row(get=facilitators(200), post=facilitators(200), args=YEAR, raises_version=False),
    "meetings:laid_out": Row(get=None, post=facilitators(302), args=YEAR, raises_version=False),  # nothing is ticked
}
