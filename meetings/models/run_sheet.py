from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse import words
from copse.fields import WordsField
from copse.keys import stamp
from copse.words import sentence
from groups import search
from groups.locking import one_at_a_time
from groups.parts import Part, name_of
from meetings.models.use import Use


class Section(NamedTuple):
    """One part of the five-part shape: minutes of two hours, how it sounds in the run sheet's bar, a first wording."""

    minutes: int
    tone: str
    words: str


class RunSheetPart(models.Model):
    """A part of one meeting's run sheet: the group's five-part shape, with this meeting's times and words."""

    SHAPE = {
        Part.GROUNDING: Section(
            8,
            "hold",
            gettext_lazy("Feet, chair, window. A few slow breaths, and one sound from outside the room."),
        ),
        Part.OPENING: Section(
            18,
            "gather",
            gettext_lazy("What have you come in with? Say as much or as little as you like, or pass."),
        ),
        Part.CREATIVE: Section(40, "make", gettext_lazy("Make something of it, or of whatever you came with.")),
        Part.SHARING: Section(
            42,
            "gather",
            gettext_lazy(
                "Read all of it, one line of it, or none. First, those who listened say what stayed with them."
            ),
        ),
        Part.CLOSING: Section(12, "hold", gettext_lazy("A word to leave here and a word to take away.")),
    }

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    minutes = models.PositiveSmallIntegerField()
    leader = models.ForeignKey("groups.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    words = WordsField(max_length=3000, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="parts_in_one_order"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1, minutes__lte=600), name="a_part_takes_time"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The part, as the group calls it."""
        return name_of(self.part, self.meeting.group)

    def get_part_display(self) -> str:
        """Django's own would translate all five for one."""
        return str(Part(self.part).label)

    @property
    def tone(self) -> str:
        return self.SHAPE[self.part].tone

    @classmethod
    def lay_out(cls, meeting) -> None:
        """The five parts, in proportion to the meeting's length, where it has none yet and can have them."""
        length = meeting.minutes
        if not meeting.has_run_sheet or meeting.parts.exists():
            return
        whole = sum(s.minutes for s in cls.SHAPE.values())
        minutes = [max(1, round(s.minutes * length / whole)) for s in cls.SHAPE.values()]
        minutes[2] = max(1, minutes[2] + length - sum(minutes))  # what rounding leaves, we make with
        cls.objects.bulk_create(
            cls(meeting=meeting, order=order, part=part, minutes=m, words=str(section.words))
            for order, ((part, section), m) in enumerate(zip(cls.SHAPE.items(), minutes, strict=True), 1)
        )

    @classmethod
    @one_at_a_time
    def rewrite(cls, meeting, parts: list[dict], *, by, materials: str, seen: str | None = None) -> None:
        """New minutes, leaders and words for the meeting's parts, in their order.

        `seen` is the stamp of the run sheet as it stood; `Meeting.ChangedMeanwhile` where it has been changed since.
        """
        now = type(meeting).objects.select_for_update().get(pk=meeting.pk)
        if seen is not None and seen != cls.stamp(now, now.parts.all()):
            raise meeting.ChangedMeanwhile
        for part, new in zip(meeting.parts.all(), parts, strict=True):
            part.minutes, part.leader, part.words = new["minutes"], new["leader"], new["words"]
            part.save()
        type(meeting).objects.filter(pk=meeting.pk).update(materials=materials)
        search.keep(meeting.group, "meetings", meeting)
        meeting.group.changed("programme")

    @staticmethod
    def is_prepared_by(membership, meeting) -> bool:
        """Whether they may pick activities: whoever facilitates the meeting, or may change its run sheet."""
        return membership.facilitates or membership in meeting.seats

    @one_at_a_time
    def pick(self, activity, *, by) -> Use:
        """Do this activity in this part, after those that are picked already. Picked twice is picked once.

        Raises ValidationError where it was taken out or laid aside meanwhile, or the meeting was let go;
        ValueError for an activity or somebody of another group.
        """
        group = self.meeting.group
        if by.group_id != group.pk or activity.group_id != group.pk:
            raise ValueError("an activity or somebody of another group")
        now = type(self.meeting).objects.select_for_update().get(pk=self.meeting_id)
        if now.let_go_at:
            raise ValidationError(_("This meeting was let go since you opened the page."))
        if not group.activities.at_hand().select_for_update().filter(pk=activity.pk).exists():
            raise ValidationError(_("This activity was taken out of the repertoire, or laid aside, meanwhile."))
        after = (self.uses.aggregate(last=models.Max("order"))["last"] or 0) + 1
        use, new = Use.objects.get_or_create(part=self, activity=activity, defaults={"order": after})
        if new:
            group.changed("programme")
        return use

    @one_at_a_time
    def leave_out(self, activity, *, by) -> None:
        """It won’t be done in this part. Left out twice is left out once.

        Raises ValidationError where somebody has written how it went, which would go with it.
        """
        uses = self.uses.filter(activity=activity)
        if uses.exclude(how_it_went="").exists():
            raise ValidationError(_("Somebody has written how it went, so it stays in the run sheet."))
        if uses.filter(how_it_went="").delete()[0]:
            self.meeting.group.changed("programme")

    @staticmethod
    def stamp(meeting, parts) -> str:
        """Changes with everything that is rewritten at once; activities are picked one by one."""
        return stamp([meeting.materials, *((part.minutes, part.leader_id, part.words) for part in parts)])

    @staticmethod
    def fit(meeting, parts) -> str:
        """Whether the parts fill the time, in words."""
        planned = sum(part.minutes for part in parts)
        over = planned - (meeting.minutes or planned)
        if over > 0:
            return sentence(_("%(minutes)s longer than the time we have.") % {"minutes": words.minutes(over)})
        if over < 0:
            return sentence(_("%(minutes)s shorter than the time we have.") % {"minutes": words.minutes(-over)})
        return _("It fits the time we have.")
