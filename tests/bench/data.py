"""What there is to measure: `python -m tests.bench.data sample`, in a place's environment, makes it and prints JSON.

The JSON has the cookie of a member's session and whatever the addresses of the measured pages are made of.
"""

import json
import sys

import django

OURS = ("copse", "groups", "manifesto", "larder", "meetings")


def floor() -> dict:
    """The one user of the floor, seen seven times."""
    from django.contrib.auth import get_user_model

    return {"cookie": cookie_of(get_user_model().objects.create_user("nia"), seen=7)}


def size() -> dict:
    """How many models, fields and routes are Copse's own."""
    from django.apps import apps
    from django.urls import get_resolver

    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    fields = sum(len(model._meta.local_fields) for model in ours)
    return {"models": len(ours), "fields": fields, "routes": sum(1 for _ in own_routes(get_resolver()))}


def own_routes(resolver):
    """Those that lead to a view of ours."""
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from own_routes(each)
        elif each.callback.__module__.partition(".")[0] in OURS:
            yield each


def sample() -> dict:
    """The sample group as its first member sees it; `pages` are all that they can open."""
    from copse.sample import words
    from groups.models import Gathering, Group
    from manifesto.models import Change, Proposal
    from tests.bench.addresses import pages

    group = Group.objects.get(slug=words.GROUP[1])
    me = group.members.select_related("member").get(member__email=words.MEMBERS[0][1])
    Gathering.begin("goals", by=me).write("To be read to.", by=me)
    Proposal.draft([Change(act=Change.Act.ADD, name="Bread", statement="We eat before we write.")], "Hunger", by=me)
    cookie = cookie_of(me.member)
    return {"cookie": cookie, "group": group.slug, "pages": pages(me, cookie)}


def manifesto() -> dict:
    """What the press is given for the sample group's manifesto in force."""
    from copse.pdf import job
    from copse.sample import words
    from groups.models import Group
    from manifesto.papers import ManifestoPaper

    return job(**ManifestoPaper(Group.objects.get(slug=words.GROUP[1]).editions.in_force(), "a4").parts)


def history(years: str) -> dict:
    """A group of six that has met ten times a year for so many years, with three topics each time."""
    from tests.bench.groups_data import make_group

    held = [-36 * n - 10 for n in range(10 * int(years))]
    group = make_group("history", members=6, days=[*held, *range(10, 210, 20)], topics_each=3)
    return addresses_of(group)


def round_of_consent() -> dict:
    """A round in which eight of us have given sixty answers to eight wordings, as one of them sees it."""
    from tests.bench.groups_data import make_round

    begun = make_round("deciding", members=8, answers=60)
    return {"path": begun.get_absolute_url(), "cookie": cookie_of(begun.by.member)}


def larder(topics: str) -> dict:
    """A group with so many topics ready to open; one of its kinds, its tags and its topics."""
    from tests.bench.groups_data import make_larder

    group = make_larder(f"larder-{topics}", topics=int(topics))
    found = {"kind": group.topic_kinds.first(), "tag": group.tags.first(), "topic": group.topics.newest_first()[5]}
    return addresses_of(group) | {name: one.key for name, one in found.items()}


def one() -> dict:
    """A group of six with sixty meetings and everyone's answers, the only one there is."""
    from tests.bench.groups_data import make_group

    held = [-36 * n - 10 for n in range(50)]
    return addresses_of(make_group("kettles", members=6, days=[*held, *range(10, 210, 20)], topics_each=1))


def many(groups: str) -> dict:
    """As many groups as that, each like the one that is there; the one in the middle is looked at."""
    from groups.models import Group
    from tests.bench.clones import clone

    return addresses_of(Group.objects.get(pk=clone(Group.objects.get(), int(groups))))


def findable(things: str) -> dict:
    """A group with so many topics, the only one there is, and what one may ask it."""
    from tests.bench.found_data import analyse, make_group

    group, asked = make_group("kettles", int(things))
    analyse()
    return {"cookie": cookie_of(group.members.get().member), "group": group.slug, "asked": asked}


def findable_many(groups: str) -> dict:
    """As many groups as that, each like the one that is there; the one in the middle is looked at."""
    from groups.models import Group
    from tests.bench.clones import clone
    from tests.bench.found_data import sizes

    group = Group.objects.get(pk=clone(Group.objects.get(), int(groups)))
    return {"cookie": cookie_of(group.members.get().member), "group": group.slug, "sizes": sizes()}


def search_time(slug: str, text: str) -> dict:
    """How many milliseconds PostgreSQL is at a search."""
    from tests.bench.found_data import milliseconds

    return {"ms": milliseconds(slug, text)}


def reminders(meetings: str) -> dict:
    """So many meetings in a week at the same time, whose turns nobody was reminded of, and a moment at which it is time
    for each of them.
    """
    from datetime import timedelta

    from django.utils import timezone

    from groups.models import Outbox
    from tests.bench import groups_data

    group = groups_data.make_group("reminded", members=6, days=[30], topics_each=0)
    now = timezone.now()
    groups_data.plan(group, list(group.members.all()), [7] * int(meetings), now)
    Outbox.objects.all().delete()
    return {"at": (now + timedelta(days=2)).isoformat()}


def answering(members: str) -> dict:
    """So many members in groups of five, each with a date to find: the cookie of each and what they send."""
    from tests.bench.groups_data import make_group

    asked = []
    for n in range(int(members) // 5):
        group = make_group(f"answering-{n}", members=5, days=[*range(-300, 0, 30), *range(10, 210, 20)], topics_each=1)
        poll = group.meetings.ahead().unsettled().first().poll
        answers = {f"date-{option.key}": "can" for option in poll.options.all()}
        asked += [
            {"cookie": cookie_of(m.member), "path": poll.get_absolute_url(), "answers": {**answers, "note": "At six"}}
            for m in group.members.select_related("member")
        ]
    return {"asked": asked}


def answered() -> dict:
    """How many members have answered every date of the poll that they were asked about, with their note."""
    from meetings.models import PollNote

    return {"answered": PollNote.objects.filter(text="At six").count()}


def feed(slug: str, meetings: str, links: str = "2") -> dict:
    """A group with so many meetings, every other day, the first quarter of them held, and some links to its feed.

    `links` has the key and the path of each; the first's feed is built already, `etag` and `content` are what it shows.
    """
    from django.test import Client

    from meetings.models import Subscription
    from tests.bench.groups_data import make_group

    number = int(meetings)
    days = [2 * (n - number // 4) - 1 for n in range(number)]
    group = make_group(slug, members=4, days=days, topics_each=0)
    made = []
    for n in range(int(links)):
        subscription, token = Subscription.begin(member=group.members.first().member, group=group, label=f"link {n}")
        made.append({"key": subscription.key, "path": f"/c/{token}/calendar.ics"})
    answer = Client(headers={"host": "localhost"}).get(made[0]["path"])
    return {
        "links": made,
        "etag": answer.headers["ETag"],
        "content": answer.content.decode(),
        "meeting": group.meetings.ahead().first().key,
    }


def addresses_of(group) -> dict:
    return {
        "cookie": cookie_of(group.members.in_order().first().member),
        "group": group.slug,
        "meeting": group.meetings.ahead().settled().first().key,
        "hoped": group.meetings.ahead().unsettled().values_list("key", flat=True).first(),
    }


def cookie_of(member, **kept) -> str:
    """The cookie of a new session of theirs, made as signing in makes it; `kept` goes into it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(member)
    session = client.session
    session.update(kept)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


MADE = (answering, answered,
    floor, size, sample, manifesto, history, round_of_consent, larder, one, many, findable, findable_many,
    search_time, feed, reminders,
)  # fmt: skip
WHAT = {make.__name__: make for make in MADE}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))
