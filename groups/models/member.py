from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField
from copse.undelivered import Cause
from copse.zones import validate_zone
from groups import quiet

ARRIVED_AFTER = timedelta(days=1)  # what comes back for good comes back within minutes, nearly always


class MemberManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "Member":
        member = self.model(email=email.lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Member":
        """Whoever keeps the server. Sees the style guide and how many mails were given up; no group, and nothing that
        members wrote.
        """
        return self.create_user(email, password, is_staff=True, **fields)

    def reached_at(self, email: str):
        """Whoever has this address, main or other: one or nobody."""
        mine = models.Q(email__iexact=email) | models.Q(emailaddress__email__iexact=email, emailaddress__verified=True)
        return self.filter(mine).distinct()

    def get_by_natural_key(self, email: str) -> "Member":
        return self.get(email__iexact=email)


class Member(AbstractBaseUser):
    """The person who signs in. What a group knows of them is their Membership."""

    class Clock(models.TextChoices):
        AS_LANGUAGE = "", _("As my language has it")
        TWELVE = "12", _("Twelve hours: 7 pm")
        TWENTY_FOUR = "24", _("Twenty-four hours: 19:00")

    class Theme(models.TextChoices):
        AS_DEVICE = "", _("As my device has it")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = LineField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/London", validators=[validate_zone])
    language = models.CharField(_("language"), max_length=12, default="en-gb")  # one of settings.LANGUAGES
    clock = models.CharField(_("clock"), max_length=2, choices=Clock, default=Clock.AS_LANGUAGE, blank=True)
    theme = models.CharField(_("light or dark"), max_length=5, choices=Theme, default=Theme.AS_DEVICE, blank=True)
    easier_letters = models.BooleanField(_("easier letters"), default=False)
    quiet_from = models.TimeField(null=True, blank=True)  # wall times where they are; no mail of a kind comes between
    quiet_until = models.TimeField(null=True, blank=True)
    refused_address = models.EmailField(blank=True, editable=False)  # where a mail to them was refused for good
    refused_at = models.DateTimeField(null=True, editable=False)
    refused_why = models.CharField(max_length=8, choices=Cause, blank=True, editable=False)
    refused_later = models.BooleanField(default=False, editable=False)  # it was taken first, and came back
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # of what is drawn around each of their pages
    locks = models.PositiveIntegerField(default=1, editable=False)  # how often all their sessions were ended at once
    date_joined = models.DateTimeField(default=timezone.now)

    objects = MemberManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_member_per_address"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_until")),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def changed(self) -> None:
        """Their name, their groups or how many are in them: the frame of their pages is drawn anew."""
        Member.objects.filter(pk=self.pk).update(version=models.F("version") + 1)

    def live_by(self, zone: str) -> None:
        """Times are shown by the clocks of `zone` from now on."""
        Member.objects.filter(pk=self.pk).update(zone=zone)
        self.changed()

    def be_quiet(self, starts: time | None, ends: time | None) -> None:
        """Mails of a kind wait between these times where they are; None for both: at no time."""
        Member.objects.filter(pk=self.pk).update(quiet_from=starts, quiet_until=ends)
        self.quiet_from, self.quiet_until = starts, ends

    def quiet_ends(self, at: datetime) -> datetime | None:
        """When the quiet hours that `at` falls into are over; None outside them."""
        return quiet.end_of(self.quiet_from, self.quiet_until, self.zone, at) if self.quiet_from else None

    def live_sessions(self) -> list:
        """Where they are signed in, as UserSession, the newest first: those whose cookie still opens something."""
        found = list(self.usersession_set.order_by("-created_at"))
        keys = [session.session_key for session in found]
        stored = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
        now = self.get_session_auth_hash()
        live = {session.session_key for session in stored if session.get_decoded().get(HASH_SESSION_KEY) == now}
        return [session for session in found if session.session_key in live]

    def end_sessions(self) -> None:
        """Wherever they are signed in, they are no longer; a cookie from before opens nothing."""
        from allauth.usersessions.models import UserSession

        Member.objects.filter(pk=self.pk).update(locks=models.F("locks") + 1)
        self.refresh_from_db(fields=["locks"])
        UserSession.objects.filter(user=self).delete()

    def _get_session_auth_hash(self, secret=None) -> str:
        """Django's, which changes with the password, and here with the locks too."""
        facts = f"{self.locks}:{self.password}"
        return salted_hmac(f"{__name__}.session", facts, secret, algorithm="sha256").hexdigest()

    def move_to(self, email: str) -> None:
        """From now on they are reached at `email` alone, and were signed in nowhere. For whoever keeps the server.

        Each of their groups can read in its log that it was done.
        Raises ValidationError where somebody else is reached there.
        """
        from allauth.account.models import EmailAddress

        from groups.models.log_entry import LogEntry

        email = email.lower()
        taken = Member.objects.filter(email__iexact=email) | Member.objects.filter(emailaddress__email__iexact=email)
        if taken.exclude(pk=self.pk).exists():
            raise ValidationError(_("Somebody else is reached at %(email)s."), params={"email": email})
        with transaction.atomic():
            EmailAddress.objects.filter(user=self).delete()
            EmailAddress.objects.create(user=self, email=email, verified=True, primary=True)
            self.email = email
            self.save(update_fields=["email"])
            self.end_sessions()
            for membership in self.joined_groups():
                membership.group.log(LogEntry.Act.HELPED, about=membership)

    def take_steps_away(self) -> None:
        """No passkey, app or spare code of theirs works any more."""
        from allauth.mfa.models import Authenticator

        Authenticator.objects.filter(user=self).delete()

    # -- whether mails reach them

    @property
    def unreached(self) -> bool:
        """Whether the address that mails go to has refused one, and none has arrived there since."""
        return self.refused_at is not None and self.refused_address == self.email.lower()

    @property
    def refusal(self) -> str:
        """Why, in a sentence."""
        return Cause(self.refused_why).label

    @classmethod
    def is_refused_at(cls, address: str, cause: str, at, *, came_back: bool) -> None:
        """A mail to `address` was refused for good, at once or after it was taken."""
        refused = {"refused_address": address.lower(), "refused_at": at, "refused_why": cause}
        cls._at(address).update(**refused, refused_later=came_back, version=models.F("version") + 1)

    @classmethod
    def is_reached_at(cls, address: str) -> None:
        """A mail to `address` was taken. Where one came back later, that alone doesn't say that this one won't."""
        cls._forget_refusals(cls._at(address).filter(refused_at__isnull=False, refused_later=False))

    @classmethod
    def hear_of_refused(cls, at) -> None:
        """Where one came back, and a later one didn't within a day, mails arrive again; of an address that somebody no
        longer has there is nothing to say.
        """
        from groups.models.outbox import Outbox

        later = Outbox.objects.filter(to=models.OuterRef("email"), sent_at__gt=models.OuterRef("refused_at"))
        arrived = later.filter(sent_at__lte=at - ARRIVED_AFTER, given_up_at=None)
        refused = cls.objects.filter(refused_at__isnull=False)
        cls._forget_refusals(refused.filter(models.Exists(arrived) | ~models.Q(refused_address=Lower("email"))))

    @classmethod
    def _at(cls, address: str):
        return cls.objects.alias(lower=Lower("email")).filter(lower=address.lower())

    @staticmethod
    def _forget_refusals(members) -> None:
        nothing = {"refused_address": "", "refused_at": None, "refused_why": "", "refused_later": False}
        members.update(**nothing, version=models.F("version") + 1)

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def may_found(self) -> bool:
        """Whether they can begin another group here: where the site allows it, everyone can."""
        return settings.FOUNDING

    def joined_groups(self):
        """The live memberships, each with its group, in the groups' own order of names."""
        from groups.models.membership import Membership

        return Membership.objects.live().filter(member=self).select_related("group").order_by("group__name", "pk")

    def erase(self, *, at=None) -> None:
        """Delete the account and everything that isn't the groups' own; what is theirs stays without a name.

        Noted for a restore (`ErasureEntry`). No group can refuse it.
        """
        from groups.locking import alone_in
        from groups.models.departure import least
        from groups.models.erasure_entry import ACCOUNT, ErasureEntry
        from groups.personal import forget_addresses

        at = at or timezone.now()
        with alone_in(*self.memberships.values_list("group", flat=True)):
            for membership in self.memberships.filter(anonymised_at=None).select_related("group"):
                membership.erase(least(), at=at)
            for export in self.exports.all():
                export.discard()
            forget_addresses(self)
            ErasureEntry.note(self.email, ACCOUNT, at=at)
            self.delete()
