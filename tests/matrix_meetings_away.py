"""The rows of tests/matrix.py for when one of us can’t."""

from datetime import date

from tests.rows import GONE, Row, members

GROUP = {"group": "group"}
HOPED = {"group": "group", "key": "hoped"}
STANDING = {"group": "group", "key": "standing"}
TODAY = date.today().isoformat()  # noqa: DTZ011  any day will do
MINE_ALONE = members(GONE, member=200)
MINE_IN_GROUP = members(GONE, member=302)

AWAY: dict[str, Row] = {
    "meetings:when_i_cant": Row(get=members(200), args=GROUP),
    "meetings:new_away": Row(get=members(200), post=members(302), args=GROUP, data={"starts": TODAY, "ends": TODAY}),
    "meetings:new_weekly": Row(get=members(200), post=members(302), args=GROUP, data={"weekdays": "2"}),
    "meetings:edit_standing": Row(get=MINE_ALONE, post=MINE_IN_GROUP, args=STANDING, data={"weekdays": "4"}),
    "meetings:end_standing": Row(get=None, post=MINE_IN_GROUP, args=STANDING),
    "meetings:lay_beside": Row(
        get=members(200), post=members(302), args=HOPED, data={"file": "a calendar"}, raises_version=False
    ),
    "meetings:take_away": Row(get=None, post=members(302), args=HOPED, raises_version=False),
    "meetings:take_out_standing": Row(get=None, post=MINE_IN_GROUP, args=STANDING),
}
