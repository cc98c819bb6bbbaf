"""What is on trial: on its day all of us are asked whether it stays, changes or lapses."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from copse.words import number_word
from groups.models import ConsentRound, Stage
from manifesto.models.change import Change, Standing, standing_in
from manifesto.models.edition import MOST_VALUES, Edition
from manifesto.models.proposal import ABOUT, Proposal


def ask(at: datetime) -> None:
    """Where what we tried has come to its day, ask all of us. Where two rounds are open, it waits for its turn."""
    on_trial = Edition.objects.filter(trial_until__isnull=False, trial_over_at=None, trial=None)
    for edition in on_trial.filter(trial_until__lte=at.date()).select_related("group"):
        if edition.trial_until <= edition.group.today(at):
            try:
                _ask_about(edition, at)
            except ValidationError:
                continue


@transaction.atomic
def _ask_about(edition: Edition, at: datetime) -> None:
    begun = ConsentRound.begin(ABOUT, group=edition.group, at=at)
    proposal = Proposal.objects.create(round=begun, base=edition.group.editions.in_force(), keeps=edition)
    proposal.must_be_free(begun.version)
    begun.open(straight_to_consent=True, at=at)


def let_lapse(at: datetime) -> None:
    """Where we were asked whether what we tried stays, and found no words that all of us can stand by."""
    waiting = Proposal.objects.filter(keeps__isnull=False, round__stage=Stage.INTEGRATING)
    for proposal in waiting.select_related("round"):
        proposal.round.run_out(at)


def conclude(begun: ConsentRound, at: datetime) -> None:
    """What follows when a round about the manifesto is over."""
    proposal = begun.proposal
    if begun.stage == Stage.ADOPTED:
        proposal.adopt(at)
    elif begun.stage == Stage.SET_ASIDE and proposal.keeps:
        lapse(proposal, at)


def lapse(proposal: Proposal, at: datetime) -> None:
    """What was tried, and not decided about since, reads again as it last had consent without a day: a new edition."""
    group, tried = proposal.group.locked(), proposal.keeps
    Edition.objects.filter(pk=tried.pk).update(trial_over_at=at)
    before = standing_in(group.editions.in_force())
    now, as_tried = ({row.value: row for row in rows} for rows in (before, standing_in(tried)))
    since = set(_reworded(group).filter(version__round__proposal__made__n__gt=tried.n).values_list("value", flat=True))
    changes = {change.value_id: change.act for change in tried.proposal.round.version.changes.all()}
    lapsed = {value for value in changes if value not in since or now.get(value) == as_tried.get(value)}
    rows = [row for row in before if row.value not in lapsed]
    former = {value: _former(group, value, tried.n) for value in lapsed}
    for value, (place, row) in sorted(former.items(), key=lambda each: each[1][0]):
        if row:
            rows.insert(place, now.get(value, row) if changes[value] == Change.Act.MOVE else row)
    if rows == before or not 1 <= len(rows) <= MOST_VALUES:
        return
    with override(group.language):
        because = _("What we tried since version %(n)s has lapsed.") % {"n": number_word(tried.n)}
    proposal.make_edition(rows, because, at)


def _former(group, value: int, n: int) -> tuple[int, Standing | None]:
    """Where `value` stood before edition `n`, and how, without what was itself on trial then and wasn't kept."""
    earlier = _reworded(group).filter(value=value, version__round__proposal__made__n__lt=n)
    change = earlier.order_by("version__round__proposal__made__n").last()
    made = change and change.version.round.proposal.made
    if made and made.trial_until and not _kept(made, value):
        return _former(group, value, made.n)
    standing = standing_in(group.editions.filter(n=n - 1).first())
    return next(((place, row) for place, row in enumerate(standing) if row.value == value), (0, None))


def _reworded(group):
    """The changes that all of us consented to, without those that only move a value."""
    adopted = Change.objects.newest().filter(version__round__group=group, version__round__stage=Stage.ADOPTED)
    return adopted.exclude(act=Change.Act.MOVE)


def _kept(edition: Edition, value: int) -> bool:
    """Whether what it had on trial is agreed on: until its day comes, and after it if all of us consented to that."""
    asked = Proposal.objects.filter(keeps=edition).select_related("round").first()
    if asked is None:
        return True
    return asked.round.stage == Stage.ADOPTED and not asked.round.version.changes.filter(value=value).exists()
