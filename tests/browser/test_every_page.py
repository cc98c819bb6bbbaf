"""Every page of the site in a browser: nothing in anyone's way, nothing refused, nothing wider than a phone.

`COPSE_TESTS=all` (which `make test-all` sets) looks at each in every theme and letter instead of two.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from copse.pictures import KIND, square
from copse.sample import words
from copse.sample.activities import ACTIVITIES
from groups.kinds import Kind
from groups.models import Bundle, Export, Gathering, Member
from groups.unsubscribing import token_for
from larder.models import Delivery
from meetings.models import ExceptionOffer, MeetingInvitation, PutAside, Subscription
from tests import factories
from tests.browser.looking import LOOKS, bring_axe, faults
from tests.matrix import ROWS
from tests.pictures import drawn
from tests.thorough import as_often
from tests.world import INSIDERS

pytestmark = pytest.mark.browser

FILES = {
    "healthz",
    "meetings:ics",
    "meetings:smaller_ics",
    "manifesto:paper",
    "meetings:year_paper",
    "larder:card",
    "calendar:feed",
    "groups:copy_file",
    "groups:photo",
    "manifesto:editions_sheet",
    "meetings:past_sheet",
    "larder:topics_csv",
    "larder:activities_csv",
    "larder:json",
    "larder:topics_to_fill_in",
    "larder:activities_to_fill_in",
    "larder:resource_file",
    "larder:reference",
    "larder:all_references",
}  # opened by URL, but no pages


def who_opens(row) -> str:
    if row.get["anonymous"] == 200:
        return "visitor"
    return "amara" if any(row.get[role] == 200 for role in INSIDERS) else "wren"


IN_THE_MATRIX = [
    (who_opens(row), name, row.args)
    for name, row in ROWS.items()
    if row.get and 200 in row.get.values() and name not in FILES
]
GROUP, EMPTY = {"group": "group"}, {"group": "empty"}
MORE = [
    *[("amara", "meetings:detail", {**GROUP, "key": which}) for which in ("past", "hoped", "gone", "focus", "retreat")],
    *[("amara", "meetings:detail", {**GROUP, "key": which}) for which in ("at_risk", "not_held")],
    *[("amara", "meetings:year_of", {**GROUP, "year": which}) for which in ("last_year", "year_to_come")],
    ("amara", "larder:take_out_topic", {**GROUP, "key": "my_opened"}),
    *[("amara", name, {}) for name in ("help", "account_change_password", "account_reauthenticate")],
    *[("amara", "larder:detail", {**GROUP, "key": which}) for which in ("put_back", "past_topic")],
    ("amara", "groups:gathering", {**GROUP, "key": "opened"}),
    ("amara", "manifesto:edition", {**GROUP, "n": "first"}),
    ("amara", "manifesto:aloud", {**GROUP, "n": "first", "place": "first"}),
    *[("wren", name, EMPTY) for name in ("home", "groups:members", "groups:goals", "manifesto:current", "larder:list")],
    ("wren", "larder:activities", EMPTY),
    *[("wren", f"manifesto:{name}", EMPTY) for name in ("bring_in", "bring_in_editions")],
    *[("amara", "larder:delivery", {**GROUP, "key": which}) for which in ("at_work", "taken_in", "unreadable")],
    *[("amara", "groups:round", {**GROUP, "key": which}) for which in ("draft", "unlike")],
    ("amara", "manifesto:reword", {**GROUP, "key": "unlike"}),
    ("wren", "meetings:rhythms", EMPTY),
    ("wren", "meetings:lay_out", {**EMPTY, "year": "year"}),
    ("amara", "meetings:lay_out", {**GROUP, "year": "year_to_come"}),
    ("amara", "meetings:edit_standing", {**GROUP, "key": "days_away"}),
    *[("wren", f"meetings:{name}", EMPTY) for name in ("year", "when_i_cant", "turns", "lay_turns")],
    ("amara", "meetings:turn", {**GROUP, "key": "focus"}),
    ("wren", "larder:resources", EMPTY),
    *[("amara", "larder:new_resource_of", {**GROUP, "form": which}) for which in ("link", "file")],
    *[("amara", "larder:resource", {**GROUP, "key": which}) for which in ("filed", "linked")],
    ("nobody", "front", {}),
    *[("wren", name, {}) for name in ("groups:delete_everything", "groups:deletion", "groups:left")],
]
UNSAID = [title for title, _why, _kind in words.TOPICS] + [title for title, _by, _what in ACTIVITIES]
UNSAID += [member[0] for member in words.MEMBERS]
UNSAID += ["The weekend away", "A day by the water"]


@pytest.fixture(scope="module")
def things(kettle_row):
    """What the URLs are made of."""
    members, meetings, now = kettle_row.members, kettle_row.meetings, timezone.now()
    amara, year = members.get(known_as="Amara"), timezone.localdate().year
    amara.show_photo(square(drawn(size=(600, 600)), "amara.jpg"), kind=KIND)
    kettle_row.invite("bea@example.org", by=amara).take_back(by=amara)
    invitation = kettle_row.invite("nia@example.org", by=amara, note="We would love to write with you.")
    gathering = Gathering.begin("goals", by=amara)
    words = gathering.write("To be read to.", by=amara)
    opened, bundle = gathered(kettle_row)
    subscription, feed_token = Subscription.begin(member=amara.member, label="my phone")
    wren = factories.make_member("Wren", email="wren@example.org", is_staff=True)
    empty = factories.make_group("Nobody Yet", first=wren)
    factories.make_group("The Other One", first=wren)
    factories.make_member("Nobody", email="nobody@example.org")
    with_wren = factories.make_group("The One She Left").welcome(wren)
    with_wren.leave()
    Export.objects.create(member=amara.member, file="copy.zip", made_at=now)
    draft, unlike = in_rounds(kettle_row, members, amara)
    waits, at_work, taken_in, unreadable = lists_of(amara)
    suspended = factories.make_membership(kettle_row, "Bryn")
    suspended.remove(by=amara, reason="It was too much.")
    resources = kettle_row.resources
    ahead, manifesto = meetings.ahead(now), kettle_row.editions.in_force()
    by_mail(ahead.filter(facilitator=amara).first(), amara, now)
    return {
        "group": kettle_row.slug, "empty": empty.slug, "topic": kettle_row.topics.exclude(notes=None).first().key,
        "activity": amara.activities.get(title="A round of one line").key,
        "note": amara.topic_notes.first().key, "kind": kettle_row.topic_kinds.first().key,
        "put_back": kettle_row.topics.exclude(put_back_at=None).get().key,
        "topic_unopened": factories.make_topic(amara, "Not opened yet").key,
        "my_opened": amara.topics.filter(opened__meeting__in=meetings.held(now)).first().key,
        "past_topic": kettle_row.topics.filter(title="Lists").get().key,
        "key": ahead.filter(facilitator=amara).first().key,
        "past": meetings.held(now).first().key, "hoped": meetings.filter(settled_at=None).first().key,
        "gone": meetings.exclude(let_go_at=None).first().key, "focus": meetings.filter(learning=True).first().key,
        **change_of_plans(kettle_row, amara),
        "standing": amara.standing.exclude(weekdays="").first().key,
        "days_away": amara.standing.filter(weekdays="").first().key,
        "retreat": ahead.filter(kind="retreat").first().key, "goal": amara.goals.first().key,
        "invitation": invitation.key, "token": invitation.token, "subscription": subscription.key,
        "our_goal": kettle_row.goals.ours().first().key, "gathering": gathering.key, "words": words.key,
        "round": kettle_row.rounds_of_consent.get(stage="consent").key, "draft": draft.round.key, "unlike": unlike.key,
        "suspended": suspended.key,
        "delivery": waits.key, "at_work": at_work.key, "taken_in": taken_in.key, "unreadable": unreadable.key,
        "opened": opened.key, "bundle": bundle.key,
        "person": members.get(known_as="Joss").key,
        "value": manifesto.entries.last().value.key, "correction": manifesto.corrections.get().key,
        "feed_token": feed_token, "n": 3, "first": 1, "year": year, "last_year": year - 1, "year_to_come": year + 2,
        "left": with_wren.key, "place": 2, "form": "reference", "link": "link", "file": "file", "format": "ris",
        "attachment": 1,
        "resource": amara.resources.references().first().key, "filed": resources.get(form="file").key,
        "linked": resources.get(form="link").key,
        "rhythm": kettle_row.rhythms.first().key,
        "uid": "1", "reset_key": "no-such-key", "unsubscribe": token_for(amara, Kind.DATE),
    }  # fmt: skip


def change_of_plans(group, amara) -> dict:
    """A meeting that somebody can't come to after all, with an offer; one that wasn't held; one of twos and threes."""
    offer = ExceptionOffer.objects.settled().standing().get(meeting__group=group)
    not_held = group.meetings.held().last()
    not_held.did_not_happen(by=amara)
    smaller = group.meetings(manager="of_any_size").of_some().ahead()[0]
    return {"at_risk": offer.meeting.key, "not_held": not_held.key, "smaller": smaller.key}


def by_mail(meeting, amara, now) -> None:
    """Her answer to it came by mail, and then a mail that was none."""
    meeting.answers.filter(membership=amara).update(by_mail_at=now)
    told = {"sequence": 0, "meeting_sequence": 0, "mailed_at": now}
    invitation = MeetingInvitation.objects.create(meeting=meeting, membership=amara, **told)
    PutAside.keep(invitation, "If the ferry runs.", b"", now)


def in_rounds(group, members, amara):
    """A draft of hers, and a round in which somebody has said *not yet*."""
    draft = factories.make_proposal(amara, factories.make_change("A draft", "Only for me."))
    unlike = factories.make_round(members.get(known_as="Joss"), factories.make_change("Bells", "We ring one."))
    factories.to_consent(unlike)
    for person in members:
        unlike.answer("not_yet", "A bell startles me.", by=person)
    return draft, unlike


def lists_of(amara):
    """What she brought to the larder: one to look at, one that the site is at, one that is in, and one in vain."""
    now, text = timezone.now(), "title,kind\nSalt\nHarbours,Places\n,Form\n"
    taken_in = Delivery.bring("title\nOars\n", by=amara)
    taken_in.agree(seen=taken_in.stamp)
    waits = Delivery.bring(text, by=amara)
    at_work = Delivery.objects.create(by=amara, text=text, done=2, lines=3)
    return waits, at_work, taken_in, Delivery.objects.create(by=amara, fault="It is no list.", looked_at=now)


def gathered(group):
    """How each of us wants to work together, opened, and a bundle of it."""
    people = list(group.members.in_order())
    gathering = Gathering.begin("manifesto", by=people[0])
    words = [gathering.write(f"Bread on the table, {n}.", by=person) for n, person in enumerate(people, 1)]
    for person in people:
        gathering.be_ready(by=person)
    gathering.refresh_from_db()
    bundle = Bundle(gathering=gathering, name="Supper", statement="We eat before we write.")
    gathering.draw_together([(one, None) for one in words[:2]], bundle, by=people[0])
    return gathering, bundle


@pytest.fixture(scope="module")
def pages(open_page, amara, things):
    """A page of each who looks: a member with all duties, the keeper in two new groups, somebody in none, a visitor."""
    keeper, nobody = (Member.objects.get(email=f"{name}@example.org") for name in ("wren", "nobody"))
    pages = {"amara": amara, "wren": open_page(keeper), "nobody": open_page(nobody), "visitor": open_page()}
    for page in pages.values():
        bring_axe(page)
    return pages


def in_words(part) -> str:
    return "-".join(part.values()) if isinstance(part, dict) else part


@pytest.mark.parametrize(("who", "name", "args"), IN_THE_MATRIX, ids=in_words)
def test_nothing_is_in_the_way_on(who, name, args, pages, things):
    look_at(pages[who], name, args, things)


@pytest.mark.parametrize(("who", "name", "args"), MORE, ids=in_words)
def test_nothing_is_in_the_way_on_it_with_something_else_in_it(who, name, args, pages, things):
    """Each of them in one of the looks, by turns; with `make test-all` in all."""
    turn = MORE.index((who, name, args)) % len(LOOKS)
    look_at(pages[who], name, args, things, looks=as_often(LOOKS[turn : turn + 1], LOOKS))


def look_at(page, name, args, things, **options) -> None:
    answer = page.goto(reverse(name, kwargs={argument: things[thing] for argument, thing in args.items()}))
    assert answer.status == 200
    found = faults(page, unsaid=UNSAID, **options)
    assert not found, found
