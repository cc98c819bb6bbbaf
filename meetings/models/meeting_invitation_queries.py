from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from copse.undelivered import Cause
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Outbox

KIND = "calendar"  # of its mails
DAY = timedelta(days=1)
PAUSE = timedelta(hours=1)  # before what its reader didn't want is tried again
PASSING = (Cause.AWAY, Cause.CLOSED, Cause.CUT, Cause.LATER, Cause.FULL)  # what may be otherwise the day after

# As `MeetingInvitation.reference` has it.
QUEUED = Concat(
    Value(f"{KIND}:"), "key", Value(":"), Cast("sequence", models.CharField()), Value(":"),
    Coalesce(Cast("knew", models.CharField()), Value("")), output_field=models.CharField(),
)  # fmt: skip


class MeetingInvitationQuerySet(models.QuerySet):
    def with_mail(self, at: datetime):
        """Each says whether its newest mail is `.unsent`: it was dropped or given up, or still waits; and `.due_again`:
        it could go out after all, since its reader wants such mails again, has another address, or a day is over.
        """
        missed = Outbox.objects.missed().filter(key=OuterRef("queued"))
        waiting = Outbox.objects.untouched().filter(key=OuterRef("queued"))
        unwanted = MailChoice.objects.filter(
            membership__member=OuterRef("member"), membership__group=OuterRef("group"), kind=Kind.MEETING,
            rhythm=Rhythm.NEVER,
        )  # fmt: skip
        dropped = missed.filter(~Exists(unwanted), given_up_at=None, dropped_at__lte=at - PAUSE)
        may_pass = Q(cause__in=PASSING, given_up_at__lte=at - DAY) | ~Q(to=F("member__email"))
        given_up = missed.filter(may_pass, given_up_at__isnull=False, dropped_at=None)
        return self.annotate(queued=QUEUED).annotate(
            unsent=Exists(missed) | Exists(waiting), due_again=Exists(dropped) | Exists(given_up)
        )

    def that_may_differ(self, at: datetime):
        """Those of which something stands in a calendar, or was to be told and wasn't."""
        return self.with_mail(at).filter(Q(withdrawn_at=None) | Q(unsent=True))
