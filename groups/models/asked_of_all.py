"""What else is decided by consent: whether somebody new is invited, and whether a removal is taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from groups.locking import one_at_a_time
from groups.models.consent_round import ConsentRound
from groups.models.round_stages import OPEN, Stage

NEWCOMER, RETURN = "newcomer", "return"  # in groups.registry.matters


class Newcomer(models.Model):
    """Somebody whom one of us would love to work with, where the group invites only when all consent."""

    round = models.OneToOneField("groups.ConsentRound", models.CASCADE, related_name="newcomer")
    name = LineField(gettext_lazy("their name"), max_length=80)
    email = models.EmailField(gettext_lazy("their e-mail address"))
    note = WordsField(gettext_lazy("a note to them"), max_length=1000, blank=True)
    invitation = models.ForeignKey("groups.Invitation", models.SET_NULL, null=True, related_name="newcomers")

    edit_url = ""  # there is nothing to reword: who it is stays who it is

    def __str__(self):
        return str(self.round)

    @classmethod
    @one_at_a_time
    def propose(cls, *, by, name: str, email: str, reason: str, note: str = "", at=None) -> "Newcomer":
        """Put somebody before all of us. Whom one proposes twice is proposed once, while we decide.

        Raises ValidationError where they are one of us, somebody else has proposed them, or two are proposed already;
        ValueError for whoever doesn't invite.
        """
        if not by.invites:
            raise ValueError("only whoever invites proposes somebody")
        group = by.group.locked()
        group.must_be_new(email)
        if already := cls.before_us(group, email):
            if already.round.by == by:
                return already
            raise ValidationError(_("Somebody has proposed them already. All of us are deciding it."))
        begun = ConsentRound.begin(NEWCOMER, by=by, words=reason, at=at)
        begun.entitle(name)
        newcomer = cls.objects.create(round=begun, name=name, email=email.lower(), note=note)
        begun.open(by=by, at=at)
        return newcomer

    @classmethod
    def before_us(cls, group, email: str) -> "Newcomer | None":
        """Whoever has this address, while we decide about them."""
        open_now = cls.objects.filter(round__group=group, round__stage__in=OPEN, email=email.lower())
        return open_now.select_related("round__by", "round__group").first()

    def open(self, *, by, at=None) -> None:
        self.round.open(by=by, at=at)

    @property
    def outcome(self) -> str:
        if self.invitation_id:
            return _("An invitation is on its way.")
        if self.round.stage == Stage.ADOPTED:
            return _("All of us consented, and no invitation could be sent. Somebody can propose it once more.")
        return _("Nobody was invited.")

    @property
    def outcome_url(self) -> str:
        return reverse("groups:members", args=[self.round.group.slug])

    @classmethod
    def conclude(cls, begun: ConsentRound, at: datetime) -> None:
        """All consented: the invitation goes out in the name of whoever proposed it. One that waits from a round before
        is sent again, and is of both.
        """
        if begun.stage != Stage.ADOPTED:
            return
        newcomer = begun.newcomer
        sender = begun.by if begun.by.is_live else begun.hearing(at).consenting[0]
        try:
            with transaction.atomic():
                newcomer.invitation = begun.group.invite(
                    newcomer.email, by=sender, note=newcomer.note, agreed=True, at=at
                )
        except ValidationError:  # one of us by now, or the day is full: the page says so
            return
        newcomer.save(update_fields=["invitation"])

    @classmethod
    def forget_address(cls, email: str) -> None:
        """Whom it was about isn't known any more."""
        about = cls.objects.filter(email__iexact=email)
        ConsentRound.objects.filter(newcomer__in=about).update(title="")
        about.update(name="", email="", note="")


class Return(models.Model):
    """A removal that is talked over: whether whoever was taken out is one of us again. While it is open, nothing is
    final.
    """

    round = models.OneToOneField("groups.ConsentRound", models.CASCADE, related_name="comeback")
    of = models.ForeignKey("groups.Membership", models.CASCADE, related_name="returns")

    edit_url = ""

    def __str__(self):
        return str(self.round)

    @classmethod
    @one_at_a_time
    def ask(cls, *, by, of, reason: str, at=None) -> "Return":
        """Ask for it to be talked over, any of us. Asked twice is asked once.

        Raises ValidationError where it is final, or they are back; ValueError for somebody of another group.
        """
        if of.group_id != by.group_id:
            raise ValueError("somebody of another group")
        if asked := cls.objects.filter(of=of, round__stage__in=OPEN).first():
            return asked
        if not by.group.memberships.suspended().filter(pk=of.pk).exists():
            raise ValidationError(_("It has been decided meanwhile."))
        begun = ConsentRound.begin(RETURN, by=by, words=reason, at=at)
        asked = cls.objects.create(round=begun, of=of)
        begun.open(by=by, at=at)
        return asked

    def open(self, *, by, at=None) -> None:
        self.round.open(by=by, at=at)

    @property
    def outcome(self) -> str:
        if self.round.stage == Stage.ADOPTED and self.of.left_at is None and self.of.removal_final_at is None:
            return _("%(name)s is one of us again.") % {"name": self.of.name}
        if self.round.stage == Stage.ADOPTED:
            return _("All of us consented. They have gone themselves meanwhile.")
        return _("The removal stands.")

    @property
    def outcome_url(self) -> str:
        return reverse("groups:members", args=[self.round.group.slug])

    @classmethod
    def conclude(cls, begun: ConsentRound, at: datetime) -> None:
        """All consented: they are one of us again, unless they have gone for good themselves meanwhile."""
        if begun.stage == Stage.ADOPTED:
            begun.comeback.of.take_back_removal(at=at)
