from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField
from copse.near import columns, instances, recall
from copse.zones import validate_zone
from groups.models.duty import Duty
from groups.models.group_slug import GroupSlug
from groups.models.log_entry import LogEntry
from groups.models.member import Member
from groups.models.outbox import TRIES, Outbox
from groups.models.sabbatical import Sabbatical, Span

AN_EVENINGS_PAUSE = timedelta(minutes=30)


class Group(models.Model):
    """A peer group: four to eight people who meet for years, with nobody in charge."""

    class Rounds(models.TextChoices):
        """What a group calls the second and the last part of a meeting."""

        ROUNDS = "rounds", gettext_lazy("Opening round and closing round")
        CHECKS = "checks", gettext_lazy("Check-in and check-out")

    slug = models.SlugField(max_length=50, unique=True)
    name = LineField(gettext_lazy("name"), max_length=80)
    zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_zone])
    language = models.CharField(max_length=12, default="en-gb")
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1, for holidays and paper
    all_facilitate = models.BooleanField(default=True)  # else only members with the duty plan meetings
    all_invite = models.BooleanField(default=False)  # else only admins
    sign_on_joining = models.BooleanField(default=True)  # whoever joins signs the manifesto with saying yes
    invite_by_consent = models.BooleanField(default=False)  # somebody new is invited when all of us consent
    patience_weeks = models.PositiveSmallIntegerField(default=4)  # unheard for so long, others may go on without
    rounds = models.CharField(max_length=6, choices=Rounds, default=Rounds.ROUNDS)
    # Raised by changed(): of everything, and of each area that pages are drawn from.
    version = models.PositiveIntegerField(default=1)
    people_version = models.PositiveIntegerField(default=1)
    programme_version = models.PositiveIntegerField(default=1)
    answers_version = models.PositiveIntegerField(default=1)
    larder_version = models.PositiveIntegerField(default=1)
    manifesto_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def begin(cls, *, name: str, slug: str, first, zone: str = "Europe/London", at=None) -> "Group":
        """A new group; `first`, a Member, is its first member and admin. Each app lays in what a group starts with.

        Raises ValidationError, by field, for a slug that another group has or had.
        """
        from groups import registry

        at = at or timezone.now()
        taken = ValidationError({"slug": _("Another group has this address, or had it. Choose another.")})
        if not cls.is_free(slug):
            raise taken
        try:
            with transaction.atomic():
                group = cls.objects.create(name=name, slug=slug, zone=zone, created_at=at)
        except IntegrityError:  # two at once
            raise taken from None
        membership = group.welcome(first, at=at)
        membership.take_on(Duty.Name.ADMIN, by=membership, at=at)
        for lay_in in registry.group_begins:
            lay_in(group)
        return group

    @property
    def patience(self) -> timedelta:
        """How long we wait to hear from somebody before the others may agree to go on."""
        return timedelta(weeks=self.patience_weeks)

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def today(self, at=None) -> date:
        """The day where the group is."""
        return (at or timezone.now()).astimezone(self.tzinfo).date()

    @property
    def people(self) -> dict:
        """The live memberships by their primary key, as they came, each with its sabbaticals: to name people with,
        never to ask who may.
        """
        rows, spans = recall(f"people:{self.pk}:{self.people_version}", self._read_people)
        people = {membership.pk: membership for membership in instances(self.memberships.model, rows)}
        for membership in people.values():
            membership.group, membership.spans = self, []
        for key, *span in spans:
            people[key].spans.append(Span(*span))
        return people

    def _read_people(self) -> tuple[list, list]:
        spans = Sabbatical.objects.filter(membership__in=self.members).values_list("membership_id", *Span._fields)
        return list(self.members.in_order().values_list(*columns(self.memberships.model))), list(spans)

    @property
    def everyone(self) -> dict:
        """`people`, and after them those who have left or were taken out: to name whoever did something here."""
        people, model = self.people, self.memberships.model
        gone = self.memberships.exclude(pk__in=people).in_order()
        rows = recall(f"gone:{self.pk}:{self.people_version}", lambda: list(gone.values_list(*columns(model))))
        return {**people, **{membership.pk: membership for membership in instances(model, rows)}}

    @property
    def members(self):
        return self.memberships.live()

    def admins(self):
        """Those of us who look after invitations and settings."""
        return self.members.filter(duties__in=Duty.objects.held().of(Duty.Name.ADMIN))

    def locked(self) -> "Group":
        """The group as it stands; whoever else wants it so waits until the transaction ends (groups.locking)."""
        return Group.objects.select_for_update(no_key=True).get(pk=self.pk)

    def changed(self, area: str) -> None:
        """Raise the versions, in the transaction of what changed: feeds and pages are kept by them.

        `area` is people, programme, answers, larder or manifesto.
        """
        raised = {name: models.F(name) + 1 for name in ("version", f"{area}_version")}
        Group.objects.filter(pk=self.pk).update(**raised)

    def log(self, act: str, *, by=None, about=None, at=None) -> None:
        """Note who did what, in the transaction of the deed: `act` is a `LogEntry.Act`, the others memberships."""
        self.log_entries.create(act=act, by=by, about=about, at=at or timezone.now())

    def tell(self, kind: str, reference: str, *, at=None) -> None:
        """Queue a mail of this kind to each of us."""
        where = {"group": self, "at": at or timezone.now()}
        each = [one.member for one in self.members.select_related("member")]
        Outbox.queue_all(
            [Outbox.row_for(member, kind, reference, key=f"{reference}:{member.pk}", **where) for member in each]
        )

    @transaction.atomic
    def tell_together(self, kind: str, *, by, at, after: timedelta) -> None:
        """Queue one mail of this kind to each of us but `by`, to be sent `after` a while. Whom one waits for already
        gets that one, later, and it tells of this too. Its reference is the moment from which it tells: `at`, which
        has to be when it happened.
        """
        waiting = Outbox.objects.waiting().filter(kind=kind, group=self, leased_until=None, tries__lt=TRIES)
        waiting.filter(due_at__lt=at + after).update(due_at=at + after)
        told = {by.member_id, None, *waiting.values_list("member", flat=True)}
        Outbox.queue_all(
            [
                Outbox(kind=kind, reference=at.isoformat(), to=email, member_id=member, group=self,
                       key=f"{kind}:{self.pk}:{at.timestamp():.6f}:{member}", due_at=at + after)
                for member, email in self.members.values_list("member", "member__email")
                if member not in told
            ]
        )  # fmt: skip

    def tell_of_sharing(self, *, by, at) -> None:
        """At `at`, `by` put something by or showed it to all of us. An evening of that is one mail (groups.sharing)."""
        self.tell_together("shared", by=by, at=at, after=AN_EVENINGS_PAUSE)

    @transaction.atomic
    def arrange(self, *, by, at=None, **what) -> None:
        """Change settings of the group: its name, its slug, its zone and so on.

        Raises ValidationError, by field, for a slug that another group has or had; ValueError for anybody but an admin.
        """
        now = self.locked()
        if not by.duties.held().of(Duty.Name.ADMIN).exists():
            raise ValueError("only an admin changes settings")
        differing = {name: value for name, value in what.items() if getattr(now, name) != value}
        if "slug" in differing:
            now._move_to(differing["slug"], at)
        if not differing:
            return
        Group.objects.filter(pk=self.pk).update(**differing)
        if differing.get("all_facilitate") is False and not now._has_facilitators():
            by.take_on(Duty.Name.FACILITATOR, by=by, at=at)
        self.log(LogEntry.Act.SETTINGS, by=by, at=at)
        for area in ("people", "programme"):
            self.changed(area)
        self.frames_changed()
        self.refresh_from_db()

    def _move_to(self, slug: str, at) -> None:
        if not Group.is_free(slug, but=self):
            raise ValidationError({"slug": _("Another group has this address, or had it. Choose another.")})
        self.earlier_slugs.filter(slug=slug).delete()
        self.earlier_slugs.create(slug=self.slug, until_at=at or timezone.now())

    @classmethod
    def is_free(cls, slug: str, *, but=None) -> bool:
        """Whether no group has this slug or had it, other than `but`, which may take its earlier ones again."""
        had = GroupSlug.objects.filter(slug=slug)
        had = had.exclude(group=but) if but else had
        return not (cls.objects.filter(slug=slug).exists() or had.exists())

    def _has_facilitators(self) -> bool:
        return Duty.objects.held().of(Duty.Name.FACILITATOR).filter(membership__group=self).exists()

    @transaction.atomic
    def delete_for_good(self) -> None:
        """The group and all that was written in it. What somebody is in other groups stays."""
        from groups import registry

        self.locked()
        self.frames_changed()
        for remove in registry.group_ends:
            remove(self)
        Duty.objects.filter(membership__group=self).delete()
        self.delete()

    @transaction.atomic
    def welcome(self, member, *, at=None):
        """`member` becomes one of us; whoever is already keeps the membership they have."""
        self.locked()
        at = at or timezone.now()
        membership, made = self.memberships.get_or_create(
            member=member,
            left_at=None,
            removed_at=None,
            defaults={"known_as": member.name or member.email.partition("@")[0], "joined_at": at},
        )
        if made:
            self.log(LogEntry.Act.JOINED, by=membership, at=at)
        self.size_changed(member)
        return membership

    def size_changed(self, member) -> None:
        """`member` came or went: what is drawn around their pages and ours is drawn anew."""
        self.changed("people")
        self.frames_changed(*filter(None, [member]))

    def frames_changed(self, *others) -> None:
        """What is drawn around the pages of each of us, and of `others`, who are Members, is drawn anew."""
        whose = models.Q(memberships__in=self.members) | models.Q(pk__in=[member.pk for member in others])
        rows = Member.objects.filter(pk__in=Member.objects.filter(whose).values("pk")).order_by("pk")
        held = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        Member.objects.filter(pk__in=held).update(version=models.F("version") + 1)

    def once_left_by(self, member):
        """The membership that `member` had here and can take up again, or None."""
        return self.memberships.left_behind().filter(member=member).order_by("pk").last()

    @transaction.atomic
    def welcome_back(self, membership, *, at=None):
        """Whoever left or was removed takes their membership up again. Raises ValueError where it is final."""
        self.locked()
        at = at or timezone.now()
        departure = membership.departures.open().first()
        if departure is None and membership.removed_at is None:
            raise ValueError("there is nothing to take up again")
        if departure:
            departure.come_back(at=at)
        else:
            self.memberships.suspended().filter(pk=membership.pk).update(
                removed_at=None, removed_by=None, removal_reason=""
            )
        membership.refresh_from_db()
        self.log(LogEntry.Act.RETURNED, by=membership, at=at)
        self.size_changed(membership.member)
        return membership

    @transaction.atomic
    def invite(self, email: str, *, by, note: str = "", agreed: bool = False, at=None):
        """Invite the person at `email`; a second invitation to an address still waiting is the first, sent again,
        with the new note where there is one. `agreed`: all of us have consented.

        Raises ValidationError where the person is one of us already, `by` has sent 20 in a day, or all have to consent
        and haven't.
        """
        from groups.models.invitation import Invitation

        at = at or timezone.now()
        email = email.lower()
        self.must_be_new(email)
        if self.invite_by_consent and not agreed:
            raise ValidationError(_("In our group somebody new is invited when all of us consent."))
        self.locked()  # two at once: one invitation
        waiting = self.invitations.waiting().filter(email=email).first()
        if waiting:
            waiting.send_again(by=by, note=note, agreed=agreed, at=at)
            return waiting
        Invitation.count(LogEntry.Act.INVITED, by=by, at=at)
        invitation = self.invitations.create(email=email, invited_by=by, note=note, created_at=at, sent_at=at)
        invitation.send(at=at)
        self.changed("people")
        return invitation

    def must_be_new(self, email: str) -> None:
        """Raises ValidationError where whoever has this address is one of us."""
        if self.members.filter(member__emailaddress__email=email.lower(), member__emailaddress__verified=True).exists():
            raise ValidationError(_("Whoever has this address is already one of us."))
