import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import WordsField
from copse.keys import short_key
from groups.locking import one_at_a_time
from groups.models.duty import Duty
from groups.models.log_entry import LogEntry
from groups.models.outbox import Outbox

LIFETIME = timedelta(days=14)
JUST_NOW = timedelta(minutes=1)  # pressed again so soon is pressed twice
A_DAY = 20  # that a member sends, new ones and those sent again together


def sender_invites() -> Q:
    """Whoever sent it is still one of us, and may still invite (as `Membership.invites`)."""
    duty = Duty.objects.held().of(Duty.Name.ADMIN).filter(membership=OuterRef("invited_by"))
    may = Q(Exists(duty)) | Q(group__all_invite=True)
    return may & Q(invited_by__left_at=None, invited_by__removed_at=None)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Neither accepted nor taken back; it may have expired."""
        return self.filter(used_at=None, revoked_at=None)

    def open(self, at=None):
        """Those that can be accepted: in time, and whoever sent it still invites."""
        at = at or timezone.now()
        return self.waiting().filter(sender_invites(), sent_at__gt=at - LIFETIME)

    def newest_first(self):
        return self.order_by("-sent_at", "-pk")

    def over(self):
        """Accepted or taken back."""
        return self.exclude(used_at=None, revoked_at=None)

    def find(self, token: str, at=None) -> "Invitation | None":
        """The open invitation whose link holds `token`; nothing tells apart why there is none."""
        digest = digest_of(token)
        found = self.open(at).filter(token_hash=digest).select_related("group", "invited_by__member").first()
        return found if found and hmac.compare_digest(found.token_hash, digest) else None


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A person whom the group would love to work with. The link's secret is not kept: it is made from the row."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    email = models.EmailField(gettext_lazy("e-mail address"))
    invited_by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="invitations")
    note = WordsField(gettext_lazy("a note to them"), max_length=1000, blank=True)
    nonce = models.CharField(max_length=43, default=secrets.token_urlsafe, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    accepted_as = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "email"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_waiting_invitation_per_address",
            ),
        ]

    def __str__(self):
        return self.key

    def save(self, *args, **kwargs):
        self.token_hash = self.token_hash or digest_of(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        """256 bits, the same each time, so that a mail sent twice holds one link; also after a change of keys, as long
        as the key it was made with is a SECRET_KEY_FALLBACK.
        """
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        tokens = [self._token(key) for key in keys]
        return next((t for t in tokens if digest_of(t) == self.token_hash), tokens[0])

    def _token(self, key: str) -> str:
        mac = salted_hmac("groups.invitation", self.nonce, secret=key, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")

    @property
    def link(self) -> str:
        return settings.SITE_URL + reverse("groups:join", args=[self.token])

    @property
    def expires_at(self):
        return self.sent_at + LIFETIME

    @property
    def expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def is_open(self, at=None) -> bool:
        return Invitation.objects.open(at).filter(pk=self.pk).exists()

    def send(self, *, at=None) -> None:
        at = at or timezone.now()
        Outbox.queue("invitation", self.key, to=self.email, group=self.group, key=f"{self.key}:{at.isoformat()}")

    @one_at_a_time
    def send_again(self, *, by, note: str = "", agreed: bool = False, at=None) -> None:
        """The same link, good for another fourteen days; a `note` takes the place of the one before. Within a minute
        the mail that is on its way is this one.

        Raises ValidationError where the invitation is used or taken back: it stays so; or `by` has sent 20 in a day.
        """
        at = at or timezone.now()
        if self.group.invite_by_consent and not (agreed or self.newcomers.exists()):
            raise ValidationError(_("In our group somebody new is invited when all of us consent."))
        kept = {"invited_by": by, "token_hash": digest_of(self.token), **({"note": note} if note else {})}
        waiting = Invitation.objects.waiting().filter(pk=self.pk)
        if not waiting.update(**kept):
            raise ValidationError(_("This invitation has been accepted or taken back since."))
        if waiting.filter(sent_at__lte=at - JUST_NOW).update(sent_at=at):
            self.count(LogEntry.Act.INVITED_AGAIN, by=by, at=at)
            self.send(at=at)
        self.refresh_from_db()
        self.group.changed("people")

    @staticmethod
    def count(act: str, *, by, at) -> None:
        """Note one more that `by` sends, in the group's log: what is noted is what is counted. The group is locked.

        Raises ValidationError where the day is full.
        """
        acts = (LogEntry.Act.INVITED, LogEntry.Act.INVITED_AGAIN)
        day = LogEntry.objects.filter(act__in=acts, by__member=by.member_id, at__gt=at - timedelta(days=1))
        if day.count() >= A_DAY:
            raise ValidationError(_("You have sent twenty invitations today. Tomorrow you can send more."))
        by.group.log(act, by=by, at=at)

    @one_at_a_time
    def take_back(self, *, by, at=None) -> None:
        """The link stops working. Taken back twice is taken back once."""
        at = at or timezone.now()
        if Invitation.objects.waiting().filter(pk=self.pk).update(revoked_at=at, taken_back_by=by):
            self.group.log(LogEntry.Act.TOOK_BACK, by=by, at=at)
        self.group.changed("people")

    @classmethod
    def void(cls, membership, at) -> None:
        """Whoever goes: the invitations they sent end."""
        cls.objects.waiting().filter(invited_by=membership).update(revoked_at=at)

    @classmethod
    def forget_address(cls, email: str) -> None:
        """No invitation knows any more that it went to `email`; one that is waiting is taken back."""
        cls.objects.waiting().filter(email__iexact=email).update(revoked_at=timezone.now())
        cls.objects.filter(email__iexact=email).update(email="", note="")

    @one_at_a_time
    def accept(self, member, *, again: bool = False, at=None):
        """`member`, who has proved the invited address, joins. Of any number of accepts at once, one counts.
        What follows from saying yes, such as a signature, is in the registry.

        `again`: whoever was one of us before takes up the membership they had, where it can still be.

        Raises ValidationError where the link is expired, used or taken back, or the address isn't proved.
        """
        from groups import registry

        at = at or timezone.now()
        if not member.emailaddress_set.filter(email__iexact=self.email, verified=True).exists():
            raise ValidationError(_("This invitation was sent to another address."))
        # The condition is on this row's own columns: PostgreSQL asks those anew when it has waited for somebody else.
        if not (self.is_open(at) and Invitation.objects.waiting().filter(pk=self.pk).update(used_at=at)):
            raise ValidationError(_("This invitation no longer works."))
        before = self.group.once_left_by(member) if again else None
        if before and not self.group.members.filter(member=member).exists():
            membership = self.group.welcome_back(before, at=at)
        else:
            membership = self.group.welcome(member, at=at)
        Invitation.objects.filter(pk=self.pk).update(accepted_as=membership)
        for follow in registry.joined:
            follow(membership, at)
        return membership
