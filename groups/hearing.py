"""Whom a consent round waits for. Asked of the database by the round itself; a page gives what it has read already."""

from datetime import datetime
from functools import cached_property

from django.utils import timezone

from groups.models.membership import Membership
from groups.models.round_stages import ANSWERED, Stage
from groups.models.round_words import Position


class Hearing:
    """Who has been heard in a round at the moment `at`. What is `known` by name isn't asked of the database:
    `required`, `answers`, `done` and `absences`.
    """

    def __init__(self, round_, at: datetime | None = None, **known):
        self.round, self.at = round_, at or timezone.now()
        self.__dict__ |= known

    # -- facts

    @cached_property
    def required(self) -> list[Membership]:
        """Whose answer it takes: who was here when it was opened, is still, and isn't on sabbatical; as they came."""
        group = self.round.group
        members = Membership.objects.required(on=group.today(self.at)).filter(group=group)
        return list(members.filter(joined_at__lte=self.round.opened_at).in_order())

    @cached_property
    def answers(self) -> dict[int, str]:
        """What those who are in answered to the newest wording, by their primary keys."""
        return dict(self._positions.values_list("membership_id", "answer"))

    @property
    def _positions(self):
        return Position.objects.filter(version=self.round.version, membership__in=self.round.group.members)

    @cached_property
    def done(self) -> set[int]:
        """Who has said that they are done with this stage."""
        saids = self.round.saids.filter(version=self.round.version, stage=self.round.stage, taken_back_at=None)
        return set(saids.values_list("membership_id", flat=True))

    @cached_property
    def absences(self) -> list[tuple[int, int]]:
        """Whom it is about, and who agreed to go on without them."""
        return list(self.round.absences.values_list("about_id", "by_id"))

    # -- what follows from them

    @cached_property
    def away(self) -> set[int]:
        """Those whom all others have agreed not to wait for. Whom it is about isn't asked of anybody else."""
        agreed: dict[int, set[int]] = {}
        for about, by in self.absences:
            agreed.setdefault(about, set()).add(by)
        others = {member.pk for member in self.required} - agreed.keys()
        return {about for about, by in agreed.items() if others and others <= by}

    @property
    def gone_without(self) -> list[Membership]:
        """Once it is over: those whom all others had agreed not to wait for, be they one of us still or not."""
        everyone = self.round.group.everyone
        return [everyone[about] for about in dict.fromkeys(about for about, _by in self.absences)]

    @cached_property
    def waiting_for(self) -> list[Membership]:
        """Whom this stage waits to hear from."""
        if not self.round.is_open:
            return []
        heard = self.answers.keys() if self.round.stage == Stage.CONSENT else self.done
        return [member for member in self.required if member.pk not in heard and member.pk not in self.away]

    @property
    def expected_from(self) -> list[Membership]:
        """Whose word we wait for. While we look for new words: whoever said *not yet*, and whoever proposed it."""
        awaited = [] if self.can_go_on else self.waiting_for
        if self.round.stage != Stage.INTEGRATING:
            return awaited
        unlike = {pk for pk, answer in self.answers.items() if answer == Position.Answer.NOT_YET} | {self.round.by_id}
        return [member for member in awaited if member.pk in unlike] or awaited  # whoever could may be away

    @property
    def it_is_up_to(self) -> list[Membership]:
        """Whom to ask: for their word, or where we wait for nobody any more each of us for the next step."""
        return self.required if self.can_go_on else self.expected_from

    @property
    def all_consent(self) -> bool:
        """Whether everyone who is awaited has answered the newest wording, and nobody *not yet*."""
        awaited = {member.pk for member in self.required} - self.away
        answers = self.answers
        return bool(answers) and awaited <= answers.keys() and Position.Answer.NOT_YET not in answers.values()

    @property
    def consenting(self) -> list[Membership]:
        """Who consented to the newest wording, in the order of their answers."""
        positions = self._positions.exclude(answer=Position.Answer.NOT_YET)
        return [position.membership for position in positions.select_related("membership").order_by("at", "pk")]

    @property
    def runs_out_at(self) -> datetime | None:
        """Until when we look for new words for what fell due: it was agreed on until its day, and without new words it
        lapses. None for all else, which takes its time.
        """
        round_ = self.round
        waits = round_.by_id is None and round_.stage == Stage.INTEGRATING
        return round_.stage_since + round_.group.patience if waits else None

    @property
    def has_run_out(self) -> bool:
        return self.runs_out_at is not None and self.runs_out_at <= self.at

    @property
    def can_go_on(self) -> bool:
        """Whether it takes no more than one of us who says so."""
        if self.round.stage in ANSWERED and self.all_consent:
            return True
        said = self.answers if self.round.stage == Stage.CONSENT else self.done
        early = self.round.stage in (Stage.QUESTIONS, Stage.REACTIONS)
        return self.round.is_open and not self.waiting_for and (early or bool(said))

    def is_silent(self, person, heard_at=None) -> bool:
        """Whether nothing has been heard from them in this stage for all the time that the group gives. Whoever has
        answered the newest wording isn't silent.

        `heard_at` is when they said or answered something in this round, where that is known already.
        """
        if person.pk in self.answers:
            return False
        if heard_at is None:
            said = self.round.saids.filter(membership=person).values_list("at", "taken_back_at")
            spoke_at = self.round.remarks.filter(membership=person).values_list("at", flat=True)
            heard_at = [*spoke_at, *(moment for moments in said for moment in moments if moment)]
        return max([self.round.stage_since, *heard_at]) + self.round.group.patience <= self.at
