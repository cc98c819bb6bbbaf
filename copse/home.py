"""The site's first page and a group's home. Each app adds its lines (groups.registry); this is where they meet."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from groups import registry
from meetings.home import last_met
from meetings.models import Meeting
from meetings.page import MeetingPage
from meetings.programme import Programme

MOST_ASKS, MOST_NEWS, MOST_AHEAD = 4, 5, 12


@require_safe
def front(request):
    """My only group's home; with several, the next meetings of all of them; with none, a word on how to get in."""
    memberships = list(request.user.joined_groups())
    if len(memberships) == 1:
        return redirect("home", memberships[0].group.slug)
    groups = [m.group for m in memberships]
    ahead = (
        Meeting.objects.filter(group__in=groups)
        .ahead()
        .settled()
        .for_page()
        .select_related("group", "facilitator", "focus")
    )
    return render(request, "site/front.html", {"groups": groups, "meetings": ahead[:MOST_AHEAD], "section": "front"})


@require_safe
def group_home(request, group):
    """When we next meet, what waits for me, what happened since we last met."""
    return render(request, "site/home.html", {"home": Home(request.membership), "section": "home"})


class Home:
    """What a group's home shows to one member at one moment."""

    def __init__(self, membership, at=None):
        self.membership, self.group = membership, membership.group
        self.at = at or timezone.now()
        self.programme = Programme(self.group, self.at.astimezone(self.group.tzinfo).year, at=self.at)

    @property
    def next(self) -> MeetingPage | None:
        """The next settled meeting, as its page shows it."""
        for ask in registry.home_next:
            if meeting := ask(self.membership, self.at):
                meeting.group = self.group
                return MeetingPage(meeting, self.membership, at=self.at)
        return None

    def asks(self) -> dict:
        """The first four things that wait for me, nearest first, and how many more there are."""
        asks = sorted((a for ask in registry.home_asks for a in ask(self.membership, self.at)), key=lambda a: a.order)
        return {"first": asks[:MOST_ASKS], "more": len(asks[MOST_ASKS:])}

    def news(self) -> list[registry.News]:
        """What happened since we last met, latest first."""
        since = last_met(self.group, self.at)
        news = (n for tell in registry.home_news for n in tell(self.membership, self.at, since))
        return sorted(news, key=lambda n: n.at, reverse=True)[:MOST_NEWS]

    def asides(self) -> list[registry.Aside]:
        asides = (a for offer in registry.home_asides if (a := offer(self.membership, self.at)))
        return sorted(asides, key=lambda a: a.order)

    @property
    def alone(self) -> bool:
        return self.group.members.count() == 1

    @property
    def nth_year(self) -> int:
        """Which ring of ours this year is."""
        years = self.programme.earlier_years
        return self.programme.year - years[0][0] + 1 if years else 1
