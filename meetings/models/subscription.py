import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.fields import LineField, tidy
from copse.keys import short_key
from copse.prepared import Given, Prepared, PreparedUpdate
from groups.locking import alone_in
from groups.models import Member, Membership
from groups.models.invitation import digest_of
from meetings import calendar, splicing
from meetings.calendar import Detail
from meetings.models import feed_document
from meetings.models.calendar_choice import CalendarChoice, CalendarWay
from meetings.models.component import FORMAT, Component
from meetings.models.feed_document import Document, FeedDocument, spliced

MOST_LINKS = 20  # that one member keeps at a time
MOST_FETCHES = 60  # an hour that are answered with the whole calendar
GRACE = timedelta(days=90)  # how long an ended feed shows an empty calendar, so that copies are emptied
HOUR = timedelta(hours=1)
OWN_NAME = re.compile("Thunderbird|MSOffice|Firefox|Chrome|Safari")  # of those that call themselves Mozilla first
SECOND = timedelta(seconds=1)  # Last-Modified tells no less: of two changes within one, the second would never be seen


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
    renewed_at = models.DateTimeField(null=True)  # when it last got another secret
    fetched_at = models.DateTimeField(null=True)  # to the hour, or nearer where readers take turns
    fetched_by = models.CharField(max_length=120, blank=True)
    fetches = models.PositiveSmallIntegerField(default=0)  # of the whole calendar, in the hour from `counted_from`
    counted_from = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    stamp = models.TextField(blank=True)
    etag = models.CharField(max_length=66, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    fresh_until = models.DateTimeField(default=timezone.now)

    built: Document | None = None  # in this very request

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.key

    @classmethod
    @transaction.atomic
    def begin(
        cls, *, member, label: str, group=None, detail=Detail.PLACE, tentative=False, cancelled=True, key="", at=None
    ):
        """A new feed and its token, which nobody can be told again: `(subscription, token)`. Of one group it is how its
        meetings come from now on; one of all groups leaves out those whose meetings come otherwise (CalendarChoice).

        With a `key` it is made once. Raises ValidationError where it is made already, or the member keeps twenty links;
        ValueError for a group that isn't theirs.
        """
        if group:
            group.locked()
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        made = cls.objects.filter(key=key).first() if key else None
        if made and made.member_id == member.pk:
            words = _("“%(label)s” is made already, and its address was shown once.")
            raise ValidationError(words % {"label": made.label}, code="made")
        if group and not group.members.filter(member=member).exists():
            raise ValueError("somebody of another group")
        if member.subscriptions.working().count() >= MOST_LINKS:
            raise ValidationError(_("You have twenty links. Take one back first."))
        if group:
            CalendarChoice.objects.filter(membership__member=member, membership__group=group).delete()
        at, token = at or timezone.now(), secrets.token_urlsafe(32)
        subscription = cls.objects.create(
            member=member, group=group, label=label, detail=detail, tentative=tentative, cancelled=cancelled,
            key=short_key() if made or not key else key, token_hash=digest_of(token), created_at=at,
            changed_at=at - SECOND,  # nobody has fetched anything yet
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

    # -- what becomes of it

    def change(self, *, label: str, detail: str, tentative: bool, cancelled: bool) -> None:
        """It shows something else from the next fetch on, by the same link."""
        Subscription.objects.working().filter(pk=self.pk).update(
            label=label, detail=detail, tentative=tentative, cancelled=cancelled
        )
        self.refresh_from_db()

    @property
    def seen(self) -> str:
        """Which of its secrets this is, as a page says it, so that the same press doesn't make another."""
        return self.token_hash[:12]

    @transaction.atomic
    def renew(self, *, seen: str = "", at=None) -> str:
        """Give it another secret, which is returned and can't be told again; the one before ends at once.

        Where the old one is still used, it shows an empty calendar, as any link that was taken back. Raises ValueError
        where the link is one of those; ValidationError where it has another secret than the one that was `seen`.
        """
        at, token = at or timezone.now(), secrets.token_urlsafe(32)
        now = Subscription.objects.working().select_for_update().filter(pk=self.pk).first()
        if now is None:
            raise ValueError("a link that was taken back has no other secret")
        if seen and seen != now.seen:
            raise ValidationError(
                _("“%(label)s” is made anew already, and shown once. If you haven’t kept it, do so again.")
                % {"label": now.label}
            )
        self.token_hash, self.renewed_at, self.fetched_at, self.fetched_by = digest_of(token), at, None, ""
        self.save(update_fields=["token_hash", "renewed_at", "fetched_at", "fetched_by"])
        now.pk, now.key, now.revoked_at, now.stamp, now.etag = None, short_key(), at, "", ""
        now.save(force_insert=True)
        return token

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

    @classmethod
    def outlive(cls, group, *, at=None) -> None:
        """`group` is about to be deleted: its links end and stay without it, so that they show an empty calendar.

        Both in one, because a link of no group that hasn't ended shows those of all groups.
        """
        FeedDocument.objects.filter(subscription__group=group).delete()
        cls.objects.filter(group=group).update(group=None, revoked_at=Coalesce("revoked_at", at or timezone.now()))

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
            self.changed_at = max(self.revoked_at, self.changed_at + SECOND)
            self.etag = _etag(calendar.nothing(at))
        elif (stamp := self._stamp(memberships)) != self.stamp or at >= self.fresh_until:
            self._rebuild(memberships, stamp, at)

    def _memberships(self) -> list[tuple]:
        """(group, its version, that of its programme, name and slug, my language) for each live membership."""
        mine = MEMBERSHIPS(member=self.member_id)
        return [row for row in mine if row[0] == self.group_id] if self.group_id else mine

    def _stamp(self, memberships: list[tuple]) -> str:
        """All that decides the bytes but time: the versions of each group, then the rest. Read before the meetings, so
        that it is never newer than they are. Topics, names and dates that are offered are no part of a programme.
        """
        whole = self.detail == Detail.FULL or self.tentative
        versions = ",".join(f"{group}:{all_ if whole else programme}" for group, all_, programme, *_rest in memberships)
        named = [(row[3], row[4]) for row in memberships]
        language = memberships[0][-1] if memberships else ""
        shown = f"{self.detail}{self.tentative:d}{self.cancelled:d}"
        return f"{versions}|{shown}|{language}|{FORMAT}|{settings.SITE_URL}|{settings.SITE_UID_DOMAIN}|{named}"

    def _rebuild(self, memberships: list[tuple], stamp: str, at: datetime) -> None:
        """Put in what has changed, or join all the pieces anew. Nothing changes in the groups meanwhile."""
        with alone_in(*[group for group, *_rest in memberships]):
            self._keep(spliced(self, memberships, stamp, at) or self._joined(memberships, at), stamp, at)

    def _keep(self, document: Document, stamp: str, at: datetime) -> None:
        etag = document.etag
        kept = {"stamp": stamp, "fresh_until": document.fresh_until}
        if etag == self.etag:  # unless somebody else has written meanwhile: then the next fetch looks again
            Subscription.objects.filter(pk=self.pk, etag=etag).update(**kept)
            return
        self.etag, self.changed_at, self.built = etag, max(at, self.changed_at + SECOND), document
        total = f"{document.total:064x}"
        KEEP(subscription=self.pk, etag=self.etag, changed_at=self.changed_at, **kept)
        feed_document.KEEP(subscription=self.pk, etag=self.etag, content=document.content, total=total, built_at=at)

    def _joined(self, memberships: list[tuple], at: datetime) -> Document:
        """The pieces in their order, those missing or outdated serialised anew."""
        language = memberships[0][-1] if memberships else settings.LANGUAGE_CODE
        pieces = Component.collect(
            [group for group, *_rest in memberships], detail=self.detail, language=language,
            tentative=self.tentative, cancelled=self.cancelled, at=at, member=self.member_id,
        )  # fmt: skip
        name, path = "", reverse("front")
        if self.group_id:
            name, path = memberships[0][3], reverse("home", args=[memberships[0][4]])
        head = calendar.feed_header(name, path, self.detail, language)
        content = calendar.document(head, pieces.zones, pieces.texts, at.year)
        return Document(content, splicing.total(pieces.texts), pieces.fresh_until)

    def content(self, at: datetime) -> tuple[str, bytes]:
        """The bytes and the ETag that belongs to them; somebody else may have rebuilt them since."""
        if self.built:
            return self.built.etag, self.built.content
        for etag, content in feed_document.OF(subscription=self.pk):
            return etag, bytes(content)
        content = calendar.nothing(at)
        return _etag(content), content

    # -- who fetches it

    def note_fetch(self, agent: str, at: datetime) -> None:
        """Remember when it was last fetched and by what: once an hour, and where another than the last one comes."""
        if agent != self.fetched_by:
            agent = tidy(agent)[:120]
        if self.fetched_at is None or at - self.fetched_at >= HOUR or agent != self.fetched_by:
            Subscription.objects.filter(pk=self.pk).update(fetched_at=at, fetched_by=agent)

    @property
    def reader(self) -> str:
        """By which app it was last fetched, as it names itself: `Google-Calendar-Importer`."""
        name = re.split("[/(]", self.fetched_by)[0].replace("+", " ").strip()
        own = OWN_NAME.search(self.fetched_by) if name == "Mozilla" else None
        return (own[0] if own else name) or _("an app that gives no name")

    def count_fetch(self, at: datetime) -> int:
        """Count one whole calendar: 0, or how many seconds to wait after sixty in one hour of the clock. What has just
        changed is shown once in any case.
        """
        hour = at.replace(minute=0, second=0, microsecond=0)
        if self.counted_from != hour:
            row = Subscription.objects.filter(pk=self.pk)
            row.exclude(counted_from=hour).update(counted_from=hour, fetches=0)
        if self.built or COUNT(subscription=self.pk):
            return 0
        return 3600 - at.minute * 60 - at.second


# What is asked at each fetch, and nothing else is where a feed hasn't changed.
UNASKED = {"key", "label", "created_at", "renewed_at"}
COLUMNS = [field.attname for field in Subscription._meta.concrete_fields if field.attname not in UNASKED]
BY_TOKEN = Prepared(lambda: Subscription.objects.filter(token_hash=Given("digest")).values_list(*COLUMNS))
MEMBERSHIPS = Prepared(
    lambda: (
        Membership.objects.live()
        .filter(member_id=Given("member"), member__is_active=True)
        .exclude(calendar_choice__way__in=[CalendarWay.INVITATIONS, CalendarWay.NEITHER])
        .order_by("group_id")
        .values_list(
            "group_id", "group__version", "group__programme_version", "group__name", "group__slug", "member__language"
        )
    )
)

KEEP = PreparedUpdate(
    lambda: Subscription.objects.filter(pk=Given("subscription")),
    **{
        name: Given(name, Subscription._meta.get_field(name)) for name in ("stamp", "etag", "changed_at", "fresh_until")
    },
)

COUNT = PreparedUpdate(
    lambda: Subscription.objects.filter(pk=Given("subscription"), fetches__lt=MOST_FETCHES),
    fetches=models.F("fetches") + 1,
)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}"'
