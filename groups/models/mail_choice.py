from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from groups.kinds import Kind, Rhythm


class MailChoice(models.Model):
    """How one of us wants a kind of mail of one group. Without a row it is as the kind has it by itself."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="mail_choices")
    kind = models.CharField(max_length=8, choices=Kind)
    rhythm = models.CharField(max_length=7, choices=Rhythm)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind"], name="one_choice_for_each_kind"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.LETTER, rhythm=Rhythm.AT_ONCE), name="a_weekly_letter_is_not_at_once"
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.kind}"

    @classmethod
    def of(cls, membership) -> dict[Kind, Rhythm]:
        """What they have chosen, or what is so by itself, for every kind."""
        return cls.of_each([membership])[membership.pk]

    @classmethod
    def of_each(cls, memberships: Iterable) -> dict[int, dict[Kind, Rhythm]]:
        """The same for many, by their primary keys, in one query."""
        found = {membership.pk: {kind: kind.default for kind in Kind} for membership in memberships}
        rows = cls.objects.filter(membership__in=found).values_list("membership", "kind", "rhythm")
        for membership, kind, rhythm in rows:
            found[membership][Kind(kind)] = Rhythm(rhythm)
        return found

    @classmethod
    @transaction.atomic
    def keep(cls, chosen: Mapping[Kind, str], *, by, at=None) -> None:
        """From now on `by` gets these kinds so. What has been chosen before is replaced, kind by kind; what is so
        already stays. Whoever turns the letter on gets the next Friday's.
        """
        from groups import friday

        before = cls.of(by)
        differing = {kind: rhythm for kind, rhythm in chosen.items() if rhythm != before[kind]}
        if differing.get(Kind.LETTER) == Rhythm.FRIDAY:
            friday.pass_over(by, at or timezone.now())
        cls.objects.bulk_create(
            [cls(membership=by, kind=kind, rhythm=rhythm) for kind, rhythm in differing.items()],
            update_conflicts=True, unique_fields=["membership", "kind"], update_fields=["rhythm"],
        )  # fmt: skip

    @classmethod
    @transaction.atomic
    def stop_all(cls, member) -> None:
        """No mail of any kind reaches `member` any more, from any of their groups."""
        for membership in member.joined_groups():
            cls.keep(dict.fromkeys(Kind, Rhythm.NEVER), by=membership)
