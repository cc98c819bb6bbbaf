"""What this app adds to a group's home."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.registry import Aside, Ask, Lines, Look


def lines(look: Look) -> Lines:
    """What all of us want; my sabbatical, while it lasts and just after it."""
    texts = list(look.group.goals.ours().held().values_list("text", flat=True)[:6])
    asides = [Aside(30, "groups/_home_goals.html", {"goals": texts})] if texts else []
    if span := look.people[look.membership.pk].latest_span(look.today):
        context = {"sabbatical": span, "resting": span.covers(look.today)}
        asides.append(Aside(0, "groups/_home_sabbatical.html", context, mine=True))
    return Lines(asks=[] if look.rests else [*_gatherings(look), *_to_look_back_at(look)], asides=asides)


def _gatherings(look: Look) -> list[Ask]:
    """Those that wait for my words."""
    title, words = _("What do you hope for?"), _("Each of us writes, and we open it together. It is not urgent.")
    return [
        Ask(title, words, gathering.get_absolute_url(), _("Write"), gathering.begun_at)
        for gathering in look.group.gatherings.writing()
        if look.membership in gathering.waiting_for(look.at)
    ]


def _to_look_back_at(look: Look) -> list[Ask]:
    """My goals, and ours, whose day has come."""
    goals = look.group.goals.filter(Q(author=None) | Q(author=look.membership)).to_look_back_at(look.today)
    asks = []
    for goal in goals:
        name = "groups:edit_goal" if goal.author_id else "groups:edit_our_goal"
        url = reverse(name, args=[look.group.slug, goal.key])
        asks.append(Ask(_("A goal to look back at"), goal.text, url, _("Look back"), goal.written_at))
    return asks
