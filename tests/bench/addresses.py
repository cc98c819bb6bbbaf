"""Every page that can be looked at, found in the URLs themselves: a new page is measured without anybody's doing."""

from datetime import time, timedelta
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from larder.models import Delivery
from meetings.models import SmallerGuest, StandingAvailability, Subscription


def pages(me, cookie: str) -> list[dict]:
    """All pages that `me` (a Membership) can open, and those of the door: name, path, and the cookie that opens it.

    A page is what answers GET with 200 and HTML. Names are those of the URLs; what stands for one thing among
    several, such as a meeting that was held, has a word added.
    """
    asked = {name: address for route, name in routes(get_resolver()) if (address := path(route, name, me))}
    for word, meeting in other_meetings(me):
        for name in ("meetings:detail", "meetings:outcomes", "meetings:notes", "meetings:dates", "meetings:offer"):
            asked[f"{name}, {word}"] = reverse(name, args=[me.group.slug, meeting.key])
    if hoped := me.group.meetings.unsettled().first():
        asked["meetings:lay_beside"] = reverse("meetings:lay_beside", args=[me.group.slug, hoped.key])
    asked["groups:find, much found"] = reverse("groups:find", args=[me.group.slug]) + "?q=the"
    member, visitor = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    name, value = cookie.split("=")
    member.cookies[name] = value
    found = []
    for name, address in asked.items():
        if is_page(member.get(address)):
            found.append({"name": name, "path": address, "cookie": cookie})
        elif is_page(visitor.get(address)):
            found.append({"name": name, "path": address, "cookie": ""})
    return found


def other_meetings(me):
    """(word, meeting): beside the next one."""
    yield "held", me.group.meetings.held().filter(opened__isnull=False).first()
    yield "no date yet", me.group.meetings.unsettled().first()
    yield "mine", me.group.meetings.ahead().settled().filter(facilitator=me).first()


def smaller_of(me):
    """A meeting of twos and threes that `me` is in."""
    found = me.group.meetings(manager="of_any_size").of_some().with_guest(me).first()
    if found is None:
        day = me.group.today() + timedelta(days=5)
        when = {"starts_on": day, "start_time": time(10), "ends_on": day, "end_time": time(11), "zone": me.group.zone}
        found = SmallerGuest.arrange([me.group.members.exclude(pk=me.pk).first()], by=me, kind="online", **when)
    return found


def link_of(member):
    """One of theirs to their calendar."""
    return member.subscriptions.working().first() or Subscription.begin(member=member, label="my phone")[0]


def drawn(group):
    """A gathering that is opened and drawn together."""
    return group.gatherings.opened().exclude(bundles=None).first()


def is_page(answer) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def routes(resolver, before: str = "", namespace: str = ""):
    """(route, name) of each named URL."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if entry.name:
                yield route, f"{namespace}:{entry.name}" if namespace else entry.name
        else:
            yield from routes(entry, route, entry.namespace or namespace)


def path(route: str, name: str, me) -> str:
    """The path of a named URL in the group of `me`; empty where it asks for a secret."""
    group = me.group
    things = {
        "members/": lambda: group.members.in_order().last().key,
        "left/": lambda: "none",
        "copies/": lambda: "none",
        "goals/ours/": lambda: group.goals.ours().first().key,
        "manifesto/gatherings/": lambda: drawn(group).key,
        "gatherings/": lambda: group.gatherings.first().key,
        "rounds/": lambda: group.rounds_of_consent.open().first().key,
        "manifesto/proposals/": lambda: group.rounds_of_consent.get(stage="draft").key,
        "manifesto/values/": lambda: group.values.first().key,
        "manifesto/corrections/": lambda: "none",
        "smaller/": lambda: smaller_of(me).key,
        "year/when-i-cant/": lambda: (me.standing.first() or StandingAvailability.keep(by=me, weekdays="2")).key,
        "turns/offers/": lambda: "none",
        "meetings/": lambda: group.meetings.ahead().settled().first().key,
        "year/rhythms/": lambda: group.rhythms.first().key,
        "larder/bring-in/": lambda: (me.deliveries.first() or Delivery.bring("title\nSalt\n", by=me)).key,
        "larder/activities/": lambda: group.activities.at_hand().first().key,
        "larder/resources/": lambda: group.resources.references().first().key,
        "larder/": lambda: group.topics.newest_first()[5].key,
        "kinds/": lambda: group.topic_kinds.first().key,
        "goals/": lambda: me.goals.first().key,
        "invitations/": lambda: "none",
        "calendar/": lambda: link_of(me.member).key,
    }
    arguments = {}
    if "<slug:group>" in route:
        arguments["group"] = group.slug
    if "<slug:key>" in route:
        arguments["key"] = next(find() for part, find in things.items() if f"{part}<slug:key>" in route)
    if "<slug:words>" in route:
        arguments["words"] = me.contributions.last().key
    if "<slug:bundle>" in route:
        arguments["bundle"] = drawn(group).bundles.first().key
    if "<slug:note>" in route:
        arguments["note"] = me.topic_notes.first().key
    for part in ("person", "remark", "option"):
        if f"<slug:{part}>" in route:
            arguments[part] = "none"
    if "<slug:offer>" in route:
        arguments["offer"] = "none"
    if "<uuid:mail>" in route:
        arguments["mail"] = UUID(int=0)
    if "<slug:ready>" in route:
        arguments["ready"] = "monthly-evenings"
    if "<slug:activity>" in route:
        arguments["activity"] = "none"
    if "<slug:form>" in route:
        arguments["form"] = "reference"
    if "<int:attachment>" in route:
        arguments["attachment"] = 1
    if "<slug:duty>" in route:
        arguments["duty"] = "admin"
    if "<int:n>" in route:
        arguments["n"] = 1
    if "<slug:kind>" in route:
        arguments["kind"] = "ris" if "resources/" in route else "a4"
    if "<int:place>" in route:
        arguments["place"] = 1
    if "<int:year>" in route:
        first = group.meetings.held().last().starts_on.year
        arguments["year"] = group.today().year + 1 if "laying-out/" in route else first + 1
    if "token" in route or "(?P<" in route or "<int:pk>" in route:  # nobody has a passkey here, or another session
        return ""
    return reverse(name, kwargs=arguments)
