from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from copse.keys import short_key
from groups.models.contact import Contact
from groups.models.duty import Duty
from groups.models.file import File
from groups.models.sabbatical import Sabbatical, Span

TONES = {
    1: gettext_lazy("Moss"), 2: gettext_lazy("Straw"), 3: gettext_lazy("Rain"), 4: gettext_lazy("Rosehip"),
    5: gettext_lazy("Heather"), 6: gettext_lazy("Water"), 7: gettext_lazy("Foxglove"), 8: gettext_lazy("Stone"),
}  # fmt: skip
JUST_BACK = timedelta(days=14)
NEW_FOR = timedelta(days=30)


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(left_at=None, removed_at=None)

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

    @transaction.atomic
    def can_be_reached(self, contacts: list[dict]) -> None:
        """These, each with `label`, `value` and `shown`, are the ways to reach me, in this order, and no others."""
        self.contacts.all().delete()
        Contact.objects.bulk_create(
            Contact(membership=self, order=order, **contact) for order, contact in enumerate(contacts)
        )
        self.group.changed("people")

    @transaction.atomic
    def show_photo(self, picture: bytes, *, kind: str, at=None) -> None:
        """`picture` takes the place of my disc where that is large; the one before goes for good.

        It has been drawn anew (copse.pictures). Raises OSError where the disk doesn't take it.
        """
        self.take_down_photo()
        self.photo = File.keep(picture, by=self, name=f"photo.{kind.rpartition('/')[2]}", kind=kind, at=at)
        self.save(update_fields=["photo"])

    @transaction.atomic
    def take_down_photo(self) -> None:
        """My disc again. Taken down twice is taken down once."""
        self.photo = Membership.objects.select_for_update().get(pk=self.pk).photo  # two at once: none is left behind
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
        return any(span.covers(day) for span in self.spans)

    @cached_property
    def spans(self) -> list[Span]:
        """When I am and was on sabbatical, in order."""
        return [Span(*row) for row in self.sabbaticals.values_list("starts", "ends")]

    def latest_span(self, today: date) -> Span | None:
        """The sabbatical that is on or was the last, if it ended within a fortnight."""
        begun = [span for span in self.spans if span.starts <= today]
        return begun[-1] if begun and (begun[-1].ends is None or begun[-1].ends >= today - JUST_BACK) else None
