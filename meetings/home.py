"""What meetings add to a group's home and to the larder."""

from django.utils.translation import gettext as _

from copse.clocks import When
from copse.keys import address
from copse.near import recall
from copse.words import join_names, sentence
from groups.registry import Ask, Lines, Look, News
from meetings import in_words, turn_home
from meetings.models import Meeting, MeetingTopic, Use
from meetings.outlook import Outlook
from meetings.smaller import that_ask

MOST = 6  # news of each sort


def openings(group=None):
    """When the topics of a group are opened: a queryset of MeetingTopic with `.ahead()` and `.behind()`. Without a
    group, for a topic that is named: it has one.
    """
    return MeetingTopic.objects.all() if group is None else MeetingTopic.objects.filter(meeting__group=group)


def uses(group):
    """When the activities of a group are used: a queryset of Use with `.ahead()` and `.behind()`."""
    return Use.objects.filter(part__meeting__group=group)


def lines(look: Look, outlook: Outlook) -> Lines:
    """What asks for my answer, and what was moved, settled or let go since we last met."""
    asks = [ask for m in outlook.ahead if (ask := _ask(look, outlook, m))]
    asks += [_of_some(outlook, m) for m in that_ask(look.membership, outlook)]
    news = [*_moved(look, outlook), *_settled(look, outlook), *_let_go(look, outlook)]
    noes = {pk: sorted(who) for pk, who in outlook.noes.items()}  # of the answers, turns are drawn from these alone
    turns = recall(f"{look.key('programme')}:{noes}", lambda: turn_home.lines(look, outlook.ahead, outlook.noes))
    return Lines(asks=[*asks, *turns.asks], news=[*news, *turns.news])


def _ask(look: Look, outlook: Outlook, meeting: Meeting) -> Ask | None:
    """A settled meeting that I haven't answered; one without a date where I can answer or settle it."""
    if look.people[look.membership.pk].rests_on(meeting.starts_on):
        return None
    if meeting.settled_at is None:
        return _ask_for_a_date(look, outlook, meeting)
    if look.membership.pk in outlook.answers[meeting.pk]:
        return _ask_what_to_do(look, outlook, meeting)
    words = _("%(meeting)s. Say whether you can come.") % {"meeting": meeting.name}
    day = When(meeting).near(outlook.today)
    return Ask(day, words, _url(meeting) + "#coming", _("Answer"), meeting.starts_at)


def _ask_what_to_do(look: Look, outlook: Outlook, meeting: Meeting) -> Ask | None:
    """Where somebody can't come after all: of whoever plans meetings, and of those who can say that it is all right to
    meet without them; never of whoever can't come.
    """
    if not outlook.somebody_cannot(meeting):
        return None
    coming, me = outlook.coming(meeting), look.people[look.membership.pk]
    if not coming.at_risk or me in coming.missing:
        return None
    title, url = When(meeting).near(outlook.today), _url(meeting)
    offers = outlook.exceptions.get(meeting.pk, {})
    if names := [m.name for m in coming.missing if me.pk not in offers.get(m.pk, {me.pk})]:
        words = _("It would be all right for %(names)s if we met without them this once.")
        url, button = f"{url}#exceptions", _("Say if it is for you")
    elif look.membership.facilitates:
        names = [m.name for m in coming.missing]
        words, url, button = _("%(names)s can’t come after all."), f"{url}#at-risk", _("See what we can do")
    else:
        return None
    return Ask(title, words % {"names": join_names(names)}, url, button, meeting.starts_at)


def _of_some(outlook: Outlook, meeting: Meeting) -> Ask:
    """A meeting of twos and threes that I am asked to."""
    words = _("Some of us would like to meet, and hope that you can be there.")
    title = When(meeting).near(outlook.today)
    return Ask(title, words, f"{meeting.get_absolute_url()}#coming", _("Answer"), meeting.starts_at)


def _ask_for_a_date(look: Look, outlook: Outlook, meeting: Meeting) -> Ask | None:
    """Where a date that is offered waits for my word, or for one of us who plans meetings to settle it."""
    offered = outlook.offered[meeting.pk]
    title, url = _("A date for %(meeting)s") % {"meeting": meeting.name}, _url(meeting, "meetings:dates")
    me = look.people[look.membership.pk]
    if any(me in hearing.waiting_for for hearing in offered):
        words = in_words.offered(offered, outlook.today)
        return Ask(title, words, url, _("Say if you can"), meeting.starts_at)
    stretched = next((h for h in offered if me in h.to_confirm and not h.waiting_for and h.could_suit), None)
    if stretched:
        words = _("%(day)s would do for all of us, for you at a stretch. Would it be all right?")
        day = sentence(When(stretched.meeting).near(outlook.today))
        return Ask(title, words % {"day": day}, url, _("Say if it is all right"), meeting.starts_at)
    suiting = next((h for h in offered if h.suits), None)
    if suiting and look.membership.facilitates:
        words = _("All of us can make %(day)s.") % {"day": When(suiting.meeting).near(outlook.today)}
        return Ask(title, words, url, _("Settle the date"), meeting.starts_at)
    return None if suiting else _ask_to_meet_without(outlook, meeting, me)


def _ask_to_meet_without(outlook: Outlook, meeting: Meeting, me) -> Ask | None:
    """Where somebody offers that we meet without them on a date that I can make, and I haven't said that it is all
    right.
    """
    for hearing in outlook.offered[meeting.pk]:
        people = {m.pk: m.name for m in hearing.members}
        asked = me in hearing.asked and me not in hearing.missing
        names = [people[offer.by_id] for offer in hearing.offers if me.pk not in offer.accepted_by]
        if asked and names:
            words = _("It would be all right for %(names)s if we met without them on %(day)s.")
            words %= {"names": join_names(names), "day": When(hearing.meeting).near(outlook.today)}
            title, url = _("A date for %(meeting)s") % {"meeting": meeting.name}, _url(meeting, "meetings:dates")
            return Ask(title, words, f"{url}#exceptions", _("Say if it is for you"), meeting.starts_at)
    return None


def _url(meeting: Meeting, page: str = "meetings:detail") -> str:
    return address(page, meeting.group.slug, meeting.key)


def _news(outlook: Outlook, meeting: Meeting, by, at, deed: str) -> News:
    return News(at, by, deed, f"{meeting.name}, {When(meeting).near(outlook.today)}", _url(meeting))


def _moved(look: Look, outlook: Outlook) -> list[News]:
    """Each meeting once, however often it was moved."""
    moves = ((m, *outlook.moves[m.pk]) for m in outlook.ahead if m.pk in outlook.moves)
    found = [(m, at, look.people.get(by)) for m, at, by in moves if at > look.since]
    return _latest([_news(outlook, m, by, at, _("moved a meeting")) for m, at, by in found])


def _settled(look: Look, outlook: Outlook) -> list[News]:
    found = [m for m in outlook.ahead if m.settled_at and m.settled_at > look.since]
    return _latest([_news(outlook, m, None, m.settled_at, _("A date is settled")) for m in found])


def _let_go(look: Look, outlook: Outlook) -> list[News]:
    found = [m for m in outlook.meetings if m.let_go_at and m.let_go_at > look.since]
    return _latest([_news(outlook, m, None, m.let_go_at, _("A meeting is let go")) for m in found])


def _latest(news: list[News]) -> list[News]:
    return sorted(news, key=lambda item: item.at, reverse=True)[:MOST]
