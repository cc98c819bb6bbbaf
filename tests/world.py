"""One group with everything in it, one beside it, and somebody for each role: what isolation is tested against.

Every private field holds a canary, a word found nowhere else. `CANARIES` says where each may be seen.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from copse.undelivered import Cause, Fault
from groups.kinds import Kind
from groups.models import Bundle, Duty, Export, Gathering, Goal, Sabbatical
from groups.unsubscribing import token_for
from larder.models import Delivery, Note, TopicKind
from meetings.models import (
    Attendance,
    ExceptionOffer,
    MeetingInvitation,
    OwnNotes,
    PutAside,
    StandingAvailability,
    Subscription,
    TurnOffer,
)
from meetings.when import dates_of
from tests import factories
from tests.fresh import sign_in

ROLES = ("anonymous", "outsider", "other", "member", "facilitator", "admin", "former", "removed", "staff")
INSIDERS = ("member", "facilitator", "admin")
EVERYONE_IN = frozenset(INSIDERS)


@dataclass
class World:
    people: dict = field(default_factory=dict)  # role -> Member (None for anonymous)
    things: dict = field(default_factory=dict)  # what URLs are made of
    canaries: dict = field(default_factory=dict)  # canary -> roles that may see it on some page
    by_link: dict = field(default_factory=dict)  # URL name -> canaries that whoever holds its link may see
    copy: bytes = b""  # the member's own, once it is gathered
    sessions: dict = field(default_factory=dict)  # role -> the key of the session in which they came in

    def come_in(self) -> None:
        """Everybody signs in once, for all the clients to come."""
        self.sessions = {role: self.client(role).session.session_key for role in ROLES[1:]}

    def client(self, role: str, **options) -> Client:
        client = Client(**options)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        elif self.people[role] is not None:
            sign_in(client, self.people[role], ago=-3600)  # fresh for as long as the tests take
        return client

    def hide(self, word: str, *roles: str) -> str:
        """A canary that these roles, and nobody else, may see."""
        canary = f"canary{word}"
        self.canaries[canary] = frozenset(roles)
        return canary


def make_world() -> World:
    world = World()
    people = {role: factories.make_member(email=f"{world.hide('mail' + role, role)}@example.org") for role in ROLES[1:]}
    world.people = {"anonymous": None, **people}
    people["staff"].is_staff = True
    people["staff"].save()

    group = factories.make_group(first=people["admin"], all_facilitate=False)
    other_group = factories.make_group(first=people["other"])
    inside = {"admin": group.members.get()}
    for role in ("member", "facilitator", "former", "removed"):
        inside[role] = group.welcome(people[role])
    inside["facilitator"].take_on(Duty.Name.FACILITATOR, by=inside["admin"])
    fill(world, group, inside)
    world.things |= {"other_group": other_group.slug, "other_topic": foreign_topic(world, other_group).key}
    world.things["other_activity"] = factories.make_activity(other_group.members.get()).key
    world.things["other_meeting"] = factories.make_meeting(other_group.members.get()).key
    inside["former"].leave()
    inside["removed"].remove(by=inside["admin"], reason=world.hide("reason"))
    world.things |= {"left": inside["former"].key, "suspended": inside["removed"].key}
    return world


def to_decide(world: World, by, people):
    """A change to the manifesto that all have answered; one of us can't stand by it yet."""
    begun = factories.make_round(by, reason=world.hide("because", *INSIDERS))
    begun.speak(world.hide("question", *INSIDERS), by=by)
    factories.to_consent(begun)
    begun.answer("not_yet", world.hide("harm", *INSIDERS), by=people[0])
    for person in people[1:]:
        begun.answer("consent", by=person)
    return begun


def foreign_topic(world: World, group):
    """Of a group whose pages nobody opens here."""
    return factories.make_topic(group.members.get(), world.hide("foreign"), world.hide("foreignwhy"))


def fill(world: World, group, inside: dict) -> None:
    member, facilitator, admin = (inside[role] for role in INSIDERS)
    for role, who in inside.items():
        who.known_as = world.hide(f"name{role}", *(INSIDERS if role in (*INSIDERS, "removed") else ()))
        who.access_note = world.hide(f"access{role}", *({role, "facilitator"} if role in INSIDERS else ()))
        who.about = world.hide(f"about{role}", *(INSIDERS if role in INSIDERS else ()))
        who.save()
        mine = {role} if role in INSIDERS else set()
        who.can_be_reached(
            [
                {"label": "", "value": world.hide(f"reach{role}", *(INSIDERS if mine else ())), "shown": True},
                {"label": "", "value": world.hide(f"unshown{role}", *mine), "shown": False},
            ]
        )
    member.show_photo(world.hide("photo", *INSIDERS).encode(), kind="image/webp")
    inside["former"].show_photo(world.hide("photoformer").encode(), kind="image/webp")
    topic, more = fill_larder(world, member)
    activity, picked = activities(world, member)
    put_by(world, member, topic)
    link = f"https://room.example.org/{world.hide('joinlink', *INSIDERS)}"
    ahead = factories.make_meeting(
        facilitator, topics=[topic], join_url=link, title=world.hide("title", *INSIDERS), place=""
    )  # fmt: skip
    hoped = factories.make_meeting(facilitator, days=30, settled=False, facilitator=facilitator)
    past = factories.make_meeting(facilitator, days=-30, topics=[topic])
    past.note_outcomes({past.opened.get(): world.hide("cameofit", *INSIDERS)}, by=member)
    ahead.parts.first().pick(picked, by=facilitator)
    went = past.parts.first().pick(picked, by=facilitator)
    past.note_outcomes({went: world.hide("howitwent", *INSIDERS)}, by=member)
    rhythm = factories.make_rhythm(
        facilitator, place=world.hide("rhythmplace", *INSIDERS),
        join_url=f"https://room.example.org/{world.hide('rhythmlink', 'facilitator')}",
    )  # fmt: skip
    gone = factories.make_meeting(facilitator, days=40)
    gone.let_go(by=facilitator)
    change_of_plans(world, member, facilitator, admin)
    for role, who in inside.items():
        may = {"facilitator"} | ({role} if role in INSIDERS else set())
        note = world.hide(f"note{role}", *(may if role in INSIDERS else ()))
        Attendance.say(ahead, "can", by=who, note=note)
    look_for_a_date(world, hoped, inside)
    standing = StandingAvailability.keep(by=member, weekdays="2", reason=world.hide("whynot", "member"))
    factories.make_meeting(facilitator, days=70, facilitator=None)
    world.things["turn_offer"] = TurnOffer.make(ahead, by=facilitator).key
    given = factories.make_meeting(facilitator, days=77)
    world.things["turn_offered_to_member"] = TurnOffer.make(given, by=facilitator, to=member).key
    by_mail = MeetingInvitation.objects.create(
        meeting=ahead, membership=member, sequence=0, meeting_sequence=0, mailed_at=timezone.now()
    )
    PutAside.keep(by_mail, world.hide("mailwords", "member", "facilitator"), b"a mail", timezone.now())
    OwnNotes.keep(ahead, world.hide("facilitatornotes", "facilitator"), by=facilitator)
    edition = factories.make_edition(
        member, values=[(world.hide("value", *INSIDERS), world.hide("statement", *INSIDERS))]
    )
    correction = factories.make_correction(edition.entries.get(), member, statement=world.hide("corrected", *INSIDERS))
    goal = Goal.objects.create(group=group, author=member, text=world.hide("privategoal", "member"))
    Goal.write(by=admin, text=world.hide("sharedgoal", *INSIDERS)).share(by=admin)
    our_goal = Goal.write(by=admin, ours=True, text="To write")
    gathering = Gathering.begin("goals", by=member)
    words = gathering.write(world.hide("gathered", "member"), by=member)
    opened, bundle = open_a_gathering(world, inside)
    Gathering.begin("manifesto", by=admin).write(world.hide("valuegathered", "member"), by=member)
    invited = f"{world.hide('invited', 'admin')}@example.org"
    invitation = group.invite(invited, by=admin, note=world.hide("invitationnote"))
    Sabbatical.take(by=inside["admin"], starts=group.today() + timedelta(days=90),
                    note=world.hide("sabbaticalnote", *INSIDERS))  # fmt: skip
    refuse_a_mail(world, member)
    begun = to_decide(world, member, list(inside.values()))
    asked = factories.make_round(facilitator, factories.make_change("Reading", "With a pencil."))
    remark = asked.speak("Every month?", by=member)
    draft = factories.make_proposal(member, reason=world.hide("draft", "member"))
    bring_a_list(world, member)
    subscription, feed_token = Subscription.begin(member=member.member, label=world.hide("label", "member"))
    export = Export.objects.create(member=member.member, file="copy.zip", made_at=timezone.now())
    unsubscribe = token_for(member, Kind.SHARED)
    world.canaries |= dict.fromkeys((invitation.token, feed_token, unsubscribe), frozenset())
    world.by_link = {
        "groups:join": {"canaryinvitationnote", "canarynameadmin"},
        "groups:unsubscribe": set(),
        "calendar:feed": {"canaryjoinlink", "canarysmallerplace"},
    }
    world.things |= {
        "round": begun.key, "asked": asked.key, "remark": remark.key, "draft": draft.round.key,
        "opened": opened.key, "bundle": bundle.key, "opened_words": bundle.contributions.get().key,
        "our_goal": our_goal.key,
        "gathering": gathering.key, "words": words.key,
        "person": member.key, "admin_person": admin.key, "duty": Duty.Name.ADMIN.value,
        "standing": standing.key,
        "group": group.slug, "key": ahead.key, "topic": topic.key,
        "activity": activity.key, "picked": picked.key, "card": "a6",
        "past": past.key, "hoped": hoped.key,
        "rhythm": rhythm.key, "ready": "monthly-evenings",
        "gone": gone.key, "goal": goal.key, "subscription": subscription.key, "feed_token": feed_token,
        "unsubscribe": unsubscribe, "export": export.key, "invitation": invitation.key, "token": invitation.token,
        "n": edition.n,
        **more, "value": correction.entry.value.key, "correction": correction.key,
        "pictured": member.key, "paper": "a4", "place": 1, "founding": "never-made",
    }  # fmt: skip


def refuse_a_mail(world: World, member) -> None:
    """Their address is known to whoever looks after the group, since a mail of the group was refused there."""
    mail = member.group.mails.filter(member=member.member).first()
    mail.came_back(Fault(Cause.UNKNOWN, final=True, of_address=True), timezone.now())
    world.canaries["canarymailmember"] = frozenset({"member", "admin"})
    world.things["failed_mail"] = str(mail.message_id)


def look_for_a_date(world: World, hoped, inside: dict) -> None:
    """Everyone can make the first date, and says something to whoever plans it; another one is offered."""
    poll = hoped.poll
    first = poll.options.get()
    for role, who in inside.items():
        may = {"facilitator"} | {role} if role in INSIDERS else set()
        poll.answer({first: "can"}, by=who, note=world.hide(f"pollnote{role}", *may))
    later = {**dates_of(first), "starts_on": first.starts_on + timedelta(days=7)}
    later["ends_on"] = later["starts_on"]
    words = world.hide("offered", *INSIDERS)
    other = poll.offer(by=inside["member"], kind="online", note=words, **later)
    world.things |= {"option": first.key, "other_option": other.key}


def change_of_plans(world: World, member, facilitator, admin) -> None:
    """Meetings that somebody can't come to after all, one that wasn't held, and some of twos and threes."""
    at_risk = factories.make_meeting(facilitator, days=50, kind="face")
    Attendance.say(at_risk, "cannot", by=member)
    exceptional = factories.make_meeting(facilitator, days=52)
    Attendance.say(exceptional, "cannot", by=facilitator)
    offer = ExceptionOffer.make(exceptional, by=facilitator)
    offer.accept(by=member)
    not_held = factories.make_meeting(facilitator, days=-20)
    not_held.did_not_happen(by=facilitator)
    words = {name: world.hide(f"smaller{name}", "member", "facilitator") for name in ("title", "place")}
    smaller = factories.make_smaller_meeting(member, facilitator, **words)
    factories.make_smaller_meeting(member, admin, shown_to_all=True, title=world.hide("seenbyall", *INSIDERS))
    gone = factories.make_smaller_meeting(member, admin, shown_to_all=True)
    gone.let_go(by=admin)
    world.things |= {
        "at_risk": at_risk.key, "exceptional": exceptional.key, "exception": offer.key, "not_held": not_held.key,
        "smaller": smaller.key, "smaller_gone": gone.key,
    }  # fmt: skip


def activities(world: World, member) -> tuple:
    """One with everything written in it, now and before, and one that meetings use; a third is laid aside."""
    words = {name: world.hide(name, *INSIDERS) for name in ("instructions", "materials", "alternative", "source")}
    activity = factories.make_activity(member, world.hide("activity", *INSIDERS), **words)
    words = {name: world.hide(name.replace("_", ""), *INSIDERS) for name in ("content_note", "other_instructions")}
    activity.change(by=member, content_note=words["content_note"], instructions=words["other_instructions"])
    aside = factories.make_activity(member, "Laid aside")
    aside.lay_aside(by=member)
    world.things["laid_aside"] = aside.key
    return activity, factories.make_activity(member, world.hide("picked", *INSIDERS))


def put_by(world: World, by, topic) -> None:
    """A reference that belongs to the topic, and a file that belongs to nothing."""
    item = {"author": [{"literal": world.hide("author", *INSIDERS)}]}
    reading = factories.make_reference(
        by, world.hide("reading", *INSIDERS), why=world.hide("goodfor", *INSIDERS), to=topic, **item
    )
    filed = factories.make_file(by, world.hide("filed", *INSIDERS), content=world.hide("bytes", *INSIDERS).encode())
    world.things |= {
        "resource": reading.key, "filed": filed.key, "attachment": reading.attachments.get().pk, "form": "reference",
        "format": "ris",
    }  # fmt: skip


def fill_larder(world: World, member) -> tuple:
    """A topic that was worded anew, with a tag and a note, of a kind of its own; one opened, and one put back since."""
    kind = TopicKind.add(by=member, name=world.hide("kind", *INSIDERS), lid=2)
    topic = factories.make_topic(member, world.hide("titlebefore", *INSIDERS), world.hide("whybefore", *INSIDERS))
    words = {"title": world.hide("topic", *INSIDERS), "why": world.hide("why", *INSIDERS)}
    topic.reword(by=member, kind=kind, tags=[world.hide("tag", *INSIDERS)], **words)
    note = Note.write(topic, world.hide("topicnote", *INSIDERS), by=member)
    opened, put_back = (factories.make_topic(member, title) for title in ("Opened", "Put back"))
    factories.make_meeting(member, days=-60, topics=[opened, put_back])
    put_back.put_back(by=member)
    unopened = factories.make_topic(member, "Not yet opened")
    return topic, {
        "note": note.key, "kind": kind.key, "past_topic": opened.key, "topic_put_back": put_back.key,
        "topic_unopened": unopened.key,
    }  # fmt: skip


def bring_a_list(world: World, by) -> None:
    """To the larder, and look at what would come of it."""
    world.things["delivery"] = Delivery.bring(f"title\n{world.hide('brought', 'member')}", by=by).key


def open_a_gathering(world: World, inside: dict):
    """What each wrote of how we work together, opened; one of it is in a bundle."""
    gathering = Gathering.begin("manifesto", by=inside["member"])
    words = gathering.write(world.hide("valueopened", *INSIDERS), by=inside["member"])
    for who in inside.values():
        gathering.be_ready(by=who)
    gathering.refresh_from_db()
    bundle = Bundle(gathering=gathering, name=world.hide("bundle", *INSIDERS), statement="We stop on time.")
    gathering.draw_together([(words, None)], bundle, by=inside["admin"])
    return gathering, bundle
