"""What this app adds to a group's home."""

from datetime import date, timedelta

from groups.registry import Aside, Lines, Look

JUST_BACK = timedelta(days=14)


def lines(look: Look) -> Lines:
    """What all of us want; my sabbatical, while it lasts and just after it."""
    goals = look.group.goals.shared().held().filter(author=None)
    texts = list(goals.values_list("text", flat=True)[:6])
    asides = [Aside(30, "groups/_home_goals.html", {"goals": texts})] if texts else []
    if sabbatical := sabbatical_of(look.people[look.membership.pk], look.today):
        context = {"sabbatical": sabbatical, "resting": sabbatical.covers(look.today)}
        asides.append(Aside(0, "groups/_home_sabbatical.html", context, mine=True))
    return Lines(asides=asides)


def sabbatical_of(membership, today: date):
    """The one that is on, or that ended in the last fortnight; else None."""
    begun = [s for s in membership.sabbaticals.all() if s.starts <= today]
    return begun[-1] if begun and (begun[-1].ends is None or begun[-1].ends >= today - JUST_BACK) else None
