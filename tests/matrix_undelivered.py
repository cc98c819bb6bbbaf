"""The matrix's rows (tests/matrix.py) of mails that didn't arrive."""

from tests.rows import Row, admins

GROUP = {"group": "group"}
MAIL = {"group": "group", "mail": "failed_mail"}

UNDELIVERED: dict[str, Row] = {
    "groups:undelivered": Row(get=admins(200), args=GROUP),
    "groups:send_mail_again": Row(get=None, post=admins(302), args=MAIL),
    "groups:let_mail_be": Row(get=None, post=admins(302), args=MAIL),
}
