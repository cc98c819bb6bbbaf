"""The rows of the matrix for whose turn it is (tests.matrix)."""

from tests.rows import GONE, Row, facilitators, members

GROUP = {"group": "group"}
MEETING = {"group": "group", "key": "key"}
OFFER = {"group": "group", "key": "turn_offer"}
SORTS = ("online", "face", "hybrid", "learning", "retreat")
WAYS = {f"{sort}-{name}": "1" for sort in SORTS for name in ("together", "term")}

TURNS: dict[str, Row] = {
    "meetings:turns": Row(get=members(200), args=GROUP),
    "meetings:lay_turns": Row(
        get=facilitators(200), post=facilitators(302), args=GROUP,
        data={"seen": "stamp of the turns", "meeting": "key of a meeting without anybody"},
    ),
    "meetings:turn_ways": Row(get=facilitators(200), post=facilitators(302), args=GROUP, data=WAYS),
    "meetings:take_turn": Row(get=None, post=members(302, facilitator=GONE), args=OFFER),
    "meetings:decline_turn": Row(
        get=None, post=members(GONE, member=302), args={"group": "group", "key": "turn_offered_to_member"}
    ),
    "meetings:withdraw_turn": Row(get=None, post=members(GONE, facilitator=302), args=OFFER),
    "meetings:turn": Row(get=members(200), args=MEETING),
    # whoever doesn’t have the turn is told so
    "meetings:accept_turn": Row(get=None, post=members(302), args=MEETING, raises_version=False),
    "meetings:skip_turn": Row(get=None, post=members(302), args=MEETING, raises_version=False),
    "meetings:take_turn_again": Row(get=None, post=members(302), args=MEETING, raises_version=False),
    "meetings:give_turn": Row(get=None, post=members(302), args=MEETING, raises_version=False),
    "meetings:swap_turn": Row(get=None, post=members(422), args=MEETING, raises_version=False),
}  # fmt: skip
