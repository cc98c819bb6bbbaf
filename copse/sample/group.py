"""Builds the sample group from its words, through the same verbs that members use, at times in the past."""

from datetime import datetime, time, timedelta
from itertools import cycle, islice

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from copse import uploads
from copse.sample import activities, plans, words
from copse.sample.away import say_when_they_can_not, take_a_sabbatical
from copse.sample.rhythm import DAY, EVENING, keep_a_rhythm
from copse.sample.turns import agreed, lay_turns
from copse.sample.year import MONTHS_BACK, Planned, day_without_a_date, programme
from copse.zones import instant
from groups.models import Bundle, Gathering, Goal, Group, Member, Outbox
from larder.models import Activity, Note, Resource, Topic
from larder.references.csl import tidied
from larder.starter.offer import take
from manifesto.models import Change, Correction, Edition, Proposal, Value
from meetings.models import Attendance, ExceptionOffer, Meeting

ZONE = "Europe/London"


@transaction.atomic
def build(now: datetime | None = None) -> Group:
    """The group as it would stand at `now`. The same day gives the same group."""
    return SampleGroup(now or timezone.now()).build()


class SampleGroup:
    def __init__(self, now: datetime):
        self.now = now
        self.today = now.astimezone(timezone.get_default_timezone()).date()

    def build(self) -> Group:
        self.began = self.now - timedelta(days=MONTHS_BACK * 31)
        members = [self.make_member(*m) for m in words.MEMBERS]
        name, slug = words.GROUP
        self.group = Group.begin(name=name, slug=slug, first=members[0], zone=ZONE, at=self.began)
        self.people = [self.group.welcome(m, at=self.began + timedelta(days=i)) for i, m in enumerate(members)]
        self.group.arrange(by=self.people[0], country="GB", at=self.began + timedelta(days=9))
        for i, (person, facts) in enumerate(zip(self.people, words.MEMBERS, strict=True)):
            _name, _email, person.pronouns, _zone, person.about, contacts, person.access_note = facts
            person.tone = (i * 2) % 8 + 1
            person.joined_at = self.began + timedelta(days=i)
            person.save()
            keys = ("label", "value", "shown")
            person.can_be_reached([dict(zip(keys, contact, strict=True)) for contact in contacts])
        take_a_sabbatical(self.people[2], self.today, self.now)
        say_when_they_can_not(self.people, self.today, self.began)
        self.fill_larder()
        self.learn_activities()
        self.put_by_reading()
        keep_a_rhythm(by=self.people[0], today=self.today, at=self.began + timedelta(days=20))
        self.hold_meetings()
        self.use_activities()
        self.tend_larder()
        self.write_manifesto()
        self.propose()
        self.write_goals()
        Outbox.objects.filter(group=self.group).delete()  # what was told then has been read
        self.group.refresh_from_db()
        return self.group

    def make_member(self, name, email, _pronouns, zone, *_rest) -> Member:
        member = Member.objects.create_user(email, words.PASSWORD, name=name, zone=zone)
        EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        return member

    def fill_larder(self) -> None:
        kinds = list(self.group.topic_kinds.all())
        spread = (self.now - self.began) / len(words.TOPICS)
        self.topics = []
        for i, (title, why, kind) in enumerate(words.TOPICS):
            recent = len(words.TOPICS) - i - 1
            at = self.now - timedelta(days=2 * recent + 1) if recent < 3 else self.began + i * spread
            by = self.people[(i * 3 + 1) % 4]
            topic = Topic.put_by(by=by, title=title, why=why, kind=kinds[kind], tags=words.TAGS.get(i, ()), at=at)
            for person in [p for j, p in enumerate(self.people) if p != by and (i + j) % 3 == 0]:
                topic.wish(by=person, at=at + timedelta(days=3))
            self.topics.append(topic)
        take(words.TAKEN, by=self.people[1], at=self.began + timedelta(days=40))

    # -- the repertoire

    def learn_activities(self) -> None:
        """One of them is a variation of another, and one was worded anew."""
        spread = (self.now - self.began) / (2 * len(activities.ACTIVITIES))
        self.activities, at = {}, self.now - timedelta(days=100)
        for n, (title, by, what) in enumerate(activities.ACTIVITIES, 1):
            first = what | {"instructions": activities.AT_FIRST.get(title, what["instructions"])}
            activity = Activity.put_by(by=self.people[by], title=title, at=self.began + n * spread, **first)
            if first != what:
                activity.change(by=self.people[0], instructions=what["instructions"], at=at)
            self.activities[title] = activity
        of, title, by, what = activities.VARIATION
        Activity.put_by(by=self.people[by], title=title, variation_of=self.activities[of], at=at, **what)

    def use_activities(self) -> None:
        """At most evenings one or two, and at the next what its facilitator has picked already."""
        went = cycle(activities.HOW_IT_WENT)
        turns = {part: cycle(titles) for part, titles in activities.PARTS.items()}
        held = self.group.meetings.held(self.now).filter(learning=False, start_time__isnull=False)
        for n, meeting in enumerate(
            [*held.order_by("starts_at"), self.group.meetings.ahead(self.now).settled().first()]
        ):
            for part in meeting.parts.filter(part__in=[["creative"], ["creative", "closing"], [*turns]][n % 3]):
                known = (self.activities[title] for title in turns[part.part])
                activity = next(a for a in known if a.place == "both" or meeting.kind == "face")
                if activity.put_by_at < meeting.starts_at:
                    use = part.pick(activity, by=meeting.facilitator)
                    if meeting.ends_at < self.now:
                        meeting.note_outcomes({use: next(went)}, by=meeting.facilitator, at=self.now)

    # -- something to read

    def put_by_reading(self) -> None:
        """Each for a topic."""
        for i, (topic, title, why, what) in enumerate(words.READING):
            by, at = self.people[i % 4], self.now - timedelta(days=9 * (len(words.READING) - i))
            parts = Resource.parts_of(tidied({"title": title, **what})) if "type" in what else {"title": title, **what}
            if "name" in parts:
                parts["upload"] = uploads.taken(words.TO_BRING.encode(), parts.pop("name"))
            Resource.put_by(by=by, why=why, to=self.topics[topic], at=at, **parts)

    def tend_larder(self) -> None:
        """What was added to topics since: notes, a new wording; and one is put back on the shelf."""
        ago = [self.now - timedelta(days=n) for n in (14, 6)]
        place, person, why = words.TOPIC_REWORDED
        topic = self.topics[place]
        what = {"title": topic.title, "why": why, "kind": topic.kind, "tags": topic.tag_names}
        topic.reword(by=self.people[person], at=ago[0], **what)
        for place, person, text in words.TOPIC_NOTES:
            Note.write(self.topics[place], text, by=self.people[person], at=ago[1])
        self.topics[words.PUT_BACK].put_back(by=self.people[0], at=ago[1])

    # -- the programme

    def hold_meetings(self) -> None:
        self.turns, self.unopened = cycle(self.people), cycle(self.topics[:18])
        self.chosen = iter(self.topics[18:22])
        self.came = cycle(words.CAME_OF_IT)
        foci = cycle(self.people[1:] + self.people[:1])
        ahead = 0
        for planned in programme(self.today):
            meeting = self.plan(planned, next(foci) if planned.sort == "learning" else None)
            ahead += not meeting.is_over(self.now)
            self.answer(meeting, but=self.people[0] if ahead == 2 else None)
            self.look_back(meeting)
        self.one_without_a_date()
        plans.change(self.group, self.people, self.now, ZONE)
        lay_turns(self.group, self.people, self.now)

    def plan(self, planned: Planned, focus) -> Meeting:
        at = min(instant(planned.first, time(12), ZONE) - timedelta(days=150), self.now - timedelta(days=60))
        facilitator = next(self.turns)
        while focus and facilitator == focus:
            facilitator = next(self.turns)
        if focus:
            topics = []
        elif instant(planned.first, EVENING[0], ZONE) < self.now:
            topics = [next(self.unopened)]
        else:
            topics = list(islice(self.chosen, 1))
        what: dict = {
            "kind": "online",
            "starts_on": planned.first,
            "ends_on": planned.last,
            "start_time": EVENING[0],
            "end_time": EVENING[1],
            "zone": ZONE,
            "join_url": words.JOIN_URL,
            "title": "",
            "facilitator": facilitator if agreed(planned.first, self.today) else None,
            "learning": focus is not None,
            "focus": focus,
        }
        if planned.sort == "day":
            what |= {"kind": "face", "start_time": DAY[0], "end_time": DAY[1], "join_url": ""}
            what |= {"place": words.PLACES[planned.first.year % 3]}
        elif planned.sort == "retreat":
            what |= {"kind": "retreat", "start_time": None, "end_time": None, "join_url": "", "facilitator": None}
            what |= {"title": "The weekend away", "place": words.RETREAT_PLACE}
        elif planned.sort == "hybrid":
            what |= {"kind": "hybrid", "place": words.PLACES[1]}
        return Meeting.plan(by=what["facilitator"] or self.people[0], topics=topics, settled=True, at=at, **what)

    def answer(self, meeting: Meeting, *, but=None) -> None:
        """All of us can, except that one may have yet to say so: Amara, for the meeting after the next."""
        for person in [p for p in self.people if p != but]:
            at = min(meeting.created_at + timedelta(days=4), self.now - timedelta(days=1))
            Attendance.say(meeting, "can", by=person, at=at)

    def look_back(self, meeting: Meeting) -> None:
        if meeting.is_over(self.now):
            came_of_it = dict.fromkeys(meeting.opened.all(), next(self.came))
            meeting.note_outcomes(came_of_it, by=meeting.facilitator or self.people[0], at=self.now)

    def one_without_a_date(self) -> None:
        """On the last day of a year it is today, and as a whole day still ahead."""
        day = day_without_a_date(self.today)
        start, end = DAY if day > self.today else (None, None)
        hoped = Meeting.plan(
            by=self.people[3], settled=False, at=self.now - timedelta(days=20), topics=[self.topics[24]], kind="face",
            title="A day by the water", starts_on=day, ends_on=day, start_time=start, end_time=end, zone=ZONE,
            place="The towpath, from the lock", facilitator=self.people[3],
        )  # fmt: skip
        first, asked = hoped.poll.options.get(), self.now - timedelta(days=6)
        others = [
            hoped.poll.offer(
                by=by, at=asked, kind="face", starts_on=day + later, ends_on=day + later, start_time=start or DAY[0],
                end_time=end or DAY[1], zone=ZONE, place="The towpath, from the lock", note=note,
            )
            for by, later, note in (
                (self.people[3], timedelta(days=7), ""),
                (self.people[2], timedelta(days=8), "I could bring the flask."),
            )
        ]  # fmt: skip
        says = (("can", "can", "can"), ("can", "stretch", "can"), ("can", "can", "cannot"))
        for person, said in zip(self.people[1:], says, strict=True):
            hoped.poll.answer(dict(zip([first, *others], said, strict=True)), by=person, at=asked)
        offer = ExceptionOffer.make_for(others[1], by=self.people[3], at=asked)
        offer.accept(by=self.people[1], at=asked)

    # -- what we hold to, and hope for

    def write_manifesto(self) -> None:
        first = self.agree_on_the_first()
        values = {e.name: e.value for e in first.entries.all()}
        for n, wording, days in ((2, words.SECOND_VALUES, 500), (3, words.THIRD_VALUES, None)):
            at = self.began + timedelta(days=days) if days else self.now - timedelta(days=12)
            edition = Edition.objects.create(
                group=self.group, n=n, agreed_on=at.date(), because=words.BECAUSE[n - 1], made_at=at
            )
            for name, _statement in wording:
                values.setdefault(name, Value(group=self.group, made_at=at)).save()
            edition.set_out([(values[name], name, statement) for name, statement in wording])
            self.sign(edition, self.people if n == 2 else self.people[1:])
        name, statement = words.CORRECTED
        slip = edition.entries.get(name=name)
        at = self.now - timedelta(days=2)
        Correction.make(slip, by=self.people[2], name=name, statement=statement, at=at)

    def agree_on_the_first(self) -> Edition:
        """Each wrote how they want to work together; it was opened, drawn together, worded, proposed and adopted."""
        days = [self.began + timedelta(days=n) for n in (14, 17, 24, 30, 34, 37, 40)]
        gathering = Gathering.begin(Gathering.About.MANIFESTO, by=self.people[0], at=days[0])
        bundles = [Bundle(name=name, statement=said, made_at=days[2]) for name, said in words.FIRST_VALUES]
        drawn = [
            (gathering.write(text, by=self.people[person], at=days[1] + timedelta(hours=n)), bundle)
            for n, (person, text, bundle) in enumerate(words.GATHERED)
        ]
        for person in self.people:
            gathering.be_ready(by=person, at=days[2])
        for n, bundle in enumerate(bundles):
            bundle.gathering = gathering
            gathering.draw_together([(text, None) for text, into in drawn if into == n], bundle, by=self.people[1])
        proposal = Proposal.draft_from(gathering, by=self.people[1], at=days[3])
        proposal.open(by=self.people[1], at=days[3])
        for day in (days[4], days[5]):
            for person in self.people if day == days[5] else [self.people[n] for n in (0, 2, 3)]:
                proposal.round.be_done(by=person, at=day)
        for person in self.people:
            proposal.round.answer("consent", by=person, at=days[6])
        return self.group.editions.get()

    def sign(self, edition: Edition, people) -> None:
        """All of them consented to it."""
        for person in people:
            edition.sign(by=person, at=edition.made_at)

    def propose(self) -> None:
        """Idris would change a value; we have asked and reacted, and wait to hear from the first of us."""
        amara, joss, petra, idris = self.people
        days = [self.now - timedelta(days=n) for n in (9, 8, 7, 5, 3, 2)]
        name, statement, reason = words.PROPOSED
        value = self.group.editions.in_force().entries.get(name=name).value
        change = Change(value=value, act=Change.Act.REWORD, name=name, statement=statement)
        proposal = Proposal.draft([change], reason, by=idris, at=days[0])
        proposal.open(by=idris, at=days[0])
        begun = proposal.round
        asked = begun.speak(words.ASKED, by=petra, at=days[1])
        asked.reply(words.REPLIED, by=idris, at=days[2])
        for person in (amara, joss, petra):
            begun.be_done(by=person, at=days[3])
        for person, reaction in zip((joss, amara, idris, petra), words.REACTIONS, strict=True):
            if reaction:
                begun.speak(reaction, by=person, at=days[4])
            else:
                begun.be_done(by=person, at=days[4])
        for person, answer, thought in (
            (idris, "consent", ""),
            (joss, "thought", words.THOUGHT),
            (petra, "consent", ""),
        ):
            begun.answer(answer, thought, by=person, at=days[5])

    def write_goals(self) -> None:
        at = self.now - timedelta(days=200)
        for text in words.GOALS_OF_ALL:
            goal = Goal.write(by=self.people[1], ours=True, text=text, state="beginning", at=at)
            goal.change(by=self.people[3], state="growing", at=at + timedelta(days=90))
        for person, text in zip(self.people, words.MY_GOALS, strict=True):
            goal = Goal.write(by=person, text=text, at=at)
            if person != self.people[0]:
                goal.share(by=person, at=at)
