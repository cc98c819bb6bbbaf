"""Sessions as Django keeps them in the database. Each request asks for one first, so the query is built once."""

from django.contrib.sessions.backends import db
from django.db.models import DateTimeField
from django.utils import timezone

from copse.prepared import Given, Prepared


class SessionStore(db.SessionStore):
    def load(self) -> dict:
        """What is kept under the key, as long as it is in time; else the key is let go."""
        kept = KEPT(key=self.session_key, now=timezone.now())
        if not kept:
            self._session_key = None
            return {}
        return self.decode(kept[0][0])


KEPT = Prepared(
    lambda: (
        SessionStore.get_model_class()
        .objects.filter(session_key=Given("key"), expire_date__gt=Given("now", DateTimeField()))
        .values_list("session_data")
    )
)
