"""What meetings add to a group's home and to the larder."""

from django.utils.translation import gettext as _

from copse.clocks import When
from copse.keys import address
from copse.near import recall
from copse.words import join_names, sentence
from groups.registry import Ask, Lines, Look, News
from meetings import in_words, turn_home
from meetings.called import apart, search_for
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
    asks = _whether_i_can_come(look, outlook)
    asks += [ask for m in (*outlook.undated, *outlook.ahead) if (ask := _ask(look, outlook, m))]
    asks += [_of_some(outlook, m) for m in that_ask(look.membership, outlook)]
    news = [*_moved(look, outlook), *_settled(look, outlook), *_let_go(look, outlook)]
    noes = {pk: sorted(who) for pk, who in outlook.noes.items()}  # of the answers, turns are drawn from these alone
    turns = recall(f"{look.key('programme')}:{noes}", lambda: turn_home.lines(look, outlook.ahead, outlook.noes))
    return Lines(asks=[*asks, *turns.asks], news=[*news, *turns.news])


def _whether_i_can_come(look: Look, outlook: Outlook) -> list[Ask]:
    """To the settled meetings that I haven't answered."""
    me, words = look.people[look.membership.pk], _("%(meeting)s. Say whether you can come.")
    awaited = [m for m in outlook.ahead if m.settled_at and me.pk not in outlook.answers[m.pk]]
    awaited = [m for m in awaited if not me.rests_on(m.starts_on)]
    return [
        Ask(day, words % {"meeting": m.name}, _url(m) + "#coming", _("Answer"), m.starts_at)
        for m, day in zip(awaited, apart(awaited, outlook.today), strict=True)
    ]


def _ask(look: Look, outlook: Outlook, meeting: Meeting) -> Ask | None:
    """A settled meeting that I have answered and somebody else can't come to; one without a date where I can answer or
    settle it.
    """
    if meeting.settled_at is None:
        return _ask_for_a_date(look, outlook, meeting)
    me = look.people[look.membership.pk]
    if me.pk in outlook.answers[meeting.pk] and not me.rests_on(meeting.starts_on):
        return _ask_what_to_do(look, outlook, meeting)
    return None


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
    """Where a date that is offered waits for my word, or for one of us who plans meetings to settle it; where none is
    any more, for whoever plans them to offer another.
    """
    offered, me = outlook.offered.get(meeting.pk), look.people[look.membership.pk]
    if not offered:
        return _ask_for_more_dates(look, meeting)
    if any(me in hearing.waiting_for for hearing in offered):
        return _of_dates(meeting, offered, in_words.offered(offered, outlook.today), _("Say if you can"))
    stretched = next((h for h in offered if me in h.to_confirm and not h.waiting_for and h.could_suit), None)
    if stretched:
        words = _("%(day)s would do for all of us, for you at a stretch. Would it be all right?")
        if stretched.against:
            words = _("%(day)s would do by our rule, for you at a stretch. Would it be all right?")
        day = sentence(_called(stretched, offered, outlook.today))
        return _of_dates(meeting, offered, words % {"day": day}, _("Say if it is all right"))
    suits = [hearing for hearing in offered if hearing.suits]
    if not suits:
        return _ask_to_meet_without(outlook, meeting, me)
    if not look.membership.facilitates or all(me.rests_on(hearing.meeting.starts_on) for hearing in suits):
        return None
    return _of_dates(meeting, offered, in_words.suiting(offered, outlook.today), _("Settle the date"))


def _of_dates(meeting: Meeting, offered: list, words: str, button: str, anchor: str = "") -> Ask:
    title = search_for(meeting, [hearing.meeting for hearing in offered])
    return Ask(title, words, _url(meeting, "meetings:dates") + anchor, button, meeting.starts_at)


def _called(hearing, offered: list, today) -> str:
    """What its date is called among all that are offered."""
    return apart([one.meeting for one in offered], today)[offered.index(hearing)]


def _ask_for_more_dates(look: Look, meeting: Meeting) -> Ask | None:
    if not look.membership.facilitates or look.rests:
        return None
    words, url = _("The dates that were offered are over."), _url(meeting, "meetings:offer")
    return Ask(search_for(meeting, []), words, url, _("Offer another one"), meeting.starts_at)


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
            day = _called(hearing, outlook.offered[meeting.pk], outlook.today)
            words %= {"names": join_names(names), "day": day}
            return _of_dates(meeting, outlook.offered[meeting.pk], words, _("Say if it is for you"), "#exceptions")
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
