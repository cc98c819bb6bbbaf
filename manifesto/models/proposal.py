from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from copse.words import day_year, number_word
from groups.locking import one_at_a_time
from groups.models import ConsentRound, RoundVersion, Stage
from manifesto.models.change import Change, Standing, keep_origins, standing_in, summary, touched
from manifesto.models.correction import Correction
from manifesto.models.edition import MOST_VALUES, Edition, Signature, Value

ABOUT = "manifesto"  # in groups.registry.matters


class Proposal(models.Model):
    """A wish to change the manifesto: one change or several, decided as one in a consent round.

    With `keeps`, it fell due: what an edition had on trial is kept, changed or let lapse.
    """

    round = models.OneToOneField("groups.ConsentRound", models.CASCADE, related_name="proposal")
    base = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="+")  # what it was written from
    keeps = models.OneToOneField(Edition, models.CASCADE, null=True, related_name="trial")
    made = models.OneToOneField(Edition, models.CASCADE, null=True, related_name="proposal")  # what came of it

    def __str__(self):
        return str(self.round)

    @property
    def group(self):
        return self.round.group

    @property
    def edit_url(self) -> str:
        """Where it is worded: a draft, or after *not yet*; "" otherwise."""
        name = {Stage.DRAFT: "manifesto:redraft", Stage.INTEGRATING: "manifesto:reword"}.get(self.round.stage)
        return reverse(name, args=[self.group.slug, self.round.key]) if name else ""

    @property
    def outcome(self) -> str:
        """What came of it."""
        if self.made and self.round.stage == Stage.SET_ASIDE:
            return _("What we tried has lapsed. The former words stand again, in version %(n)s.") % {
                "n": number_word(self.made.n)
            }
        if self.made:
            return _("It is in version %(n)s of our manifesto.") % {"n": number_word(self.made.n)}
        if self.round.stage == Stage.ADOPTED:
            return _("What we tried stays.")
        return _("Our manifesto stays as it was.")

    @property
    def outcome_url(self) -> str:
        if self.made:
            return reverse("manifesto:edition", args=[self.group.slug, self.made.n])
        return reverse("manifesto:current", args=[self.group.slug])

    @property
    def asks(self) -> str:
        """What it asks, where it changes nothing."""
        words = _("Since version %(n)s we have tried this: %(what)s Does it stay, change or lapse?")
        return words % {"n": number_word(self.keeps.n), "what": self.keeps.because} if self.keeps else ""

    # -- writing

    @classmethod
    @one_at_a_time
    def draft(cls, changes: "list[Change]", reason: str = "", *, by, trial_until: date | None = None, at=None):
        """A draft of `changes`, none of them saved yet, that nobody but `by` sees.

        Raises ValidationError where nothing is changed, or what is changed isn't in force.
        """
        base = by.group.editions.in_force()
        begun = ConsentRound.begin(ABOUT, by=by, words=reason, trial_until=trial_until, at=at)
        proposal = cls.objects.create(round=begun, base=base)
        proposal._write(begun.version, changes)
        by.group.changed("manifesto")
        return proposal

    @one_at_a_time
    def redraft(self, changes: "list[Change]", reason: str = "", *, by, trial_until: date | None = None) -> None:
        """Write the draft anew, from what is in force now. Raises as `draft`, and ValidationError once it is open."""
        self._only_a_draft(by)
        version = self.round.version
        keep_origins(list(version.changes.all()), changes)
        version.changes.all().delete()
        facts = {"words": reason, "trial_until": trial_until, "made_at": timezone.now()}
        RoundVersion.objects.filter(pk=version.pk).update(**facts)
        self.base = self.group.editions.in_force()
        self.save(update_fields=["base"])
        self._write(version, changes)
        self.group.changed("manifesto")

    @classmethod
    @one_at_a_time
    def draft_from(cls, gathering, *, by, at=None) -> "Proposal":
        """A draft that adds a value for each bundle that has a name and a sentence; it knows where each came from.

        Where there is one already, mine or one that all of us can read, that one. Raises ValidationError where no
        bundle is worded.
        """
        if proposal := cls.drawn_from(gathering, by=by):
            return proposal
        changes = [
            Change(act=Change.Act.ADD, name=bundle.name, statement=bundle.statement, gathered=bundle)
            for bundle in gathering.bundles.worded()
        ]
        if not changes:
            raise ValidationError(_("Give a bundle a name and a sentence first."))
        with override(gathering.group.language):
            reason = _("Drawn from what each of us wrote, which we opened on %(day)s.")
            reason %= {"day": day_year(timezone.localdate(gathering.opened_at, gathering.group.tzinfo))}
        return cls.draft(changes, reason, by=by, at=at)

    @classmethod
    def drawn_from(cls, gathering, *, by=None) -> "Proposal | None":
        """What came of a gathering and was neither set aside nor taken back: before all of us, adopted, or a draft of
        `by`.
        """
        rounds = gathering.group.rounds_of_consent.visible_to(by).exclude(stage__in=(Stage.SET_ASIDE, Stage.WITHDRAWN))
        drawn = Change.objects.filter(gathered__gathering=gathering, version__round__in=rounds)
        proposals = cls.objects.filter(round__versions__changes__in=drawn).select_related("round__group")
        return proposals.order_by(F("round__opened_at").asc(nulls_last=True), "pk").first()

    def _only_a_draft(self, by) -> None:
        if by.pk != self.round.by_id:
            raise ValueError("only its proposer writes a draft")
        if ConsentRound.objects.select_for_update().get(pk=self.round_id).stage != Stage.DRAFT:
            raise ValidationError(_("It has been opened already."))

    def _write(self, version, changes: "list[Change]") -> None:
        if not changes:
            raise ValidationError(_("Nothing is changed yet."))
        if version.trial_until and self.base is None:
            raise ValidationError({"trial_until": _("Before the first version nothing stands that could come back.")})
        standing = {row.value for row in standing_in(self.group.editions.in_force())}
        for change in changes:
            if change.value_id is not None and change.value_id not in standing:
                raise ValidationError(_("A value that you changed has gone since you looked."))
            change.version = version
        Change.objects.bulk_create(changes)
        self.round.entitle(touched([change.called for change in changes]))

    @one_at_a_time
    def open(self, *, by, at=None) -> None:
        """Put it before all of us.

        Raises ValidationError where two are open, where one of its values is in another that is open, or where what it
        was written from has changed; ValueError for anybody but its proposer.
        """
        self.must_be_free(self.round.version)
        self._bear(self.round.version)
        if self._has_moved_on():
            raise ValidationError(
                _("Our manifesto has changed since you wrote this. Look at it once more and save it.")
            )
        self.round.open(by=by, at=at)

    def _has_moved_on(self) -> bool:
        """Whether a value that it changes reads differently now: in another edition, or corrected since."""
        version, touched = self.round.version, values_in(self.round)
        if Correction.objects.filter(entry__value__in=touched, made_at__gt=version.made_at).standing().exists():
            return True
        was = {row.value: row[1:3] for row in standing_in(self.base)}
        now = {row.value: row[1:3] for row in standing_in(self.group.editions.in_force())}
        return any(was.get(value) != now.get(value) for value in touched)

    def must_be_free(self, version) -> None:
        """Raises ValidationError where another open round is about one of its values, or hardly any or too many would
        stand.
        """
        mine = values_in(self.round)
        for begun in self.group.rounds_of_consent.open().filter(about=ABOUT).exclude(pk=self.round_id):
            if shared := Value.objects.filter(pk__in=mine & values_in(begun)).first():
                words = _(
                    "“%(name)s” is in another proposal that is open. When that is decided, this one can be opened."
                )
                raise ValidationError(words % {"name": shared.entries.order_by("-edition__n").first().name})

    def _bear(self, version) -> None:
        """Raises ValidationError where with it, and with what else may be decided, too few or too many would stand, or
        two of one name.
        """
        stand, named = self.wording(version), [change.name for change in version.changes.all() if change.name]
        others = changes_before_us(self.group).exclude(version__round=self.round_id)
        acts, back = list(others.values_list("act", "name")), self._may_come_back(version)
        names = [row.name for row in stand] + [name for _act, name in acts] + [name for _act, name in back if name]
        names = [name.casefold() for name in names]
        if doubled := next((name for name in named if names.count(name.casefold()) > 1), None):
            words = _("Two values would have the name “%(name)s”. Give one of them another.")
            raise ValidationError(words % {"name": doubled})
        losses = [act for act, _name in acts if act == Change.Act.RETIRE] + [a for a, _n in back if a == Change.Act.ADD]
        gains = [act for act, _name in acts if act == Change.Act.ADD] + [a for a, _n in back if a == Change.Act.RETIRE]
        if len(stand) - len(losses) < 1:
            raise ValidationError(_("Something has to stay: keep one value at least."))
        if len(stand) + len(gains) > MOST_VALUES:
            raise ValidationError(_("A manifesto has forty values at most."))

    def _may_come_back(self, version) -> list[tuple[str, str]]:
        """What each running trial has changed, and the name that comes back where it lapses; but for what `version`
        changes itself.
        """
        mine, found = {change.value_id for change in version.changes.all()}, []
        for edition in self.group.editions.filter(trial_until__isnull=False, trial_over_at=None):
            before = {row.value: row.name for row in standing_in(self.group.editions.filter(n=edition.n - 1).first())}
            changes = edition.proposal.round.version.changes.all()
            found += [
                (c.act, "" if c.act == Change.Act.MOVE else before.get(c.value_id, ""))
                for c in changes
                if c.value_id not in mine
            ]
        return found

    @one_at_a_time
    def reword(
        self, changes: "list[Change]", reason: str, *, by, seen: int | None = None, trial_until=None, at=None
    ) -> None:
        """A new wording after *not yet*; each of us answers anew. Raises what `ConsentRound.reword` raises."""
        keep_origins(list(self.round.version.changes.all()), changes)
        version = self.round.reword(reason, by=by, seen=seen, trial_until=trial_until, at=at)
        self._write(version, changes)
        self.must_be_free(version)
        self._bear(version)

    # -- what follows

    def wording(self, version=None) -> list[Standing]:
        """The manifesto as it would stand: each value with the change that is proposed to it, if there is one."""
        version = version or self.round.version
        rows = standing_in(self.group.editions.in_force())
        changes = list(version.changes.all())
        by_value = {change.value_id: change for change in changes if change.value_id}
        rows = [by_value[row.value].applied(row) if row.value in by_value else row for row in rows]
        rows = [row for row in rows if row]
        rows += [Standing(None, c.name, c.statement, c) for c in changes if c.act == Change.Act.ADD]
        for row in [row for row in rows if row.change and row.change.order]:
            rows.remove(row)
            rows.insert(row.change.order - 1, row)
        return rows

    def adopt(self, at) -> None:
        """All consented: it is a new edition, which they have signed with that. What was on trial is kept."""
        group, version = self.group.locked(), self.round.version
        if self.keeps:
            Edition.objects.filter(pk=self.keeps_id).update(trial_over_at=at)
        if not version.changes.exists():
            return
        rows = []
        for row in self.wording(version):
            if row.value is None:
                value = Value.objects.create(group=group, made_at=at)
                Change.objects.filter(pk=row.change.pk).update(value=value)
                row = row._replace(value=value.pk)
            rows.append(row)
        with override(group.language):
            because = summary(list(version.changes.select_related("value")))
        edition = self.make_edition(rows, because, at, trial_until=version.trial_until)
        Signature.objects.bulk_create(
            Signature(edition=edition, membership=member, signed_at=at) for member in self.round.hearing(at).consenting
        )

    def make_edition(self, rows: list[Standing], because: str, at, *, trial_until=None) -> Edition:
        """The manifesto reads so from now on."""
        group = self.group
        newest = group.editions.in_force()
        edition = Edition.objects.create(
            group=group, n=newest.n + 1 if newest else 1, agreed_on=group.today(at), because=because, made_at=at,
            trial_until=trial_until,
        )  # fmt: skip
        self.made = edition
        self.save(update_fields=["made"])
        values = Value.objects.in_bulk([row.value for row in rows])
        edition.set_out([(values[row.value], row.name, row.statement) for row in rows])
        group.changed("manifesto")
        return edition


def values_in(begun: ConsentRound) -> set[int]:
    """Which values a round is about, by their primary keys; where it asks about a trial, those that are tried too."""
    proposal = begun.proposal
    found = set(begun.version.changes.values_list("value", flat=True))
    if proposal.keeps:
        found |= set(proposal.keeps.proposal.round.version.changes.values_list("value", flat=True))
    return found - {None}


def values_before_us(group) -> set[int]:
    """Which values open rounds are about."""
    return {value for begun in group.rounds_of_consent.open().filter(about=ABOUT) for value in values_in(begun)}


def changes_before_us(group):
    """What open rounds would change, in their newest wording."""
    rounds = group.rounds_of_consent.open().filter(about=ABOUT)
    return Change.objects.newest().filter(version__round__in=rounds)


def names_beside(group, entry) -> set[str]:
    """What the other values are called, and what open rounds would call one; in small letters."""
    proposed = changes_before_us(group).values_list("name", flat=True)
    standing = [row.name for row in standing_in(entry.edition) if row.value != entry.value_id]
    return {name.casefold() for name in [*standing, *proposed] if name}
