from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from copse.keys import short_key
from groups import registry
from groups.locking import alone_in, one_at_a_time
from groups.models.contact import Contact
from groups.models.departure import Departure
from groups.models.duty import Duty
from groups.models.file import File
from groups.models.log_entry import LogEntry
from groups.models.membership_queries import MembershipQuerySet
from groups.models.outbox import Outbox
from groups.models.sabbatical import Span

TONES = {
    1: gettext_lazy("Moss"), 2: gettext_lazy("Straw"), 3: gettext_lazy("Rain"), 4: gettext_lazy("Rosehip"),
    5: gettext_lazy("Heather"), 6: gettext_lazy("Water"), 7: gettext_lazy("Foxglove"), 8: gettext_lazy("Stone"),
}  # fmt: skip
JUST_BACK = timedelta(days=14)
SUSPENDED_FOR = timedelta(days=7)  # until a removal is final, unless a second admin agrees before


class Membership(models.Model):
    """A person's belonging to a group, and what they let this group know of them.

    Rows are never deleted: what somebody wrote points here.
    """

    member = models.ForeignKey("groups.Member", models.SET_NULL, null=True, related_name="memberships")
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="memberships")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    known_as = LineField(gettext_lazy("name here"), max_length=80)
    pronouns = LineField(gettext_lazy("pronouns"), max_length=40, blank=True)
    about = WordsField(gettext_lazy("about my practice"), max_length=2000, blank=True)
    access_note = WordsField(gettext_lazy("access and food"), max_length=2000, blank=True)
    tone = models.PositiveSmallIntegerField(gettext_lazy("the colour of my disc"), default=0)
    photo = models.OneToOneField("groups.File", models.SET_NULL, null=True, editable=False, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    removal_reason = WordsField(gettext_lazy("the reason"), max_length=2000, blank=True, editable=False)
    removal_final_at = models.DateTimeField(null=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"],
                condition=Q(left_at=None, removed_at=None),
                name="one_live_membership_per_group",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.known_as or _("a former member")

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def disc_tone(self) -> int:
        """1 to 8: chosen, or by the order of coming."""
        return self.tone or self.pk % len(TONES) + 1

    @property
    def photo_url(self) -> str:
        """Where the group sees my photo; "" where I have none."""
        return reverse("groups:photo", args=[self.group.slug, self.key]) if self.photo_id else ""

    @property
    def is_live(self) -> bool:
        return self.left_at is None and self.removed_at is None

    @property
    def is_suspended(self) -> bool:
        """Taken out by an admin, and not for good yet."""
        return self.removed_at is not None and self.removal_final_at is None

    @cached_property
    def is_admin(self) -> bool:
        return self.duties.held().filter(name=Duty.Name.ADMIN).exists()

    @cached_property
    def has_facilitator_duty(self) -> bool:
        return self.duties.held().filter(name=Duty.Name.FACILITATOR).exists()

    @property
    def facilitates(self) -> bool:
        """May plan meetings and settle their dates. In a new group everyone may."""
        return self.group.all_facilitate or self.has_facilitator_duty

    @property
    def invites(self) -> bool:
        """May invite people: whoever looks after that, or all of us where the group wants it so."""
        return self.group.all_invite or self.is_admin

    @one_at_a_time
    def can_be_reached(self, contacts: list[dict]) -> None:
        """These, each with `label`, `value` and `shown`, are the ways to reach me, in this order, and no others."""
        self.contacts.all().delete()
        Contact.objects.bulk_create(
            Contact(membership=self, order=order, **contact) for order, contact in enumerate(contacts)
        )
        self.group.changed("people")

    @one_at_a_time
    def show_photo(self, picture: bytes, *, kind: str, at=None) -> None:
        """`picture` takes the place of my disc where that is large; the one before goes for good.

        It has been drawn anew (copse.pictures). Raises OSError where the disk doesn't take it.
        """
        self.take_down_photo()
        self.photo = File.keep(picture, by=self, name=f"photo.{kind.rpartition('/')[2]}", kind=kind, at=at)
        self.save(update_fields=["photo"])

    @one_at_a_time
    def take_down_photo(self) -> None:
        """My disc again. Taken down twice is taken down once."""
        self.photo = Membership.objects.get(pk=self.pk).photo  # two at once: none is left behind
        if self.photo:
            photo, self.photo = self.photo, None
            self.save(update_fields=["photo"])
            photo.let_go()
        self.group.changed("people")

    @transaction.atomic
    def take_on(self, name: str, *, by: "Membership", at=None) -> "Duty":
        """Hold a duty from now on; held already, nothing changes."""
        duty, _made = self.duties.get_or_create(
            name=name, until_at=None, defaults={"given_by": by, "from_at": at or timezone.now()}
        )
        self.forget_duties()
        self.group.changed("people")
        return duty

    def forget_duties(self) -> None:
        """Ask anew, the next time that somebody asks, which duties I hold."""
        for name in ("is_admin", "has_facilitator_duty"):
            self.__dict__.pop(name, None)

    # -- sabbaticals

    def rests_on(self, day: date) -> bool:
        """Whether I am on sabbatical on that day: nobody waits for my answer then."""
        return bool(self.spans) and any(span.covers(day) for span in self.spans)

    @cached_property
    def spans(self) -> list[Span]:
        """When I am and was on sabbatical, in order."""
        return [Span(*row) for row in self.sabbaticals.values_list(*Span._fields)]

    def coming_span(self, today: date) -> Span | None:
        """The sabbatical that is on or to come: there is one at a time."""
        return next((span for span in self.spans if span.ends is None or span.ends >= today), None)

    def latest_span(self, today: date) -> Span | None:
        """The sabbatical that is on or was the last, if it ended within a fortnight."""
        begun = [span for span in self.spans if span.starts <= today]
        return begun[-1] if begun and (begun[-1].ends is None or begun[-1].ends >= today - JUST_BACK) else None

    # -- going

    @one_at_a_time
    def leave(self, chosen: dict[str, str] | None = None, *, at=None) -> Departure:
        """Go, and say what becomes of what is mine here: a fate for each kind (`groups.belonging`).

        Never refused; left twice is left once. Whoever was removed says so too, and then it is final. Raises
        ValidationError where it has been final for so long that nothing is theirs any more.
        """
        at = at or timezone.now()
        if Membership.objects.live().filter(pk=self.pk).update(left_at=at):
            self.refresh_from_db()
            self.group.log(LogEntry.Act.LEFT, by=self, at=at)
            self._end_access(at)
            return Departure.begin(self, chosen, at=at)
        if Membership.objects.suspended().filter(pk=self.pk).update(removal_final_at=at):
            self.refresh_from_db()
            return Departure.begin(self, chosen, at=at)
        departure = self.departures.open().first()
        if departure is None:
            raise ValidationError(_("That is over and done. Nothing here has your name any more."))
        return departure

    def _end_access(self, at) -> None:
        """All that reached beyond the next request ends in this transaction. What is theirs stays, until they part with
        it (`Departure.begin`).
        """
        self.duties.held().update(until_at=at)
        for end in registry.endings:
            end(self, at)
        self.group.size_changed(self.member)

    @one_at_a_time
    def remove(self, *, by: "Membership", reason: str, at=None) -> None:
        """Take somebody out of the group. It counts at once; it is final when a second admin agrees or after a week.
        Until then what is theirs stays as it is.

        Raises ValidationError where they have gone already, or `by` looks after the group no longer, as when two
        remove each other; ValueError for oneself, or somebody of another group.
        """
        at = at or timezone.now()
        if by.pk == self.pk or by.group_id != self.group_id:
            raise ValueError("an admin removes another of the same group")
        by.must_be_admin()
        facts = {"removed_at": at, "removed_by": by, "removal_reason": reason, "removal_final_at": None}
        if not Membership.objects.live().filter(pk=self.pk).update(**facts):
            raise ValidationError(_("They are not one of us any more."))
        self.refresh_from_db()
        self.group.log(LogEntry.Act.REMOVED, by=by, about=self, at=at)
        self._end_access(at)
        self._tell("removal", at)

    @one_at_a_time
    def agree_to_removal(self, *, by: "Membership", at=None) -> None:
        """A second admin agrees, and it is final. Raises ValidationError for whoever began it, or
        where it is undone meanwhile.
        """
        by.must_be_admin()
        if by.pk == self.removed_by_id:
            raise ValidationError(_("Another of you has to agree."))
        if Membership.objects.talked_over().filter(pk=self.pk).exists():
            raise ValidationError(_("We are talking it over. It is final only after that."))
        if not self._finish_removal(at):
            raise ValidationError(_("It has been decided meanwhile."))
        self.group.log(LogEntry.Act.REMOVAL_AGREED, by=by, about=self, at=at)

    @one_at_a_time
    def undo_removal(self, *, by: "Membership", at=None) -> None:
        """They are one of us again, with their duties and all that is theirs. Raises ValidationError where it is final
        or they are back.
        """
        by.must_be_admin()
        if not self.take_back_removal(by=by, at=at):
            raise ValidationError(_("It has been decided meanwhile."))

    def take_back_removal(self, *, by=None, at=None) -> bool:
        """They are one of us again, with their duties; False where it is final or they are back. Without `by`, all of
        us have consented to it.
        """
        removed_at = Membership.objects.suspended().filter(pk=self.pk).values_list("removed_at", flat=True).first()
        if removed_at is None or self.group.members.filter(member=self.member_id).exists():
            return False
        facts = {"removed_at": None, "removed_by": None, "removal_reason": ""}
        Membership.objects.filter(pk=self.pk).update(**facts)
        self.duties.filter(until_at=removed_at).update(until_at=None)
        self.refresh_from_db()
        self.group.log(LogEntry.Act.REMOVAL_UNDONE if by else LogEntry.Act.RETURN_AGREED, by=by, about=self, at=at)
        self.group.size_changed(self.member)
        self._tell("removal_undone", at or timezone.now())
        return True

    def must_be_admin(self) -> None:
        """Asked of the database as it stands under the group's lock. Raises ValidationError."""
        held = Duty.objects.held().filter(name=Duty.Name.ADMIN)
        if not Membership.objects.live().filter(pk=self.pk, duties__in=held).exists():
            raise ValidationError(_("You no longer look after this group."))

    def _finish_removal(self, at=None) -> bool:
        at = at or timezone.now()
        if not Membership.objects.suspended().filter(pk=self.pk).update(removal_final_at=at):
            return False
        self.refresh_from_db()
        Departure.begin(self, at=at)
        return True

    @classmethod
    def finish_removals(cls, at) -> None:
        """Those that nobody has undone within a week, and that aren't being talked over."""
        due = cls.objects.suspended().filter(removed_at__lte=at - SUSPENDED_FOR)
        for membership in due.not_talked_over().select_related("group"):
            with alone_in(membership.group_id):
                if membership._finish_removal(at):
                    membership.group.log(LogEntry.Act.REMOVAL_FINAL, about=membership, at=at)

    def _tell(self, kind: str, at) -> None:
        if self.member:
            Outbox.queue(kind, self.key, to=self.member.email, member=self.member, key=f"{self.key}:{at.isoformat()}")

    @property
    def final_on(self):
        """When a removal is final if nobody undoes it."""
        return self.removed_at + SUSPENDED_FOR

    @one_at_a_time
    def erase(self, chosen: dict[str, str], *, at=None) -> None:
        """Nothing of theirs that isn't the group's: left and made final in one, as `chosen`. Nobody is told."""
        at = at or timezone.now()
        departure = self.departures.open().first()
        if departure is None:
            if Membership.objects.live().filter(pk=self.pk).update(left_at=at):
                self._end_access(at)
            Membership.objects.suspended().filter(pk=self.pk).update(removal_final_at=at)
            departure = Departure.begin(self, chosen, at=at)
        departure.settle(chosen, at=at)
