from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.locking import one_at_a_time
from groups.models import Membership


class CalendarWay(models.TextChoices):
    """How the meetings of a group come into somebody's own calendar. One way, or each would stand there twice."""

    FEED = "feed", _("By a link of mine; mails bring no file")
    INVITATIONS = "invitations", _("By mail, each meeting by itself")
    NEITHER = "neither", _("Not at all; I look here")


class CalendarChoice(models.Model):
    """Which way one of us has chosen in one group. Without a row it is the link."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="calendar_choice")
    way = models.CharField(max_length=11, choices=CalendarWay)

    def __str__(self):
        return f"{self.membership_id} {self.way}"

    @classmethod
    def of(cls, membership) -> str:
        return cls.objects.filter(membership=membership).values_list("way", flat=True).first() or CalendarWay.FEED

    @classmethod
    @one_at_a_time
    def choose(cls, way: str, *, by, at=None) -> None:
        """From now on `by` has the meetings of their group this way. Chosen otherwise than by a link, the links to this
        group's meetings show nothing any more, and those to all groups' leave this group out.
        """
        from meetings.models.subscription import Subscription

        cls.objects.update_or_create(membership=by, defaults={"way": CalendarWay(way)})
        if way != CalendarWay.FEED:
            Subscription.revoke_for(by, at=at)

    @classmethod
    def by_mail(cls):
        """The live memberships that have meetings by mail."""
        return Membership.objects.live().filter(calendar_choice__way=CalendarWay.INVITATIONS, member__is_active=True)
