"""What the page of a consent round shows: what is proposed, who has said what, and what I can do now."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copse.near import columns, instances, recall
from copse.words import join_names
from groups.forms.consent import AnswerForm, LetRestForm, RemarkForm, ReplyForm
from groups.hearing import Hearing
from groups.models import ConsentRound, Membership, Position, Remark, RoundVersion, Said, Stage
from groups.models.round_stages import ANSWERED, REMINDED_AT, SPOKEN

SHOWN = {  # a position on the ring (copse.rings.consent)
    Position.Answer.CONSENT: "yes",
    Position.Answer.THOUGHT: "thought",
    Position.Answer.NOT_YET: "notyet",
}
VERSION = columns(Position).index("version_id")
ON_THE_WAY = [Stage.QUESTIONS, Stage.REACTIONS, Stage.CONSENT]


@dataclass
class Response:
    """One of us and what they answered to a wording; before that is asked for, whether they are `done` with a stage."""

    member: Membership
    position: Position | None = None
    away: bool = False
    done: bool = False

    @property
    def shown(self) -> str:
        return SHOWN[self.position.answer] if self.position else "heard" if self.done else "wait"


@dataclass
class Wording:
    """One version: what it proposes, and what was answered to it."""

    version: object
    shows: dict
    positions: list[Position]


@dataclass
class RoundPage:
    """`forms` are those that came back with something to put right, by name."""

    round: ConsentRound
    me: Membership
    at: object = None
    forms: dict = field(default_factory=dict)

    def __post_init__(self):
        self.at = self.at or timezone.now()
        self._everyone, self._answered = self.round.group.everyone, {}
        rows, self.absences = _said_in(self.round)
        self._positions = rows[Position]
        self.versions, self.said, self.remarks = (instances(each, rows[each]) for each in (RoundVersion, Said, Remark))
        self._named([*self.said, *self.remarks])
        self.newest = self.versions[-1]
        self.round.__dict__["version"] = self.newest
        for version in self.versions:
            version.by = self._everyone.get(version.by_id)

    def _named(self, rows: list) -> list:
        for row in rows:
            row.membership = self._everyone[row.membership_id]
        return rows

    # -- what it is

    @property
    def kept_by(self) -> str:
        """Changes with whatever is said or answered, with who is in, and with the day."""
        round_, group = self.round, self.round.group
        return f"{round_.pk}:{_version_of(round_)}:{group.people_version}:{group.today(self.at)}"

    @property
    def template(self) -> str:
        return self.round.matter.template

    @cached_property
    def subject(self):
        return self.round.subject

    @cached_property
    def wording(self) -> Wording:
        """The newest, with what was answered to it."""
        return self._wordings([self.newest])[0]

    @cached_property
    def earlier(self) -> list[Wording]:
        """Those before the newest, newest first. What was answered to them stays beside them."""
        return self._wordings(self.versions[-2::-1])

    def _wordings(self, versions: list) -> list[Wording]:
        round_, which = self.round, f"{versions[0].n if versions else 0}:{len(versions)}"
        key = f"shows:{round_.pk}:{which}:{_version_of(round_)}:{get_language()}"
        shown = recall(key, lambda: round_.matter.shows(round_, versions))
        return [Wording(v, shows, self._answers(v)) for v, shows in zip(versions, shown, strict=True)]

    def _answers(self, version) -> list[Position]:
        """Made when they are shown: those to the wordings before are many, and drawn once."""
        if version.pk not in self._answered:
            rows = [row for row in self._positions if row[VERSION] == version.pk]
            self._answered[version.pk] = self._named(instances(Position, rows))
        return self._answered[version.pk]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The stages on the way, and which are done or here; after *not yet*, that we look for new words too."""
        stage, found = self.round.stage, ON_THE_WAY if self.round.by_id else ON_THE_WAY[-1:]  # one that fell due
        if stage == Stage.INTEGRATING:
            found = [*found, Stage.INTEGRATING]
        last = found.index(stage) if stage in found else len(found) if stage == Stage.ADOPTED else -1
        states = ["done" if n < last else "here" if n == last else "" for n in range(len(found))]
        return [(each.label, state) for each, state in zip(found, states, strict=True)]

    @property
    def until(self) -> date:
        """The day that a stage shows. Nothing happens on it but that whoever we wait for is reminded."""
        group = self.round.group
        return (self.round.stage_since + REMINDED_AT[0] * group.patience).astimezone(group.tzinfo).date()

    @property
    def lapses_on(self) -> date | None:
        """The day by which what fell due has found new words, or lapses."""
        end = self.hearing.runs_out_at
        return end and end.astimezone(self.round.group.tzinfo).date()

    # -- who

    @cached_property
    def hearing(self) -> Hearing:
        """From the people that the group's pages share, and from what is read here anyway."""
        round_, group = self.round, self.round.group
        today, live = group.today(self.at), group.people
        opened = round_.opened_at or self.at
        return Hearing(
            round_,
            self.at,
            required=[p for p in live.values() if p.joined_at <= opened and not p.rests_on(today)],
            answers={p.membership_id: p.answer for p in self._answers(self.newest) if p.membership_id in live},
            done={said.membership_id for said in self.said_now},
            absences=self.absences,
        )

    @cached_property
    def waiting_for(self) -> list[Membership]:
        return self.hearing.expected_from

    @property
    def awaited(self) -> str:
        """Whom we wait to hear from, in words; whoever reads is *you*, and comes first."""
        others = [person.name for person in self.waiting_for if person != self.me]
        return join_names([_("you"), *others] if self.i_am_awaited else others)

    @cached_property
    def responses(self) -> list[Response]:
        """Each who was asked, in the order of coming, then whoever answered without being asked."""
        given = {position.membership_id: position for position in self._answers(self.newest)}
        if not self.round.is_open:
            return [Response(position.membership, position) for position in given.values()]
        away, live = self.hearing.away, self.round.group.people
        done = self.hearing.done if self.round.stage not in ANSWERED else set()
        asked = [Response(p, given.pop(p.pk, None), p.pk in away, p.pk in done) for p in self.hearing.required]
        return asked + [Response(position.membership, position) for pk, position in given.items() if pk in live]

    @property
    def ring(self) -> list[tuple[Membership, str]]:
        return [(response.member, response.shown) for response in self.responses]

    # -- what was said

    @property
    def said_now(self) -> list:
        """Who is done with this stage, and why it is to be set aside."""
        now = (self.newest.pk, self.round.stage)
        return [s for s in self.said if (s.version_id, s.stage) == now and not s.taken_back_at]

    def _threads(self, stage: str) -> list[tuple[Remark, list[Remark]]]:
        replies: dict[int, list[Remark]] = {}
        for remark in self.remarks:
            if remark.to_id:
                replies.setdefault(remark.to_id, []).append(remark)
        return [(r, replies.get(r.pk, [])) for r in self.remarks if r.stage == stage and not r.to_id]

    @property
    def talk(self) -> list[tuple[str, str, list]]:
        """What was asked, how it sat with us, what was thought: (anchor, title, threads), those that there are."""
        titles = [
            (Stage.INTEGRATING, _("Towards new words")),
            (Stage.REACTIONS, _("How it sat with us")),
            (Stage.QUESTIONS, _("Questions")),
        ]
        found = [(stage.value, title, self._threads(stage)) for stage, title in titles]
        return [(anchor, title, threads) for anchor, title, threads in found if threads]

    @property
    def reasons_to_set_aside(self) -> list:
        mine = [s for s in self.said if s.stage == Stage.INTEGRATING and s.version_id == self.newest.pk]
        return [s for s in mine if not s.taken_back_at]

    # -- what I can do now

    @property
    def has_room(self) -> bool:
        """Whether a draft can be opened, or two are open already."""
        return self.round.group.rounds_of_consent.have_room(self.round.about)

    @cached_property
    def i_take_part(self) -> bool:
        return self.round.is_open and self.round.takes_part(self.me)

    @property
    def i_propose(self) -> bool:
        return self.round.by_id == self.me.pk

    @property
    def i_am_done(self) -> bool:
        return self.me.pk in {said.membership_id for said in self.said_now}

    @cached_property
    def my_position(self) -> Position | None:
        return next((p for p in self._answers(self.newest) if p.membership_id == self.me.pk), None)

    @property
    def i_am_awaited(self) -> bool:
        return self.me in self.waiting_for

    @property
    def answer_is_main(self) -> bool:
        """Whether giving an answer is what the page is for."""
        return self.round.stage == Stage.CONSENT and self.i_am_awaited

    @property
    def can_answer(self) -> bool:
        return self.i_take_part and self.round.stage in ANSWERED

    @property
    def can_speak(self) -> bool:
        return self.i_take_part and self.round.stage != Stage.CONSENT

    @property
    def can_go_on(self) -> bool:
        """Nobody is awaited any more, and it takes one of us to say so."""
        return self.i_take_part and self.hearing.can_go_on

    @cached_property
    def silent(self) -> list[tuple[Membership, list[Membership], bool]]:
        """Whom nobody has heard from in all the time that the group gives: who agrees to go on without them, and
        whether I do.
        """
        if not self.i_take_part:
            return []
        live, found, hearing = self.round.group.people, [], self.hearing
        candidates = [p for p in hearing.required if p in hearing.waiting_for or p.pk in hearing.away]
        for person in candidates:
            said = [s for s in self.said if s.membership_id == person.pk]
            heard_at = [r.at for r in self.remarks if r.membership_id == person.pk]
            heard_at += [moment for s in said for moment in (s.at, s.taken_back_at) if moment]
            if person != self.me and hearing.is_silent(person, heard_at):
                agreed = [live[by] for about, by in self.absences if about == person.pk and by in live]
                found.append((person, agreed, self.me in agreed))
        return found

    @cached_property
    def late(self):
        """A form that came back, with words in it, when its time had gone: nothing that somebody wrote is lost."""
        answered, spoken = self.round.stage in ANSWERED, self.round.stage in SPOKEN
        shown = {"answer": answered, "remark": spoken, "rest": self.round.stage == Stage.INTEGRATING}
        return next((form for name, form in self.forms.items() if not (self.i_take_part and shown[name])), None)

    @cached_property
    def answer_form(self) -> AnswerForm:
        mine = self.my_position
        initial = {"seen": self.newest.n} | ({"answer": mine.answer, "words": mine.words} if mine else {})
        return self.forms.get("answer") or AnswerForm(initial=initial)

    @cached_property
    def remark_form(self) -> RemarkForm:
        return self.forms.get("remark") or RemarkForm(stage=self.round.stage)

    @cached_property
    def rest_form(self) -> LetRestForm:
        return self.forms.get("rest") or LetRestForm()

    @cached_property
    def reply_form(self) -> ReplyForm:
        return ReplyForm()


def _version_of(round_: ConsentRound) -> int:
    """Raised by whatever is said or answered in it."""
    return getattr(round_.group, f"{round_.matter.area}_version")


def _said_in(round_: ConsentRound) -> tuple[dict[type, list], list]:
    """The rows of its wordings, of who was done with what, of positions and remarks, by their models; and whom we go on
    without, as pairs. Read once for all of us.
    """
    in_it = {
        RoundVersion: round_.versions,
        Said: round_.saids,
        Position: Position.objects.filter(version__round=round_),
        Remark: round_.remarks,
    }

    def read() -> tuple[dict, list]:
        found = {model: rows.order_by(*model._meta.ordering) for model, rows in in_it.items()}
        rows = {model: list(rows.values_list(*columns(model))) for model, rows in found.items()}
        return rows, list(round_.absences.values_list("about_id", "by_id"))

    return recall(f"said in:{round_.pk}:{_version_of(round_)}", read)
