from django.db import models
from django.db.models import Exists, OuterRef, Q

from groups.models.departure import Departure
from groups.models.round_stages import OPEN
from groups.models.sabbatical import Sabbatical


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(left_at=None, removed_at=None)

    def in_at(self, at):
        """Who was one of us at the moment `at`."""
        return self.filter(
            Q(left_at=None) | Q(left_at__gt=at), Q(removed_at=None) | Q(removed_at__gt=at), joined_at__lte=at
        )

    def suspended(self):
        """Removed by an admin, and not for good yet."""
        return self.filter(removed_at__isnull=False, removal_final_at=None)

    def talked_over(self):
        """Whose removal is being talked over: until that is decided, it isn't final."""
        return self.filter(returns__round__stage__in=OPEN)

    def not_talked_over(self):
        return self.exclude(returns__round__stage__in=OPEN)

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

    def in_order(self):
        """As they came to the group."""
        return self.order_by("joined_at", "pk")
