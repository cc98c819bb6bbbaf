"""A row of the matrix (tests/matrix.py): what each role meets at one URL."""

from dataclasses import dataclass, field

from tests.world import INSIDERS, ROLES

DOOR = 302  # to the sign-in page
GONE = 404
NOT_YOURS = 403
NO_SUCH_METHOD = 405


def every(status: int, **but: int) -> dict[str, int]:
    return {role: but.get(role, status) for role in ROLES}


def signed_in(status: int, **but: int) -> dict[str, int]:
    return every(status, anonymous=DOOR, **but)


def members(status: int, **but: int) -> dict[str, int]:
    """Members meet `status`, visitors the door, everybody else what they would meet if there were nothing."""
    return every(GONE, anonymous=DOOR, **dict.fromkeys(INSIDERS, status) | but)


def facilitators(status: int) -> dict[str, int]:
    return members(status, member=NOT_YOURS, admin=NOT_YOURS)


def admins(status: int) -> dict[str, int]:
    return members(status, member=NOT_YOURS, facilitator=NOT_YOURS)


@dataclass
class Row:
    get: dict[str, int] | None
    post: dict[str, int] | None = None
    args: dict[str, str] = field(default_factory=dict)  # URL argument -> thing of the world
    data: dict = field(default_factory=dict)
    query: str = ""  # of the address
    public: bool = False  # open to whoever has the address
    by_link: bool = False  # its address is a secret, and holding it is the right
    raises_version: bool = True  # a change that members see raises the group's version

    def stopped_before(self, role: str) -> int | None:
        """What `role` meets whatever the method, because they never get as far as the view."""
        if self.public:
            return None
        if role == "anonymous":
            return DOOR
        return GONE if "group" in self.args and role not in INSIDERS else None
