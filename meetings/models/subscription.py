import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.fields import LineField, tidy
from copse.keys import short_key
from copse.prepared import Given, Prepared, PreparedUpdate
from groups.locking import alone_in
from groups.models import Membership
from groups.models.invitation import digest_of
from meetings import calendar
from meetings.calendar import Detail
from meetings.models.calendar_choice import CalendarChoice, CalendarWay
from meetings.models.component import Component

MOST_LINKS = 20  # that one member keeps at a time
MOST_FETCHES = 60  # an hour that are answered with the whole calendar
GRACE = timedelta(days=90)  # how long an ended feed shows an empty calendar, so that copies are emptied
DAY = timedelta(days=1)


class SubscriptionQuerySet(models.QuerySet):
    def working(self):
        return self.filter(revoked_at=None)

    def for_page(self):
        return self.select_related("group")


class Subscription(models.Model):
    """A private link to a calendar of one member's meetings: all their groups', or one group's.

    The link's secret isn't kept. The calendar is kept as bytes, with a stamp of all that decides them.
    """

    member = models.ForeignKey("groups.Member", models.CASCADE, related_name="subscriptions")
    group = models.ForeignKey("groups.Group", models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    label = LineField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    detail = models.CharField(max_length=8, choices=Detail, default=Detail.PLACE)
    tentative = models.BooleanField(default=False)  # also days that we only hope for
    cancelled = models.BooleanField(default=True)  # also meetings that are let go, until their end
    created_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True)  # to the day
    fetched_by = models.CharField(max_length=120, blank=True)
    fetches = models.PositiveSmallIntegerField(default=0)  # of the whole calendar, in the hour from `counted_from`
    counted_from = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    stamp = models.TextField(blank=True)
    etag = models.CharField(max_length=66, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    fresh_until = models.DateTimeField(default=timezone.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.key

    @classmethod
    @transaction.atomic
    def begin(
        cls, *, member, label: str, group=None, detail: str = Detail.PLACE, tentative=False, cancelled=True, at=None
    ):
        """A new feed and its token, which nobody can be told again: `(subscription, token)`. Of one group it is how its
        meetings come from now on; one of all groups leaves out those whose meetings come otherwise (CalendarChoice).

        Raises ValidationError where the member keeps twenty links; ValueError for a group that isn't theirs.
        """
        if group and not group.members.filter(member=member).exists():
            raise ValueError("somebody of another group")
        if member.subscriptions.working().count() >= MOST_LINKS:
            raise ValidationError(_("You have twenty links. Take one back first."))
        if group:
            CalendarChoice.objects.filter(membership__member=member, membership__group=group).delete()
        token = secrets.token_urlsafe(32)
        subscription = cls.objects.create(
            member=member, group=group, label=label, detail=detail, tentative=tentative, cancelled=cancelled,
            token_hash=digest_of(token), created_at=at or timezone.now(),
        )  # fmt: skip
        FeedDocument.objects.create(subscription=subscription)
        return subscription, token

    @classmethod
    def find(cls, token: str) -> "Subscription | None":
        """The feed whose link holds `token`, also where it has ended."""
        digest = digest_of(token)
        for row in BY_TOKEN(digest=digest):
            found = cls.from_db("default", COLUMNS, row)
            if hmac.compare_digest(found.token_hash, digest):
                return found
        return None

    @staticmethod
    def link(token: str) -> str:
        return settings.SITE_URL + reverse("calendar:feed", args=[token])

    # -- the end of it

    @transaction.atomic
    def revoke(self, *, at=None) -> None:
        """The link shows nothing any more. Revoked twice is revoked once."""
        Subscription.objects.working().filter(pk=self.pk).update(revoked_at=at or timezone.now())
        FeedDocument.objects.filter(subscription=self).delete()
        self.refresh_from_db(fields=["revoked_at"])

    @classmethod
    @transaction.atomic
    def revoke_for(cls, membership, *, at=None) -> None:
        """Whoever leaves a group, or is removed: their feeds of that group end. Those of all their groups go on."""
        for subscription in cls.objects.working().filter(member=membership.member_id, group=membership.group_id):
            subscription.revoke(at=at)

    def is_gone(self, at: datetime) -> bool:
        """It ended so long ago that it shows not even an empty calendar."""
        return self.revoked_at is not None and at - self.revoked_at > GRACE

    # -- what it shows

    def bring_up_to_date(self, at: datetime) -> None:
        """See to it that `etag`, `changed_at` and `content()` are what the member may see at `at`.

        Where they have lost the right to the group, or their account is closed, the link ends here for good.
        """
        memberships = [] if self.revoked_at else self._memberships()
        if not memberships and not self.revoked_at and (self.group_id or not self.member.is_active):
            self.revoke(at=at)
        if self.revoked_at:
            self.changed_at, self.etag = self.revoked_at, _etag(calendar.nothing(at))
        elif (stamp := self._stamp(memberships)) != self.stamp or at >= self.fresh_until:
            self._rebuild(memberships, stamp, at)

    def _memberships(self) -> list[tuple]:
        """(group, its version, name and slug, my language) for each live membership, as they are now."""
        mine = MEMBERSHIPS(member=self.member_id)
        return [row for row in mine if row[0] == self.group_id] if self.group_id else mine

    def _stamp(self, memberships: list[tuple]) -> str:
        """All that decides the bytes but time. Read before the meetings, so that it is never newer than they are."""
        versions = ",".join(f"{group}:{version}" for group, version, *_rest in memberships)
        language = memberships[0][-1] if memberships else ""
        return f"{versions}|{self.detail}{self.tentative:d}{self.cancelled:d}|{language}|{settings.SITE_URL}"

    def _rebuild(self, memberships: list[tuple], stamp: str, at: datetime) -> None:
        """Join the pieces, serialising only those that have changed. Nothing changes in the groups meanwhile."""
        with alone_in(*[group for group, *_rest in memberships]):
            self._join(memberships, stamp, at)

    def _join(self, memberships: list[tuple], stamp: str, at: datetime) -> None:
        language = memberships[0][-1] if memberships else settings.LANGUAGE_CODE
        pieces = Component.collect(
            [group for group, *_rest in memberships], detail=self.detail, language=language,
            tentative=self.tentative, cancelled=self.cancelled, at=at, member=self.member_id,
        )  # fmt: skip
        name, path = "", reverse("front")
        if self.group_id:
            name, path = memberships[0][2], reverse("home", args=[memberships[0][3]])
        head = calendar.feed_header(name, path, self.detail, language)
        content = calendar.document(head, pieces.zones, pieces.texts, at.year)
        etag = _etag(content)
        kept = {"stamp": stamp, "fresh_until": pieces.fresh_until}
        row = Subscription.objects.filter(pk=self.pk)
        if etag == self.etag:  # unless somebody else has written meanwhile: then the next fetch looks again
            row.filter(etag=etag).update(**kept)
        else:
            self.etag, self.changed_at = etag, at
            row.update(etag=etag, changed_at=at, **kept)
            FeedDocument.objects.filter(subscription=self).update(content=content, etag=etag)

    def content(self, at: datetime) -> tuple[str, bytes]:
        """The bytes and the ETag that belongs to them; somebody else may have rebuilt them since."""
        for etag, content in DOCUMENT(subscription=self.pk):
            return etag, bytes(content)
        content = calendar.nothing(at)
        return _etag(content), content

    # -- who fetches it

    def note_fetch(self, agent: str, at: datetime) -> None:
        """Remember when it was last fetched and by what; written once a day."""
        if self.fetched_at is None or at - self.fetched_at >= DAY:
            Subscription.objects.filter(pk=self.pk).update(fetched_at=at, fetched_by=tidy(agent)[:120])

    @property
    def reader(self) -> str:
        """By which app it was last fetched, as it names itself: `Google-Calendar-Importer`."""
        return self.fetched_by.partition("/")[0].partition(" ")[0] or _("an app that gives no name")

    def count_fetch(self, at: datetime) -> int:
        """Count one whole calendar: 0, or how many seconds to wait after sixty in one hour of the clock."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        if self.counted_from != hour:
            row = Subscription.objects.filter(pk=self.pk)
            row.exclude(counted_from=hour).update(counted_from=hour, fetches=0)
        if COUNT(subscription=self.pk):
            return 0
        return 3600 - at.minute * 60 - at.second


# What is asked at each fetch, and nothing else is where a feed hasn't changed.
UNASKED = {"key", "label", "created_at", "fetched_by"}
COLUMNS = [field.attname for field in Subscription._meta.concrete_fields if field.attname not in UNASKED]
BY_TOKEN = Prepared(lambda: Subscription.objects.filter(token_hash=Given("digest")).values_list(*COLUMNS))
MEMBERSHIPS = Prepared(
    lambda: (
        Membership.objects.live()
        .filter(member_id=Given("member"), member__is_active=True)
        .exclude(calendar_choice__way__in=[CalendarWay.INVITATIONS, CalendarWay.NEITHER])
        .order_by("group_id")
        .values_list("group_id", "group__version", "group__name", "group__slug", "member__language")
    )
)

DOCUMENT = Prepared(
    lambda: FeedDocument.objects.filter(subscription_id=Given("subscription")).values_list("etag", "content")
)

COUNT = PreparedUpdate(
    lambda: Subscription.objects.filter(pk=Given("subscription"), fetches__lt=MOST_FETCHES),
    fetches=models.F("fetches") + 1,
)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}"'


class FeedDocument(models.Model):
    """A feed's bytes, in a table of their own: a fetch where nothing has changed doesn't load them."""

    subscription = models.OneToOneField(Subscription, models.CASCADE, primary_key=True, related_name="document")
    etag = models.CharField(max_length=66, blank=True)
    content = models.BinaryField(default=b"")

    def __str__(self):
        return f"{self.subscription_id}"
