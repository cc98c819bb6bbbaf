"""Who can be at a meeting, or could be on a date that is offered, and whom we wait to hear from."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse import words
from meetings.models.attendance import Attendance
from meetings.models.date_rule import DateRule


def excused(offers: dict[int, set[int]], asked: list) -> set[int]:
    """Of those who have offered that we meet without them, each with who has accepted it: those whom we do meet
    without, since all the others of `asked` have. One alone is no meeting: then nobody is.
    """
    needed = {member.pk for member in asked}
    found = {by for by, accepted in offers.items() if needed - {by} <= accepted}
    return found if can_do_without(found, asked) else set()


def can_do_without(them, asked: list) -> bool:
    """Whether two at least of those `asked` would meet without `them`, whose primary keys these are."""
    return len({member.pk for member in asked} - {*them}) > 1


class WhoCan:
    """What `members` have said to `meeting`, a Meeting or an Option; `answers` has, by membership, what stands now.

    `rule` is the group's, who has to be able to come; `excused` are those who needn't be heard from this once.
    """

    def __init__(
        self, meeting, members: list, answers: dict, rule: DateRule | None = None, excused=frozenset(), hosts=()
    ):
        self.meeting, self.members, self.answers = meeting, members, answers
        self.rule, self.excused = rule or DateRule(), excused
        self.hosts = hosts  # the primary keys of those who facilitate

    @classmethod
    def on_date(cls, option, members: list, answers: dict, rule: DateRule, *, away, offers, hosts) -> "WhoCan":
        """What was said of a date that is offered. Its `offers` to meet without somebody (OfferOnDate) are those of
        members who still can't; nobody needs the word of whoever is treated as `away`, or excused by all the others.
        """
        cannot = {m.pk for m in members if m.pk in answers and answers[m.pk].answer == Attendance.Answer.CANNOT}
        asked = [m for m in members if not m.rests_on(option.starts_on) and m.pk not in away]
        standing = [offer for offer in offers if offer.by_id in cannot]
        without = excused({offer.by_id: offer.accepted_by for offer in standing}, asked)
        found = cls(option, members, answers, rule, away | without, hosts)
        found.asked, found.offers = asked, standing
        return found

    @cached_property
    def required(self) -> list:
        """Those whose answer is needed: all of us but who is on sabbatical that day, or excused."""
        return [m for m in self.members if not m.rests_on(self.meeting.starts_on) and m.pk not in self.excused]

    @cached_property
    def coming(self) -> list:
        """Those of them whose answer says that they come."""
        return [m for m in self.required if self.rule.counts(self.answers.get(m.pk))]

    @cached_property
    def suits(self) -> bool:
        """Whether everyone who has to be able to come can, by the group's rule, and has said so."""
        lacking = len(self.required) - len(self.coming)
        needed = self.rule.needed(self.meeting.kind)
        if not self.coming or lacking == 0 or needed == DateRule.Needed.ALL:
            return bool(self.coming) and lacking == 0
        hosted = all(m in self.coming for m in self.required if m.pk in self.hosts)
        if needed == DateRule.Needed.BUT_ONE:
            return lacking == 1 and not self.waiting_for and hosted
        return len(self.coming) > 1 and hosted

    @cached_property
    def could_suit(self) -> bool:
        """Whether nobody has said anything yet that speaks against it."""
        return self._could_do_without(self.against)

    def _could_do_without(self, people: list) -> bool:
        """Whether the group's rule has us meet without them. Without whoever facilitates we don't."""
        if not people:
            return True
        if any(m.pk in self.hosts for m in people):
            return False
        allowed = {DateRule.Needed.ALL: 0, DateRule.Needed.BUT_ONE: 1}.get(self.rule.needed(self.meeting.kind))
        return allowed is None or len(people) <= allowed

    @cached_property
    def against(self) -> list:
        """Those whose answer is needed and speaks against the date: they can't, or only at a stretch where that doesn't
        count.
        """
        if self.rule.stretch != DateRule.Stretch.NO:
            return self.missing
        return [m for m in self.required if self._said(m) in (Attendance.Answer.CANNOT, Attendance.Answer.STRETCH)]

    @cached_property
    def missing(self) -> list:
        """Those whose answer is needed, and who can't."""
        return [m for m in self.required if self._said(m) == Attendance.Answer.CANNOT]

    @property
    def at_risk(self) -> bool:
        """Whether somebody can't come without whom we don't meet. Asked of a meeting ahead whose date is settled."""
        return not self._could_do_without(self.missing)

    @cached_property
    def to_confirm(self) -> list:
        """Those who could come at a stretch, and would first have to say that it is all right."""
        if self.rule.stretch != DateRule.Stretch.CONFIRMED:
            return []
        return [m for m in self.required if self._said(m) == Attendance.Answer.STRETCH and m not in self.coming]

    @cached_property
    def resting(self) -> list:
        """Those on sabbatical that day who haven't said that they come all the same."""
        return [m for m in self.members if m.rests_on(self.meeting.starts_on) and m.pk not in self.answers]

    def _said(self, member) -> str | None:
        """What their answer counts for: a stretch that they have said is all right, for a yes."""
        said = self.answers.get(member.pk)
        if said and getattr(said, "confirmed_at", None) and self.rule.counts(said):
            return Attendance.Answer.CAN
        return said and said.answer

    def _who(self, answer: str) -> list:
        return [m for m in self.members if self._said(m) == answer]

    @cached_property
    def can(self) -> list:
        return self._who(Attendance.Answer.CAN)

    @cached_property
    def stretch(self) -> list:
        return self._who(Attendance.Answer.STRETCH)

    @cached_property
    def cannot(self) -> list:
        return self._who(Attendance.Answer.CANNOT)

    @cached_property
    def waiting_for(self) -> list:
        return [m for m in self.required if m.pk not in self.answers]

    @property
    def all_can(self) -> bool:
        """All whose answer is needed have said that they can, without a but."""
        return bool(self.can) and all(self._said(m) == Attendance.Answer.CAN for m in self.required)

    @property
    def all_of_us(self) -> str:
        """Those who have to be able to come, within a sentence: `all four of us`."""
        return _("you") if len(self.members) == 1 else words.all_of_us(len(self.required))

    @property
    def whom_it_suits(self) -> str:
        """Those who can, within a sentence: all of us, or by name where our rule needs no more."""
        return self.all_of_us if len(self.coming) == len(self.required) else _named(self.coming)

    @property
    def why_not_yet(self) -> str:
        """Why a date that doesn't suit can't be settled."""
        if self.rule.needed(self.meeting.kind) == DateRule.Needed.ALL:
            return _("We meet only when all can. Not everyone has said yet that they can.")
        return _("This date doesn’t suit by our rule yet.")

    @property
    def all_who_can(self) -> str:
        """All whose answer is needed: “All four of us”; by name, where somebody else can’t come."""
        return words.sentence(_named(self.required) if self.cannot else self.all_of_us)

    @property
    def who_can(self) -> str:
        """Who can be there, in a sentence or two."""
        said = []
        if self.all_can:
            said.append(_("%(all)s can be there.") % {"all": self.all_who_can})
        elif self.waiting_for:
            said.append(_("We wait to hear from %(names)s.") % {"names": _named(self.waiting_for)})
        if n := len(self.stretch):
            shape = ngettext("%(names)s can at a stretch.", "%(names)s can at a stretch.", n)
            said.append(words.sentence(shape % {"names": _named(self.stretch)}))
        if n := len(self.cannot):
            shape = ngettext("%(names)s can’t.", "%(names)s can’t.", n)
            said.append(words.sentence(shape % {"names": _named(self.cannot)}))
        if n := len(self.resting):
            shape = ngettext("%(names)s is on sabbatical.", "%(names)s are on sabbatical.", n)
            said.append(words.sentence(shape % {"names": _named(self.resting)}))
        return " ".join(said)


def _named(people: list) -> str:
    return words.some_of_us([member.name for member in people])
