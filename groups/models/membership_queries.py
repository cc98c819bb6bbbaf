from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from groups.models.contact import Contact
from groups.models.departure import Departure
from groups.models.duty import Duty
from groups.models.sabbatical import Sabbatical

NEW_FOR = timedelta(days=30)


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(left_at=None, removed_at=None)

    def suspended(self):
        """Removed by an admin, and not for good yet."""
        return self.filter(removed_at__isnull=False, removal_final_at=None)

    def left_behind(self):
        """Left or removed, with something that is still theirs to see to: suspended, or gone within thirty days."""
        gone = Departure.objects.open().filter(membership=OuterRef("pk"))
        return self.filter(Exists(gone) | Q(removed_at__isnull=False, removal_final_at=None))

    def required(self, on):
        """Whose answer is needed for a meeting or a decision on the day `on`, a date or an expression of one: of all
        who are in, those who aren't on sabbatical then.
        """
        resting = Sabbatical.objects.covering(on).filter(membership=OuterRef("pk"))
        return self.live().filter(~Exists(resting))

    def with_duties(self):
        held = Duty.objects.held().filter(membership=OuterRef("pk"))
        return self.annotate(
            is_admin=Exists(held.filter(name=Duty.Name.ADMIN)),
            has_facilitator_duty=Exists(held.filter(name=Duty.Name.FACILITATOR)),
        )

    def for_page(self):
        """As they came, each with their duties, their photo and the ways to reach them that they show."""
        shown = models.Prefetch("contacts", Contact.objects.shown(), to_attr="shown_contacts")
        return self.with_duties().select_related("photo").prefetch_related(shown).in_order()

    def newcomers(self, at=None):
        """Who has joined in the last thirty days, the newest first."""
        return self.filter(joined_at__gt=(at or timezone.now()) - NEW_FOR).order_by("-joined_at", "-pk")

    def in_order(self):
        """As they came to the group."""
        return self.order_by("joined_at", "pk")
