"""Which passwords are too well known to keep anybody out."""

import gzip
from collections.abc import Iterator

from django.contrib.auth import password_validation


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Django's, with its list of 20,000 read for each new password.

    Django keeps the list from the first form with a password on: 2 MB of every web process, for something that
    a member does once in years. Reading it takes a fortieth of the time that hashing the password takes.
    """

    def __init__(self):
        pass

    @property
    def passwords(self) -> Iterator[str]:
        with gzip.open(self.DEFAULT_PASSWORD_LIST_PATH, "rt", encoding="utf-8") as lines:
            yield from map(str.strip, lines)
