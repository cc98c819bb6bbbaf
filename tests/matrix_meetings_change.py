"""The rows of tests/matrix.py for what becomes of a meeting after its date is settled, and for twos and threes."""

from datetime import date, timedelta

from tests.rows import GONE, NOT_YOURS, Row, facilitators, members

AT_RISK = {"group": "group", "key": "at_risk"}
OFFER = {"group": "group", "key": "exceptional", "offer": "exception"}
SMALLER = {"group": "group", "key": "smaller"}
DAY = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011  any day ahead will do
ARRANGED = {"kind": "online", "starts_on": DAY, "start_time": "10:00", "end_time": "11:00", "zone": "Europe/London",
            "guests": "key of the admin", "shown_to_all": "no"}  # fmt: skip


def those_in_it(status: int) -> dict[str, int]:
    return members(GONE, member=status, facilitator=status)


CHANGE: dict[str, Row] = {
    "meetings:go_online": Row(get=facilitators(200), post=facilitators(302), args=AT_RISK),
    "meetings:offer_exception": Row(get=None, post=members(302), args=AT_RISK),
    "meetings:take_back_exception": Row(get=None, post=members(GONE, facilitator=302), args=OFFER),
    "meetings:accept_exception": Row(get=None, post=members(302, facilitator=GONE), args=OFFER),
    "meetings:unaccept_exception": Row(get=None, post=members(302, facilitator=GONE), args=OFFER),
    "meetings:did_not_happen": Row(get=None, post=facilitators(302), args={"group": "group", "key": "past"}),
    "meetings:did_happen": Row(get=None, post=facilitators(302), args={"group": "group", "key": "not_held"}),
    "meetings:arrange_smaller": Row(
        get=members(200), post=members(302, admin=422), args={"group": "group"}, data=ARRANGED
    ),
    "meetings:smaller": Row(get=those_in_it(200), args=SMALLER),
    "meetings:edit_smaller": Row(get=those_in_it(200), post=those_in_it(302), args=SMALLER, data=ARRANGED),
    "meetings:answer_smaller": Row(get=None, post=those_in_it(302), args=SMALLER, data={"answer": "can", "seen": "0"}),
    "meetings:leave_smaller": Row(get=None, post=those_in_it(302), args=SMALLER),
    "meetings:let_go_smaller": Row(get=None, post=those_in_it(302), args=SMALLER),
    "meetings:revive_smaller": Row(
        get=None, post=members(NOT_YOURS, member=302, admin=302), args={"group": "group", "key": "smaller_gone"}
    ),
    "meetings:smaller_ics": Row(get=those_in_it(200), args=SMALLER),
}
