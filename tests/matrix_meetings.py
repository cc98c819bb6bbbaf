"""The rows of the matrix for what meetings are planned with (tests.matrix)."""

from datetime import date, timedelta

from tests.rows import GONE, Row, admins, facilitators, members

DAY = (date.today() + timedelta(days=50)).isoformat()  # noqa: DTZ011  any day ahead will do
HOPED = {"group": "group", "key": "hoped"}
OPTION = {**HOPED, "option": "option"}
OTHER = {**HOPED, "option": "other_option"}

MEETINGS = {
    "meetings:dates": Row(get=members(200), post=members(302), args=HOPED, data={"note": "At six"}),
    "meetings:offer": Row(
        get=members(200), post=members(302), args=HOPED,
        data={"starts_on": DAY, "start_time": "19:00", "end_time": "21:00", "zone": "Europe/London", "kind": "online"},
    ),
    "meetings:all_dates": Row(
        get=members(200), post=members(302), args={"group": "group"}, data={"note": ""}, raises_version=False
    ),
    "meetings:rule": Row(
        get=members(200), post=admins(302), args={"group": "group"},
        data={**dict.fromkeys(("online", "face", "hybrid", "retreat"), "all"), "stretch": "yes"},
    ),
    "meetings:copy_dates": Row(
        get=facilitators(200), post=facilitators(302), args=HOPED, data={"month": f"{date.today().year + 1}-01-01"},  # noqa: DTZ011
    ),
    "meetings:open_again": Row(get=None, post=facilitators(302), args={"group": "group", "key": "key"}),
    "meetings:settle": Row(get=None, post=facilitators(302), args=OPTION, raises_version=False),
    "meetings:take_back": Row(
        get=None, post=members(302, admin=GONE), args=OTHER
    ),
    "meetings:confirm": Row(get=None, post=members(302), args=OPTION, raises_version=False),
    "meetings:offer_exception_on_date": Row(get=None, post=members(302), args=OTHER, raises_version=False),
    "meetings:remind": Row(
        get=None, post=members(302, admin=GONE), args={**HOPED, "person": "admin_person"}, raises_version=False
    ),
    "meetings:treat_as_away": Row(
        get=None, post=members(302, admin=GONE), args={**HOPED, "person": "admin_person"}, raises_version=False
    ),
}  # fmt: skip
