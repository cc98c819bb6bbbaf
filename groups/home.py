"""What this app adds to a group's home."""

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.words import number_word
from groups import matters
from groups.models import LogEntry
from groups.registry import Aside, Ask, Lines, Look, News

Act = LogEntry.Act
WENT = (Act.LEFT, Act.REMOVED, Act.REMOVAL_UNDONE, Act.RETURNED, Act.RETURN_AGREED)


def lines(look: Look) -> Lines:
    """What all of us want; who left us or was taken out; my sabbatical, while it lasts and just after it."""
    texts = list(look.group.goals.ours().held().values_list("text", flat=True)[:6])
    asides = [Aside(30, "groups/_home_goals.html", {"goals": texts})] if texts else []
    if span := look.people[look.membership.pk].latest_span(look.today):
        context = {"sabbatical": span, "resting": span.covers(look.today)}
        asides.append(Aside(0, "groups/_home_sabbatical.html", context, mine=True))
    asks = [] if look.rests else [*_gatherings(look), *_to_look_back_at(look)]
    asks += rounds_that_wait(look, *matters.MATTERS)
    asks += mails_that_failed(look)
    entries = look.group.log_entries.filter(act__in=WENT, at__gt=look.since).for_page()[:6]
    news = [*_opened(look), *(_went(look, entry) for entry in entries)]
    return Lines(asks=asks, news=news, asides=asides)


def _gatherings(look: Look) -> list[Ask]:
    """Those that wait for my words, and those that wait for nobody's, until one of us opens them."""
    asks = []
    for gathering in look.group.gatherings.writing():
        waiting_for = gathering.waiting_for(look.at)
        if look.membership in waiting_for:
            words, button = _("Each of us writes, and we open it together. It is not urgent."), _("Write")
        elif not waiting_for:
            words, button = _("Nobody is awaited any more. One of us can open it."), _("Open all of it")
        else:
            continue
        url = gathering.get_absolute_url()
        asks.append(Ask(gathering.question.question, words, url, button, gathering.begun_at))
    return asks


def mails_that_failed(look: Look) -> list[Ask]:
    """Those of the group, for whoever looks after it."""
    if not look.membership.is_admin:
        return []
    failed = look.group.mails.failed().aggregate(n=Count("pk"), last=Max("given_up_at"))
    if not (n := failed["n"]):
        return []
    title = ngettext("A mail didn’t arrive", "Mails didn’t arrive", n)
    words = ngettext(
        "A mail of our group couldn’t be delivered. See to whom, and why.",
        "Of our group’s mails, %(number)s couldn’t be delivered. See to whom, and why.",
        n,
    )
    url = reverse("groups:undelivered", args=[look.group.slug])
    return [Ask(title, words % {"number": number_word(n)}, url, _("Have a look"), failed["last"])]


def _opened(look: Look) -> list[News]:
    """Those that were opened since we last met."""
    return [
        News(gathering.opened_at, None, gathering.question.news, _("Read it"), gathering.get_absolute_url())
        for gathering in look.group.gatherings.opened().filter(opened_at__gt=look.since)
    ]


def rounds_that_wait(look: Look, *about: str) -> list[Ask]:
    """Open rounds about these matters that wait to hear from me, or for one of us to take the next step."""
    if look.rests:
        return []
    words = {
        "questions": _("Read it, and ask what you would like to understand. It is not urgent."),
        "reactions": _("Say in a line how it sits with you, or pass."),
        "consent": _("Can you stand by it? Nothing changes until everyone has been heard."),
        "integrating": _("Not all of us can stand by it yet. Help to find the words."),
    }
    asks = []
    for begun in look.group.rounds_of_consent.open().filter(about__in=about):
        begun.group = look.group
        hearing = begun.hearing(look.at)
        if look.membership not in hearing.it_is_up_to:
            continue
        said, button = words[begun.stage], _("Read and answer")
        if hearing.can_go_on:
            said, button = _("Nobody is awaited any more. One of us can take the next step."), _("Take the next step")
        asks.append(Ask(begun.called, said, begun.get_absolute_url(), button, begun.stage_since))
    return asks


def _to_look_back_at(look: Look) -> list[Ask]:
    """My goals, and ours, whose day has come."""
    goals = look.group.goals.filter(Q(author=None) | Q(author=look.membership)).to_look_back_at(look.today)
    asks = []
    for goal in goals:
        name = "groups:edit_goal" if goal.author_id else "groups:edit_our_goal"
        url = reverse(name, args=[look.group.slug, goal.key])
        asks.append(Ask(_("A goal to look back at"), goal.text, url, _("Look back"), goal.written_at))
    return asks


def _went(look: Look, entry: LogEntry) -> News:
    about = entry.about.name if entry.about else ""
    deed = {
        Act.LEFT: _("A member has left us"),
        Act.REMOVED: _("took %(name)s out of the group") % {"name": about},
        Act.REMOVAL_UNDONE: _("took %(name)s into the group again") % {"name": about},
        Act.RETURNED: _("is one of us again"),
        Act.RETURN_AGREED: _("%(name)s is one of us again, as all of us consented") % {"name": about},
    }[entry.act]
    by = None if entry.act == Act.LEFT else look.people.get(entry.by_id)
    return News(entry.at, by, deed, _("Who we are now"), reverse("groups:members", args=[look.group.slug]))
