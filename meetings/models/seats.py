from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

SEATS = ("facilitator", "facilitates_with")
CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(facilitates_with=None) | (Q(facilitator__isnull=False) & ~Q(facilitates_with=F("facilitator"))),
        name="two_facilitate_together",
    ),
    models.CheckConstraint(
        condition=Q(focus=None) | Q(facilitator=None) | ~Q(focus=F("facilitator")), name="the_focus_never_facilitates"
    ),
    models.CheckConstraint(
        condition=Q(focus=None) | Q(facilitates_with=None) | ~Q(focus=F("facilitates_with")),
        name="nor_with_somebody",
    ),
]


class Seats:
    """Who facilitates a meeting: one of us, two together, or nobody. Changed within the transaction of a verb that has
    the meeting locked.
    """

    def __init__(self, meeting):
        self.meeting = meeting

    @property
    def keys(self) -> tuple[int, ...]:
        """Their primary keys."""
        return tuple(key for seat in SEATS if (key := getattr(self.meeting, f"{seat}_id")))

    @property
    def names(self) -> list[str]:
        return [who.name for who in self]

    def __iter__(self) -> Iterator:
        return (who for seat in SEATS if (who := getattr(self.meeting, seat)))

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, membership) -> bool:
        return membership.pk in self.keys

    def check(self) -> None:
        """Raises ValidationError, by field, where two are one, or whoever is in focus would facilitate; ValueError for
        somebody of another group.
        """
        meeting = self.meeting
        if any(who and who.group_id != meeting.group_id for who in (*self, meeting.focus)):
            raise ValueError("somebody of another group")
        first, second = meeting.facilitator_id, meeting.facilitates_with_id
        if second and second == first:
            raise ValidationError({"facilitates_with": _("Two facilitate together. Choose somebody else.")})
        if second and not first:
            raise ValidationError({"facilitator": _("Choose who facilitates, and then with whom.")})
        for seat in SEATS:
            if meeting.focus_id and getattr(meeting, f"{seat}_id") == meeting.focus_id:
                raise ValidationError({seat: _("Whoever is in focus doesn’t facilitate. Choose somebody else.")})

    def must_be_of(self, me) -> None:
        """Raises ValidationError where I don't facilitate it."""
        if me not in self:
            raise ValidationError(_("You don’t facilitate this meeting any more."))

    def must_have(self, membership) -> None:
        """Raises ValidationError where they don't facilitate it."""
        if membership not in self:
            words = _("%(name)s doesn’t facilitate this meeting any more.")
            raise ValidationError(words % {"name": membership.name})

    def must_suit(self, membership) -> None:
        """Raises ValidationError where they couldn't facilitate it, beside or instead of those who do; ValueError for
        somebody of another group.
        """
        if membership.group_id != self.meeting.group_id:
            raise ValueError("somebody of another group")
        if membership in self:
            raise ValidationError(_("%(name)s facilitates that meeting already.") % {"name": membership.name})
        self.must_be_able(membership)

    def must_be_able(self, membership) -> None:
        """Raises ValidationError where something keeps them from it."""
        meeting, name = self.meeting, {"name": membership.name}
        if meeting.focus_id == membership.pk:
            raise ValidationError(_("%(name)s is in focus there, and doesn’t facilitate.") % name)
        if membership.rests_on(meeting.starts_on):
            raise ValidationError(_("%(name)s is on sabbatical that day.") % name)
        if meeting.answers.standing().cannot().filter(membership=membership).exists():
            raise ValidationError(_("%(name)s has said that they can’t come.") % name)
        if not membership.is_live:
            raise ValidationError(_("%(name)s is not one of us any more.") % name)

    def hand(self, out, into=None, *, at) -> None:
        """`into`, or nobody, facilitates it in the place of `out`."""
        self.fill([into if who == out else who for who in self], at=at)

    def fill(self, people: list, *, at) -> None:
        """These facilitate it, two at most."""
        meeting, before = self.meeting, self.keys
        meeting.facilitator, meeting.facilitates_with = [*filter(None, people), None, None][:2]
        meeting.changed_at = max(at, meeting.changed_at + timedelta(microseconds=1))
        meeting.save(update_fields=[*SEATS, "changed_at"])
        self.end_offers(before, at)

    def end_offers(self, before: tuple[int, ...], at) -> None:
        """Of those who facilitated it `before` and don't any more: what was offered for their turn, or of it, stands no
        more, even where they have it again one day.
        """
        from meetings.models.turn_offer import TurnOffer

        for gone in {*before} - {*self.keys}:
            of_it = Q(meeting=self.meeting, by=gone) | Q(other=self.meeting, to=gone)
            TurnOffer.objects.untaken().filter(of_it).update(withdrawn_at=at)

    def agree_otherwise(self, before: tuple[int, ...], at) -> None:
        """Somebody chose by hand who facilitates it: what was said of a turn that changed hands is known no more."""
        self.meeting.turns.filter(membership__in={*before} ^ {*self.keys}).delete()
        self.end_offers(before, at)
